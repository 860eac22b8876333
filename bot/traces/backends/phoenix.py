"""Phoenix's spans as dicts: raw keys beside those it derives; its own kind of span stands apart."""

from collections.abc import Iterator

import msgspec

from bot.domain.trace_vocabulary import Form
from bot.traces import genai, openinference
from bot.traces.backends.handed import Handed
from bot.traces.backends.values import Fields, listed, moment, of_page, plains
from bot.traces.otlp import RawEvent, RawSpan, optional_id, required_id

FORM = Form.PHOENIX


class _Context(msgspec.Struct):
    trace_id: str
    span_id: str


class _Event(msgspec.Struct):
    name: str = ""
    attributes: dict[str, msgspec.Raw] | None = None


class _Span(msgspec.Struct):
    context: _Context
    name: str = ""
    span_kind: str = ""
    parent_id: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    status_code: str = ""
    attributes: dict[str, msgspec.Raw] = {}
    events: list[_Event] | None = None


class _Page(msgspec.Struct):
    data: list[_Span]


def holds(page: Fields) -> bool:
    """Whether a page is one of Phoenix's."""
    items = listed(page.get("data")) or []
    return bool(items) and all(mark in bytes(items[0]) for mark in (b'"context"', b'"span_kind"'))


def spans(pages: list[msgspec.Raw]) -> Iterator[Handed]:
    """The spans in the order of the answer. PersonError trace_wrong_shape (where), trace_bad_id (seen)."""
    for page in pages:
        for span in of_page(page, _Page, "data").data:
            yield _handed(span)


def _handed(span: _Span) -> Handed:
    attributes = plains(span.attributes)
    says_itself = "gen_ai.operation.name" in attributes
    if not says_itself and span.span_kind not in {"", "UNKNOWN"}:
        attributes[openinference.KIND] = span.span_kind
    raw = RawSpan(
        trace_id=required_id(span.context.trace_id, 16),
        span_id=required_id(span.context.span_id, 8),
        parent_id=optional_id(span.parent_id, 8),
        name=span.name,
        kind="",  # every span comes back as internal
        start=moment(span.start_time),
        end=moment(span.end_time),
        failed=span.status_code == "ERROR",
        attributes=attributes,
        events=tuple(
            RawEvent(event.name, f"events[{place}]", plains(event.attributes or {}))
            for place, event in enumerate(span.events or [])
        ),
    )
    derived = [key for key in attributes if key.startswith("llm.")] if genai.INPUT in attributes else []
    return Handed(raw, {key: key for key in derived})
