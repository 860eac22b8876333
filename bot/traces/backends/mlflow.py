"""MLflow's two answers: a trace in snake case with structures in place of texts, and its artifact with JSON texts.

The artifact keeps the text of an attribute to the letter; `traces/get` loses the spelling of every text that is JSON.
"""

from collections.abc import Iterator

import msgspec

from bot.domain.errors import PersonError
from bot.domain.trace_vocabulary import Form
from bot.traces import otlp_json_spans
from bot.traces.backends.handed import Handed
from bot.traces.backends.values import NULL, Fields, fields, inner, listed, of_page, plain
from bot.traces.json_text import of_value, text
from bot.traces.known import Known
from bot.traces.otlp import RawEvent, RawSpan, moment, optional_id, required_id

FORM = Form.MLFLOW
OWN = "mlflow."  # tags and attributes that are MLflow's, not the application's


class _Event(msgspec.Struct):
    name: str = ""
    attributes: dict[str, msgspec.Raw] | None = None


class _Status(msgspec.Struct):
    code: str = ""


class _Span(msgspec.Struct):
    trace_id: str
    span_id: str
    parent_span_id: str | None = None
    name: str = ""
    start_time_unix_nano: int = 0
    end_time_unix_nano: int | None = None
    attributes: dict[str, msgspec.Raw] = {}
    events: list[_Event] | None = None
    status: _Status | None = None


class _Artifact(msgspec.Struct):
    spans: list[_Span]


def holds(page: Fields) -> bool:
    """Whether a page is one of MLflow's."""
    trace = fields(inner(page, "trace"))
    if "trace_info" in trace:
        return True
    items = listed(page.get("spans")) or []
    return bool(items) and b'"start_time_unix_nano"' in bytes(items[0])


def spans(pages: list[msgspec.Raw]) -> Iterator[Handed]:
    """The spans in the order of the answer, with the trace's tags as resource, wherever those stand.

    PersonError trace_wrong_shape (where), trace_bad_id (seen), trace_too_deep.
    """
    traces = [fields(inner(fields(page), "trace")) for page in pages]
    resource = _resource([fields(trace.get("trace_info")) for trace in traces])
    for page, trace in zip(pages, traces, strict=True):
        if "spans" in trace:
            yield from _of_trace(trace["spans"], resource)
        elif not trace:
            yield from (_handed(span, resource) for span in of_page(page, _Artifact, "spans").spans)


def _resource(infos: list[Fields]) -> dict[str, object]:
    """Resource attributes became tags of the trace."""
    tags = {key: text(raw) for info in infos for key, raw in fields(info.get("tags", NULL)).items()}
    return {key: value for key, value in tags.items() if not key.startswith(OWN)}


def _of_trace(held: msgspec.Raw, resource: dict[str, object]) -> Iterator[Handed]:
    written = of_value(held, list[msgspec.Raw])
    if written is None:
        raise PersonError("trace_wrong_shape", where="spans")
    known = Known()
    for one in written:
        raw = otlp_json_spans.span(one, resource, known)
        rebuilt = [key for key, value in raw.attributes.items() if isinstance(value, list | dict)]
        yield Handed(raw, {key: key for key in rebuilt})


def _handed(span: _Span, resource: dict[str, object]) -> Handed:
    raw = RawSpan(
        trace_id=required_id(span.trace_id, 16),
        span_id=required_id(span.span_id, 8),
        parent_id=optional_id(span.parent_span_id, 8),
        name=span.name,
        kind="",
        start=moment(span.start_time_unix_nano),
        end=moment(span.end_time_unix_nano),
        failed=span.status is not None and span.status.code.endswith("ERROR"),
        attributes={key: _decoded(value) for key, value in span.attributes.items()},
        resource=resource,
        events=tuple(
            RawEvent(
                event.name, f"events[{place}]", {k: plain(v) for k, v in (event.attributes or {}).items()}
            )
            for place, event in enumerate(span.events or [])
        ),
    )
    return Handed(raw, {key: key for key in raw.attributes if key.startswith(OWN)})


def _decoded(raw: msgspec.Raw) -> object:
    """An attribute out of its JSON text; a text that was JSON itself stands there to the letter."""
    written = of_value(raw, str)
    if written is None:
        return plain(raw)
    found = plain(msgspec.Raw(written.encode()))
    return written if found is None else found
