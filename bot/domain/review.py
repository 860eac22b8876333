"""The review: a frozen aggregate of what was said, found, left unknown and promised.

A journey loads one review, the interview returns the next one, storage writes what differs. The statement log may
be long, so `Review.statements` holds only the statements in hand: those not yet worked on and those a journey asked
for by name; every other part is whole.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from bot.domain.redaction import Redaction
from bot.domain.vocabulary import (
    EvidenceClass,
    Facet,
    Family,
    FirstGuess,
    Question,
    Ruling,
    Severity,
    Status,
    WallStatus,
    WhyNot,
    YesNo,
)

PersonKey = NewType("PersonKey", str)
"""`platform:workspace:id`, for example `slack:T1:U7`; the id may itself hold colons."""


def person_key(platform: str, workspace: str, person: str) -> PersonKey:
    """The key of a person on a chat platform."""
    return PersonKey(f"{platform}:{workspace}:{person}")


@dataclass(frozen=True)
class ThreadRef:
    """A thread of a chat platform: where one review is held."""

    platform: str
    workspace: str
    channel: str
    thread: str


@dataclass(frozen=True)
class Participant:
    """Somebody who took part, was asked, or owns something; `number` counts them in order of appearance."""

    person: PersonKey
    name: str
    number: int
    role: str = ""  # picked once; shown instead of the name in what is published
    agent: bool = False  # the agent itself: its words are kept as self-report
    wrote: bool = False  # has written in the thread: cannot be the cold reader


class StatementKind(StrEnum):
    """What a message is to the record."""

    ANSWER = "answer"  # taken into the record
    TALK = "talk"  # between people: kept in the thread, its text not in the record
    SELF_REPORT = "self_report"  # the agent's own words, afterwards


class RevisionKind(StrEnum):
    """What happened to an older text of a statement."""

    EDITED = "edited"
    DELETED = "deleted"
    FORGOTTEN = "forgotten"  # the text is gone for good, by its author's or the owner's word


@dataclass(frozen=True)
class Revision:
    """An older text of a statement, and when and how it stopped being the current one."""

    text: str
    at: datetime
    kind: RevisionKind


@dataclass(frozen=True)
class Statement:
    """One message of a person, whole; nothing of the log is ever removed."""

    id: int  # counts from 1 in the review
    message: str  # the platform's id of the message, unique in the thread
    author: PersonKey
    at: datetime
    text: str  # redacted; empty once deleted
    kind: StatementKind
    question: Question  # the question that was open
    decision: str = ""  # the letter of the decision that was open, empty for shared questions
    permalink: str = ""
    pending: bool = False  # the bot has not answered it yet
    deleted: bool = False
    marked: bool = False  # a person marked it for the timeline
    redactions: tuple[Redaction, ...] = ()
    revisions: tuple[Revision, ...] = ()


@dataclass(frozen=True)
class Span:
    """Somebody's words, to the letter: from a statement (`S4`) or an evidence (`E1`)."""

    source: str
    text: str


@dataclass(frozen=True)
class Finding:
    """What is held for one facet; `signs` are the lints that still fire on it."""

    facet: Facet
    spans: tuple[Span, ...]
    evidence_class: EvidenceClass
    author: PersonKey
    at: datetime
    decision: str = ""
    not_applicable: bool = False  # "n/a, because": the spans say why
    signs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words of all spans, a line each."""
        return "\n".join(span.text for span in self.spans)


class WhyUnknown(StrEnum):
    """Why something stays unknown."""

    OWNED = "owned"  # somebody will find out
    NOT_LOGGED = "not_logged"  # cannot be known: it was not recorded
    NO_READER = "no_reader"  # no cold reader could be asked, or none answered


@dataclass(frozen=True)
class Unknown:
    """A finding: what nobody could say, who will find out, and by when."""

    id: str  # U1, U2, ...
    question: Question
    facets: tuple[Facet, ...]
    owner: PersonKey
    due: date
    opened_at: datetime
    why: WhyUnknown = WhyUnknown.OWNED
    decision: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True)
class Position:
    """One of the two readings of a disagreement."""

    spans: tuple[Span, ...]
    evidence_class: EvidenceClass
    author: PersonKey
    at: datetime


@dataclass(frozen=True)
class Disagreement:
    """Two readings of one facet, kept as two; never averaged, never voted."""

    id: str  # D1, D2, ...
    facet: Facet
    positions: tuple[Position, ...]
    decision: str = ""
    settle: str = ""  # what evidence would settle it, in somebody's words


@dataclass(frozen=True)
class Decision:
    """One choice of the agent; letters A to C. The point is set when a person chose one."""

    letter: str
    title: str = ""
    evidence: str = ""  # the trace it was chosen from, E1
    point: str = ""  # span id or message index in that trace
    decided_at: datetime | None = None


@dataclass(frozen=True)
class Verdict:
    """What a question came to. `primary` is a member of that question's class list."""

    question: Question
    primary: str
    decision: str = ""
    also: tuple[str, ...] = ()
    ruling: Ruling | None = None  # only for authority
    settled_by: PersonKey | None = None  # None while only proposed
    at: datetime | None = None
    disagreed_by: tuple[PersonKey, ...] = ()


@dataclass(frozen=True)
class Evidence:
    """Something kept as proof, hashed as received and as kept."""

    id: str  # E1, E2, ...
    what: str  # its name, as given
    kind: str  # trace, file, picture, link, text
    evidence_class: EvidenceClass
    added_by: PersonKey
    added_at: datetime
    source: str = ""  # a link or a file name
    media_type: str = ""
    size: int = 0  # bytes as received
    sha256: str = ""  # of the bytes as received; empty where nothing was captured
    kept_sha256: str = ""  # of the redacted copy kept
    captured_at: datetime | None = None  # when the content was recorded, None where unknown
    captured: bool = True  # False: a link that could not be fetched
    trouble: str = ""  # key of the reason where it was not captured or not read
    redactions: tuple[Redaction, ...] = ()
    looked_at_by: PersonKey | None = None  # pictures: published only after a person looked
    points: int = 0  # decision points found in it


@dataclass(frozen=True)
class ColdRead:
    """Somebody who was not there was asked which option they would expect."""

    decision: str
    reader: PersonKey
    asked_at: datetime
    options: tuple[str, ...]  # in the order shown
    read_thread: YesNo = YesNo.UNKNOWN
    picked: str = ""
    expected: YesNo = YesNo.UNKNOWN  # yes: the reader picked the agent's choice
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Containment:
    """Is the agent or its access stopped; if not, who does it now."""

    contained: YesNo
    owner: PersonKey | None
    by: PersonKey
    at: datetime


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
    """A proof by trying: the incident case and its sibling against the wall."""

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


@dataclass(frozen=True)
class Act:
    """Something the bot or a person did to the review: `kind` is a key, `values` fill its sentence."""

    at: datetime
    kind: str
    by: PersonKey | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Publication:
    """One published version on one target; the same target is updated, never doubled."""

    target: str
    version: int  # counts from 1 per review
    digest: str  # sha256 of what was published
    at: datetime
    link: str = ""
    trouble: str = ""  # key of the trouble where it failed


@dataclass(frozen=True)
class Poll:
    """The two-tap poll at the end."""

    person: PersonKey
    learned: YesNo = YesNo.UNKNOWN
    again: YesNo = YesNo.UNKNOWN


@dataclass(frozen=True)
class Linked:
    """An earlier review of the same class, linked by a person's word."""

    number: int
    same_class: YesNo
    by: PersonKey
    at: datetime


class Stage(StrEnum):
    """How far a question has come."""

    WAITING = "waiting"  # not asked yet
    ASKED = "asked"  # asked, or probed: free text belongs to it
    VERDICT = "verdict"  # facets done, its verdict is proposed
    DONE = "done"
    SKIPPED = "skipped"  # comes back once at the end


@dataclass(frozen=True)
class Progress:
    """One question of one decision: its stage, its probes, and what has been used up."""

    question: Question
    decision: str = ""
    stage: Stage = Stage.WAITING
    probes: int = 0
    probed: tuple[str, ...] = ()  # keys of the probes already put: a facet or a lint
    facet: Facet | None = None  # the facet the last probe asked for: the reply belongs to it
    answered: bool = False  # a first answer was taken
    skipped_once: bool = False
    copied: bool = False  # filled from the decision before
    reopened: bool = False  # a cold reader expected something else: comes back after the open question
    asked_of: PersonKey | None = None  # who it was handed to


@dataclass(frozen=True)
class Quiet:
    """Somebody pressed Quiet: the bot keeps, but does not ask."""

    by: PersonKey
    since: datetime
    asked_again: bool = False


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
    channel: str = ""  # where the opening was asked for
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
    blame_probes: int = 0  # how often the bot had to turn from a person to the set-up
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
    statements: tuple[Statement, ...] = ()  # those in hand, see the module

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
