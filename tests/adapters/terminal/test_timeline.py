"""A chosen moment in the terminal: the run as lines of text, where a chat with pictures shows one."""

from dataclasses import replace

import pytest

from bot.cli.drawing import Drawer
from bot.cli.house import trace_reader
from bot.cli.records import beside
from bot.domain.run_picture import picture
from bot.ports import Paint
from bot.traces.reading import read
from tests.adapters.terminal.desk import DEMO_TRACE, OPENING, Desk, voice

WORDS = voice().words
DECIDES = WORDS("picture_chosen", label="").strip()


def test_the_run_is_shown_once_with_the_chosen_moment_marked(desk: Desk) -> None:
    """In the thread, in full and in eighty columns; a restart does not show it again."""
    visit = desk.visit(OPENING, f"trace {DEMO_TRACE}", "1")
    (decision,) = desk.review().decisions
    trace = read(DEMO_TRACE.read_bytes(), name=DEMO_TRACE.name, max_bytes=10**7, max_spans=1000)
    drawn = picture(trace, decision.point)
    shown = [line.removeprefix("│").strip() for line in visit.lines]
    clocks = [placed.mark.start.strftime("%H:%M:%S") for placed in drawn.marks if placed.mark.start]
    assert [line.removeprefix("> ")[:8] for line in shown if line.removeprefix("> ")[:8] in clocks] == clocks
    (marked,) = [line for line in visit.lines if DECIDES in line]
    drawn_lines = [line for line in visit.lines if line.startswith("│     ")]
    assert marked in drawn_lines
    assert max(map(len, drawn_lines)) <= 80
    assert not [line for line in desk.visit("").lines if DECIDES in line]


@pytest.mark.parametrize("paint", Paint)
def test_the_run_of_a_restricted_review_says_so(paint: Paint, desk: Desk) -> None:
    """Below the picture, in any form but pixels to be read: it may be copied without the page."""
    desk.visit(OPENING, f"trace {DEMO_TRACE}", "1")
    review = desk.review()
    (decision,) = review.decisions
    with beside(desk.settings.database) as store:
        drawer = Drawer(store, trace_reader(desk.settings), WORDS)
        free, closed = (
            drawer.draw(replace(review, restricted=told), review.evidence[0], decision.point, paint)
            for told in (False, True)
        )
    assert free.content != closed.content
    assert free.described == closed.described
    if paint is not Paint.PNG:
        note = WORDS("picture_restricted", review="AR-1").encode()
        assert (note in free.content, note in closed.content) == (False, True)
