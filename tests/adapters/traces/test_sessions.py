"""Session files of coding agents: windows put together from their lines and steps, and said to be."""

import json

import pytest

from bot.domain.errors import PersonError
from bot.domain.trace_text import pieces
from bot.domain.trace_vocabulary import Flag, Provenance
from bot.traces.reading import read
from tests.adapters.traces.forms import otlp_json
from tests.adapters.traces.runs import genai, messages
from tests.adapters.traces.sessions import (
    atif,
    claude_code,
    codex,
    lines,
    points_of,
)


def test_a_rebuilt_window_is_said_to_be_one() -> None:
    """Texts are those of the file, and the flag says that the window was put together here."""
    for content in (lines(claude_code()), lines(codex()), json.dumps(atif()).encode()):
        for point in points_of(content).values():
            assert Flag.WINDOW_REBUILT in point.flags
            held = {item.provenance for item in pieces(point.window)}
            assert held <= {Provenance.LOGGED, Provenance.NOT_RETURNED_BY_API}


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (lines([*claude_code(), *codex()]), ["claude_code", "codex"]),
        (lines([*messages(), *claude_code()]), ["messages", "claude_code"]),
        (otlp_json(genai()) + b"\n" + lines(codex()), ["otlp_jsonl", "codex"]),
        (lines([atif(), *messages()]), ["atif", "messages"]),
    ],
)
def test_a_file_of_several_forms_is_refused_by_their_names(content: bytes, seen: list[str]) -> None:
    """No form is guessed: the refusal lists those that were seen, in the order of the file."""
    with pytest.raises(PersonError) as refused:
        read(content)
    assert refused.value.key == "trace_mixed_forms"
    assert refused.value.values == {"seen": seen}


def test_a_session_longer_than_the_cap_is_refused() -> None:
    """As many lines or steps as the cap are read, one more is refused with the setting."""
    for content, size in ((lines(claude_code()), 9), (lines(codex()), 9), (json.dumps(atif()).encode(), 4)):
        assert read(content, max_spans=size).spans
        with pytest.raises(PersonError) as refused:
            read(content, max_spans=size - 1)
        assert refused.value.values["setting"] == "TRACE_MAX_SPANS"
