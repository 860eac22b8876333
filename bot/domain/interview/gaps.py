"""Which facets of a question are empty, and which of them is worth asking for first."""

from dataclasses import replace
from datetime import datetime

from bot.domain.review import Finding, Review, Wall
from bot.domain.verdict import is_filled, owned_unknowns, walls_named
from bot.domain.vocabulary import FACETS, PER_DECISION, Facet, Question, Status
from bot.domain.waiting import FINISHED

WORTH: tuple[Facet, ...] = (
    Facet.OPTIONS,
    Facet.OBJECTIVE_GIVEN,
    Facet.REASON,
    Facet.BELIEF,
    Facet.CHOICE,
    Facet.OUTSIDE,
    Facet.OBJECTIVE_EFFECT,
    Facet.VERSIONS,
    Facet.POINT,
    Facet.MISSING,
    Facet.RULES,
    Facet.DATA,
    Facet.STATE,
    Facet.USER,
    Facet.HISTORY,
    Facet.EXCESS,
    Facet.GRANT_SYSTEM,
    Facet.GRANT_DATA,
    Facet.GRANT_APPROVAL,
    Facet.MEANT,
    Facet.APPROVAL,
    Facet.PATH_OPEN,
    Facet.TARGET,
    Facet.IDENTITY,
    Facet.CLASS_SENTENCE,
    Facet.WALLS,
    Facet.SIBLING,
    Facet.EXISTING,
    Facet.GETS_PAST,
)
"""Best facet to ask for first. Within authority the order is fixed: grant, does it cover, meant so wide, approval."""


BOT = "bot"
"""The source of words that are the bot's own: the wall it proposes where nothing was logged."""


def letter_for(question: Question, letter: str) -> str:
    """The decision a question belongs to: its letter for the first three, empty for the shared ones."""
    return letter if question in PER_DECISION else ""


def gaps(review: Review, question: Question, decision: str) -> tuple[Facet, ...]:
    """Facets of a question that are neither filled nor an owned unknown, best to ask first."""
    owned = owned_unknowns(review)
    empty = {
        facet
        for facet in FACETS[question]
        if (decision, facet) not in owned and not _is_held(review, facet, decision)
    }
    return tuple(facet for facet in WORTH if facet in empty)


def worth_asking(review: Review, question: Question, decision: str) -> tuple[Facet, ...]:
    """Gaps, and once a finished review is open again what became its owner's only because it was finished."""
    if review.status is not Status.OPEN:
        return gaps(review, question, decision)
    finished = {act.at for act in review.acts if act.kind == FINISHED}
    left = (u for u in review.unknowns if u.settled_at is None and u.opened_at in finished)
    own = (u.facets for u in left if (u.question, u.decision) == (question, decision))
    empty = {*gaps(review, question, decision), *(facet for facets in own for facet in facets)}
    return tuple(facet for facet in WORTH if facet in empty)


def _is_held(review: Review, facet: Facet, decision: str) -> bool:
    """Whether a facet is filled: walls by a person's word, and the view from outside by other words than the inside."""
    named = walls_named(review)
    if facet is Facet.WALLS and named and all(BOT in _sources(w) for w in named):
        return review.finding(facet, decision) is not None
    if facet is Facet.OUTSIDE:
        inside, outside = review.finding(Facet.REASON, decision), review.finding(facet, decision)
        if inside and outside and inside.text.casefold() == outside.text.casefold():
            return False
    return is_filled(review, facet, decision)


def _sources(wall: Wall) -> set[str]:
    return {span.source for span in wall.spans}


def is_open(review: Review, question: Question, decision: str) -> bool:
    """Whether free text belongs to this question of this decision."""
    return review.asking is question and letter_for(question, review.current) == decision


def held(review: Review, question: Question, decision: str) -> tuple[Finding, ...]:
    """What is held for a question, in the order of the document."""
    found = (review.finding(facet, decision) for facet in FACETS[question])
    return tuple(finding for finding in found if finding is not None)


def settle_unknowns(review: Review, decision: str, facet: Facet, now: datetime) -> Review:
    """The review with one facet taken out of its open unknown, now that somebody answered it."""
    kept = []
    for unknown in review.unknowns:
        if facet in unknown.facets and unknown.decision == decision and unknown.settled_at is None:
            left = tuple(f for f in unknown.facets if f is not facet)
            kept.append(replace(unknown, facets=left) if left else replace(unknown, settled_at=now))
        else:
            kept.append(unknown)
    return replace(review, unknowns=tuple(kept))
