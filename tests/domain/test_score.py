"""0 to 12 points, each with its reason: what a finished review explains."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.review import Decision, Finding, Review, Span, Statement, StatementKind, Verdict
from bot.domain.score import Lack, Mark, Reason, explained, score
from bot.domain.vocabulary import (
    FACETS,
    PER_DECISION,
    AuthorityClass,
    ContextClass,
    DecisionClass,
    EvidenceClass,
    Facet,
    Question,
    Ruling,
    question_of,
)
from bot.voice import load_voice
from tests.domain.making import (
    evidence,
    finding,
    full_review,
    made_reviews,
    make_review,
    proved_review,
    statement,
    three_verdicts,
    unknown,
    verdict,
    wall,
    with_findings,
    with_verdicts,
)

D, C, A, W = Question.DECISION, Question.CONTEXT, Question.AUTHORITY, Question.WALL
SCORED = (D, C, A, W)
FACETS_SCORED = [facet for question in SCORED for facet in FACETS[question]]
LOG = (statement(),)


def mark(review: Review, question: Question, log: tuple[Statement, ...] = LOG) -> Mark:
    """The mark of one question."""
    return next(m for m in score(review, log).marks if m.question is question)


def points(review: Review, log: tuple[Statement, ...] = LOG) -> list[int]:
    """The points of the four questions, in their order."""
    return [m.points for m in score(review, log).marks]


def reasons(found: Mark) -> set[Reason]:
    """The reasons of what a mark lacks."""
    return {lack.reason for lack in found.lacking}


def without(review: Review, facet: Facet) -> Review:
    """The review with one facet empty."""
    return replace(review, findings=tuple(f for f in review.findings if f.facet is not facet))


def changed(review: Review, facet: Facet, **changes: object) -> Review:
    """The review with one finding changed."""
    old = next(f for f in review.findings if f.facet is facet)
    return with_findings(review, [replace(old, **changes)])  # type: ignore[arg-type]  # a table of fields


def owned(review: Review, facet: Facet) -> Review:
    """The review with one facet an unknown that somebody owns."""
    return replace(review, unknowns=(unknown(question_of(facet), facet),))


def test_an_empty_review_has_no_points_and_says_why() -> None:
    """Four questions, nothing said in any."""
    found = score(make_review(), ())
    assert found.total == 0
    assert [m.question for m in found.marks] == list(SCORED)
    assert all(m.lacking == (Lack(Reason.EMPTY),) for m in found.marks)


def test_a_review_answered_and_settled_has_two_points_a_question() -> None:
    """By testimony alone: every facet is filled and the verdicts are set, nothing is proved."""
    found = score(full_review(), LOG)
    assert [m.earned for m in found.marks] == [(Reason.SAID, Reason.HELD)] * 4
    assert found.total == 8


def test_a_proved_review_has_all_twelve() -> None:
    """Logged, read cold, the flip answered, the grant shown, a strong wall with an owner and a date."""
    found = score(proved_review(), LOG)
    assert found.total == 12
    assert all(m.earned == (Reason.SAID, Reason.HELD, Reason.PROVED) and not m.lacking for m in found.marks)


@pytest.mark.parametrize("question", SCORED)
def test_only_thin_answers_are_no_points(question: Question) -> None:
    """A sign of a shallow answer on all that is said, and it is not the sign of a restatement."""
    thin = [finding(facet, signs=("S13",)) for facet in FACETS[question][:2]]
    found = mark(with_findings(make_review(), thin), question)
    assert (found.earned, found.lacking) == ((), (Lack(Reason.LINT_ONLY, FACETS[question][:2]),))


def test_an_answer_that_restates_what_happened_is_one_point() -> None:
    """It says what it did, and no more."""
    review = with_findings(make_review(), [finding(Facet.CHOICE, signs=("S1", "S13"))])
    found = mark(review, D)
    assert found.earned == (Reason.RESTATED,)
    assert found.lacking == (Lack(Reason.SIGNS_LEFT, (Facet.CHOICE,)),)


def test_one_good_answer_is_one_point_and_what_is_open_is_named() -> None:
    """The facets nobody has answered or owns, and the verdict."""
    found = mark(with_findings(make_review(), [finding(Facet.USER)]), C)
    assert found.earned == (Reason.SAID,)
    open_facets = tuple(facet for facet in FACETS[C] if facet is not Facet.USER)
    assert found.lacking == (Lack(Reason.FACETS_OPEN, open_facets), Lack(Reason.VERDICT_MISSING))


@pytest.mark.parametrize("facet", FACETS_SCORED)
def test_an_empty_facet_that_nobody_owns_costs_the_second_point(facet: Facet) -> None:
    """Of its question alone; walls are held as walls."""
    review = without(replace(proved_review(), walls=() if facet is Facet.WALLS else (wall(),)), facet)
    question = question_of(facet)
    assert mark(review, question).lacking[0] == Lack(Reason.FACETS_OPEN, (facet,))
    assert points(review) == [1 if q is question else 3 for q in SCORED]


@pytest.mark.parametrize("facet", FACETS_SCORED)
def test_a_sign_that_still_fires_costs_the_second_point(facet: Facet) -> None:
    """A facet is not filled by a shallow answer."""
    review = changed(proved_review(), facet, signs=("S8",))
    question = question_of(facet)
    assert mark(review, question).lacking == (Lack(Reason.SIGNS_LEFT, (facet,)),)
    assert points(review) == [1 if q is question else 3 for q in SCORED]


@pytest.mark.parametrize("facet", FACETS_SCORED)
@pytest.mark.parametrize("said", ["nothing", "a shallow answer", "an answer"])
def test_an_owned_unknown_holds_its_question_at_two(facet: Facet, said: str) -> None:
    """Whatever is said beside it; never lower, never higher, and the other questions keep theirs."""
    review = owned(proved_review(), facet)
    if said == "nothing":
        review = without(review, facet)
    elif said == "a shallow answer":
        review = changed(review, facet, signs=("S8",))
    question = question_of(facet)
    found = mark(review, question)
    assert (found.points, found.lacking[0]) == (2, Lack(Reason.OWNED_UNKNOWN, (facet,)))
    assert points(review) == [2 if q is question else 3 for q in SCORED]


@pytest.mark.parametrize("question", SCORED)
def test_a_question_that_is_unknown_as_a_whole_is_held_at_two_too(question: Question) -> None:
    """Every facet owned and the verdict settled as far as it goes."""
    review = replace(
        proved_review(),
        findings=tuple(f for f in proved_review().findings if f.facet not in FACETS[question]),
        unknowns=(unknown(question, *FACETS[question]),),
        walls=(),
    )
    found = mark(review, question)
    assert found.earned == (Reason.OWNED, Reason.HELD)


def test_unknowns_do_not_stand_for_a_verdict() -> None:
    """`done` at once owns everything and settles nothing: one point, for having an owner."""
    review = make_review(unknowns=tuple(unknown(q, *FACETS[q]) for q in SCORED))
    assert [m.earned for m in score(review, ()).marks[:3]] == [(Reason.OWNED,)] * 3
    assert mark(review, D).lacking == (Lack(Reason.VERDICT_MISSING),)


def test_a_settled_unknown_holds_nothing_back() -> None:
    """Somebody found out."""
    review = owned(proved_review(), Facet.BELIEF)
    answered = replace(review.unknowns[0], settled_at=review.opened_at)
    assert score(replace(review, unknowns=(answered,)), LOG).total == 12


@pytest.mark.parametrize("facet", FACETS_SCORED)
@pytest.mark.parametrize("base", [full_review, proved_review])
def test_a_guess_presented_as_fact_brings_its_question_to_nothing(facet: Facet, base: object) -> None:
    """Words that guess, held as testimony or better; an owned unknown beside it saves nothing."""
    review = base()  # type: ignore[operator]  # one of two builders
    guessed = owned(changed(review, facet, signs=("S10",)), facet)
    found = mark(guessed, question_of(facet))
    assert (found.earned, found.lacking) == ((), (Lack(Reason.GUESS_AS_FACT, (facet,)),))


@pytest.mark.parametrize("evidence_class", [EvidenceClass.INFERRED, EvidenceClass.UNKNOWN])
def test_a_guess_marked_as_one_is_no_fact(evidence_class: EvidenceClass) -> None:
    """It is a sign left, not a false claim."""
    review = changed(proved_review(), Facet.DATA, signs=("S10",), evidence_class=evidence_class)
    found = mark(review, C)
    assert (found.earned, reasons(found)) == ((Reason.SAID,), {Reason.SIGNS_LEFT})


def test_the_agents_later_account_held_as_more_than_that_is_a_guess_presented_as_fact() -> None:
    """Its own words are kept as its own words."""
    account = statement(2, kind=StatementKind.SELF_REPORT)
    told = changed(
        full_review(),
        Facet.CHOICE,
        spans=(Span("S2", "I saw no limit"),),
        evidence_class=EvidenceClass.LOGGED,
    )
    assert mark(told, D, (*LOG, account)).lacking == (Lack(Reason.GUESS_AS_FACT, (Facet.CHOICE,)),)
    honest = changed(told, Facet.CHOICE, evidence_class=EvidenceClass.SELF_REPORT)
    assert mark(honest, D, (*LOG, account)).points == 2
    seconded = changed(told, Facet.CHOICE, spans=(Span("S2", "I saw no limit"), Span("E1", "limit: none")))
    assert mark(seconded, D, (*LOG, account)).points == 2


def test_the_agents_later_account_alone_leaves_its_reason_open() -> None:
    """Models name what moved them in a minority of cases."""
    review = changed(proved_review(), Facet.REASON, evidence_class=EvidenceClass.SELF_REPORT)
    assert mark(review, D).lacking == (Lack(Reason.FACETS_OPEN, (Facet.REASON,)),)


@pytest.mark.parametrize(
    ("settled", "lacking"),
    [
        (verdict(D, DecisionClass.UNKNOWN), Reason.VERDICT_MISSING),
        (verdict(D, DecisionClass.OVERREACH, settled_by=None), Reason.VERDICT_MISSING),
        (verdict(C, ContextClass.UNKNOWN), Reason.VERDICT_MISSING),
        (verdict(A, AuthorityClass.UNKNOWN), Reason.VERDICT_MISSING),
        (verdict(A, AuthorityClass.APPROVAL_SKIPPED, ruling=Ruling.UNDETERMINED), Reason.VERDICT_MISSING),
        (verdict(C, ContextClass.NOT_LOGGED), Reason.VERDICT_UNKNOWN),
    ],
)
def test_a_verdict_that_says_nothing_costs_a_point(settled: Verdict, lacking: Reason) -> None:
    """Proposed, unknown or undetermined: the second; "not logged" says itself why, and costs the third."""
    found = mark(with_verdicts(proved_review(), [settled]), settled.question)
    assert found.lacking == (Lack(lacking),)
    assert found.points == (1 if lacking is Reason.VERDICT_MISSING else 2)


def test_an_undetermined_verdict_with_an_owned_unknown_keeps_two_points() -> None:
    """Somebody finds out whether a grant covered it."""
    undetermined = verdict(A, AuthorityClass.UNKNOWN, ruling=Ruling.UNDETERMINED)
    found = mark(owned(with_verdicts(proved_review(), [undetermined]), Facet.GRANT_DATA), A)
    assert found.points == 2
    assert reasons(found) == {Reason.OWNED_UNKNOWN, Reason.VERDICT_UNKNOWN}


def test_with_several_decisions_a_question_scores_as_its_lowest() -> None:
    """The mark names the decision; the shared question is scored once."""
    logged = (Span("E1", "as recorded"),)
    second = [
        finding(facet, decision="B", spans=logged, evidence_class=EvidenceClass.LOGGED)
        for question in PER_DECISION
        for facet in FACETS[question]
        if facet is not Facet.USER
    ]
    review = with_findings(proved_review(decisions=(Decision("A"), Decision("B"))), second)
    review = with_verdicts(review, three_verdicts("B"))
    found = score(review, LOG)
    assert [(m.decision, m.points) for m in found.marks] == [("B", 2), ("B", 1), ("A", 3), ("", 3)]
    assert found.marks[0].lacking == (Lack(Reason.NO_READER),)


@given(made_reviews())
def test_any_review_has_0_to_12_points_each_with_its_reason(review: Review) -> None:
    """0 to 3 a question; what keeps back the next point is named, and nothing where none is missing."""
    found = score(review, LOG)
    assert 0 <= found.total <= 12
    for each in found.marks:
        assert 0 <= each.points <= 3
        assert bool(each.lacking) is (each.points < 3)
        assert len(set(each.lacking)) == len(each.lacking)


@given(made_reviews(), st.data())
def test_an_owned_unknown_lowers_no_question_below_two(review: Review, data: st.DataObject) -> None:
    """Put beside anything, it costs the third point at most; of its own question alone."""
    facet = data.draw(st.sampled_from(FACETS_SCORED))
    owned_too = unknown(question_of(facet), facet, id="U9")
    after = points(replace(review, unknowns=(*review.unknowns, owned_too)))
    for question, old, new in zip(SCORED, points(review), after, strict=True):
        assert new >= min(old, 2) if question is question_of(facet) else new == old


@given(made_reviews(), st.data())
def test_a_guess_presented_as_fact_is_nothing_in_any_review(review: Review, data: st.DataObject) -> None:
    """Whatever else the question holds."""
    facet = data.draw(st.sampled_from(FACETS_SCORED))
    guess = finding(facet, signs=("S10",), evidence_class=EvidenceClass.TESTIMONY)
    assert mark(with_findings(review, [guess]), question_of(facet)).points == 0


LABELS = load_voice(None).labels


def test_the_score_is_told_in_words_a_reason_for_each_point() -> None:
    """The total, each question with its points, a line for each point, a line for what is lacking."""
    review = with_findings(make_review(), [finding(Facet.USER)])
    labels = {
        **LABELS,
        "score.total": "{points} of {most}",
        "score.question": "{number}: {points} of {most}",
        "score.point": "plus {reason}",
        "score.kept_back": "minus {reason}",
        "score.earned.said": "said",
        "score.lacking.facets_open": "open: {facets}",
        "score.lacking.verdict_missing": "no verdict",
        "score.lacking.empty": "empty",
    }
    still = ", ".join(labels[f"facet.{facet}"] for facet in FACETS[C] if facet is not Facet.USER)
    assert explained(review, LOG, labels) == (
        "1 of 12",
        *("1: 0 of 3", "minus empty"),
        *("2: 1 of 3", "plus said", f"minus open: {still}", "minus no verdict"),
        *("3: 0 of 3", "minus empty"),
        *("4: 0 of 3", "minus empty"),
    )


def test_the_lowest_of_several_decisions_is_named_in_words() -> None:
    """By its letter; the shared question has none."""
    review = make_review(decisions=(Decision("A"), Decision("B")))
    labels = {**LABELS, "score.lettered": "{number}{letter}", "score.question": "{number}"}
    lines = explained(with_findings(review, [finding(Facet.USER)]), LOG, labels)
    assert [line for line in lines if line[0].isdigit()][1:] == ["1A", "2B", "3A", "4"]


EARNED = {Reason.SAID, Reason.RESTATED, Reason.OWNED, Reason.HELD, Reason.PROVED}


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_words(reason: Reason) -> None:
    """Of a point where it is one, else of what is lacking."""
    assert LABELS[f"score.{'earned' if reason in EARNED else 'lacking'}.{reason}"]


@given(made_reviews())
def test_the_score_of_any_review_can_be_told(review: Review) -> None:
    """One line for the total, one a question, one a reason; none is left with a hole."""
    found = score(review, LOG)
    lines = explained(review, LOG, LABELS)
    assert len(lines) == 1 + sum(1 + m.points + len(m.lacking) for m in found.marks)
    assert not any("{" in line for line in lines)


def test_evidence_that_was_not_captured_shows_no_grant() -> None:
    """A link that could not be fetched is listed, and proves nothing."""
    review = proved_review()
    gone = replace(review, evidence=(evidence(captured=False),))
    found = mark(gone, A)
    assert reasons(found) == {Reason.GRANT_NOT_SHOWN}


def test_findings_are_whatever_storage_gives_back() -> None:
    """The order in which they were said changes nothing."""
    review = proved_review()
    turned: tuple[Finding, ...] = tuple(reversed(review.findings))
    assert score(replace(review, findings=turned), LOG) == score(review, LOG)
