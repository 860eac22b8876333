"""A tree of somebody's as the plain text in which answers are looked for."""

from collections.abc import Iterable

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
)


def words(blocks: Iterable[Block]) -> str:
    """A tree as a person would have typed it: a list with its marks, a quotation with `>`, code with its fences."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(parts):
            return _on_lines(parts).rstrip("\n").split("\n")
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


def _on_lines(parts: Iterable[Inline]) -> str:
    """Inlines as typed: bold and italic are their words, code keeps its marks, a link its address."""
    out: list[str] = []
    for part in parts:
        match part:
            case CodeSpan(code):
                out.append(f"`{code}`")
            case Strong(inner) | Emphasis(inner):
                out.append(_on_lines(inner))
            case Link(href, inner):
                named = plain(inner)
                bare = href.removeprefix("mailto:")
                out.append(bare if named in {"", href, bare} else f"{named} ({bare})")
            case Text(some):
                out.append(some)
            case _:
                out.append("\n")
    return "".join(out)
