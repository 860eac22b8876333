"""The HTTP side of the fake: the Web API, uploads, downloads and response addresses."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from tests.adapters.slack.fake import schemas
from tests.adapters.slack.fake.answers import Refused
from tests.adapters.slack.fake.methods import METHODS
from tests.adapters.slack.fake.responding import respond
from tests.adapters.slack.fake.sockets import Sockets
from tests.adapters.slack.fake.trouble import Trouble
from tests.adapters.slack.fake.values import Call, Json
from tests.adapters.slack.fake.world import World

HTML = "<!DOCTYPE html><html><body>Something went wrong, or you are not signed in.</body></html>"
AS_JSON = ("blocks", "view", "metadata", "attachments", "files", "message")
AS_BOOL = ("include_all_metadata", "inclusive", "include_num_members", "return_im", "reply_broadcast")


class Web:
    """Answers requests; every one to the Web API is recorded before anything else happens to it."""

    def __init__(self, world: World, sockets: Sockets) -> None:
        self._world = world
        self._sockets = sockets
        self.calls: list[Call] = []
        self.latency_s = 0.0

    def routes(self) -> list[web.RouteDef]:
        """What is served where."""
        return [
            web.route("*", "/api/{method}", self._api),
            web.post("/upload/{file}", self._upload),
            web.get("/files-pri/{place}/{name:.*}", self._download),
            web.post("/response/{id}", self._response),
            web.get("/link/", self._sockets.serve),
        ]

    async def _api(self, request: web.Request) -> web.Response:
        method, args = request.match_info["method"], await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or args.pop("token", "")
        self.calls.append(Call(method, request.method, args, self._world.time.now()))
        answer, trouble = {}, await self._meet(method, args)
        if trouble is None or trouble.drop == "after" or trouble.gate is not None:
            answer = self._answer(method, request.method, args, token)
        self._world.pulse.beat()
        if trouble is not None and trouble.gate is None:
            return self._troubled(request, trouble)
        if answer.get("error") == "ratelimited":
            return self._troubled(request, Trouble(status=429, retry_after_s=answer.pop("retry_after_s")))
        return self._json(answer)

    async def _meet(self, method: str, args: Mapping[str, Any]) -> Trouble | None:
        """The fault of this call, after the wait it asks for."""
        if self.latency_s:
            await asyncio.sleep(self.latency_s)
        trouble = self._world.troubles.take(method, args)
        if trouble is not None and trouble.gate is not None:
            await trouble.gate.wait()
        return trouble

    def _troubled(self, request: web.Request, trouble: Trouble) -> web.Response:
        if trouble.drop:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if trouble.status == 429:
            wait = {"Retry-After": str(trouble.retry_after_s)}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=wait)
        if trouble.status != 200:
            return web.Response(text=HTML, status=trouble.status, content_type="text/html")
        return self._json({"ok": False, "error": trouble.error} | trouble.more)

    def _answer(self, method: str, verb: str, args: Json, token: str) -> Json:
        try:
            self._admit(method, token)
            self._judge(method, verb, args, token)
            if method == "apps.connections.open":
                return {"ok": True, "url": self._sockets.ticket()}
            return METHODS[method](self._world, args)
        except Refused as refused:
            return {"ok": False, "error": refused.code} | refused.more

    def _admit(self, method: str, token: str) -> None:
        if method not in METHODS and method != "apps.connections.open":
            self._world.wrong(f"{method}: a method the fake does not know")
            raise Refused("unknown_method")
        if method == "blocks.validate":
            return
        wanted = self._world.app_token if method == "apps.connections.open" else self._world.bot_token
        if not token:
            raise Refused("not_authed")
        if token != wanted:
            other = token in (self._world.app_token, self._world.bot_token)
            raise Refused("not_allowed_token_type" if other else "invalid_auth")
        if self._world.revoked:
            raise Refused(self._world.revoked)

    def _judge(self, method: str, verb: str, args: Json, token: str) -> None:
        if not self._world.judging:
            return
        found = schemas.findings(method, verb, args, token=bool(token))
        for finding in found:
            self._world.wrong(finding)
        if any("required property" in finding for finding in found):
            raise Refused("invalid_arguments", response_metadata={"messages": found})
        place = self._world.channels.get(str(args.get("channel")))
        kind = place.kind if place else "im" if method == "conversations.open" else "channel"
        needed = schemas.needed(method, kind)
        if needed and not self._world.scopes & set(needed):
            raise Refused(
                "missing_scope", needed=",".join(needed), provided=",".join(sorted(self._world.scopes))
            )

    def _json(self, answer: Json) -> web.Response:
        told = {"x-oauth-scopes": ",".join(sorted(self._world.scopes)), "Date": self._world.date()}
        return web.json_response(answer, headers=told)

    async def _upload(self, request: web.Request) -> web.Response:
        if (trouble := await self._meet("upload", request.match_info)) is not None and trouble.gate is None:
            return self._troubled(request, trouble)
        file = self._world.files.get(request.match_info["file"])
        if file is None:
            return web.Response(text="no such upload", status=404)
        file.content = await _bytes(request)
        if len(file.content) != file.length:
            self._world.wrong(f"upload of {file.name}: {len(file.content)} bytes, {file.length} announced")
        self._world.pulse.beat()
        return web.Response(text=f"OK - {len(file.content)}")

    async def _download(self, request: web.Request) -> web.Response:
        if (trouble := await self._meet("download", request.match_info)) is not None and trouble.gate is None:
            return self._troubled(request, trouble)
        file = self._world.files.get(request.match_info["place"].partition("-")[2])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != self._world.bot_token or "files:read" not in self._world.scopes:
            return web.Response(
                text=HTML, content_type="text/html"
            )  # Slack shows its sign-in page, not an error
        if file is None or file.content is None:
            return web.Response(text=HTML, status=404, content_type="text/html")
        return web.Response(body=file.content, content_type=file.media_type)

    async def _response(self, request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        try:
            respond(self._world, request.match_info["id"], body)
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.code}, status=404)
        finally:
            self._world.pulse.beat()
        return web.json_response({"ok": True})


async def _arguments(request: web.Request) -> Json:
    """Query, form and JSON body in one mapping, what is JSON inside text decoded."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args |= json.loads(await request.text() or "{}")
    elif request.method == "POST":
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return args | _decoded(args)


def _decoded(args: Mapping[str, Any]) -> Json:
    decoded: Json = {}
    for name, value in args.items():
        if name in AS_JSON and isinstance(value, str):
            try:
                decoded[name] = json.loads(value)
            except json.JSONDecodeError:
                decoded[name] = value
        if name in AS_BOOL:
            decoded[name] = value in (True, "1", "true")
    return decoded


async def _bytes(request: web.Request) -> bytes:
    """The file, sent as the body or as the one part of a form."""
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    (part,) = (value for value in (await request.post()).values() if isinstance(value, web.FileField))
    return part.file.read()
