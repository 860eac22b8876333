"""Push until it makes sense, three times a question at most; what is empty then becomes one owned unknown."""

from dataclasses import replace

from bot.domain import lints
from bot.domain.interview import checking, notes, proceeding, settling
from bot.domain.interview.gaps import gaps, letter_for
from bot.domain.interview.refining import has_one_option, refinement
from bot.domain.interview.room import Room
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import Progress, Review, Stage, with_progress
from bot.domain.says import Place, Say, Step
from bot.domain.vocabulary import MAX_PROBES, Facet, Question

HEAT = 2
"""Blame probes after which the bot turns to the set-up once more and offers a call."""


def push(
    review: Review, question: Question, signs: tuple[lints.Sign, ...], told: notes.Notes, room: Room
) -> Step:
    """After an answer: one probe, or what is empty becomes an unknown and the verdict is proposed."""
    if review.quiet is not None:
        return Step(review).saying(told.noted(room)) if told.anything else Step(review)
    probe = _next_probe(review, question, signs, told, room)
    if probe is not None:
        return probe
    review, told = with_the_rest_unknown(review, question, told, room)
    if question is Question.WALL:
        return checking.next_wall(review, told, room)
    return settling.propose(review, question, told, room)


def _next_probe(
    review: Review, question: Question, signs: tuple[lints.Sign, ...], told: notes.Notes, room: Room
) -> Step | None:
    """The probe most worth its interruption; None where three were put, or nothing is left to ask."""
    decision = letter_for(question, review.current)
    progress = review.step(question, decision)
    if progress.probes >= MAX_PROBES:
        return None
    sign = next((s for s in signs if s.value not in progress.probed), None)
    if sign is not None:
        return _probe_sign(review, question, sign, told, room)
    more = refinement(review, question, decision, room)
    if more is not None and more.key not in progress.probed:
        review = _probed(review, progress, more.facet, more.key)
        return Step(review).saying(_probe(review, question, more.text, told, room))
    empty = gaps(review, question, decision)
    fresh = next((facet for facet in empty if facet.value not in progress.probed), None)
    return None if fresh is None else _probe_facet(review, question, fresh, told, room)


def with_the_rest_unknown(
    review: Review, question: Question, told: notes.Notes, room: Room
) -> tuple[Review, notes.Notes]:
    """What is empty now becomes one unknown; one option alone counts as none."""
    decision = letter_for(question, review.current)
    empty = gaps(review, question, decision)
    if question is Question.DECISION and has_one_option(review, decision, room):
        empty = (Facet.OPTIONS, *(f for f in empty if f is not Facet.OPTIONS))
    return record_unknown(review, question, empty, told, room)


def _probe_facet(review: Review, question: Question, facet: Facet, told: notes.Notes, room: Room) -> Step:
    """Ask for the most valuable empty facet."""
    progress = review.step(question, letter_for(question, review.current))
    review = _probed(review, progress, facet)
    return Step(review).saying(_probe(review, question, room.script.facet(facet).probes[0], told, room))


def _probe_sign(review: Review, question: Question, sign: lints.Sign, told: notes.Notes, room: Room) -> Step:
    """Ask the one question that follows a sign; where it is about blame, its author alone sees it."""
    decision = letter_for(question, review.current)
    progress = review.step(question, decision)
    empty = gaps(review, question, decision)
    fresh = (*(f for f in empty if f.value not in progress.probed), None)[0]
    target = lints.probe_target(sign, question) or fresh
    text = room.script.sign_probes[sign.value]
    if sign is lints.Sign.S13 and fresh is not None:
        text = room.script.facet(fresh).probes[0]
    review = _probed(review, progress, target, sign.value)
    probe = _probe(review, question, text, told, room)
    if sign not in lints.BLAME:
        return Step(review).saying(probe)
    review = replace(review, blame_probes=review.blame_probes + 1)
    key = "heat" if review.blame_probes == HEAT else "probe"
    return Step(review).saying(replace(probe, key=key, place=Place.WHISPER, to=told.author))


def _probed(review: Review, progress: Progress, facet: Facet | None, *keys: str) -> Review:
    """The review with one more probe counted; the facet it asks for is not asked for twice."""
    named = (*keys, *((facet.value,) if facet else ()))
    probed = (*progress.probed, *(key for key in named if key not in progress.probed))
    return with_progress(review, replace(progress, probes=progress.probes + 1, probed=probed, facet=facet))


def _probe(review: Review, question: Question, text: str, told: notes.Notes, room: Room) -> Say:
    """The message of a probe: what was taken, what is open, and one question."""
    decision = letter_for(question, review.current)
    progress = review.step(question, decision)
    values = {
        **told.values(room),
        "open": proceeding.labels(gaps(review, question, decision), room),
        "probe": text,
        "target": f"{decision}:{question}",
        "skipped": str(int(progress.skipped_once)),
        "facet": progress.facet.value if progress.facet else "",
        "above": progress.facet is not None and any(f.decision == decision for f in review.findings),
        "bursts": room.script.pace.quiet_s > 0,
    }
    return Say("probe", values, id=f"probe:{decision}:{question}:{progress.probes}")


def walls_done(review: Review, room: Room) -> Step:
    """[That is all]: the wall question is settled; what is empty in it has an owner."""
    progress = review.step(Question.WALL)
    if progress.stage is not Stage.VERDICT:
        return Step(review)
    review, told = with_the_rest_unknown(review, Question.WALL, notes.NOTHING, room)
    done = with_progress(review, replace(progress, stage=Stage.DONE, facet=None))
    if review.asking not in {None, Question.WALL}:
        return Step(done).saying(told.noted(room))
    return proceeding.proceed(done, told, room)
