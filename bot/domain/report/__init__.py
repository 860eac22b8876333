"""The finished review as a document: our words from `prompts/report.yml`, people's own to the letter."""

from collections.abc import Mapping

from bot.domain.report.appendix import appendix
from bot.domain.report.authority import authority_section
from bot.domain.report.bottom import bottom_line, same_tomorrow
from bot.domain.report.context import context_section
from bot.domain.report.decision import decision_section
from bot.domain.report.header import front, header
from bot.domain.report.open_ends import open_ends
from bot.domain.report.page import Inlines, Page, one_line, paragraph
from bot.domain.report.timeline import timeline
from bot.domain.report.walls import wall_section
from bot.domain.review import Decision, Review
from bot.domain.tree import Block, Document, Heading, Paragraph
from bot.domain.vocabulary import Question

SECTIONS = {
    Question.DECISION: decision_section,
    Question.CONTEXT: context_section,
    Question.AUTHORITY: authority_section,
}
"""The first three sections, each repeated for every decision."""


def document(review: Review, labels: Mapping[str, str]) -> Document:
    """The review, its whole statement log in hand, in the order a busy reader wants.

    `labels` are those of `prompts/report.yml` by dotted key, with `question.*` and `facet.*` of `questions.yml`.
    """
    page = Page(review, labels)
    blocks = (
        *header(page),
        *bottom_line(page),
        *_sections(page),
        *open_ends(page),
        *timeline(page),
        *appendix(page),
        Heading(2, page.line("heading.last")),
        paragraph(same_tomorrow(page)),
    )
    return Document(front(page), tuple(block for block in blocks if block != Paragraph(())))


def _sections(page: Page) -> tuple[Block, ...]:
    """The four questions, verbatim, and what was answered."""
    out: list[Block] = []
    for number, (question, section) in enumerate(SECTIONS.items(), 1):
        out.append(_heading(page, number, question))
        for decision in page.review.decisions:
            if len(page.review.decisions) > 1:
                out.append(Heading(3, _decision_title(page, decision)))
            out += section(page, decision)
    out.append(_heading(page, len(SECTIONS) + 1, Question.WALL))
    return (*out, *wall_section(page))


def _decision_title(page: Page, decision: Decision) -> Inlines:
    if not decision.title:
        return page.line("heading.decision", letter=decision.letter)
    return page.line("heading.decision_titled", letter=decision.letter, title=one_line(decision.title))


def _heading(page: Page, number: int, question: Question) -> Block:
    return Heading(2, page.line("heading.section", number=str(number), question=page.question(question)))
