"""Events that carry no words: reactions, people, channels, the installation itself."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.chat.slack import marks
from bot.chat.slack.meanings import (
    Away,
    ChannelMoved,
    HomeOpened,
    Ignored,
    JoinedChannel,
    Known,
    LeftChannel,
    Marked,
    Meaning,
    PersonChanged,
    Place,
    Uninstalled,
)
from bot.chat.slack.reading import at, is_set, mapping, moment, number, text, texts
from bot.domain.heard import Speaker
from bot.domain.review import person_key

Event = Mapping[str, Any]


def reaction(event: Event, event_id: str, known: Known) -> Meaning:
    """A reaction of a person with one of our marks."""
    user, when = text(event, "user"), moment(text(event, "event_ts"))
    added = text(event, "type") == "reaction_added"
    press = marks.press(text(event, "reaction"), marks.Turn.ADDED if added else marks.Turn.REMOVED)
    channel, message = text(event, "item", "channel"), text(event, "item", "ts")
    if (
        not (press and user and channel and moment(message))
        or when is None
        or text(event, "item", "type") != "message"
    ):
        return Ignored("not a mark of ours")
    if user == known.bot_user or user in known.agents:
        return Ignored("a bot")
    return Marked(
        id=event_id,
        at=when,
        by=Speaker(person_key("slack", known.team, user), known.names.get(user, user)),
        place=Place(channel, direct=channel.startswith("D")),
        press=press,
        message=message,
    )


def _home(event: Event, _: Known) -> Meaning:
    """Somebody looks at the Home; the Messages tab is opened by the same event."""
    if text(event, "tab") not in {"", "home"} or not text(event, "user"):
        return Ignored("another tab")
    return HomeOpened(text(event, "user"))


def _person(event: Event, _: Known) -> Meaning:
    user = mapping(event, "user")
    names = (text(user, "profile", "display_name"), text(user, "real_name"), text(user, "name"))
    if not text(user, "id"):
        return Ignored("nobody")
    return PersonChanged(
        user=text(user, "id"),
        name=next((name for name in names if name.strip()), ""),
        zone=text(user, "tz"),
        gone=is_set(user, "deleted"),
        bot=is_set(user, "is_bot"),
        guest=is_set(user, "is_restricted") or is_set(user, "is_ultra_restricted"),
        status=status(user),
        status_until=number(user, "profile", "status_expiration"),
    )


def status(user: Mapping[str, Any]) -> str | None:
    """The name of the emoji beside somebody's name, "" for none; None where Slack does not tell."""
    told = at(user, "profile", "status_emoji")
    return text(user, "profile", "status_emoji").strip(":") if isinstance(told, str) else None


def _away(event: Event, _: Known) -> Meaning:
    held = mapping(event, "dnd_status")
    start, end = number(held, "next_dnd_start_ts"), number(held, "next_dnd_end_ts")
    if not text(event, "user"):
        return Ignored("nobody")
    return Away(text(event, "user"), is_set(held, "dnd_enabled"), start, end)


def _moved(event: Event, _: Known) -> Meaning:
    old, new = text(event, "old_channel_id"), text(event, "new_channel_id")
    return ChannelMoved(old, new) if old and new else Ignored("no place")


def _joined(event: Event, known: Known) -> Meaning:
    user, channel = text(event, "user"), text(event, "channel")
    return JoinedChannel(user, channel, user == known.bot_user) if user and channel else Ignored("no place")


def _parted(event: Event, known: Known) -> Meaning:
    user, channel = text(event, "user"), text(event, "channel")
    if not (user and channel):
        return Ignored("no place")
    return Ignored("the bot itself") if user == known.bot_user else LeftChannel(user, channel)


def _revoked(event: Event, _: Known) -> Meaning:
    """Tokens of people are none of ours: only the bot's counts."""
    return Uninstalled() if texts(event, "tokens", "bot") else Ignored("somebody's own token")


NEWS: Mapping[str, Callable[[Event, Known], Meaning]] = {
    "app_home_opened": _home,
    "app_uninstalled": lambda _e, _k: Uninstalled(),
    "channel_id_changed": _moved,
    "dnd_updated_user": _away,
    "member_joined_channel": _joined,
    "member_left_channel": _parted,
    "team_join": _person,
    "tokens_revoked": _revoked,
    "user_change": _person,
}
"""Every event without words that the manifest asks for, save reactions."""
