"""What a payload of Slack's can mean: words for a review, something asked for, or news of people and places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from bot.chat.pressing import About
from bot.domain.heard import Deleted, Edited, FormSent, Pressed, Replied, Speaker
from bot.domain.redaction import Redaction
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules


@dataclass(frozen=True)
class Known:
    """What is known of the workspace before anything is read."""

    team: str
    bot_user: str
    bot_id: str = ""
    url: str = ""  # the workspace's address, https://acme.slack.com/: permalinks are made from it
    names: Mapping[str, str] = field(default_factory=dict)  # of people, channels and groups, by id
    agents: frozenset[str] = frozenset()  # user and bot ids of agents' own bots
    rules: Rules = SECRETS  # what is taken out of everything people write

    @property
    def workspace(self) -> str:
        """The workspace as reviews name it."""
        return f"slack:{self.team}"


@dataclass(frozen=True)
class Ignored:
    """Nothing to do; `why` is for tests and counters, and holds nothing of what was said."""

    why: str


@dataclass(frozen=True)
class File:
    """A file that came with a message; nothing of it is fetched yet."""

    id: str
    name: str
    media_type: str
    url: str  # asks for the bot's token; empty for a file Slack does not hold
    size: int


@dataclass(frozen=True)
class Place:
    """Where something was said or pressed; `root` is the `ts` of the thread's first message, empty outside any."""

    channel: str
    root: str = ""
    private: bool | None = None  # a private channel or a direct message; None where the payload does not tell
    direct: bool = False
    shared: bool = False  # with another organisation


@dataclass(frozen=True)
class Said:
    """A message, its new words, or its end. It is kept only where the thread is a review's."""

    heard: Replied | Edited | Deleted
    place: Place
    files: tuple[File, ...] = ()
    addressed: bool = False  # names the bot
    reply: bool = False  # stands in a thread, not at its root
    under_us: bool = False  # stands in a thread that begins with a message of the bot's


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What everything has that a person asks for: id, time, who, and how an answer reaches them at once."""

    id: str
    at: datetime
    by: Speaker
    place: Place
    trigger_id: str = ""  # opens one form within 3 s
    response_url: str = ""
    home: bool = False  # done on the person's Home, or in a form opened there


@dataclass(frozen=True, kw_only=True)
class Command(Asked):
    """`/agent-incident …`, or `@bot …`: `kind` is a command's word, open, form, unknown, or what is looked up.

    `argument` is the line, the number, filters, an agent and what changed, until when, the name of the form, or the
    command nearest to what was typed.
    """

    kind: str
    argument: str = ""
    picked: bool = False  # its channel was picked in the form that opens a review
    redactions: tuple[Redaction, ...] = ()
    first: str = ""  # the hash under which the message is kept that it was asked from


@dataclass(frozen=True, kw_only=True)
class OpensForm(Asked):
    """A button that opens a form; `review` is None where only the thread tells which."""

    form: str
    target: str
    about: About


@dataclass(frozen=True, kw_only=True)
class SentForm(Asked):
    """A form sent. `shown` are the fields it had: an error can stand at these alone."""

    heard: FormSent
    shown: tuple[str, ...]
    view: str  # the view's id


@dataclass(frozen=True, kw_only=True)
class PicksPoint(Asked):
    """A decision point of a trace was picked."""

    evidence: str
    point: str
    about: About


@dataclass(frozen=True, kw_only=True)
class LooksAtWindow(Asked):
    """Somebody wants to see what the agent was shown; `point` is empty where none of the trace is named yet."""

    evidence: str
    point: str
    about: About
    view: str = ""  # the id of the view it was asked in, empty where a new one is to be opened
    hash: str = ""  # of that view, as it stood
    changes: bool = (
        False  # what entered and left the context since the decision before, in place of the window
    )


@dataclass(frozen=True, kw_only=True)
class PutsWindow(LooksAtWindow):
    """The window that somebody looks at is to be put into the thread as a file."""


@dataclass(frozen=True, kw_only=True)
class Presses(Asked):
    """A button whose press the interview knows."""

    heard: Pressed
    message: str = ""  # the `ts` of the message it stood under


@dataclass(frozen=True, kw_only=True)
class Marked(Asked):
    """A message to be an answer (`as_answer`) or talk (`as_talk`): a reaction, or the message shortcut.

    A reaction does not tell the thread; whoever keeps the messages knows it, and the number of the statement.
    """

    press: str
    message: str


@dataclass(frozen=True, kw_only=True)
class StartsFrom(Asked):
    """The shortcut that opens a review from a message, which becomes the first evidence."""

    message: str
    author: Speaker | None
    text: str
    permalink: str = ""
    files: tuple[File, ...] = ()
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True)
class HomeOpened:
    """Somebody looks at the bot's Home."""

    user: str


@dataclass(frozen=True)
class PersonChanged:
    """Somebody is new, or something about them is; fields Slack left out are empty."""

    user: str
    name: str
    zone: str
    gone: bool
    bot: bool
    guest: bool
    status: str | None = (
        None  # the name of the emoji beside theirs, "" for none; None where Slack left it out
    )
    status_until: int = 0  # seconds since 1970; 0: until it is taken off


@dataclass(frozen=True)
class Away:
    """When somebody does not want to be disturbed next; seconds since 1970, 0 where there is no such time."""

    user: str
    on: bool
    start: int
    end: int


@dataclass(frozen=True)
class ChannelMoved:
    """A channel has another id from now on."""

    old: str
    new: str


@dataclass(frozen=True)
class JoinedChannel:
    """Somebody is in a channel now; `us` where it is the bot."""

    user: str
    channel: str
    us: bool


@dataclass(frozen=True)
class LeftChannel:
    """Somebody is not in a channel any more."""

    user: str
    channel: str


@dataclass(frozen=True)
class PostGone:
    """A message of the bot's was deleted by somebody: perhaps the first of a review's thread."""

    channel: str
    message: str


@dataclass(frozen=True)
class Uninstalled:
    """The bot may not speak any more: the app was removed, or its token revoked."""


@dataclass(frozen=True)
class Throttled:
    """Slack holds events back since that minute, seconds since 1970."""

    since: int


News: TypeAlias = (
    HomeOpened
    | PersonChanged
    | Away
    | ChannelMoved
    | JoinedChannel
    | LeftChannel
    | PostGone
    | Uninstalled
    | Throttled
)
Meaning: TypeAlias = (
    Ignored
    | Said
    | Command
    | OpensForm
    | SentForm
    | PicksPoint
    | LooksAtWindow
    | PutsWindow
    | Presses
    | Marked
    | StartsFrom
    | News
)
