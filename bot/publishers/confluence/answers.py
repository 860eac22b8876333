"""Answers of Confluence, as far as they are read."""

from collections.abc import Mapping
from typing import Any

import msgspec


class Links(msgspec.Struct):
    """Where people see something."""

    base: str = ""
    webui: str = ""


class Version(msgspec.Struct, rename="camel"):
    """A version of v2."""

    number: int
    author_id: str = ""
    created_at: str = ""
    message: str = ""


class By(msgspec.Struct, rename="camel"):
    """An author of v1."""

    display_name: str = ""


class VersionOfOld(msgspec.Struct):
    """A version of v1."""

    number: int
    by: By = msgspec.field(default_factory=By)
    when: str = ""
    message: str | None = None


class Stored(msgspec.Struct):
    """A body in one representation."""

    value: str


class Body(msgspec.Struct):
    """A body."""

    storage: Stored


class Found(msgspec.Struct):
    """A page of v2."""

    id: str
    status: str
    title: str
    version: Version
    body: Body | None = None
    links: Links = msgspec.field(name="_links", default_factory=Links)


class FoundOfOld(msgspec.Struct):
    """A page of v1."""

    id: str
    status: str
    title: str
    version: VersionOfOld
    body: Body | None = None
    links: Links = msgspec.field(name="_links", default_factory=Links)


class Several(msgspec.Struct):
    """Pages of v2."""

    results: list[Found]
    links: Links = msgspec.field(name="_links", default_factory=Links)


class SeveralOfOld(msgspec.Struct):
    """Pages of v1."""

    results: list[FoundOfOld]


class Space(msgspec.Struct):
    """A space of v2."""

    id: str
    status: str = "current"


class Spaces(msgspec.Struct):
    """Spaces of v2."""

    results: list[Space]


class Numbered(msgspec.Struct):
    """A version of which only the number counts."""

    number: int


class Property(msgspec.Struct):
    """A content property; v1 gives its id as a number, or none."""

    version: Numbered
    value: Any = None
    id: str | int = ""


class Properties(msgspec.Struct):
    """Content properties of v2."""

    results: list[Property]


class Attachment(msgspec.Struct):
    """An attachment."""

    id: str
    title: str


class Attachments(msgspec.Struct):
    """Attachments of a page."""

    results: list[Attachment]


def as_map(value: Any) -> Mapping[str, object]:
    """The value of a property; one that is no map is nobody's of ours."""
    return value if isinstance(value, dict) else {}
