"""One file a journey: load, decide, keep, say. `JOURNEYS` says which input takes which."""

from collections.abc import Mapping
from typing import Any

from bot.domain import heard
from bot.domain.heard import Heard, Ticked
from bot.domain.says import Reply
from bot.journeys.answering import answering
from bot.journeys.changing import changing
from bot.journeys.desk import Desk, H, Journey
from bot.journeys.diaries import (
    membership,
    present,
    resting,
    said_away,
    status_shown,
    unreachable,
    zone_known,
)
from bot.journeys.opening import opening
from bot.journeys.reminding import reminding, woken
from bot.ports import Work


def _ticked(work: Work, heard: Ticked, desk: Desk) -> None:
    """A timer: the interview's own, or that of the reminders, which look at what the interview made of it."""
    answering(work, heard, desk)
    woken(work, heard, desk)


def _of_a_person(journey: Journey[H]) -> Journey[H]:
    """What a person wrote or pressed shows that they are there, whatever else it means."""

    def taken(work: Work, heard: H, desk: Desk) -> Reply | None:
        present(work, heard, desk)
        return journey(work, heard, desk)

    return taken


JOURNEYS: Mapping[type[Heard], Journey[Any]] = {
    heard.Opened: _of_a_person(opening),
    heard.Replied: _of_a_person(answering),
    heard.Edited: _of_a_person(answering),
    heard.Deleted: _of_a_person(answering),
    heard.Pressed: _of_a_person(answering),
    heard.FormSent: _of_a_person(answering),
    heard.Attached: _of_a_person(answering),
    heard.Fetched: answering,
    heard.PointChosen: _of_a_person(answering),
    heard.MergedIn: answering,
    heard.PersonGone: answering,
    heard.ThreadLost: answering,
    heard.ThreadOpened: answering,
    heard.Published: answering,
    heard.Ticked: _ticked,
    heard.Due: reminding,
    heard.ZoneKnown: zone_known,
    heard.Resting: resting,
    heard.StatusShown: status_shown,
    heard.SaidAway: _of_a_person(said_away),
    heard.Membership: membership,
    heard.Unreachable: unreachable,
    heard.Repeated: answering,
    heard.Changed: answering,
    heard.AgentChanged: _of_a_person(changing),
    heard.DrillPosted: answering,
    heard.CaptureSeen: answering,
}
"""Every kind of input, and the journey that works it off."""
