"""What the fake Teams keeps: people, teams, channels, chats, messages, dialogs, and every call it was asked."""

from dataclasses import dataclass, field
from datetime import datetime

from tests.adapters.teams.fake.elements import Json, actions_of, texts_of


@dataclass
class Person:
    """Somebody with an account. `gone` ones are no member of anything any more."""

    id: str  # 29:…
    name: str
    aad: str  # the id of the account in the directory
    tenant: str
    email: str = ""
    zone: str = "Europe/Berlin"  # IANA
    locale: str = "en-US"
    country: str = "DE"
    gone: bool = False
    blocks_bot: bool = False
    installed: bool = False  # the app is in their personal scope

    def json(self) -> Json:
        """As the members of a conversation are shown."""
        given, _, surname = self.name.partition(" ")
        shown: Json = {"id": self.id, "name": self.name, "objectId": self.aad, "aadObjectId": self.aad}
        shown |= {"givenName": given, "surname": surname, "tenantId": self.tenant, "userRole": "user"}
        return shown | ({"email": self.email, "userPrincipalName": self.email} if self.email else {})


@dataclass
class Message:
    """A message as it stands; `root` is empty where it begins a thread, or stands in a personal chat."""

    id: str
    place: str
    by: str
    text: str
    root: str = ""
    card: Json | None = None
    summary: str = ""
    entities: list[Json] = field(default_factory=list)
    edited: bool = False
    deleted: bool = False
    heard: bool = False  # whether the bot was told of it

    @property
    def thread(self) -> str:
        """The id of the first message of its thread."""
        return self.root or self.id

    def words(self) -> str:
        """Everything it shows as text, a line for each; the plain text where there is no card."""
        return "\n".join(texts_of(self.card)) if self.card else self.text

    def labels(self) -> list[str]:
        """What can be pressed on it, in order."""
        return [str(action.get("title")) for action in actions_of(self.card)]


@dataclass
class Channel:
    """A channel of a team. `kind`: standard, shared, private; `members` None: everybody in the team."""

    id: str  # 19:…@thread.tacv2
    name: str
    team: str
    kind: str = "standard"
    members: set[str] | None = None
    deleted: bool = False
    messages: dict[str, Message] = field(default_factory=dict)

    def thread(self, root: str) -> list[Message]:
        """A first message and the replies to it, in order."""
        return [message for message in self.messages.values() if message.thread == root]


@dataclass
class Team:
    """A team; its id is that of its first channel. `rsc`: whether plain replies are brought to the app."""

    id: str
    name: str
    group: str  # the id of its group in the directory
    members: set[str] = field(default_factory=set)
    installed: bool = False
    rsc: bool = False


@dataclass
class Chat:
    """The chat of the bot with one person."""

    id: str  # a:…
    person: str
    messages: dict[str, Message] = field(default_factory=dict)


Place = Channel | Chat


@dataclass
class Dialog:
    """A form, or something to look at, on one person's screen; `message` is the one it was opened from."""

    person: str
    message: Message
    title: str
    card: Json
    open: bool = True

    def words(self) -> str:
        """Everything it shows as text, a line for each."""
        return "\n".join(texts_of(self.card))

    def labels(self) -> list[str]:
        """What can be pressed in it, in order."""
        return [str(action.get("title")) for action in actions_of(self.card)]


@dataclass(frozen=True)
class Notice:
    """What Teams told one person in a window of its own: the bot's words, or that it did not answer."""

    person: str
    text: str
    failed: bool = False


@dataclass(frozen=True)
class Call:
    """One request to the connector, as it came in; `kind`: send, create, update, delete, member, members."""

    kind: str
    conversation: str
    path: str  # as it stood on the wire
    body: Json
    at: datetime
    region: str = ""
    item: str = ""  # the id of the message or person it is about


class Refused(Exception):
    """Answered with an HTTP status and a code of the service's."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message or code
