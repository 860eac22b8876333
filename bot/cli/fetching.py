"""Links to recorded runs: told apart by the configured sources, fetched by them, and kept like a dropped file."""

import asyncio
import os
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.chat.capture import Keeper
from bot.domain.errors import Later, PersonError, Refused
from bot.domain.run_links import RunLink
from bot.ports import Capture
from bot.settings import Settings
from bot.traces.receiving.finding import traces_of

if TYPE_CHECKING:
    from bot.traces.sources.registry import Sources

_ADDRESS = re.compile(r"https?://[^\s<>\"|]+")
_AFTER = ").,;:!?'\"]}*_`"
"""Signs that end a sentence or a bracket around a link, and are none of its own at its end."""

_OWN = re.compile(r"\btrace(?:[ _-]?id)?[ :=#]+(?P<id>[0-9a-fA-F]{32})\b")
AGAIN_S = 15.0

ENDINGS = {"application/x-protobuf": "pb", "application/protobuf": "pb"}


@dataclass(frozen=True)
class Runs:
    """The sources of one process, loaded when the first link is seen: they bring the HTTP stack along."""

    settings: Settings

    @cached_property
    def _sources(self) -> "Sources":
        from bot.cli.sources import trace_sources  # noqa: PLC0415 - see above

        return trace_sources(self.settings, os.environ)

    def load(self) -> None:
        """Load the sources now, where the first link should not wait for them."""
        _ = self._sources

    def links(self, text: str) -> tuple[RunLink, ...]:
        """`bot.domain.run_links.RunLinks`; `trace <32 hex digits>` names a run that an agent sent to us."""
        found = dict.fromkeys(match.group().rstrip(_AFTER) for match in _ADDRESS.finditer(text))
        read = [link for address in found if (link := self._link(address)) is not None]
        own = _OWN.finditer(text) if self.settings.traces_token else ()
        return (*read, *(RunLink(match.group(), match.group()) for match in own))

    def _link(self, address: str) -> RunLink | None:
        if (source := self._sources.of(address)) is not None:
            return RunLink(address, source.name)
        known = self._sources.known(address)
        return None if known is None else RunLink(address, known.name, known.key)

    async def fetch(self, link: str) -> tuple[str, Capture]:
        """The run behind a link, and a name for its file. Errors are those of `TraceSource.fetch`."""
        source = self._sources.of(link)
        if source is None:  # the settings changed since it was pasted
            raise Refused("source_not_configured")
        capture = await source.fetch(link)
        return f"{source.name}.{ENDINGS.get(capture.media_type, 'json')}", capture


@dataclass(frozen=True)
class Fetching:
    """`bot.ports.RunFetcher` over the sources and one database."""

    runs: Runs
    keeper: Keeper

    async def fetch(self, link: str, review: int) -> dict[str, Any]:
        """Fetched, redacted and kept."""
        if (named := _OWN.fullmatch(link)) is not None:
            return await asyncio.to_thread(self._own, link, named["id"].lower(), review)
        name, capture = await self.runs.fetch(link)
        caught = await asyncio.to_thread(self.keeper.content, capture.content, name=name, kind="trace")
        return {**caught.fields, "source": link, "captured_at": capture.captured_at}

    def _own(self, link: str, trace_id: str, review: int) -> dict[str, Any]:
        """A run that an agent sent to us: what is kept of it stays from now on."""
        store = self.keeper.store
        try:
            content = traces_of(store, trace_id, max_bytes=self.runs.settings.trace_max_bytes)
        except PersonError as error:
            if error.key != "traces_run_unknown":
                raise
            raise Later("source_not_there", AGAIN_S) from error  # it may still be on its way
        store.received.pin(trace_id, review)
        captured = max(spans.received_at for spans in store.received.of_run(trace_id))
        fields = self.keeper.content(content, name=f"{trace_id}.pb", kind="trace").fields
        return {**fields, "source": link, "captured_at": captured}
