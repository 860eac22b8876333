"""The schema of the prompts: reading a node as what it must be, or saying where it is not."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from bot.domain.errors import PersonError
from bot.voice.nodes import At, Entries, Items, Leaf, Node, broken

T = TypeVar("T")


def text(node: Node) -> str:
    """A string."""
    if not isinstance(node, Leaf):
        raise broken(node.at, "want_text")
    return node.text


def filled(node: Node) -> str:
    """A string that says something."""
    if not (value := text(node).strip()):
        raise broken(node.at, "want_words")
    return value


def items(node: Node, each: Callable[[Node], T], *, least: int = 0) -> tuple[T, ...]:
    """A list of at least so many."""
    if not isinstance(node, Items):
        raise broken(node.at, "want_list")
    if len(node.nodes) < least:
        raise broken(node.at, "want_more", least=least)
    return tuple(each(child) for child in node.nodes)


def entries(node: Node, each: Callable[[Node], T]) -> dict[str, T]:
    """A map with any keys."""
    return {key: each(child) for key, child in _entries(node).items()}


def fields(node: Node, *, required: Collection[str], optional: Collection[str] = ()) -> Mapping[str, Node]:
    """A map with known keys: none may be missing, none be strange."""
    found = _entries(node)
    for key, child in found.items():
        if key not in required and key not in optional:
            raise unknown(child.at, key)
    for key in required:
        if key not in found:
            raise broken(node.at, "want_key", key=key)
    return found


def unknown(at: At, key: str) -> PersonError:
    """The error of a key or file that nothing reads."""
    return PersonError("prompts_unknown_key", file=at.file, line=at.line, key=key)


def _entries(node: Node) -> Mapping[str, Node]:
    if not isinstance(node, Entries):
        raise broken(node.at, "want_map")
    return node.nodes
