"""What changed between two decision points, as people and machines are shown it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.differing import as_json, between, difference_blocks, difference_card, earlier
from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.trace import DecisionPoint, Tool
from bot.domain.trace_vocabulary import Flag
from bot.domain.tree import Block, CodeBlock, Heading, Listing, Panel, Paragraph, plain
from tests.adapters.terminal.desk import voice
from tests.domain.recorded import HERE, call, came, said, talk

WORDS = voice().words
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
RULE = "Refund at most 200 EUR without a person."
SECRET = "sk-ant-api03-" + "a1B2" * 12
LONG = "\n".join(f"line {n}" for n in range(400))


@pytest.fixture
def points() -> tuple[DecisionPoint, ...]:
    """Two moments; the second was shown the first's, without the rule, and a long text with a secret in it."""
    first, second = sorted(
        candidates(
            talk(
                said(0, "system", RULE),
                said(1, "user", "refund O-1"),
                call(2, "find_order", '{"id": 1}', "a"),
                came(3, f"{LONG}\nkey {SECRET}", "a"),
                call(4, "issue_refund", '{"id": 1}', "b"),
            )
        ),
        key=lambda point: point.message or 0,
    )
    window = replace(
        second.window,
        messages=second.window.messages[1:],
        tools=(Tool("issue_refund", "pays", "{}", '{"name": "issue_refund"}', HERE),),
    )
    return first, replace(second, window=window)


def told(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of paragraphs and headings, those in boxes and lists included, in order."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(parts) | Heading(_, parts):
                found.append(plain(parts))
            case Panel(_, inner):
                found += told(inner)
            case Listing(rows):
                found += [text for row in rows for text in told(row)]
    return found


def code(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, CodeBlock)]


def test_what_entered_and_left_is_shown_whole(points: tuple[DecisionPoint, ...]) -> None:
    """Each text in a block of its own, however long, under what happened to it; secrets are taken out."""
    blocks = difference_card(between(points, 1, 2), WORDS).blocks
    assert code(blocks)[0] == '{"id": 1}'
    assert code(blocks)[1].startswith(LONG)
    assert SECRET not in "".join(code(blocks))
    assert code(blocks)[2:] == ['{"name": "issue_refund"}', RULE]
    texts = told(blocks)
    entered, left = (
        texts.index(WORDS("diff_entered", count=3)),
        texts.index(WORDS("diff_left", count=1)),
    )
    assert texts[entered + 1 : left] == [
        "assistant calls find_order",
        "tool result of find_order",
        WORDS("diff_tool", name="issue_refund"),
    ]
    assert texts[left + 1] == "system"


def test_a_lost_instruction_is_said_before_the_lists(points: tuple[DecisionPoint, ...]) -> None:
    """It is what a reader came for."""
    texts = told(difference_blocks(between(points, 1, 2), WORDS))
    lost = texts.index(WORDS("diff_instruction_left", before=1, after=2))
    assert lost < texts.index(WORDS("diff_entered", count=3))


def test_two_moments_in_the_wrong_order_are_said_to_be(points: tuple[DecisionPoint, ...]) -> None:
    """The list is by strength, so that a smaller number may be the later moment."""
    there, back = (told(difference_blocks(between(points, *pair), WORDS)) for pair in ((1, 2), (2, 1)))
    assert WORDS("diff_backwards", before=2, after=1) in back
    assert WORDS("diff_backwards", before=1, after=2) not in there


def test_a_moment_without_a_window_is_not_compared(points: tuple[DecisionPoint, ...]) -> None:
    """Nothing is said to have left where the record is empty."""
    first, second = points
    bare = replace(second, window=replace(second.window, messages=()))
    blocks = difference_blocks(between((first, bare), 1, 2), WORDS)
    assert WORDS("diff_no_window", number=2) in told(blocks)
    assert code(blocks) == []


def test_gaps_of_the_record_are_named_before_the_lists(points: tuple[DecisionPoint, ...]) -> None:
    """What looks lost may only not be recorded."""
    first, second = points
    cut = replace(second, flags=(Flag.MESSAGE_INDEX_GAP, Flag.NO_TIMES))
    texts = told(difference_blocks(between((first, cut), 1, 2), WORDS))
    gap = texts.index(WORDS("diff_gap", number=2, gap=WORDS("trace_flag.message_index_gap")))
    assert gap < texts.index(WORDS("diff_entered", count=3))
    assert WORDS("diff_gap", number=2, gap=WORDS("trace_flag.no_times")) not in texts


def test_the_same_for_machines(points: tuple[DecisionPoint, ...]) -> None:
    """JSON with every text, secrets taken out."""
    found = json.loads(as_json(between(points, 1, 2)))
    assert found["instruction_left"] is True
    assert found["stayed"] == 1
    assert [piece["kind"] for piece in found["entered"]] == ["tool_call", "tool_result", "tool"]
    assert [piece["text"] for piece in found["left"]] == [RULE]
    assert SECRET not in json.dumps(found)


@pytest.mark.parametrize("numbers", [(0, 1), (1, 3), (-1, 1)])
def test_a_number_that_is_no_point_is_refused(
    points: tuple[DecisionPoint, ...], numbers: tuple[int, int]
) -> None:
    """By the sentence that says how to list them."""
    with pytest.raises(PersonError) as refused:
        between(points, *numbers)
    assert refused.value.key == "no_such_point"


def test_the_decision_before_is_the_last_one_in_time(points: tuple[DecisionPoint, ...]) -> None:
    """Whatever the order of the list; the first decision has none, and neither has one without a time."""
    times = [NOON + timedelta(minutes=minutes) for minutes in (5, 9, 1)]
    dated = [replace(points[0], message=None, start=at, end=at) for at in times]
    assert [earlier(dated, place) for place in range(3)] == [2, 0, None]
    assert [earlier(points, place) for place in range(2)] == [None, 0]
    bare = replace(points[0], message=None)
    assert earlier([*dated, bare], 3) is None
