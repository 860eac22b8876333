"""Buttons: what they carry comes back to the letter, and nothing else is taken for one of ours."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pressing import About, Press, about
from bot.chat.teams import buttons, limits
from bot.domain.tree import CardButton
from tests.adapters.publishers.hostile import texts

numbers = st.none() | st.integers(0, 10**9 - 1)
anything = st.builds(CardButton, press=texts | st.just("point:E1:a|b%7C"), label=texts, value=texts)
OF_ANOTHER = {"press": "agree", "value": "", "review": 7, "version": 3}


@given(anything, st.builds(About, numbers, numbers))
def test_what_a_button_carries_is_read_back(button: CardButton, what: About) -> None:
    """Press, value, review and version, whatever signs they hold."""
    drawn = buttons.action(button, what, 0)
    if drawn is not None:
        assert buttons.read(drawn["data"]) == Press(button.press, button.value, what)
        assert 0 < len(drawn["title"]) <= limits.LABEL


@given(anything, st.builds(About, numbers, numbers), st.integers(0, 10**9 - 1))
def test_a_button_of_its_own_review_carries_that_one(button: CardButton, what: About, review: int) -> None:
    """And no version: the message it stands in is about several reviews, and was drawn for none of them."""
    drawn = buttons.action(replace(button, review=review), what, 0)
    if drawn is not None:
        assert buttons.read(drawn["data"]) == Press(button.press, button.value, About(review))


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
    "changed",
    [
        {"press": ""},
        {"press": 7},
        {"press": "x" * 501},
        {"value": None},
        {"value": "x" * 2001},
        {"value": "\ud800"},
        {"review": "7"},
        {"review": True},
        {"review": -1},
        {"review": 10**9},
        {"version": 1.5},
        {"version": [1]},
    ],
)
def test_a_value_that_is_not_ours_is_none(changed: dict[str, object]) -> None:
    """Whoever is signed in can send anything in place of a press."""
    assert buttons.read(OF_ANOTHER) == Press("agree", "", About(7, 3))
    assert buttons.read({**OF_ANOTHER, **changed}) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.text(), v),
    )
)
def test_whatever_comes_in_nothing_is_raised(value: object) -> None:
    """A press or none."""
    assert buttons.read(value) is None or isinstance(buttons.read(value), Press)


def test_what_a_client_leaves_out_is_not_known() -> None:
    """A null may be dropped on the way."""
    assert buttons.read({"press": "agree", "value": "x"}) == Press("agree", "x", About())


@pytest.mark.parametrize(
    ("press", "opens"),
    [
        ("form:answer_decision", True),
        ("look:mine", False),
        ("window", True),
        ("window_diff:E1", True),
        ("agree", False),
        ("forget", False),
        ("windows", False),
        ("point:form:1", False),
    ],
)
def test_what_opens_something_asks_for_it(press: str, opens: bool) -> None:  # noqa: FBT001 - a column of the table
    """Every other press is a message of its own."""
    drawn = buttons.action(CardButton(press, "Do it"), About(), 0)
    assert drawn is not None
    assert (drawn["data"].get("msteams") == {"type": "task/fetch"}) is opens


def test_a_button_that_carries_too_much_is_left_out() -> None:
    """A value cut short would mean something else."""
    assert buttons.action(CardButton("adopt", "Take it", "x" * 2001), About(1, 1), 0) is None
    assert buttons.sets([CardButton("adopt", "Take it", "x" * 2001)], About()) == ([], False)


def test_a_yes_stands_out_only_where_it_comes_first_and_a_loss_always() -> None:
    """One button of a card, and only one that agrees to what is asked."""
    agree, skip, forget = CardButton("agree", "Agree"), CardButton("skip", "Skip"), CardButton("forget", "No")
    styles = [
        [action.get("style") for row in buttons.sets(some, About())[0] for action in row["actions"]]
        for some in ((agree, skip), (skip, agree), (skip, forget))
    ]
    assert styles == [["positive", None], [None, None], [None, "destructive"]]


@pytest.mark.parametrize(
    ("count", "rows", "all_there"),
    [(0, [], True), (6, [6], True), (14, [6, 6, 2], True), (61, [6] * 10, False)],
)
def test_six_stand_in_a_set(count: int, rows: list[int], all_there: bool) -> None:  # noqa: FBT001 - a column of the table
    """More than sixty are cut."""
    made, whole = buttons.sets([CardButton("own", f"Wall {n}", str(n)) for n in range(count)], About(7, 3))
    assert ([len(row["actions"]) for row in made], whole) == (rows, all_there)
