"""Secrets out of what people type and paste, at capture, before anything is stored.

Our own table of rules instead of a library: measured on one set of 24 kinds of secret, the libraries that fit found 16
of 24 without false alarms, or raised an alarm on every line. The table is in `redaction_rules.py`; a library checks it
in tests. Personal data is in `personal_data.py`, and taken out where its rules are given along. Names of people are not
found by patterns.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.json_places import Places, level, mark_at
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rule, Rules


@dataclass(frozen=True)
class Redaction:
    """How many secrets of one kind were taken out."""

    kind: str
    count: int


@dataclass(frozen=True)
class Redacted:
    """A text without its secrets, and what was taken out of it."""

    text: str
    redactions: tuple[Redaction, ...]


def redact(text: str, *, rules: Rules = SECRETS) -> Redacted:
    """The text with each secret replaced by `[redacted: kind]`; redacting twice changes nothing.

    A JSON object or list stays JSON: the replacement has no quotes or backslashes, and is put into quotes where a bare
    number was a value, also in JSON inside a text of JSON.
    """
    counts: dict[str, int] = {}
    lowered = text.lower()
    for rule in rules:
        if rule.literals and not any(literal in lowered for literal in rule.literals):
            continue
        text, found = _apply(rule, text)
        if found:
            counts[rule.kind] = counts.get(rule.kind, 0) + found
    return Redacted(text, tuple(Redaction(kind, count) for kind, count in counts.items()))


def summed(found: Iterable[Redaction]) -> tuple[Redaction, ...]:
    """Redactions of several texts, each kind once."""
    counts: dict[str, int] = {}
    for redaction in found:
        counts[redaction.kind] = counts.get(redaction.kind, 0) + redaction.count
    return tuple(Redaction(kind, count) for kind, count in counts.items())


def _apply(rule: Rule, text: str) -> tuple[str, int]:
    """The text without what one rule finds, and how often it did."""
    found = 0
    places = Places(text)

    def replaced(match: re.Match[str]) -> str:
        nonlocal found
        start, end = match.span("s")
        length = rule.measure(match) if rule.measure else end - start
        if not length:
            return match[0]
        found += 1
        whole, after = match.string, start + length
        rest = whole[after : match.end()]
        if after < end:  # what follows may be another one
            rest = rule.pattern.sub(replaced, rest)
        return f"{whole[match.start() : start]}{_mark(rule.kind, places, whole, start, after)}{rest}"

    return rule.pattern.sub(replaced, text), found


_KEY = re.compile(r"(?P<slashes>\\{0,64})(?P<mark>[\"'])\s{0,40}:\s{0,40}\Z")
_MEMBER_ENDS = re.compile(r"\s{0,40}[,}]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def _mark(kind: str, places: Places, text: str, start: int, end: int) -> str:
    """What stands in place of a secret; in quotes where it is a number that was a value of JSON."""
    mark = f"[redacted: {kind}]"
    if not _NUMBER.fullmatch(text, start, end):
        return mark
    quote = _quote(places, text, start, end)
    return f"{quote}{mark}{quote}"


def _quote(places: Places, text: str, start: int, end: int) -> str:
    """That of its key where one stands before it, also in what only looks like JSON; else that of its place."""
    key = _KEY.search(text[max(start - 100, 0) : start]) if _MEMBER_ENDS.match(text, end) else None
    if key:
        return mark_at(level(len(key["slashes"])), key["mark"])
    return places.quote_of(start, end) if text is places.text else ""
