"""Opening a review: two posts, the card and the first question. One line of text is all that is needed."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Attached, Opened
from bot.domain.interview import evidence, fetching, hearing, notes
from bot.domain.interview.history import acted
from bot.domain.interview.proceeding import proceed
from bot.domain.interview.quick import ask_four
from bot.domain.interview.room import Room, joined
from bot.domain.review import Review
from bot.domain.says import Step
from bot.domain.vocabulary import Status

TITLE_CHARACTERS = 300
"""Longest title kept; the rest of a longer line becomes part of nothing and is refused in words."""


def opened(heard: Opened, number: int, room: Room) -> Step:
    """A new review of this line, its opener its owner, and the first question."""
    line = fetching.without_links(heard.line, room) or " ".join(heard.line.split())
    if not line:
        raise PersonError("line_needed")
    if len(line) > TITLE_CHARACTERS:
        raise PersonError("line_too_long", cap=TITLE_CHARACTERS)
    review = Review(
        number=number,
        workspace=heard.workspace,
        title=line,
        opener=heard.by.person,
        owner=heard.by.person,
        opened_at=heard.at,
        channel=heard.channel,
        asked_in=heard.asked_in or heard.channel,
        restricted=heard.private,
        private_channel=heard.private,
        quick=heard.quick,
    )
    review = acted(joined(review, heard.by), "opened", room, heard.by.person)
    step = ask_four(review, room) if heard.quick else proceed(review, notes.NOTHING, room)
    for first in heard.first:
        step = _with_evidence(step, first, room)
    step = step.then(lambda review: fetching.linked(review, heard.line, heard.by.person, room))
    return step.saying(*hearing.secrets(heard.redactions, heard.id, heard.by))


def _with_evidence(step: Step, first: Attached, room: Room) -> Step:
    """The message a review was opened from is kept like anything attached later."""
    return step.then(lambda review: evidence.attached(review, first, room))


def four_lines(review: Review, room: Room) -> Step:
    """[Four lines now, the rest later]: the same as a quick opening, while nothing is answered yet."""
    if review.quick or review.findings or review.status is not Status.OPEN:
        return Step(review)
    return ask_four(replace(review, quick=True, asking=None), room)
