"""Activities that carry no words: where the app is, who is in a team, which channels there are."""

from datetime import datetime

from bot.chat.payload import objects, text
from bot.chat.teams.meanings import (
    Activity,
    ChannelGone,
    ChannelTold,
    Ignored,
    Installed,
    Known,
    LeftTeam,
    Meaning,
    Removed,
)
from bot.chat.teams.reading import id_of, key, moment, place

GONE = frozenset({"teamDeleted", "teamHardDeleted"})
TOLD = frozenset({"channelCreated", "channelRenamed", "channelRestored", "channelShared", "channelUnshared"})


def installed(activity: Activity) -> Meaning:
    """The app was put somewhere, or taken out. When it is only replaced by a newer package, it stays."""
    match text(activity, "action"):
        case "remove":
            return Removed(place(activity))
        case "add" | "add-upgrade":
            return Installed(place(activity))
        case _:
            return Ignored("installation")


def moved(activity: Activity, known: Known, now: datetime) -> Meaning:
    """The bot, or somebody, came into a team or left it; or something about a team or channel is different."""
    where, event = place(activity), text(activity, "channelData", "eventType")
    if event in GONE:
        return Removed(where)
    if event == "channelDeleted":
        return ChannelGone(where)
    if event in TOLD:
        return ChannelTold(where)
    for name in ("membersAdded", "membersRemoved"):
        ids = tuple(id_of(one) for one in objects(activity, name) if id_of(one))
        here = name == "membersAdded"
        if _is_among(activity, name):
            return Installed(where) if here else Removed(where)
        if ids and where.team:
            only = text(activity, "channelData", "channel", "id") if event.startswith("channelMember") else ""
            at = moment(activity) or now
            return LeftTeam(key(activity, known), at, where, ids, here=here, channel=only)
    return Ignored("news")


def _is_among(activity: Activity, name: str) -> bool:
    """Whether the bot is among those who came or left."""
    bot = text(activity, "recipient", "id")
    return any(text(one, "id") == bot for one in objects(activity, name))
