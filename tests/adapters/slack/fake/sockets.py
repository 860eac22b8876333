"""Socket Mode: connections by ticket, hello, envelopes to any one of them, acks, and ways to die."""

import asyncio
import json
from dataclasses import dataclass
from itertools import cycle

from aiohttp import WSMsgType, web

from tests.adapters.slack.fake.values import Json
from tests.adapters.slack.fake.world import World

MOST = 10


@dataclass
class Line:
    """One connection. `deaf`: it lives and gets nothing; `dead`: it does not even answer pings."""

    socket: web.WebSocketResponse
    request: web.Request
    deaf: bool = False
    dead: bool = False
    leaving: bool = False  # told to go: no more envelopes
    pings: int = 0
    pongs: int = 0


class Sockets:
    """All connections of the app, the envelopes under way, and every ack that came."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = cycle(range(MOST))
        self.lines: list[Line] = []
        self.acks: list[Json] = []
        self.opened = 0  # connections made since the start
        self.mute = False  # new connections are not greeted
        self.link_disabled = False  # Socket Mode is switched off on the page of the app

    def ticket(self) -> str:
        """An address to connect to, once."""
        ticket = f"ticket-{self._world.number()}"
        self._tickets.add(ticket)
        return f"{self._world.base.replace('http', 'ws')}/link/?ticket={ticket}&app_id={self._world.app}"

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPForbidden(text="this ticket was used, or never given")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        line = Line(socket, request)
        if len(self.lines) >= MOST or self.link_disabled:
            reason = "link_disabled" if self.link_disabled else "too_many_websockets"
            await socket.send_json({"type": "disconnect", "reason": reason})
            await socket.close()
            return socket
        self.lines.append(line)
        self.opened += 1
        if not self.mute:
            await socket.send_json(self._hello())
        self._world.pulse.beat()
        try:
            await self._listen(line)
        finally:
            self.lines.remove(line)
            self._world.pulse.beat()
        return socket

    async def send(self, envelope: Json) -> asyncio.Future[Json] | None:
        """Send to any one connection that hears; the future is its ack, None where nobody was there.

        A deaf connection takes the envelope and lets it fall.
        """
        lines = [line for line in self.lines if not line.leaving]
        if not lines:
            return None
        line = lines[next(self._turn) % len(lines)]
        ack: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        if line.deaf or line.dead:
            return ack
        self._waiting[envelope["envelope_id"]] = ack
        try:
            await line.socket.send_json(envelope)
        except ConnectionError:
            return None
        return ack

    @property
    def hearing(self) -> bool:
        """Whether an envelope sent now would arrive, or fail at once."""
        return not self.lines or any(not (line.deaf or line.dead) for line in self.lines)

    def go_deaf(self) -> None:
        """From now on the connections there are get no envelope, yet answer every ping; new ones hear."""
        for line in self.lines:
            line.deaf = True

    def play_dead(self) -> None:
        """From now on the connections there are send nothing at all and stay open."""
        for line in self.lines:
            line.dead = True

    async def disconnect(self, reason: str) -> None:
        """Tell every connection to go: `warning`, `refresh_requested` or `link_disabled`."""
        for line in list(self.lines):
            line.leaving = reason != "warning"
            await line.socket.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "fake"}}
            )

    def cut(self) -> None:
        """Break every connection off, without a goodbye."""
        for line in self.lines:
            if line.request.transport is not None:
                line.request.transport.abort()

    async def ping(self) -> None:
        """Ping every connection, as Slack does."""
        for line in list(self.lines):
            line.pings += 1
            await line.socket.ping(b"Ping from fake")

    async def close(self) -> None:
        """Let everybody go."""
        for line in list(self.lines):
            await line.socket.close()

    def _hello(self) -> Json:
        info = {"host": "fake", "build_number": 1, "approximate_connection_time": 18060}
        hello: Json = {"type": "hello", "num_connections": len(self.lines), "debug_info": info}
        return hello | {"connection_info": {"app_id": self._world.app}}

    async def _listen(self, line: Line) -> None:
        async for frame in line.socket:
            if frame.type == WSMsgType.PING and not line.dead:
                await line.socket.pong(frame.data)
            elif frame.type == WSMsgType.PONG:
                line.pongs += 1
            elif frame.type == WSMsgType.TEXT:
                self._acked(json.loads(frame.data))
            self._world.pulse.beat()

    def _acked(self, ack: Json) -> None:
        self.acks.append(ack)
        waiting = self._waiting.pop(str(ack.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(ack)
