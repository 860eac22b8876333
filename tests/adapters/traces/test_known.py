"""Windows of one file: each is what its own text says, whatever was read before it."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.trace import Where
from bot.traces.known import Known
from bot.traces.windows import Quoted


def at(number: int) -> Where:
    return Where(f"{number:016x}", "gen_ai.input.messages")


def message(text: str, role: str = "user") -> dict[str, Any]:
    return {"role": role, "parts": [{"type": "text", "content": text}]}


def told(
    known: Known, written: str | Quoted, number: int = 1
) -> list[tuple[str, str, int | None, str]] | None:
    found = known.window(written, at(number))
    return None if found is None else [(one.role, one.text, one.message, one.where.span_id) for one in found]


TALK = [message("hello"), message('hi "you" – é\n', "assistant"), {"parts": "bare"}, 7, 77, message("bye")]


def quoted(written: str, *, compact: bool = True, **more: object) -> msgspec.Raw:
    """A text as a value of OTLP JSON."""
    separators = (",", ":") if compact else None
    return msgspec.Raw(json.dumps({"stringValue": written, **more}, separators=separators).encode())


@given(
    st.lists(st.lists(st.sampled_from(range(len(TALK))), max_size=5), max_size=12), st.sampled_from([None, 1])
)
def test_a_window_reads_the_same_after_any_others(drawn: list[list[int]], indent: int | None) -> None:
    """Longer, shorter, forked and repeated lists are read as if each stood alone, at their own span."""
    known = Known()
    for number, places in enumerate(drawn):
        written = json.dumps([TALK[place] for place in places], indent=indent)
        assert told(known, written, number) == told(Known(), written, number)


@given(st.lists(st.lists(st.sampled_from(range(len(TALK))), max_size=5), max_size=12))
def test_a_window_in_a_value_reads_as_its_text_does(drawn: list[list[int]]) -> None:
    """A value that goes on from an earlier one is decoded from there, and all of its text is still to be had."""
    known = Known()
    for number, places in enumerate(drawn):
        written = json.dumps([TALK[place] for place in places])
        shown = known.values.shown(quoted(written))
        assert shown is not None
        assert shown.text() == written
        assert told(known, shown, number) == told(Known(), written, number)


@pytest.mark.parametrize("rest", ["", "]]", ",", ", ]", ', {"role": "user"', " x]", ",]"])
def test_a_value_that_goes_on_brokenly_is_no_list(rest: str) -> None:
    """A right beginning does not make a broken text a window; its text is all of it."""
    known, begun = Known(), json.dumps([message("hello")])
    first = known.values.shown(quoted(begun))
    assert first is not None
    assert known.window(first, at(1))
    broken = known.values.shown(quoted(begun[:-1] + rest))
    # What does not even end as a list is read as any text is.
    assert (broken is None) is not rest.endswith("]")
    if broken is not None:
        assert told(known, broken) is None
        assert broken.text() == begun[:-1] + rest


@pytest.mark.parametrize(
    "value",
    [
        quoted("[]", compact=False),
        quoted("words"),
        quoted("[1]", intValue="2"),
        msgspec.Raw(b'{"stringValue":"[1","boolValue":"]"}'),
        msgspec.Raw(b'{"intValue":"1"}'),
        msgspec.Raw(b"null"),
    ],
)
def test_a_value_in_another_spelling_is_read_as_any_other(value: msgspec.Raw) -> None:
    """Only a list in a text by the book is looked for among earlier ones."""
    assert Known().values.shown(value) is None


def test_an_unusual_value_behind_a_known_beginning_is_read_as_any_other() -> None:
    """What stands beside a text in its value counts, whatever the text begins with."""
    known, begun = Known(), json.dumps([message("hello")])
    first = known.values.shown(quoted(begun))
    assert first is not None
    assert known.window(first, at(1))
    beside = bytes(quoted(begun[:-1])).removesuffix(b"}") + b',"boolValue":"]"}'
    assert known.values.shown(msgspec.Raw(beside)) is None


@pytest.mark.parametrize(
    "rest", ["", "]]", ",", ", ]", ', {"role": "user"', '], {"role": "user"}]', " x]", ",]"]
)
def test_a_list_that_goes_on_brokenly_is_no_list(rest: str) -> None:
    """A right beginning does not make a broken text a window."""
    known, begun = Known(), json.dumps([message("hello")])
    assert known.window(begun, at(1))
    assert told(known, begun[:-1] + rest) is None


def test_nothing_goes_on_from_an_empty_list() -> None:
    """A comma right behind the bracket is broken, also where an empty list was read before."""
    known = Known()
    assert told(known, "[]") == []
    assert told(known, '[, {"role": "user"}]') is None


def test_equal_messages_share_their_texts() -> None:
    """A text that stands in many windows is held once."""
    known = Known()
    first = known.window(json.dumps([message("a text " * 9)]), at(1))
    second = known.window(json.dumps([message("other"), message("a text " * 9)]), at(2))
    assert first is not None
    assert second is not None
    assert second[1].text is first[0].text
