"""Push until it makes sense, three times a question at most; what is empty then becomes one owned unknown."""

from dataclasses import replace

from bot.domain import lints
from bot.domain.interview import checking, notes, proceeding, settling, turning
from bot.domain.interview.gaps import gaps, letter_for, worth_asking
from bot.domain.interview.refining import has_one_option, refinement
from bot.domain.interview.room import Room
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import Progress, Review, Stage, with_progress
from bot.domain.says import Place, Say, Step
from bot.domain.vocabulary import MAX_PROBES, Facet, Question


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
        return _put(review, _probe(review, question, more.text, told, room), told)
    empty = worth_asking(review, question, decision)
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
    return _put(review, _probe(review, question, room.script.facet(facet).probes[0], told, room), told)


def _probe_sign(review: Review, question: Question, sign: lints.Sign, told: notes.Notes, room: Room) -> Step:
    """Ask the one question that follows a sign."""
    decision = letter_for(question, review.current)
    progress = review.step(question, decision)
    empty = worth_asking(review, question, decision)
    fresh = (*(f for f in empty if f.value not in progress.probed), None)[0]
    target = lints.probe_target(sign, question) or fresh
    text = room.script.sign_probes[sign.value]
    if sign is lints.Sign.S13 and fresh is not None:
        text = room.script.facet(fresh).probes[0]
    review = _probed(review, progress, target, sign.value)
    probe = _probe(review, question, text, told, room)
    return _put(review, probe, told, blames=int(sign in lints.BLAME))


def _put(review: Review, probe: Say, told: notes.Notes, blames: int = 0) -> Step:
    """A probe in the thread; one about blame, and the one that turns to the set-up, is for its author alone."""
    after = turning.counted(review, told, blames)
    if turning.has_turned(after) and not turning.has_turned(review):
        to = told.heated or told.author
        return Step(after).saying(replace(probe, key="heat", place=Place.WHISPER, to=to))
    if blames:
        return Step(after).saying(replace(probe, place=Place.WHISPER, to=told.author))
    return Step(after).saying(probe)


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
