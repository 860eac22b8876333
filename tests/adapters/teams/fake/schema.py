"""The published schema of Adaptive Cards 1.5: judge of unknown elements, misspelt properties, types and values."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft6Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

from tests.adapters.teams.fake.elements import Json

DEFINITIONS = "#/definitions/"


def opinion(card: Json) -> str:
    """What the schema says against a card, empty where nothing; what Teams adds to it is taken off first."""
    bare = copy.deepcopy(card)
    bare.pop("msteams", None)
    for one in _objects(bare.get("body")):
        if one.get("type") == "Input.ChoiceSet":
            one.pop("choices.data", None)
    error = best_match(_validator().iter_errors(bare))
    return "" if error is None else f"schema 1.5: {_place(error)}: {error.message[:300]}"


def _objects(thing: Any) -> Iterator[Json]:
    """Every object within, whatever its shape."""
    if isinstance(thing, dict):
        yield thing
        thing = list(thing.values())
    for part in thing if isinstance(thing, list) else ():
        yield from _objects(part)


def _place(error: ValidationError) -> str:
    return ".".join(map(str, error.absolute_path)) or "card"


@cache
def _validator() -> Any:
    """The schema with every choice among elements made by their `type`: quick, and its errors name the fault."""
    text = (files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text("utf-8")
    judge = extend(Draft6Validator, {"anyOf": _any_of})  # type: ignore[no-untyped-call] # so in its stubs
    return judge(json.loads(text))


def _any_of(validator: Any, choices: list[Json], thing: object, schema: Json) -> Iterator[ValidationError]:
    by_type = {_kind(choice): choice for choice in choices}
    kind = thing.get("type") if isinstance(thing, dict) else None
    if "" in by_type or len(choices) == 1:
        yield from Draft6Validator.VALIDATORS["anyOf"](validator, choices, thing, schema)
    elif kind in by_type:
        yield from validator.descend(thing, by_type[kind])
    else:
        yield ValidationError(f"{kind!r} is none of {sorted(by_type)}")


def _kind(choice: Json) -> str:
    """The type a choice is for, empty where it is for no type alone."""
    parts = choice.get("allOf") or []
    is_element = choice.get("required") == ["type"] and len(parts) == 1
    return str(parts[0].get("$ref", "")).removeprefix(DEFINITIONS) if is_element else ""
