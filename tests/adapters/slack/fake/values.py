"""What the fake Slack keeps: people, places, messages, files, forms, and every call it was asked."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass
class User:
    """A member of the workspace; `hidden` ones answer `user_not_visible`."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/Berlin"
    tz_offset: int = 7200
    deleted: bool = False
    is_bot: bool = False
    bot_id: str = ""
    hidden: bool = False
    email: str = ""
    dnd: tuple[int, int] | None = None  # start and end of the next quiet hours, unix seconds
    status_emoji: str = ""
    status_expiration: int = 0  # unix seconds, 0 for a status that stays

    def json(self, team: str) -> Json:
        """As `users.info` shows it."""
        profile: Json = {"real_name": self.real_name, "display_name": self.name, "email": self.email}
        profile |= {"status_text": "", "status_emoji": self.status_emoji}
        profile |= {"status_expiration": self.status_expiration}
        shown: Json = {"id": self.id, "team_id": team, "name": self.name, "deleted": self.deleted}
        shown |= {"is_bot": self.is_bot, "profile": profile, "updated": 1700000000}
        if not self.deleted:
            shown |= {"real_name": self.real_name, "tz": self.tz, "tz_offset": self.tz_offset}
            shown |= {"is_restricted": False, "is_app_user": False}
        return shown


@dataclass
class Message:
    """A message as it stands; `to` names the one person an ephemeral message is shown to."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str = ""
    metadata: Json | None = None
    files: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: str = ""
    subtype: str = ""
    bot_id: str = ""
    to: str = ""

    @property
    def is_reply(self) -> bool:
        """Whether it hangs under another message."""
        return bool(self.thread_ts) and self.thread_ts != self.ts

    def words(self) -> str:
        """Everything it shows as text, blocks in order; the plain text where there are no blocks."""
        return "\n".join(texts_of(self.blocks)) if self.blocks else self.text

    def labels(self) -> list[str]:
        """What can be pressed on it: labels of buttons and of options, in order."""
        return [label for _, _, label, _ in pressables(self.blocks)]


@dataclass
class Channel:
    """A place. `kind`: channel, group (private), im, mpim. `refuses` is the error posting here gets."""

    id: str
    name: str
    kind: str = "channel"
    members: set[str] = field(default_factory=set)
    archived: bool = False
    ext_shared: bool = False
    refuses: str = ""
    locked: set[str] = field(default_factory=set)  # roots of locked threads
    messages: dict[str, Message] = field(default_factory=dict)

    def thread(self, ts: str) -> list[Message]:
        """The root and its replies, in order of `ts`."""
        found = [m for m in self.messages.values() if ts in (m.ts, m.thread_ts)]
        return sorted(found, key=lambda message: message.ts)


@dataclass
class File:
    """A file: bytes come in a call of their own, and it is seen only where it was shared."""

    id: str
    name: str
    length: int
    user: str
    content: bytes | None = None
    media_type: str = "text/plain"
    title: str = ""
    channels: list[str] = field(default_factory=list)


@dataclass
class View:
    """A form or a home tab, as it stands on one person's screen; `open` until sent or closed."""

    id: str
    user: str
    body: Json
    hash: str
    root: str
    previous: str = ""
    open: bool = True
    errors: dict[str, str] = field(default_factory=dict)  # label of the field -> what was said about it


@dataclass
class Trigger:
    """The right to open one form, for 3 seconds."""

    id: str
    user: str
    born: datetime
    used: bool = False
    view: str = ""  # the view it was pressed in, for views.push


@dataclass
class ResponseUrl:
    """An address for answers to one act: five times, within half an hour."""

    user: str
    channel: str
    born: datetime
    message: str = ""  # the ts of the message acted on
    thread: str = ""
    uses: int = 0


@dataclass(frozen=True)
class Call:
    """One request to the Web API, as it came in; `args` are decoded and without the token."""

    method: str
    verb: str
    args: Json
    at: datetime


def texts_of(blocks: object) -> list[str]:
    """Every text in a tree of blocks, in reading order; labels and options included."""
    if isinstance(blocks, list):
        return [text for block in blocks for text in texts_of(block)]
    if not isinstance(blocks, dict):
        return []
    own = blocks.get("text")
    found = [own] if isinstance(own, str) else []
    if blocks.get("type") in ("user", "link", "emoji", "broadcast") and not found:
        found = [str(blocks.get("user_id") or blocks.get("url") or blocks.get("name") or "")]
    order = (
        "label",
        "text",
        "fields",
        "accessory",
        "element",
        "elements",
        "rows",
        "options",
        "title",
        "hint",
    )
    return found + [
        text
        for key in order
        if key != "text" or not own or isinstance(own, dict)
        for text in texts_of(blocks.get(key))
    ]


def pressables(blocks: list[Json]) -> list[tuple[Json, Json, str, Json | None]]:
    """What can be pressed: block, element, its label, and the chosen option where it is a menu."""
    found: list[tuple[Json, Json, str, Json | None]] = []
    for block in blocks:
        elements = list(block.get("elements") or []) if block.get("type") == "actions" else []
        for element in [*elements, *([block["accessory"]] if block.get("accessory") else [])]:
            if element.get("type") == "button":
                found.append((block, element, str(element["text"]["text"]), None))
            found += [(block, element, str(o["text"]["text"]), o) for o in element.get("options") or []]
    return found
