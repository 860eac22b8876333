"""From the bytes of a request to spans and log records as they are kept: unpacked, read, split, redacted, packed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import DecodeError
from opentelemetry.proto.logs.v1.logs_pb2 import LogsData
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from bot.domain.errors import PersonError
from bot.domain.personal import Personal
from bot.domain.personal_data import rules_for
from bot.ports import ReceivedSpans
from bot.traces.receiving import from_json, logs_from_json
from bot.traces.receiving.splitting import LOGS, SPANS, Arrived, split
from bot.traces.unpacking import unpacked


@dataclass(frozen=True)
class Asked:
    """A request: its body as it came, the form its headers name, and the largest it may be, in bytes, unpacked.

    `personal` is taken out besides secrets; `is_logs`: it holds log records, and no spans.
    """

    content: bytes
    is_json: bool
    at: datetime
    max_bytes: int
    personal: tuple[Personal, ...] = ()
    is_logs: bool = False


@dataclass(frozen=True)
class Digested:
    """What is to be kept of a request, and how many of its spans or records cannot be."""

    batches: tuple[ReceivedSpans, ...]
    refused: int


def digest(asked: Asked) -> Digested:
    """What a request holds. One packed with gzip is unpacked, whatever its headers say.

    PersonError traces_too_large (cap, setting), traces_unreadable (form).
    """
    content = _unpacked(asked)
    data, unread = _message(content, asked)
    arrived = Arrived(asked.at, hashlib.sha256(content).hexdigest())
    rows, refused = split(data, LOGS if asked.is_logs else SPANS, arrived, rules_for(asked.personal))
    return Digested(rows, unread + refused)


def _unpacked(asked: Asked) -> bytes:
    try:
        return unpacked(asked.content, asked.max_bytes)
    except PersonError as error:
        if error.key == "trace_too_large":
            raise PersonError("traces_too_large", **error.values) from error
        raise PersonError("traces_unreadable", form="gzip") from error


def _message(content: bytes, asked: Asked) -> tuple[TracesData | LogsData, int]:
    """The request as one message, and how many of the things in it could not be put into it."""
    try:
        if asked.is_json:
            return logs_from_json.message(content) if asked.is_logs else from_json.message(content)
        return (LogsData if asked.is_logs else TracesData).FromString(content), 0
    except (PersonError, DecodeError, ValueError) as error:  # ValueError: a text that protobuf cannot hold
        raise PersonError("traces_unreadable", form="JSON" if asked.is_json else "protobuf") from error
