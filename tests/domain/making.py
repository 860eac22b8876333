"""Small builders of reviews for tests: each gives something whole and valid; what a test is about it says itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.domain.review import (
    Checks,
    ColdRead,
    Containment,
    Decision,
    Disagreement,
    Drill,
    Evidence,
    Finding,
    NoWallYet,
    Outcome,
    PersonKey,
    Position,
    Review,
    SameTomorrow,
    Span,
    Statement,
    StatementKind,
    Unknown,
    Verdict,
    Wall,
    WhyUnknown,
    with_finding,
    with_verdict,
)
from bot.domain.verdict import CLASSES
from bot.domain.vocabulary import (
    DECISION_LETTERS,
    FACETS,
    MAX_DECISIONS,
    PER_DECISION,
    AuthorityClass,
    ContextClass,
    DecisionClass,
    EvidenceClass,
    Facet,
    Family,
    Question,
    Ruling,
    Status,
    WallStatus,
    YesNo,
    question_of,
)

MONDAY = datetime(2026, 9, 14, 10, tzinfo=UTC)
"""A Monday at ten; the default moment of everything."""

OPENER = PersonKey("test:T1:opener")
OWNER = PersonKey("test:T1:owner")
ASKED = PersonKey("test:T1:asked")
BUILDER = PersonKey("test:T1:builder")
VERIFIER = PersonKey("test:T1:verifier")
READER = PersonKey("test:T1:reader")

YES_TO_ALL = Checks(*(YesNo.YES for _ in range(5)))
PASSED = Outcome(YesNo.YES, YesNo.YES, YesNo.YES)
SLIPPED = Outcome(YesNo.NO, YesNo.YES, YesNo.YES)


def make_review(**changes: Any) -> Review:
    """An open review without a word in it yet."""
    blank = Review(
        number=7,
        workspace="test:T1",
        title="Refund paid twelve times",
        opener=OPENER,
        owner=OWNER,
        opened_at=MONDAY,
    )
    return replace(blank, **changes)


def finding(facet: Facet, text: str = "as somebody said it", **changes: Any) -> Finding:
    """What somebody said for a facet of decision A, or of a shared question."""
    shared = not any(facet in FACETS[question] for question in PER_DECISION)
    said = Finding(
        facet=facet,
        spans=(Span("S1", text),),
        evidence_class=EvidenceClass.TESTIMONY,
        author=ASKED,
        at=MONDAY,
        decision="" if shared else "A",
    )
    return replace(said, **changes)


def verdict(question: Question, primary: str, **changes: Any) -> Verdict:
    """A settled verdict of decision A."""
    settled = Verdict(question=question, primary=primary, decision="A", settled_by=OWNER, at=MONDAY)
    return replace(settled, **changes)


def unknown(question: Question, *facets: Facet, **changes: Any) -> Unknown:
    """An unknown of decision A (or of a shared question) with an owner, due in a week."""
    opened = Unknown(
        id="U1",
        question=question,
        facets=facets,
        owner=ASKED,
        due=date(2026, 9, 21),
        opened_at=MONDAY,
        decision="A" if question in PER_DECISION else "",
    )
    return replace(opened, **changes)


def wall(number: int = 1, **changes: Any) -> Wall:
    """A proposed wall of somebody, strong on paper, due in October."""
    proposed = Wall(
        id=f"W{number}",
        spans=(Span("S9", "the refund tool refuses above the limit of the order"),),
        family=Family.LIMIT,
        proposed_by=ASKED,
        proposed_at=MONDAY,
        checks=YES_TO_ALL,
        owner=BUILDER,
        due=date(2026, 10, 1),
    )
    return replace(proposed, **changes)


def drill(**changes: Any) -> Drill:
    """A drill that passed on Monday, with its evidence, verified by nobody yet."""
    run = Drill(
        id=1,
        environment="staging",
        run_at=MONDAY,
        run_by=BUILDER,
        incident_case=PASSED,
        sibling_case=PASSED,
        evidence=("E1",),
    )
    return replace(run, **changes)


def standing_wall(number: int = 1, **changes: Any) -> Wall:
    """A wall that stands by a drill of Monday, for 90 days."""
    proof = drill(verifier=VERIFIER, verified_at=MONDAY, valid_until=date(2026, 12, 13))
    return wall(number, **{"status": WallStatus.STANDING, "drills": (proof,), **changes})


def evidence(number: int = 1, **changes: Any) -> Evidence:
    """A captured trace."""
    captured = Evidence(
        id=f"E{number}",
        what="run.json",
        kind="trace",
        evidence_class=EvidenceClass.LOGGED,
        added_by=ASKED,
        added_at=MONDAY,
        sha256="0" * 64,
    )
    return replace(captured, **changes)


def statement(number: int = 1, text: str = "as somebody said it", **changes: Any) -> Statement:
    """An answer to the first question."""
    said = Statement(
        id=number,
        message=f"m{number}",
        author=ASKED,
        at=MONDAY,
        text=text,
        kind=StatementKind.ANSWER,
        question=Question.DECISION,
        decision="A",
    )
    return replace(said, **changes)


def cold_read(**changes: Any) -> ColdRead:
    """A reader who was not there and expected the agent's choice."""
    read = ColdRead(
        decision="A",
        reader=READER,
        asked_at=MONDAY,
        options=("refund", "stop"),
        picked="refund",
        expected=YesNo.YES,
        answered_at=MONDAY + timedelta(days=1),
    )
    return replace(read, **changes)


def same_tomorrow(answer: YesNo = YesNo.YES, **changes: Any) -> SameTomorrow:
    """The last line of a review, given on Monday."""
    line = SameTomorrow(answer, (Span("S20", "nothing has changed"),), OWNER, MONDAY)
    return replace(line, **changes)


def no_wall_yet(**changes: Any) -> NoWallYet:
    """Accepted by the opener, to be looked at again in October."""
    return replace(NoWallYet(OPENER, "the vendor ships it in October", date(2026, 10, 12), MONDAY), **changes)


def with_findings(review: Review, found: Iterable[Finding]) -> Review:
    """The review with these findings, each in the place of one it had."""
    for each in found:
        review = with_finding(review, each)
    return review


def with_verdicts(review: Review, settled: Iterable[Verdict]) -> Review:
    """The review with these verdicts, each in the place of one it had."""
    for each in settled:
        review = with_verdict(review, each)
    return review


def three_verdicts(decision: str = "A") -> tuple[Verdict, ...]:
    """A settled verdict for each of the three, all of them saying something."""
    return (
        verdict(Question.DECISION, DecisionClass.OVERREACH, decision=decision),
        verdict(Question.CONTEXT, ContextClass.STALE_OR_WRONG, decision=decision),
        verdict(
            Question.AUTHORITY,
            AuthorityClass.OVER_GRANTED,
            decision=decision,
            ruling=Ruling.GOVERNANCE_DESIGN,
        ),
    )


def full_review(**changes: Any) -> Review:
    """A reviewed review of one decision: every facet answered by testimony, all verdicts settled."""
    asked = (facet for question in Question for facet in FACETS[question])
    answered = with_findings(make_review(), (finding(facet) for facet in asked))
    settled = with_verdicts(answered, three_verdicts())
    finished = replace(settled, status=Status.REVIEWED, same_tomorrow=same_tomorrow())
    return replace(finished, **changes)


def proved_review(**changes: Any) -> Review:
    """A review in which every facet is logged in a captured trace, a reader agreed, and a strong wall has a date."""
    asked = (facet for question in Question for facet in FACETS[question])
    spans, logged = (Span("E1", "as recorded"),), EvidenceClass.LOGGED
    found = (finding(facet, spans=spans, evidence_class=logged) for facet in asked)
    review = with_findings(full_review(), found)
    return replace(review, evidence=(evidence(),), cold_reads=(cold_read(),), walls=(wall(),), **changes)


PEOPLE = (OPENER, OWNER, ASKED, BUILDER, VERIFIER, READER)
_PERSON = st.sampled_from(PEOPLE)
_YES_NO = st.sampled_from(YesNo)
_CLASS = st.sampled_from(EvidenceClass)
_SOURCE = st.sampled_from(["S1", "S2", "E1", "E2"])
_MOMENT = st.just(MONDAY)
_NAMED = st.sampled_from([(), ("E1",), ("E1", "E2"), ("E9",)])
_DAY = st.dates(date(2026, 9, 1), date(2026, 12, 31))


@st.composite
def made_reviews(draw: st.DrawFn) -> Review:
    """Any review: one to three decisions, some facets answered somehow, some unknown, walls in any state."""
    letters = DECISION_LETTERS[: draw(st.integers(1, MAX_DECISIONS))]
    asked = [(letter, f) for q in PER_DECISION for f in FACETS[q] for letter in letters]
    asked += [("", f) for q in FACETS if q not in PER_DECISION for f in FACETS[q]]
    some = st.lists(st.sampled_from(asked), unique=True, max_size=len(asked))
    return make_review(
        status=draw(st.sampled_from(Status)),
        decisions=tuple(Decision(letter) for letter in letters),
        findings=tuple(draw(_findings(facet, letter)) for letter, facet in draw(some | st.just(asked))),
        verdicts=tuple(draw(_verdicts(q, letter)) for q in PER_DECISION for letter in letters),
        unknowns=tuple(draw(_unknowns(n, letter, f)) for n, (letter, f) in enumerate(draw(some)[:4], 1)),
        disagreements=tuple(draw(_disagreements(letter, facet)) for letter, facet in draw(some)[:1]),
        evidence=tuple(
            evidence(n, evidence_class=draw(_CLASS), captured=draw(st.booleans()))
            for n in range(1, draw(st.integers(0, 2)) + 1)
        ),
        cold_reads=tuple(
            cold_read(decision=letter, reader=draw(_PERSON), expected=draw(_YES_NO)) for letter in letters
        )[: draw(st.integers(0, 3))],
        containment=draw(st.none() | st.builds(Containment, _YES_NO, st.none() | _PERSON, _PERSON, _MOMENT)),
        walls=tuple(draw(_walls(n)) for n in range(1, draw(st.integers(0, 3)) + 1)),
        same_tomorrow=draw(st.none() | _YES_NO.map(same_tomorrow)),
        no_wall_yet=draw(st.sampled_from([None, no_wall_yet()])),
    )


@st.composite
def _findings(draw: st.DrawFn, facet: Facet, letter: str) -> Finding:
    return finding(
        facet,
        decision=letter,
        spans=(Span(draw(_SOURCE), "as somebody said it"),),
        evidence_class=draw(_CLASS),
        author=draw(_PERSON),
        not_applicable=draw(st.integers(0, 9)) == 0,
        signs=draw(st.sampled_from([(), (), (), ("S1",), ("S10",), ("S13", "S7")])),
    )


@st.composite
def _verdicts(draw: st.DrawFn, question: Question, letter: str) -> Verdict:
    primary = draw(st.sampled_from(list(CLASSES[question])))
    return verdict(question, primary, decision=letter, settled_by=draw(st.none() | _PERSON))


@st.composite
def _unknowns(draw: st.DrawFn, number: int, letter: str, facet: Facet) -> Unknown:
    return unknown(
        question_of(facet),
        facet,
        id=f"U{number}",
        decision=letter,
        owner=draw(_PERSON),
        why=draw(st.sampled_from(WhyUnknown)),
        settled_at=draw(st.sampled_from([None, None, MONDAY])),
    )


@st.composite
def _disagreements(draw: st.DrawFn, letter: str, facet: Facet) -> Disagreement:
    both = tuple(
        Position((Span("S1", "one reading"),), draw(_CLASS), draw(_PERSON), MONDAY) for _ in range(2)
    )
    return Disagreement("D1", facet, both, letter)


@st.composite
def _walls(draw: st.DrawFn, number: int) -> Wall:
    drills = tuple(
        drill(id=n, run_by=draw(_PERSON), verifier=draw(st.none() | _PERSON), evidence=draw(_NAMED))
        for n in range(1, draw(st.integers(0, 2)) + 1)
    )
    return wall(
        number,
        checks=Checks(*(draw(_YES_NO) for _ in range(5))),
        status=draw(st.sampled_from(WallStatus)),
        owner=draw(st.none() | _PERSON),
        due=draw(st.none() | _DAY),
        declined_by=draw(st.none() | _PERSON),
        drills=drills,
    )
