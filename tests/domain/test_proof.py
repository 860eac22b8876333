"""The third point of a question: what it rests on, and what keeps it from being proved."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot.domain.proof import Case, Lack, Reason, not_proved
from bot.domain.review import Disagreement, PersonKey, Position, Review, Span, Wall
from bot.domain.verdict import PROOF
from bot.domain.vocabulary import (
    FACETS,
    PER_DECISION,
    EvidenceClass,
    Facet,
    Question,
    WallStatus,
    YesNo,
)
from tests.domain.making import (
    ASKED,
    MONDAY,
    OWNER,
    READER,
    YES_TO_ALL,
    cold_read,
    drill,
    evidence,
    finding,
    made_reviews,
    proved_review,
    standing_wall,
    statement,
    unknown,
    wall,
    with_findings,
)

D, C, A, W = Question.DECISION, Question.CONTEXT, Question.AUTHORITY, Question.WALL
GRANTS = (Facet.GRANT_SYSTEM, Facet.GRANT_DATA, Facet.GRANT_APPROVAL)
LOAD_BEARING = [
    (D, Facet.CHOICE),
    (D, Facet.REASON),
    (D, Facet.BELIEF),
    (C, Facet.MISSING),
    *((A, grant) for grant in GRANTS),
]
LATER = MONDAY + timedelta(days=3)


def lacks(review: Review, question: Question) -> tuple[Lack, ...]:
    """What keeps a question of decision A from being proved."""
    letter = "A" if question in PER_DECISION else ""
    return tuple(not_proved(Case(review, (statement(),), question, letter)))


def recorded(facet: Facet, evidence_class: EvidenceClass) -> Review:
    """A proved review with one finding of another class."""
    found = finding(facet, spans=(Span("E1", "as recorded"),), evidence_class=evidence_class)
    return with_findings(proved_review(), [found])


def with_wall(built: Wall, *kept: EvidenceClass) -> Review:
    """A proved review with this wall alone, and an evidence of each class, E1 first."""
    files = tuple(evidence(n, evidence_class=c) for n, c in enumerate(kept, 1))
    return replace(proved_review(), walls=(built,), evidence=files or proved_review().evidence)


@pytest.mark.parametrize(("question", "facet"), LOAD_BEARING)
@pytest.mark.parametrize("evidence_class", list(EvidenceClass))
def test_what_an_answer_rests_on_is_logged_or_reconstructed(
    question: Question, facet: Facet, evidence_class: EvidenceClass
) -> None:
    """A witness, an outsider, the agent or a guess does not prove it."""
    named = Lack(Reason.NO_PROOF, (facet,)) in lacks(recorded(facet, evidence_class), question)
    assert named is (evidence_class not in {EvidenceClass.LOGGED, EvidenceClass.RECONSTRUCTED})


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        (question, facet)
        for question in (D, C, A, W)
        for facet in FACETS[question]
        if (question, facet) not in LOAD_BEARING
    ],
)
def test_what_nothing_rests_on_may_be_told(question: Question, facet: Facet) -> None:
    """An evidence class is all it needs; without one the third point is lost."""
    assert lacks(recorded(facet, EvidenceClass.TESTIMONY), question) == ()
    assert lacks(recorded(facet, EvidenceClass.UNKNOWN), question) == (Lack(Reason.NO_CLASS, (facet,)),)


@pytest.mark.parametrize(("question", "facet"), LOAD_BEARING)
def test_what_does_not_apply_needs_no_proof(question: Question, facet: Facet) -> None:
    """An "n/a, because" is somebody's word, and enough."""
    review = with_findings(proved_review(), [finding(facet, not_applicable=True)])
    assert lacks(review, question) == ()


def test_a_disagreement_is_as_strong_as_its_weaker_reading() -> None:
    """Neither is averaged away."""
    weak = Position((Span("S1", "somebody approved it"),), EvidenceClass.TESTIMONY, ASKED, MONDAY)
    strong = Position((Span("E1", "approved: false"),), EvidenceClass.LOGGED, OWNER, MONDAY)
    for positions, proved in (((strong, strong), True), ((strong, weak), False)):
        kept = Disagreement("D1", Facet.CHOICE, positions, "A")
        review = replace(proved_review(), disagreements=(kept,))
        assert (lacks(review, D) == ()) is proved


def test_the_grant_is_shown_by_something_captured() -> None:
    """People's words about it do not show it, whatever class they are given."""
    told = finding(
        Facet.GRANT_DATA, spans=(Span("S1", "the support role"),), evidence_class=EvidenceClass.RECONSTRUCTED
    )
    assert lacks(with_findings(proved_review(), [told]), A) == (
        Lack(Reason.GRANT_NOT_SHOWN, (Facet.GRANT_DATA,)),
    )
    also_shown = replace(told, spans=(*told.spans, Span("E1", "role: support")))
    assert lacks(with_findings(proved_review(), [also_shown]), A) == ()


def test_without_a_cold_reader_the_decision_is_not_proved() -> None:
    """Nobody asked, nobody answered, or only for another decision."""
    for reads in (
        (),
        (cold_read(answered_at=None),),
        (cold_read(decision="B"),),
        (cold_read(expected=YesNo.NO),),
        (cold_read(expected=YesNo.UNKNOWN),),
    ):
        assert lacks(replace(proved_review(), cold_reads=reads), D) == (Lack(Reason.NO_READER),)


@pytest.mark.parametrize(
    ("first", "second", "proved"), [(YesNo.NO, YesNo.YES, True), (YesNo.YES, YesNo.NO, False)]
)
def test_the_reader_who_answered_last_counts(first: YesNo, second: YesNo, proved: bool) -> None:  # noqa: FBT001 - a table
    """A "no" reopened the question; who reads it after that reads what is there now."""
    reads = (cold_read(expected=second, answered_at=LATER), cold_read(expected=first, answered_at=MONDAY))
    assert (lacks(replace(proved_review(), cold_reads=reads), D) == ()) is proved


@pytest.mark.parametrize("author", [ASKED, READER])
def test_an_author_is_no_cold_reader(author: PersonKey) -> None:
    """Neither who said it in the thread nor whose finding it is; others who wrote elsewhere may be."""
    review = replace(proved_review(), cold_reads=(cold_read(reader=author),))
    wrote = (statement(author=author),)
    assert Lack(Reason.NO_READER) in not_proved(Case(review, wrote, D, "A"))
    other = (statement(author=READER, question=Question.WALL, decision=""),)
    of_reader = replace(review, cold_reads=(cold_read(reader=READER),))
    assert Lack(Reason.NO_READER) not in not_proved(Case(of_reader, other, D, "A"))


def test_whether_it_would_have_flipped_is_asked_of_the_context_alone() -> None:
    """Owned and empty: nobody has said yet."""
    review = replace(
        proved_review(),
        findings=tuple(f for f in proved_review().findings if f.facet is not Facet.MISSING),
        unknowns=(unknown(C, Facet.MISSING),),
    )
    assert {lack.reason for lack in lacks(review, C)} == {
        Reason.OWNED_UNKNOWN,
        Reason.NO_PROOF,
        Reason.FLIP_OPEN,
    }
    assert lacks(review, D) == ()


@pytest.mark.parametrize(
    ("facet", "reason"),
    [(Facet.CLASS_SENTENCE, Reason.NO_CLASS_SENTENCE), (Facet.SIBLING, Reason.NO_SIBLING)],
)
def test_the_class_and_its_sibling_are_named(facet: Facet, reason: Reason) -> None:
    """One that is said not to apply names neither."""
    none = with_findings(proved_review(), [finding(facet, not_applicable=True)])
    assert lacks(none, W) == (Lack(reason, (facet,)),)


@pytest.mark.parametrize(
    "lame",
    [
        wall(checks=replace(YES_TO_ALL, independent=YesNo.UNKNOWN)),
        wall(checks=replace(YES_TO_ALL, outside_model=YesNo.NO)),
        wall(human_approval=True),
        wall(owner=None),
        wall(due=None),
        wall(status=WallStatus.DECLINED),
        wall(status=WallStatus.NOT_APPLICABLE),
        wall(status=WallStatus.SUPERSEDED),
    ],
)
def test_a_wall_that_is_not_strong_owned_dated_and_open_does_not_count(lame: Wall) -> None:
    """One that is, beside it, is enough."""
    assert lacks(with_wall(lame), W) == (Lack(Reason.NO_STRONG_WALL),)
    beside = replace(with_wall(lame), walls=(lame, wall(2)))
    assert lacks(beside, W) == ()


def test_a_wall_drilled_with_proof_counts() -> None:
    """The drill is what the answer rests on: each thing that shows it is logged or reconstructed."""
    drilled = standing_wall(drills=(drill(evidence=("E1", "E2")),))
    assert lacks(with_wall(drilled, EvidenceClass.LOGGED, EvidenceClass.RECONSTRUCTED), W) == ()
    for told in (EvidenceClass.TESTIMONY, EvidenceClass.INFERRED, EvidenceClass.UNKNOWN):
        review = with_wall(drilled, EvidenceClass.LOGGED, told)
        assert lacks(review, W) == (Lack(Reason.NO_STRONG_WALL),)


@pytest.mark.parametrize("named", [(), ("E9",)])
def test_a_drill_that_shows_nothing_proves_nothing(named: tuple[str, ...]) -> None:
    """No evidence, or none that is there; the date of the wall does not stand in for it."""
    drilled = wall(status=WallStatus.DRILLED, drills=(drill(evidence=named),))
    assert lacks(with_wall(drilled), W) == (Lack(Reason.NO_STRONG_WALL),)


def test_the_last_drill_counts() -> None:
    """An older one that was shown better is past."""
    old, new = drill(evidence=("E1",)), drill(id=2, evidence=("E2",))
    shown = wall(status=WallStatus.DRILLED, drills=(new, old))
    not_shown = replace(shown, drills=(old, new))
    kept = (EvidenceClass.LOGGED, EvidenceClass.TESTIMONY)
    assert lacks(with_wall(shown, *kept), W) == ()
    assert lacks(with_wall(not_shown, *kept), W) == (Lack(Reason.NO_STRONG_WALL),)


@given(made_reviews())
def test_a_proved_question_rests_on_proof(review: Review) -> None:
    """Where nothing is lacking, what the answer rests on is proved or does not apply, and nothing is unknown."""
    for question, facet in LOAD_BEARING:
        if lacks(review, question):
            continue
        found = review.finding(facet, "A")
        readings = (d.positions for d in review.disagreements if (d.facet, d.decision) == (facet, "A"))
        classes = [position.evidence_class for both in readings for position in both]
        classes += [found.evidence_class] if found is not None else []
        if found is None or not found.not_applicable:
            assert classes
            assert PROOF.issuperset(classes)
        open_ones = [u for u in review.unknowns if u.question is question and u.settled_at is None]
        assert not any(u.decision == "A" for u in open_ones)
