"""Filters of walls: which words are filters, and which walls each lets through."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.register import WallLine
from bot.domain.vocabulary import WallStatus
from bot.domain.wall_filters import Filters, filters, located
from tests.domain.making import BUILDER, MONDAY, OWNER

TODAY = date(2026, 10, 1)
LINE = WallLine(
    7, "W1", "a limit", WallStatus.ACCEPTED, BUILDER, TODAY - timedelta(days=1), MONDAY, "C0BILLING"
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", Filters()),
        ("mine", Filters(mine=True)),
        ("Overdue  MINE", Filters(mine=True, overdue=True)),
        ("unproved C0BILLING", Filters(unproved=True, channel="C0BILLING")),
        ("in:lobby", Filters(channel="lobby")),
        ("in:D0123", Filters(channel="D0123")),
        ("C0BILLING C0OTHER", None),
        ("here C0BILLING", None),
        ("of text", None),
        ("mine and yours", None),
    ],
)
def test_words_are_filters_all_of_them_or_none(words: str, found: Filters | None) -> None:
    """In any order and spelling; one channel at most; other words are somebody's sentence."""
    assert filters(words) == found


def test_here_is_the_channel_it_is_typed_in() -> None:
    """Of any platform, and it stays one word."""
    assert filters(located("mine here", "C0BILLING")) == Filters(mine=True, channel="C0BILLING")
    assert located("mine", "C0BILLING") == "mine"


@pytest.mark.parametrize(
    ("wanted", "change", "fits"),
    [
        (Filters(), {}, True),
        (Filters(mine=True), {}, True),
        (Filters(mine=True), {"owner": OWNER}, False),
        (Filters(mine=True), {"owner": None}, False),
        (Filters(overdue=True), {}, True),
        (Filters(overdue=True), {"due": TODAY}, False),
        (Filters(overdue=True), {"due": None}, False),
        (Filters(overdue=True), {"status": WallStatus.STANDING}, False),
        (Filters(unproved=True), {}, False),
        (Filters(unproved=True), {"status": WallStatus.BUILT}, True),
        (Filters(unproved=True), {"status": WallStatus.DRILLED}, True),
        (Filters(unproved=True), {"status": WallStatus.EXPIRED}, True),
        (Filters(unproved=True), {"status": WallStatus.STANDING}, False),
        (Filters(channel="C0BILLING"), {}, True),
        (Filters(channel="C0BILLING"), {"channel": "C0OTHER"}, False),
        (Filters(channel="C0BILLING"), {"channel": "C0WAR", "asked_in": "C0BILLING"}, True),
        (Filters(channel="C0BILLING"), {"channel": "C0BILLING", "asked_in": "C0OTHER"}, True),
        (Filters(mine=True, overdue=True), {"owner": OWNER}, False),
    ],
)
def test_a_wall_is_shown_where_every_filter_fits(
    wanted: Filters,
    change: dict[str, object],
    fits: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Mine: owned by who asks. Overdue: past its date. Unproved: made, and no verified drill proves it."""
    line = replace(LINE, **change)  # type: ignore[arg-type]  # a table of fields
    assert wanted.fit(line, BUILDER, TODAY) is fits
