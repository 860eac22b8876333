"""`report.yml`: headings, labels and the names of every vocabulary, flattened to dotted keys."""

import re
from collections.abc import Iterator, Mapping

from bot.voice.nodes import Entries, Leaf, Node, broken

_HOLE = re.compile(r"\{(\w+)\}")


def labels(node: Node) -> dict[str, str]:
    """Every string by the path of its keys: `severity.incident`."""
    return {path: leaf.text for path, leaf in leaves(node)}


def leaves(node: Node, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every string of nested maps with its path."""
    match node:
        case Leaf():
            yield path, node
        case Entries(nodes):
            for key, child in nodes.items():
                yield from leaves(child, f"{path}.{key}" if path else key)
        case _:
            raise broken(node.at, "want_text")


def check_holes(ours: Node, theirs: Node) -> None:
    """Refuse a label of theirs with a `{hole}` that ours does not have: nothing would fill it."""
    known = labels(ours)
    for path, leaf in leaves(theirs):
        for hole in _HOLE.findall(leaf.text):
            if f"{{{hole}}}" not in known.get(path, ""):
                raise broken(leaf.at, "unknown_hole", key=hole)


def vocabulary(named: Mapping[str, str], name: str) -> dict[str, str]:
    """One vocabulary: its keys in order, with what people call them; empty where there is none of that name."""
    start = f"{name}."
    return {key.removeprefix(start): label for key, label in named.items() if key.startswith(start)}


VOCABULARIES = (
    "yes_no",
    "status",
    "ruling",
    "decision_class",
    "context_class",
    "authority_class",
    "severity",
    "wall_status",
    "strength",
    "family",
    "evidence_class",
    "first_guess",
    "why_not",
    "why_unknown",
)
"""Where `label(key)` looks, in this order: a key that two of them know means the same thing in both."""


def name(named: Mapping[str, str], key: str, vocabulary: str = "") -> str:
    """What people call a key. KeyError where no vocabulary, or not the one named, knows it."""
    for found in (vocabulary,) if vocabulary else VOCABULARIES:
        if (label := named.get(f"{found}.{key}")) is not None:
            return label
    raise KeyError(key)
