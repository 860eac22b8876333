"""The interview: a pure state machine, (review, heard, room) -> Step(review, says, errands)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.domain.heard import (
    Attached,
    CaptureSeen,
    Changed,
    Deleted,
    DrillPosted,
    Edited,
    Fetched,
    FormSent,
    Heard,
    MergedIn,
    PersonGone,
    PointChosen,
    Pressed,
    Published,
    Repeated,
    Replied,
    ThreadLost,
    ThreadOpened,
    Ticked,
)
from bot.domain.interview import (
    arriving,
    closing,
    ended,
    evidence,
    fetching,
    hearing,
    leaving,
    merging,
    moving,
    posting,
    recurring,
    revising,
    rights,
    settling,
)
from bot.domain.interview.card import card
from bot.domain.interview.commands import obey
from bot.domain.interview.filling import form_sent
from bot.domain.interview.opening import opened
from bot.domain.interview.pressing import pressed
from bot.domain.interview.room import Room
from bot.domain.reminders import PLAN
from bot.domain.review import Review
from bot.domain.says import Step
from bot.domain.walls import expire

__all__ = ["Room", "card", "opened", "step"]

BY_HAND = (Pressed, FormSent, PointChosen, Attached)
"""What somebody must be in the review to do; a message is kept whoever wrote it."""


def step(review: Review, heard: Heard, room: Room) -> Step:
    """What follows from one thing heard.

    An edit or a deletion finds its statement among those in hand. The version rises where anything changed or was
    said, so that a question put again is a new message; the card is drawn anew where it would look different.
    PersonError where somebody's act cannot be used; nothing has changed then.
    """
    hears = HEARS.get(type(heard))
    if hears is None:
        return Step(review)
    if isinstance(heard, BY_HAND):
        rights.only_people_in(review, heard)
    if review.status in ended.STATUSES:
        return _numbered(review, ended.after(review, heard, room))
    after = hears(review, heard, room)
    after = after.then(lambda r: settling.without_unproved(r, room))
    after = _numbered(review, replace(after, review=closing.kept_whole(after.review, room)))
    was, now = (card(each, room.last_owner(each.agent)) for each in (review, after.review))
    return after if now == was else after.saying(now)


def _numbered(before: Review, after: Step) -> Step:
    """The step, its review with the next version where there is anything new."""
    if after.review == before and not after.says:
        return after
    return replace(after, review=replace(after.review, version=before.version + 1))


def _replied(review: Review, heard: Replied, room: Room) -> Step:
    return obey(review, heard, room) or hearing.replied(review, heard, room)


def _ticked(review: Review, heard: Ticked, room: Room) -> Step:
    if heard.timer == hearing.SPEAK:
        return hearing.work_off(review, room)
    if heard.timer == PLAN:
        walls = (expire(wall, now=room.now, today=room.today) for wall in review.walls)
        return Step(replace(review, walls=tuple(walls)))
    return Step(review)


HEARS: Mapping[type[Heard], Callable[[Review, Any, Room], Step]] = {
    Replied: _replied,
    Edited: revising.edited,
    Deleted: revising.deleted,
    Pressed: pressed,
    FormSent: form_sent,
    Attached: fetching.attached,
    Fetched: fetching.fetched,
    PointChosen: evidence.chosen,
    ThreadOpened: moving.arrived,
    MergedIn: merging.merged_in,
    ThreadLost: moving.lost,
    PersonGone: leaving.gone,
    Published: closing.published,
    Ticked: _ticked,
    Repeated: recurring.repeated,
    Changed: recurring.changed,
    DrillPosted: posting.posted,
    CaptureSeen: arriving.captured,
}
"""Every kind of input of an open review, and what it does."""
