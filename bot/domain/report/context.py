"""The second section: what was in the window, how each item is known, and how far from the decision it was captured."""

from bot.domain.report import verdicts
from bot.domain.report.capture import against, captured, class_of
from bot.domain.report.claims import bare, claim, labelled
from bot.domain.report.page import Inlines, Page, cell, paragraph
from bot.domain.review import Decision
from bot.domain.tree import Block, Table
from bot.domain.vocabulary import Facet, Question

SLOTS = (Facet.STATE, Facet.USER, Facet.DATA, Facet.HISTORY)
COLUMNS = ("slot", "held", "class", "captured", "gap")


def context_section(page: Page, decision: Decision) -> tuple[Block, ...]:
    """The four slots, then what should not have been there, what was missing, and the rules in force."""
    letter = decision.letter
    header = tuple(page.line(f"context.{column}") for column in COLUMNS)
    return (
        Table(header, tuple(_slot(page, facet, decision) for facet in SLOTS)),
        paragraph(
            labelled(page, Facet.MISSING, letter),
            labelled(page, Facet.EXCESS, letter),
            labelled(page, Facet.RULES, letter),
        ),
        verdicts.full(page, Question.CONTEXT, letter),
    )


def _slot(page: Page, facet: Facet, decision: Decision) -> tuple[Inlines, ...]:
    """One slot. The gap is captured minus decided: what was captured later may hold what came later."""
    finding = page.review.finding(facet, decision.letter)
    return (
        cell(page.title(facet)),
        claim(page, facet, decision.letter, source=bare),
        cell(class_of(page, finding)),
        cell(captured(page, finding)),
        cell(against(page, finding, decision)),
    )
