"""One fault met by one story of the served bot, and what must be so after it."""

import asyncio
import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.voice import load_voice
from tests.adapters.teams.drawn import texts
from tests.adapters.teams.fake.values import Channel, Message, Person
from tests.adapters.teams.fault_uses import (
    EMPTY,
    NOT_THROUGH,
    REVOKED,
    SLOW,
    THROUGH,
    USES,
    Fate,
    Refusal,
    Use,
)
from tests.adapters.teams.hall import Hall, play

VARYING = re.compile(
    r"AR-\d+|#\d+|Kai\d+|room\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|To answer: [^\n]*"
)
"""What differs between two stories that are the same: numbers, names made for them, ids of accounts.

And how to answer, which is another once a plain reply was heard.
"""

LINE = "refund-desk paid 1,140 EUR in 12 refunds"
ANSWER = (
    "It could stop, ask a person above the limit, or refund in parts. It chose to refund in parts. "
    'It had been told "resolve the ticket in one touch".'
)
CALL = load_voice(None).words("teams_call").partition(".")[0]
STAYS = 5  # calls that meet what does not pass by itself
TOKEN_S = 301  # until a token that was not taken is tried again


@dataclass(frozen=True)
class Fault:
    """One answer that is not the good one, and what it means."""

    use: str
    name: str
    fate: Fate
    refusal: Refusal | None = None

    @property
    def times(self) -> int:
        """How many such calls meet it: whoever cannot be written to cannot be a second time."""
        return STAYS if self.fate is Fate.INSTEAD else 1

    def elsewhere(self, seen: "Seen") -> list[str]:
        """Where the owner is told besides: in the form they wait at, or in the thread where it is them it was for."""
        return seen.words if self.use == "a chat with one person" else seen.form

    def put(self, place: Hall) -> None:
        """In the way of the next such call."""
        teams, use = place.teams, USES[self.use]
        teams.troubles.aim(use.kind, use.which)
        if self.refusal is not None:
            teams.troubles.refuse(use.kind, *self.refusal, times=self.times)
        elif self.name == EMPTY:
            teams.troubles.empty(use.kind)
        elif self.name == REVOKED:
            teams.troubles.refuse(use.kind, 401, "Unauthorized")
        elif self.name == SLOW:
            asyncio.get_running_loop().call_later(0.1, teams.troubles.stall(use.kind).set)
        else:
            {**NOT_THROUGH, **THROUGH}[self.name](teams, use.kind)


@dataclass
class Seen:
    """What people see at the end of a story, in order: cards that open threads, words under the last, chats, a form."""

    cards: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    mia: list[str] = field(default_factory=list)
    kai: list[str] = field(default_factory=list)
    form: list[str] = field(default_factory=list)  # on Mia's screen


@dataclass
class Scene:
    """A story's own channel, its owner Mia, and a colleague nobody has met; `begin` puts the fault in the way."""

    place: Hall
    channel: Channel
    colleague: Person
    begin: Callable[[], None]
    review: int
    said: list[str] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)

    @property
    def line(self) -> str:
        """The line that opens the review: each its own, since the same typed again is the same review."""
        return f"{LINE} #{self.review}"

    async def open(self) -> Message:
        """The review, opened by Mia."""
        return await self.place.open(self.channel, self.line)

    async def answer(self, root: Message, who: Person | str = "Mia") -> None:
        """Words that must not be lost."""
        self.said.append(ANSWER)
        await self.place.reply(root, ANSWER, who)


Story = Callable[[Scene], Awaitable[None]]


def faults(name: str, use: Use) -> Iterator[Fault]:
    """Every fault the fake knows, for one use."""
    yield from (Fault(name, way, Fate.ARRIVES) for way in (*NOT_THROUGH, REVOKED, SLOW))
    yield from (Fault(name, way, use.after) for way in THROUGH)
    yield Fault(name, EMPTY, use.empty)
    for fate, refusals in use.refused.items():
        yield from (Fault(name, f"{status} {code}", fate, (status, code)) for status, code in refusals)


def few(name: str, use: Use) -> Iterator[Fault]:
    """One of each fate, and an answer lost on each side of the deed."""
    met: set[Fate] = set()
    for fault in faults(name, use):
        if fault.name in {"dropped", "dropped after the deed"} or fault.fate not in met:
            met.add(fault.fate)
            yield fault


class Trial:
    """Plays a story in one hall, each time in a channel of its own: without a fault first, then with each."""

    def __init__(self, place: Hall, stories: Mapping[str, Story], log: pytest.LogCaptureFixture) -> None:
        self._place = place
        self._stories = stories
        self._log = log
        self._played = 0
        self._good: dict[str, Seen] = {}

    async def findings(self, faults: Iterator[Fault]) -> list[str]:
        """What is not as it must be, a line each."""
        found: list[str] = []
        for fault in faults:
            if fault.use not in self._good:
                scene = await self._played_once(fault.use, None)
                self._good[fault.use] = scene.seen
                found += [f"{fault.use}: {one}" for one in self._kept(scene)]
            self._log.clear()
            scene = await self._played_once(fault.use, fault)
            wrong = [*self._kept(scene), *self._met(fault), *self._as_judged(scene.seen, fault)]
            found += [f"{fault.use}, {fault.name} ({fault.fate}): {one}" for one in wrong]
        return found

    async def _played_once(self, use: str, fault: Fault | None) -> Scene:
        world = self._place.teams.world
        self._played += 1
        colleague = world.add_person(f"Kai{self._played}")
        world.team("ops").members.add(colleague.id)
        channel = world.add_channel(f"room{self._played}", "ops")
        number = self._place.served.app.store.reviews() + 1
        scene = Scene(self._place, channel, colleague, lambda: None, number)
        if fault is not None:
            scene.begin = lambda: fault.put(self._place)
        before = len(self._place.teams.chat("Mia"))
        await self._stories[use](scene)
        await self._place.settle()
        if fault is not None and fault.name == REVOKED:
            self._place.time.advance(timedelta(seconds=TOKEN_S))
            await self._place.settle()
        scene.seen = self._seen(scene, before)
        return scene

    def _seen(self, scene: Scene, before: int) -> Seen:
        """What stands in the channel, and in the chats of Mia and her colleague since then."""
        teams = self._place.teams
        bot = teams.world.bot_id
        roots = [m for m in teams.posts(scene.channel) if m.by == bot]
        replies = [m for m in teams.thread(roots[-1]) if m.root and m.by == bot] if roots else []
        return Seen(
            [read(m) for m in roots],
            [read(m) for m in replies],
            [read(m) for m in teams.chat("Mia")[before:] if m.by == bot],
            [read(m) for m in teams.chat(scene.colleague) if m.by == bot],
            [dialog.words() for dialog in (teams.screen("Mia"),) if dialog],
        )

    def _met(self, fault: Fault) -> list[str]:
        left = self._place.teams.troubles.left
        self._place.teams.troubles.forget()
        return ["the fault was not met"] if left == fault.times else []

    def _kept(self, scene: Scene) -> list[str]:
        """What must be so whatever happened: nothing people said is lost."""
        if self._place.served.app.store.reviews() < scene.review:
            return ["no review"]
        held = [s.text for s in self._place.review(scene.review).statements]
        return [f"lost: {said!r}" for said in scene.said if said not in held]

    def _as_judged(self, seen: Seen, fault: Fault) -> Iterator[str]:
        good = self._good[fault.use]
        more, fewer = _differences(seen, good), _differences(good, seen)
        match fault.fate:
            case Fate.ARRIVES:
                yield from (f"more: {one}" for one in more)
                yield from (f"missing: {one}" for one in fewer)
            case Fate.TWICE:
                yield from (f"missing: {one}" for one in fewer)
                known = {*good.cards, *good.words, *good.mia, *good.kai}
                if len(more) != 1 or more[0] not in known:
                    yield f"not one thing twice, but: {more}"
            case Fate.INSTEAD:
                if len(more) != 1 or CALL not in more[0] or more[0] not in seen.words:
                    yield f"not called on in the thread: {more}"
                if len(fewer) != 1:
                    yield f"missing: {fewer}"
            case Fate.OWNER:
                told = [one for one in more if one not in seen.cards]  # the card tells what came of it
                if (
                    len(told) != 1
                    or told[0] not in {*seen.mia, *fault.elsewhere(seen)}
                    or "no words yet" in told[0]
                ):
                    yield f"the owner was not told once: {told}"
            case Fate.QUIET:
                yield from (f"more: {one}" for one in more if one not in seen.cards)
                yield from (f"missing: {one}" for one in fewer if one not in good.cards)
                if not self._log.records:
                    yield "nobody noted it"
        yield from _out_of_order(seen, good)


def _differences(seen: Seen, other: Seen) -> list[str]:
    """What one has more often than the other, each where it stands."""
    found = [Counter(getattr(seen, name)) - Counter(getattr(other, name)) for name in vars(seen)]
    return [text for counted in found for text in counted.elements()]


def _out_of_order(seen: Seen, good: Seen) -> Iterator[str]:
    """What both have stands in the same order, in the thread and in each chat; twice counts where it stood first."""
    for name in ("words", "mia", "kai"):
        ours, theirs = dict.fromkeys(getattr(seen, name)), dict.fromkeys(getattr(good, name))
        if [text for text in ours if text in theirs] != [text for text in theirs if text in ours]:
            yield f"another order of {name}"


def read(message: Message) -> str:
    """A message as it is seen, without what differs between two stories that are the same."""
    return VARYING.sub("…", "\n".join(texts(message.card or {})))


def findings(
    folder: Path, stories: Mapping[str, Story], faults: Iterator[Fault], log: pytest.LogCaptureFixture
) -> list[str]:
    """What is not as it must be when each fault is met once, in one hall over a database of its own."""
    found: list[str] = []
    log.set_level(logging.INFO, "bot")

    async def story(place: Hall) -> None:
        found.extend(await Trial(place, stories, log).findings(faults))

    play(folder, story)
    return found
