"""How much a review explains: 0 to 3 points a question, 12 in all, each with its reasons as keys. No model needed.

0 empty, lint-only, or a guess presented as fact · 1 something is said · 2 every facet held or owned, verdict set ·
3 proved as well, see `proof`. Source: the scoring of a finished review. Texts of reasons: `prompts/report.yml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.proof import Case, Reason, not_proved
from bot.domain.review import Review, Statement, StatementKind
from bot.domain.verdict import is_answered
from bot.domain.vocabulary import PER_DECISION, ContextClass, EvidenceClass, Facet, Question

__all__ = ["Mark", "Reason", "Score", "score"]

QUESTIONS = (*PER_DECISION, Question.WALL)
RESTATES_SIGN, GUESS_SIGN = "S1", "S10"
"""Lints: an answer that restates what happened, and one that guesses."""


@dataclass(frozen=True)
class Mark:
    """The points of a question, for the decision that has fewest; a reason for each point, then what is lacking."""

    question: Question
    decision: str
    earned: tuple[Reason, ...] = ()
    lacking: tuple[Reason, ...] = ()

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


def _mark(case: Case) -> Mark:
    if any(_is_guess(facet, case) for facet in case.facets):
        return _marked(case, lacking=(Reason.GUESS_AS_FACT,))
    if not any(case.is_clean(facet) or case.is_owned(facet) for facet in case.facets):
        return _thin(case)
    if lacking := tuple(_not_held(case)):
        return _marked(case, Reason.SAID, lacking=lacking)
    if lacking := tuple(not_proved(case)):
        return _marked(case, Reason.SAID, Reason.HELD, lacking=lacking)
    return _marked(case, Reason.SAID, Reason.HELD, Reason.PROVED)


def _marked(case: Case, *earned: Reason, lacking: tuple[Reason, ...] = ()) -> Mark:
    return Mark(case.question, case.decision, earned, lacking)


def _thin(case: Case) -> Mark:
    """Nothing that a lint lets pass: empty, lint-only, or a restatement of what happened."""
    signs = {sign for facet in case.facets for sign in case.signs(facet)}
    if RESTATES_SIGN in signs:
        return _marked(case, Reason.RESTATED, lacking=(Reason.SIGNS_LEFT,))
    return _marked(case, lacking=(Reason.LINT_ONLY if signs else Reason.EMPTY,))


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


def _not_held(case: Case) -> Iterator[Reason]:
    """What keeps a question from its second point."""
    unowned = tuple(facet for facet in case.facets if not case.is_owned(facet))
    if not all(case.is_filled(facet) for facet in unowned):
        yield Reason.FACETS_OPEN
    if any(case.signs(facet) for facet in unowned):
        yield Reason.SIGNS_LEFT
    if case.question in PER_DECISION and not _is_set(case):
        yield Reason.VERDICT_MISSING


def _is_set(case: Case) -> bool:
    """Whether a verdict is settled; one that nobody can say needs an owned unknown, "not logged" says it itself."""
    if (verdict := case.verdict) is None or verdict.settled_by is None:
        return False
    return is_answered(verdict) or case.has_unknown() or verdict.primary == ContextClass.NOT_LOGGED.value
