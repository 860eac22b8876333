"""What verdicts mean: the grant test, the wall families, and what a review still lacks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.review import Containment, Decision, Disagreement, Position, Span
from bot.domain.verdict import (
    facets_asked,
    families_for,
    finished_status,
    ignored_allowed,
    missing_facets,
    needs_containment,
    ruling_for,
    unknown_facets,
    weakest,
    why_missing,
)
from bot.domain.vocabulary import (
    FACETS,
    AuthorityClass,
    ContextClass,
    DecisionClass,
    EvidenceClass,
    Facet,
    Family,
    Question,
    Ruling,
    Status,
    YesNo,
)
from tests.domain.making import (
    ASKED,
    MONDAY,
    OWNER,
    finding,
    full_review,
    make_review,
    same_tomorrow,
    three_verdicts,
    unknown,
    verdict,
    wall,
    with_findings,
    with_verdicts,
)

D, C, A = Question.DECISION, Question.CONTEXT, Question.AUTHORITY


@pytest.mark.parametrize(
    ("authority", "ruling"),
    [
        (AuthorityClass.AS_INTENDED, Ruling.GOVERNANCE_DESIGN),
        (AuthorityClass.OVER_GRANTED, Ruling.GOVERNANCE_DESIGN),
        (AuthorityClass.TOLD_NOT_TO, Ruling.GOVERNANCE_DESIGN),
        (AuthorityClass.INHERITED, Ruling.GOVERNANCE_DESIGN),
        (AuthorityClass.UNOWNED, Ruling.GOVERNANCE_DESIGN),
        (AuthorityClass.APPROVAL_RUBBER, Ruling.GOVERNANCE_DESIGN),
        (AuthorityClass.FOUND_CREDENTIAL, Ruling.ACCESS_CONTROL),
        (AuthorityClass.BYPASSED, Ruling.ACCESS_CONTROL),
        (AuthorityClass.BLOCKED, Ruling.NEAR_MISS),
        (AuthorityClass.UNKNOWN, Ruling.UNDETERMINED),
        (AuthorityClass.APPROVAL_SKIPPED, Ruling.UNDETERMINED),
    ],
)
def test_the_class_of_authority_decides_the_ruling(authority: AuthorityClass, ruling: Ruling) -> None:
    """A grant made here covers the action, or it went through without one, or a wall held, or nobody can say."""
    assert ruling_for(authority) is ruling


@pytest.mark.parametrize(
    ("tied", "passed", "ruling"),
    [
        (True, False, Ruling.GOVERNANCE_DESIGN),
        (True, None, Ruling.GOVERNANCE_DESIGN),
        (False, True, Ruling.ACCESS_CONTROL),
        (None, True, Ruling.ACCESS_CONTROL),
        (True, True, Ruling.ACCESS_CONTROL),
        (None, None, Ruling.UNDETERMINED),
        (False, False, Ruling.UNDETERMINED),
        (False, None, Ruling.UNDETERMINED),
    ],
)
def test_a_skipped_approval_is_ruled_by_what_it_was(
    tied: bool | None,  # noqa: FBT001 - the table of the rule
    passed: bool | None,  # noqa: FBT001 - the table of the rule
    ruling: Ruling,
) -> None:
    """Tied to a role: governance design; a live control passed: access control; neither known: undetermined."""
    skipped = AuthorityClass.APPROVAL_SKIPPED
    assert ruling_for(skipped, tied_to_role=tied, control_passed=passed) is ruling


@given(st.sampled_from(sorted(set(AuthorityClass) - {AuthorityClass.APPROVAL_SKIPPED})), st.booleans())
def test_facts_about_an_approval_change_no_other_ruling(authority: AuthorityClass, fact: bool) -> None:  # noqa: FBT001 - drawn
    """Only a skipped approval depends on them."""
    assert ruling_for(authority, tied_to_role=fact, control_passed=fact) is ruling_for(authority)


@pytest.mark.parametrize(
    ("question", "primary", "called", "not_called"),
    [
        (D, DecisionClass.OVERREACH, {Family.REVERSIBLE, Family.REGRESS}, {Family.SCOPE, Family.GATE}),
        (D, DecisionClass.NO_STOP, {Family.GATE, Family.LIMIT, Family.REGRESS}, {Family.REVERSIBLE}),
        (D, DecisionClass.GUESSED, {Family.VERIFY_STATE, Family.REGRESS}, {Family.LIMIT}),
        (D, DecisionClass.MISREAD_RESULT, {Family.VERIFY_STATE, Family.REGRESS}, {Family.ISOLATE_INPUT}),
        (D, DecisionClass.FALSE_ACCOUNT, {Family.REGRESS}, {Family.VERIFY_STATE}),
        (C, ContextClass.POISONED, {Family.ISOLATE_INPUT}, {Family.REGRESS}),
        (C, ContextClass.OVEREXPOSED, {Family.ISOLATE_INPUT}, {Family.DETECT}),
        (C, ContextClass.LOST, {Family.VERIFY_STATE}, {Family.REGRESS}),
        (C, ContextClass.NOT_LOGGED, {Family.DETECT}, {Family.VERIFY_STATE}),
        (C, ContextClass.ADEQUATE, {Family.REMOVE}, {Family.DETECT, Family.REGRESS}),
        (A, AuthorityClass.OVER_GRANTED, {Family.SCOPE, Family.GATE}, {Family.REGRESS}),
        (A, AuthorityClass.FOUND_CREDENTIAL, {Family.SCOPE, Family.GATE}, {Family.LIMIT}),
    ],
)
def test_a_verdict_calls_for_its_families(
    question: Question, primary: str, called: set[Family], not_called: set[Family]
) -> None:
    """Each class names the kinds of walls that would have caught it; taking things out of reach always fits."""
    families = set(families_for(make_review(verdicts=(verdict(question, primary),))))
    assert called | {Family.REMOVE} <= families
    assert not families & not_called


def test_without_a_verdict_no_family_is_called_for() -> None:
    """Nothing is suggested before anything is known."""
    assert families_for(make_review()) == ()
    nobody_knows = (verdict(D, DecisionClass.UNKNOWN), verdict(A, AuthorityClass.UNKNOWN))
    assert families_for(make_review(verdicts=nobody_knows)) == ()


def test_families_come_strongest_first_and_once() -> None:
    """Classes of several decisions and their secondary classes are read together."""
    review = make_review(
        decisions=(Decision("A"), Decision("B")),
        verdicts=(
            verdict(D, DecisionClass.OVERREACH, also=(DecisionClass.GUESSED,)),
            verdict(A, AuthorityClass.INHERITED, decision="B"),
        ),
    )
    assert families_for(review) == (
        Family.REMOVE,
        Family.SCOPE,
        Family.REVERSIBLE,
        Family.GATE,
        Family.VERIFY_STATE,
        Family.REGRESS,
    )


def test_an_unlogged_window_asks_for_capture_first() -> None:
    """Where the window was not logged the first wall proposed is to log it."""
    review = make_review(verdicts=(verdict(D, DecisionClass.OVERREACH), verdict(C, ContextClass.NOT_LOGGED)))
    families = families_for(review)
    assert families[0] is Family.DETECT
    assert families.count(Family.DETECT) == 1


def test_advice_is_never_suggested() -> None:
    """Prompt text and training are what is left, not what is called for."""
    every = tuple(
        verdict(question, member, decision=str(member))
        for question, members in ((D, DecisionClass), (C, ContextClass), (A, AuthorityClass))
        for member in members
    )
    assert set(families_for(make_review(verdicts=every))) == set(Family) - {Family.ADVISE}


@pytest.mark.parametrize("facet", [Facet.STATE, Facet.USER, Facet.DATA, Facet.HISTORY, Facet.RULES])
@pytest.mark.parametrize("evidence_class", list(EvidenceClass))
def test_ignored_needs_proof_that_it_was_in_the_window(facet: Facet, evidence_class: EvidenceClass) -> None:
    """Logged or reconstructed will do; a witness, the agent itself or a guess will not."""
    review = with_findings(make_review(), [finding(facet, evidence_class=evidence_class)])
    proved = evidence_class in {EvidenceClass.LOGGED, EvidenceClass.RECONSTRUCTED}
    assert ignored_allowed(review, "A") is proved


def test_proof_for_another_decision_or_of_nothing_does_not_count() -> None:
    """The item must have been in the window of this decision, and be an item."""
    logged = finding(Facet.DATA, evidence_class=EvidenceClass.LOGGED)
    assert not ignored_allowed(with_findings(make_review(), [logged]), "B")
    none_there = replace(logged, not_applicable=True)
    assert not ignored_allowed(with_findings(make_review(), [none_there]), "A")
    choice = finding(Facet.CHOICE, evidence_class=EvidenceClass.LOGGED)
    assert not ignored_allowed(with_findings(make_review(), [choice]), "A")


@given(st.lists(st.sampled_from(EvidenceClass), min_size=1))
def test_a_chain_is_as_strong_as_its_weakest_link(classes: list[EvidenceClass]) -> None:
    """No link is weaker than the class of the claim, and the claim's class is one of them."""
    claim = weakest(classes)
    assert claim in classes
    assert not any(link.weaker_than(claim) for link in classes)


def test_a_claim_without_a_link_is_unknown() -> None:
    """Nothing proves nothing."""
    assert weakest([]) is EvidenceClass.UNKNOWN


def test_three_settled_verdicts_make_a_review_reviewed() -> None:
    """Nothing is missing once all three say something."""
    review = full_review()
    assert why_missing(review) == ()
    assert finished_status(review) is Status.REVIEWED


@pytest.mark.parametrize(
    ("question", "changes"),
    [
        (D, {"primary": DecisionClass.UNKNOWN}),
        (D, {"settled_by": None}),
        (C, {"primary": ContextClass.UNKNOWN}),
        (C, {"primary": ContextClass.NOT_LOGGED}),
        (C, {"settled_by": None}),
        (A, {"primary": AuthorityClass.UNKNOWN, "ruling": Ruling.UNDETERMINED}),
        (A, {"primary": AuthorityClass.APPROVAL_SKIPPED, "ruling": Ruling.UNDETERMINED}),
        (A, {"primary": AuthorityClass.APPROVAL_SKIPPED, "ruling": None}),
        (A, {"settled_by": None}),
    ],
)
def test_a_review_without_one_of_the_three_is_filed(question: Question, changes: dict[str, object]) -> None:
    """Unknown, not logged, undetermined and only proposed are no verdict."""
    review = full_review()
    old = review.verdict(question, "A")
    assert old is not None
    review = with_verdicts(review, [replace(old, **changes)])  # type: ignore[arg-type]  # a table of fields
    assert why_missing(review) == (("A", question),)
    assert finished_status(review) is Status.FILED


def test_every_decision_needs_its_three_verdicts() -> None:
    """A second decision without a verdict holds the review back, and is named."""
    review = full_review(decisions=(Decision("A"), Decision("B")))
    assert why_missing(review) == (("B", D), ("B", C), ("B", A))
    review = with_verdicts(review, three_verdicts("B"))
    assert finished_status(review) is Status.REVIEWED


def test_other_unknowns_hold_nothing_back() -> None:
    """A facet nobody knows is listed; the review is reviewed all the same."""
    review = full_review(unknowns=(unknown(D, Facet.VERSIONS),))
    assert finished_status(review) is Status.REVIEWED


@pytest.mark.parametrize(
    ("containment", "status"),
    [
        (None, Status.FILED),
        (Containment(YesNo.NO, None, OWNER, MONDAY), Status.FILED),
        (Containment(YesNo.UNKNOWN, None, OWNER, MONDAY), Status.FILED),
        (Containment(YesNo.NO, ASKED, OWNER, MONDAY), Status.REVIEWED),
        (Containment(YesNo.YES, None, OWNER, MONDAY), Status.REVIEWED),
    ],
)
def test_access_control_without_an_answer_about_the_path_is_only_filed(
    containment: Containment | None, status: Status
) -> None:
    """Somebody says that the path is closed, or who closes it now."""
    passed = verdict(A, AuthorityClass.BYPASSED, ruling=Ruling.ACCESS_CONTROL)
    review = with_verdicts(full_review(containment=containment), [passed])
    assert finished_status(review) is status


def test_only_a_settled_access_control_asks_for_containment() -> None:
    """Governance design does not, nor does a verdict that is only proposed."""
    assert not needs_containment(full_review())
    proposed = verdict(A, AuthorityClass.BYPASSED, settled_by=None)
    assert not needs_containment(make_review(verdicts=(proposed,)))


def test_every_facet_is_missing_at_first_and_none_in_a_full_review() -> None:
    """30 facets for one decision; answered, none is missing."""
    assert missing_facets(make_review()) == facets_asked(make_review())
    assert len(missing_facets(make_review())) == len(Facet)
    assert missing_facets(full_review()) == ()


def test_facets_of_each_decision_are_missing_on_their_own() -> None:
    """A second decision adds the facets of the first three questions again, not the shared ones."""
    review = full_review(decisions=(Decision("A"), Decision("B")))
    expected = tuple(("B", facet) for question in (D, C, A) for facet in FACETS[question])
    assert missing_facets(review) == expected


@given(st.sampled_from(facets_asked(make_review())))
def test_an_owned_unknown_is_not_missing_but_counted(asked: tuple[str, Facet]) -> None:
    """What is empty is missing until somebody owns it, and unknown from then on; never both."""
    decision, facet = asked
    full = full_review()
    review = replace(
        full,
        findings=tuple(f for f in full.findings if f.facet is not facet),
        same_tomorrow=None if facet is Facet.SAME_TOMORROW else full.same_tomorrow,
    )
    question = next(q for q, facets in FACETS.items() if facet in facets)
    assert missing_facets(review) == (asked,)
    assert unknown_facets(review) == 0
    owned = replace(review, unknowns=(unknown(question, facet, decision=decision),))
    assert missing_facets(owned) == ()
    assert unknown_facets(owned) == 1
    settled = replace(owned, unknowns=(replace(owned.unknowns[0], settled_at=MONDAY),))
    assert missing_facets(settled) == (asked,)


def test_a_facet_in_two_unknowns_counts_once() -> None:
    """Facets are counted, not unknowns."""
    twice = (unknown(D, Facet.BELIEF, Facet.VERSIONS), unknown(D, Facet.BELIEF, id="U2"))
    assert unknown_facets(full_review(unknowns=twice)) == 2


def test_not_applicable_fills_a_facet() -> None:
    """An answer of "n/a, because" is an answer."""
    review = with_findings(make_review(), [finding(Facet.GRANT_DATA, not_applicable=True)])
    assert ("A", Facet.GRANT_DATA) not in missing_facets(review)


def test_a_disagreement_fills_a_facet() -> None:
    """Two readings are held; neither is missing."""
    one = Position((Span("S1", "it was reviewed"),), EvidenceClass.TESTIMONY, ASKED, MONDAY)
    two = Position((Span("S2", "nobody reviewed it"),), EvidenceClass.TESTIMONY, OWNER, MONDAY)
    review = make_review(disagreements=(Disagreement("D1", Facet.APPROVAL, (one, two), "A"),))
    assert ("A", Facet.APPROVAL) not in missing_facets(review)


def test_a_wall_and_the_last_line_fill_their_facets() -> None:
    """Both are kept as records of their own, not as findings."""
    review = make_review(walls=(wall(),), same_tomorrow=same_tomorrow())
    assert {facet for _, facet in missing_facets(review)}.isdisjoint({Facet.WALLS, Facet.SAME_TOMORROW})


def test_the_agents_later_account_does_not_fill_its_reason() -> None:
    """It is kept, and the reason stays open; other facets it may fill."""
    account = EvidenceClass.SELF_REPORT
    review = with_findings(
        make_review(),
        [finding(Facet.REASON, evidence_class=account), finding(Facet.CHOICE, evidence_class=account)],
    )
    assert ("A", Facet.REASON) in missing_facets(review)
    assert ("A", Facet.CHOICE) not in missing_facets(review)


def test_answers_for_one_decision_do_not_fill_another() -> None:
    """Findings carry the letter of their decision."""
    two = make_review(decisions=(Decision("A"), Decision("B")))
    review = with_findings(two, [finding(Facet.CHOICE, decision="B")])
    assert ("A", Facet.CHOICE) in missing_facets(review)
    assert ("B", Facet.CHOICE) not in missing_facets(review)
