"""Everything that can go out: what the interview wants said, asked in a form, or done. Keys, never sentences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from bot.domain.review import PersonKey, Review, ThreadRef


@dataclass(frozen=True)
class Button:
    """A button whose label depends on data: its code, its value, and the words to show (somebody's, or evidence).

    Buttons that are always there stand in the front matter of the template instead.
    """

    press: str
    value: str = ""
    text: str = ""
    review: int | None = None  # in a message about several; None: the one it is said in


class Place(StrEnum):
    """Where a Say goes."""

    THREAD = "thread"  # everybody in the thread
    CHANNEL = "channel"  # everybody in the channel of the thread, outside any thread
    ALONE = "alone"  # one person: a direct message
    WHISPER = "whisper"  # one person, in the thread where the platform can, shown to them alone


@dataclass(frozen=True)
class Say:
    """One thing said: the template's key, its values, and whom to.

    `id` names it by meaning within the review and version (`ask:A:decision`), so that a retry is never a second
    message. A Say with the id `card` replaces the text of the review's first post.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    id: str = ""
    place: Place = Place.THREAD
    to: PersonKey | None = None
    buttons: tuple[Button, ...] = ()
    thread: ThreadRef | None = None  # where the review was before it moved; None: where it is


class Mark(StrEnum):
    """A reaction to a message."""

    TAKEN = "taken"
    TALK = "talk"


@dataclass(frozen=True)
class React:
    """Mark a person's message: taken into the record, or kept as talk."""

    message: str
    mark: Mark


Choice = Literal["", "overwrite", "beside"]
"""What becomes of a target that somebody changed by hand; empty: it is left as it is."""


@dataclass(frozen=True)
class Publish:
    """Publish the review as it now stands to every configured target, or to one again."""

    version: int
    target: str = ""
    choice: Choice = ""


@dataclass(frozen=True)
class Fetch:
    """Fetch the recorded run that a link leads to; the link is evidence already."""

    evidence: str
    link: str


@dataclass(frozen=True)
class Draw:
    """Put the recorded run into the thread as a picture, the chosen moment marked."""

    evidence: str
    point: str


@dataclass(frozen=True)
class Wait:
    """Set this review's timer to fire `seconds` from now (0: at once, None: never)."""

    timer: str
    seconds: float | None


@dataclass(frozen=True)
class Tell:
    """Something another review must hear: its walls named here did not hold against this review's class."""

    review: int
    walls: tuple[str, ...]


@dataclass(frozen=True)
class PutOff:
    """A person wants to hear no more of something before a day; `about` is that of its nudges."""

    about: str
    person: PersonKey
    until: date


@dataclass(frozen=True)
class Invite:
    """A person wants 25 minutes together: a calendar file with what is open goes into the thread.

    `about` as in nudges; `at` is set where it is kept, by the person's own days and hours.
    """

    about: str
    person: PersonKey
    at: datetime | None = None


@dataclass(frozen=True)
class Move:
    """Make a new thread for the review in another channel; until it is there, the review stays where it is."""

    channel: str
    private: bool = False


@dataclass(frozen=True)
class Join:
    """Another review is about the same incident: the statements and evidence of this one go there."""

    into: int


Errand = React | Publish | Fetch | Draw | Wait | Tell | PutOff | Invite | Move | Join


@dataclass(frozen=True)
class Step:
    """What the interview answers: the next review, what to say, what to do."""

    review: Review
    says: tuple[Say, ...] = ()
    errands: tuple[Errand, ...] = ()

    def then(self, go_on: Callable[[Review], "Step"]) -> "Step":
        """The step followed by what `go_on` makes of its review."""
        after = go_on(self.review)
        return Step(after.review, (*self.says, *after.says), (*self.errands, *after.errands))

    def saying(self, *says: Say) -> "Step":
        """The step with more said."""
        return replace(self, says=(*self.says, *says))

    def doing(self, *errands: Errand) -> "Step":
        """The step with more errands."""
        return replace(self, errands=(*self.errands, *errands))


@dataclass(frozen=True)
class FormAsked:
    """A form to open now for one person: its key, what it is about, and what its fields already hold."""

    form: str
    target: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What only makes sense now, to the person alone: a form to fill, or something to show."""

    form: FormAsked | None = None
    say: Say | None = None
    opened: int | None = None  # the number of the review that was just opened
