"""What a question rests on, and what keeps it from being proved: the third point of its score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.review import Finding, PersonKey, Position, Review, Statement, StatementKind, Verdict, Wall
from bot.domain.verdict import PROOF, held, is_answered, is_filled, owned_unknowns, weakest
from bot.domain.vocabulary import FACETS, PER_DECISION, EvidenceClass, Facet, Question, Strength, YesNo
from bot.domain.walls import ENDED, strength

_GRANTS = (Facet.GRANT_SYSTEM, Facet.GRANT_DATA, Facet.GRANT_APPROVAL)
LOAD_BEARING: Mapping[Question, tuple[Facet, ...]] = MappingProxyType(
    {
        Question.DECISION: (Facet.CHOICE, Facet.REASON, Facet.BELIEF),
        Question.CONTEXT: (Facet.MISSING,),
        Question.AUTHORITY: _GRANTS,
        Question.WALL: (),  # the drill, see `_is_proved_wall`
    }
)
"""The facets the answer rests on: without proof of these a question keeps 2 points."""


class Reason(StrEnum):
    """Why a point was given, or what keeps the next one back."""

    SAID = "said"  # 1: something is said that no lint fires on
    RESTATED = "restated"  # 1: what happened, no more
    OWNED = "owned"  # 1: nothing is said, somebody finds out
    HELD = "held"  # 2: every facet held or owned, verdict set
    PROVED = "proved"  # 3: proved as well
    EMPTY = "empty"  # nothing is said
    LINT_ONLY = "lint_only"  # a lint fires on all that is said
    GUESS_AS_FACT = "guess_as_fact"  # a guess, or the agent's later account, held as better than that
    FACETS_OPEN = "facets_open"  # empty, and owned by nobody
    SIGNS_LEFT = "signs_left"  # a lint still fires
    VERDICT_MISSING = "verdict_missing"  # not settled, or unknown without an owned unknown
    OWNED_UNKNOWN = "owned_unknown"  # somebody finds out: holds the question at 2
    VERDICT_UNKNOWN = "verdict_unknown"  # settled, and it says that nobody can say
    NO_CLASS = "no_class"  # something held has no evidence class
    NO_PROOF = "no_proof"  # a load-bearing facet is neither logged nor reconstructed
    NO_READER = "no_reader"  # no cold reader expected the choice
    FLIP_OPEN = "flip_open"  # would what was missing have changed the choice?
    GRANT_NOT_SHOWN = "grant_not_shown"  # told by people, shown by nothing captured
    NO_CLASS_SENTENCE = "no_class_sentence"
    NO_SIBLING = "no_sibling"
    NO_STRONG_WALL = "no_strong_wall"  # with an owner and a drill date


@dataclass(frozen=True)
class Lack:
    """What keeps the next point back, and the facets it is about: none where it is about the question as a whole."""

    reason: Reason
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True)
class Case:
    """One question of one decision, and the whole statement log."""

    review: Review
    log: tuple[Statement, ...]
    question: Question
    decision: str

    @property
    def facets(self) -> tuple[Facet, ...]:
        """What the question must settle."""
        return FACETS[self.question]

    @property
    def verdict(self) -> Verdict | None:
        """What the question came to."""
        return self.review.verdict(self.question, self.decision)

    def held(self, facet: Facet) -> tuple[Finding | Position, ...]:
        """What is held for a facet."""
        return held(self.review, facet, self.decision)

    def signs(self, facet: Facet) -> tuple[str, ...]:
        """The lints that still fire on a facet."""
        found = self.review.finding(facet, self.decision)
        return found.signs if found is not None else ()

    def is_filled(self, facet: Facet) -> bool:
        """Whether a facet is answered."""
        return is_filled(self.review, facet, self.decision)

    def is_clean(self, facet: Facet) -> bool:
        """Whether a facet is answered and no lint fires on it."""
        return self.is_filled(facet) and not self.signs(facet)

    def is_owned(self, facet: Facet) -> bool:
        """Whether an open unknown stands for a facet."""
        return (self.decision, facet) in owned_unknowns(self.review)

    def has_unknown(self) -> bool:
        """Whether anything of this question is an open unknown."""
        return any(
            u.question is self.question and u.decision == self.decision and u.settled_at is None
            for u in self.review.unknowns
        )


def not_proved(case: Case) -> Iterator[Lack]:
    """What keeps a question from its third point."""
    if case.has_unknown():
        yield Lack(Reason.OWNED_UNKNOWN, tuple(facet for facet in case.facets if case.is_owned(facet)))
    if case.question in PER_DECISION and not is_answered(case.verdict):
        yield Lack(Reason.VERDICT_UNKNOWN)
    if unclassed := tuple(facet for facet in case.facets if _has_no_class(facet, case)):
        yield Lack(Reason.NO_CLASS, unclassed)
    if unproved := tuple(f for f in LOAD_BEARING[case.question] if not _is_proof(f, case)):
        yield Lack(Reason.NO_PROOF, unproved)
    yield from _own_lacks(case)


def _own_lacks(case: Case) -> Iterator[Lack]:
    """What a question asks for besides: a reader, the flip, the grant shown, a wall."""
    match case.question:
        case Question.DECISION if not _was_expected(case):
            yield Lack(Reason.NO_READER)
        case Question.CONTEXT if not case.is_filled(Facet.MISSING):
            yield Lack(Reason.FLIP_OPEN, (Facet.MISSING,))
        case Question.AUTHORITY:
            if unshown := tuple(facet for facet in _GRANTS if not _is_shown(facet, case)):
                yield Lack(Reason.GRANT_NOT_SHOWN, unshown)
        case Question.WALL:
            yield from _walls_lacking(case)


def _has_no_class(facet: Facet, case: Case) -> bool:
    return any(holding.evidence_class is EvidenceClass.UNKNOWN for holding in case.held(facet))


def _is_proof(facet: Facet, case: Case) -> bool:
    """Whether what is held for a facet is proved, by the weakest of it; "n/a, because" needs no proof."""
    return _is_not_applicable(facet, case) or weakest(h.evidence_class for h in case.held(facet)) in PROOF


def _is_not_applicable(facet: Facet, case: Case) -> bool:
    found = case.review.finding(facet, case.decision)
    return found is not None and found.not_applicable


def _is_shown(facet: Facet, case: Case) -> bool:
    """Whether something captured shows a grant: people's words about it do not."""
    captured = {e.id for e in case.review.evidence if e.captured}
    sources = {span.source for holding in case.held(facet) for span in holding.spans}
    return _is_not_applicable(facet, case) or bool(sources & captured)


def _was_expected(case: Case) -> bool:
    """Whether the last cold reader who answered expected the choice, and is none of the authors."""
    answered = [
        r for r in case.review.cold_reads if r.decision == case.decision and r.answered_at is not None
    ]
    if not answered:
        return False
    last = max(answered, key=lambda read: read.answered_at or read.asked_at)
    return last.expected is YesNo.YES and last.reader not in _authors(case)


def _authors(case: Case) -> frozenset[PersonKey]:
    """Who answered this question."""
    wrote = (
        s.author
        for s in case.log
        if s.kind is StatementKind.ANSWER and s.question is case.question and s.decision == case.decision
    )
    return frozenset((*wrote, *(h.author for facet in case.facets for h in case.held(facet))))


def _walls_lacking(case: Case) -> Iterator[Lack]:
    for facet, reason in (
        (Facet.CLASS_SENTENCE, Reason.NO_CLASS_SENTENCE),
        (Facet.SIBLING, Reason.NO_SIBLING),
    ):
        if not case.is_filled(facet) or _is_not_applicable(facet, case):
            yield Lack(reason, (facet,))
    if not any(_is_proved_wall(wall, case.review) for wall in case.review.walls):
        yield Lack(Reason.NO_STRONG_WALL)


def _is_proved_wall(wall: Wall, review: Review) -> bool:
    """A strong wall with an owner and a date for its drill; a drill that was run must show logged or rebuilt proof."""
    if wall.status in ENDED or strength(wall) is not Strength.STRONG or wall.owner is None:
        return False
    if not wall.drills:
        return wall.due is not None
    named = wall.drills[-1].evidence
    proofs = {e.id for e in review.evidence if e.evidence_class in PROOF}
    return bool(named) and set(named) <= proofs
