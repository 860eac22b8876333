"""What is kept of a trace holds no secret, in protobuf and in gzip as in plain text."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.decision_points import candidates
from bot.domain.trace_vocabulary import Flag
from bot.traces.backends.keeping import without_secrets
from bot.traces.reading import read
from tests.adapters.sources import bodies
from tests.adapters.traces.forms import otlp_json, otlp_protobuf
from tests.adapters.traces.runs import ASK_1, Run, genai

SECRET = "AKIAIOSFODNN7EXAMPLE"
MAX = 10**6


def told() -> Run:
    """The run with a secret in its instructions and one in an attribute of a tool."""
    said = f'[{{"type": "text", "content": "Use {SECRET} for the mail."}}]'
    return genai().with_keys(ASK_1, {"gen_ai.system_instructions": said})


WRITTEN: dict[str, Callable[[Run], bytes]] = {
    "protobuf": otlp_protobuf,
    "tempo": bodies.tempo,
    "tempo-partial": lambda run: bodies.tempo(run, partial=True),
    "protobuf-gzip": lambda run: gzip.compress(otlp_protobuf(run)),
    "json-gzip": lambda run: gzip.compress(otlp_json(run)),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_copy_is_the_same_run_without_the_secret(name: str) -> None:
    """It reads as before, one text apart; a part of a run still says that it is one."""
    content = WRITTEN[name](told())
    cleaned = without_secrets(content, max_bytes=MAX)
    assert cleaned is not None
    copy, redactions = cleaned
    assert SECRET.encode() not in copy
    assert sum(redaction.count for redaction in redactions) == 1
    before, after = read(content), read(copy)
    assert SECRET in repr(before.spans)
    assert SECRET not in repr(after.spans)
    assert [span.span_id for span in after.spans] == [span.span_id for span in before.spans]
    points = candidates(after)
    assert all((Flag.PARTIAL in point.flags) == (name == "tempo-partial") for point in points)
    assert [replace(span, turn=None, attributes=()) for span in after.spans] == [
        replace(span, turn=None, attributes=()) for span in before.spans
    ]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_trace_without_secrets_is_kept_to_the_letter(name: str) -> None:
    """Its hash as kept is its hash as received."""
    content = WRITTEN[name](genai())
    assert without_secrets(content, max_bytes=MAX) == (content, ())


@pytest.mark.parametrize(
    "content",
    [otlp_json(told()), b"plain words", b"\x89PNG\r\n\x1a\n\x00", b"\x1f\x8b broken", b"", b"\xff\xfe\x00"],
)
def test_what_is_no_packed_trace_is_left_to_others(content: bytes) -> None:
    """Plain text is redacted as text; pictures are no traces."""
    assert without_secrets(content, max_bytes=MAX) is None
