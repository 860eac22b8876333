"""OpenTelemetry spans as their files hold them, the file's own spelling of ids, times and kinds undone."""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.errors import PersonError
from bot.domain.trace import Where
from bot.traces.known import Known

MAX_DEPTH = 32  # of structured attribute values; deeper is no message of any convention

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_KINDS = ("", "internal", "server", "client", "producer", "consumer")
_LAST_NS = 253_402_300_799_000_000_000  # the end of the year 9999


@dataclass(frozen=True, slots=True)
class RawEvent:
    """A span event, or a log record that names the span it belongs to.

    `place` says where it stands: `events[0]`, or `logs[0]` by its place among the span's log records in the
    order of time. `body` is that of a log record, a plain value as attributes have.
    """

    name: str
    place: str
    attributes: dict[str, object] = field(default_factory=dict)
    body: object = None


@dataclass(frozen=True, slots=True)
class RawSpan:
    """One span before any convention is applied.

    Attribute values are str, int, float, bool, None, list and dict; the messages shown to a model may be `Quoted`.
    `dropped` counts the attributes and events that the SDK lost. `events` are its span events, then its log records.
    `place` is "" for the span's own attributes, that of an event where the attributes are an event's. `known` is
    shared by the spans of a file.
    """

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    kind: str
    start: datetime | None
    end: datetime | None
    failed: bool
    attributes: dict[str, object]
    resource: dict[str, object] = field(default_factory=dict)
    dropped: int = 0
    events: tuple[RawEvent, ...] = ()
    place: str = ""
    known: Known = field(default_factory=Known, repr=False, compare=False)

    def where(self, key: str) -> Where:
        """Where an attribute stands."""
        return Where(self.span_id, f"{self.place}.{key}" if self.place else key)

    def text(self, key: str) -> str:
        """An attribute that is a text, "" for any other."""
        value = self.attributes.get(key)
        return value if isinstance(value, str) else ""


def required_id(value: object, size: int) -> str:
    """An id of `size` bytes as lower-case hex. PersonError trace_bad_id where it is none."""
    found = optional_id(value, size)
    if not found:
        raise PersonError("trace_bad_id", seen=str(value)[:40])
    return found


def optional_id(value: object, size: int) -> str:
    """As `required_id`, but "" for none at all: absent, empty or all zeros."""
    if value in (None, "", b""):
        return ""
    digits = _digits(value, size)
    if digits is None:
        raise PersonError("trace_bad_id", seen=str(value)[:40])
    return digits if digits.strip("0") else ""


def _digits(value: object, size: int) -> str | None:
    """Bytes, hex of either case or base64 as lower-case hex; None for anything else."""
    if isinstance(value, bytes):
        return value.hex() if len(value) == size else None
    if not isinstance(value, str):
        return None
    try:
        if len(value) == 2 * size:
            return bytes.fromhex(value).hex()
        decoded = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    return decoded.hex() if len(decoded) == size else None


def moment(value: object) -> datetime | None:
    """Nanoseconds since 1970 as a time in UTC, to the microsecond; None for none and for what is no time."""
    nanoseconds = whole(value)
    if nanoseconds is None or not 0 < nanoseconds <= _LAST_NS:
        return None
    return _EPOCH + timedelta(0, 0, nanoseconds // 1000)  # days, seconds, microseconds


def whole(value: object) -> int | None:
    """A whole number of 64 bits, written as number or as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < 2**64 else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**64 else None
    if isinstance(value, str) and len(value) <= 20 and value.isascii() and value.lstrip("-").isdecimal():
        return int(value) if value.count("-") <= 1 else None
    return None


def kind(value: object) -> str:
    """A span kind as a lower-case word, written in the file as number or as name; "" for unspecified."""
    if isinstance(value, str) and not value.isdecimal():
        word = value.removeprefix("SPAN_KIND_").lower()
        return word if word in _KINDS else ""
    number = value if type(value) is int else whole(value)
    return _KINDS[number] if number is not None and 0 <= number < len(_KINDS) else ""
