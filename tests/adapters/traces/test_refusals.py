"""Every file that cannot be read says why."""

import gzip
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import PersonError
from bot.domain.trace_vocabulary import Form
from bot.traces.reading import read
from tests.adapters.traces.forms import TRACE, otlp_json, otlp_jsonl, otlp_protobuf
from tests.adapters.traces.runs import ASK_1, ASK_2, Run, genai, messages


def key_of(content: bytes, **how: Any) -> str:
    with pytest.raises(PersonError) as refused:
        read(content, **how)
    return refused.value.key


PLAIN = otlp_json(genai())


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "trace_empty"),
        (b" \n\t", "trace_empty"),
        (b"[]", "trace_empty"),
        (b'{"resourceSpans": []}', "trace_empty"),
        (b'{"messages": []}', "trace_empty"),
        (PLAIN[: len(PLAIN) // 2], "trace_cut_short"),
        (gzip.compress(PLAIN, mtime=0)[:-20], "trace_cut_short"),
        (gzip.compress(PLAIN, mtime=0)[:12] + b"\xff" * 99, "trace_bad_gzip"),
        (otlp_jsonl(genai())[:-40], "trace_cut_short"),
        (b'{"a": 1}\n{"b" 2}\n{"c": 3}', "trace_not_json"),
        (b'[{"role": "user", "content": NaN}]', "trace_not_json"),
        (b'{"resourceSpans": [' + b"9" * 5000 + b"]}", "trace_not_json"),
        (b"[" * 200_000, "trace_too_deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "trace_too_deep"),
        (PLAIN.decode().encode("utf-16"), "trace_not_text"),
        (PLAIN.decode().encode("utf-16-le"), "trace_not_text"),
        (PLAIN.decode().encode("utf-16-be"), "trace_not_text"),
        (PLAIN.decode().encode("utf-32"), "trace_not_text"),
        (PLAIN.decode().encode("utf-32-le"), "trace_not_text"),
        ('{"role": "user", "content": "Größe"}'.encode("latin-1"), "trace_not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "trace_not_text"),
        (b"Hello, here is what happened:", "trace_unknown_format"),
        (b'{"id": "x", "spans": []}', "trace_unknown_format"),
        (b"[1, 2]", "trace_unknown_format"),
        (b'"text"', "trace_unknown_format"),
        (b'{"resourceLogs": []}', "trace_unknown_format"),
        (b'{"resourceSpans": {}}', "trace_wrong_shape"),
        (b'{"resourceSpans": [1]}', "trace_wrong_shape"),
        (PLAIN.replace(TRACE.encode(), b"not-an-id"), "trace_bad_id"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, key: str) -> None:
    """Each way in which a file can be wrong has its own key."""
    assert key_of(content) == key


def test_a_file_that_calls_itself_protobuf_is_read_as_that_alone() -> None:
    """By name or media type, bytes that are no OTLP protobuf are refused as such."""
    assert key_of(b"\xff\xff", name="run.pb") == "trace_bad_protobuf"
    assert key_of(b"{}", media_type="application/x-protobuf") == "trace_bad_protobuf"
    assert read(otlp_protobuf(genai()), name="run.binpb").form is Form.OTLP_PROTOBUF


def test_a_protobuf_that_begins_like_json_is_still_read() -> None:
    """A first message of 91 or 123 bytes puts a bracket behind the line feed that begins every OTLP file."""
    bare = replace(genai().without(ASK_1).without(ASK_2), resource={})
    spans = tuple(replace(span, parent="", attributes={}, name="") for span in bare.spans[:1])
    for first in (0x5B, 0x7B):
        content = next(
            content
            for size in range(200)
            if (content := otlp_protobuf(Run((replace(spans[0], name="n" * size),), resource={})))[1] == first
        )
        assert read(content).form is Form.OTLP_PROTOBUF


def test_a_broken_line_is_named() -> None:
    """In a file of lines, and in a JSON text over several, the refusal says which line."""
    for content in (b'{"a": 1}\n{"b" 2}\n{"c": 3}', b'{\n"b" 2}'):
        with pytest.raises(PersonError) as refused:
            read(content)
        assert refused.value.values == {"line": 2}


@pytest.mark.parametrize("packed", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_file_over_the_cap_is_refused_with_the_setting(packed: Callable[[bytes], bytes]) -> None:
    """The cap counts bytes before and after unpacking, one byte over is over, and the setting is named."""
    content = packed(PLAIN)
    assert read(content, max_bytes=len(PLAIN)).spans
    with pytest.raises(PersonError) as refused:
        read(content, max_bytes=len(PLAIN) - 1)
    assert refused.value.key == "trace_too_large"
    assert refused.value.values == {"cap": len(PLAIN) - 1, "setting": "TRACE_MAX_BYTES"}


def test_a_gzip_bomb_is_never_unpacked_whole() -> None:
    """A small file that grows a hundredfold is refused at the cap, not after it filled the memory."""
    bomb = gzip.compress(bytes(60_000_000))
    tracemalloc.start()
    refused = key_of(bomb, max_bytes=1_000_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused == "trace_too_large"
    assert peak < 10_000_000


def test_too_many_spans_or_messages_are_refused_with_the_setting() -> None:
    """As many as the cap are read, one more is refused."""
    listed = json.dumps(messages()).encode()
    assert len(read(PLAIN, max_spans=4).spans) == 4
    assert len(read(listed, max_spans=5).messages) == 5
    assert key_of(PLAIN, max_spans=3) == "trace_too_many_spans"
    assert key_of(listed, max_spans=4) == "trace_too_many_messages"
