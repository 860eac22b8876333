"""A review as JSON, and the JSON Schema that such a file keeps to."""

from typing import Any

import msgspec

from bot.domain.errors import PersonError
from bot.domain.review import Review

SCHEMA = "agent-incident/review/1"
"""What a file of ours names in its `schema`; a change that older readers cannot take gets the next number."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Named(msgspec.Struct):
    """The name a file gives its schema; `review` is looked at only where the name is ours."""

    schema: str = ""
    review: msgspec.Raw = msgspec.Raw()


class Record(msgspec.Struct, frozen=True):
    """The whole file."""

    schema: str
    review: Review


def encode(review: Review) -> bytes:
    """The file: UTF-8, two spaces set in, a line feed at the end. The same review is always the same bytes."""
    return msgspec.json.format(msgspec.json.encode(Record(SCHEMA, review)), indent=2) + b"\n"


def decode(content: bytes) -> Review:
    """The review a file holds; PersonError `export_unknown_schema` where it is not one of ours."""
    try:
        named = msgspec.json.decode(content, type=_Named)
        if named.schema != SCHEMA:
            raise PersonError("export_unknown_schema")
        return msgspec.json.decode(named.review, type=Review)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise PersonError("export_unknown_schema") from wrong


def schema() -> dict[str, Any]:
    """The JSON Schema, draft 2020-12, of such a file."""
    made = msgspec.json.schema(Record)
    made["$defs"]["Record"]["properties"]["schema"] = {"const": SCHEMA}
    return {"$schema": DIALECT, "title": SCHEMA, **made}
