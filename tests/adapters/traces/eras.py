"""Every convention and era in which a run is read."""

from tests.adapters.traces.generations import (
    attributes_1_27,
    attributes_1_37,
    event_1_37,
    flat_span_events_1_28,
    log_events_1_28,
    span_events_1_27,
    span_events_1_28,
    structured_1_37,
)
from tests.adapters.traces.vendors import openinference, openllmetry, vercel

ERAS = {
    "gen_ai 1.37 as text": attributes_1_37,
    "gen_ai 1.37 structured": structured_1_37,
    "gen_ai 1.37 in one log event": event_1_37,
    "gen_ai 1.28 in log events": log_events_1_28,
    "gen_ai 1.28 in span events": span_events_1_28,
    "gen_ai 1.28 in span events, flat": flat_span_events_1_28,
    "gen_ai 1.27 in attributes": attributes_1_27,
    "gen_ai 1.27 in span events": span_events_1_27,
    "OpenLLMetry": openllmetry,
    "OpenInference": openinference,
    "Vercel AI SDK 6": vercel,
}
"""Each convention and era -> the run as it writes it."""
