"""A review as JSON, and the JSON Schema that such a file keeps to.

What is promised: a file of ours reads back into an equal review. Within one number of the schema only fields that may
be left out are added, so that a reader takes older files (it fills in what they lack) and newer ones (it passes over
what it does not know). A new word in a closed list, a field taken away or one that means something else is the next
number, and that is refused by name.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, cast, get_args, get_type_hints

import msgspec

from bot.domain.errors import PersonError
from bot.domain.review import Review
from bot.domain.tree_data import from_data, to_data
from bot.publishers.record_tree import definitions, schema_of

SCHEMA = "agent-incident/review/1"
"""What a file of ours names in its `schema`; a change that older readers cannot take gets the next number."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Named(msgspec.Struct):
    """The name a file gives its schema; `review` is looked at only where the name is ours."""

    schema: str = ""
    review: msgspec.Raw = msgspec.Raw()


class Record(msgspec.Struct, frozen=True):
    """The whole file: the name of its schema, and one review with its whole statement log."""

    schema: str
    review: Review


def encode(review: Review) -> bytes:
    """The file: UTF-8, two spaces set in, a line feed at the end. The same review is always the same bytes.

    A lone surrogate, which is no character, is written as U+FFFD.
    """
    record = Record(SCHEMA, review)
    try:
        plain = msgspec.json.encode(record, enc_hook=to_data)
    except UnicodeEncodeError:
        plain = msgspec.json.encode(_of_characters(msgspec.to_builtins(record, enc_hook=to_data)))
    return msgspec.json.format(plain, indent=2) + b"\n"


def _of_characters(value: object) -> object:
    """Plain data whose every text can be written in UTF-8."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {key: _of_characters(child) for key, child in value.items()}
        case list() | tuple():
            return [_of_characters(child) for child in value]
    return value


def decode(content: bytes) -> Review:
    """The review a file holds; PersonError `export_unknown_schema` where it is not one of ours."""
    try:
        named = msgspec.json.decode(content, type=_Named)
        if named.schema != SCHEMA:
            raise PersonError("export_unknown_schema")
        return msgspec.json.decode(named.review, type=Review, dec_hook=from_data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
        raise PersonError("export_unknown_schema") from wrong


def schema() -> dict[str, Any]:
    """The JSON Schema, draft 2020-12, of such a file."""
    made = msgspec.json.schema(Record, schema_hook=schema_of)
    made["$defs"] |= definitions()
    made["$defs"]["Record"]["properties"]["schema"] = {"const": SCHEMA}
    for name, field in _times(Review):
        shown = made["$defs"][name]["properties"][field]
        next(one for one in shown.get("anyOf", [shown]) if one["type"] == "string")["format"] = "date-time"
    return {"$schema": DIALECT, "title": SCHEMA, **made}


def _times(kind: type) -> Iterator[tuple[str, str]]:
    """Every field that holds a time, as class and field; a schema made from types alone calls it a string."""
    seen: set[type] = set()
    waiting = [kind]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        hints = get_type_hints(kind)
        for field in fields(cast("Any", kind)):
            parts = tuple(_parts(hints[field.name]))
            waiting += [part for part in parts if is_dataclass(part)]
            if datetime in parts:
                yield kind.__name__, field.name


def _parts(hint: Any) -> Iterator[type]:
    """A type hint and all it is made of, down to plain types."""
    yield hint
    for arg in get_args(hint):
        yield from _parts(arg)
