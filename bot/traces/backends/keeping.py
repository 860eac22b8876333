"""A copy to keep of a trace that is no plain text: protobuf and gzip, without the secrets that stand in them."""

from bot.domain.errors import PersonError
from bot.domain.redaction import Redaction, redact, summed
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.traces.backends import tempo
from bot.traces.otlp_message import Held
from bot.traces.receiving.cleaning import clean
from bot.traces.unpacking import unpacked

Cleaned = tuple[bytes, tuple[Redaction, ...]]


def without_secrets(content: bytes, *, max_bytes: int, rules: Rules = SECRETS) -> Cleaned | None:
    """The bytes unpacked and without their secrets, and what was taken out.

    None where that is not for this to do: plain text, which is redacted as text, and what is no trace at all.
    Bytes in which nothing is found stay as they are, to the letter.
    """
    try:
        plain = unpacked(content, max_bytes)
    except PersonError:
        return None
    try:
        text = plain.decode()
    except UnicodeDecodeError:
        return _protobuf(content, plain, rules)
    if plain is content:
        return _protobuf(content, plain, rules) if "\0" in text else None
    found = redact(text, rules=rules)
    return (found.text.encode(), found.redactions) if found.redactions else (content, ())


def _protobuf(content: bytes, plain: bytes, rules: Rules) -> Cleaned | None:
    parsed = tempo.parsed(plain)
    if parsed is None:
        return None
    size = _size(parsed)
    # Cleaning drops members that are not known: nobody could look into them.
    redactions = summed((*clean(parsed.logs, rules), *clean(parsed.spans, rules)))
    is_changed = redactions or _size(parsed) != size
    return (tempo.written(parsed), redactions) if is_changed else (content, ())


def _size(held: Held) -> int:
    return held.spans.ByteSize() + held.logs.ByteSize()
