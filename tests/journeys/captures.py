"""Runs of the demo's agent as it would send them, and a house that looks for windows in them."""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.chat.capture import Caps, Keeper
from bot.cli.capturing import SETTLED, Captures
from bot.clock import ManualClock
from bot.domain.due import Policy
from bot.domain.heard import Heard
from bot.domain.review import PersonKey, Review, Span, ThreadRef, Wall
from bot.domain.says import Reply
from bot.domain.vocabulary import Family, WallStatus
from bot.journeys import JOURNEYS
from bot.ports import Store
from bot.settings import Settings
from bot.traces.backends.keeping import without_secrets
from bot.traces.reading import read
from bot.traces.receiving.digesting import Asked, digest
from bot.voice import load_voice
from tests.cli.runs import DEMO_TRACE
from tests.domain.making import MONDAY, make_review, wall
from tests.journeys.fakes import FakeChat, FakeVoice, Town

WORKSPACE = "terminal:desk"
ANA = PersonKey("terminal:desk:ana")
AGENT = "Refund-Desk"
RUN = "0af7651916cd43dd8448eb211c80319c"
LARGEST = 10**7
DEMO_ENDS = datetime(2026, 9, 14, 14, 9, tzinfo=UTC)
_TIME = re.compile(rb"\b17893\d{14}\b")
"""A time of the demo's run, in nanoseconds."""

SHOWN = ("gen_ai.system_instructions", "gen_ai.input.messages")
"""Attributes that hold what the model was shown."""


def run(
    trace_id: str = RUN, agent: str = AGENT, change: Callable[[dict[str, Any]], None] | None = None
) -> bytes:
    """The demo's run under another id, of an agent, as a request in JSON; `change` is made to each span."""
    document = json.loads(DEMO_TRACE.read_bytes())
    for group in document["resourceSpans"]:
        named(group["resource"], "service.name", agent)
        for scope in group["scopeSpans"]:
            for span in scope["spans"]:
                span["traceId"] = trace_id
                named(span, "gen_ai.agent.name", agent)
                if change is not None:
                    change(span)
    return json.dumps(document).encode()


def named(holder: dict[str, Any], key: str, value: str) -> None:
    """A text among the attributes, changed where it is there."""
    for pair in holder["attributes"]:
        if pair["key"] == key:
            pair["value"] = {"stringValue": value}


def without_windows(span: dict[str, Any]) -> None:
    """What the model was shown was not recorded."""
    span["attributes"] = [pair for pair in span["attributes"] if pair["key"] not in SHOWN]


def with_losses(span: dict[str, Any]) -> None:
    """The exporter dropped attributes, and says so."""
    span["droppedAttributesCount"] = 3


def review_of(
    agent: str = "refund-desk", number: int = 7, status: WallStatus = WallStatus.ACCEPTED, **changes: Any
) -> Review:
    """A review in its thread, its one wall the bot's own, proposed on Monday."""
    own = wall(1, spans=(Span("bot", "Capture context"),), family=Family.DETECT, owner=ANA, status=status)
    given: dict[str, Any] = {
        "workspace": WORKSPACE,
        "owner": ANA,
        "opener": ANA,
        "thread": ThreadRef("terminal", "desk", "lobby", str(number)),
        "agent": agent,
        "walls": (own,),
    }
    return make_review(number=number, **{**given, **changes})


class Watched:
    """A process over a store: its doors, and what looks for windows; a second one is a restart."""

    def __init__(self, store: Store, start: datetime = MONDAY + timedelta(hours=1)) -> None:
        self.store = store
        self.clock = ManualClock(start)
        self.heard: list[Heard] = []
        self.begin(FakeChat())

    def begin(self, chat: FakeChat) -> None:
        """A process."""
        voice = load_voice(None)
        self.town = Town(
            self.store,
            clock=self.clock,
            journeys=JOURNEYS,
            chat=chat,
            voice=FakeVoice(script=voice.script),
        )
        caps = Caps(LARGEST, Settings().trace_max_bytes, Settings().answer_max_chars)
        clean = partial(without_secrets, max_bytes=LARGEST)
        self.captures = Captures(
            store=self.store,
            clock=self.clock,
            keeper=Keeper(self.store, read, caps, voice.words, clean),
            hear=self._hear,
            due_days=Policy.drill_calendar_days,
        )

    async def _hear(self, heard: Heard) -> Reply | None:
        self.heard.append(heard)
        return await self.town.inbox.hear(heard)

    def restart(self) -> None:
        """The process ends and another begins; the chat is the same place."""
        self.begin(self.town.chat)

    def keep(self, *reviews: Review) -> None:
        """Reviews as they stand."""
        for review in reviews:
            if review.thread is not None:
                self.town.chat.places.setdefault(review.thread.thread, review.thread.channel)
            self.town.keep(review)

    def arrives(self, body: bytes) -> None:
        """A request at the door, now; its spans end about now."""
        body = _TIME.sub(lambda time: b"%d" % (int(time[0]) + self._late()), body)
        digested = digest(Asked(body, is_json=True, at=self.clock.now(), max_bytes=LARGEST))
        self.store.received.keep_soon(digested.batches).result()

    def settles(self, minutes: float = 1) -> int:
        """Nothing more comes; a look is taken, and what is said goes out. How many drills were heard."""
        self.clock.advance(max(SETTLED, timedelta(minutes=minutes)))
        return asyncio.run(self._look())

    def _late(self) -> int:
        """Nanoseconds by which the demo is over."""
        return int((self.clock.now() - DEMO_ENDS).total_seconds()) * 10**9

    async def _look(self) -> int:
        seen = await self.captures.look()
        while await self.town.outbox.drain():
            pass
        return seen

    def wall(self, number: int = 7) -> Wall:
        """The wall of a review as it stands."""
        return self.town.review(number).walls[0]

    @property
    def said(self) -> list[str]:
        """The keys of what the threads were told."""
        return [key for key in self.town.said() if key != "card"]


def sevens(number: int) -> str:
    """The id of another run."""
    return f"{number:032x}"
