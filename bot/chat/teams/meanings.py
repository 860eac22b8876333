"""What an activity of Teams' can mean: words for a review, something asked for, or news of people and places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bot.chat.pressing import About
from bot.domain.heard import Deleted, Edited, FormSent, Pressed, Replied, Speaker
from bot.domain.redaction import Redaction
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules


@dataclass(frozen=True)
class Known:
    """What is known before anything is read."""

    tenant: str
    rules: Rules = SECRETS  # what is taken out of everything people write

    @property
    def workspace(self) -> str:
        """The tenant as reviews name it."""
        return f"teams:{self.tenant}"


@dataclass(frozen=True)
class Ignored:
    """Nothing to do; `why` is for tests and counters, and holds nothing of what was said."""

    why: str


@dataclass(frozen=True)
class Place:
    """Where something was said or pressed.

    `root` is the id of the thread's first message, empty outside any; `direct` is the bot's chat with one person.
    """

    service: str
    conversation: str
    channel: str = ""
    root: str = ""
    team: str = ""
    group: str = ""  # the team's Entra group, for links
    direct: bool = False
    kind: str = ""  # of the channel, where it is told: standard, shared, private
    name: str = ""  # of the channel, where it is told
    team_name: str = ""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What everything has that a person asks for: id, time, who and where."""

    id: str
    at: datetime
    by: Speaker
    place: Place


@dataclass(frozen=True)
class Said:
    """A message, its new words, or its end. It is kept only where the thread is a review's.

    `unheard` is the message itself where new words name the bot: it may be heard of for the first time.
    """

    heard: Replied | Edited | Deleted
    place: Place
    addressed: bool = False  # names the bot
    unheard: Replied | None = None


@dataclass(frozen=True, kw_only=True)
class Command(Asked):
    """`@bot agent-incident …`, or words in the personal chat.

    `kind` is a command's word, open, offer (the form that opens a review, with the line in it), form or unknown.
    """

    kind: str
    argument: str = ""
    redactions: tuple[Redaction, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OpensForm(Asked):
    """A button that opens a form: a dialog is waited for."""

    form: str
    target: str
    about: About


@dataclass(frozen=True, kw_only=True)
class SentForm(Asked):
    """A form sent: an answer is waited for. `showing` tells one showing of a form from the next."""

    heard: FormSent
    showing: str


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
    changes: bool = False  # what entered and left since the decision before, in place of the window


@dataclass(frozen=True, kw_only=True)
class Presses(Asked):
    """A button whose press the interview knows."""

    heard: Pressed


@dataclass(frozen=True)
class File:
    """A file that came with a message; nothing of it is fetched yet."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Handed(Asked):
    """Files in the personal chat, and the words beside them."""

    files: tuple[File, ...]
    text: str


@dataclass(frozen=True)
class Installed:
    """The bot is in a team or a chat by now; whose channels or person are `place`'s."""

    place: Place


@dataclass(frozen=True)
class Removed:
    """The bot is not there any more."""

    place: Place


@dataclass(frozen=True)
class LeftTeam:
    """People are not in a team any more, or came into it (`here`); of one channel alone where `channel` is set.

    `people` are ids as `reading.id_of` tells them: often Teams' own, for an event like this names no accounts.
    """

    id: str
    at: datetime
    place: Place
    people: tuple[str, ...]
    here: bool
    channel: str = ""


@dataclass(frozen=True)
class ChannelGone:
    """A channel was deleted."""

    place: Place


@dataclass(frozen=True)
class ChannelTold:
    """A channel is new, or has another name or kind."""

    place: Place


News: TypeAlias = Installed | Removed | LeftTeam | ChannelGone | ChannelTold
Meaning: TypeAlias = (
    Ignored | Said | Command | Handed | OpensForm | SentForm | PicksPoint | LooksAtWindow | Presses | News
)
Activity: TypeAlias = Mapping[str, object]
