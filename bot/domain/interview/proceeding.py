"""What comes next: the questions of each decision, then the walls, what was skipped, the close, the summary."""

from dataclasses import replace

from bot.domain.interview import asking, checking, notes, readers, settling, wording
from bot.domain.interview.closing import summary
from bot.domain.interview.gaps import gaps
from bot.domain.interview.room import Room
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import Decision, Progress, Review, Stage, with_progress
from bot.domain.says import Say, Step
from bot.domain.vocabulary import (
    DECISION_LETTERS,
    MAX_DECISIONS,
    PER_DECISION,
    Facet,
    Question,
    Status,
    YesNo,
)

COPIED = (Question.CONTEXT, Question.AUTHORITY)
"""Questions a further decision starts filled from the one before."""

OPEN_STAGES = (Stage.WAITING, Stage.ASKED, Stage.VERDICT)


def proceed(review: Review, told: notes.Notes, room: Room) -> Step:
    """Ask the next thing; nothing while the bot is quiet, or once the review is finished."""
    if review.quiet is not None:
        return Step(review)
    if review.status is not Status.OPEN:
        return Step(replace(review, asking=None)).saying(told.noted(room))
    review, told = readers.with_missing(review, told, room)
    for question, decision in order(review):
        if question is Question.WALL and not review.earlier_asked:
            return _ask_earlier(review, told, room)
        if review.step(question, decision).stage in OPEN_STAGES:
            return ask(review, question, decision, told, room)
    return _skipped_or_close(review, told, room)


def order(review: Review) -> tuple[tuple[Question, str], ...]:
    """The questions of the review in their fixed order."""
    each = tuple((q, d.letter) for d in review.decisions for q in PER_DECISION)
    return (*each, (Question.WALL, ""))


def unfinished(review: Review) -> Progress | None:
    """The first question that is not done, None where all are."""
    steps = (review.step(question, decision) for question, decision in order(review))
    return next((step for step in steps if step.stage is not Stage.DONE), None)


def labels(facets: tuple[Facet, ...], room: Room) -> list[str]:
    """What people call these facets."""
    return [room.script.facet(facet).label for facet in facets]


def _skipped_or_close(review: Review, told: notes.Notes, room: Room) -> Step:
    """What was skipped comes back once; then the close."""
    for question, decision in order(review):
        progress = review.step(question, decision)
        if progress.stage is Stage.SKIPPED and not progress.skipped_once:
            review = with_progress(review, replace(progress, skipped_once=True))
            return ask(review, question, decision, told, room)
    if review.same_tomorrow is None or review.same_tomorrow.stale:
        return ask(review, Question.CLOSE, "", told, room)
    return summary(review, told, room)


def ask(review: Review, question: Question, decision: str, told: notes.Notes, room: Room) -> Step:
    """Put a question, or its verdict where the answers are in; free text belongs to it, and no more to four lines."""
    progress = review.step(question, decision)
    review = replace(review, asking=question, current=decision or review.current, quick=False)
    if question in COPIED and decision != "A" and not progress.copied:
        return _ask_same(review, question, decision, told, room)
    if progress.stage is Stage.VERDICT and question in PER_DECISION:
        return settling.propose(review, question, told, room)
    if progress.stage is Stage.VERDICT:
        return checking.next_wall(review, told, room)
    review = with_progress(review, replace(progress, stage=Stage.ASKED, reopened=False))
    if question is Question.WALL:
        review = replace(review, parked=tuple(replace(p, handed_back=True) for p in review.parked))
    return Step(review).saying(asking.question(review, progress, told, room))


def _ask_earlier(review: Review, told: notes.Notes, room: Room) -> Step:
    """After the decision that touched live work: did an earlier choice set this up?"""
    if len(review.decisions) == MAX_DECISIONS:
        return proceed(replace(review, earlier_asked=True), told, room)
    say = Say("earlier", told.values(room), id=f"earlier:{len(review.decisions)}")
    return Step(replace(review, asking=None)).saying(say)


def awaits_earlier(review: Review) -> bool:
    """Whether "did an earlier choice set this up?" is what the bot waits to hear."""
    if review.status is not Status.OPEN or review.quick:
        return False
    if review.earlier_asked or len(review.decisions) == MAX_DECISIONS:
        return False
    stages = (review.step(q, d).stage for q, d in order(review) if q is not Question.WALL)
    return all(stage in {Stage.DONE, Stage.SKIPPED} for stage in stages)


def earlier_in_words(text: str, room: Room) -> YesNo | None:
    """Yes or no, or don't know, as said to that question; None where it is none of them."""
    return wording.earlier(text, room.lexicon(text) or room.script.lexicons[0])


def answer_earlier(review: Review, yes: YesNo, room: Room) -> Step:
    """Add a decision, or go on to the walls; nothing where it is not asked."""
    if not awaits_earlier(review):
        return Step(review)
    if yes is not YesNo.YES:
        return proceed(replace(review, earlier_asked=True), notes.NOTHING, room)
    return proceed(with_next_decision(review), notes.NOTHING, room)


def with_next_decision(review: Review) -> Review:
    """The review with one more decision, to be asked next; as it is where it has three."""
    if len(review.decisions) == MAX_DECISIONS:
        return review
    letter = DECISION_LETTERS[len(review.decisions)]
    return replace(review, decisions=(*review.decisions, Decision(letter)))


def with_next_open(review: Review) -> Review:
    """The review with one more decision, its first question open: it was answered before it was put."""
    review = with_next_decision(review)
    review = replace(review, asking=Question.DECISION, current=review.decisions[-1].letter)
    opened = replace(review.step(Question.DECISION, review.current), stage=Stage.ASKED)
    return with_progress(review, opened)


def _ask_same(review: Review, question: Question, decision: str, told: notes.Notes, room: Room) -> Step:
    """A further decision starts with what the one before had; one tap says whether it holds."""
    return Step(review).saying(asking.same(review, question, decision, told, room))


def skip(review: Review, question: Question, decision: str, room: Room) -> Step:
    """Leave the open question for the end; skipped a second time it becomes an owned unknown."""
    progress = review.step(question, decision)
    if not progress.skipped_once:
        review = with_progress(review, replace(progress, stage=Stage.SKIPPED, copied=True))
        return proceed(review, notes.NOTHING, room)
    empty = gaps(review, question, decision)
    review, told = record_unknown(review, question, empty, notes.NOTHING, room, decision=decision)
    done = replace(review.step(question, decision), stage=Stage.DONE, copied=True)
    return proceed(with_progress(review, done), told, room)
