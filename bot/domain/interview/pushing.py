"""Push until it makes sense, three times a question at most; what is empty then becomes one owned unknown."""

from dataclasses import replace

from bot.domain import lints
from bot.domain.interview import notes, settling, walling
from bot.domain.interview.gaps import gaps, letter_for
from bot.domain.interview.room import Room
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import Review, Stage, with_progress
from bot.domain.says import Button, Place, Say, Step
from bot.domain.vocabulary import MAX_PROBES, Facet, Question

HEAT = 2
"""Blame probes after which the bot turns to the set-up once more and offers a call."""


def push(
    review: Review, question: Question, signs: tuple[lints.Sign, ...], told: notes.Notes, room: Room
) -> Step:
    """After an answer: one probe, or what is empty becomes an unknown and the verdict is proposed."""
    decision = letter_for(question, review.current)
    progress = review.step(question, decision)
    empty = gaps(review, question, decision)
    if progress.probes < MAX_PROBES:
        sign = next((s for s in signs if s.value not in progress.probed), None)
        if sign is not None:
            return _probe_sign(review, question, sign, told, room)
        fresh = tuple(facet for facet in empty if facet.value not in progress.probed)
        if fresh:
            return _probe_facet(review, question, fresh[0], told, room)
    if empty:
        review, told = record_unknown(review, question, empty, told, room)
    if question is Question.WALL:
        return walling.next_wall(review, told, room)
    return settling.propose(review, question, told, room)


def _probe_facet(review: Review, question: Question, facet: Facet, told: notes.Notes, room: Room) -> Step:
    """Ask for the most valuable empty facet."""
    review = _probed(review, question, facet.value, facet)
    text = room.script.facet(facet).probes[0]
    return Step(review).saying(_probe(review, question, text, told, room))


def _probe_sign(review: Review, question: Question, sign: lints.Sign, told: notes.Notes, room: Room) -> Step:
    """Ask the one question that follows a sign; where it is about blame, its author alone sees it."""
    decision = letter_for(question, review.current)
    empty = gaps(review, question, decision)
    target = lints.probe_target(sign, question) or (empty[0] if empty else None)
    review = _probed(review, question, sign.value, target)
    text = room.script.sign_probes[sign.value]
    if sign is lints.Sign.S13 and empty:
        text = room.script.facet(empty[0]).probes[0]
    probe = _probe(review, question, text, told, room)
    if sign not in lints.BLAME:
        return Step(review).saying(probe)
    review = replace(review, blame_probes=review.blame_probes + 1)
    key = "heat" if review.blame_probes == HEAT else "probe"
    return Step(review).saying(replace(probe, key=key, place=Place.WHISPER, to=told.author))


def _probed(review: Review, question: Question, key: str, facet: Facet | None) -> Review:
    """The review with one more probe counted."""
    progress = review.step(question, letter_for(question, review.current))
    return with_progress(
        review,
        replace(progress, probes=progress.probes + 1, probed=(*progress.probed, key), facet=facet),
    )


def _probe(review: Review, question: Question, text: str, told: notes.Notes, room: Room) -> Say:
    """The message of a probe: what was taken, what is open, and one question."""
    decision = letter_for(question, review.current)
    progress = review.step(question, decision)
    return Say(
        "probe",
        {
            **told.values(room),
            "open": [room.script.facet(f).label for f in gaps(review, question, decision)],
            "probe": text,
            "target": f"{decision}:{question}",
        },
        id=f"probe:{decision}:{question}:{progress.probes}",
        buttons=(Button("said_above", f"{decision}:{question}"),) if told.facets else (),
    )


def reopen(review: Review, question: Question, decision: str) -> Review:
    """The review with a question open for free text again, its probes as they were."""
    progress = replace(review.step(question, decision), stage=Stage.ASKED, reopened=False)
    review = with_progress(review, progress)
    return replace(review, asking=question, current=decision or review.current)
