"""Fields of a form as inputs of a card, filled with what is held, and back as the interview wants them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.chat.teams import limits
from bot.chat.teams.texts import at_start, clean, escaped, is_sendable, one_line
from bot.chat.words import Words
from bot.domain.review import PersonKey
from bot.ports import Field

Json = dict[str, Any]
Choices = Sequence[tuple[str, str]]

INPUT = "f."
"""How the ids of inputs begin; the field's key follows."""

MEMBERS = {"type": "Data.Query", "dataset": "graph.microsoft.com/users?scope=currentContext"}
"""Lets people be searched for among those of the conversation, whom alone the bot can reach."""


@dataclass(frozen=True)
class Offered:
    """What can be picked beside what a form names: people with their names, channels by their id.

    `workspace` is `teams:<tenant>`, whose people can be picked.
    """

    workspace: str
    people: tuple[tuple[PersonKey, str], ...] = ()
    channels: tuple[tuple[str, str], ...] = ()


def elements(asked: Field, words: Words, offered: Offered) -> list[Json]:
    """The input of one field and its hint; nothing where there is nothing to choose."""
    element = _BUILD.get(asked.kind, _typed)(asked, offered)
    if element is None:
        return []
    label = one_line(asked.label, limits.FIELD_LABEL)
    made: Json = {"id": f"{INPUT}{asked.key}", **element, "label": label}
    if asked.required:
        error = one_line(words("teams_required", label=label), limits.ERROR)
        made |= {"isRequired": True, "errorMessage": error}
    hint = " ".join(asked.hint.split())
    return [made, note(hint)] if hint else [made]


def note(text: str, **style: str) -> Json:
    """A line of our own beside an input."""
    shown = at_start(escaped(one_line(text, limits.ERROR)))
    more = style or {"size": "Small", "spacing": "None"}
    return {"type": "TextBlock", "text": shown, "wrap": True, **more}


def is_too_long(asked: Field) -> bool:
    """Whether an input could not hold what is held: cut, its end would be lost when the form is sent."""
    return asked.kind in {"text", "lines"} and len(clean(asked.value)) > limits.INPUT


def _typed(asked: Field, _: Offered) -> Json:
    """Typed text; what holds several lines is never squeezed into one."""
    value = clean(asked.value)
    several = {"isMultiline": True} if asked.kind == "lines" or "\n" in value else {}
    return {
        "type": "Input.Text",
        **several,
        "maxLength": limits.INPUT,
        **({"value": value} if value else {}),
    }


def _date(asked: Field, _: Offered) -> Json:
    try:
        day = date.fromisoformat(asked.value.strip()).isoformat()
    except ValueError:
        return {"type": "Input.Date"}
    return {"type": "Input.Date", "value": day}


def _choice(asked: Field, _: Offered) -> Json | None:
    """Few of which one must be chosen stand below each other, where nothing in them could be read as Markdown."""
    made = _one_of(asked.choices, asked.value)
    if made is None or not asked.required or len(made["choices"]) > limits.RADIOS:
        return made
    titles = [choice["title"] for choice in made["choices"]]
    return {**made, "style": "expanded"} if titles == [escaped(title) for title in titles] else made


def _channel(asked: Field, offered: Offered) -> Json | None:
    return _one_of(offered.channels, asked.value)


def _one_of(choices: Choices, value: str) -> Json | None:
    options = _options(choices)
    held = {"value": value} if any(option["value"] == value for option in options) else {}
    made: Json = {"type": "Input.ChoiceSet", "style": "compact", "choices": options, "wrap": True, **held}
    return made if options else None


def _choices(asked: Field, _: Offered) -> Json | None:
    """Any number; between the values chosen stand commas, so that one with a comma cannot be."""
    options = _options([(value, label) for value, label in asked.choices if "," not in value])
    return _several(options, [part.strip() for part in asked.value.split(",")]) if options else None


def _several(options: list[Json], held: Sequence[str]) -> Json:
    chosen = ",".join(option["value"] for option in options if option["value"] in held)
    made: Json = {"type": "Input.ChoiceSet", "isMultiSelect": True, "choices": options, "wrap": True}
    return {**made, "value": chosen} if chosen else made


def _options(choices: Choices) -> list[Json]:
    """Choices, each value once; one whose value could not be taken back is left out."""
    fit = {
        value: label
        for value, label in reversed(choices)
        if value == value.strip() and 0 < len(value) <= limits.CHOICE_VALUE and is_sendable(value)
    }
    return [
        {"title": one_line(fit.pop(value), limits.CHOICE), "value": value}
        for value, _ in choices
        if value in fit
    ][: limits.CHOICES]


def _person(asked: Field, offered: Offered) -> Json:
    options = _people_options([asked.value], offered)
    held = id_of(asked.value, offered.workspace)
    made: Json = {"type": "Input.ChoiceSet", "choices": options, "choices.data": MEMBERS, "wrap": True}
    return {**made, "value": held} if any(option["value"] == held for option in options) else made


def _people(asked: Field, offered: Offered) -> Json:
    keys = [key.strip() for key in asked.value.split(",")]
    made = _several(_people_options(keys, offered), [id_of(key, offered.workspace) for key in keys])
    return {**made, "choices.data": MEMBERS}


def _people_options(held: Iterable[str], offered: Offered) -> list[Json]:
    """Who is held already and who is offered: nobody is taken off a form by being sent with it."""
    names = dict(offered.people)
    keys = dict.fromkeys([*held, *names])
    known = [(id_of(key, offered.workspace), names.get(PersonKey(key), "")) for key in keys]
    return _options([(user, name or user) for user, name in known if "," not in user])


def id_of(key: str, workspace: str) -> str:
    """Teams' id of a person of this workspace; empty for anybody else."""
    return key.removeprefix(f"{workspace}:") if key.startswith(f"{workspace}:") else ""


def people_in(found: Mapping[str, str], fields: Iterable[Field]) -> frozenset[str]:
    """Ids of everybody picked in a form: those of ours, or those of the directory for whom was searched for."""
    asked = [field.key for field in fields if field.kind in {"person", "people"}]
    return frozenset(user for key in asked for user in _ids(found.get(key, "")))


def fields_of(
    found: Mapping[str, str], fields: Iterable[Field], known: Mapping[str, PersonKey]
) -> tuple[tuple[str, str], ...]:
    """What was filled in, in the order asked for; people as the keys that `known` has of their ids.

    KeyError for somebody it does not have; what the form does not ask for is left out.
    """
    return tuple(
        (field.key, _heard(found[field.key], field.kind, known)) for field in fields if field.key in found
    )


def _heard(value: str, kind: str, known: Mapping[str, PersonKey]) -> str:
    if kind in {"person", "people"}:
        return ",".join(dict.fromkeys(known[user] for user in _ids(value)))
    return value


def _ids(value: str) -> list[str]:
    return [user for part in value.split(",") if (user := part.strip())]


_BUILD: Mapping[str, Callable[[Field, Offered], Json | None]] = {
    "channel": _channel,
    "choice": _choice,
    "choices": _choices,
    "date": _date,
    "lines": _typed,
    "people": _people,
    "person": _person,
    "text": _typed,
}
"""What each kind of field is filled in with; None where there is nothing to choose."""
