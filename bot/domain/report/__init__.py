"""The finished review as a document: our words from `prompts/report.yml`, people's own to the letter."""

from collections.abc import Callable, Mapping, Sequence

from bot.domain.report import verdicts
from bot.domain.report.appendix import appendix
from bot.domain.report.authority import authority_section, containment
from bot.domain.report.bottom import bottom_line, first_guess, same_tomorrow
from bot.domain.report.claims import gap
from bot.domain.report.context import context_section
from bot.domain.report.decision import cold_reads, decision_section
from bot.domain.report.front import front
from bot.domain.report.header import header
from bot.domain.report.open_ends import open_ends
from bot.domain.report.page import Inlines, Page, cut, joined, paragraph
from bot.domain.report.pictures import RunPicture
from bot.domain.report.timeline import timeline
from bot.domain.report.walls import wall_section
from bot.domain.review import Decision, Disagreement, Finding, Review
from bot.domain.tree import Block, Document, Figure, Heading, Paragraph, Rule
from bot.domain.vocabulary import FACETS, Question

Section = Callable[[Page, Decision], tuple[Block | Figure, ...]]

SECTIONS: Mapping[Question, Section] = {
    Question.DECISION: decision_section,
    Question.CONTEXT: context_section,
    Question.AUTHORITY: authority_section,
}
"""The first three sections, each repeated for every decision."""


def document(review: Review, labels: Mapping[str, str], pictures: Sequence[RunPicture] = ()) -> Document:
    """The review, its whole statement log in hand, in the order a busy reader wants.

    `labels` are those of `prompts/report.yml` by dotted key, with `question.*` and `facet.*` of `questions.yml`.
    `pictures` are shown each with its decision; without them the document says the same.
    """
    page = Page(review, labels, tuple(pictures))
    blocks: tuple[Block | Figure, ...] = (
        *header(page),
        *bottom_line(page),
        *_sections(page),
        *open_ends(page),
        *timeline(page),
        *appendix(page),
        Rule(),
        paragraph(same_tomorrow(page)),
    )
    return Document(front(page), tuple(block for block in blocks if block != Paragraph(())))


def _sections(page: Page) -> tuple[Block | Figure, ...]:
    """The four questions, verbatim, and what was answered; ahead of it what holds for all decisions."""
    out: list[Block | Figure] = []
    for number, question in enumerate(SECTIONS, 1):
        out.append(_heading(page, number, question))
        if question is Question.DECISION:
            out.append(paragraph(page.line("decision.first_guess", guess=first_guess(page))))
        if question is Question.AUTHORITY:
            out.append(paragraph(containment(page)))
        for decision in page.review.decisions:
            if len(page.review.decisions) > 1:
                out.append(Heading(3, _decision_title(page, decision)))
            out += _section(page, question, decision)
    out.append(_heading(page, len(SECTIONS) + 1, Question.WALL))
    return (*out, *wall_section(page))


def _section(page: Page, question: Question, decision: Decision) -> tuple[Block | Figure, ...]:
    """One question of one decision; where nothing at all is held, a line says so in place of empty tables."""
    if _is_anything_held(page, question, decision.letter):
        return SECTIONS[question](page, decision)
    gaps = dict.fromkeys(gap(page, facet, decision.letter) for facet in FACETS[question])
    cold = cold_reads(page, decision.letter) if question is Question.DECISION else ()
    return (
        paragraph(page.line("decision.nothing_held", gaps=joined(list(gaps), ", "))),
        verdicts.full(page, question, decision.letter, cold),
    )


def _is_anything_held(page: Page, question: Question, letter: str) -> bool:
    parts: list[Finding | Disagreement] = [*page.review.findings, *page.review.disagreements]
    chosen = question is Question.DECISION and any(
        d.letter == letter and d.evidence for d in page.review.decisions
    )
    return chosen or any(p.decision == letter and p.facet in FACETS[question] for p in parts)


def _decision_title(page: Page, decision: Decision) -> Inlines:
    if not decision.title:
        return page.line("heading.decision", letter=decision.letter)
    return page.line("heading.decision_titled", letter=decision.letter, title=cut(decision.title, 120))


def _heading(page: Page, number: int, question: Question) -> Block:
    return Heading(2, page.line("heading.section", number=str(number), question=page.question(question)))
