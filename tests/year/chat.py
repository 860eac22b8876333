"""What people see: a chat that keeps what each message held and when, and can hang after a deed."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.chat.terminal.dialect import plain_text
from bot.clock import ManualClock
from bot.domain.review import PersonKey, ThreadRef
from bot.domain.says import Button, Say
from bot.domain.tree import Card, Paragraph, Text
from bot.ports import Voice
from tests.journeys.fakes import FakeChat, FakeVoice, text_of

NUDGES = frozenset({"nudge", "nudge_thread", "nudge_channel"})


@dataclass(frozen=True)
class Shown:
    """One item of a message: of which review, what kind of nudge, and what about."""

    review: int
    kind: str
    about: str


@dataclass(frozen=True)
class Message:
    """What the chat showed: when its words were first brought, where (a thread, channel or person), what it held."""

    at: datetime
    place: str
    key: str
    items: tuple[Shown, ...]
    to: PersonKey | None
    rest: int = 0  # items that were counted, not shown
    words: str = ""  # of a nudge, as people read them
    calls: str = ""  # whom the platform lets know
    lost: bool = False  # its person takes no messages: nobody saw it


class ReadableVoice(FakeVoice):
    """Speaks what is said as JSON, so that the chat's side can read it, the real words of nudges within it."""

    def __init__(self, voice: Voice) -> None:
        super().__init__(script=voice.script)
        self._voice = voice

    def speak(self, say: Say) -> Card:
        """The key, whom to, and each item with what its buttons are about."""
        said: dict[str, Any] = {"key": say.key, "to": say.to, "items": []}
        if say.key in NUDGES:
            card = self._voice.speak(say)
            said |= {"items": _items(say), "rest": say.values.get("rest", 0)}
            said |= {"words": plain_text(card), "calls": card.calls}
        return Card((Paragraph((Text(json.dumps(said)),)),))


def _items(say: Say) -> list[list[object]]:
    rows: Any = say.values.get("rows", [{}])
    items: list[list[object]] = []
    for place, row in enumerate(rows, 1):
        buttons = [b for b in say.buttons if b.text in {"", str(place)} or len(rows) == 1]
        items.append([row.get("review", say.values.get("review")), *_kind_and_about(row, buttons)])
    return items


def _kind_and_about(row: Mapping[str, Any], buttons: list[Button]) -> tuple[str, str]:
    """What a row is for and about, the latter as its buttons name it."""
    named = {button.press: button.value for button in buttons}
    kind = row.get("kind", "needs_owner")
    if kind == "needs_owner":
        return kind, named["own_review"].rpartition(":")[0]
    return kind, named["wait"] if kind == "away" else named["form:later"]


class Chat(FakeChat):
    """A chat that keeps when its messages were first brought, and can hang after a deed, until its caller dies."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self.clock = clock
        self.book: list[Message] = []
        self.hang = False
        self.hung = asyncio.Event()
        self._first: dict[str, datetime] = {}

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """Shown to one person, or lost where they take no messages."""
        if person in self.shut:
            self.book.append(_read(self.clock.now(), person, card, lost=True))
        return await super().direct(person, card, key)

    async def _show(self, name: str, place: str, card: Card, key: str) -> str:
        shown = len(self.keys)
        at = self._first.setdefault(key, self.clock.now())
        try:
            message = await super()._show(name, place, card, key)
        finally:
            if len(self.keys) > shown:
                self.book.append(_read(at, place, card))
        if self.hang:
            self.hung.set()
            await asyncio.Event().wait()
        return message

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """Cards are nobody's business here."""


def _read(at: datetime, place: str, card: Card, *, lost: bool = False) -> Message:
    said = json.loads(text_of(card))
    items = tuple(Shown(int(key.removeprefix("AR-")), kind, about) for key, kind, about in said["items"])
    to = PersonKey(said["to"]) if said["to"] else None
    rest, words, calls = said.get("rest", 0), said.get("words", ""), said.get("calls", "")
    return Message(at, place, said["key"], items, to, rest, words, calls, lost)
