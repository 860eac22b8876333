"""Decision points of a recorded run as cards: nothing of the window is left out, changed or added."""

import json

import pytest

from bot.chat.terminal.dialect import Ink, card_lines
from bot.chat.window import (
    MOST,
    action,
    as_json,
    clean,
    points_card,
    versions,
    window_blocks,
    window_card,
)
from bot.domain.decision_points import candidates
from bot.domain.trace import DecisionPoint
from bot.domain.trace_vocabulary import Part
from bot.domain.tree import Card, CodeBlock, Paragraph, plain
from bot.traces.reading import read
from tests.adapters.terminal.desk import DEMO_TRACE, voice

WORDS = voice().words


@pytest.fixture(scope="module")
def points() -> tuple[DecisionPoint, ...]:
    """The points of the run that comes with the program, without the secret in it."""
    return tuple(clean(point) for point in as_read())


def as_read() -> tuple[DecisionPoint, ...]:
    """The same as they stand in the file."""
    trace = read(DEMO_TRACE.read_bytes(), name=DEMO_TRACE.name, max_bytes=10**7, max_spans=1000)
    return candidates(trace)


def code(card: Card) -> list[str]:
    """The texts of a card that stand to the letter."""
    return [block.text for block in card.blocks if isinstance(block, CodeBlock)]


def test_every_recorded_text_of_the_window_stands_to_the_letter(points: tuple[DecisionPoint, ...]) -> None:
    """In the order it was recorded: instructions, messages, what it answered."""
    for point in points:
        recorded = [
            i.text for i in (*point.window.system, *point.window.conversation, *point.output) if i.text
        ]
        shown = [text for text in code(window_card(point, WORDS)) if text in recorded]
        assert shown[: len(recorded)] == recorded


def test_every_call_stands_with_what_came_back(points: tuple[DecisionPoint, ...]) -> None:
    """The arguments and the result as recorded."""
    for point in points:
        shown = code(window_card(point, WORDS))
        for call in point.calls:
            assert call.arguments is not None
            assert f"{call.name}({call.arguments.text})" in shown
            if call.result is not None and call.result.text:
                assert call.result.text in shown


def test_nothing_that_is_shown_holds_a_secret() -> None:
    """Whoever draws a point need not have cleaned it."""
    secret = "FAKE-EXAMPLE-TOKEN"
    points = as_read()
    assert secret in "".join(call.result.text for p in points for call in p.calls if call.result)
    drawn = [card_lines(window_card(p, WORDS), "", Ink.PLAIN) for p in points]
    assert secret not in "\n".join(line for lines in drawn for line in lines)
    assert secret not in as_json(points)


def test_a_result_names_its_tool(points: tuple[DecisionPoint, ...]) -> None:
    """A recorded result often has the id of its call alone."""
    results = [
        (point, item)
        for point in points
        for item in point.window.conversation
        if item.kind is Part.TOOL_RESULT and item.call_id
    ]
    assert results
    for point, item in results:
        called = next(
            c for c in point.window.conversation if c.kind is Part.TOOL_CALL and c.call_id == item.call_id
        )
        heads = [plain(b.parts) for b in window_blocks(point, WORDS) if isinstance(b, Paragraph)]
        assert f"{item.role} {WORDS('part_tool_result')} {called.name}" in heads


def test_a_window_says_what_was_not_recorded(points: tuple[DecisionPoint, ...]) -> None:
    """A line for each gap of the format, or that there is none."""
    for point in points:
        text = "\n".join(card_lines(window_card(point, WORDS), "AR-1", Ink.PLAIN))
        gaps = [WORDS(f"trace_flag.{flag}") for flag in point.flags] or [WORDS("nothing_missing")]
        assert all(gap.split(". ")[0][:40] in " ".join(text.replace("│", "").split()) for gap in gaps)


def test_no_secret_of_a_trace_is_shown(points: tuple[DecisionPoint, ...]) -> None:
    """A key in a recorded message is taken out before anything is drawn."""
    secret = "sk_live_" + "EXAMPLEexample1234567890abcd"
    raw = DEMO_TRACE.read_text("utf-8").replace("Ticket T-48213", f"Bearer {secret} Ticket T-48213")
    trace = read(raw.encode(), name="run.json", max_bytes=10**7, max_spans=1000)
    cleaned = [clean(point) for point in candidates(trace)]
    assert len(cleaned) == len(points)
    drawn = as_json(cleaned) + "".join(text for point in cleaned for text in code(window_card(point, WORDS)))
    assert secret not in drawn


def test_points_are_offered_with_a_button_each(points: tuple[DecisionPoint, ...]) -> None:
    """At most nine; the rest is counted, never dropped in silence."""
    card = points_card(points, "E1", WORDS)
    assert [(b.press, b.value) for b in card.buttons] == [(f"point:E1:{p.key}", p.key) for p in points]
    many = points_card((*points,) * 5, "E1", WORDS)
    assert len(many.buttons) == MOST
    more = WORDS("points_more", count=5 * len(points) - MOST)
    assert more in [plain(block.parts) for block in many.blocks if isinstance(block, Paragraph)]


def test_a_run_without_points_says_so() -> None:
    """It is kept as evidence all the same."""
    card = points_card((), "E1", WORDS)
    assert card.buttons == ()
    assert [plain(b.parts) for b in card.blocks if isinstance(b, Paragraph)] == [WORDS("points_none")]


def test_the_json_holds_every_text_to_the_letter(points: tuple[DecisionPoint, ...]) -> None:
    """And reads back."""
    for found, point in zip(json.loads(as_json(points)), points, strict=True):
        assert found["point"] == point.key
        assert found["action"] == action(point)
        assert [m["text"] for m in found["window"]["messages"]] == [i.text for i in point.window.conversation]
        assert [c["tool"] for c in found["calls"]] == [c.name for c in point.calls]
        assert found["not_recorded"] == [flag.value for flag in point.flags]


def test_versions_name_the_model(points: tuple[DecisionPoint, ...]) -> None:
    """A recorded value a line, none twice."""
    for point in points:
        lines = versions(point).splitlines()
        assert lines
        assert len(lines) == len(set(lines))
