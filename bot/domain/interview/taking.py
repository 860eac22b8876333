"""From a message to facets: each whole sentence goes to the facet it speaks of, in its author's words."""

from dataclasses import dataclass, replace

from bot.domain import cues, lints
from bot.domain.interview import filing
from bot.domain.interview.filing import source_of
from bot.domain.interview.gaps import letter_for
from bot.domain.interview.room import Room
from bot.domain.review import Parked, Review, Span, Stage, Statement, with_progress
from bot.domain.script import Lexicon
from bot.domain.vocabulary import Facet, Question

FIRST_FACET = {
    Question.DECISION: Facet.CHOICE,
    Question.CONTEXT: Facet.DATA,
    Question.AUTHORITY: Facet.GRANT_SYSTEM,
    Question.WALL: Facet.CLASS_SENTENCE,
}
"""Where words go that name no facet of their question: a line of the quick start, a language without word lists."""


CLEAR = 8
"""Strength from which a sentence speaks of its own facet and of none else: two loud phrases of it."""


@dataclass(frozen=True)
class Taken:
    """What one message gave."""

    review: Review
    facets: tuple[Facet, ...] = ()  # facets of the open question
    filed: tuple[Facet, ...] = ()  # facets of other questions
    parked: int = 0  # fixes put aside for the wall question
    walls: tuple[Span, ...] = ()  # walls named at the wall question
    about: tuple[Span, ...] = ()  # what was said of the wall that was probed
    strength: int = 0  # of the clearest sentence that goes elsewhere than where it was asked for

    @property
    def anything(self) -> bool:
        """Whether any of it went anywhere."""
        return bool(self.facets or self.about or self.goes_elsewhere)

    @property
    def goes_elsewhere(self) -> bool:
        """Whether some of it is no facet of the open question."""
        return bool(self.filed or self.parked or self.walls)


def take(review: Review, statement: Statement, asked: Facet | None, room: Room) -> Taken:
    """The review with a statement's sentences filed; `asked` is the facet that those without a cue belong to."""
    lexicon = room.lexicon(statement.text)
    if lexicon is None:
        return take_whole(review, statement, asked or FIRST_FACET.get(statement.question), room)
    if asked is not None and cues.not_applicable(statement.text, lexicon):
        span = Span(source_of(statement), statement.text)
        review = filing.not_applicable(review, asked, statement.decision, span, statement, room)
        return Taken(review, facets=(asked,))
    probed = _probed(review, asked)
    taken, fixes = Taken(review), _fixes(statement, lexicon) if probed else frozenset()
    for proposal in cues.propose(statement.text, statement.question, lexicon):
        if probed and not taken.walls and _is_about(proposal, fixes):
            taken = _about(taken, Span(source_of(statement), statement.text[proposal.start : proposal.end]))
        else:
            taken = _file(taken, statement, proposal, asked, room)
    return taken if taken.anything else take_whole(review, statement, asked, room)


def _probed(review: Review, asked: Facet | None) -> bool:
    """Whether the last probe was about a wall that is only care, or for one case."""
    return asked is Facet.WALLS and lints.Sign.S11 in review.step(Question.WALL).probed


def _fixes(statement: Statement, lexicon: Lexicon) -> frozenset[int]:
    """Where sentences begin that name a fix of their own: those that any other question would put aside."""
    found = cues.propose(statement.text, Question.DECISION, lexicon)
    return frozenset(proposal.start for proposal in found if proposal.fix)


def _is_about(what: cues.Proposal, fixes: frozenset[int]) -> bool:
    """Whether a reply to such a probe speaks of the wall it was about: no fix of its own, no other facet."""
    return what.facet in {None, Facet.WALLS} and what.question is Question.WALL and what.start not in fixes


def _about(taken: Taken, span: Span) -> Taken:
    return replace(taken, about=(*taken.about, span), facets=_added(taken.facets, Facet.WALLS))


def _file(taken: Taken, statement: Statement, what: cues.Proposal, asked: Facet | None, room: Room) -> Taken:
    """One sentence: a fix is parked, a wall collected, anything else becomes part of a facet."""
    span = Span(source_of(statement), statement.text[what.start : what.end])
    if what.fix and statement.question is not Question.WALL:
        return _parked(taken, statement, span, room)
    facet = what.facet
    if facet is None and what.question is statement.question:
        facet = asked
    if facet is None:
        return taken
    if facet is Facet.WALLS or (what.fix and statement.question is Question.WALL):
        walls = _with_wall(taken.walls, statement, what)
        return replace(taken, walls=walls, facets=_added(taken.facets, Facet.WALLS))
    decision = letter_for(what.question, statement.decision or taken.review.current)
    if facet is not asked:
        taken = replace(taken, strength=max(taken.strength, what.strength))
    review = filing.file(taken.review, facet, decision, span, statement, room)
    if what.question is statement.question:
        return replace(taken, review=review, facets=_added(taken.facets, facet))
    return replace(taken, review=review, filed=_added(taken.filed, facet))


def _parked(taken: Taken, statement: Statement, span: Span, room: Room) -> Taken:
    """A fix offered too early, once: it is handed back at the wall question."""
    if any(p.span == span for p in taken.review.parked):
        return taken
    parked = (*taken.review.parked, Parked(span, statement.author, room.now))
    return replace(taken, review=replace(taken.review, parked=parked), parked=taken.parked + 1)


def _with_wall(walls: tuple[Span, ...], statement: Statement, what: cues.Proposal) -> tuple[Span, ...]:
    """One more wall; a sentence that only goes on with the one before belongs to it."""
    if walls and what.strength == 0:
        start = statement.text.index(walls[-1].text)
        return (*walls[:-1], replace(walls[-1], text=statement.text[start : what.end]))
    return (*walls, Span(source_of(statement), statement.text[what.start : what.end]))


def _added(facets: tuple[Facet, ...], facet: Facet) -> tuple[Facet, ...]:
    return facets if facet in facets else (*facets, facet)


def take_whole(review: Review, statement: Statement, asked: Facet | None, room: Room) -> Taken:
    """A message without word lists for its language, or without a cue: it belongs to the facet asked for."""
    if asked is None:
        return Taken(review)
    span = Span(source_of(statement), statement.text)
    if _probed(review, asked):
        return _about(Taken(review), span)
    if asked is Facet.WALLS:
        return Taken(review, facets=(asked,), walls=(span,))
    review = filing.file(review, asked, statement.decision, span, statement, room)
    return Taken(review, facets=(asked,))


def answered(review: Review, question: Question, decision: str) -> Review:
    """The review with an answer to a question noted; the facet its last probe asked for is used up.

    Whoever answers a further decision's question in words has said that it is not the same as before.
    """
    progress = review.step(question, decision)
    stage = Stage.ASKED if progress.stage is Stage.WAITING else progress.stage
    noted = replace(progress, answered=True, facet=None, asked_of=None, copied=True, stage=stage)
    return with_progress(review, noted)
