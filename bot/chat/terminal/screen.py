"""What stands on the screen: cards with their buttons, messages with their numbers, whoever may see them."""

import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.chat.terminal.dialect import WIDTH, Ink, card_lines, note_lines, plain_text, said_lines
from bot.chat.words import Words
from bot.domain.review import PersonKey
from bot.domain.tree import Card

_KEY = re.compile(r"review:(\d+):(?:v(\d+):)?")
_MESSAGE = re.compile(r"(AR-\d+)#(\d+)\.")


@dataclass(frozen=True)
class Shown:
    """A card of the bot: in a thread, in the channel, or to one person alone. `thread` is empty outside any."""

    message: str
    key: str
    card: Card
    thread: str = ""
    to: PersonKey | None = None
    burst: int = 0  # cards of one burst came as the answer to one act

    @property
    def review(self) -> int | None:
        """The number of the review it is about."""
        found = _KEY.match(self.key)
        return int(found[1]) if found else None

    @property
    def version(self) -> int | None:
        """The version of the review it was drawn for."""
        found = _KEY.match(self.key)
        return int(found[2]) if found and found[2] else None

    def seen_by(self, person: PersonKey, thread: str) -> bool:
        """Whether somebody who looks at a thread sees it; what stands in the channel is seen from every thread."""
        return self.to == person or (self.to is None and self.thread in {thread, ""})


@dataclass(frozen=True)
class Message:
    """A message of a person: its number in the thread, and the id it is known by, never used twice."""

    id: str
    thread: str
    number: int
    by: PersonKey


def message_of(id_: str, by: PersonKey) -> Message | None:
    """The message an id belongs to; None for an id that is not of a numbered message."""
    found = _MESSAGE.match(id_)
    return Message(id_, found[1], int(found[2]), by) if found else None


@dataclass
class Screen:
    """One window. `write` takes a line without its end; `echo` says whether people's own words are written too.

    `width` is asked anew for everything that is written: a window may be made smaller.
    """

    write: Callable[[str], None]
    words: Words
    ink: Ink = Ink.PLAIN
    echo: Callable[[list[str]], None] = lambda _: None
    width: Callable[[], int] = lambda: WIDTH
    shown: list[Shown] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    heard: list[tuple[PersonKey | None, str]] = field(default_factory=list)
    burst: int = 0
    newest_thread: str = ""

    def card(
        self, card: Card, *, key: str, thread: str = "", to: PersonKey | None = None, message: str = ""
    ) -> str:
        """Show a card; returns the id of the message."""
        shown = Shown(message or f"b{uuid.uuid4().hex}", key, card, thread, to, self.burst)
        self.shown.append(shown)
        self.heard.append((to, plain_text(card)))
        self.draw(shown)
        return shown.message

    def draw(self, shown: Shown) -> None:
        """Write a card again as it stands."""
        for line in ["", *card_lines(shown.card, self._head(shown), self.ink, self.width())]:
            self.write(line)

    def update(self, message: str, card: Card) -> None:
        """A card in a new form: what changed of it is written, its buttons are the new ones."""
        for place, old in enumerate(self.shown):
            if old.message == message:
                self.shown[place] = replace(old, card=card)
                changed = Card(tuple(block for block in card.blocks if block not in old.card.blocks))
                if changed.blocks:
                    self.heard.append((None, plain_text(changed)))
                    self._lines(note_lines(plain_text(changed), self.ink, self.width()))

    def said(self, name: str, text: str, message: Message | None = None) -> None:
        """What a person said or did, where the window does not show it by itself."""
        who = f"{name} #{message.number}" if message else name
        self.echo(["", *said_lines(who, text, self.ink, self.width())])

    def note(self, text: str, to: PersonKey | None = None) -> None:
        """A word of the terminal itself."""
        self.heard.append((to, text))
        self._lines(note_lines(text, self.ink, self.width()))

    def numbered(self, thread: str, by: PersonKey) -> Message:
        """The next message of a thread."""
        number = max((m.number for m in self.messages if m.thread == thread), default=0) + 1
        message = Message(f"{thread}#{number}.{uuid.uuid4().hex[:12]}", thread, number, by)
        self.messages.append(message)
        return message

    def message(self, thread: str, number: int) -> Message | None:
        """The newest message of that number in a thread."""
        found = (m for m in reversed(self.messages) if (m.thread, m.number) == (thread, number))
        return next(found, None)

    def newest_of(self, thread: str, by: PersonKey) -> Message | None:
        """Somebody's newest message in a thread."""
        return next((m for m in reversed(self.messages) if m.thread == thread and m.by == by), None)

    def seen(self, person: PersonKey, thread: str) -> Iterator[Shown]:
        """The cards somebody sees, newest first."""
        return (shown for shown in reversed(self.shown) if shown.seen_by(person, thread))

    def rebuilt(self, shown: Sequence[Shown], messages: Sequence[Message]) -> None:
        """Stand as before a restart, without writing anything."""
        self.shown, self.messages = list(shown), list(messages)
        self.newest_thread = next((s.thread for s in reversed(self.shown) if s.thread), "")

    def _head(self, shown: Shown) -> str:
        place = shown.thread or (f"AR-{shown.review}" if shown.review else "")
        if shown.to is None:
            return place
        name = shown.to.split(":", 2)[-1]
        return self.words("head_alone", name=name, place=place).strip()

    def _lines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)
