"""Inputs and errands as a `kind` and JSON: fixed names, never class paths, so that a rename here erases no row.

A name, once used, stays; what it names may move. A field taken away is ignored in old rows, a new one needs a
default. Only what JSON holds survives in `Say.values`: a tuple comes back as a list.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from bot.domain import heard, says
from bot.domain.tree_data import from_data, to_data
from bot.ports import OpenThread, Sendable
from storage.moments import all_utc

T = TypeVar("T")

HEARD: Mapping[str, type[heard.Heard]] = {
    "opened": heard.Opened,
    "replied": heard.Replied,
    "edited": heard.Edited,
    "deleted": heard.Deleted,
    "pressed": heard.Pressed,
    "form_sent": heard.FormSent,
    "attached": heard.Attached,
    "fetched": heard.Fetched,
    "point_chosen": heard.PointChosen,
    "thread_opened": heard.ThreadOpened,
    "thread_lost": heard.ThreadLost,
    "person_gone": heard.PersonGone,
    "merged_in": heard.MergedIn,
    "published": heard.Published,
    "ticked": heard.Ticked,
    "due": heard.Due,
    "zone_known": heard.ZoneKnown,
    "resting": heard.Resting,
    "unreachable": heard.Unreachable,
    "status_shown": heard.StatusShown,
    "said_away": heard.SaidAway,
    "membership": heard.Membership,
    "repeated": heard.Repeated,
    "changed": heard.Changed,
    "agent_changed": heard.AgentChanged,
    "drill_posted": heard.DrillPosted,
    "capture_seen": heard.CaptureSeen,
}
SENDABLE: Mapping[str, type[Sendable]] = {
    "say": says.Say,
    "react": says.React,
    "publish": says.Publish,
    "fetch": says.Fetch,
    "draw": says.Draw,
    "invite": says.Invite,
    "open_thread": OpenThread,
}


_NAMES: Mapping[type, str] = {kind: name for kinds in (HEARD, SENDABLE) for name, kind in kinds.items()}


class Unreadable(Exception):
    """A stored row this release cannot read; the text says why."""


def kind_of(value: object) -> str:
    """The stored name of an input or errand; TypeError for what has none."""
    name = _NAMES.get(type(value))
    if name is None:
        raise TypeError(f"{type(value).__name__} has no stored name")
    return name


def encode(value: object) -> str:
    """JSON. A lone surrogate, which no UTF-8 holds, becomes U+FFFD: what came in is kept all the same."""
    try:
        return msgspec.json.encode(value, enc_hook=to_data).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_sound(msgspec.to_builtins(value, enc_hook=to_data))).decode()


def read_heard(kind: str, body: str) -> heard.Heard:
    """A stored input; Unreadable where this release has no such kind, or the row does not fit it."""
    return _read(HEARD, kind, body)


def read_sendable(kind: str, body: str) -> Sendable:
    """A stored errand; Unreadable as above."""
    return _read(SENDABLE, kind, body)


def sound_heard(value: heard.Heard) -> heard.Heard:
    """The input as it will be read again: moments in UTC, text that UTF-8 holds."""
    return read_heard(kind_of(value), encode(all_utc(value)))


def _read(kinds: Mapping[str, type[T]], kind: str, body: str) -> T:
    if kind not in kinds:
        raise Unreadable(f"unknown kind {kind!r}")
    try:
        return cast("T", _decoder(kind).decode(body))
    except msgspec.DecodeError as error:
        raise Unreadable(f"{kind}: {error}") from error


@cache
def _decoder(kind: str) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(HEARD.get(kind) or SENDABLE[kind], dec_hook=from_data)


def _sound(value: Any) -> Any:
    """The same with every text made fit for UTF-8; halves of one sign that stand together are joined."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    if isinstance(value, dict):
        return {_sound(name): _sound(item) for name, item in value.items()}
    return value
