"""A run as lines of text: no line wider than told, every mark a row, and nothing that a terminal would obey."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.captions import Room, captions
from bot.chat.terminal.cells import cells
from bot.domain.run_picture import Captions, Picture, Sign, picture
from bot.domain.trace import Trace
from bot.domain.trace_vocabulary import Form, Operation
from bot.publishers.run_text import BAR, SIGNS, WIDTH, room, text
from tests.adapters.publishers.hostile import texts
from tests.adapters.terminal.desk import voice
from tests.domain.recorded import START, call, model, run, said, span, talk
from tests.domain.test_run_picture import long_run, traces

WORDS = voice().words
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def drawn_of(trace: Trace, key: str = "", width: int = WIDTH) -> tuple[Picture, Captions]:
    """A picture and its words, cut to a width."""
    drawn = picture(trace, key)
    return drawn, captions(drawn, WORDS, Room(room(drawn, width), width))


def rows(trace: Trace, key: str = "") -> list[str]:
    """The lines between the title and the legend."""
    return text(*drawn_of(trace, key)).split("\n\n")[1].split("\n")


@given(traces(), st.sampled_from([74, WIDTH]))
def test_no_line_is_wider_than_told(trace: Trace, width: int) -> None:
    """Whatever ran at once, however deep and however it is called."""
    lines = text(*drawn_of(trace, width=width), width).split("\n")
    assert [line for line in lines if cells(line) > width] == []


@given(traces())
def test_every_mark_and_every_pause_is_a_row(trace: Trace) -> None:
    """Top down as in the drawn picture, each with its words at the end."""
    drawn, said_of = drawn_of(trace)
    if not drawn.marks:
        return
    found = rows(trace)
    placed = [(mark.y, label) for mark, label in zip(drawn.marks, said_of.labels, strict=True)]
    paused = [(idle.y, words) for idle, words in zip(drawn.idle, said_of.idle, strict=True)]
    assert len(found) == len(placed) + len(paused)
    for row, (_, label) in zip(found, sorted([*placed, *paused]), strict=True):
        assert row.endswith(" ".join(label.split()) or row)


@given(st.lists(texts, min_size=1, max_size=4))
def test_no_name_is_obeyed_by_a_terminal(names: list[str]) -> None:
    """Control signs are seen and not sent; a name never begins a line of its own."""
    trace = Trace(Form.OTLP_JSON, spans=tuple(run(f"r{n}", n, name) for n, name in enumerate(names)))
    told = text(*drawn_of(trace))
    assert not OBEYED.search(told)
    assert len(rows(trace)) == len(drawn_of(trace)[0].marks)


def test_the_decision_is_pointed_at_and_named() -> None:
    """One row has the sign at its beginning and says the word; the legend explains the sign."""
    trace = long_run(3)
    told = text(*drawn_of(trace, "m1"))
    pointed = [row for row in rows(trace, "m1") if row.startswith(SIGNS[Sign.CHOSEN])]
    (row,) = pointed
    assert WORDS("picture_chosen", label="").strip() in row
    assert f"{SIGNS[Sign.CHOSEN]} {WORDS('picture_sign_chosen')}" in told
    assert SIGNS[Sign.CHOSEN] not in "".join(rows(trace))


def test_what_failed_has_its_own_sign_and_word() -> None:
    """In place of what it was, which its row says."""
    spans = (model("m1", 0, (call(0, "pay", "{}", "c"),)), run("r1", 2, "pay", "{}", "c", failed=True))
    row = rows(Trace(Form.OTLP_JSON, spans=spans))[-1]
    assert f" {SIGNS[Sign.FAILED]} " in row
    assert row.endswith(WORDS("picture_failed"))


def test_a_long_one_stands_as_a_bar_beside_what_ran_meanwhile() -> None:
    """An agent is seen to run while its tools do; a tool that ended is not."""
    agent = span("a0", 0, Operation.AGENT, parent_id="", end=START + timedelta(seconds=9))
    tools = [run(f"r{n}", 2 * n, "look", end=START + timedelta(seconds=2 * n + 2)) for n in range(4)]
    first, *others = rows(Trace(Form.OTLP_JSON, spans=(agent, *tools)))
    place = first.index(SIGNS[Sign.AGENT])
    assert [row[place] for row in others] == [BAR] * 4
    assert [row[place + 2] for row in others] == [SIGNS[Sign.TOOL]] * 4


def test_a_pause_is_said_with_its_length() -> None:
    """An hour of nothing is one row."""
    trace = Trace(Form.OTLP_JSON, spans=(run("r1", 0, "a"), run("r2", 3601, "b")))
    _, pause, _ = rows(trace)
    assert SIGNS[Sign.IDLE] in pause
    assert pause.endswith(WORDS("picture_idle", lasting="1 h"))


def test_a_list_of_messages_has_numbers_in_place_of_times() -> None:
    """And the note that only the order is known."""
    told = text(*drawn_of(talk(said(0, "user", "hello"), said(1, "assistant", "hi")), "1"))
    assert WORDS("picture_message", number=1) in told
    assert WORDS("picture_by_order") in " ".join(told.split())


def test_a_long_run_is_folded_in_text_as_well() -> None:
    """Its rows are those of the drawn picture."""
    drawn, _ = drawn_of(long_run(300), "m150")
    assert len(rows(long_run(300), "m150")) == len(drawn.marks) + len(drawn.idle)
    assert any(SIGNS[Sign.FOLD] in row for row in rows(long_run(300), "m150"))


@pytest.mark.parametrize("trace", [Trace(Form.OTLP_JSON), long_run(2)], ids=["nothing", "a run"])
def test_the_same_run_is_the_same_text(trace: Trace) -> None:
    """One end of line at the end, and no spaces before any."""
    told = text(*drawn_of(trace))
    assert told == text(*drawn_of(trace))
    assert told.endswith("\n")
    assert not re.search(r"\s\n\n|[ \t]\n|\n\n\n", told)
