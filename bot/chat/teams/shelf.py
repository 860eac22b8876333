"""Files where a link leads: a bot may put none into a channel. Whoever has the link has the file, for 30 days."""

import asyncio
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from urllib.parse import quote

from aiohttp import web

from bot.ports import Clock, Store

FILES = "/teams/files"
KEPT = timedelta(days=30)
UNGUESSABLE = 24  # random bytes of a link
KEY = "file:"
TYPES = {".png": "image/png", ".json": "application/json", ".ics": "text/calendar; charset=utf-8"}
TEXT = "text/plain; charset=utf-8"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


class Shelf:
    """Keeps files in the store, each under a link nobody can guess. `url` is the bot's address; empty: none is kept."""

    def __init__(self, url: str, workspace: str, clock: Clock) -> None:
        self._url = url.rstrip("/")
        self._workspace = workspace
        self._clock = clock
        self._store: Store

    def open(self, store: Store) -> None:
        """What holds the files."""
        self._store = store

    async def put(self, name: str, content: bytes) -> str:
        """Keep a file; its link, empty where the bot has no address that people reach."""
        return await asyncio.to_thread(self._put, name, content) if self._url else ""

    def _put(self, name: str, content: bytes) -> str:
        token, until = secrets.token_urlsafe(UNGUESSABLE), self._clock.now() + KEPT
        held = {"sha256": self._store.keep_blob(content), "name": name, "until": until.isoformat()}
        self._store.addresses.keep(self._workspace, KEY + token, held)
        return f"{self._url}{FILES}/{token}/{quote(name, safe='')}"

    def routes(self) -> list[web.RouteDef]:
        """Where files are got."""
        return [web.get(f"{FILES}/{{token}}/{{name}}", self._get)] if self._url else []

    async def _get(self, request: web.Request) -> web.Response:
        found = await asyncio.to_thread(self._found, request.match_info["token"], request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        name, content = found
        kind = TYPES.get(PurePosixPath(name).suffix, TEXT)
        told = {
            "Content-Type": kind,
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        }
        return web.Response(body=content, headers={**HEADERS, **told})

    def _found(self, token: str, name: str) -> tuple[str, bytes] | None:
        """The file under a link; None for another name, after its time, and for what is not there."""
        held = self._store.addresses.one(self._workspace, KEY + token)
        if held is None or held.get("name") != name:
            return None
        if self._clock.now() > datetime.fromisoformat(held["until"]).astimezone(UTC):
            self._store.addresses.forget(self._workspace, KEY + token)
            return None
        content = self._store.blob(held["sha256"])
        return None if content is None else (name, content)
