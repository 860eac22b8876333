"""`rich_text` of people as the document tree, and as the plain text in which answers are looked for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.chat.slack.mrkdwn import AROUND, Names, person_shown
from bot.chat.slack.reading import mapping, number, objects, text
from bot.domain.tree import (
    Block,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Inline,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Text,
    plain,
    said,
)

Element = Mapping[str, Any]


def tree(blocks: Iterable[Element], names: Names) -> tuple[Block, ...]:
    """The `rich_text` among the blocks of a message; blocks of any other kind are not people's words."""
    rich = (block for block in blocks if text(block, "type") == "rich_text")
    return tuple(
        made for block in rich for element in objects(block, "elements") for made in _block(element, names)
    )


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
        case "rich_text_list":
            yield _list(element, names)


def _list(element: Element, names: Names) -> Listing:
    """A list; one that is set in hangs in an item of its own, as Slack keeps no tree of lists."""
    items = (objects(item, "elements") for item in objects(element, "elements"))
    made = tuple((Paragraph(_inlines(item, names)),) for item in items)
    listing = Listing(made, ordered=text(element, "style") == "ordered")
    for _ in range(min(8, max(0, number(element, "indent")))):
        listing = Listing(((listing,),))
    return listing


def _inlines(elements: Iterable[Element], names: Names) -> tuple[Inline, ...]:
    return tuple(part for element in elements for part in _inline(element, names))


def _inline(element: Element, names: Names) -> tuple[Inline, ...]:
    match text(element, "type"):
        case "text":
            return _styled(element, text(element, "text"))
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


def _styled(element: Element, words: str) -> tuple[Inline, ...]:
    style = mapping(element, "style")
    if style.get("code") is True and words and "\n" not in words:
        return (CodeSpan(words),)
    parts = said(words)
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


def words(blocks: Iterable[Block]) -> str:
    """A tree as a person would have typed it: a list with its marks, a quotation with `>`, code with its fences."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(parts):
            return _typed(parts).rstrip("\n").split("\n")
        case Quote(blocks):
            return [f"> {line}" for line in words(blocks).split("\n")]
        case CodeBlock(code):
            return ["```", *code.rstrip("\n").split("\n"), "```"]
        case Listing():
            return _list_lines(block)
        case _:
            return []


def _list_lines(listing: Listing) -> list[str]:
    found: list[str] = []
    for at, item in enumerate(listing.items, 1):
        lines = words(item).split("\n")
        if len(item) == 1 and isinstance(item[0], Listing):
            found += [f"  {line}" for line in lines]
            continue
        mark = f"{at}. " if listing.ordered else "- "
        found += [mark + lines[0], *(" " * len(mark) + line for line in lines[1:])]
    return found


def _typed(parts: Iterable[Inline]) -> str:
    """Inlines as typed: bold and italic are their words, code keeps its marks, a link its address."""
    out: list[str] = []
    for part in parts:
        match part:
            case CodeSpan(code):
                out.append(f"`{code}`")
            case Strong(inner) | Emphasis(inner):
                out.append(_typed(inner))
            case Link(href, inner):
                named = plain(inner)
                bare = href.removeprefix("mailto:")
                out.append(bare if named in {"", href, bare} else f"{named} ({bare})")
            case Text(some):
                out.append(some)
            case _:
                out.append("\n")
    return "".join(out)
