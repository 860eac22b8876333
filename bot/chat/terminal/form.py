"""A form on a terminal: asked field by field, every value read at once, so that a wrong one is asked again."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.chat.words import Words
from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.ports import Field, Form

CLEAR, BACK, CANCEL = "-", "back", "cancel"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PEOPLE = ("person", "people")
LONGEST_DAYS = 36_500


@dataclass(frozen=True)
class Reading:
    """What values are read against: who is here, and which day it is."""

    people: tuple[Speaker, ...]
    today: date


def value_of(asked: Field, text: str, reading: Reading) -> str:
    """What was typed, as the field wants it. PersonError where it cannot be: no such person, no date, no choice."""
    read = READERS.get(asked.kind)
    return read(asked, text.strip(), reading) if read else text.strip()


def _person(_: Field, text: str, reading: Reading) -> str:
    wanted = text.lstrip("@").casefold()
    for known in reading.people:
        if wanted in {known.name.casefold(), known.person.casefold()}:
            return known.person
    raise PersonError("no_such_person", name=text.lstrip("@"))


def _people(asked: Field, text: str, reading: Reading) -> str:
    return ",".join(_person(asked, name, reading) for name in text.replace(",", " ").split())


def _date(_: Field, text: str, reading: Reading) -> str:
    """2027-03-29, +3 (days from today), or the next day of that name."""
    if found := re.fullmatch(r"\+\s*(\d{1,5})", text):
        days = int(found[1])
        if days <= LONGEST_DAYS:
            return (reading.today + timedelta(days=days)).isoformat()
    named = [i for i, day in enumerate(DAYS) if len(text) >= 3 and day.startswith(text.casefold())]
    if named:
        return (reading.today + timedelta(days=(named[0] - reading.today.weekday() - 1) % 7 + 1)).isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as wrong:
        raise PersonError("not_a_date", text=text) from wrong


def _choice(asked: Field, text: str, _: Reading) -> str:
    """A number of the list, a value or its label."""
    wanted = text.casefold()
    for number, (value, label) in enumerate(asked.choices, 1):
        if wanted in {str(number), value.casefold(), label.casefold()}:
            return value
    raise PersonError("not_a_choice", text=text, count=len(asked.choices))


def _choices(asked: Field, text: str, reading: Reading) -> str:
    """Numbers, values or labels with commas between them; a label may hold a comma itself."""
    if text.casefold() in {label.casefold() for _, label in asked.choices}:
        return _choice(asked, text, reading)
    parts = [part for part in re.split(r"\s*,\s*|\s+(?=\d)", text) if part]
    return ",".join(dict.fromkeys(_choice(asked, part, reading) for part in parts))


READERS: Mapping[str, Callable[[Field, str, Reading], str]] = {
    "person": _person,
    "people": _people,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
}


@dataclass
class Dialog:
    """A form being filled by one person; `at` is the field asked next."""

    form: Form
    review: int
    version: int | None = None
    at: int = 0
    values: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Every field holds what it was opened with."""
        self.values = {asked.key: asked.value for asked in self.form.fields} | self.values

    @property
    def done(self) -> bool:
        """Whether every field was asked."""
        return self.at >= len(self.form.fields)

    def take(self, text: str, reading: Reading) -> None:
        """One typed line: a value, nothing (kept), `-` (cleared) or `back`. PersonError: asked again."""
        asked = self.form.fields[self.at]
        typed = text.strip()
        if typed == BACK:
            self.step_back()
            return
        if typed == CLEAR:
            self.values[asked.key] = ""
        elif typed:
            self.values[asked.key] = value_of(asked, typed, reading)
        self._wanted(asked)
        self.at += 1

    def step_back(self) -> None:
        """The field before is asked again; at the first one it stays."""
        self.at = max(0, self.at - 1)

    def fill(self, given: Mapping[str, str], reading: Reading) -> None:
        """Every field at once, by key. PersonError for a key the form does not have, as for a wrong value."""
        fields = {asked.key: asked for asked in self.form.fields}
        for key, typed in given.items():
            if key not in fields:
                raise PersonError("no_such_field", field=key, known=", ".join(fields))
            self.values[key] = value_of(fields[key], typed, reading) if typed not in {"", CLEAR} else ""
        for asked in self.form.fields:
            self._wanted(asked)
        self.at = len(self.form.fields)

    def _wanted(self, asked: Field) -> None:
        if asked.required and not self.values[asked.key].strip():
            raise PersonError("field_needed", field=asked.label)


def title(dialog: Dialog, words: Words) -> str:
    """What stands above a form, and how to get about in it."""
    return words("form_title", title=dialog.form.title, send=dialog.form.send)


def question(dialog: Dialog, people: tuple[Speaker, ...], words: Words) -> str:
    """The field asked next: its label, hint, choices and what it holds."""
    asked = dialog.form.fields[dialog.at]
    place = words("form_field", number=dialog.at + 1, count=len(dialog.form.fields), label=asked.label)
    lines = [f"{place} {words('form_required')}" if asked.required else place]
    hint = asked.hint or (words(f"form_hint_{asked.kind}") if words.has(f"form_hint_{asked.kind}") else "")
    lines += [f"  {hint}"] if hint else []
    lines += [f"  {number}. {label}" for number, (_, label) in enumerate(asked.choices, 1)]
    if held := as_known(asked, dialog.values[asked.key], people):
        lines.append("  " + words("form_holds", value=held))
    return "\n".join(lines)


def as_known(asked: Field, value: str, people: tuple[Speaker, ...]) -> str:
    """A value as people know it."""
    known = dict(asked.choices) | ({p.person: p.name for p in people} if asked.kind in PEOPLE else {})
    several = asked.kind in {"people", "choices"}
    parts = [part for part in value.split(",") if part] if several else [value]
    return ", ".join(known.get(part, part) for part in parts)
