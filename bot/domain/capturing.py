"""Walls that record what an agent sees when it chooses: a full window that it sends here is their drill.

Nobody runs such a drill and nobody verifies it: it shows that the window was recorded. A capture blocks nothing, and
none is claimed to.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain.agents import key_of
from bot.domain.heard import BOT
from bot.domain.review import Drill, Outcome, Review, Wall, WallChange
from bot.domain.trace import DecisionPoint
from bot.domain.trace_vocabulary import FactKind, Flag
from bot.domain.vocabulary import Family, Status, WallStatus, YesNo
from bot.domain.walls import VALID_FOR, proved_until

TAKEN = frozenset(
    {
        WallStatus.ACCEPTED,
        WallStatus.BUILT,
        WallStatus.DRILLED,
        WallStatus.EXPIRED,
        WallStatus.STANDING,
    }
)
"""What a wall is while a window can prove it: its owner took it, and it did not fail without being built anew."""

RECORDED = Outcome(blocked=YesNo.UNKNOWN, recorded=YesNo.YES, told=YesNo.UNKNOWN)
"""All that a window shows of a case."""

BESIDE = frozenset(
    {
        Flag.NO_SYSTEM_PROMPT,  # an agent may have none; one left out of the record shows as a gap of tokens
        Flag.CALL_WITHOUT_EXECUTION,  # what came of a choice is not what led to it
        Flag.LINKED_BY_ORDER,
        Flag.NO_TOKENS,
        Flag.NO_MODEL,
        Flag.NO_PROMPT_VERSION,
        Flag.NO_IDENTITY,
        Flag.NO_AUTHORISATION_RECORD,
        Flag.ORPHAN_PARENT,  # what called the agent may send its spans elsewhere
        Flag.SEVERAL_ROOTS,
        Flag.CHILD_BEFORE_PARENT,
    }
)
"""What may be missing beside a window without anything missing in it."""

_WAS_MADE = frozenset({WallStatus.DRILLED, WallStatus.STANDING, WallStatus.EXPIRED, WallStatus.BREACHED})
"""What a wall was before, where its being built means that it did not hold as it was."""

_OVER = frozenset({Status.WITHDRAWN, Status.MERGED})


@dataclass(frozen=True)
class FullWindow:
    """A decision whose whole window is on record: its key in the run, and the agent by the name that matched."""

    point: str
    agent: str


def captures(wall: Wall) -> bool:
    """Whether this is the wall that the bot proposes where the window was not logged."""
    return wall.family is Family.DETECT and any(span.source == BOT.person for span in wall.spans)


def waits(review: Review, today: date, due_days: int) -> tuple[Wall, ...]:
    """The walls that a window is looked for: those taken and not proved, or whose proof ends within so many days.

    None in an opening taken back, and none where nobody knows the agent.
    """
    if not review.agent or review.status in _OVER:
        return ()
    ends = today + timedelta(days=due_days)
    return tuple(wall for wall in review.walls if captures(wall) and _waits(wall, ends))


def _waits(wall: Wall, ends: date) -> bool:
    if wall.status is not WallStatus.STANDING:
        return wall.status in TAKEN
    until = proved_until(wall)
    return until is not None and until <= ends


def since(wall: Wall) -> datetime:
    """The moment after which a run must have begun to arrive to prove a wall.

    It was proposed by then, it did not fail since, and no drill of it was run since.
    """
    moment, was = wall.proposed_at, WallStatus.PROPOSED
    for change in wall.changes:
        fell = change.status is WallStatus.BREACHED or (
            change.status is WallStatus.EXPIRED
            and change.why != ""  # by a change of the agent, not by its age
        )
        anew = change.status is WallStatus.BUILT and was in _WAS_MADE
        if change.status is not was and (fell or anew):
            moment = change.at
        was = change.status
    return max((moment, *(drill.run_at for drill in wall.drills)))


def is_proof(review: Review, wall: Wall, agent: str, arrived_at: datetime) -> bool:
    """Whether a full window of an agent, whose run began to arrive then, is a drill of a wall."""
    return (
        captures(wall)
        and wall.status in TAKEN
        and bool(review.agent)
        and key_of(agent) == review.agent
        and arrived_at > since(wall)
    )


def capture_id(review: int, wall: str, trace_id: str) -> str:
    """The id of the news that a run proves a wall: however often the run is looked at, it is one drill."""
    return f"capture:{review}:{wall}:{trace_id}"


def drilled(wall: Wall, *, agent: str, arrived_at: datetime, evidence: str) -> Drill:
    """The drill that a full window is."""
    return Drill(
        id=len(wall.drills) + 1,
        environment=agent,
        run_at=arrived_at,
        run_by=BOT.person,
        incident_case=RECORDED,
        sibling_case=RECORDED,
        evidence=(evidence,),
        valid_until=arrived_at.date() + VALID_FOR,
        captured=True,
    )


def captured(wall: Wall, drill: Drill, *, now: datetime) -> Wall:
    """The wall with a window as its drill: it stands, for 90 days from when that arrived, and nobody is asked."""
    stands = WallChange(now, None, WallStatus.STANDING)
    return replace(
        wall,
        status=WallStatus.STANDING,
        why="",
        drills=(*wall.drills, drill),
        changes=(*wall.changes, stands),
    )


def full_window(points: Iterable[DecisionPoint], agent: str) -> FullWindow | None:
    """The first decision of an agent, by its key, whose window lacks nothing; None where every one lacks something.

    A decision is an agent's by the name of the agent, where none is recorded by that of its service.
    """
    own = [(point, name) for point in points if (name := _name(point, agent))]
    has_tools = any(point.calls for point, _ in own)
    return next(
        (FullWindow(point.key, name) for point, name in own if _is_full(point, has_tools=has_tools)), None
    )


def _name(point: DecisionPoint, agent: str) -> str:
    """The name by which a decision is the agent's; empty where it is another's."""
    named = point.fact(FactKind.AGENT) or point.fact(FactKind.SERVICE)
    return named.value if named is not None and key_of(named.value) == agent else ""


def _is_full(point: DecisionPoint, *, has_tools: bool) -> bool:
    """Whether all it was shown is on record, and what it chose: calls with their arguments, or words."""
    beside = BESIDE if has_tools else BESIDE | {Flag.NO_TOOL_DEFINITIONS}
    shown = (*point.window.system, *point.window.conversation)
    chose = all(call.arguments is not None for call in point.calls) if point.calls else point.text_only
    return set(point.flags) <= beside and any(item.text.strip() for item in shown) and chose
