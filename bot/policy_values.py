"""Reading one value of the policy file, or saying with its line what is wanted there."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.calendar import FIRST_DAY, LAST_DAY, Hours
from bot.domain.due import Who
from bot.voice.nodes import Entries, Items, Leaf, Node, broken

T = TypeVar("T")


def known(node: Node, keys: Collection[str]) -> Mapping[str, Node]:
    """A map of which every key is one of these; a key with nothing behind it is an empty one."""
    if isinstance(node, Leaf) and not node.text:
        return {}
    if not isinstance(node, Entries):
        raise broken(node.at, "want_map")
    for key, child in node.nodes.items():
        if key not in keys:
            raise broken(child.at, "want_one_of", key=key, known=", ".join(keys))
    return node.nodes


def each(node: Node, value: Callable[[Node], T]) -> tuple[T, ...]:
    """A list of such values."""
    if not isinstance(node, Items):
        raise broken(node.at, "want_list")
    return tuple(value(child) for child in node.nodes)


def text(node: Node) -> str:
    """A piece of text, without the space around it."""
    if not isinstance(node, Leaf):
        raise broken(node.at, "want_text")
    return node.text.strip()


def whole(least: int, most: int) -> Callable[[Node], int]:
    """A whole number in these bounds, both included."""

    def value(node: Node) -> int:
        digits = text(node)
        if not re.fullmatch(r"[+-]?[0-9]{1,4}", digits) or not least <= int(digits) <= most:
            raise broken(node.at, "want_whole", key=digits, least=least, most=most)
        return int(digits)

    return value


def ascending(least: int, most: int) -> Callable[[Node], tuple[int, ...]]:
    """Whole numbers in these bounds, at least one, each greater than the one before."""
    number = whole(least, most)

    def value(node: Node) -> tuple[int, ...]:
        found = each(node, number)
        if not found or list(found) != sorted(set(found)):
            raise broken(node.at, "want_ascending")
        return found

    return value


def one_of(*possible: Who) -> Callable[[Node], Who]:
    """One of these words."""

    def value(node: Node) -> Who:
        if (word := text(node)) not in possible:
            raise broken(node.at, "want_one_of", key=word, known=", ".join(possible))
        return Who(word)

    return value


def words(*possible: tuple[Who, ...]) -> Callable[[Node], tuple[Who, ...]]:
    """One of these lists of words."""

    def value(node: Node) -> tuple[Who, ...]:
        found = each(node, text)
        if found not in possible:
            shown = (_shown(words) for words in possible)
            raise broken(node.at, "want_one_of", key=_shown(found), known=", ".join(shown))
        return tuple(Who(word) for word in found)

    return value


def emojis(node: Node) -> frozenset[str]:
    """Names of emoji, with or without the colons around them."""
    return frozenset(each(node, _emoji))


def _emoji(node: Node) -> str:
    name = text(node).strip(":")
    if not re.fullmatch(r"[a-z0-9_+'-]+", name):
        raise broken(node.at, "want_emoji", key=text(node))
    return name


def _shown(found: tuple[str, ...]) -> str:
    """A list as it is written."""
    return f"[{', '.join(found)}]"


def clock(node: Node) -> time:
    """A time of day, `10:00`."""
    if (found := _clock(text(node))) is None:
        raise broken(node.at, "want_clock", key=text(node))
    return found


def _clock(written: str) -> time | None:
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", written.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def hours(node: Node) -> Hours:
    """Working hours of one day, `09:00-17:00`."""
    start, _, end = text(node).partition("-")
    begins, ends = _clock(start), _clock(end)
    if begins is None or ends is None or not begins < ends:
        raise broken(node.at, "want_hours", key=text(node))
    return Hours(begins, ends)


def zone_name(node: Node) -> str:
    """The name of a time zone, `Europe/Berlin`."""
    try:
        return ZoneInfo(text(node)).key
    except (KeyError, ValueError, OSError) as error:  # unknown, not a name, or the name of a folder of zones
        raise broken(node.at, "want_zone", key=text(node)) from error


def day(node: Node) -> date:
    """A date, `2027-12-24`."""
    try:
        found = date.fromisoformat(text(node))
    except ValueError as error:
        raise broken(node.at, "want_date", key=text(node)) from error
    if not FIRST_DAY <= found <= LAST_DAY:
        raise broken(node.at, "want_date", key=text(node))
    return found
