"""The page a review is written on: its words found by key, its people by role, its times in one form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from bot.domain.heard import BOT
from bot.domain.report.pictures import RunPicture
from bot.domain.review import PersonKey, Review
from bot.domain.tree import Break, Inline, Paragraph, Strong, Text
from bot.domain.vocabulary import Facet, Question

Inlines = tuple[Inline, ...]

_HOLE = re.compile(r"\{(\w+)\}")


@cache
def _parts(label: str) -> tuple[str, ...]:
    """A label's own words and the names of its holes in turns: the same few labels make every page."""
    return tuple(_HOLE.split(label))


@dataclass(frozen=True)
class Page:
    """A review and the labels of `prompts/report.yml`, by dotted key; `pictures` stand in files beside the page."""

    review: Review
    labels: Mapping[str, str]
    pictures: tuple[RunPicture, ...] = ()

    def text(self, key: str, **values: str) -> str:
        """A label with its holes filled, as plain text."""
        return _HOLE.sub(lambda hole: values[hole[1]], self.labels[key])

    def line(self, key: str, **values: str | Inlines) -> Inlines:
        """A label with its holes filled with text or inlines."""
        parts = _parts(self.labels[key])
        out: list[Inline] = []
        for own, hole in zip(parts[0::2], [*parts[1::2], ""], strict=True):
            value = values[hole] if hole else ()
            out += [Text(own)] if own else []
            out += [Text(value)] if isinstance(value, str) else value
        return tuple(out)

    def counted(self, key: str, count: int) -> str:
        """A label that says how many: `<key>.one`, or `<key>.other` with `{n}`."""
        return self.text(f"{key}.one") if count == 1 else self.text(f"{key}.other", n=str(count))

    def name(self, vocabulary: str, key: str) -> str:
        """What people call a key of a vocabulary; the key itself where it is not one of ours."""
        return self.labels.get(f"{vocabulary}.{key}", key)

    def facet(self, facet: Facet) -> str:
        """What a facet is called."""
        return self.name("facet", facet)

    def title(self, facet: Facet) -> str:
        """What a facet is called where it begins a line: the document's own name, else its label."""
        label = self.labels.get(f"title.{facet}") or self.facet(facet)
        return label[:1].upper() + label[1:]

    def question(self, question: Question) -> str:
        """A question, verbatim."""
        return self.labels[f"question.{question}"]

    def role(self, person: PersonKey | None) -> str:
        """A person by role, never by name: the role they picked, else their number; empty for nobody.

        Two people with one role are told apart by their numbers.
        """
        if person is None:
            return ""
        if person == BOT.person:
            return self.text("person.bot")
        known = self.review.participant(person)
        if known is None:
            return self.text("person.unlisted")
        number = str(known.number)
        if known.agent:
            return self.text("person.agent", number=number)
        if not known.role:
            return self.text("person.numbered", number=number)
        same = sum(other.role.casefold() == known.role.casefold() for other in self.review.participants)
        return known.role if same == 1 else self.text("person.same_role", role=known.role, number=number)


def strong(text: str | Inlines) -> Inlines:
    """Bold."""
    return (Strong((Text(text),) if isinstance(text, str) else text),)


def paragraph(*lines: Inlines) -> Paragraph:
    """One paragraph, a line each; empty ones are left out."""
    out: list[Inline] = []
    for line in filter(None, lines):
        out += [Break(), *line] if out else line
    return Paragraph(tuple(out))


def joined(parts: list[Inlines], between: str) -> Inlines:
    """Inlines with a text between them; empty ones are left out."""
    out: list[Inline] = []
    for part in filter(None, parts):
        out += [Text(between), *part] if out else part
    return tuple(out)


def cell(text: str) -> Inlines:
    """One line of text as a cell; nothing for nothing."""
    return (Text(text),) if text else ()


def one_line(text: str) -> str:
    """A text without line breaks and doubled spaces."""
    return " ".join(text.split())


def cut(text: str, length: int) -> str:
    """The beginning of a text on one line, at most `length` signs; an ellipsis says that there is more."""
    line = one_line(text)
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def moment(at: datetime | None) -> str:
    """A time to the minute, in UTC; empty for none."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if at else ""


def day(on: date | None) -> str:
    """A date; empty for none."""
    return on.isoformat() if on else ""


def iso(at: datetime | None) -> str | None:
    """A time for machines: ISO 8601 in UTC, as exact as it is known; None for none."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def length_of(gap: timedelta) -> str:
    """How long a time is, whatever its sign: `2 d 3 h`, `5 min`, `4 s`; two units at most, empty below a second."""
    seconds = round(abs(gap).total_seconds())
    parts = []
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        parts += [f"{count} {unit}"] if count else []
    return " ".join(parts[:2])
