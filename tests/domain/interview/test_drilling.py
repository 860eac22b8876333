"""[Run drill]: how a wall is tried, told to whoever asks, and nothing done by it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import PersonError
from bot.domain.review import Participant, Review
from bot.domain.says import Place
from bot.domain.vocabulary import Facet, WallStatus
from tests.domain.interview.thread import ANA, BEA, CEM, DEV, HERE, Thread, script, spoken
from tests.domain.making import MONDAY, finding, full_review, standing_wall, wall, with_findings

LONG = "what somebody wrote at length about a case that was tried against a wall " * 6


def reviewed(incident: str, sibling: str, **changes: object) -> Review:
    """Ana's review with Bea's standing wall; Cem wrote in it, Dev only read it."""
    people = tuple(
        Participant(who.person, who.name, n, wrote=who is not DEV)
        for n, who in enumerate((ANA, BEA, CEM, DEV), 1)
    )
    built = replace(standing_wall(owner=BEA.person), drills=(), status=WallStatus.BUILT)
    whole = full_review(walls=(built,), participants=people, **{"owner": ANA.person, **changes})
    kept = tuple(f for f in whole.findings if f.facet not in {Facet.CHOICE, Facet.SIBLING})
    texts = (finding(Facet.CHOICE, incident), finding(Facet.SIBLING, sibling))
    return with_findings(replace(whole, findings=kept, thread=HERE), texts if sibling else texts[:1])


def asked(review: Review) -> tuple[Thread, str]:
    """Bea presses it; the thread, and what she is told."""
    thread = Thread(review, script())
    (told,) = thread.press(BEA, "run_drill", "W1")
    assert (told.place, told.to) == (Place.WHISPER, BEA.person)
    assert [(b.press, b.value) for b in told.buttons] == [("form:drill", "W1")]
    return thread, spoken(told)


def test_the_steps_name_both_cases_and_what_each_must_show() -> None:
    """As the review holds them; the form for the result is one tap away."""
    _, told = asked(reviewed("It refunded twelve orders", "free shipping codes"))
    assert "The incident, tried again: “It refunded twelve orders”" in told
    assert "The sibling: “free shipping codes”" in told
    for word in ("blocked", "recorded", "told"):
        assert word in told


def test_who_took_part_is_named_to_verify_and_neither_its_owner_nor_who_runs_it() -> None:
    """Ana owns the review, Cem wrote in it; Bea owns the wall, and Dev took no part."""
    _, told = asked(reviewed("It refunded", "codes"))
    assert "Ask Ana or Cem to verify it" in told


def test_who_may_not_read_the_review_is_not_named() -> None:
    """Cem is no reader of it."""
    _, told = asked(reviewed("It refunded", "codes", restricted=True, readers=(BEA.person,)))
    assert "Ask Ana to verify it" in told


def test_nothing_is_done_by_it() -> None:
    """The wall is as it was, and nothing is left to do."""
    review = reviewed("It refunded", "codes")
    thread, _ = asked(review)
    assert (thread.review.walls, thread.errands) == (review.walls, [])


def test_a_case_nobody_named_is_asked_for_in_words() -> None:
    """The sibling is then one other case of the class."""
    _, told = asked(reviewed("It refunded", ""))
    assert "one other case of the same class" in told


def test_the_steps_are_at_most_ninety_words() -> None:
    """However much people wrote."""
    _, told = asked(reviewed(LONG, LONG))
    assert len(re.findall(r"\w+", told)) <= 90


def test_a_standing_wall_that_was_tried_again_is_offered_for_verifying() -> None:
    """It stands on the drill before meanwhile; without somebody else's word the new one proves nothing."""
    review = replace(reviewed("It refunded", "codes"), walls=(standing_wall(owner=BEA.person),))
    thread = Thread(review, script(), now=MONDAY + timedelta(days=1))
    held = {
        f"{case}_{part}": "yes"
        for case in ("incident", "sibling")
        for part in ("blocked", "recorded", "told")
    }
    (told,) = thread.form(BEA, "drill", "W1", environment="a test account", **held)
    assert "verify" in [button.press for button in told.buttons]


@pytest.mark.parametrize("status", [WallStatus.ACCEPTED, WallStatus.DECLINED])
def test_a_wall_that_is_not_made_is_not_tried(status: WallStatus) -> None:
    """An old button of a wall that fell back, or was refused."""
    review = replace(reviewed("It refunded", "codes"), walls=(wall(owner=BEA.person, status=status),))
    with pytest.raises(PersonError) as refused:
        Thread(review, script()).press(BEA, "run_drill", "W1")
    assert refused.value.key == "wall_not_now"
