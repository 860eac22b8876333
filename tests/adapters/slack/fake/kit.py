"""Slack's published types of blocks as JSON Schema: judge of unknown blocks, elements, properties and text types."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

from tests.adapters.slack.fake.values import Json

SCHEMA = Path(__file__).parent / "block_kit" / "blocks.schema.json"


def opinion(block: Json) -> str:
    """What the types say against a block, empty where nothing."""
    error = best_match(_validator().iter_errors(block))
    return "" if error is None else f"@slack/types: {_place(error)}: {error.message[:300]}"


def _place(error: ValidationError) -> str:
    return ".".join(map(str, error.absolute_path)) or "block"


@cache
def _validator() -> Any:
    """The schema with every choice among objects made by their `type`: quick, and its errors name the fault."""
    definitions: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))["definitions"]
    # Slack's reference has it (rich text list element, "offset"), the types have not
    definitions["RichTextList"]["properties"]["offset"] = {"type": "integer", "minimum": 0}
    chosen = {name: _by_type(part, definitions) for name, part in definitions.items()}
    judge = extend(Draft7Validator, {"byType": _descend})  # type: ignore[no-untyped-call] # so in its stubs
    return judge({"$ref": "#/definitions/KnownBlock", "definitions": chosen})


def _descend(validator: Any, choices: Json, thing: object, _schema: object) -> Iterator[ValidationError]:
    kind = thing.get("type") if isinstance(thing, dict) else None
    if kind not in choices:
        yield ValidationError(f"{kind!r} is none of {sorted(choices)}")
    else:
        yield from validator.descend(thing, choices[kind])


def _by_type(part: Any, definitions: dict[str, Any]) -> Any:
    """`anyOf` over objects of constant types becomes `byType`; those that share a type stay alternatives."""
    if isinstance(part, list):
        return [_by_type(one, definitions) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: _by_type(one, definitions) for name, one in part.items()}
    alternatives = part.get("anyOf", [])
    kinds = [_kinds(one, definitions) for one in alternatives]
    if not alternatives or not all(kinds):
        return made
    choices: dict[str, list[Any]] = {}
    for one, its in zip(made.pop("anyOf"), kinds, strict=True):
        for kind in its:
            choices.setdefault(kind, []).append(one)
    made["byType"] = {kind: some[0] if len(some) == 1 else {"anyOf": some} for kind, some in choices.items()}
    return made


def _kinds(part: Json, definitions: dict[str, Any]) -> list[str]:
    """The constant types a schema allows; none where it is no object of a constant type."""
    if "$ref" in part:
        return _kinds(definitions[part["$ref"].rpartition("/")[2]], definitions)
    if "anyOf" in part:
        found = [_kinds(one, definitions) for one in part["anyOf"]]
        return [kind for kinds in found for kind in kinds] if all(found) else []
    kind = part.get("properties", {}).get("type", {}).get("const")
    return [kind] if kind else []
