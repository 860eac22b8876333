"""One fault met by one story of the served bot, and what must be so after it."""

import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.slack.troubles import INSTALLATION_S
from tests.adapters.slack.fake.values import Channel, Message, User
from tests.adapters.slack.fault_uses import GONE, Fate, Use
from tests.adapters.slack.typed import ANSWER, LINE
from tests.adapters.slack.workspace import Workspace, play

VARYING = re.compile(r"AR-\d+|#\d+|kai\d+|/archives/\S+|\bF\d+\b")
"""What differs between two stories that are the same: numbers, names made for them, addresses."""

WAYS = ("429", "503", "dropped before", "dropped after")
"""Faults of the way to Slack and back."""


@dataclass(frozen=True)
class Fault:
    """One answer of Slack's that is not the good one, and what it means."""

    use: str
    method: str
    name: str
    fate: Fate
    waited: bool = False

    def put(self, place: Workspace) -> None:
        """In the way of the next call of its method."""
        troubles = place.slack.troubles
        match self.name:
            case "429":
                troubles.limit(self.method, retry_after_s=0 if self.waited else 2)
            case "503":
                troubles.break_down(self.method)
            case "dropped before" | "dropped after":
                troubles.drop(self.method, when=self.name.removeprefix("dropped "))
            case error:
                troubles.fail(self.method, error)


@dataclass
class Seen:
    """What people see at the end of a story; `matter` names what the fault was about, where it is of no consequence."""

    card: str = ""
    words: Counter[str] = field(default_factory=Counter)
    alone: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    shown: str = ""
    home: str = ""
    matter: str = ""


@dataclass
class Scene:
    """A story's own place, its owner Mia, and a colleague nobody has met; `begin` puts the fault in the way."""

    place: Workspace
    channel: Channel
    colleague: User
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
        return await self.place.open(self.line)

    async def open_or_not(self) -> None:
        """The same, where it may be that no thread can be made."""
        await self.place.slack.command("mia", self.channel, self.line)
        await self.place.settle()

    async def answer(self, root: Message, who: User | str = "mia") -> Message:
        """Words that must not be lost."""
        self.said.append(ANSWER)
        return await self.place.reply(root, ANSWER, who)


Story = Callable[[Scene], Awaitable[None]]


def faults(uses: Mapping[str, Use]) -> Iterator[Fault]:
    """Every documented error of each use, those any method may give, and every fault of the way."""
    for name, use in uses.items():
        for fate, errors in (*use.errors.items(), *use.general.items()):
            for error in errors:
                yield Fault(name, use.method, error, fate, use.waited)
        for way in WAYS:
            fate = use.lost if way == "dropped after" else use.way
            yield Fault(name, use.method, way, fate, use.waited)


def few(uses: Mapping[str, Use]) -> Iterator[Fault]:
    """About a tenth of them: one error of each fate of each use, and the lost reply of what makes something new."""
    for fault in faults(uses):
        first = uses[fault.use].errors.get(fault.fate, ("",))[0]
        makes = fault.method in {"chat.postMessage", "files.completeUploadExternal"}
        if fault.name == first or (makes and fault.name == "dropped after"):
            yield fault


class Trial:
    """Plays stories in one workspace, each in a place of its own: without a fault first, then with each."""

    def __init__(self, place: Workspace, stories: Mapping[str, Story], log: pytest.LogCaptureFixture) -> None:
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
            wrong = [*self._kept(scene), *self._met(), *self._as_judged(scene, fault)]
            found += [f"{fault.use}, {fault.name} ({fault.fate}): {one}" for one in wrong]
        return found

    async def _played_once(self, use: str, fault: Fault | None) -> Scene:
        world = self._place.slack.world
        self._played += 1
        number = self._played
        colleague = world.add_user(f"kai{number}")
        channel = world.add_channel(f"room{number}", members=["mia", colleague])
        self._place.channel = channel
        scene = Scene(self._place, channel, colleague, lambda: None, self._opened() + 1)
        if fault is not None:
            scene.begin = lambda: fault.put(self._place)
        before = len(self._place.slack.seen_by("mia"))
        await self._stories[use](scene)
        await self._place.settle()
        if fault is not None and fault.name in GONE:
            self._place.time.advance(timedelta(seconds=INSTALLATION_S + 1))
            await self._place.settle()
        scene.seen = self._seen(scene, before)
        return scene

    def _opened(self) -> int:
        """How many reviews there are."""
        with self._place.served.app.store.unit() as work:
            number = 0
            while work.review(number + 1) is not None:
                number += 1
        return number

    def _seen(self, scene: Scene, before: int) -> Seen:
        """What stands in the place, and what was shown to Mia and to her colleague alone."""
        slack = self._place.slack
        ours = [m for m in scene.channel.messages.values() if m.user == slack.world.bot.id]
        alone = [("mia", m) for m in slack.seen_by("mia")[before:]]
        alone += [("kai", m) for m in slack.seen_by(scene.colleague) if m.user == slack.world.bot.id]
        return replace(
            scene.seen,
            card="\n".join(plain(m.text) for m in ours if not m.is_reply),
            words=Counter(plain(m.text) for m in ours if m.is_reply),
            alone=Counter((who, plain(m.text)) for who, m in alone),
        )

    def _met(self) -> list[str]:
        left = self._place.slack.troubles.left
        self._place.slack.troubles.forget()
        return ["the fault was not met"] if left else []

    def _kept(self, scene: Scene) -> list[str]:
        """What must be so whatever happened: nothing lost, nothing posted twice."""
        found = []
        if scene.said:
            held = [s.text for s in self._place.review(scene.review).statements]
            found += [f"lost: {said!r}" for said in scene.said if said not in held]
        if self._opened() >= scene.review and scene.line != self._place.review(scene.review).title:
            found.append("the review has lost its line")
        world = self._place.slack.world
        keys = Counter(
            str(message.metadata["event_payload"]["key"])
            for place in world.channels.values()
            for message in place.messages.values()
            if message.metadata
        )
        found += [f"posted {count} times: {key}" for key, count in keys.items() if count > 1]
        roots = [m for m in scene.channel.messages.values() if m.user == world.bot.id and not m.is_reply]
        return found + (["two threads"] if len(roots) > 1 else [])

    def _as_judged(self, scene: Scene, fault: Fault) -> Iterator[str]:
        seen, good = scene.seen, self._good[fault.use]
        more = seen.alone - good.alone
        match fault.fate:
            case Fate.ARRIVES | Fate.INSTEAD:
                yield from _differences(seen, good)
            case Fate.DONE:
                yield from _differences(seen, good, but=good.matter)
            case Fate.TWICE:
                yield from _differences(seen, good, but="alone")
                if set(seen.alone) != set(good.alone):
                    yield f"alone: {seen.alone} instead of {good.alone}"
            case Fate.QUIET:
                yield from _differences(seen, good, but=good.matter)
                if not self._log.records:
                    yield "nobody noted it"
            case Fate.OWNER:
                if fault.use == "a reply without its thread taken back":
                    yield from _differences(seen, good)
                elif [who for who, _ in more.elements()] != ["mia"]:
                    yield f"the owner was not told once: {more}"
            case Fate.ASKER:
                told = [*(seen.words - good.words).elements(), *(text for _, text in more.elements())]
                if len(told) != 1 or "no words yet" in told[0]:
                    yield f"whoever asked was not told once: {told}"


def _differences(seen: Seen, good: Seen, *, but: str = "") -> Iterator[str]:
    """What is seen otherwise than without the fault."""
    for one in fields(Seen):
        if one.name != but and getattr(seen, one.name) != getattr(good, one.name):
            yield f"{one.name}: {getattr(seen, one.name)} instead of {getattr(good, one.name)}"


def plain(text: str) -> str:
    """Without what differs between two stories that are the same."""
    return VARYING.sub("…", text)


def findings(
    folder: Path, stories: Mapping[str, Story], faults: Iterator[Fault], log: pytest.LogCaptureFixture
) -> list[str]:
    """What is not as it must be when each fault is met once, in one workspace over a database of its own."""
    found: list[str] = []
    log.set_level(logging.INFO, "bot")

    async def story(place: Workspace) -> None:
        found.extend(await Trial(place, stories, log).findings(faults))

    play(folder, story, reviews=False)
    return found
