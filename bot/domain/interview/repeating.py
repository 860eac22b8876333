"""A further decision: [Same] takes over what the one before had, [Different] asks afresh."""

from dataclasses import replace

from bot.domain.interview import notes
from bot.domain.interview.gaps import held
from bot.domain.interview.proceeding import COPIED, ask, proceed
from bot.domain.interview.room import Room
from bot.domain.review import Progress, Review, Stage, with_finding, with_progress, with_verdict
from bot.domain.says import Step
from bot.domain.vocabulary import DECISION_LETTERS, Question, YesNo


def answer_same(review: Review, question: Question, decision: str, same: YesNo, room: Room) -> Step:
    """Same: copy findings, unknowns and verdict; different: ask afresh. Nothing where it is not asked any more."""
    progress = review.step(question, decision)
    if question not in COPIED or decision == "A" or progress.copied:
        return Step(review)
    review = with_progress(review, replace(progress, copied=True))
    if same is not YesNo.YES:
        return ask(review, question, decision, notes.NOTHING, room)
    before = DECISION_LETTERS[DECISION_LETTERS.index(decision) - 1]
    review = _copied(review, question, before, decision)
    verdict = review.verdict(question, before)
    settled = verdict is not None and verdict.settled_by is not None
    stage = Stage.DONE if settled else Stage.ASKED
    review = with_progress(review, Progress(question, decision, stage, copied=True))
    if settled:
        return proceed(review, notes.NOTHING, room)
    return ask(review, question, decision, notes.NOTHING, room)


def _copied(review: Review, question: Question, before: str, decision: str) -> Review:
    """The review with what is held, owned and settled for one decision held for the next as well."""
    for finding in held(review, question, before):
        if review.finding(finding.facet, decision) is None:
            review = with_finding(review, replace(finding, decision=decision))
    verdict = review.verdict(question, before)
    if verdict is not None:
        review = with_verdict(review, replace(verdict, decision=decision))
    open_ones = (u for u in review.unknowns if u.settled_at is None)
    mine = tuple(u for u in open_ones if (u.question, u.decision) == (question, before))
    copies = tuple(
        replace(u, id=f"U{number}", decision=decision)
        for number, u in enumerate(mine, len(review.unknowns) + 1)
    )
    return replace(review, unknowns=(*review.unknowns, *copies))
