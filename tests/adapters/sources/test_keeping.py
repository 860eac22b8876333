"""What is kept of a trace holds no secret, in protobuf and in gzip as in plain text."""

import gzip
from collections.abc import Callable
from dataclasses import replace

import pytest
from opentelemetry.proto.logs.v1.logs_pb2 import LogsData
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from bot.domain.decision_points import candidates
from bot.domain.personal import Personal
from bot.domain.personal_data import rules_for
from bot.domain.trace_vocabulary import Flag
from bot.traces.backends.keeping import without_secrets
from bot.traces.otlp_message import written
from bot.traces.reading import read
from bot.traces.receiving.cleaning import clean
from tests.adapters.sources import bodies
from tests.adapters.traces.eras import ERAS
from tests.adapters.traces.forms import logs_protobuf, otlp_json, otlp_protobuf
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
    assert [replace(span, turn=None) for span in after.spans] == [
        replace(span, turn=None) for span in before.spans
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


@pytest.mark.parametrize("name", WRITTEN)
def test_personal_data_goes_where_it_is_asked_for(name: str) -> None:
    """In every form a run is kept in; a number as an attribute is known by its key."""
    said = '[{"type": "text", "content": "Mail ana@example.org or ring +49 30 1234567."}]'
    keys = {"gen_ai.system_instructions": said, "customer.phone": "4155550132"}
    content = WRITTEN[name](genai().with_keys(ASK_1, keys))
    assert without_secrets(content, max_bytes=MAX) == (content, ())
    cleaned = without_secrets(content, max_bytes=MAX, rules=rules_for(tuple(Personal)))
    assert cleaned is not None
    copy, redactions = cleaned
    assert {(redaction.kind, redaction.count) for redaction in redactions} == {("e-mail", 1), ("phone", 2)}
    assert not [given for given in ("ana@example.org", "1234567", "4155550132") if given in repr(read(copy))]
    assert [span.span_id for span in read(copy).spans] == [span.span_id for span in read(content).spans]


def test_a_card_as_a_number_becomes_the_text_that_says_so() -> None:
    """An attribute may hold it as an integer; a count of tokens stays one."""
    data = TracesData()
    span = (
        data.resource_spans.add()
        .scope_spans.add()
        .spans.add(trace_id=b"t" * 16, span_id=b"s" * 8, name="pay")
    )
    for key, number in (("card", 4111111111111111), ("tokens", 4111)):
        span.attributes.add(key=key).value.int_value = number
    assert [(found.kind, found.count) for found in clean(data)] == [("card number", 1)]
    card, tokens = span.attributes
    assert card.value.string_value == "[redacted: card number]"
    assert tokens.value.int_value == 4111


def test_log_records_are_kept_without_their_secrets() -> None:
    """Alone and beside spans, and what they say is otherwise the same; where nothing is found, to the letter."""
    run = ERAS["gen_ai 1.28 in log events"]()
    (span_id, first), *others = run.logs
    said = replace(first, body={"content": f"Use {SECRET} for the mail."})
    told = replace(run, logs=((span_id, said), *others))
    spans = TracesData.FromString(otlp_protobuf(run))
    for alone in (True, False):
        beside = TracesData() if alone else spans
        content = written(beside, LogsData.FromString(logs_protobuf(told)))
        cleaned = without_secrets(content, max_bytes=MAX)
        assert cleaned is not None
        copy, redactions = cleaned
        assert [(redaction.kind, redaction.count) for redaction in redactions] == [("aws access key", 1)]
        assert SECRET not in repr(read(copy))
        assert repr(read(copy)) == repr(read(content)).replace(SECRET, "[redacted: aws access key]")
        whole = written(beside, LogsData.FromString(logs_protobuf(run)))
        assert without_secrets(whole, max_bytes=MAX) == (whole, ())
