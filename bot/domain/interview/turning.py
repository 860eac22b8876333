"""Blame twice, or heat: once a review the bot turns to the set-up and offers a call, to the author alone."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain import lints
from bot.domain.interview import notes
from bot.domain.interview.room import Room
from bot.domain.review import PersonKey, Review, Statement
from bot.domain.says import Place, Say, Step
from bot.domain.vocabulary import Status

HEAT = 2
"""Probes about blame with which the bot turns to the set-up; heat counts as so many at once."""


def heated_by(said: Iterable[Statement], room: Room) -> PersonKey | None:
    """Who wrote in heat, the first of them; None where nobody did."""
    hot = (s.author for s in said if lints.is_heated(s.text, room.lexicon(s.text)))
    return next(hot, None)


def has_turned(review: Review) -> bool:
    """Whether the bot has turned to the set-up already: it does so once."""
    return review.blame_probes >= HEAT


def counted(review: Review, told: notes.Notes, blames: int) -> Review:
    """The review with this probe's blame counted, and the heat it answers."""
    heat = HEAT if told.heated is not None and not has_turned(review) else 0
    return replace(review, blame_probes=review.blame_probes + blames + heat)


def in_heat(step: Step, said: Iterable[Statement], room: Room) -> Step:
    """The step; where heat was not answered by the probe that follows it, one word to its author alone."""
    author = heated_by(said, room)
    review = step.review
    if author is None or has_turned(review) or review.quiet is not None or review.status is not Status.OPEN:
        return step
    values = {**notes.NOTHING.values(room), "target": "", "probe": ""}
    turn = Say("heat", values, "heat", Place.WHISPER, author)
    return replace(step, review=replace(review, blame_probes=review.blame_probes + HEAT)).saying(turn)
