"""From the bytes of a file to a trace: unpack, see what it is, hand it to the reader of that form."""

from collections.abc import Iterable, Sequence

import msgspec

from bot.domain.errors import PersonError
from bot.domain.trace import Span, Trace
from bot.domain.trace_vocabulary import Form
from bot.traces import conventions, otlp_json, otlp_protobuf
from bot.traces.json_text import documents, of_file, of_value
from bot.traces.messages import Fields, is_message, list_in, read_list
from bot.traces.otlp import RawSpan
from bot.traces.unpacking import as_text, seen, unknown, unpacked

MAX_BYTES = 25 * 1024 * 1024
MAX_SPANS = 10_000

_PROTOBUF_ENDINGS = (".pb", ".binpb", ".protobuf")


def read(
    content: bytes,
    *,
    name: str = "",
    media_type: str = "",
    max_bytes: int = MAX_BYTES,
    max_spans: int = MAX_SPANS,
) -> Trace:
    """The run in a file: OTLP as JSON, JSON lines or protobuf, or a list of chat messages; gzip is undone.

    `name` and `media_type` only tell protobuf from text where the bytes could be either. `max_bytes` counts
    unpacked bytes too, `max_spans` spans or messages.

    Raises PersonError and nothing else: trace_too_large, trace_too_many_spans, trace_too_many_messages (cap,
    setting); trace_empty; trace_cut_short; trace_bad_gzip; trace_bad_protobuf; trace_not_text (encoding, ""
    where unknown); trace_not_json (line); trace_too_deep; trace_unknown_format (seen); trace_wrong_shape
    (where); trace_bad_id (seen).
    """
    content = unpacked(content, max_bytes)
    if not content.strip():
        raise PersonError("trace_empty")
    if name.lower().removesuffix(".gz").endswith(_PROTOBUF_ENDINGS) or "protobuf" in media_type:
        return _spans(Form.OTLP_PROTOBUF, otlp_protobuf.spans(otlp_protobuf.required(content)), max_spans)
    text = as_text(content)
    if text is not None and text.lstrip()[:1] in {b"{", b"["}:
        try:
            return _json(text, max_spans)
        except PersonError:
            if otlp_protobuf.parsed(content) is None:  # a message of 91 or 123 bytes begins like JSON
                raise
    data = otlp_protobuf.parsed(content)
    if data is None:
        raise unknown(content)
    return _spans(Form.OTLP_PROTOBUF, otlp_protobuf.spans(data), max_spans)


def _json(content: bytes, max_spans: int) -> Trace:
    texts = documents(content)
    listed = (
        of_value(texts[0], list[msgspec.Raw]) if len(texts) == 1 else [msgspec.Raw(text) for text in texts]
    )
    if listed is not None:
        return _listed(listed, max_spans)
    fields = of_value(texts[0], Fields)
    if fields is not None and not otlp_json.holds_spans(fields):
        key = list_in(fields)
        if key:
            messages = of_file(bytes(fields[key]), list[msgspec.Raw])
            return read_list(messages, fields, key=key, max_messages=max_spans)
    return _requests(Form.OTLP_JSON, [msgspec.Raw(texts[0])], max_spans)


def _listed(listed: list[msgspec.Raw], max_spans: int) -> Trace:
    """A JSON list, or the lines of a file: chat messages, or requests."""
    if not listed:
        raise PersonError("trace_empty")
    if is_message(listed[0]):
        return read_list(listed, {}, key="", max_messages=max_spans)
    return _requests(Form.OTLP_JSONL, listed, max_spans)


def _requests(form: Form, texts: Sequence[msgspec.Raw], max_spans: int) -> Trace:
    """The spans of one or more OTLP requests; what stands between them, such as logs, is passed over."""
    fields = [(text, of_value(text, Fields) or {}) for text in texts]
    requests = [(text, held) for text, held in fields if otlp_json.holds_spans(held)]
    if not requests:
        raise PersonError("trace_unknown_format", seen=seen(fields[0][1], bytes(texts[0])))
    raws = (span for text, _ in requests for span in otlp_json.spans(of_file(bytes(text), dict[str, object])))
    return _spans(form, raws, max_spans, partial=any(otlp_json.partial(held) for _, held in requests))


def _spans(form: Form, raws: Iterable[RawSpan], max_spans: int, *, partial: bool = False) -> Trace:
    """The trace of these spans; a span that came twice, as after a retry of its exporter, counts once."""
    found: dict[tuple[str, str], Span] = {}
    for count, raw in enumerate(raws, 1):
        if count > max_spans:
            raise PersonError("trace_too_many_spans", cap=max_spans, setting="TRACE_MAX_SPANS")
        found.setdefault((raw.trace_id, raw.span_id), conventions.span(raw))
    if not found:
        raise PersonError("trace_empty")
    return Trace(form=form, spans=tuple(found.values()), partial=partial)
