"""Jaeger's answer to its own pages: `data[].spans[]` with tags. The attributes keep their raw keys and texts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from bot.domain.trace_vocabulary import Form
from bot.traces.backends.handed import Handed
from bot.traces.backends.values import Fields, listed, of_page, plain
from bot.traces.otlp import RawEvent, RawSpan, kind, optional_id, required_id

FORM = Form.JAEGER
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Tag(msgspec.Struct):
    key: str = ""
    value: msgspec.Raw = msgspec.Raw(b"null")


class _Reference(msgspec.Struct, rename="camel"):
    ref_type: str = ""
    span_id: str = msgspec.field(name="spanID", default="")


class _Log(msgspec.Struct):
    fields: list[_Tag] = []


class _Span(msgspec.Struct, rename="camel"):
    trace_id: str = msgspec.field(name="traceID")
    span_id: str = msgspec.field(name="spanID")
    operation_name: str = ""
    references: list[_Reference] | None = None
    start_time: int = 0  # microseconds since 1970
    duration: int = 0  # microseconds
    tags: list[_Tag] | None = None
    logs: list[_Log] | None = None
    process_id: str = msgspec.field(name="processID", default="")


class _Process(msgspec.Struct, rename="camel"):
    service_name: str = ""
    tags: list[_Tag] | None = None


class _Trace(msgspec.Struct):
    spans: list[_Span]
    processes: dict[str, _Process] | None = None


class _Page(msgspec.Struct):
    data: list[_Trace]


def holds(page: Fields) -> bool:
    """Whether a page is one of Jaeger's."""
    items = listed(page.get("data")) or []
    return bool(items) and b'"traceID"' in bytes(items[0]) and b'"processes"' in bytes(items[0])


def spans(pages: list[msgspec.Raw]) -> Iterator[Handed]:
    """The spans in the order of the answer. PersonError trace_wrong_shape (where), trace_bad_id (seen)."""
    for page in pages:
        for trace in of_page(page, _Page, "data").data:
            for span in trace.spans:
                yield Handed(_raw(span, (trace.processes or {}).get(span.process_id)))


def _raw(span: _Span, process: _Process | None) -> RawSpan:
    attributes = _plain(span.tags)
    start = _moment(span.start_time)
    resource = {} if process is None else {"service.name": process.service_name} | _plain(process.tags)
    status = attributes.get("otel.status_code")
    return RawSpan(
        trace_id=required_id(span.trace_id.rjust(32, "0"), 16),
        span_id=required_id(span.span_id.rjust(16, "0"), 8),
        parent_id=_parent(span),
        name=span.operation_name,
        kind=kind(attributes.get("span.kind")),
        start=start,
        end=start and start + timedelta(microseconds=min(max(span.duration, 0), 10**15)),
        failed=status == "ERROR" or attributes.get("error") is True,
        attributes=attributes,
        resource=resource,
        events=tuple(_event(log, place) for place, log in enumerate(span.logs or [])),
    )


def _parent(span: _Span) -> str:
    """The span it is a child of, else the first it follows from."""
    found = sorted(span.references or [], key=lambda reference: reference.ref_type != "CHILD_OF")
    return optional_id(found[0].span_id.rjust(16, "0"), 8) if found and found[0].span_id else ""


def _event(log: _Log, place: int) -> RawEvent:
    attributes = _plain(log.fields)
    name = attributes.pop("event", "")
    return RawEvent(name if isinstance(name, str) else "", f"logs[{place}]", attributes)


def _plain(tags: list[_Tag] | None) -> dict[str, object]:
    return {tag.key: plain(tag.value) for tag in tags or []}


def _moment(microseconds: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=microseconds) if microseconds > 0 else None
    except OverflowError:
        return None
