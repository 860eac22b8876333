"""Walls: those there were, those proposed, their drills, and whether the same could happen tomorrow."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.domain.review.people import PersonKey
from bot.domain.review.statements import Span
from bot.domain.vocabulary import Family, WallStatus, WhyNot, YesNo


@dataclass(frozen=True)
class ExistingWall:
    """A wall that existed at the time, and the one reason it did not hold."""

    span: Span
    why_not: WhyNot


@dataclass(frozen=True)
class Checks:
    """The five questions that grade a wall; unknown counts as no."""

    outside_model: YesNo = YesNo.UNKNOWN  # a: enforced outside the model
    before_effect: YesNo = YesNo.UNKNOWN  # b: in the path before effect, or undoable without skill
    independent: YesNo = YesNo.UNKNOWN  # c: independent of what failed
    stops_sibling: YesNo = YesNo.UNKNOWN  # d: stops the sibling case too
    auditable: YesNo = YesNo.UNKNOWN  # e: a test exists and leaves a record


@dataclass(frozen=True)
class Outcome:
    """What one case of a drill showed."""

    blocked: YesNo
    recorded: YesNo
    told: YesNo

    @property
    def passed(self) -> bool:
        """Blocked, recorded, and someone told."""
        return self.blocked is self.recorded is self.told is YesNo.YES


@dataclass(frozen=True)
class Drill:
    """A proof by trying: the incident case and its sibling against the wall; or a run that shows what was recorded."""

    id: int  # counts from 1 on its wall
    environment: str
    run_at: datetime
    run_by: PersonKey
    incident_case: Outcome
    sibling_case: Outcome
    evidence: tuple[str, ...] = ()  # ids of evidence
    verifier: PersonKey | None = None
    verified_at: datetime | None = None
    valid_until: date | None = None
    captured: bool = (
        False  # nobody ran it: a full window arrived, which shows that it was recorded and no more
    )


@dataclass(frozen=True)
class WallChange:
    """One step in the life of a wall."""

    at: datetime
    by: PersonKey | None  # None: the calendar did it
    status: WallStatus
    why: str = ""


@dataclass(frozen=True)
class Wall:
    """A change to the operation that stops the whole class."""

    id: str  # W1, W2, ...
    spans: tuple[Span, ...]  # what it is, in somebody's words
    family: Family
    proposed_by: PersonKey
    proposed_at: datetime
    checks: Checks = field(default_factory=Checks)
    rare_second_person: bool = (
        False  # a human approval: rare, irreversible acts, second person, real effect shown
    )
    human_approval: bool = False  # the check is a person's
    graded: bool = False  # its first two checks were asked
    owner: PersonKey | None = None
    due: date | None = None
    status: WallStatus = WallStatus.PROPOSED
    missed_dates: int = 0
    declined_by: PersonKey | None = None
    why: str = ""  # declined, not applicable, superseded, blocked: in somebody's words
    drills: tuple[Drill, ...] = ()
    changes: tuple[WallChange, ...] = ()

    @property
    def text(self) -> str:
        """The words of all spans, a line each."""
        return "\n".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Parked:
    """A fix offered before the wall question, kept to be handed back there."""

    span: Span
    author: PersonKey
    at: datetime
    handed_back: bool = False


@dataclass(frozen=True)
class SameTomorrow:
    """The last line of every review; it goes stale."""

    answer: YesNo
    because: tuple[Span, ...]
    by: PersonKey
    at: datetime
    walls: tuple[str, ...] = ()  # the walls that would stop it
    stale: bool = False


@dataclass(frozen=True)
class NoWallYet:
    """A review with no wall that holds, accepted by a named person."""

    by: PersonKey
    reason: str
    review_on: date
    at: datetime
