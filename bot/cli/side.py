"""What a chat platform is to the process that serves it."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from aiohttp import web

from bot.app import App
from bot.ports import Chat


class Side(Protocol):
    """One platform: its chat stands before the app does, all else is built around the app."""

    @property
    def chat(self) -> Chat:
        """What the outbox says things by."""

    @property
    def workspace(self) -> str:
        """As reviews name it: `platform:workspace`."""

    async def join(self, app: App) -> None:
        """Build what takes its inputs around the app, and learn what must be known before the first."""

    def routes(self) -> Sequence[web.RouteDef]:
        """Where it comes in on the one server."""

    def connected(self) -> AbstractAsyncContextManager[None]:
        """Its own connections while the block runs, the server listening."""

    async def finish(self) -> None:
        """Wait for what runs behind."""

    def where(self) -> str:
        """How it comes in, in words."""
