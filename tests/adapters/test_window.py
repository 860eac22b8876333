"""Decision points of a recorded run as cards: nothing of the window is left out, changed or added."""

import json
import re
from dataclasses import replace

import pytest

from bot.chat.terminal.dialect import Ink, card_lines
from bot.chat.window import MOST, clean, points_card, window_blocks, window_blocks_for_a_cut, window_card
from bot.chat.window_json import as_json
from bot.domain.decision_points import candidates
from bot.domain.recorded import action, versions
from bot.domain.trace import DecisionPoint, Window
from bot.domain.trace_vocabulary import FactKind, Flag, Link, Part, Provenance
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


def told(point: DecisionPoint) -> str:
    """All paragraphs of a window, a line each."""
    return "\n".join(plain(b.parts) for b in window_blocks(point, WORDS) if isinstance(b, Paragraph))


def test_the_counts_stand_before_all_else(points: tuple[DecisionPoint, ...]) -> None:
    """Pieces, characters and tools as recorded, and the tokens the trace itself counted."""
    for point in points:
        shown = (*point.window.instructions, *point.window.messages)
        read = point.fact(FactKind.TOKENS_IN)
        assert read is not None
        for blocks in (window_blocks(point, WORDS), window_blocks_for_a_cut(point, WORDS)):
            first = blocks[0]
            assert isinstance(first, Paragraph)
            numbers = [int(number) for number in re.findall(r"\d+", plain(first.parts))]
            characters = sum(len(item.text) for item in shown)
            assert numbers[:4] == [len(shown), characters, len(point.window.tools), int(read.value)]


def test_tokens_that_nobody_counted_are_said_to_be_missing(points: tuple[DecisionPoint, ...]) -> None:
    """Characters are counted all the same; a window without any text is said to be missing itself."""
    untold = replace(points[0], facts=())
    assert "How many tokens it read is not recorded." in told(untold)
    assert f"{len(untold.window.tools)} tool" in told(untold)
    empty = replace(untold, window=Window())
    assert told(empty).startswith("What it was shown is not recorded; 0 tools on offer.")


@pytest.mark.parametrize("provenance", Provenance)
def test_each_piece_says_how_it_came_to_be(provenance: Provenance, points: tuple[DecisionPoint, ...]) -> None:
    """Beside whoever said it, in words; what is as it was sent needs none. So too tools, arguments and results."""
    point = next(point for point in points if any(call.result for call in point.calls))
    window = point.window
    (call, *_) = (call for call in point.calls if call.result)
    assert call.arguments is not None
    assert call.result is not None
    changed = replace(
        point,
        window=replace(
            window,
            messages=tuple(replace(item, provenance=provenance, limit=2048) for item in window.messages),
            tools=tuple(replace(tool, provenance=provenance, limit=2048) for tool in window.tools),
        ),
        calls=(
            replace(
                call,
                arguments=replace(call.arguments, provenance=provenance, limit=2048),
                result=replace(call.result, provenance=provenance, limit=2048),
            ),
        ),
    )
    if provenance is Provenance.LOGGED:
        assert told(changed) == told(replace(point, calls=(call,)))
        return
    note = WORDS(f"provenance_{provenance}", limit=2048)
    assert told(changed).count(note) == len(window.messages) + len(window.tools) + 2
    assert ("2048" in note) == (provenance is Provenance.TRUNCATED)
    (found,) = json.loads(as_json([changed]))
    pieces = [*found["window"]["messages"], *found["window"]["tools"]]
    assert {(piece["provenance"], piece["limit"]) for piece in pieces} == {(provenance.value, 2048)}


def test_messages_that_were_dropped_are_missing_in_their_place(points: tuple[DecisionPoint, ...]) -> None:
    """At the beginning and in the middle, by their numbers in the recorded list; never where none is missing."""
    point = max(points, key=lambda point: len(point.window.messages))
    numbers = sorted({item.message for item in point.window.messages if item.message is not None})
    assert len(numbers) > 3
    lost = {numbers[0], numbers[2]}
    kept = tuple(item for item in point.window.messages if item.message not in lost)
    cut = replace(
        point, window=replace(point.window, messages=kept), flags=(Flag.MESSAGE_INDEX_GAP, *point.flags)
    )
    for number in lost:
        assert WORDS("window_lost", first=number, last=number) in told(cut)
    places = [told(cut).index(WORDS("window_lost", first=number, last=number)) for number in sorted(lost)]
    assert places == sorted(places)
    assert "dropped on the way" not in told(point)
    whole = replace(point, flags=(Flag.MESSAGE_INDEX_GAP, *point.flags))
    assert "dropped on the way" not in told(whole)


def test_a_tool_on_offer_stands_with_its_schema(points: tuple[DecisionPoint, ...]) -> None:
    """To the letter; of one that is only named, that is said."""
    for point in points:
        schemas = [tool.parameters or tool.definition for tool in point.window.tools]
        assert all(schemas)
        assert set(schemas) <= set(code(window_card(point, WORDS)))
    tool = replace(points[0].window.tools[0], description="", parameters="", definition="")
    named = replace(points[0], window=replace(points[0].window, tools=(tool,)))
    assert f"{tool.name}: {WORDS('tool_name_only')}" in told(named)


def test_a_call_without_arguments_or_result_says_so(points: tuple[DecisionPoint, ...]) -> None:
    """Each once, also where the two could not be joined at all."""
    call = replace(points[0].calls[0], arguments=None, result=None)
    joined = told(replace(points[0], calls=(call,)))
    assert joined.count(WORDS("no_arguments")) == joined.count(WORDS("no_result")) == 1
    apart = told(replace(points[0], calls=(replace(call, link=Link.NONE),)))
    assert apart.count(WORDS("link_none")) == 1
    assert WORDS("no_result") not in apart
