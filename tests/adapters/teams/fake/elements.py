"""Looking through a card: its elements, its texts, what can be typed and pressed."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]


def elements_of(card: Json | None) -> Iterator[Json]:
    """Every element of the body, containers before what they hold."""
    for element in (card or {}).get("body") or []:
        yield from _within(element)


def _within(element: Json) -> Iterator[Json]:
    yield element
    for name in ("items", "columns"):
        for part in element.get(name) or []:
            yield from _within(part)


def inputs_of(card: Json | None) -> list[Json]:
    """Everything that can be filled in."""
    return [element for element in elements_of(card) if str(element.get("type")).startswith("Input.")]


def sets_of(card: Json | None) -> list[list[Json]]:
    """The actions, set by set: those in the body, and the card's own after them."""
    found = [element["actions"] for element in elements_of(card) if element.get("type") == "ActionSet"]
    own = (card or {}).get("actions") or []
    return [*found, own] if own else found


def actions_of(card: Json | None) -> list[Json]:
    """Everything that can be pressed, in reading order."""
    return [action for some in sets_of(card) for action in some]


def texts_of(card: Json | None) -> list[str]:
    """Every text in reading order, as it is written; labels of fields and buttons included."""
    found: list[str] = []
    for element in elements_of(card):
        match element.get("type"):
            case "TextBlock":
                found.append(str(element.get("text")))
            case "FactSet":
                found += [f"{fact.get('title')}: {fact.get('value')}" for fact in element.get("facts") or []]
            case "ActionSet":
                found += [str(action.get("title")) for action in element.get("actions") or []]
            case _ if element.get("label"):
                found.append(str(element["label"]))
    return found + [str(action.get("title")) for action in (card or {}).get("actions") or []]
