"""Two families of errors, each with a key whose sentence lives in `prompts/errors.yml`.

Incident
├── PersonError    a person's mistake: said kindly, nothing is lost, nothing is logged as a fault
│   └── NotAllowed     the act belongs to someone else (the sentence says to whom)
└── OutsideError   a vendor's or the machine's: logged, retried where that makes sense
    ├── Later          the same call may work later; `retry_after` seconds where the vendor said so
    ├── Unsure         nobody knows whether the call was done: look before doing it again
    └── Refused        the same call will never work: not tried again
        └── PlaceLost      nothing can be said any more where the review is held
"""


class Incident(Exception):
    """An error with the key of its sentence and the values that sentence shows."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values


class PersonError(Incident):
    """What a person gave cannot be used; the sentence says what would be."""


class NotAllowed(PersonError):
    """The act belongs to somebody else; the sentence names the role that may do it."""


class OutsideError(Incident):
    """A vendor or the machine failed; the review goes on without it."""


class Later(OutsideError):
    """The same call may succeed later.

    `retry_after` is in seconds, None where nobody said how long.
    """

    def __init__(self, key: str, /, retry_after: float | None = None, **values: object) -> None:
        super().__init__(key, **values)
        self.retry_after = retry_after


class Unsure(OutsideError):
    """The outcome is unknown: the reply was lost, late, or an error that may follow the deed.

    What makes something new must be looked for under its key before it is made again.
    """


class Refused(OutsideError):
    """The same call will never work (no such channel, a page changed by hand): given up at once, visibly."""


class PersonLost(Refused):
    """Somebody cannot be written to outside a thread, and will not be: their account is off, or they shut us out."""


class PlaceLost(Refused):
    """The thread, or the channel around it, takes no more words: archived, left, locked, or its first post deleted."""
