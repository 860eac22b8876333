"""What the JSON Schema of a review says of trees."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from inspect import getdoc
from typing import Any, get_args, get_origin, get_type_hints

from bot.domain.tree import Block, Inline, Tree
from bot.domain.tree_data import KINDS

TREE: Mapping[str, object] = {"type": "array", "items": {"$ref": "#/$defs/Block"}}
_PLAIN: Mapping[Any, str] = {str: "string", int: "integer", bool: "boolean"}


def schema_of(kind: type) -> dict[str, Any]:
    """A schema's hook; TypeError for any other kind of value."""
    if kind is Tree:
        return dict(TREE)
    raise TypeError(f"{kind.__name__} has no schema")


def definitions() -> dict[str, Any]:
    """What a tree is made of, by name."""
    made: dict[str, Any] = {kind.__name__: _definition(name, kind) for name, kind in KINDS.items()}
    return made | {"Block": _one_of(Block), "Inline": _one_of(Inline)}


def _definition(name: str, kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {
        "title": kind.__name__,
        "description": getdoc(kind),
        "type": "object",
        "properties": {"type": {"const": name}} | {field: _hinted(hint) for field, hint in hints.items()},
        "required": ["type", *(f.name for f in fields(kind) if f.default is MISSING)],
    }


def _one_of(kinds: Any) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/$defs/{kind.__name__}"} for kind in get_args(kinds)]}


def _hinted(hint: Any) -> dict[str, Any]:
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _hinted(get_args(hint)[0])}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    return {"$ref": "#/$defs/Inline" if hint == Inline else "#/$defs/Block"}
