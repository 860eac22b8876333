"""Somebody looks at the window of a decision point: a view at once, the trace read behind it, and its file."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.looked import Looked, document, look_at
from bot.chat.served import House
from bot.chat.slack import panes
from bot.chat.slack.counter import said
from bot.chat.slack.meanings import LooksAtWindow, PutsWindow
from bot.chat.slack.post import PLATFORM
from bot.chat.slack.troubles import code_of, tried
from bot.chat.slack.whisper import Whisper
from bot.domain.errors import Incident, Later, OutsideError, PersonError, Refused, Unsure
from bot.domain.review import ThreadRef
from bot.domain.tree import Block, Document, Link, Paragraph, Text
from bot.ports import Chat

log = logging.getLogger(__name__)

Json = dict[str, Any]

GONE = frozenset({"no_trace", "no_such_point"})
"""Errors whose own sentences name what is typed at a terminal."""


@dataclass(frozen=True)
class Where:
    """A view, and how it stood."""

    id: str
    hash: str


@dataclass(kw_only=True)
class Windows:
    """`client` has retries, since a person waits; `chat` puts files into threads, `write` makes them."""

    house: House
    client: AsyncWebClient
    chat: Chat
    whisper: Whisper
    write: Callable[[Document], str]
    _newest: dict[str, str] = field(default_factory=dict)  # by view, what was asked there last
    _putting: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look(self, asked: LooksAtWindow) -> None:
        """Show it. A view is open within the life of the trigger, whatever the trace takes to be read."""
        where = await self._place(asked)
        if where is not None:
            self._newest[where.id] = asked.id
            await self._show(where, asked, await asyncio.to_thread(self._drawn, asked))

    async def put(self, asked: PutsWindow) -> None:
        """Put it into the thread, once, however often it is asked for; what came of it is said in the view."""
        self._newest[asked.view] = asked.id
        note = await self._put(asked)
        view = await asyncio.to_thread(self._drawn, asked, note)
        await self._show(Where(asked.view, asked.hash), asked, view)

    async def _place(self, asked: LooksAtWindow) -> Where | None:
        """The view it was asked in, else a new one; None where none could be opened, which is told."""
        if asked.view:
            return Where(asked.view, asked.hash)
        view = panes.told(self._title(asked), self.house.words("slack_window_reading"), self.house.words)
        try:
            made = await tried(self.client.views_open(trigger_id=asked.trigger_id, view=view))
        except OutsideError as error:
            await self._late(asked, error)
            return None
        return Where(str(made["view"]["id"]), str(made["view"]["hash"]))

    async def _show(self, where: Where, asked: LooksAtWindow, view: Json) -> None:
        """In place of what stands in the view, unless something else was asked there since, or it was closed."""
        try:
            if self._newest.get(where.id) == asked.id:
                await self._update(where, asked, view)
        except OutsideError as error:
            if code_of(error) != "not_found":
                await self._late(asked, error)
        finally:
            if self._newest.get(where.id) == asked.id:
                del self._newest[where.id]

    async def _update(self, where: Where, asked: LooksAtWindow, view: Json) -> None:
        """Against the view as it stood; one that changed meanwhile shows what was asked before this."""
        try:
            await tried(self.client.views_update(view_id=where.id, hash=where.hash, view=view))
        except Refused as error:
            if code_of(error) != "hash_conflict":
                raise
            if self._newest.get(where.id) == asked.id:
                await tried(self.client.views_update(view_id=where.id, view=view))

    async def _late(self, asked: LooksAtWindow, error: OutsideError) -> None:
        log.warning("a window could not be shown: %s %s", error.key, code_of(error))
        await self.whisper(asked, said(self.house.words("slack_form_late")))

    # -- in a worker thread
    def _drawn(self, asked: LooksAtWindow, note: Sequence[Block] = ()) -> Json:
        """The view; where there is nothing to be seen, the sentence that says why."""
        words, title = self.house.words, self._title(asked)
        try:
            looked = self._looked(asked)
            if asked.changes:
                return panes.changes(looked, words, title=title)
            return panes.pane(looked, words, title=title, note=note)
        except Incident as error:
            return panes.told(title, self._sentence(asked, error), words)

    def _looked(self, asked: LooksAtWindow) -> Looked:
        """What is shown. PersonError as `look_at`."""
        return look_at(self.house, asked.by.person, asked.about.review, asked.evidence, asked.point)

    def _file(self, asked: PutsWindow) -> tuple[ThreadRef | None, str, bytes]:
        looked = self._looked(asked)
        content = self.write(document(looked, self.house.words)).encode()
        return looked.review.thread, looked.file, content

    # -- the file
    async def _put(self, asked: PutsWindow) -> Sequence[Block]:
        """What came of it, in words. One at a time: whoever comes second finds the file that is there."""
        try:
            thread, name, content = await asyncio.to_thread(self._file, asked)
            if thread is None or thread.platform != PLATFORM:
                return self._noted("slack_window_no_thread")
            async with self._putting:
                link = await self.chat.upload(thread, name, content)
        except PersonError:
            return ()  # the view says so
        except (Later, Unsure) as error:
            log.warning("a window could not be put into its thread: %s %s", error.key, code_of(error))
            return self._noted("slack_window_not_put")
        except OutsideError as error:
            sentence = self.house.voice.error(error.key, dict(error.values))
            return (Paragraph((Text(sentence),)),)
        put = self.house.words("slack_window_is_put", name=name)
        return (Paragraph((Link(link, (Text(put),)) if link.startswith("https:") else Text(put),)),)

    def _noted(self, key: str) -> Sequence[Block]:
        return (Paragraph((Text(self.house.words(key)),)),)

    def _title(self, asked: LooksAtWindow) -> str:
        number = asked.about.review
        return self.house.words("slack_window_title", number=number or "", evidence=asked.evidence)

    def _sentence(self, asked: LooksAtWindow, error: Incident) -> str:
        if error.key in GONE:
            return self.house.words("slack_window_gone", evidence=asked.evidence)
        return self.house.voice.error(error.key, dict(error.values))
