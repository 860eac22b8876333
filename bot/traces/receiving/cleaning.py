"""Secrets out of a parsed OTLP message: every text in it, each attribute together with its key."""

from collections import Counter
from collections.abc import Callable, MutableSequence
from functools import cache, lru_cache

from google.protobuf.message import Message
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from bot.domain.redaction import Redacted, Redaction, redact
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules

SHORT = 80  # characters of a text worth remembering: names and keys come again in every span


LEAST = 10**6  # of a number that may be a secret: of a card, of a telephone

_Clean = Callable[[str, str], Redacted]


def clean(message: Message, rules: Rules = SECRETS) -> tuple[Redaction, ...]:
    """Take the secrets out, in place; members that are not known are dropped, for nobody can look into them."""
    message.DiscardUnknownFields()
    found = _Cleaning(rules)
    found.message(message, "")
    return tuple(Redaction(kind, count) for kind, count in found.counts.items())


class _Cleaning:
    """One message being cleaned: `key` is always that of the attribute something is in."""

    def __init__(self, rules: Rules) -> None:
        self.counts: Counter[str] = Counter()
        self._short, self._long = _redacting(rules)

    def message(self, message: Message, key: str) -> None:
        if isinstance(message, KeyValue):
            key = message.key
        elif isinstance(message, AnyValue) and message.int_value >= LEAST:
            self._number(message, key)
        for field, value in message.ListFields():
            if isinstance(value, str | bytes):
                beside = "" if field.name == "key" else key
                cleaned = self._text(value, beside) if isinstance(value, str) else self._bytes(value, beside)
                if cleaned != value:
                    setattr(message, field.name, cleaned)
            elif isinstance(value, Message):
                self.message(value, key)
            elif not isinstance(value, bool | int | float):
                self._several(value, key)

    def _number(self, value: AnyValue, key: str) -> None:
        """A number that is a secret becomes the text that says so."""
        number = str(value.int_value)
        cleaned = self._text(number, key)
        if cleaned != number:
            value.string_value = cleaned

    def _several(self, values: MutableSequence[object], key: str) -> None:
        for place, value in enumerate(values):
            if isinstance(value, Message):
                self.message(value, key)
            elif isinstance(value, str):
                values[place] = self._text(value, key)

    def _bytes(self, value: bytes, key: str) -> bytes:
        """Bytes that are text; ids and other bytes are left as they are."""
        try:
            return self._text(value.decode(), key).encode()
        except UnicodeDecodeError:
            return value

    def _text(self, text: str, key: str) -> str:
        found = (self._short if len(text) + len(key) <= SHORT else self._long)(text, key)
        for redaction in found.redactions:
            self.counts[redaction.kind] += redaction.count
        return found.text


@cache
def _redacting(rules: Rules) -> tuple[_Clean, _Clean]:
    """Redacts by these rules: short texts, which it remembers, and long ones."""

    def redacted(text: str, key: str) -> Redacted:
        """The text without its secrets, read as the value of its key: a password by itself is a word like any other."""
        before = f"{key}: " if key else ""
        found = redact(before + text, rules=rules)
        if not found.text.startswith(before):  # the key itself holds a secret, and is looked at on its own
            return redact(text, rules=rules)
        return Redacted(found.text[len(before) :], found.redactions)

    return lru_cache(maxsize=4096)(redacted), redacted
