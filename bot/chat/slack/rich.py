"""`rich_text` of people as the document tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from bot.chat.slack.mrkdwn import AROUND, Names, person_shown
from bot.chat.slack.reading import mapping, number, objects, text
from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    plain,
    said,
)

Element = Mapping[str, Any]

Row = tuple[int, bool, Paragraph]
"""An item of a list as Slack has it: how far it is set in, whether it is numbered, and its words."""

DEEPEST = 8
"""How far an item may be set in, so that no message makes a tree of any depth."""


def tree(blocks: Iterable[Element], names: Names) -> tuple[Block, ...]:
    """The `rich_text` among the blocks of a message; blocks of any other kind are not people's words."""
    rich = (block for block in blocks if text(block, "type") == "rich_text")
    elements = (element for block in rich for element in objects(block, "elements"))
    found: list[Block] = []
    for is_list, run in groupby(elements, key=lambda element: text(element, "type") == "rich_text_list"):
        if is_list:
            found += _lists([row for element in run for row in _rows(element, names)], 0)
        else:
            found += [made for element in run for made in _block(element, names)]
    return tuple(found)


def _block(element: Element, names: Names) -> Iterator[Block]:
    parts = _inlines(objects(element, "elements"), names)
    match text(element, "type"):
        case "rich_text_section":
            if parts:
                yield Paragraph(parts)
        case "rich_text_quote":
            yield Quote((Paragraph(parts),))
        case "rich_text_preformatted":
            yield CodeBlock(plain(parts))


def _rows(element: Element, names: Names) -> Iterator[Row]:
    """The items of a list: Slack keeps no tree of them, one set in deeper is the next list."""
    indent, ordered = min(DEEPEST, max(0, number(element, "indent"))), text(element, "style") == "ordered"
    for item in objects(element, "elements"):
        yield indent, ordered, Paragraph(_inlines(objects(item, "elements"), names))


def _lists(rows: Sequence[Row], depth: int) -> tuple[Listing, ...]:
    """The lists that rows from one depth on make; numbered and unnumbered ones are two."""
    runs = groupby(_items(rows, depth), key=itemgetter(0))
    return tuple(Listing(tuple(item for _, item in run), ordered=ordered) for ordered, run in runs)


def _items(rows: Sequence[Row], depth: int) -> Iterator[tuple[bool, tuple[Block, ...]]]:
    """Items of one depth; what is set in deeper hangs in the item before it, or in one of its own."""
    end = 0
    while end < len(rows):
        indent, ordered, own = rows[end]
        head = (own,) if indent == depth else ()
        start = end = end + len(head)
        while end < len(rows) and rows[end][0] > depth:
            end += 1
        yield ordered and bool(head), (*head, *_lists(rows[start:end], depth + 1))


def _inlines(elements: Iterable[Element], names: Names) -> tuple[Inline, ...]:
    return tuple(part for element in elements for part in _marked(element, _inline(element, names)))


def _inline(element: Element, names: Names) -> tuple[Inline, ...]:
    match text(element, "type"):
        case "text":
            return _text(element)
        case "link":
            href = text(element, "url")
            return (Link(href, said(text(element, "text") or href)),)
        case "user":
            return said(person_shown(text(element, "user_id"), names))
        case "usergroup":
            return said(person_shown(text(element, "usergroup_id"), names))
        case "channel":
            channel = text(element, "channel_id")
            return said(f"#{names.get(channel, channel)}")
        case "broadcast":
            return said(f"@{text(element, 'range')}")
        case "emoji":
            return said(f":{text(element, 'name')}:")
        case _:
            return said(text(element, "text") or text(element, "fallback") or text(element, "value"))


def _text(element: Element) -> tuple[Inline, ...]:
    """Text, or code where it is one line."""
    parts = said(text(element, "text"))
    is_code = mapping(element, "style").get("code") is True and parts and Break() not in parts
    return (CodeSpan(text(element, "text")),) if is_code else parts


def _marked(element: Element, parts: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Bold and italic, of links and names too."""
    style = mapping(element, "style")
    if parts and style.get("italic") is True:
        parts = (Emphasis(parts),)
    if parts and style.get("bold") is True:
        parts = (Strong(parts),)
    return parts


def without_mention(blocks: Iterable[Element], user: str) -> tuple[Element, ...]:
    """The blocks without mentions of one user at the beginning and the end of what was written."""
    return tuple(
        {**block, "elements": _trimmed(objects(block, "elements"), user)}
        if text(block, "type") == "rich_text"
        else block
        for block in blocks
    )


def _trimmed(sections: tuple[Element, ...], user: str) -> list[Element]:
    """The first section from its first own word on, the last one up to its last."""
    found = [dict(section) for section in sections]
    if found and text(found[0], "type") == "rich_text_section":
        found[0]["elements"] = _from_first(list(objects(found[0], "elements")), user)
    if found and text(found[-1], "type") == "rich_text_section":
        backwards = list(objects(found[-1], "elements"))[::-1]
        if backwards and _names(backwards[_first_word(backwards)], user):
            found[-1]["elements"] = backwards[_first_word(backwards) + 1 :][::-1]
    return list(found)


def _from_first(elements: list[Element], user: str) -> list[Element]:
    if not elements or not _names(elements[_first_word(elements)], user):
        return elements
    rest = elements[_first_word(elements) + 1 :]
    if rest and text(rest[0], "type") == "text":
        rest[0] = {**rest[0], "text": text(rest[0], "text").lstrip(AROUND)}
    return rest


def _names(element: Element, user: str) -> bool:
    return text(element, "type") == "user" and text(element, "user_id") == user


def _first_word(elements: list[Element]) -> int:
    """Where the first element that is not white space stands; the last one where all are."""
    blank = (text(e, "type") == "text" and not text(e, "text").strip() for e in elements)
    return next((at for at, is_blank in enumerate(blank) if not is_blank), len(elements) - 1)


def people_in(blocks: Iterable[Element]) -> frozenset[str]:
    """Ids of the people mentioned."""
    found: set[str] = set()
    waiting = list(blocks)
    while waiting:
        block = waiting.pop()
        if text(block, "type") == "user":
            found.add(text(block, "user_id"))
        waiting += objects(block, "elements")
    return frozenset(found - {""})
