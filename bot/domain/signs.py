"""Words by which a moment worth a look is told from its tools, answers and results."""

from dataclasses import dataclass

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

_REFUSALS = (
    "i can't",
    "i cannot",
    "i am not able to",
    "i am unable to",
    "i'm not able to",
    "i'm unable to",
    "i won't",
    "i will not",
    "i must decline",
)


@dataclass(frozen=True)
class Signs:
    """Word lists, all in lower case; words are those of a tool's name, `refusals` are phrases of an answer.

    `acts` change something; `reads`, as first word of a name, say that it does not. `hands_off` alone, or
    `passes_on` together with `people`, give the case to somebody. `errors` are first words of a result.
    """

    acts: frozenset[str] = frozenset(_ACTS.split())
    reads: frozenset[str] = frozenset(_READS.split())
    hands_off: frozenset[str] = frozenset({"escalate", "escalation", "handoff", "handover"})
    passes_on: frozenset[str] = frozenset({"assign", "delegate", "forward", "hand", "route", "transfer"})
    people: frozenset[str] = frozenset(
        {"agent", "agents", "human", "humans", "operator", "person", "specialist", "supervisor"}
    )
    refusals: tuple[str, ...] = _REFUSALS
    errors: tuple[str, ...] = ("error", "exception", "failed", "failure", "traceback")


SIGNS = Signs()
"""English, which is what tool names and frameworks' errors are written in; refusals in English only."""
