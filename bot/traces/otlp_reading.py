"""The spans of a file in any form of OTLP, joined with the log records that stand beside them."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

import msgspec

from bot.domain.errors import PersonError
from bot.domain.trace import Span, Trace
from bot.domain.trace_vocabulary import Form
from bot.traces import conventions, otlp_json, otlp_json_spans, otlp_logs
from bot.traces.blocks import Fields
from bot.traces.json_text import of_value
from bot.traces.known import Known
from bot.traces.otlp import RawSpan
from bot.traces.otlp_json_spans import Alone


def is_request(fields: Fields) -> bool:
    """Whether a JSON object is an OTLP request of spans or of log records."""
    return otlp_json.holds_spans(fields) or otlp_logs.holds_logs(fields)


def spans_alone(content: bytes, max_spans: int) -> Trace | None:
    """The trace in a request by the book that holds nothing but spans; None for any other file, whatever is in it.

    What `requests` finds as well: a large file is gone through once less. Errors as `requests`.
    """
    request = of_value(content, Alone)
    if request is None:
        return None
    return of_spans(Form.OTLP_JSON, otlp_json_spans.spans(msgspec.Raw(content), Known(), request), max_spans)


def requests(form: Form, held: Sequence[tuple[msgspec.Raw, Fields]], max_spans: int) -> Trace | None:
    """The trace in one or more OTLP requests, each with its members; what stands between them is passed over.

    None where no span is known in them. Errors as `of_spans` and `otlp_json_spans.spans`.
    """
    spans = [text for text, fields in held if otlp_json.holds_spans(fields)]
    # A retry of an exporter repeats a whole request; records have no id of their own.
    logs = {sha256(text).digest(): text for text, fields in held if otlp_logs.holds_logs(fields)}
    bodies = otlp_logs.Bodies()
    records = [log for text in logs.values() for log in otlp_logs.logs(text, bodies)]
    if not spans and not records:
        return None
    raws = otlp_logs.joined(_raws(spans), records) if records else _raws(spans)
    return of_spans(form, raws, max_spans, partial=any(otlp_json.partial(fields) for _, fields in held))


def _raws(texts: Iterable[msgspec.Raw]) -> Iterator[RawSpan]:
    known = Known()
    for text in texts:
        yield from otlp_json_spans.spans(text, known)


def of_spans(form: Form, raws: Iterable[RawSpan], max_spans: int, *, partial: bool = False) -> Trace:
    """The trace of these spans; a span that came twice, as after a retry of its exporter, counts once.

    PersonError trace_empty, trace_too_many_spans (cap, setting).
    """
    found: dict[tuple[str, str], Span] = {}
    for count, raw in enumerate(raws, 1):
        if count > max_spans:
            raise PersonError("trace_too_many_spans", cap=max_spans, setting="TRACE_MAX_SPANS")
        found.setdefault((raw.trace_id, raw.span_id), conventions.span(raw))
    if not found:
        raise PersonError("trace_empty")
    return Trace(form=form, spans=tuple(found.values()), partial=partial)
