"""From the pages of a backend's answer to a trace; a dropped export of the same form is read the same way."""

from collections.abc import Sequence

import msgspec

from bot.domain.errors import PersonError
from bot.domain.trace import Span, Trace
from bot.traces.backends import jaeger, langfuse, langsmith, mlflow, phoenix
from bot.traces.backends.handed import span
from bot.traces.backends.values import Fields

_READERS = (jaeger, phoenix, langfuse, langsmith, mlflow)

_PROBED = ("data", "observations", "items", "runs", "run_type", "trace", "spans")
"""Members by which an answer of a backend is told from other JSON."""


def read_pages(pages: Sequence[msgspec.Raw], first: Fields, max_spans: int) -> Trace | None:
    """The trace in the pages of an answer, None where the first is no answer of a backend known here.

    `first` holds the members of the first page. PersonError trace_empty, trace_too_many_spans (cap, setting),
    trace_wrong_shape (where), trace_bad_id (seen).
    """
    if first.keys().isdisjoint(_PROBED):
        return None
    reader = next((reader for reader in _READERS if reader.holds(first)), None)
    if reader is None:
        return None
    found: dict[tuple[str, str], Span] = {}
    for count, handed in enumerate(reader.spans(list(pages)), 1):
        if count > max_spans:
            raise PersonError("trace_too_many_spans", cap=max_spans, setting="TRACE_MAX_SPANS")
        found.setdefault((handed.raw.trace_id, handed.raw.span_id), span(handed))
    if not found:
        raise PersonError("trace_empty")
    return Trace(form=reader.FORM, spans=tuple(found.values()))
