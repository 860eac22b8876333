"""Words by which a moment worth a look is told from its tools, answers and results."""

from collections.abc import Mapping
from dataclasses import dataclass, field

_ACTS = """
add apply approve archive assign bash book buy cancel change charge close commit create credit deactivate
delete deploy destroy disable drop edit email enable exchange exec execute grant insert install invite
issue kill mail merge modify move order overwrite pay post publish purchase push refund reject release
remove rename reset restart restore return revoke rollback rotate run schedule sell send set shell
shutdown sign stop submit terminate transfer trigger truncate uninstall update upload wipe withdraw write
"""

_READS = """
calculate check count describe download explain fetch find get inspect list lookup look preview query
read search show think validate verify view
"""

_REFUSALS = """
can't · cannot · not able to · unable to · won't · will not · must decline · unfortunately · not possible
not available · not allowed · not permitted · does not have · doesn't have · do not have · don't have
could not · couldn't · no longer available
"""

_PERMISSION = """
(yes/no) · (y/n) · do you want me to · would you like me to · shall i · should i · may i · please confirm
do you confirm · can you confirm · could you confirm · confirm if · confirm whether · proceed? · go ahead?
"""

_OBJECTS = "no, · no. · no! · nope · wait · hold on · stop · actually · but i · but the · but that · but it"

_CORRECTIONS = """
that's not · that is not · not what i · isn't right · is not right · wrong · incorrect · i meant
a mistake · are you sure
"""

_CLOSINGS = (
    "that's all · that is all · that's it · that will be all · that'll be all · nothing else · all set"
)

_AGREEMENTS = (
    "yes · yeah · yep · sure · go ahead · please do · please proceed · confirm · ok · okay · correct"
)

_OPPOSITES = """
add remove · apply revert · approve reject · archive restore · assign unassign · attach detach · book cancel
close reopen · create delete · enable disable · grant revoke · install uninstall · invite uninvite · lock unlock
open close · publish unpublish · start stop · subscribe unsubscribe · suspend resume · upgrade downgrade
"""


def _phrases(listed: str) -> tuple[str, ...]:
    """The phrases of a list, which are parted by a dot or by the end of a line."""
    return tuple(phrase.strip() for line in listed.strip().splitlines() for phrase in line.split("·"))


def _both_ways(listed: str) -> dict[str, str]:
    pairs = [phrase.split() for phrase in _phrases(listed)]
    return {one: other for there, back in pairs for one, other in ((there, back), (back, there))}


@dataclass(frozen=True)
class Signs:
    """Word lists, all in lower case: words of a tool's name first, then phrases of what was said.

    `acts` change something; `reads`, as first word of a name, say that it does not. `hands_off` alone, or
    `passes_on` together with `people`, give the case to somebody. `asks` as first word, or `leave` anywhere, ask
    a person for leave; `opposites` take each other back. `errors` are first words of a result. `refusals` and
    `permission` are phrases of an answer; `corrections` are phrases, `objects` and `agreements` first words, of
    what people said; one of the `closings` in it ends the talk and takes issue with nothing.
    """

    acts: frozenset[str] = frozenset(_ACTS.split())
    reads: frozenset[str] = frozenset(_READS.split())
    hands_off: frozenset[str] = frozenset({"escalate", "escalation", "handoff", "handover"})
    passes_on: frozenset[str] = frozenset({"assign", "delegate", "forward", "hand", "route", "transfer"})
    people: frozenset[str] = frozenset(
        {"agent", "agents", "human", "humans", "operator", "person", "specialist", "supervisor"}
    )
    asks: frozenset[str] = frozenset({"ask"})
    leave: frozenset[str] = frozenset({"approval", "confirmation", "consent", "permission"})
    refusals: tuple[str, ...] = _phrases(_REFUSALS)
    permission: tuple[str, ...] = _phrases(_PERMISSION)
    objects: tuple[str, ...] = _phrases(_OBJECTS)
    corrections: tuple[str, ...] = _phrases(_CORRECTIONS)
    closings: tuple[str, ...] = _phrases(_CLOSINGS)
    agreements: tuple[str, ...] = _phrases(_AGREEMENTS)
    opposites: Mapping[str, str] = field(default_factory=lambda: _both_ways(_OPPOSITES))
    errors: tuple[str, ...] = ("error", "exception", "failed", "failure", "traceback")


SIGNS = Signs()
"""English, which is what tool names and frameworks' errors are written in; phrases in English only."""
