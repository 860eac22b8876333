"""The workspace behind the fake Slack: what exists, and where one looks it up."""

import secrets
from collections.abc import Callable, Iterable
from email.utils import format_datetime
from itertools import count

from tests.adapters.slack.fake.answers import Refused
from tests.adapters.slack.fake.pulse import Pulse
from tests.adapters.slack.fake.times import Time
from tests.adapters.slack.fake.trouble import Troubles
from tests.adapters.slack.fake.values import Channel, File, Json, Message, ResponseUrl, Trigger, User, View

LEAST_SCOPES = (
    "commands",
    "chat:write",
    "app_mentions:read",
    *("channels:history", "groups:history", "im:history"),
    *("channels:read", "groups:read", "channels:join"),
    *("users:read", "users:read.email", "im:write", "dnd:read"),
    *("reactions:read", "reactions:write", "files:read", "files:write"),
)
SUBSCRIBED = (
    *("message", "app_mention", "member_joined_channel", "member_left_channel", "app_home_opened"),
    *("user_change", "team_join", "dnd_updated_user"),
    *("reaction_added", "reaction_removed"),
    *("channel_id_changed", "app_uninstalled", "tokens_revoked"),
)


class World:
    """One workspace with one app installed. `tell` is called with whatever Slack would report to the app."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.team, self.domain, self.app = "T1", "acme", "A0APP"
        self.bot_token, self.app_token = "xoxb-fake", "xapp-1-fake"
        self.signing_secret = "fake-signing-secret"
        self.scopes = set(LEAST_SCOPES)
        self.subscribed = set(SUBSCRIBED)
        self.message_kinds = {"channel", "group", "im"}  # message.channels, message.groups, message.im
        self.base = ""  # http://127.0.0.1:port
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.files: dict[str, File] = {}
        self.views: dict[str, View] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.whispers: list[Message] = []  # ephemeral messages, never to be read back
        self.violations: list[str] = []
        self.judging = True
        self.revoked = ""  # the error every call gets once the installation is gone
        self.rationed = False  # history and replies at 15 messages and once a minute
        self.history_at: float | None = None
        self.troubles = Troubles()
        self.pulse = Pulse()
        self.response_urls: dict[str, ResponseUrl] = {}
        self.tell: Callable[[Json, Channel | None], None] = lambda _event, _channel: None
        self._numbers = count(1)
        self.bot = User("U0BOT", "agent-incident", "agent-incident", is_bot=True, bot_id="B0BOT")
        self.users[self.bot.id] = self.bot

    def number(self) -> int:
        """A number never given before."""
        return next(self._numbers)

    def unix(self) -> float:
        """Now, in seconds since 1970."""
        return self.time.now().timestamp()

    def date(self) -> str:
        """Now, as HTTP says it."""
        return format_datetime(self.time.now(), usegmt=True)

    def ts(self) -> str:
        """The id of a message made now; later ones sort after it."""
        return f"{int(self.unix())}.{self.number():06d}"

    def wrong(self, what: str) -> None:
        """Note something a strict Slack would not stand for."""
        if self.judging:
            self.violations.append(what)

    def user(self, who: User | str) -> User:
        """A person by id or by name; KeyError for a stranger."""
        if isinstance(who, User):
            return who
        return self.users.get(who) or next(u for u in self.users.values() if u.name == who)

    def channel(self, where: Channel | str) -> Channel:
        """A place by id or by name, for whoever sits in front of the screen."""
        if isinstance(where, Channel):
            return where
        return self.channels.get(where) or next(c for c in self.channels.values() if c.name == where)

    def add_user(self, name: str, *, real_name: str = "", id_: str = "", **more: object) -> User:
        """A new member; `more` are fields of User."""
        who = User(id_ or f"U{self.number()}", name, real_name or name.title(), **more)  # type: ignore[arg-type] # fields of User
        self.users[who.id] = who
        return who

    def add_channel(
        self,
        name: str,
        *,
        members: Iterable[User | str] = (),
        private: bool = False,
        id_: str = "",
        bot: bool = True,
    ) -> Channel:
        """A new place; the bot is in it unless told otherwise."""
        kind = "group" if private else "channel"
        place = Channel(id_ or f"C{self.number()}", name, kind)
        place.members = {self.user(m).id for m in members} | ({self.bot.id} if bot else set())
        self.channels[place.id] = place
        return place

    def direct(self, *people: User | str) -> Channel:
        """The place where the bot and these people write to each other, made if it is not there yet."""
        members = {self.user(person).id for person in people} | {self.bot.id}
        for place in self.channels.values():
            if place.kind in ("im", "mpim") and place.members == members:
                return place
        place = Channel(f"D{self.number()}", "", "im" if len(members) < 3 else "mpim", members)
        self.channels[place.id] = place
        return place

    def visible(self, id_: object) -> Channel:
        """A place as the bot sees it: a private one it is not in does not exist."""
        place = self.channels.get(str(id_))
        if place is None or (place.kind != "channel" and self.bot.id not in place.members):
            raise Refused("channel_not_found")
        return place

    def message(self, place: Channel, ts: object) -> Message:
        """A message of a place; `message_not_found` where there is none."""
        found = place.messages.get(str(ts))
        if found is None or found.subtype == "tombstone":
            raise Refused("message_not_found")
        return found

    def trigger(self, user: str, *, view: str = "") -> str:
        """A fresh right to open a form."""
        id_ = f"{self.number()}.{self.number()}.{secrets.token_hex(16)}"
        self.triggers[id_] = Trigger(id_, user, self.time.now(), view=view)
        return id_

    def response_url(self, user: str, channel: str, *, message: str = "", thread: str = "") -> str:
        """A fresh address for answers to one act of a person."""
        id_ = f"{self.number()}-{secrets.token_hex(8)}"
        self.response_urls[id_] = ResponseUrl(user, channel, self.time.now(), message, thread)
        return f"{self.base}/response/{id_}"
