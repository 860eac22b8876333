"""Buttons: what they carry comes back to the letter, and none is ever longer than Slack takes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pressing import About, Press, about
from bot.chat.slack import buttons, limits
from bot.domain.tree import CardButton
from tests.adapters.publishers.hostile import texts

numbers = st.none() | st.integers(0, 10**9 - 1)
anything = st.builds(CardButton, press=texts | st.just("point:E1:a|b%7C"), label=texts, value=texts)


@given(anything, st.builds(About, numbers, numbers))
def test_what_a_button_carries_is_read_back(button: CardButton, what: About) -> None:
    """Press, value, review and version, whatever signs they hold."""
    drawn = buttons.element(button, what, 0)
    if drawn is not None:
        assert buttons.read(drawn["value"]) == Press(button.press, button.value, what)
        assert 0 < limits.size(drawn["text"]["text"]) <= 75


@given(anything, st.builds(About, numbers, numbers), st.integers(0, 10**9 - 1))
def test_a_button_of_its_own_review_carries_that_one(button: CardButton, what: About, review: int) -> None:
    """And no version: the message it stands in is about several reviews, and was drawn for none of them."""
    drawn = buttons.element(replace(button, review=review), what, 0)
    if drawn is not None:
        assert buttons.read(drawn["value"]) == Press(button.press, button.value, About(review))


@pytest.mark.parametrize("press", ["agree", "form:answer_decision", "point:E1:s-1|2", "100%"])
def test_every_plain_press_makes_a_button(press: str) -> None:
    """A bar or a percent sign in a press is no reason to leave it out."""
    drawn = buttons.element(CardButton(press, "Do it", "A:decision|x"), About(7, 17), 3)
    assert drawn is not None
    assert drawn["action_id"] == "press:3"
    assert buttons.read(drawn["value"]) == Press(press, "A:decision|x", About(7, 17))


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("review:42:v17:ask:A:decision", About(42, 17)),
        ("review:42:open", About(42, None)),
        ("person:U7:2027-03-29", About()),
        ("", About()),
    ],
)
def test_the_key_of_a_row_tells_the_review_and_its_version(key: str, what: About) -> None:
    """They are what the buttons of its card carry."""
    assert about(key) == what


@pytest.mark.parametrize(
    "value", ["", "agree", "agree|1", "|1|2|x", "agree|one|2|x", "agree|-1|2|", "x" * 3000]
)
def test_a_value_that_is_not_ours_is_none(value: str) -> None:
    """Another app's button, or one of an older make, carries nothing."""
    assert buttons.read(value) is None


def test_a_button_that_carries_too_much_is_left_out() -> None:
    """A value cut short would mean something else."""
    assert buttons.element(CardButton("adopt", "Take it", "x" * 2000), About(1, 1), 0) is None


def test_a_long_label_is_cut() -> None:
    """Seventy-five characters, the last an ellipsis."""
    drawn = buttons.element(CardButton("agent", "ab " * 60), About(), 0)
    assert drawn is not None
    assert len(drawn["text"]["text"]) <= 75
    assert drawn["text"]["text"].endswith("…")


def test_a_yes_is_primary_only_where_it_comes_first() -> None:
    """One button of a card stands out, and only one that agrees to what is asked."""
    agree, skip = CardButton("agree", "Agree"), CardButton("skip", "Skip")
    styles = [
        [b.get("style") for b in buttons.elements(some, About(), 25)]
        for some in ((agree, skip), (skip, agree))
    ]
    assert styles == [["primary", None], [None, None]]
