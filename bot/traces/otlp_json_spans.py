"""The spans of a request of OTLP JSON, each decoded at once into all that is read of it."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from bot.domain.errors import PersonError
from bot.traces.json_text import of_file, of_value
from bot.traces.known import Known
from bot.traces.otlp import RawEvent, RawSpan, kind, moment, optional_id, required_id, whole
from bot.traces.otlp_json import FAILED, attributes, given, plain, where_of, word
from bot.traces.windows import AGAIN, ATTRIBUTE

_NULL = msgspec.Raw(b"null")

# Names of fields are the file's own, in every spelling that is written; of several the first that is not null counts.


class _Attribute(msgspec.Struct):
    key: object = None
    value: msgspec.Raw = _NULL


class _Event(msgspec.Struct):
    name: object = None
    attributes: list[_Attribute] | None = None
    droppedAttributesCount: object = None  # noqa: N815 - as the file has it
    dropped_attributes_count: object = None


class _Span(msgspec.Struct):
    traceId: object = None  # noqa: N815 - as the file has it
    trace_id: object = None
    spanId: object = None  # noqa: N815 - as the file has it
    span_id: object = None
    parentSpanId: object = None  # noqa: N815 - as the file has it
    parent_span_id: object = None
    name: object = None
    kind: object = None
    startTimeUnixNano: object = None  # noqa: N815 - as the file has it
    start_time_unix_nano: object = None
    endTimeUnixNano: object = None  # noqa: N815 - as the file has it
    end_time_unix_nano: object = None
    status: object = None
    attributes: list[_Attribute] | None = None
    events: list[_Event] | None = None
    droppedAttributesCount: object = None  # noqa: N815 - as the file has it
    dropped_attributes_count: object = None
    droppedEventsCount: object = None  # noqa: N815 - as the file has it
    dropped_events_count: object = None


class _Scope(msgspec.Struct):
    spans: list[msgspec.Raw] | None = None


class _Group(msgspec.Struct):
    """Spans under one resource."""

    resource: object = None
    scopeSpans: list[_Scope] | None = None  # noqa: N815 - as the file has it
    scope_spans: list[_Scope] | None = None
    instrumentationLibrarySpans: list[_Scope] | None = None  # noqa: N815 - as the file has it

    def spans(self) -> Iterator[msgspec.Raw]:
        spellings = (self.scopeSpans, self.scope_spans, self.instrumentationLibrarySpans)
        for scope in given(spellings):
            yield from scope.spans or ()


class _Request(msgspec.Struct):
    """A request down to its spans, which are decoded one by one: all at once they are larger than the file."""

    resourceSpans: list[_Group] | None = None  # noqa: N815 - as the file has it
    resource_spans: list[_Group] | None = None
    batches: list[_Group] | None = None
    trace: msgspec.Raw = _NULL
    result: msgspec.Raw = _NULL

    def groups(self) -> list[_Group]:
        return given((self.resourceSpans, self.resource_spans, self.batches))


_SPAN = msgspec.json.Decoder(_Span)
_VALUE = msgspec.json.Decoder()


class Alone(msgspec.Struct, forbid_unknown_fields=True):
    """A request by the book that holds spans and nothing else, as most files do."""

    resourceSpans: list[_Group]  # noqa: N815 - as the file has it

    def groups(self) -> list[_Group]:
        """The groups of spans."""
        return self.resourceSpans


def spans(text: msgspec.Raw, known: Known, request: Alone | None = None) -> Iterator[RawSpan]:
    """The spans of one request in file order; `known` is that of the whole file.

    `request` is what is in the text, where that has been decoded.

    PersonError trace_wrong_shape (where), trace_bad_id (seen), trace_too_deep, trace_not_json.
    """
    try:
        for group in (request or _request(text)).groups():
            resource = attributes(group.resource)
            for raw in group.spans():
                yield _span(_SPAN.decode(raw), resource, known)
    except (msgspec.DecodeError, RecursionError) as broken:
        of_file(text, dict[str, object])  # what cannot be decoded at all is told as that, with its line
        raise PersonError("trace_wrong_shape", where=where_of(broken)) from broken


def span(text: msgspec.Raw, resource: dict[str, object], known: Known) -> RawSpan:
    """One span, its attributes and events as plain values.

    PersonError trace_wrong_shape (where), trace_bad_id (seen), trace_too_deep.
    """
    try:
        return _span(_SPAN.decode(text), resource, known)
    except (msgspec.DecodeError, RecursionError) as broken:
        raise PersonError("trace_wrong_shape", where=where_of(broken)) from broken


def _request(text: msgspec.Raw) -> _Request:
    found = msgspec.json.decode(text, type=_Request)
    wrapped = (found.trace, found.result)
    inside = next((raw for raw in wrapped if of_value(raw, dict[str, msgspec.Raw]) is not None), None)
    return found if inside is None else msgspec.json.decode(inside, type=_Request)


def _span(span: _Span, resource: dict[str, object], known: Known) -> RawSpan:
    events, status = span.events or (), span.status
    code = status.get("code") if isinstance(status, dict) else status
    return RawSpan(
        trace_id=required_id(_first(span.traceId, span.trace_id), 16),
        span_id=required_id(_first(span.spanId, span.span_id), 8),
        parent_id=optional_id(_first(span.parentSpanId, span.parent_span_id), 8),
        name=word(span.name),
        kind=kind(span.kind),
        start=moment(_first(span.startTimeUnixNano, span.start_time_unix_nano)),
        end=moment(_first(span.endTimeUnixNano, span.end_time_unix_nano)),
        failed=code in FAILED,
        attributes=_attributes(span.attributes or (), known),
        resource=resource,
        dropped=_dropped(span, events),
        events=tuple(
            RawEvent(word(event.name), f"events[{place}]", _attributes(event.attributes or (), known))
            for place, event in enumerate(events)
        ),
        known=known,
    )


def _first(value: object, other: object) -> object:
    return other if value is None else value


def _attributes(held: Iterable[_Attribute], known: Known) -> dict[str, object]:
    """The values by their keys; of what is said again with every question, only what is new is decoded."""
    found: dict[str, object] = {}
    for one in held:
        key = word(one.key)
        if key == ATTRIBUTE:
            found[key] = known.values.shown(one.value) or _plain(one.value)
        elif key in AGAIN:
            found[key] = known.plain(one.value, _plain)
        else:
            found[key] = _plain(one.value)
    return found


def _plain(value: msgspec.Raw) -> object:
    return plain(_VALUE.decode(value))


def _dropped(span: _Span, events: Sequence[_Event]) -> int:
    counts = [_first(span.droppedEventsCount, span.dropped_events_count)]
    counts.append(_first(span.droppedAttributesCount, span.dropped_attributes_count))
    counts += [_first(one.droppedAttributesCount, one.dropped_attributes_count) for one in events]
    return sum([max(whole(count) or 0, 0) for count in counts if count is not None])
