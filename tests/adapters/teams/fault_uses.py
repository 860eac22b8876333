"""What each fault of a call of the connector means for people: the judgement the tests of single faults go by.

A call stands here once for each use the adapter makes of it, for the same answer means different things: a question
that cannot be posted is missed, a card is drawn again with the next word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.values import Call

Refusal = tuple[int, str]


class Fate(StrEnum):
    """What becomes of what was to be done, and who hears of it."""

    ARRIVES = "arrives"  # it is done in the end, once, and nobody notices
    TWICE = "twice"  # it is done twice: nobody can look whether the first arrived
    INSTEAD = "instead"  # whom it is for is called on in the thread, without a word of it
    OWNER = "owner"  # the owner of the review is told once
    QUIET = "quiet"  # of no consequence: noted in the log, and nothing else suffers


ROSTER: Refusal = (403, "BotNotInConversationRoster")
NOT_FOUND: Refusal = (404, "ConversationNotFound")
TOO_BIG: Refusal = (413, "MessageSizeTooBig")
WRONG: Refusal = (400, "BadArgument")
CARD_GONE: Refusal = (404, "ActivityNotFoundInConversation")
MODERATED: Refusal = (403, "ConversationBlockedByUser")
BY_ADMIN: Refusal = (403, "BotDisabledByAdmin")
NO_RIGHT: Refusal = (403, "NotEnoughPermissions")
NOT_THEIRS: Refusal = (403, "ForbiddenOperationException")
WRONG_CLOUD: Refusal = (403, "InvalidBotApiHost")
NO_MEMBER: Refusal = (404, "MemberNotFoundInConversation")

LOST = (ROSTER, NOT_FOUND, MODERATED, BY_ADMIN, NO_RIGHT)
ILL_MADE = (TOO_BIG, WRONG, WRONG_CLOUD)
"""Refusals that say nothing of the place or the person."""


def any_call(call: Call) -> bool:
    """Whichever comes first."""
    del call
    return True


def in_thread(call: Call) -> bool:
    """Words in a thread of a channel."""
    return ";messageid=" in call.conversation


def alone(call: Call) -> bool:
    """Words in the chat with one person."""
    return call.conversation.startswith("a:")


def of_channel(call: Call) -> bool:
    """A thread that is begun."""
    return bool(call.body.get("isGroup"))


def of_person(call: Call) -> bool:
    """A chat with one person that is begun."""
    return not call.body.get("isGroup")


@dataclass(frozen=True)
class Use:
    """One use of one kind of call: what becomes of it where its answer is lost, and where it is refused.

    `after` is for a call that did come through and whose answer was lost or told nothing; `empty` for one that was
    answered 202 without a body. Whatever did not come through arrives later.
    """

    kind: str
    which: Callable[[Call], bool] = any_call
    after: Fate = Fate.ARRIVES
    empty: Fate = Fate.ARRIVES
    refused: Mapping[Fate, tuple[Refusal, ...]] = field(default_factory=dict)


USES: Mapping[str, Use] = {
    "the card that opens a thread": Use(
        "create", of_channel, Fate.TWICE, Fate.TWICE, {Fate.OWNER: (*LOST, *ILL_MADE)}
    ),
    "words in a thread": Use("send", in_thread, Fate.TWICE, refused={Fate.OWNER: (*LOST, *ILL_MADE)}),
    "the card as it stands now": Use(
        "update", refused={Fate.OWNER: (*LOST, CARD_GONE), Fate.QUIET: ILL_MADE}
    ),
    "words to one person": Use(
        "send",
        alone,
        Fate.TWICE,
        refused={
            Fate.ARRIVES: (NOT_FOUND,),  # their chat is begun anew
            Fate.INSTEAD: (ROSTER, MODERATED, BY_ADMIN, NO_RIGHT, NOT_THEIRS),
            Fate.OWNER: ILL_MADE,
        },
    ),
    "a chat with one person": Use(
        "create", of_person, refused={Fate.INSTEAD: (*LOST, NOT_THEIRS), Fate.OWNER: (WRONG, WRONG_CLOUD)}
    ),
    "who somebody is": Use("member", empty=Fate.OWNER, refused={Fate.OWNER: (NO_MEMBER, *LOST)}),
}

Put = Callable[[FakeTeams, str], None]

NOT_THROUGH: Mapping[str, Put] = {
    "429": lambda teams, kind: teams.troubles.limit(kind, retry_after_s=7),
    "429 that says no time": lambda teams, kind: teams.troubles.limit(kind, retry_after_s=None),
    "412": lambda teams, kind: teams.troubles.refuse(kind, 412, "PreconditionFailed"),
    "500": lambda teams, kind: teams.troubles.refuse(kind, 500, "ServiceError"),
    "502, a page": lambda teams, kind: teams.troubles.break_down(kind, status=502),
    "503, a page": lambda teams, kind: teams.troubles.break_down(kind, status=503),
    "504, a page": lambda teams, kind: teams.troubles.break_down(kind, status=504),
    "dropped": lambda teams, kind: teams.troubles.drop(kind),
}
"""Faults with which the deed is not done."""

THROUGH: Mapping[str, Put] = {
    "412 after the deed": lambda teams, kind: teams.troubles.refuse(
        kind, 412, "PreconditionFailed", done=True
    ),
    "502 after the deed": lambda teams, kind: teams.troubles.break_down(kind, status=502, done=True),
    "dropped after the deed": lambda teams, kind: teams.troubles.drop(kind, done=True),
}
"""Faults with which it is done, and nobody hears so."""

EMPTY = "202 and no body"
REVOKED = "401"
"""Microsoft does not take our token: all waits for five minutes, and is tried again."""
SLOW = "slow"
