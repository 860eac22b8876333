"""A page that stays within a size: what has no room gives way to a line that says where it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.domain.report.parts import Fold
from bot.domain.tree import Block, Document, Figure, Heading, Paragraph
from bot.publishers.confluence.storage import section_end, storage

MOST_BYTES = 1_000_000
"""Of a page's body. Cloud takes five times as much; a page that long opens slowly."""


def fitted(document: Document, most_bytes: int = MOST_BYTES) -> tuple[str, bool]:
    """The body, and whether all of the document is in it. Sections that fold go first, then whatever comes last."""
    whole = storage(document)
    if _size(whole) <= most_bytes:
        return whole, True
    without_folds = replace(document, blocks=tuple(_without_folds(document.blocks)))
    shorter = storage(without_folds)
    if _size(shorter) <= most_bytes:
        return shorter, False
    return _beginning(without_folds, _elsewhere(document), most_bytes), False


def _without_folds(found: Sequence[Block | Figure]) -> Iterator[Block | Figure]:
    at = 0
    while at < len(found):
        block = found[at]
        at += 1
        if not isinstance(block, Fold):
            yield block
        else:
            yield Heading(block.level, block.parts)
            yield Paragraph(block.elsewhere)
            at = section_end(found, at, block.level)


def _elsewhere(document: Document) -> Paragraph:
    fold = next((block for block in document.blocks if isinstance(block, Fold)), None)
    return Paragraph(fold.elsewhere if fold else ())


def _beginning(document: Document, elsewhere: Paragraph, most_bytes: int) -> str:
    """As many of its first blocks as there is room for, each whole; then where the rest is."""
    left = most_bytes - _size(storage(Document((), (elsewhere,))))
    kept: list[Block | Figure] = []
    for block in document.blocks:
        left -= _size(storage(Document((), (block,))))
        if left < 0:
            break
        kept.append(block)
    return storage(Document((), (*kept, elsewhere)))


def _size(body: str) -> int:
    return len(body.encode())
