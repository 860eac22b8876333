"""Slack, served: a burst of commands, then commands with replies, through a fake that answers a call in 80 ms.

The bot runs in a process of its own, by Socket Mode; fake and people share ours. A bare bolt app goes through the
same beside it. A call is counted as done when the fake has answered it.
"""

import asyncio
import gc
import itertools
import os
import re
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bench.figures import Line, Sample, shown_s, timed
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import WallTime
from tests.adapters.slack.fake.values import Message

CALL_S = 0.08
CHANNELS, BURST, BURSTS = 50, 200, 5
RATE, SECONDS, REPLIES = 10, 30, 4
DOUBLED = 10  # commands of the burst that come twice, as after a lost acknowledgement
PEOPLE = ("mia", "ana", "ben", "eva")
SETTLE_S = 90.0  # what was said must have gone out by then: a channel takes one message a second
LOOK_S = 0.01  # between two looks for new threads
TITLE = re.compile(r"case \d{5}")
TICKS = os.sysconf("SC_CLK_TCK")

Told = Callable[[str], None]


@dataclass
class Seen:
    """What a scenario measured."""

    acks: list[float] = field(default_factory=list)
    titles: dict[str, float] = field(default_factory=dict)  # when each command was typed
    replies: int = 0
    cpu_s: float = 0.0

    @property
    def events(self) -> int:
        """Everything that was brought to the process."""
        return len(self.acks)


class Town:
    """The fake with people in fifty channels, and a process that serves them."""

    def __init__(self, slack: FakeSlack, process: asyncio.subprocess.Process) -> None:
        self.slack = slack
        self.process = process
        self.channels = [slack.world.add_channel(f"team-{n}", members=PEOPLE) for n in range(CHANNELS)]
        self._names = count(1)
        self._roots: dict[str, asyncio.Future[Message]] = {}

    def cpu_s(self) -> float:
        """Seconds of the processor the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    async def opens(self, seen: Seen, nr: int) -> str:
        """One command; its title, by which its thread is found again."""
        title = f"case {next(self._names):05d}"
        began = time.perf_counter()
        seen.titles[title] = time.time()
        line = f"{title}: the agent paid twice"
        ack = await self.slack.command(PEOPLE[nr % len(PEOPLE)], self.channels[nr % CHANNELS], line)
        seen.acks.append(time.perf_counter() - began)
        if not ack.ok:
            raise AssertionError(f"a command was not acknowledged: {ack.why}")
        return title

    async def again(self, seen: Seen, nr: int) -> None:
        """The command brought last, once more."""
        began = time.perf_counter()
        commands = [d for d in self.slack.courier.deliveries if d.kind == "slash_commands"]
        await self.slack.courier.once("slash_commands", commands[nr].payload)
        seen.acks.append(time.perf_counter() - began)

    async def replies(self, seen: Seen, root: Message, nr: int) -> None:
        """One reply in a thread."""
        who = PEOPLE[nr % len(PEOPLE)]
        text = f"It could stop, ask a person, or pay in parts; it chose the last. ({nr})"
        began = time.perf_counter()
        await self.slack.say(who, self.slack.world.channels[root.channel], text, thread_ts=root.ts)
        seen.acks.append(time.perf_counter() - began)
        seen.replies += 1

    def root(self, title: str) -> "asyncio.Future[Message]":
        """The root of the thread a command opened, once it stands."""
        return self._roots.setdefault(title, asyncio.get_running_loop().create_future())

    async def watch(self) -> None:
        """Look for roots that are new, until cancelled; each message is looked at once."""
        seen: dict[str, int] = {}
        while True:
            for channel in self.channels:
                new = list(itertools.islice(channel.messages.values(), seen.get(channel.id, 0), None))
                seen[channel.id] = seen.get(channel.id, 0) + len(new)
                for message in new:
                    if not message.is_reply and (found := TITLE.search(message.text)):
                        root = self.root(found[0])
                        if not root.done():
                            root.set_result(message)
            await asyncio.sleep(LOOK_S)

    def done_at(self) -> dict[tuple[str, str], float]:
        """When each post was answered: by the title of a root, or the `ts` a reply hangs under (the first of each)."""
        found: dict[tuple[str, str], float] = {}
        for call in self.slack.calls_to("chat.postMessage"):
            root, title = call.args.get("thread_ts"), TITLE.search(call.args["text"])
            place = ("reply", root) if root else ("root", title[0] if title else "")
            found.setdefault(place, call.at.timestamp() + CALL_S)
        return found


@asynccontextmanager
async def town(command: Sequence[str], database: Path) -> AsyncIterator[Town]:
    """The fake, and the command as a process that is connected to it."""
    async with FakeSlack(WallTime(), judging=False, echo=False) as slack:
        for name in PEOPLE:
            slack.world.add_user(name)
        tokens = {"SLACK_BOT_TOKEN": slack.world.bot_token, "SLACK_APP_TOKEN": slack.world.app_token}
        where = {"SLACK_API_URL": slack.base_url, "DATABASE": str(database)}
        process = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, **tokens, **where}, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            made = Town(slack, process)
            await slack.until(lambda: slack.sockets.lines, within_s=30.0)
            slack.latency_s = CALL_S
            watching = asyncio.create_task(made.watch())
            yield made
            watching.cancel()
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def bursts(place: Town) -> Seen:
    """Two hundred commands at one moment, four in each channel, and once all stand the same again; some come twice."""
    seen, before = Seen(), place.cpu_s()
    for _ in range(BURSTS):
        await asyncio.gather(*(place.opens(seen, nr) for nr in range(BURST)))
        await asyncio.gather(*(place.again(seen, -1 - nr) for nr in range(DOUBLED)))
        await _asked(place, seen)
    seen.cpu_s = place.cpu_s() - before
    return seen


async def flow(place: Town) -> Seen:
    """Ten commands a second; in each thread four replies, a second apart, once it stands."""
    seen, before = Seen(), place.cpu_s()
    talks = []
    began = time.monotonic()
    for nr in range(RATE * SECONDS):
        await asyncio.sleep(max(0.0, began + nr / RATE - time.monotonic()))
        talks.append(asyncio.create_task(_talk(place, seen, nr)))
    await asyncio.gather(*talks)
    await _asked(place, seen)
    seen.cpu_s = place.cpu_s() - before
    return seen


async def _talk(place: Town, seen: Seen, nr: int) -> None:
    title = await place.opens(seen, nr)
    root = await asyncio.wait_for(place.root(title), SETTLE_S)
    for reply in range(REPLIES):
        await asyncio.sleep(1.0)
        await place.replies(seen, root, reply)


async def _asked(place: Town, seen: Seen) -> None:
    """Until every thread of the scenario has its first question."""
    async with asyncio.timeout(SETTLE_S):
        roots = {(await place.root(title)).ts for title in seen.titles}
        while not roots <= {call.args.get("thread_ts") for call in place.slack.calls_to("chat.postMessage")}:
            await asyncio.sleep(0.25)


def _waits(place: Town, seen: Seen) -> tuple[Sample, Sample]:
    """From a command typed to its thread's root answered, and to the first question answered; in calls of 80 ms."""
    done = place.done_at()
    first = [(done["root", title] - typed) / CALL_S for title, typed in seen.titles.items()]
    asked = [
        (done["reply", place.root(title).result().ts] - typed) / CALL_S
        for title, typed in seen.titles.items()
    ]
    return Sample(first), Sample(asked)


def _calls(figure: str, sample: Sample, *, at_most: float | None = None) -> Line:
    bound = f"<= {at_most:g}" if at_most is not None else ""
    met = sample.median <= at_most if at_most is not None else None
    return Line(figure, f"{sample.median:.2f}", f"{sample.p99:.2f}", sample.runs, bound, met)


def _acks(name: str, seen: Seen, *, bound: bool) -> list[Line]:
    sample = Sample(seen.acks)
    if not bound:
        return [timed(f"{name}: acknowledged", sample)]
    longest = max(seen.acks)
    return [
        Line(
            f"{name}: acknowledged",
            shown_s(sample.median),
            shown_s(sample.p99),
            sample.runs,
            "p99 < 0.1 s",
            sample.p99 < 0.1,
        ),
        Line("  the longest", shown_s(longest), bound="< 3 s", met=longest < 3.0),
    ]


def _counted(place: Town, database: Path, *seen: Seen) -> list[Line]:
    """What was lost or doubled in all: threads by title, posts by their key, replies by row."""
    roots = [m.text for c in place.channels for m in c.messages.values() if not m.is_reply]
    opened = Counter(found[0] for text in roots if (found := TITLE.search(text)))
    threads = [opened[title] for one in seen for title in one.titles]
    said = sum(one.replies for one in seen)
    keys = [str(call.args.get("metadata")) for call in place.slack.calls_to("chat.postMessage")]
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        (kept,) = rows.execute("SELECT count(*) FROM statement").fetchone()
    lost = threads.count(0) + said - kept
    doubled = sum(number > 1 for number in threads) + len(keys) - len(set(keys))
    return [
        Line(
            "  threads and replies lost",
            str(lost),
            runs=len(threads) + said,
            bound="0",
            met=lost == 0,
        ),
        Line("  threads and posts doubled", str(doubled), runs=len(keys), bound="0", met=doubled == 0),
    ]


async def slack(folder: Path, told: Told) -> list[Line]:
    """Both scenarios with the bare app, then with ours.

    No garbage is collected here meanwhile: fake and people keep all that was said, and looking through it would stop
    them for a quarter of a second, which a command would seem to have waited.
    """
    gc.disable()
    database, lines = folder / "slack.sqlite3", []
    ours = [sys.executable, "-m", "bot", "serve"]
    alone = [sys.executable, "-m", "bench.bolt_alone"]
    per_event = {}
    for name, command in (("bare bolt app", alone), ("ours", ours)):
        is_ours = command is ours
        async with town(command, database) as place:
            told(f"{name}: one command in each of {CHANNELS} channels")
            warm = Seen()
            for nr in range(CHANNELS):
                await place.opens(warm, nr)
            await _asked(place, warm)
            told(f"{name}: {BURST} commands at once, {BURSTS} times")
            at_once = await bursts(place)
            lines += _acks(f"{name}, {BURST} commands at once, {BURSTS} times", at_once, bound=is_ours)
            told(f"{name}: {RATE} commands a second for {SECONDS} s, {REPLIES} replies each")
            steady = await flow(place)
            lines += _acks(f"{name}, {RATE}/s for {SECONDS} s", steady, bound=is_ours)
            first, asked = _waits(place, steady)
            lines += [
                _calls("  root answered, in calls of 80 ms", first, at_most=1.3 if is_ours else None),
                _calls("  first question answered, in calls", asked, at_most=2.6 if is_ours else None),
            ]
            if is_ours:
                lines += _counted(place, database, warm, at_once, steady)
            per_event[name] = steady.cpu_s / steady.events
            lines.append(timed("  processor, an event", Sample([per_event[name]])))
    return lines
