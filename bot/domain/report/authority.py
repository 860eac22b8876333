"""The third section: which grant covered it, was it meant so wide, what became of the approval, is the path open."""

from bot.domain.report import verdicts
from bot.domain.report.capture import against, captured, class_of
from bot.domain.report.claims import bare, claim, labelled
from bot.domain.report.page import Inlines, Page, cell, moment, paragraph
from bot.domain.review import Decision
from bot.domain.tree import Block, Table
from bot.domain.vocabulary import Facet, Question

GRANTS = (Facet.GRANT_SYSTEM, Facet.GRANT_DATA, Facet.GRANT_APPROVAL)
COLUMNS = ("which", "answer", "proof", "captured", "gap")


def authority_section(page: Page, decision: Decision) -> tuple[Block, ...]:
    """The three grants first, then what they were meant for; the ruling last."""
    letter = decision.letter
    header = tuple(page.line(f"authority.{column}") for column in COLUMNS)
    return (
        paragraph(labelled(page, Facet.TARGET, letter), labelled(page, Facet.IDENTITY, letter)),
        Table(header, tuple(_grant(page, facet, decision) for facet in GRANTS)),
        paragraph(
            labelled(page, Facet.MEANT, letter),
            labelled(page, Facet.APPROVAL, letter),
            labelled(page, Facet.PATH_OPEN, letter),
        ),
        verdicts.full(page, Question.AUTHORITY, letter),
    )


def _grant(page: Page, facet: Facet, decision: Decision) -> tuple[Inlines, ...]:
    """One grant; a proof counts as of the decision, so its time stands beside it."""
    finding = page.review.finding(facet, decision.letter)
    return (
        cell(page.title(facet)),
        claim(page, facet, decision.letter, source=bare),
        cell(class_of(page, finding)),
        cell(captured(page, finding)),
        cell(against(page, finding, decision)),
    )


def containment(page: Page) -> Inlines:
    """Whether the agent or its access was stopped, when, and who does it where nobody has."""
    answer = page.review.containment
    if answer is None:
        return page.line("containment.unasked")
    return page.line(
        f"containment.{answer.contained}",
        by=page.role(answer.by),
        at=moment(answer.at),
        owner=page.role(answer.owner) or page.text("person.nobody"),
    )
