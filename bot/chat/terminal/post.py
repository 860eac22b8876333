"""The terminal as `ports.Chat`: what the outbox sends is shown."""

import hashlib
from dataclasses import dataclass

from bot.chat.terminal.screen import Screen
from bot.domain.review import PersonKey, ThreadRef
from bot.domain.says import Mark
from bot.domain.tree import Card, CodeBlock
from bot.ports import Paint

PLATFORM, DESK, LOBBY = "terminal", "desk", "lobby"
WORKSPACE = f"{PLATFORM}:{DESK}"
"""The one workspace and channel of a terminal."""


def thread_ref(thread: str) -> ThreadRef:
    """Where a review is held: its thread is called as the review is, AR-1."""
    return ThreadRef(PLATFORM, DESK, LOBBY, thread)


@dataclass
class TerminalChat:
    """Shows what it is given, at once."""

    screen: Screen
    platform: str = PLATFORM
    shows: Paint = Paint.TEXT
    looks: bool = True

    async def open_thread(self, channel: str, card: Card, key: str) -> ThreadRef:
        """The thread of a review, named as the review is; its first message has the thread's name."""
        thread = f"AR-{key.split(':')[1]}"
        self.screen.newest_thread = thread
        if not any(shown.message == thread for shown in self.screen.shown):
            self.screen.card(card, key=key, thread=thread, message=thread)
        return ThreadRef(PLATFORM, DESK, channel, thread)

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """Shown in the thread."""
        return self.screen.card(card, key=key, thread=thread.thread)

    async def announce(self, channel: str, card: Card, key: str) -> str:
        """Shown in every thread: there is one channel, and everybody reads it."""
        del channel
        return self.screen.card(card, key=key)

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """What changed is shown: a terminal cannot write over an older line."""
        del thread
        self.screen.update(message, card)

    async def whisper(self, thread: ThreadRef, person: PersonKey, card: Card, key: str) -> str:
        """Shown as for one person alone."""
        return self.screen.card(card, key=key, thread=thread.thread, to=person)

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """Shown as for one person alone, outside any thread."""
        return self.screen.card(card, key=key, to=person)

    async def react(self, thread: ThreadRef, message: str, mark: str) -> None:
        """A line with the number of the message and its mark."""
        found = next((m for m in self.screen.messages if m.id == message), None)
        if found is not None and found.thread == thread.thread:
            self.screen.note(self.screen.words(f"mark_{Mark(mark)}", number=found.number))

    async def find(self, thread: ThreadRef, key: str) -> str | None:
        """The id of what was shown under a key, in the thread, the lobby, or to the person named as channel."""
        del thread  # a key is never used in two places
        return next((shown.message for shown in self.screen.shown if shown.key == key), None)

    async def upload(self, thread: ThreadRef, name: str, content: bytes, described: str = "") -> str:
        """A terminal keeps no files: what is text is shown, of anything else its name and hash."""
        del described
        digest = hashlib.sha256(content).hexdigest()
        if name.endswith(f".{Paint.TEXT}"):
            self.screen.card(Card((CodeBlock(content.decode()),)), key="", thread=thread.thread)
            return f"sha256:{digest}"
        self.screen.note(self.screen.words("uploaded", name=name, sha256=digest))
        return f"sha256:{digest}"
