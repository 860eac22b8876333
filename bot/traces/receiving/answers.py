"""Answers to requests as OTLP says: in the form of the request, a `google.rpc.Status` where it was refused."""

from dataclasses import dataclass

import msgspec
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTracePartialSuccess,
    ExportTraceServiceResponse,
)

JSON = "application/json"
PROTOBUF = "application/x-protobuf"
CODES = {400: 3, 401: 16, 413: 8, 415: 3, 503: 14}
"""By HTTP status, the code of `google.rpc.Status`: invalid, unauthenticated, too much, unavailable."""


@dataclass(frozen=True)
class Answer:
    """What is sent back; `retry_after` in seconds, 0 where another try is no use."""

    status: int
    body: bytes
    media: str
    retry_after: int = 0


def taken(media: str) -> Answer:
    """All spans are kept."""
    return Answer(200, b"{}" if media == JSON else b"", media)


def taken_in_part(media: str, refused: int, why: str, what: str = "rejectedSpans") -> Answer:
    """All but some spans are kept; the exporter is not to send those again. `what`: the member that counts them."""
    if media == JSON:
        told = {"partialSuccess": {what: str(refused), "errorMessage": why}}
        return Answer(200, msgspec.json.encode(told), media)
    # The answer of logs is of another name, and the same on the wire.
    part = ExportTracePartialSuccess(rejected_spans=refused, error_message=why)
    return Answer(200, ExportTraceServiceResponse(partial_success=part).SerializeToString(), media)


def not_taken(status: int, media: str, why: str, retry_after: int = 0) -> Answer:
    """Nothing is kept."""
    code = CODES[status]
    if media == JSON:
        return Answer(status, msgspec.json.encode({"code": code, "message": why}), media, retry_after)
    # `google.rpc.Status` begins as this message does, with a number and a text, so that both have one form on the wire.
    body = ExportTracePartialSuccess(rejected_spans=code, error_message=why).SerializeToString()
    return Answer(status, body, media, retry_after)
