"""What entered and what left the context between two windows, over windows of every make."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.trace import ContextItem, Tool, Where, Window
from bot.domain.trace_vocabulary import Part
from bot.domain.window_diff import Piece, WindowDiff, difference, identity
from tests.domain.recorded import HERE, call, came, said

ROLES = ("system", "developer", "user", "assistant", "tool", "")
PARTS = (Part.TEXT, Part.TOOL_CALL, Part.TOOL_RESULT, Part.UNSPLIT)
FEW = st.sampled_from(["", "a", "b", "never refund twice"])
NOTHING = WindowDiff(0, (), (), instruction_left=False)

items = st.builds(
    ContextItem,
    role=st.sampled_from(ROLES),
    kind=st.sampled_from(PARTS),
    text=FEW,
    where=st.just(HERE),
    message=st.integers(0, 5),
    name=st.sampled_from(["", "find", "pay"]),
    call_id=st.sampled_from(["", "1", "2"]),
)
rules = st.builds(
    ContextItem, role=st.sampled_from(["system", ""]), kind=st.just(Part.TEXT), text=FEW, where=st.just(HERE)
)
tools = st.builds(Tool, name=FEW, description=FEW, parameters=FEW, definition=FEW, where=st.just(HERE))
windows = st.builds(
    Window,
    instructions=st.lists(rules, max_size=3).map(tuple),
    messages=st.lists(items, max_size=12).map(tuple),
    tools=st.lists(tools, max_size=4).map(tuple),
)


def held(window: Window) -> tuple[Piece, ...]:
    """Every piece of a window: instructions, messages, tools."""
    return (*window.system, *window.conversation, *window.tools)


def counted(pieces: tuple[Piece, ...]) -> Counter[object]:
    return Counter(identity(piece) for piece in pieces)


@given(windows, windows)
def test_every_piece_stayed_entered_or_left(before: Window, after: Window) -> None:
    """Each piece of either window is in exactly one of the three."""
    found = difference(before, after)
    assert found.stayed + len(found.left) == len(held(before))
    assert found.stayed + len(found.entered) == len(held(after))
    assert counted(held(before)) - counted(found.left) == counted(held(after)) - counted(found.entered)


@given(windows, windows)
def test_nothing_both_entered_and_left(before: Window, after: Window) -> None:
    """What one window holds once and the other twice has entered or left once."""
    found = difference(before, after)
    assert not counted(found.entered) & counted(found.left)


@given(windows)
def test_a_window_does_not_differ_from_itself(window: Window) -> None:
    """All of it stayed."""
    assert difference(window, window) == replace(NOTHING, stayed=len(held(window)))


@given(windows, windows)
def test_undoing_gives_the_other(before: Window, after: Window) -> None:
    """What entered on the way there leaves on the way back; taken out and put in, one window is the other."""
    there, back = difference(before, after), difference(after, before)
    assert (there.entered, there.left) == (back.left, back.entered)
    made = counted(held(before)) - counted(there.left) + counted(there.entered)
    assert made == counted(held(after))


@given(windows, st.randoms(use_true_random=False))
def test_moving_is_neither(window: Window, random: object) -> None:
    """Messages in another order, at other positions and read from another span, are the same pieces."""
    moved = [
        replace(item, message=(item.message or 0) + 7, where=Where("e1", "other")) for item in window.messages
    ]
    random.shuffle(moved)  # type: ignore[attr-defined] # the type of hypothesis's own Random is not public
    found = difference(window, replace(window, messages=tuple(moved)))
    assert found == replace(NOTHING, stayed=len(held(window)))


@given(windows, windows)
def test_instructions_come_first_and_order_is_kept(before: Window, after: Window) -> None:
    """What entered and what left stand in the order of their windows, system instructions before the rest."""
    found = difference(before, after)
    for pieces, window in ((found.entered, after), (found.left, before)):
        places = [next(n for n, held_one in enumerate(held(window)) if held_one is piece) for piece in pieces]
        assert places == sorted(places)


RULE = said(0, "system", "never refund more than 200 without a person")


def test_a_lost_instruction_is_flagged() -> None:
    """A compaction that drops the system message says so by a field of its own."""
    before = Window(messages=(RULE, said(1, "user", "refund"), said(2, "assistant", "one moment")))
    after = Window(messages=(said(0, "user", "summary of the talk"), said(1, "assistant", "one moment")))
    found = difference(before, after)
    assert found.instruction_left
    assert found.left == (RULE, said(1, "user", "refund"))
    assert found.entered == (said(0, "user", "summary of the talk"),)
    assert found.stayed == 1


def test_an_instruction_in_other_words_has_left() -> None:
    """The old one left and the new one entered: whoever compares sees both."""
    new = said(0, "system", "refund what is asked")
    found = difference(Window(messages=(RULE,)), Window(messages=(new,)))
    assert found == WindowDiff(0, (new,), (RULE,), instruction_left=True)


def test_an_instruction_kept_apart_and_one_among_the_messages_are_the_same() -> None:
    """Where a recorder puts it is no change of what the model was shown."""
    found = difference(Window(instructions=(RULE,)), Window(messages=(RULE,)))
    assert found == replace(NOTHING, stayed=1)


def test_a_message_that_leaves_is_no_lost_instruction() -> None:
    """Only system instructions raise the flag."""
    found = difference(Window(messages=(RULE, said(1, "user", "hello"))), Window(messages=(RULE,)))
    assert not found.instruction_left


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (call(1, "find", "{}"), call(1, "pay", "{}")),
        (call(1, "find", "{}", "a"), call(1, "find", "{}", "b")),
        (came(1, "42", "a"), came(1, "42", "b")),
        (said(1, "user", "yes"), said(1, "assistant", "yes")),
        (said(1, "user", "yes"), said(1, "user", "yes ")),
    ],
)
def test_other_tools_ids_roles_and_texts_are_other_pieces(one: ContextItem, other: ContextItem) -> None:
    """One left, the other entered."""
    found = difference(Window(messages=(one,)), Window(messages=(other,)))
    assert (found.stayed, found.left, found.entered) == (0, (one,), (other,))


def test_a_tool_with_another_schema_is_another_tool() -> None:
    """A definition that changed is seen, under the same name."""
    old = Tool("pay", "pays", '{"max": 200}', '{"name": "pay", "max": 200}', HERE)
    new = replace(old, parameters='{"max": 2000}', definition='{"name": "pay", "max": 2000}')
    found = difference(Window(tools=(old,)), Window(tools=(new,)))
    assert (found.entered, found.left) == ((new,), (old,))


def test_of_equal_pieces_as_many_left_as_are_gone() -> None:
    """Said three times, then once: two left."""
    again = tuple(said(n, "user", "again") for n in range(3))
    found = difference(Window(messages=again), Window(messages=again[:1]))
    assert (found.stayed, len(found.left)) == (1, 2)
