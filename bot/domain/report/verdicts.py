"""A question's verdict in words: what it came to, who settled it, who reads it otherwise."""

from bot.domain.report.page import Inlines, Page, joined, moment, paragraph, strong
from bot.domain.report.parts import Ruled
from bot.domain.review import Verdict
from bot.domain.verdict import ruling_of
from bot.domain.vocabulary import Question

CLASS_NAMES = {
    Question.DECISION: "decision_class",
    Question.CONTEXT: "context_class",
    Question.AUTHORITY: "authority_class",
}
"""The vocabulary of each verdict's classes."""


def classes(page: Page, verdict: Verdict) -> str:
    """The primary class, and the others behind it."""
    primary, *also = (
        page.name(CLASS_NAMES[verdict.question], key) for key in (verdict.primary, *verdict.also)
    )
    return page.text("verdict.also", primary=primary, also="; ".join(also)) if also else primary


def brief(page: Page, question: Question, decision: str) -> str:
    """The verdict by its primary class alone."""
    verdict = page.review.verdict(question, decision)
    if verdict is None:
        return page.text("verdict.none")
    return _ruled(page, verdict, page.name(CLASS_NAMES[question], verdict.primary))


def short(page: Page, question: Question, decision: str) -> str:
    """The verdict with all its classes; that there is none where there is none."""
    verdict = page.review.verdict(question, decision)
    return _ruled(page, verdict, classes(page, verdict)) if verdict else page.text("verdict.none")


def _ruled(page: Page, verdict: Verdict, named: str) -> str:
    """Classes behind their ruling, and whether that is settled."""
    if (ruling := ruling_of(verdict)) is not None:
        named = page.text("verdict.ruled", ruling=page.name("ruling", ruling), classes=named)
    return named if verdict.settled_by else page.text("verdict.proposed", verdict=named)


def full(page: Page, question: Question, decision: str, below: Inlines = ()) -> Ruled:
    """The verdict's own paragraph, with a line below it where one belongs to it."""
    return Ruled(paragraph(_line(page, question, decision), below).parts)


def _line(page: Page, question: Question, decision: str) -> Inlines:
    """Its words, what the ruling means, by whom and when, who disagreed."""
    head = strong(page.text("verdict.line", verdict=short(page, question, decision)))
    verdict = page.review.verdict(question, decision)
    if verdict is None:
        return head
    ruling = ruling_of(verdict)
    meaning = page.line(f"ruling_means.{ruling}") if ruling else ()
    return joined([head, meaning, _settled(page, verdict), _disagreed(page, verdict)], " ")


def _settled(page: Page, verdict: Verdict) -> Inlines:
    if verdict.settled_by is None:
        return ()
    return page.line("verdict.settled", by=page.role(verdict.settled_by), at=moment(verdict.at))


def _disagreed(page: Page, verdict: Verdict) -> Inlines:
    if not verdict.disagreed_by:
        return ()
    return page.line("verdict.disagreed", by=", ".join(page.role(person) for person in verdict.disagreed_by))
