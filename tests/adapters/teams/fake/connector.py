"""The HTTP side of the fake: the connector's routes, each call recorded before anything else happens to it."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.adapters.teams.fake.deeds import DEEDS
from tests.adapters.teams.fake.elements import Json
from tests.adapters.teams.fake.pace import Windows
from tests.adapters.teams.fake.trouble import HTML, Trouble
from tests.adapters.teams.fake.values import Call, Refused
from tests.adapters.teams.fake.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
TO_BE_ENCODED = ":;@"


class Connector:
    """Answers the six calls of a bot. `limits` counts them per thread; `latency_s` are real seconds a call takes."""

    def __init__(self, world: World, admits: Callable[[str], bool]) -> None:
        self._world = world
        self._admits = admits
        self._windows = Windows()
        self.limits = False
        self.latency_s = 0.0
        self.calls: list[Call] = []

    def routes(self) -> list[web.RouteDef]:
        """What is served where, below `/{region}/`."""
        begun = "/{region}/v3/conversations"
        one = begun + "/{conversation}"
        return [
            web.post(begun, self._answer("create")),
            web.post(one + "/activities", self._answer("send")),
            web.post(one + "/activities/{item}", self._answer("send")),
            web.put(one + "/activities/{item}", self._answer("update")),
            web.delete(one + "/activities/{item}", self._answer("delete")),
            web.get(one + "/members/{item}", self._answer("member")),
            web.get(one + "/pagedmembers", self._answer("members")),
            web.route("*", "/{rest:.*}", self._unknown),
        ]

    def _answer(self, kind: str) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = await _read(kind, request)
            self.calls.append(Call(**call, at=self._world.time.now()))
            return await self._handled(self.calls[-1], request)

        return handle

    async def _handled(self, call: Call, request: web.Request) -> web.StreamResponse:
        self._judge(call)
        if self.latency_s:
            await asyncio.sleep(self.latency_s)
        trouble = self._world.troubles.take(call)
        if trouble is not None and trouble.gate is not None:
            await trouble.gate.wait()
        try:
            answer = self._done(call, request) if trouble is None or trouble.done else None
        except Refused as refused:
            return _error(refused.status, refused.code, refused.message, {})
        finally:
            self._world.pulse.beat()
        if trouble is not None and trouble.gate is None:
            return _troubled(request, trouble)
        assert answer is not None
        return answer

    def _done(self, call: Call, request: web.Request) -> web.Response:
        if not self._admits(request.headers.get("Authorization", "")):
            self._world.wrong(f"{call.kind}: without a token that was given out")
            raise Refused(401, "Unauthorized", "Authorization has been denied for this request.")
        wait_s = self._windows.wait_s(call.kind, _thread(call), self._world.time.now()) if self.limits else 0
        if wait_s:
            headers = {"Retry-After": str(wait_s)}
            return _error(429, "Throttled", "Too many requests.", headers)
        status, body = DEEDS[call.kind](self._world, call)
        return web.Response(status=status) if body is None else web.json_response(body, status=status)

    def _judge(self, call: Call) -> None:
        tail = call.path.partition("/v3/")[2]
        if any(sign in tail for sign in TO_BE_ENCODED):
            self._world.wrong(f"{call.kind}: {tail} is not percent-encoded")

    async def _unknown(self, request: web.Request) -> web.Response:
        self._world.wrong(f"{request.method} {request.path}: a call the fake does not know")
        return _error(404, "NotFound", "No such call.", {})


def _thread(call: Call) -> str:
    """What a call is counted for: its conversation, or the channel or person it is to begin with."""
    if call.kind != "create":
        return call.conversation
    channel = (call.body.get("channelData") or {}).get("channel") or {}
    return str(channel.get("id") or call.body.get("members"))


async def _read(kind: str, request: web.Request) -> Json:
    """The fields of a Call, except when."""
    text = await request.text()
    body = json.loads(text) if text else dict(request.query)
    found = {name: request.match_info.get(name, "") for name in ("conversation", "item", "region")}
    return found | {"kind": kind, "path": request.raw_path.partition("?")[0], "body": body}


def _error(status: int, code: str, message: str, headers: dict[str, str]) -> web.Response:
    return web.json_response({"error": {"code": code, "message": message}}, status=status, headers=headers)


def _troubled(request: web.Request, trouble: Trouble) -> web.Response:
    if trouble.lost:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()
    if trouble.empty:
        return web.Response(status=trouble.status)
    if not trouble.code:
        return web.Response(text=HTML, status=trouble.status, content_type="text/html")
    wait = {} if trouble.retry_after_s is None else {"Retry-After": str(trouble.retry_after_s)}
    return _error(trouble.status, trouble.code, trouble.code, wait)
