"""Opening a review: two posts, the card and the first question. One line of text is all that is needed."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Opened
from bot.domain.interview import notes
from bot.domain.interview.history import acted
from bot.domain.interview.proceeding import proceed
from bot.domain.interview.room import Room, joined
from bot.domain.review import Review
from bot.domain.says import Say, Step

TITLE_CHARACTERS = 300
"""Longest title kept; the rest of a longer line becomes part of nothing and is refused in words."""


def opened(heard: Opened, number: int, room: Room) -> Step:
    """A new review of this line, its opener its owner, and the first question."""
    line = " ".join(heard.line.split())
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
        restricted=heard.private,
        private_channel=heard.private,
        quick=heard.quick,
    )
    review = acted(joined(review, heard.by), "opened", room, heard.by.person)
    if heard.quick:
        questions = [q.text for q in room.script.questions[:4]]
        say = Say("quick", {"questions": questions}, id="quick")
        return Step(review).saying(say)
    return proceed(review, notes.NOTHING, room)


def deepen(review: Review, room: Room) -> Step:
    """From four lines to the whole interview."""
    return proceed(replace(review, quick=False), notes.NOTHING, room)
