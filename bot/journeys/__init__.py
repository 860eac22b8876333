"""One file a journey: load, decide, keep, say. `JOURNEYS` says which input takes which."""

from collections.abc import Mapping
from typing import Any

from bot.domain import heard
from bot.domain.heard import Heard, Ticked
from bot.domain.says import Reply
from bot.journeys.answering import answering
from bot.journeys.changing import changing
from bot.journeys.desk import Desk, Journey
from bot.journeys.diaries import resting, unreachable, zone_known
from bot.journeys.opening import opening
from bot.journeys.reminding import reminding, woken
from bot.ports import Work


def _ticked(work: Work, heard: Ticked, desk: Desk) -> Reply | None:
    """A timer: the interview's own, or that of the reminders, which look at what the interview made of it."""
    reply = answering(work, heard, desk)
    woken(work, heard, desk)
    return reply


JOURNEYS: Mapping[type[Heard], Journey[Any]] = {
    heard.Opened: opening,
    heard.Replied: answering,
    heard.Edited: answering,
    heard.Deleted: answering,
    heard.Pressed: answering,
    heard.FormSent: answering,
    heard.Attached: answering,
    heard.Fetched: answering,
    heard.PointChosen: answering,
    heard.MergedIn: answering,
    heard.PersonGone: answering,
    heard.ThreadLost: answering,
    heard.ThreadOpened: answering,
    heard.Published: answering,
    heard.Ticked: _ticked,
    heard.Due: reminding,
    heard.ZoneKnown: zone_known,
    heard.Resting: resting,
    heard.Unreachable: unreachable,
    heard.Repeated: answering,
    heard.Changed: answering,
    heard.AgentChanged: changing,
    heard.DrillPosted: answering,
}
"""Every kind of input, and the journey that works it off."""
