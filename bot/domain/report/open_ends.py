"""What nobody could say, with an owner and a date; and what people see in two ways."""

from bot.domain.report.claims import cited, words
from bot.domain.report.page import Inlines, Page, cell, day, joined, moment, paragraph, strong
from bot.domain.review import Disagreement, Unknown
from bot.domain.tree import Block, Heading, Listing, Paragraph, Table, said
from bot.domain.verdict import missing_facets

COLUMNS = ("id", "what", "owner", "due", "why", "state")


def open_ends(page: Page) -> tuple[Block, ...]:
    """Unknowns, facets nobody was asked for, disagreements."""
    return (
        Heading(2, page.line("heading.open_ends")),
        *_unknowns(page),
        *_unasked(page),
        *(block for disagreement in page.review.disagreements for block in _disagreement(page, disagreement)),
    )


def _unknowns(page: Page) -> tuple[Block, ...]:
    if not page.review.unknowns:
        return (paragraph(page.line("unknown.none")),)
    header = tuple(page.line(f"unknown.{column}") for column in COLUMNS)
    return (Table(header, tuple(_unknown(page, unknown) for unknown in page.review.unknowns)),)


def _unknown(page: Page, unknown: Unknown) -> tuple[Inlines, ...]:
    facets = ", ".join(page.facet(facet) for facet in unknown.facets) or page.question(unknown.question)
    settled = page.text("unknown.settled", at=moment(unknown.settled_at))
    return (
        cell(unknown.id),
        cell(_of_decision(page, facets, unknown.decision)),
        cell(page.role(unknown.owner)),
        cell(day(unknown.due)),
        cell(page.name("why_unknown", unknown.why)),
        cell(settled if unknown.settled_at else page.text("unknown.open")),
    )


def _unasked(page: Page) -> tuple[Block, ...]:
    """Facets that are empty and that nobody owns: there are some until the review is finished."""
    missing = missing_facets(page.review)
    if not missing:
        return ()
    named = ", ".join(_of_decision(page, page.facet(facet), letter) for letter, facet in missing)
    return (paragraph(page.line("unknown.unasked", facets=named)),)


def _disagreement(page: Page, disagreement: Disagreement) -> tuple[Block, ...]:
    """Two accounts, in the order they came; neither is called right."""
    of = page.text("disagreement.lettered", letter=disagreement.decision) if _several(page) else ""
    positions = tuple(
        (
            Paragraph(
                joined(
                    [
                        strong(page.text("disagreement.by", by=page.role(p.author))),
                        words(page, p),
                        cited(page, p),
                    ],
                    " ",
                )
            ),
        )
        for p in disagreement.positions
    )
    settle = said(disagreement.settle) or page.line("disagreement.no_settle")
    title = page.text(
        "disagreement.title",
        id=disagreement.id,
        n=str(len(disagreement.positions)),
        facet=page.facet(disagreement.facet),
        of=of if disagreement.decision else "",
    )
    return (
        paragraph(strong(title)),
        Listing(positions),
        paragraph(page.line("disagreement.settle", settle=settle)),
    )


def _of_decision(page: Page, what: str, letter: str) -> str:
    """With its decision's letter where there are several."""
    if not letter or not _several(page):
        return what
    return page.text("unknown.lettered", letter=letter, what=what)


def _several(page: Page) -> bool:
    return len(page.review.decisions) > 1
