"""People of the fake Teams who write, press and fill in at a steady rate, and the process that hears them."""

import asyncio
import os
import signal
import socket
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.chat.teams.door import MESSAGES
from bot.chat.teams.inputs import INPUT
from tests.adapters.slack.fake.times import WallTime
from tests.adapters.teams.fake import events
from tests.adapters.teams.fake.delivery import Ack, Delivery
from tests.adapters.teams.fake.elements import actions_of
from tests.adapters.teams.fake.openid import APP, PASSWORD, TENANT, OpenId
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.values import Channel, Message, Person

CALL_S = 0.08
THREADS = 50
PEOPLE = ("Mia", "Ana", "Ben", "Eva")
UP_S = 30.0  # within so many seconds a process listens
PRESS, FORM, WHO = "Not sure", "Not yet: who?", f"{INPUT}owner"
"""On the card of a review: a button that is heard, one that opens a form, and the field of that."""
TICKS = os.sysconf("SC_CLK_TCK")

OPENED, REPLIED, AGAIN, PRESSED, FETCHED, SENT = "opened", "replied", "again", "pressed", "fetched", "sent"
KINDS = {
    OPENED: "reviews opened",
    REPLIED: "replies",
    AGAIN: "replies brought again",
    PRESSED: "buttons pressed",
    FETCHED: "forms opened",
    SENT: "forms sent",
}

Json = dict[str, Any]


@dataclass
class Seen:
    """What a scenario measured: seconds to each acknowledgement, by kind, and the numbers of what was written."""

    acks: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    written: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    cpu_s: float = 0.0

    def all(self) -> list[float]:
        """Every acknowledgement."""
        return [seconds for kind in self.acks.values() for seconds in kind]


class Town:
    """The fake with people in fifty channels of one team, a thread in each, and a process that serves them."""

    def __init__(self, teams: FakeTeams, process: asyncio.subprocess.Process) -> None:
        self.teams = teams
        self.process = process
        self.people = [teams.world.add_person(name) for name in PEOPLE]
        self.team = teams.world.add_team("operations", self.people)
        self.channels = [teams.world.add_channel(f"team-{n}", self.team) for n in range(THREADS)]
        self._threads: list[tuple[Message, Json, Json]] = []
        self._forms: asyncio.Queue[tuple[Person, Message, Json]] = asyncio.Queue()
        self._replies: list[Delivery] = []

    def cpu_s(self) -> float:
        """Seconds of the processor the process has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    async def stands(self, channel: Channel) -> None:
        """Until the bot has begun a thread in a channel, beside the line that asked for it."""
        await self.teams.until(lambda: len(self.teams.posts(channel)) > 1, within_s=UP_S)

    def holds(self, root: Message) -> None:
        """A thread in which people write, and whose card they press and fill in as it stands by now."""
        self._threads.append((root, _data(root.card, PRESS), _data(root.card, FORM)))

    async def does(self, kind: str, number: int, seen: Seen) -> None:
        """One act of somebody, acknowledged; whatever it is about, `number` tells it from all others."""
        who = self.people[number % len(PEOPLE)]
        on, press, opens = self._threads[number % THREADS] if self._threads else (None, {}, {})
        form = await self._forms.get() if kind == SENT else None
        began = time.perf_counter()
        match kind, on:
            case "opened", _:
                line = f"agent-incident case {number:05d}: the agent paid twice"
                ack = await self._says(who, number, line, within=None)
            case "replied", Message():
                text = f"It could stop, ask a person, or pay in parts; it chose the last. ({number:05d})"
                ack = await self._says(who, number, text, within=on)
            case "again", _:
                ack = await self.teams.courier.again(self._replies[-1])
            case "pressed", Message():
                ack = await self._presses(who, on, press)
            case "sent", _ if form is not None:
                ack = await self._invokes("task/submit", *form)
            case _, Message():
                ack = await self._invokes("task/fetch", who, on, opens)
                self._forms.put_nowait((who, on, _filled(ack, who)))
            case _:
                raise AssertionError(f"{kind}: no thread stands yet")
        seen.acks[kind].append(time.perf_counter() - began)
        seen.written[kind].append(number)
        if not ack.ok:
            raise AssertionError(f"{kind}: not acknowledged: {ack.status} {ack.why}")

    async def _says(self, who: Person, number: int, text: str, *, within: Message | None) -> Ack:
        if within is None:
            await self.teams.say(who, self.channels[number % THREADS], text)
        else:
            await self.teams.reply(who, within, text)
        made = next(d for d in reversed(self.teams.courier.deliveries) if text in d.activity.get("text", ""))
        if within is not None:
            self._replies.append(made)
        return made.attempts[0]

    async def _presses(self, who: Person, on: Message, data: Json) -> Ack:
        made = await self.teams.courier.event(events.submitted(self.teams.world, who, on, data))
        return made.attempts[0]

    async def _invokes(self, name: str, who: Person, on: Message, data: Json) -> Ack:
        return await self.teams.courier.invoke(lambda: events.invoke(self.teams.world, who, on, name, data))


def _filled(ack: Ack, who: Person) -> Json:
    """The form that was answered, as it is sent: somebody in its field."""
    shown = ((ack.body or {}).get("task") or {}).get("value") or {}
    return {**_data((shown.get("card") or {}).get("content"), ""), WHO: who.aad}


def _data(card: Json | None, title: str) -> Json:
    """What a button carries, the first where no title is told; nothing where the bare door shows no card."""
    found = [one for one in actions_of(card) if title in ("", one["title"])]
    return dict(found[0]["data"]) if found else {}


@asynccontextmanager
async def town(command: Sequence[str], database: Path) -> AsyncIterator[Town]:
    """The fake, and the command as a process that listens."""
    async with OpenId() as openid, FakeTeams(WallTime(), openid, judging=False) as teams:
        where, port = openid.addresses(teams.world.base), _free_port()
        settings = {
            "TEAMS_APP_ID": APP,
            "TEAMS_APP_PASSWORD": PASSWORD,
            "TEAMS_TENANT_ID": TENANT,
            "TEAMS_LOGIN_URL": where.login,
            "TEAMS_OPENID_URL": where.openid,
            "TEAMS_SERVICES": teams.world.base,
            "HTTP_PORT": str(port),
            "DATABASE": str(database),
        }
        process = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, **settings}, stdout=asyncio.subprocess.DEVNULL
        )
        try:
            place = Town(teams, process)
            await _listens(port)
            teams.bring_to(f"http://127.0.0.1:{port}{MESSAGES}")
            teams.connector.latency_s = CALL_S
            await teams.install(place.team, by=PEOPLE[0], rsc=True)
            yield place
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def _listens(port: int) -> None:
    """Until somebody listens at a port of this machine."""
    async with asyncio.timeout(UP_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


def _free_port() -> int:
    """A port of the loopback nobody listens at."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
