import pytest

from bot.domain.errors import PersonError
from bot.domain.review import WhyUnknown
from bot.domain.vocabulary import Facet, Question, Ruling, Status, YesNo
from tests.domain.interview.answers import answer_until, at, fill, settle
from tests.domain.interview.thread import ANA, BEA, Thread


def test_a_verdict_is_proposed_and_settled_in_one_tap_once() -> None:
    """Who settled it is kept; a second tap, or somebody else's, changes nothing."""
    thread = Thread.opened()
    fill(thread)
    button = thread.button("agree")
    thread.press(BEA, "agree", button.value)
    assert thread.keys == ["ask_context"]
    before = thread.review
    thread.press(ANA, "agree", button.value)
    assert thread.review == before
    verdict = thread.review.verdict(Question.DECISION, "A")
    assert verdict is not None
    assert verdict.settled_by == BEA.person


def test_none_because_speaks_for_no_class() -> None:
    """What does not apply is no sign of anything."""
    thread = at(Question.CONTEXT)
    fill(thread, missing="None, because all of it was there")
    verdict = thread.review.verdict(Question.CONTEXT, "A")
    assert verdict is not None
    assert not {"missing", "overexposed"} & {verdict.primary, *verdict.also}


def test_authority_is_asked_in_its_fixed_order() -> None:
    """Which grant, then whether it was meant so wide, then the approval."""
    thread = at(Question.AUTHORITY)
    thread.say(ANA, "Nobody here can say anything about that at 10:42 on Monday, I fear.")
    for _ in range(2):
        thread.say(ANA, "No idea at all about any of it, it was before 10:42.")
    steps = thread.review.step(Question.AUTHORITY, "A").probed
    asked = [name for name in steps if name in {f.value for f in Facet}]
    order = ["grant_system", "grant_data", "grant_approval", "meant", "approval"]
    assert asked == [name for name in order if name in asked]
    assert asked[0] == "grant_system"


def test_access_control_asks_at_once_who_contains_it_and_is_filed_until_somebody_does() -> None:
    """The queue is jumped; without an answer the review is filed, and reviewed once there is one."""
    thread = at(Question.AUTHORITY)
    fill(thread)
    settle(thread, "found_credential")
    assert thread.keys[0] == "contain"
    assert thread.keys[-1] == "earlier"
    answer_until(thread, Question.CLOSE)
    thread.press(ANA, "tomorrow", "yes")
    thread.press(ANA, "publish")
    assert thread.status() is Status.FILED
    thread.form(ANA, "contain", owner=BEA.person)
    assert thread.review.containment is not None
    assert thread.review.containment.owner == BEA.person
    assert thread.status() is Status.REVIEWED


def test_a_skipped_approval_past_a_live_control_is_access_control() -> None:
    """Tied to a role it is the design of the grant; otherwise a control was passed."""
    thread = at(Question.AUTHORITY)
    fill(thread)
    settle(thread, "approval_skipped", tied_to_role="no")
    verdict = thread.review.verdict(Question.AUTHORITY, "A")
    assert verdict is not None
    assert verdict.ruling is Ruling.ACCESS_CONTROL


def test_an_undetermined_ruling_has_an_owner() -> None:
    """Nobody can say yet: somebody finds out, by a date."""
    thread = at(Question.AUTHORITY)
    fill(thread)
    settle(thread, "unknown")
    (unknown,) = thread.review.unknowns
    assert (unknown.question, unknown.why, unknown.owner) == (
        Question.AUTHORITY,
        WhyUnknown.OWNED,
        ANA.person,
    )


def test_ignored_is_refused_on_testimony_and_taken_with_proof() -> None:
    """That it was in the window must be logged or rebuilt; a class rises only by evidence that strong."""
    thread = at(Question.CONTEXT)
    fill(thread)
    with pytest.raises(PersonError, match="ignored_needs_proof"):
        settle(thread, "ignored")
    with pytest.raises(PersonError, match="class_needs_source"):
        thread.form(ANA, "class", "A:context", **{"facet": "rules", "class": "logged", "source": "E1"})
    thread.attach(ANA, "screen.png", "picture")
    with pytest.raises(PersonError, match="source_too_weak"):
        thread.form(ANA, "class", "A:context", **{"facet": "rules", "class": "logged", "source": "E1"})
    thread.attach(ANA)
    thread.form(ANA, "class", "A:context", **{"facet": "rules", "class": "logged", "source": "E2"})
    settle(thread, "ignored")
    assert thread.keys == ["ask_authority"]


def test_a_class_goes_down_freely() -> None:
    """Less sure needs no proof."""
    thread = at(Question.CONTEXT)
    fill(thread)
    thread.form(BEA, "class", "A:context", **{"facet": "data", "class": "inferred"})
    data = thread.review.finding(Facet.DATA, "A")
    assert data is not None
    assert data.evidence_class == "inferred"


def test_a_disagreement_is_kept_as_two_readings() -> None:
    """In words or by form: both stay, with what would settle it; nobody votes."""
    thread = Thread.opened()
    fill(thread, belief="")
    thread.say(BEA, "I disagree: it chose to ask nobody, which is not the same.")
    thread.form(
        BEA, "disagree", "A:decision", facet="outside", reading="It came on Sunday", settle="the scan"
    )
    assert len(thread.review.disagreements) == 2
    assert all(len(d.positions) == 2 for d in thread.review.disagreements)
    assert thread.review.disagreements[1].settle == "the scan"


def test_disagreeing_with_a_verdict_leaves_both() -> None:
    """A name stands beside the verdict; it can still be settled, and their name stays."""
    thread = Thread.opened()
    fill(thread)
    thread.tap(BEA, "disagree")
    thread.press(ANA, "agree", "A:decision")
    verdict = thread.review.verdict(Question.DECISION, "A")
    assert verdict is not None
    assert verdict.disagreed_by == (BEA.person,)


def test_an_earlier_choice_is_asked_for_and_starts_from_the_one_before() -> None:
    """The first question afresh, the next two by [Same]; the fourth is shared."""
    thread = at(Question.AUTHORITY)
    fill(thread)
    settle(thread, "over_granted")
    assert thread.keys == ["earlier"]
    thread.say(BEA, "Yes, it looked for a key first, because its own role could not reach the gateway.")
    assert [d.letter for d in thread.review.decisions] == ["A", "B"]
    assert any(f.decision == "B" for f in thread.review.findings)
    fill(thread)
    thread.press(ANA, "agree", "B:decision")
    assert thread.keys == ["same_before"]
    thread.tap(ANA, "same")
    assert thread.review.finding(Facet.DATA, "B")
    thread.tap(ANA, "different")
    assert thread.keys == ["ask_authority"]


def test_three_decisions_at_most() -> None:
    """After the third the walls are next, whatever is pressed."""
    thread = at(Question.AUTHORITY)
    fill(thread)
    thread.press(ANA, "split", "A:authority")
    for letter in "BC":
        fill(thread)
        settle(thread, "guessed")
        for _ in range(2):
            thread.tap(ANA, "same")
        if letter == "B":
            thread.tap(ANA, "earlier_yes")
    assert len(thread.review.decisions) == 3
    assert thread.review.asking is Question.WALL


def test_a_late_verdict_makes_a_filed_review_a_reviewed_one() -> None:
    """Filed, not learned: until the last of the three says something."""
    thread = at(Question.AUTHORITY)
    fill(thread)
    thread.say(ANA, "done")
    assert thread.status() is Status.FILED
    settle_late = {"primary": "over_granted"}
    thread.form(BEA, "verdict_authority", "A:authority", **settle_late)
    assert thread.status() is Status.REVIEWED


def test_contained_is_noted_once_with_its_time() -> None:
    """Stopped is stopped; the first word counts."""
    thread = Thread.opened()
    thread.press(BEA, "contained")
    first = thread.review.containment
    thread.press(ANA, "contained")
    assert first is not None
    assert first.contained is YesNo.YES
    assert thread.review.containment == first
