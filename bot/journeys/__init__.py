"""One file a journey: load, decide, keep, say. `JOURNEYS` says which input takes which."""

from collections.abc import Mapping
from typing import Any

from bot.domain import heard
from bot.domain.heard import Heard
from bot.journeys.answering import answering
from bot.journeys.desk import Journey
from bot.journeys.opening import opening

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
    heard.Ticked: answering,
    heard.Repeated: answering,
    heard.Changed: answering,
}
"""Every kind of input, and the journey that works it off."""
