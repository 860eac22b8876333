"""`POST /hooks/changed` and `/hooks/drill`: a deploy says that an agent changed, a pipeline posts a drill.

Each is answered when it is stored and worked off. Anybody who has the token may call; nothing is there without one.
"""

import asyncio
import contextlib
import hmac
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import msgspec
from aiohttp import web

from bot.app import App
from bot.cli.changed import Change, told
from bot.cli.hook_bodies import ChangedBody, DrillBody, posted, read
from bot.cli.house import rules_of
from bot.domain.errors import Incident, Later, PersonError
from bot.domain.heard import DrillPosted
from bot.domain.interview.posting import is_recorded, may_post
from bot.domain.review import Review
from bot.domain.says import Reply
from bot.domain.walls import proved_until
from bot.ports import Clock
from bot.settings import Settings
from bot.voice.speaking import SpokenVoice

CHANGED, DRILL = "/hooks/changed", "/hooks/drill"
LARGEST = 512 * 1024  # bytes of a body: a text of 64 kB may be written with six signs a byte
MOST_WAITING = 32  # calls in hand: 16 MB of bodies
BODY_S = 10.0
JSON = "application/json"

STATUS = {
    "hooks_token": 401,
    "hooks_media": 415,
    "hooks_too_large": 413,
    "hooks_unreadable": 400,
    "agent_unknown": 404,
    "review_unknown": 404,
    "no_such_wall": 404,
    "workspace_unknown": 404,
}
"""By error; what else a person could mend is 422, and a fault of the machine 503: the call may be made again."""

Answer = dict[str, Any]


def hook_routes(
    app: App, clock: Clock, voice: SpokenVoice, settings: Settings, workspace: str
) -> list[web.RouteDef]:
    """Where calls are taken; nowhere unless a token is set. `workspace` is meant by a change that names none."""
    if not settings.hooks_token:
        return []
    hooks = Hooks(app, clock, voice, settings, workspace)
    return [web.post(CHANGED, hooks.changed), web.post(DRILL, hooks.drill)]


@dataclass
class Hooks:
    """Takes calls: at most so many at a time."""

    app: App
    clock: Clock
    voice: SpokenVoice
    settings: Settings
    workspace: str
    waiting: int = 0

    async def changed(self, request: web.Request) -> web.Response:
        """An agent changed."""
        return await self._answered(request, self._changed)

    async def drill(self, request: web.Request) -> web.Response:
        """A drill was run."""
        return await self._answered(request, self._drill)

    async def _changed(self, content: bytes) -> Answer:
        body = read(content, ChangedBody)
        change = Change(body.workspace or self.workspace, body.agent, body.parts, body.deploy)
        words, rules = self.voice.words, rules_of(self.settings)
        heard, reviews = await asyncio.to_thread(told, self.app.store, change, words, rules, self.clock.now())
        self._fine(await self.app.inbox.hear(heard))
        return {"agent": heard.agent, "what": heard.what, "reviews": reviews}

    async def _drill(self, content: bytes) -> Answer:
        body, now = read(content, DrillBody), self.clock.now()
        found = posted(body, content, rules_of(self.settings), now)
        heard = found.heard
        before = await asyncio.to_thread(self._review, heard)
        if not is_recorded(before, heard.id):
            may_post(before, heard, now, now.date())
            if found.keep:
                kept = await asyncio.to_thread(self.app.store.keep_blob, found.keep)
                heard = replace(heard, kept_sha256=kept)
            self._fine(await self.app.inbox.hear(heard))
        return _stands(await asyncio.to_thread(self._review, heard), heard)

    def _review(self, heard: DrillPosted) -> Review:
        with self.app.store.unit() as work:
            review = work.review(heard.review or 0)
        if review is None:
            raise PersonError("review_unknown", number=heard.review)
        return review

    def _fine(self, reply: Reply | None) -> None:
        """PersonError where what was stored was refused, which the sentence says; Later where it waits for a try."""
        said = reply.say if reply is not None else None
        if said is not None and said.key == "fault":
            raise Later("hooks_busy")
        if said is not None and said.key == "error":
            raise Refusal(str(said.values["sentence"]))

    async def _answered(
        self, request: web.Request, act: Callable[[bytes], Awaitable[Answer]]
    ) -> web.Response:
        try:
            self._admit(request)
            with self._room():
                return _response(200, await act(await _body(request)))
        except Refusal as refused:
            return _response(422, {"error": "refused", "message": refused.sentence})
        except Incident as error:
            status = STATUS.get(error.key, 422 if isinstance(error, PersonError) else 503)
            message = self.voice.error(error.key, dict(error.values))
            return _response(status, {"error": error.key, "message": message})

    def _admit(self, request: web.Request) -> None:
        """PersonError for a call that is not looked into: its token first, then what it says it is."""
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        is_ours = hmac.compare_digest(
            given.strip().encode(errors="surrogateescape"), self.settings.hooks_token.encode()
        )
        if scheme.lower() != "bearer" or not is_ours:
            raise PersonError("hooks_token")
        encoding = request.headers.get("Content-Encoding", "identity").lower()
        if request.content_type != JSON or encoding != "identity":
            raise PersonError("hooks_media", seen=f"{request.content_type}, {encoding}"[:80])
        if (request.content_length or 0) > LARGEST:
            raise _too_large()

    @contextlib.contextmanager
    def _room(self) -> Iterator[None]:
        """A place among the calls in hand. Later hooks_busy where there is none."""
        if self.waiting >= MOST_WAITING:
            raise Later("hooks_busy")
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1


class Refusal(Exception):
    """What was heard was refused; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


async def _body(request: web.Request) -> bytes:
    """The body, counted as it comes."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_S):
            async for chunk in request.content.iter_any():
                body += chunk
                if len(body) > LARGEST:
                    raise _too_large()
    except TimeoutError as error:
        raise Later("hooks_slow") from error
    return bytes(body)


def _too_large() -> PersonError:
    return PersonError("hooks_too_large", what="body", cap=LARGEST)


def _stands(review: Review, heard: DrillPosted) -> Answer:
    """How the wall stands by now, and whether the record holds this drill."""
    wall = review.wall(heard.wall)
    until = proved_until(wall) if wall is not None else None
    return {
        "review": review.key,
        "wall": heard.wall,
        "status": wall.status.value if wall is not None else "",
        "valid_until": until.isoformat() if until is not None else None,
        "recorded": is_recorded(review, heard.id),
    }


def _response(status: int, answer: Answer) -> web.Response:
    response = web.Response(status=status, body=msgspec.json.encode(answer), content_type=JSON)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response
