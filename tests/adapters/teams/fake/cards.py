"""The judge of Adaptive Cards: the schema 1.5, and what it misses or Teams does not show."""

import json
from collections.abc import Iterator
from typing import Any

from tests.adapters.teams.fake import schema
from tests.adapters.teams.fake.elements import Json, actions_of, elements_of, inputs_of, sets_of

LARGEST = 28 * 1024  # bytes of a card: our own margin
VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5")
SHOWN = {"TextBlock", "FactSet", "Container", "ActionSet", "Input.Text", "Input.Date", "Input.ChoiceSet"}
PRESSED = {"Action.Submit", "Action.OpenUrl"}
ACTIONS = 6  # in one set
OWN = {"entities", "width"}  # of a card's `msteams`
PICKERS = ("graph.microsoft.com/users", "graph.microsoft.com/users?scope=currentContext")


def findings(card: object) -> Iterator[str]:
    """What is wrong with a card; nothing where all is well."""
    if not isinstance(card, dict):
        yield "a card is no object"
        return
    size = len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
    if size > LARGEST:
        yield f"a card of {size} bytes, {LARGEST} allowed"
    if said := schema.opinion(card):
        yield said
        return  # what the schema refuses has no shape to look further into
    if card.get("version") not in VERSIONS:
        yield f"version {card.get('version')!r}"
    if unknown := set(card.get("msteams") or {}) - OWN:
        yield f"msteams: {sorted(unknown)}"
    yield from _shown(card)
    yield from _pressed(card)
    yield from _asked(card)


def _shown(card: Json) -> Iterator[str]:
    ids = [str(one["id"]) for one in (*elements_of(card), *actions_of(card)) if one.get("id")]
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        yield f"the id {id_!r} stands twice"
    for element in elements_of(card):
        if element.get("type") not in SHOWN:
            yield f"{element.get('type')} is not among what the project shows"
        if element.get("type") in ("Container", "FactSet", "ActionSet") and not _held(element):
            yield f"an empty {element['type']}"
        if element.get("type") == "TextBlock" and not element["text"].strip():
            yield "an empty TextBlock"
        for name in ("selectAction", "fallback", "inlineAction"):
            if name in element:
                yield f"{element.get('type')}.{name} is not among what the project shows"


def _held(element: Json) -> list[Any]:
    return element.get("items") or element.get("facts") or element.get("actions") or []


def _pressed(card: Json) -> Iterator[str]:
    for some in sets_of(card):
        if len(some) > ACTIONS:
            yield f"{len(some)} actions in one set, {ACTIONS} allowed"
    for action in actions_of(card):
        if action.get("type") not in PRESSED:
            yield f"{action.get('type')} is not among what the project shows"
        if not str(action.get("title") or "").strip():
            yield "an action without a title"
        if action.get("type") == "Action.Submit":
            yield from _submitted(action)
        if action.get("type") == "Action.OpenUrl" and not action["url"].startswith(("https://", "http://")):
            yield f"an action opens {action['url']!r}"


def _submitted(action: Json) -> Iterator[str]:
    data = action.get("data")
    if not isinstance(data, dict):
        yield f"{action.get('title')!r} carries no object"
    elif data.get("msteams", {"type": "task/fetch"}) != {"type": "task/fetch"}:
        yield f"{action.get('title')!r}: msteams {data['msteams']!r}"


def _asked(card: Json) -> Iterator[str]:
    inputs = inputs_of(card)
    for one in inputs:
        if one.get("isRequired") and not (one.get("label") and one.get("errorMessage")):
            yield f"{one['id']!r} is required without label and errorMessage"
        if one.get("type") == "Input.ChoiceSet":
            yield from _choices(one)
    submitted = any(action.get("type") == "Action.Submit" for action in actions_of(card))
    if inputs and not submitted:
        yield "fields, and nothing to send them with"


def _choices(one: Json) -> Iterator[str]:
    choices = one.get("choices") or []
    values = [choice["value"] for choice in choices]
    if len(set(values)) < len(values):
        yield f"{one['id']!r} has a choice twice"
    if one.get("isMultiSelect") and any("," in value for value in values):
        yield f"{one['id']!r} has a choice with a comma, which separates choices"
    picker = one.get("choices.data")
    if picker is None and not choices:
        yield f"{one['id']!r} has no choices"
    if picker is not None and (picker.get("type"), picker.get("dataset") in PICKERS) != ("Data.Query", True):
        yield f"{one['id']!r}: choices.data {picker!r}"
    first = str(one.get("value") or "")
    held = first.split(",") if one.get("isMultiSelect") else [first]
    if picker is None and not set(filter(None, held)) <= set(values):
        yield f"{one['id']!r} holds what is no choice of it"
