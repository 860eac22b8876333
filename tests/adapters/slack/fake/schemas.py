"""Slack's method schemas, where they lie beside the checkout: judge of every argument, and keeper of the scopes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from tests.adapters.slack.fake.values import Json

SHELF = Path(__file__).parents[5] / "shared" / "slack-api"
ABSENT = (
    ""
    if SHELF.is_dir()
    else "the method schemas (../shared/slack-api) are not here: arguments are not judged"
)
TEXT_TO_BOOL = {"1": True, "true": True, "0": False, "false": False}
UNPUBLISHED = {"team_id"}  # bolt's client adds it to every call, and Slack takes it
KINDS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


@cache
def schema(method: str) -> Json | None:
    """What is published about a method; None where it is not on the shelf."""
    path = SHELF / "methods" / f"{method}.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


@cache
def published() -> frozenset[str]:
    """Names of all methods on the shelf."""
    return frozenset(path.stem for path in (SHELF / "methods").glob("*.json"))


def findings(method: str, verb: str, args: Json, *, token: bool) -> list[str]:
    """What is wrong with a call by Slack's own schema; empty where the shelf is absent."""
    if ABSENT:
        return []
    known = schema(method)
    if known is None:
        return [f"{method}: no schema on the shelf"]
    found = [] if verb == known["http_method"] else [f"{method}: {verb} instead of {known['http_method']}"]
    properties = known["args"].get("properties", {})
    given = args | ({"token": "held back"} if token and "token" in properties else {})
    fitted = {name: _fit(value, properties.get(name, {})) for name, value in given.items()}
    unknown = [name for name in fitted if name not in properties and name not in UNPUBLISHED]
    found += [f"{method}: unknown argument {name}" for name in unknown]
    return found + [
        f"{method}: {'.'.join(map(str, error.path)) or 'arguments'}: {error.message[:200]}"
        for error in _validator(method).iter_errors(fitted)
    ]


def needed(method: str, kind: str) -> tuple[str, ...]:
    """Scopes of which one must be granted; for lists by kind of conversation, the one of `kind`."""
    known = schema(method) or {}
    scopes: list[str] = (known.get("scope") or {}).get("bot") or []
    by_kind = [scope for scope in scopes if scope.split(":")[0] == KINDS.get(kind)]
    prefixes = {scope.split(":")[0] for scope in scopes}
    return tuple(by_kind if by_kind and prefixes <= set(KINDS.values()) else scopes)


@cache
def _validator(method: str) -> Draft7Validator:
    known = schema(method)
    assert known is not None
    return Draft7Validator(known["args"])


def _types(wanted: Json) -> set[str]:
    parts = [wanted, *wanted.get("anyOf", []), *wanted.get("allOf", [])]
    return {part["type"] for part in parts if isinstance(part.get("type"), str)}


def _fit(value: Any, wanted: Json) -> Any:
    """The value as the schema's type: queries carry text only, and JSON bodies carry what is typed as JSON text."""
    types = _types(wanted)
    if isinstance(value, dict | list) and types and not types & {"object", "array"}:
        return json.dumps(value)
    if not isinstance(value, str) or "string" in types:
        return value
    if "boolean" in types:
        return TEXT_TO_BOOL.get(value.lower(), value)
    try:
        return json.loads(value) if types & {"integer", "number", "array", "object"} else value
    except json.JSONDecodeError:
        return value
