"""A directory of the user's own over ours: merged key by key, what is missing falls back to ours."""

import re

from bot.voice.nodes import Entries, Items, Leaf, Node, broken
from bot.voice.shape import unknown

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def merged(ours: Node, theirs: Node) -> Node:
    """Theirs over ours. An unknown key is refused with its place; lists and strings are taken whole."""
    match ours, theirs:
        case Entries(known), Entries(given):
            for key, node in given.items():
                if key not in known:
                    raise unknown(node.at, key)
            both = {key: merged(node, given[key]) if key in given else node for key, node in known.items()}
            return Entries(both, theirs.at)
        case (Leaf(), Leaf()) | (Items(), Items()):
            return theirs
        case _, Entries(nodes) if not nodes:
            return ours
    raise broken(theirs.at, _wanted(ours))


def merged_languages(ours: Node, theirs: Node) -> Node:
    """Word lists: a known language is merged; a new one stands for itself, with lists of names we know."""
    if not isinstance(ours, Entries) or not isinstance(theirs, Entries):
        raise broken(theirs.at, "want_map")
    pattern = next(iter(ours.nodes.values()), theirs)
    both = dict(ours.nodes)
    for language, node in theirs.nodes.items():
        if _LANGUAGE.fullmatch(language) is None:
            raise unknown(node.at, language)
        if language in ours.nodes:
            both[language] = merged(ours.nodes[language], node)
        else:
            merged(pattern, node)  # refuses lists of names that nothing reads
            both[language] = node
    return Entries(both, theirs.at)


def _wanted(ours: Node) -> str:
    match ours:
        case Leaf():
            return "want_text"
        case Items():
            return "want_list"
    return "want_map"
