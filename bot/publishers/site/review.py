"""The page of one review: its document, where to find what in it, and the runs it was chosen from as pictures."""

from collections.abc import Mapping

from bot.domain.report.page import iso
from bot.domain.review import Review
from bot.domain.tree import Document, Heading, plain
from bot.publishers.site.contents import page_name
from bot.publishers.site.frame import Page
from bot.publishers.site.markup import Html, lines, tag
from bot.publishers.site.tree import Drawn, body, sections
from bot.publishers.site.words import Words


def review_page(review: Review, document: Document, pictures: Mapping[str, bytes], words: Words) -> Page:
    """The page; `pictures` are SVG of our own drawing, by the name the document knows them under."""
    drawn = Drawn(words, {name: inline(name, content) for name, content in pictures.items()})
    links = (tag("li", tag("a", one.title, href=f"#{one.anchor}")) for one in sections(document.blocks))
    inside = tag("nav", tag("ul", *links), class_="contents", aria_label=words("review.contents"))
    main = lines(inside, tag("article", body(document.blocks, drawn)))
    return Page(page_name(review.number), identity(review), _title(review, document), main)


def identity(review: Review) -> str:
    """What no two reviews share, those of another database included."""
    return f"{review.key} {iso(review.opened_at)}"


def _title(review: Review, document: Document) -> str:
    first = next(
        (block for block in document.blocks if isinstance(block, Heading) and block.level == 1), None
    )
    return plain(first.parts) if first else review.key


def inline(name: str, content: bytes) -> Html:
    """A picture of ours as part of a page: ids that its neighbours have too become its own.

    Its text holds no straight quotation mark, so an id is never mistaken for somebody's words.
    """
    own = name.rpartition(".")[0]
    text = content.decode()
    for part in ("title", "told"):
        text = text.replace(f'id="run-{part}"', f'id="{own}-{part}"')
    return Html(
        text.replace('aria-labelledby="run-title run-told"', f'aria-labelledby="{own}-title {own}-told"')
    )
