"""Secrets out of a parsed OTLP message: every text in it, each attribute together with its key."""

from collections import Counter
from collections.abc import MutableSequence
from functools import lru_cache

from google.protobuf.message import Message
from opentelemetry.proto.common.v1.common_pb2 import KeyValue

from bot.domain.redaction import Redacted, Redaction, redact

SHORT = 80  # characters of a text worth remembering: names and keys come again in every span


def clean(message: Message) -> tuple[Redaction, ...]:
    """Take the secrets out, in place; members that are not known are dropped, for nobody can look into them."""
    message.DiscardUnknownFields()
    counts: Counter[str] = Counter()
    _clean(message, "", counts)
    return tuple(Redaction(kind, count) for kind, count in counts.items())


def _clean(message: Message, key: str, counts: Counter[str]) -> None:
    """`key` is that of the attribute the message is in."""
    if isinstance(message, KeyValue):
        key = message.key
    for field, value in message.ListFields():
        if isinstance(value, str | bytes):
            beside = "" if field.name == "key" else key
            cleaned = (
                _text(value, beside, counts) if isinstance(value, str) else _bytes(value, beside, counts)
            )
            if cleaned != value:
                setattr(message, field.name, cleaned)
        elif isinstance(value, Message):
            _clean(value, key, counts)
        elif not isinstance(value, bool | int | float):
            _several(value, key, counts)


def _several(values: MutableSequence[object], key: str, counts: Counter[str]) -> None:
    for place, value in enumerate(values):
        if isinstance(value, Message):
            _clean(value, key, counts)
        elif isinstance(value, str):
            values[place] = _text(value, key, counts)


def _bytes(value: bytes, key: str, counts: Counter[str]) -> bytes:
    """Bytes that are text; ids and other bytes are left as they are."""
    try:
        return _text(value.decode(), key, counts).encode()
    except UnicodeDecodeError:
        return value


def _text(text: str, key: str, counts: Counter[str]) -> str:
    found = _remembered(text, key) if len(text) + len(key) <= SHORT else _redacted(text, key)
    for redaction in found.redactions:
        counts[redaction.kind] += redaction.count
    return found.text


def _redacted(text: str, key: str) -> Redacted:
    """The text without its secrets, read as the value of its key: a password by itself is a word like any other."""
    before = f"{key}: " if key else ""
    found = redact(before + text)
    if not found.text.startswith(before):  # the key itself holds a secret, and is looked at on its own
        return redact(text)
    return Redacted(found.text[len(before) :], found.redactions)


_remembered = lru_cache(maxsize=4096)(_redacted)
