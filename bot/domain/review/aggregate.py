"""The review as one value, and how one part of it is replaced by another."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.review.course import Act, Linked, Poll, Progress, Publication, Quiet
from bot.domain.review.evidence import ColdRead, Containment, Evidence
from bot.domain.review.findings import Decision, Disagreement, Finding, Unknown, Verdict
from bot.domain.review.people import Participant, PersonKey, ThreadRef
from bot.domain.review.statements import Statement
from bot.domain.review.walls import ExistingWall, NoWallYet, Parked, SameTomorrow, Wall
from bot.domain.vocabulary import Facet, FirstGuess, Question, Severity, Status


@dataclass(frozen=True)
class Review:
    """One decision review, `AR-{number}`."""

    number: int
    workspace: str  # `platform:workspace`
    title: str
    opener: PersonKey
    owner: PersonKey
    opened_at: datetime
    status: Status = Status.OPEN
    version: int = 0  # rises by one with each journey that changed it
    thread: ThreadRef | None = None  # None until the platform opened it
    channel: str = ""  # where its thread is, or is to be
    asked_in: str = (
        ""  # where the opening was asked for: it stays that of a team, wherever the review is held
    )
    restricted: bool = False
    private_channel: bool = False
    readers: tuple[PersonKey, ...] = ()  # named readers of a restricted review
    quick: bool = False
    quiet: Quiet | None = None
    first_guess: FirstGuess | None = None
    severity: Severity = Severity.UNKNOWN
    aware_at: str = ""  # as typed; shown, never computed with
    harm: str = ""
    jurisdiction: str = ""
    postmortem: str = ""  # link to the usual post-mortem, which this does not replace
    agent: str = ""  # key of the agent
    tool: str = ""  # key of the tool that acted
    reason: str = ""  # why withdrawn
    merged_into: int | None = None
    earlier_asked: bool = False  # "did an earlier choice set this up?" was put
    blame_probes: int = 0  # probes that turned from a person to the set-up; heat counts as two
    current: str = "A"  # the letter of the decision being asked
    asking: Question | None = None  # the question free text belongs to, None when nothing is open
    decisions: tuple[Decision, ...] = (Decision("A"),)
    progress: tuple[Progress, ...] = ()
    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    cold_reads: tuple[ColdRead, ...] = ()
    containment: Containment | None = None
    existing: tuple[ExistingWall, ...] = ()
    walls: tuple[Wall, ...] = ()
    parked: tuple[Parked, ...] = ()
    same_tomorrow: SameTomorrow | None = None
    no_wall_yet: NoWallYet | None = None
    participants: tuple[Participant, ...] = ()
    acts: tuple[Act, ...] = ()
    publications: tuple[Publication, ...] = ()
    polls: tuple[Poll, ...] = ()
    links: tuple[Linked, ...] = ()
    statement_count: int = 0  # statements in the whole log
    statements: tuple[Statement, ...] = ()  # those in hand, see the package

    @property
    def key(self) -> str:
        """What people call it: `AR-7`."""
        return f"AR-{self.number}"

    def finding(self, facet: Facet, decision: str = "") -> Finding | None:
        """What is held for a facet, None where it is empty."""
        return next((f for f in self.findings if f.facet is facet and f.decision == decision), None)

    def verdict(self, question: Question, decision: str = "") -> Verdict | None:
        """The settled or proposed verdict of a question."""
        return next((v for v in self.verdicts if v.question is question and v.decision == decision), None)

    def step(self, question: Question, decision: str = "") -> Progress:
        """How far a question has come; a fresh one where it was never asked."""
        found = (p for p in self.progress if p.question is question and p.decision == decision)
        return next(found, Progress(question, decision))

    def participant(self, person: PersonKey) -> Participant | None:
        """The participant with this key."""
        return next((p for p in self.participants if p.person == person), None)

    def wall(self, wall: str) -> Wall | None:
        """The wall with this id, W1."""
        return next((w for w in self.walls if w.id == wall), None)


def with_finding(review: Review, finding: Finding) -> Review:
    """The review with one facet's finding set, in place where it had one."""
    others = review.findings
    if (old := review.finding(finding.facet, finding.decision)) is None:
        return replace(review, findings=(*others, finding))
    return replace(review, findings=tuple(finding if f is old else f for f in others))


def with_verdict(review: Review, verdict: Verdict) -> Review:
    """The review with one question's verdict set, in place where it had one."""
    if (old := review.verdict(verdict.question, verdict.decision)) is None:
        return replace(review, verdicts=(*review.verdicts, verdict))
    return replace(review, verdicts=tuple(verdict if v is old else v for v in review.verdicts))


def with_progress(review: Review, progress: Progress) -> Review:
    """The review with one question's progress set, in place where it had one."""
    old = review.step(progress.question, progress.decision)
    if old not in review.progress:
        return replace(review, progress=(*review.progress, progress))
    return replace(review, progress=tuple(progress if p is old else p for p in review.progress))


def with_wall(review: Review, wall: Wall) -> Review:
    """The review with a wall set, in place where it had one of that id."""
    if review.wall(wall.id) is None:
        return replace(review, walls=(*review.walls, wall))
    return replace(review, walls=tuple(wall if w.id == wall.id else w for w in review.walls))


def with_statement(review: Review, statement: Statement) -> Review:
    """The review with a statement in hand set, or added at the end."""
    held = review.statements
    if any(s.id == statement.id for s in held):
        return replace(review, statements=tuple(statement if s.id == statement.id else s for s in held))
    return replace(review, statements=(*held, statement))
