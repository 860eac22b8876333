"""Slack's published types of blocks as JSON Schema: judge of unknown blocks, elements, properties and text types."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError, best_match

from tests.adapters.slack.fake.values import Json

SCHEMA = Path(__file__).parent / "block_kit" / "blocks.schema.json"


def opinion(block: Json) -> str:
    """What the types say against a block, empty where nothing."""
    validator = _validators().get(str(block.get("type")))
    if validator is None:
        return f"@slack/types: no block {block.get('type')!r}"
    error = best_match(validator.iter_errors(block))
    return "" if error is None else f"@slack/types: {_place(error)}: {error.message[:300]}"


def _place(error: ValidationError) -> str:
    return ".".join(map(str, error.absolute_path)) or "block"


@cache
def _validators() -> dict[str, Draft7Validator]:
    """One for each type of block: its message names the fault, where one for all blocks could only say "none"."""
    schema: Json = json.loads(SCHEMA.read_text("utf-8"))
    definitions: dict[str, Any] = schema["definitions"]
    found = {}
    for part in definitions["KnownBlock"]["anyOf"]:
        name = part["$ref"].rpartition("/")[2]
        for kind in _kinds(definitions[name], definitions):
            found[kind] = Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": definitions})
    return found


def _kinds(definition: Json, definitions: dict[str, Any]) -> Iterator[str]:
    if "$ref" in definition:
        yield from _kinds(definitions[definition["$ref"].rpartition("/")[2]], definitions)
    for part in definition.get("anyOf", []):
        yield from _kinds(part, definitions)
    if "properties" in definition:
        yield definition["properties"]["type"]["const"]
