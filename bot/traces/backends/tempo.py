"""Tempo's protobuf answer: the trace in a message around it, with a status when a part is missing."""

from dataclasses import replace

from bot.traces import otlp_message, otlp_protobuf
from bot.traces.otlp_message import Held

_TRACE, _STATUS = 1, 3  # fields of the message TraceByIDResponse
_PARTIAL = 1


def parsed(content: bytes) -> Held | None:
    """The spans and log records in bytes of OTLP, or in Tempo's answer around them, which may say that it is a part.

    None where the bytes are neither.
    """
    bare = otlp_message.with_spans(content)
    if bare is not None:
        return bare
    found = dict(otlp_message.fields(content))
    inner = found.get(_TRACE)
    held = otlp_message.with_spans(inner) if isinstance(inner, bytes) else None
    if held is not None:
        return replace(held, partial=found.get(_STATUS) == _PARTIAL)
    return otlp_message.of_logs(content) or _without_ids(content)


def written(held: Held) -> bytes:
    """A trace as bytes; one that is a part, in Tempo's message, which says so."""
    content = otlp_message.written(held.spans, held.logs)
    if not held.partial:
        return content
    # The message around it has no class here: a field with a length, then one with a number.
    around = otlp_message.field_of(_TRACE, content)
    return around + otlp_message.key(_STATUS, 0) + otlp_message.varint(_PARTIAL)


def _without_ids(content: bytes) -> Held | None:
    """A trace whose first span has no sound id, or that has none: what is wrong with it is told by its reader."""
    data = otlp_protobuf.parsed(content)
    return None if data is None else Held(data)
