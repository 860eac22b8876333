"""What comes next: the questions of each decision, then the walls, what was skipped, the close, the summary."""

from dataclasses import replace

from bot.domain.interview import notes
from bot.domain.interview.closing import summary
from bot.domain.interview.gaps import gaps, held, letter_for
from bot.domain.interview.room import Room, name_of
from bot.domain.interview.unknowns import record_unknown
from bot.domain.register import seen_before
from bot.domain.review import (
    Decision,
    Progress,
    Review,
    Stage,
    with_finding,
    with_progress,
)
from bot.domain.says import Button, Say, Step
from bot.domain.vocabulary import DECISION_LETTERS, MAX_DECISIONS, PER_DECISION, Question, YesNo

COPIED = (Question.CONTEXT, Question.AUTHORITY)
"""Questions a further decision starts filled from the one before."""


def proceed(review: Review, told: notes.Notes, room: Room) -> Step:
    """Ask the next thing; nothing while the bot is quiet."""
    if review.quiet is not None:
        return Step(review)
    for question, decision in order(review):
        progress = review.step(question, decision)
        if question is Question.WALL and not review.earlier_asked:
            return _ask_earlier(review, told, room)
        if progress.stage in {Stage.WAITING, Stage.ASKED, Stage.VERDICT}:
            return ask(review, question, decision, told, room)
    return _skipped_or_close(review, told, room)


def order(review: Review) -> tuple[tuple[Question, str], ...]:
    """The questions of the review in their fixed order."""
    each = tuple((q, d.letter) for d in review.decisions for q in PER_DECISION)
    return (*each, (Question.WALL, ""))


def _skipped_or_close(review: Review, told: notes.Notes, room: Room) -> Step:
    """What was skipped comes back once; then the close."""
    for question, decision in order(review):
        progress = review.step(question, decision)
        if progress.stage is Stage.SKIPPED and not progress.skipped_once:
            review = with_progress(review, replace(progress, skipped_once=True))
            return ask(review, question, decision, told, room)
    if review.same_tomorrow is None:
        return ask(review, Question.CLOSE, "", told, room)
    return summary(review, told, room)


def ask(review: Review, question: Question, decision: str, told: notes.Notes, room: Room) -> Step:
    """Put a question; free text belongs to it from now on."""
    progress = review.step(question, decision)
    if question in COPIED and decision not in {"", "A"} and not progress.copied:
        return _ask_same(review, question, decision, told, room)
    reopened = progress.reopened
    review = with_progress(review, replace(progress, stage=Stage.ASKED, reopened=False))
    review = replace(review, asking=question, current=decision or review.current)
    key = "cold_no" if reopened else f"ask_{question}"
    say = Say(key, _values(review, question, decision, told, room), id=f"ask:{decision}:{question}")
    return Step(review).saying(replace(say, buttons=_buttons(review, question)))


def _values(
    review: Review, question: Question, decision: str, told: notes.Notes, room: Room
) -> dict[str, object]:
    """What the message of a question shows."""
    text = room.script.question(question)
    found = held(review, question, decision)
    return {
        **told.values(room),
        "question": text.text,
        "hint": text.hint,
        "decision": decision if len(review.decisions) > 1 else "",
        "held": [{"label": room.script.facet(f.facet).label, "text": f.text} for f in found],
        "open": [room.script.facet(f).label for f in gaps(review, question, decision)],
        "target": f"{decision}:{question}",
        "parked": [p.span.text for p in review.parked] if question is Question.WALL else [],
        "logged": any(e.kind == "trace" and e.captured for e in review.evidence),
        "standing": [w.id for w in review.walls],
        "asked_of": name_of(review, review.step(question, decision).asked_of),
    }


def _buttons(review: Review, question: Question) -> tuple[Button, ...]:
    """The walls one may name at the close; nothing elsewhere."""
    if question is not Question.CLOSE:
        return ()
    return tuple(Button("tomorrow", f"no:{w.id}", f"{w.id} {w.text}"[:60]) for w in review.walls)


def _ask_earlier(review: Review, told: notes.Notes, room: Room) -> Step:
    """After the decision that touched live work: did an earlier choice set this up?"""
    if len(review.decisions) == MAX_DECISIONS:
        return proceed(replace(review, earlier_asked=True), told, room)
    say = Say("earlier", told.values(room), id=f"earlier:{len(review.decisions)}")
    return Step(replace(review, asking=None)).saying(say)


def answer_earlier(review: Review, yes: YesNo, room: Room) -> Step:
    """Add a decision, or go on to the walls."""
    if yes is not YesNo.YES or len(review.decisions) == MAX_DECISIONS:
        review = _handed_back(replace(review, earlier_asked=True))
        return proceed(review, notes.NOTHING, room)
    return proceed(with_next_decision(review), notes.NOTHING, room)


def with_next_decision(review: Review) -> Review:
    """The review with one more decision, to be asked next."""
    letter = DECISION_LETTERS[len(review.decisions)]
    return replace(review, decisions=(*review.decisions, Decision(letter)), current=letter)


def _handed_back(review: Review) -> Review:
    """The review with its parked fixes noted as handed back; the wall question lists them."""
    return replace(review, parked=tuple(replace(p, handed_back=True) for p in review.parked))


def _ask_same(review: Review, question: Question, decision: str, told: notes.Notes, room: Room) -> Step:
    """A further decision starts with what the one before had; one tap says whether it holds."""
    before = DECISION_LETTERS[DECISION_LETTERS.index(decision) - 1]
    found = held(review, question, before)
    review = replace(review, asking=question, current=decision)
    values = {
        **told.values(room),
        "question": room.script.question(question).text,
        "decision": decision,
        "before": before,
        "held": [{"label": room.script.facet(f.facet).label, "text": f.text} for f in found],
        "target": f"{decision}:{question}",
    }
    return Step(review).saying(Say("same_before", values, id=f"same:{decision}:{question}"))


def answer_same(review: Review, question: Question, decision: str, same: YesNo, room: Room) -> Step:
    """Same: copy findings and verdict; different: ask the question afresh."""
    progress = replace(review.step(question, decision), copied=True)
    review = with_progress(review, progress)
    if same is not YesNo.YES:
        return ask(review, question, decision, notes.NOTHING, room)
    before = DECISION_LETTERS[DECISION_LETTERS.index(decision) - 1]
    for finding in held(review, question, before):
        review = with_finding(review, replace(finding, decision=decision))
    verdict = review.verdict(question, before)
    if verdict is not None:
        kept = tuple(v for v in review.verdicts if (v.question, v.decision) != (question, decision))
        review = replace(review, verdicts=(*kept, replace(verdict, decision=decision)))
    unknowns = tuple(u for u in review.unknowns if (u.question, u.decision) == (question, before))
    for number, unknown in enumerate(unknowns, len(review.unknowns) + 1):
        copied = replace(unknown, id=f"U{number}", decision=decision)
        review = replace(review, unknowns=(*review.unknowns, copied))
    review = with_progress(review, Progress(question, decision, Stage.DONE, copied=True))
    return proceed(review, notes.NOTHING, room)


def skip(review: Review, room: Room) -> Step:
    """Leave the open question for the end; skipped a second time it becomes an owned unknown."""
    question = review.asking
    if question is None or question is Question.CLOSE:
        return proceed(review, notes.NOTHING, room)
    decision = letter_for(question, review.current)
    progress = review.step(question, decision)
    if not progress.skipped_once:
        review = with_progress(review, replace(progress, stage=Stage.SKIPPED))
        return proceed(review, notes.NOTHING, room)
    review, told = record_unknown(review, question, gaps(review, question, decision), notes.NOTHING, room)
    review = with_progress(review, replace(review.step(question, decision), stage=Stage.DONE))
    return proceed(review, told, room)


def look_back(review: Review, room: Room) -> tuple[Button, ...]:
    """Earlier reviews of the same class: their numbers as buttons."""
    found = seen_before(review, room.earlier)
    return tuple(Button("seen", str(e.number), f"AR-{e.number} {e.title}"[:60]) for e in found)
