"""Agents by key, and when two tellings of a change are one."""

from datetime import date, timedelta

import pytest

from bot.domain.agents import LONGEST, NAMED, change_id, change_in, known_agent
from bot.domain.errors import PersonError

DAY = date(2026, 10, 1)
MODEL = {"model": "m-5"}


def test_the_same_change_of_the_same_deploy_is_one_however_late_it_is_told_again() -> None:
    """The agent in any spelling; a pipeline may try again after midnight."""
    first = change_id("slack:T1", "Refund Desk", MODEL, "d-17", DAY)
    assert change_id("slack:T1", "refund  desk", MODEL, "d-17", DAY + timedelta(days=1)) == first


def test_without_a_deploy_the_same_change_is_one_within_a_day() -> None:
    """The next day it may well have changed back and forth."""
    first = change_id("slack:T1", "desk", MODEL, "", DAY)
    assert change_id("slack:T1", "desk", MODEL, "", DAY) == first
    assert change_id("slack:T1", "desk", MODEL, "", DAY + timedelta(days=1)) != first


@pytest.mark.parametrize(
    "other",
    [
        ("slack:T2", "desk", MODEL, "d-17", DAY),
        ("slack:T1", "till", MODEL, "d-17", DAY),
        ("slack:T1", "desk", {"model": "m-6"}, "d-17", DAY),
        ("slack:T1", "desk", {"prompt": "m-5"}, "d-17", DAY),
        ("slack:T1", "desk", {**MODEL, "prompt": ""}, "d-17", DAY),
        ("slack:T1", "desk", MODEL, "d-18", DAY),
        ("slack:T1", "desk", MODEL, "", DAY),
    ],
)
def test_another_change_is_another(other: tuple[str, str, dict[str, str], str, date]) -> None:
    """Of another workspace or agent, of another part, to another version, by another deploy."""
    assert change_id(*other) != change_id("slack:T1", "desk", MODEL, "d-17", DAY)


def test_an_agent_nobody_knows_is_refused_with_the_names_that_are_known() -> None:
    """The first of them, and how many more there are."""
    known = tuple(f"agent {n}" for n in range(NAMED + 3))
    assert known_agent("Agent  3", known) == "agent 3"
    with pytest.raises(PersonError) as caught:
        known_agent("desk", known)
    assert caught.value.key == "agent_unknown"
    assert caught.value.values == {"agent": "desk", "known": list(known[:NAMED]), "more": 3}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("refund desk: model to m-5", ("refund desk", "model to m-5")),
        ("desk:prompt", ("desk", "prompt")),
        ("desk: model: m-5", ("desk", "model: m-5")),
        ("the price of an order", None),
        (": model", None),
        ("desk:  ", None),
        (f"{'x' * (LONGEST + 1)}: model", None),
        ("", None),
    ],
)
def test_a_change_is_read_from_words_with_a_colon(words: str, found: tuple[str, str] | None) -> None:
    """Before it the agent, behind it what changed; anything else is somebody's sentence."""
    assert change_in(words) == found
