"""A document in GitHub-flavoured Markdown with YAML front matter. The same document is always the same text."""

import re
from collections.abc import Iterable, Sequence

from bot.domain.tree import (
    Block,
    CodeBlock,
    Document,
    Figure,
    Heading,
    Inline,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)
from bot.publishers.gfm_inline import lines
from bot.publishers.gfm_text import at_start, code_fence, code_lines, href, in_heading, visible
from bot.publishers.seal import sealed

ALERTS = {"note": "[!NOTE]", "warning": "[!WARNING]", "important": "[!IMPORTANT]"}
_LIKE_A_RULE = re.compile(r"(?:- *){3,}|(?:\* *){3,}")
_LANGUAGE = re.compile(r"[\w+.-]*", re.ASCII)


def markdown(document: Document) -> str:
    """The whole file; its front matter ends with a digest of the rest."""
    body = "\n".join(blocks(document.blocks)) + "\n"
    return sealed({key: _plain(value) for key, value in document.front}, body)


def _plain(value: object) -> object:
    """A value of the front matter, its texts without control characters; lists and maps alike."""
    match value:
        case str():
            return visible(value)
        case dict():
            return {visible(str(key)): _plain(child) for key, child in value.items()}
        case list() | tuple():
            return [_plain(child) for child in value]
    return value


def blocks(found: Sequence[Block | Figure]) -> list[str]:
    """Blocks as lines, an empty line between them; two lists in a row get signs of their own."""
    out: list[str] = []
    turn = 0
    before: Block | Figure | None = None
    for block in found:
        this_turn = turn + 1 if _continues(before, block) else 0
        drawn = _block(block, this_turn)
        if not drawn:  # nothing is between the lists around it
            continue
        out += ["", *drawn] if out else drawn
        before, turn = block, this_turn
    return out


def _continues(before: Block | Figure | None, block: Block | Figure) -> bool:
    """Whether a list would be read as going on the one before it."""
    return isinstance(before, Listing) and isinstance(block, Listing) and before.ordered == block.ordered


def _block(block: Block | Figure, turn: int) -> list[str]:
    match block:
        case Heading(level, parts):
            text = " ".join(lines(parts))
            drawn = [f"{'#' * level} {in_heading(text)}"] if text else []
        case Paragraph(parts):
            drawn = _paragraph(parts)
        case Listing():
            drawn = _list(block, turn)
        case Quote(inner):
            drawn = _quoted(blocks(inner))
        case Panel(kind, inner):
            drawn = _quoted([ALERTS.get(kind, ALERTS["note"]), *_below_alert(inner)])
        case CodeBlock():
            drawn = _code(block)
        case Table(header, rows):
            drawn = _table(header, rows)
        case Rule():
            drawn = ["___"]
        case Figure(file, described):
            drawn = [f"![{' '.join(lines((Text(described),)))}]({href(file)})"]
    return drawn


def _below_alert(inner: tuple[Block, ...]) -> list[str]:
    """What a panel holds; only text may stand right below the line that makes it one."""
    first = next((block for block in inner if _block(block, 0)), None)
    return blocks(inner) if first is None or isinstance(first, Paragraph) else ["", *blocks(inner)]


def _code(block: CodeBlock) -> list[str]:
    fence = code_fence(block.text)
    language = block.language if _LANGUAGE.fullmatch(block.language) else ""
    return [f"{fence}{language}", *(code_lines(block.text) if block.text else []), fence]


def _paragraph(parts: tuple[Inline, ...]) -> list[str]:
    """A paragraph; a backslash at the end of a line keeps the line break."""
    drawn = [at_start(line) for line in lines(parts)]
    return [f"{line}\\" for line in drawn[:-1]] + drawn[-1:]


def _list(block: Listing, turn: int) -> list[str]:
    """A list; the signs of lists in a row take turns."""
    after, bullet = ".)"[turn % 2], "-*"[turn % 2]
    signs = (
        f"{number}{after} " if block.ordered else f"{bullet} " for number in range(1, len(block.items) + 1)
    )
    return [line for sign, item in zip(signs, block.items, strict=True) for line in _item(item, sign)]


def _item(item: tuple[Block, ...], sign: str) -> list[str]:
    """One item: what follows its first line is indented to stand below its text.

    Signs of nested empty items in one line would be read as a rule: what is inside begins on the next one.
    """
    drawn = blocks(item) or [""]
    indent = " " * len(sign)
    if _LIKE_A_RULE.fullmatch(sign + drawn[0]):
        drawn = ["", *drawn]
    return [(sign + drawn[0]).rstrip(" "), *(indent + line if line else "" for line in drawn[1:])]


def _quoted(drawn: list[str]) -> list[str]:
    return [f"> {line}" if line else ">" for line in drawn]


def _table(
    header: tuple[tuple[Inline, ...], ...], rows: Iterable[tuple[tuple[Inline, ...], ...]]
) -> list[str]:
    """A table; rows are cut or filled to the width of the header."""
    width = len(header)
    if not width:
        return []
    filled = ((*row, *((),) * width)[:width] for row in rows)
    return [_row(header), "|" + " --- |" * width, *(_row(row) for row in filled)]


def _row(cells: tuple[tuple[Inline, ...], ...]) -> str:
    """A row; a new line within a cell is written as `<br>`, the one tag this writes."""
    return "| " + " | ".join("<br>".join(lines(parts, unfit="|")) for parts in cells) + " |"
