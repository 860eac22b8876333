"""Looking into JSON whose shape nobody promises: what is not there, or is something else, reads as empty."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


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


def moment(ts: str) -> datetime | None:
    """When a `ts` of Slack's was (seconds since 1970, with six places); None for a text that is none."""
    seconds, _, rest = ts.partition(".")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):
        return None
    if rest and not (rest.isascii() and rest.isdecimal()):
        return None
    try:
        return _EPOCH + timedelta(seconds=int(seconds), microseconds=int(rest[:6].ljust(6, "0") or 0))
    except OverflowError:
        return None
