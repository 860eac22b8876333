"""Words, and the chat platform they are said on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.report.pictures import RunPicture
from bot.domain.review import PersonKey, Review, ThreadRef
from bot.domain.says import Say
from bot.domain.script import Script
from bot.domain.tree import Card, Document
from bot.ports.edges import Paint


@dataclass(frozen=True)
class Field:
    """One field of a form as people see it. `kind`: text, lines, person, people, date, choice, choices, channel."""

    key: str
    label: str
    kind: str
    hint: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # value and label
    value: str = ""


@dataclass(frozen=True)
class Form:
    """A form as people see it."""

    key: str
    title: str
    send: str  # the label of the button that sends it
    fields: tuple[Field, ...]
    target: str = ""


class Voice(Protocol):
    """The one place where words come from."""

    script: Script

    def speak(self, say: Say) -> Card:
        """A Say as blocks and buttons."""

    def form(self, key: str, values: dict[str, str], *, target: str = "") -> Form:
        """A form, its fields filled with `values`."""

    def error(self, key: str, values: dict[str, object]) -> str:
        """The sentence of an error."""

    def document(self, review: Review, pictures: Sequence[RunPicture] = ()) -> Document:
        """The finished review, with pictures of files that will stand beside it."""

    def invitation(self, review: Review, about: str, at: datetime, now: datetime) -> bytes:
        """A calendar file for 25 minutes about what is open; PersonError for a question the review does not have."""


class Chat(Protocol):
    """A chat platform, as the outbox uses it. Raises Later, OutsideError; an unknown outcome is `Unsure`."""

    platform: str
    shows: Paint  # how a picture is seen there
    looks: bool  # whether `find` sees what was posted; where it does not, nobody can tell what became of a lost answer

    async def open_thread(self, channel: str, card: Card, key: str) -> ThreadRef:
        """Make a thread whose first post is the card."""

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """Post into a thread; returns the id of the message."""

    async def announce(self, channel: str, card: Card, key: str) -> str:
        """Post into a channel, outside any thread; returns the id of the message."""

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """Replace the text of a message of ours."""

    async def whisper(self, thread: ThreadRef, person: PersonKey, card: Card, key: str) -> str:
        """Show something to one person in the thread alone, or write to them where the platform cannot."""

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """Write to one person outside the thread."""

    async def react(self, thread: ThreadRef, message: str, mark: str) -> None:
        """Mark a message of a person."""

    async def find(self, thread: ThreadRef, key: str) -> str | None:
        """The id of the message posted under a key, None where there is none."""

    async def upload(self, thread: ThreadRef, name: str, content: bytes, described: str = "") -> str:
        """Put a file into the thread, a picture with the same in words; returns a link or an id."""
