"""How much a review explains: 0 to 3 points a question, 12 in all, each with its reasons as keys. No model needed.

0 empty, lint-only, or a guess presented as fact · 1 something is said, or owned · 2 every facet held or owned,
verdict set · 3 proved as well, see `proof`. Source: the scoring of a finished review. An owned unknown in place of a
facet keeps the second point and rules out the third; it stands for no verdict, which a person settles.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.domain.proof import Case, Lack, Reason, not_proved
from bot.domain.report.page import Page
from bot.domain.review import Review, Statement, StatementKind
from bot.domain.verdict import is_answered
from bot.domain.vocabulary import PER_DECISION, ContextClass, EvidenceClass, Facet, Question

__all__ = ["Lack", "Mark", "Reason", "Score", "explained", "score"]

QUESTIONS = (*PER_DECISION, Question.WALL)
MOST = 3
"""Points of one question."""

RESTATES_SIGN, GUESS_SIGN = "S1", "S10"
"""Lints: an answer that restates what happened, and one that guesses."""


@dataclass(frozen=True)
class Mark:
    """The points of a question, for the decision that has fewest; a reason for each point, then what is lacking."""

    question: Question
    decision: str
    earned: tuple[Reason, ...] = ()
    lacking: tuple[Lack, ...] = ()

    @property
    def points(self) -> int:
        """0 to 3."""
        return len(self.earned)


@dataclass(frozen=True)
class Score:
    """The marks of the four questions, in their order."""

    marks: tuple[Mark, ...]

    @property
    def total(self) -> int:
        """0 to 12."""
        return sum(mark.points for mark in self.marks)


def score(review: Review, log: tuple[Statement, ...]) -> Score:
    """The score of a review; `log` is its whole statement log."""
    marks = []
    for question in QUESTIONS:
        letters = [d.letter for d in review.decisions] if question in PER_DECISION else [""]
        each = [_mark(Case(review, log, question, letter)) for letter in letters]
        marks.append(min(each, key=lambda mark: mark.points))
    return Score(tuple(marks))


def explained(review: Review, log: tuple[Statement, ...], labels: Mapping[str, str]) -> tuple[str, ...]:
    """The score in words, a line each: the total, each question, a reason for each point, what is lacking.

    `labels` are those of `bot.domain.report.document`.
    """
    page = Page(review, labels)
    found = score(review, log)
    total = page.text("score.total", points=str(found.total), most=str(MOST * len(found.marks)))
    return (total, *(line for mark in found.marks for line in _lines(mark, page)))


def _lines(mark: Mark, page: Page) -> Iterator[str]:
    key = "score.lettered" if len(page.review.decisions) > 1 and mark.decision else "score.question"
    yield page.text(
        key,
        number=str(QUESTIONS.index(mark.question) + 1),
        question=page.question(mark.question),
        letter=mark.decision,
        points=str(mark.points),
        most=str(MOST),
    )
    for reason in mark.earned:
        yield page.text("score.point", reason=page.text(f"score.earned.{reason}"))
    for lack in mark.lacking:
        facets = ", ".join(map(page.facet, lack.facets))
        yield page.text("score.kept_back", reason=page.text(f"score.lacking.{lack.reason}", facets=facets))


def _mark(case: Case) -> Mark:
    if guessed := tuple(facet for facet in case.facets if _is_guess(facet, case)):
        return _marked(case, lacking=(Lack(Reason.GUESS_AS_FACT, guessed),))
    if not any(case.is_clean(facet) or case.is_owned(facet) for facet in case.facets):
        return _thin(case)
    if lacking := tuple(_not_held(case)):
        return _marked(case, _first_reason(case), lacking=lacking)
    if lacking := tuple(not_proved(case)):
        return _marked(case, _first_reason(case), Reason.HELD, lacking=lacking)
    return _marked(case, Reason.SAID, Reason.HELD, Reason.PROVED)


def _marked(case: Case, *earned: Reason, lacking: tuple[Lack, ...] = ()) -> Mark:
    return Mark(case.question, case.decision, earned, lacking)


def _first_reason(case: Case) -> Reason:
    return Reason.SAID if any(case.is_clean(facet) for facet in case.facets) else Reason.OWNED


def _thin(case: Case) -> Mark:
    """Nothing that a lint lets pass: empty, lint-only, or a restatement of what happened."""
    signed = tuple(facet for facet in case.facets if case.signs(facet))
    if any(RESTATES_SIGN in case.signs(facet) for facet in signed):
        return _marked(case, Reason.RESTATED, lacking=(Lack(Reason.SIGNS_LEFT, signed),))
    return _marked(case, lacking=(Lack(Reason.LINT_ONLY, signed) if signed else Lack(Reason.EMPTY),))


def _is_guess(facet: Facet, case: Case) -> bool:
    """Words that guess, or the agent's own later account, held as better than that."""
    finding = case.review.finding(facet, case.decision)
    if finding is not None and GUESS_SIGN in finding.signs:
        return EvidenceClass.INFERRED.weaker_than(finding.evidence_class)
    accounts = {f"S{s.id}" for s in case.log if s.kind is StatementKind.SELF_REPORT}
    return any(
        {span.source for span in holding.spans} <= accounts
        and bool(holding.spans)
        and EvidenceClass.SELF_REPORT.weaker_than(holding.evidence_class)
        for holding in case.held(facet)
    )


def _not_held(case: Case) -> Iterator[Lack]:
    """What keeps a question from its second point."""
    unowned = tuple(facet for facet in case.facets if not case.is_owned(facet))
    if empty := tuple(facet for facet in unowned if not case.is_filled(facet)):
        yield Lack(Reason.FACETS_OPEN, empty)
    if signed := tuple(facet for facet in unowned if case.signs(facet)):
        yield Lack(Reason.SIGNS_LEFT, signed)
    if case.question in PER_DECISION and not _is_set(case):
        yield Lack(Reason.VERDICT_MISSING)


def _is_set(case: Case) -> bool:
    """Whether a verdict is settled; one that nobody can say needs an owned unknown, "not logged" says it itself."""
    if (verdict := case.verdict) is None or verdict.settled_by is None:
        return False
    return is_answered(verdict) or case.has_unknown() or verdict.primary == ContextClass.NOT_LOGGED.value
