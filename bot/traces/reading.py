"""From the bytes of a file to a trace: unpack, see what it is, hand it to the reader of that form."""

from collections.abc import Sequence

import msgspec

from bot.domain.errors import PersonError
from bot.domain.trace import Trace
from bot.domain.trace_vocabulary import Form
from bot.traces import atif, claude_code, codex, otlp_logs, otlp_logs_protobuf, otlp_message, otlp_protobuf
from bot.traces.backends import tempo
from bot.traces.backends.reading import read_pages
from bot.traces.blocks import Fields
from bot.traces.json_text import documents, of_file, of_value
from bot.traces.messages import list_in, read_list
from bot.traces.otlp_message import Held
from bot.traces.otlp_reading import is_request, of_spans, requests, spans_alone
from bot.traces.recognising import form_of
from bot.traces.unpacking import as_text, seen, unknown, unpacked

MAX_BYTES = 25 * 1024 * 1024
MAX_SPANS = 10_000

_SESSIONS = {Form.CLAUDE_CODE: claude_code.read, Form.CODEX: codex.read, Form.ATIF: atif.read}
_PROTOBUF_ENDINGS = (".pb", ".binpb", ".protobuf")


def read(
    content: bytes,
    *,
    name: str = "",
    media_type: str = "",
    max_bytes: int = MAX_BYTES,
    max_spans: int = MAX_SPANS,
) -> Trace:
    """The run in a file of any form that is read; gzip is undone.

    Forms are OTLP as JSON, JSON lines or protobuf, sessions of Claude Code and Codex, ATIF, and lists of chat
    messages. `name` and `media_type` only tell protobuf from text where the bytes could be either. `max_bytes` counts
    unpacked bytes too, `max_spans` spans or messages.

    Raises PersonError and nothing else: trace_too_large, trace_too_many_spans, trace_too_many_messages (cap,
    setting); trace_empty; trace_cut_short; trace_bad_gzip; trace_bad_protobuf; trace_not_text (encoding, ""
    where unknown); trace_not_json (line); trace_too_deep; trace_unknown_format (seen); trace_mixed_forms
    (seen); trace_wrong_shape (where); trace_bad_id (seen).
    """
    content = unpacked(content, max_bytes)
    if not content.strip():
        raise PersonError("trace_empty")
    if name.lower().removesuffix(".gz").endswith(_PROTOBUF_ENDINGS) or "protobuf" in media_type:
        found = tempo.parsed(content)
        if found is None:
            raise PersonError("trace_bad_protobuf")
        return _protobuf(found, max_spans)
    text = as_text(content)
    if text is not None and text.lstrip()[:1] in {b"{", b"["}:
        try:
            return _json(text, max_spans)
        except PersonError:
            if not _is_protobuf(content):  # a message of 91 or 123 bytes begins like JSON
                raise
    found = tempo.parsed(content)
    if found is None:
        raise unknown(content)
    return _protobuf(found, max_spans)


def _protobuf(held: Held, max_spans: int) -> Trace:
    raws = otlp_protobuf.spans(held.spans)
    if held.logs.resource_logs:
        raws = otlp_logs.joined(raws, otlp_logs_protobuf.logs(held.logs))
    return of_spans(Form.OTLP_PROTOBUF, raws, max_spans, partial=held.partial)


def _is_protobuf(content: bytes) -> bool:
    return otlp_protobuf.parsed(content) is not None or otlp_message.of_logs(content) is not None


def _json(content: bytes, max_spans: int) -> Trace:
    alone = spans_alone(content, max_spans)
    if alone is not None:
        return alone
    fields = of_value(content, Fields)
    if fields is not None:
        return _object(msgspec.Raw(content), fields, max_spans)
    texts = documents(content)
    listed = of_value(texts[0], list[msgspec.Raw]) if len(texts) == 1 else list(map(msgspec.Raw, texts))
    if listed is None:
        return _object(msgspec.Raw(content), {}, max_spans)
    return _listed(listed, max_spans)


def _object(value: msgspec.Raw, fields: Fields, max_spans: int) -> Trace:
    """A JSON object and its members: a request, something around chat messages, or a session."""
    if not is_request(fields):
        key = list_in(fields)
        if key:
            messages = of_file(fields[key], list[msgspec.Raw])
            return read_list(messages, fields, key=key, max_messages=max_spans)
        session = _session(form_of([value]), [value], max_spans)
        if session:
            return session
    return _requests(Form.OTLP_JSON, [(value, fields)], max_spans)


def _listed(listed: list[msgspec.Raw], max_spans: int) -> Trace:
    """A JSON list, or the lines of a file: chat messages, a session, or requests."""
    if not listed:
        raise PersonError("trace_empty")
    form = form_of(listed)
    if form is Form.MESSAGES:
        return read_list(listed, {}, key="", max_messages=max_spans)
    session = _session(form, listed, max_spans)
    held = [(text, of_value(text, Fields) or {}) for text in listed]
    return session or _requests(Form.OTLP_JSONL, held, max_spans)


def _session(form: Form | None, values: Sequence[msgspec.Raw], max_spans: int) -> Trace | None:
    reader = _SESSIONS.get(form) if form else None
    return reader(values, max_spans) if reader else None


def _requests(form: Form, held: Sequence[tuple[msgspec.Raw, Fields]], max_spans: int) -> Trace:
    found = requests(form, held, max_spans)
    if found is not None:
        return found
    first, members = held[0]
    answer = read_pages([text for text, _ in held], members, max_spans)
    if answer is None:
        raise PersonError("trace_unknown_format", seen=seen(members, bytes(first)))
    return answer
