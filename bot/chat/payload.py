"""Looking into JSON whose shape nobody promises: what is not there, or is something else, reads as empty."""

from collections.abc import Mapping
from typing import Any


def at(found: object, *path: str) -> object:
    """What lies under these keys; None where nothing does."""
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def text(found: object, *path: str) -> str:
    """The text under these keys, else nothing."""
    value = at(found, *path)
    return _whole(value) if isinstance(value, str) else ""


def _whole(value: str) -> str:
    """A text without half a sign, which nothing can keep."""
    return value if value.isascii() else value.encode(errors="replace").decode()


def number(found: object, *path: str) -> int:
    """The whole number under these keys, else 0."""
    value = at(found, *path)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def is_set(found: object, *path: str) -> bool:
    """Whether `true` stands under these keys."""
    return at(found, *path) is True


def mapping(found: object, *path: str) -> Mapping[str, Any]:
    """The object under these keys, else an empty one."""
    value = at(found, *path)
    return value if isinstance(value, Mapping) else {}


def objects(found: object, *path: str) -> tuple[Mapping[str, Any], ...]:
    """The objects of the list under these keys."""
    value = at(found, *path)
    return tuple(one for one in value if isinstance(one, Mapping)) if isinstance(value, list) else ()


def texts(found: object, *path: str) -> tuple[str, ...]:
    """The texts of the list under these keys."""
    value = at(found, *path)
    return tuple(_whole(one) for one in value if isinstance(one, str)) if isinstance(value, list) else ()
