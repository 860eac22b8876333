"""Windows that share what they have in common."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.growing import Growing, Pieces, anywhere
from bot.domain.trace import ContextItem, Tool, Where
from tests.domain.recorded import said

ONE, TWO, THREE, OTHER = (said(place, "user", f"message {place}") for place in range(4))


def test_a_window_is_what_it_was_when_others_have_gone_on_from_it() -> None:
    """Two windows that go on from one place in different ways do not see each other's pieces."""
    begun = Pieces().and_more((ONE, TWO))
    longer, forked = begun.and_more((THREE,)), begun.and_more((OTHER,))
    assert begun == (ONE, TWO)
    assert longer == (ONE, TWO, THREE)
    assert forked == (ONE, TWO, OTHER)


@given(st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=6), st.data())
def test_a_window_reads_as_a_tuple_of_its_pieces(added: list[list[int]], data: st.DataObject) -> None:
    """Length, order, single pieces and slices are those of a tuple, wherever the window went on from another."""
    windows = [Pieces()]
    tuples: list[tuple[ContextItem, ...]] = [()]
    for numbers in added:
        more = tuple(said(number, "user", str(number)) for number in numbers)
        before = data.draw(st.integers(0, len(windows) - 1))
        windows.append(windows[before].and_more(more))
        tuples.append((*tuples[before], *more))
    start, end = data.draw(st.integers(-9, 9)), data.draw(st.integers(-9, 9))
    for window, told in zip(windows, tuples, strict=True):
        assert window == told
        assert (list(window), len(window)) == (list(told), len(told))
        assert window[start:end] == told[start:end]
        assert [window[-place] for place in range(1, len(told) + 1)] == [*reversed(told)]


def test_a_piece_shown_again_stands_where_it_is_shown() -> None:
    """A window that goes on from another span's has all of its pieces at its own place, and the other keeps its own."""
    first = Pieces().and_more((ONE,))
    here = Where("00000000000000b2", "gen_ai.input.messages")
    second = first.and_more((replace(TWO, where=here),), here)
    assert [piece.where for piece in second] == [here, here]
    assert second[:1] == (replace(ONE, where=here),)
    assert [piece.where for piece in first] == [ONE.where]


def test_tools_of_many_windows_are_held_once_and_stand_at_each() -> None:
    """Tools on offer read as a tuple of them, each at the place of its window; a look at them alone copies none."""
    tools = tuple(Tool(name, "", "", "{}", Where("b1", "tools")) for name in ("find", "send"))
    here = Where("b2", "tools")
    shown = Pieces(tools, where=here)
    assert shown == tuple(replace(tool, where=here) for tool in tools)
    assert [shown[1], *shown[:1]] == [replace(tool, where=here) for tool in reversed(tools)]
    assert all(held is tool for held, tool in zip(anywhere(shown), tools, strict=True))


def test_pieces_looked_at_anywhere_are_the_same_but_for_their_place() -> None:
    """A shared list keeps what it holds, and how much of it; a tuple is looked at as it is."""
    first = Pieces().and_more((ONE,))
    here = Where("00000000000000b2", "gen_ai.input.messages")
    second = first.and_more((replace(TWO, where=here),), here)
    first.and_more((OTHER,))
    assert [piece.text for piece in anywhere(second)] == [ONE.text, TWO.text]
    assert anywhere(second)[0] is ONE
    assert anywhere((ONE, TWO)) == (ONE, TWO)


def test_what_a_window_shares_with_the_last_one_is_known() -> None:
    """Of a window that goes on from the one before, only what is new has to be looked at; of a fork, all of it."""
    growing, begun = Growing(), Pieces().and_more((ONE, TWO))
    longer, forked = begun.and_more((THREE,)), begun.and_more((OTHER,))
    assert [growing.known(window) for window in (begun, longer, forked, longer)] == [0, 2, 0, 3]
    assert growing.known((ONE, TWO, THREE)) == 0
