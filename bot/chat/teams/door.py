"""What Teams posts to us: checked before anything of it is read, taken, and answered at once."""

import json
import logging
from typing import Any, Protocol

from aiohttp import web

from bot.chat.teams.botframework import Entrance, KeysUnreachable, NotAdmitted
from bot.chat.teams.meanings import Activity
from bot.chat.teams.taking import Answer

log = logging.getLogger(__name__)

MESSAGES = "/teams/messages"
LARGEST = 256 * 1024  # bytes of an activity; a message of a person has about 100 KB at most
BAD, UNAUTHORIZED, TOO_LARGE, NO_JSON, UNAVAILABLE = 400, 401, 413, 415, 503


class Desk(Protocol):
    """Takes activities of people who were let in."""

    async def take(self, activity: Activity) -> Answer:
        """Do what it means."""

    def failed(self, activity: Activity) -> Answer:
        """What is answered where a fault of ours kept it from being done."""


class Door:
    """One address for everything Teams brings."""

    def __init__(self, entrance: Entrance, desk: Desk) -> None:
        self._entrance = entrance
        self._desk = desk

    def routes(self) -> list[web.RouteDef]:
        """Where it stands on the server."""
        return [web.post(MESSAGES, self.hear)]

    async def hear(self, request: web.Request) -> web.Response:
        """One activity: 202 once it is stored, 401 for whoever may not speak, 503 where it should come again."""
        if request.content_type != "application/json" or "Content-Encoding" in request.headers:
            return web.Response(status=NO_JSON)
        content = await _read(request)
        if content is None:
            return web.Response(status=TOO_LARGE)
        activity = _activity(content)
        if activity is None:
            return web.Response(status=BAD)
        try:
            await self._entrance.admit(request.headers.get("Authorization", ""), activity)
        except NotAdmitted as error:
            log.warning("an activity was not let in: %s", error)
            return web.Response(status=UNAUTHORIZED)
        except KeysUnreachable as error:
            log.warning("whether an activity may be let in is not known: %s", error)
            return web.Response(status=UNAVAILABLE)
        answer = await self._taken(activity)
        if answer.body is None:
            return web.Response(status=answer.status)
        return web.json_response(answer.body, status=answer.status)

    async def _taken(self, activity: Activity) -> Answer:
        try:
            return await self._desk.take(activity)
        except Exception:  # a fault of ours: whoever waits for a dialog must hear of it
            log.exception("an activity could not be taken")
            return self._desk.failed(activity)


async def _read(request: web.Request) -> bytes | None:
    """The body; None for one that is too large, however it was announced."""
    content = await request.content.read(LARGEST + 1)
    while len(content) <= LARGEST and not request.content.at_eof():
        content += await request.content.read(LARGEST + 1 - len(content))
    return None if len(content) > LARGEST else content


def _activity(content: bytes) -> dict[str, Any] | None:
    """An object with a type, as it came; None for anything else."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("type"), str) else None
