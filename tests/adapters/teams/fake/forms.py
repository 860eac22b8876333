"""Filling in a card as a person does: by labels, within what the screen lets one send."""

import re
from collections.abc import Mapping
from datetime import date

from tests.adapters.teams.fake.elements import Json, inputs_of
from tests.adapters.teams.fake.world import World

Value = str | list[str]


class CannotSend(AssertionError):
    """The screen does not let this be sent: an unknown field, an empty or too long one, no such choice."""


def fill(world: World, card: Json, values: Mapping[str, Value]) -> Json:
    """What the fields hold with `values` by label (persons by name, choices by title), by id; empty ones are absent."""
    inputs = {str(one.get("label") or one["id"]): one for one in inputs_of(card)}
    if unknown := set(values) - set(inputs):
        raise CannotSend(f"no field {sorted(unknown)} among {sorted(inputs)}")
    held: Json = {}
    for label, one in inputs.items():
        value = _filled(world, one, values[label], label) if label in values else str(one.get("value") or "")
        if one.get("isRequired") and not value.strip():
            raise CannotSend(f"{label!r} is empty: {one.get('errorMessage')}")
        if value:
            held[one["id"]] = value
    return held


def _filled(world: World, one: Json, value: Value, label: str) -> str:
    many = [value] if isinstance(value, str) else value
    match one["type"]:
        case "Input.Text":
            return _typed(one, "".join(many), label)
        case "Input.Date":
            return _date(one, "".join(many), label)
        case "Input.ChoiceSet":
            if len(many) > 1 and not one.get("isMultiSelect"):
                raise CannotSend(f"{label!r} takes one choice")
            return ",".join(_chosen(world, one, text, label) for text in many if text)
        case kind:
            raise CannotSend(f"{label!r} is of kind {kind}, which nobody here can fill in")


def _typed(one: Json, text: str, label: str) -> str:
    most = one.get("maxLength")
    if most is not None and len(text) > most:
        raise CannotSend(f"{label!r} takes {most} characters, not {len(text)}")
    if "\n" in text and not one.get("isMultiline"):
        raise CannotSend(f"{label!r} takes one line")
    if text and one.get("regex") and not re.search(one["regex"], text):
        raise CannotSend(f"{label!r} does not take {text!r}: {one.get('errorMessage')}")
    return text


def _date(one: Json, text: str, label: str) -> str:
    if not text:
        return ""
    try:
        date.fromisoformat(text)
    except ValueError:
        raise CannotSend(f"{label!r} takes a date, not {text!r}") from None
    if not one.get("min", "") <= text <= one.get("max", "9999-12-31"):
        raise CannotSend(f"{label!r} takes no {text}")
    return text


def _chosen(world: World, one: Json, text: str, label: str) -> str:
    for choice in one.get("choices") or []:
        if text in (choice["title"], choice["value"]):
            return str(choice["value"])
    if "choices.data" in one:
        for person in world.people.values():
            if text in (person.name, person.id, person.aad) and not person.gone:
                return person.aad
    raise CannotSend(f"{label!r} has no choice {text!r}")
