"""Composition root: the one module that knows everyone. Nothing heavy is imported before something is built."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.domain.heard import Heard
from bot.domain.run_links import RunLinks, no_links
from bot.domain.script import Pace, Script
from bot.ports import Chat, Clock, Publisher, RunDrawer, RunFetcher, Store, Voice
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.clock import Ticker
    from bot.inbox import Inbox
    from bot.outbox import Outbox

log = logging.getLogger(__name__)


THREADS = 40
"""Most of them wait for the database: 4 journeys, 20 rows in flight, and enough besides for what comes in."""


def with_threads() -> None:
    """Give the running loop its threads; before anything is handed to one. By default there are 4 and the cores."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS, "hand"))


@dataclass
class App:
    """Everything built for one chat, ready to be started."""

    inbox: "Inbox"
    outbox: "Outbox"
    ticker: "Ticker"
    voice: Voice
    store: Store
    _sending: asyncio.Task[None] | None = field(default=None, init=False)

    async def start(self) -> None:
        """Work off what an earlier process left, then send and tick until stopped.

        OutsideError where the database is out of reach.
        """
        await self.inbox.recover()
        self._sending = asyncio.create_task(self.outbox.run(), name="outbox")
        self._sending.add_done_callback(_ended)
        self.ticker.start()

    async def stop(self) -> None:
        """Finish what is in flight, within 10 s in all, and let go of the database. Adapters stop listening before.

        What comes in ends first, for its words may still go out. An outbox that ended by a fault said so when it did.
        """
        try:
            await asyncio.gather(self.inbox.finish(), self.ticker.stop())
            self.outbox.stop()
            if self._sending is not None:
                await asyncio.wait([self._sending])
        finally:
            await asyncio.to_thread(self.store.close)

    async def settle(self) -> None:
        """Do everything that is due by the clock: timers, what waits in the inbox, what is to go out."""
        while await self.ticker.tick() or await self.outbox.drain():
            pass


@dataclass(frozen=True)
class Traces:
    """What a process does with recorded runs: knows links to them, fetches them, and shows them as pictures."""

    links: RunLinks = no_links
    fetcher: Callable[[Store], RunFetcher] | None = None
    drawer: Callable[[Store], RunDrawer] | None = None


NO_TRACES = Traces()


def build(
    settings: Settings,
    *,
    chats: Sequence[Chat],
    clock: Clock,
    voice: Voice | None = None,
    traces: Traces = NO_TRACES,
) -> App:
    """Wire one process: the doors, the clock and the targets around the file of the settings.

    `voice` where it is loaded already.

    OutsideError `storage_*` where the file cannot be had, PersonError `prompts_*` where the words cannot be used.
    """
    from bot.clock import Ticker  # noqa: PLC0415 - APScheduler is not needed to show a help text
    from bot.delivery import Delivery  # noqa: PLC0415 - nor is the door out
    from bot.inbox import Inbox  # noqa: PLC0415 - nor is the whole interview
    from bot.journeys import JOURNEYS  # noqa: PLC0415 - the same
    from bot.journeys.desk import Desk  # noqa: PLC0415 - the same
    from bot.outbox import Outbox  # noqa: PLC0415 - the same
    from bot.policy import load_policy  # noqa: PLC0415 - nor YAML
    from bot.voice import load_voice  # noqa: PLC0415 - nor Jinja2

    voice = voice or load_voice(settings.prompts_dir)
    kept = _file(settings)
    drawing = traces.drawer(kept) if traces.drawer else None
    by_platform = {chat.platform: chat for chat in chats}
    publishers = _publishers(settings, by_platform, voice, drawing)
    script = _paced(voice.script, settings)
    policy = load_policy(settings.policy, settings.workspace_zone)
    stale_days = policy.at(clock.now()).stale_calendar_days
    publishers |= _register(settings, kept, clock, voice, drawing, stale_days)

    def desk() -> Desk:
        now = clock.now()
        return Desk(script, now, tuple(publishers), traces.links, policy.at(now))

    async def follow(heard: Heard) -> None:
        await inbox.follow(heard)

    runs = traces.fetcher(kept) if traces.fetcher else None
    outbox = Outbox(Delivery(kept, by_platform, voice, publishers, clock, runs, drawing), follow)
    inbox = Inbox(store=kept, voice=voice, journeys=JOURNEYS, desk=desk, wake=outbox.wake)
    days = timedelta(days=settings.traces_keep_days)
    ticker = Ticker(store=kept, clock=clock, recover=inbox.recover, keep_spans=days)
    return App(inbox, outbox, ticker, voice, kept)


def _file(settings: Settings) -> Store:
    from storage.store import open_store  # noqa: PLC0415 - SQLModel takes longest of all

    return open_store(settings.database)


def _publishers(
    settings: Settings, chats: Mapping[str, Chat], voice: Voice, drawer: RunDrawer | None
) -> dict[str, Publisher]:
    """Every target that is set; where none is, the review's own thread."""
    found: list[Publisher] = [*_pages(settings, voice, drawer)]
    if not found:
        from bot.publishers.thread import ThreadPublisher  # noqa: PLC0415 - as above

        found = [ThreadPublisher(chats, voice, drawer)]
    return {target.name: target for target in found}


def _pages(settings: Settings, voice: Voice, drawer: RunDrawer | None) -> Iterator[Publisher]:
    """Targets that are set, each imported where it is: most processes have one."""
    if settings.markdown_dir:
        from bot.publishers.markdown import MarkdownPublisher  # noqa: PLC0415 - as above

        yield MarkdownPublisher(settings.markdown_dir, voice, drawer)
    if settings.confluence_url:
        from bot.publishers.confluence.publisher import ConfluencePublisher, Place  # noqa: PLC0415 - as above

        place = Place(
            url=settings.confluence_url,
            space=settings.confluence_space,
            token=settings.confluence_token,
            email=settings.confluence_email,
            parent=settings.confluence_parent,
            flavour="data_center" if settings.confluence_flavour == "data_center" else "cloud",
        )
        yield ConfluencePublisher(place, voice, drawer)


def _register(
    settings: Settings, kept: Store, clock: Clock, voice: Voice, drawer: RunDrawer | None, stale_days: int
) -> dict[str, Publisher]:
    """The register's site where it is set, beside every other target."""
    from bot.publishers.site.publisher import SitePublisher  # noqa: PLC0415 - as above
    from bot.voice import load_site_words  # noqa: PLC0415 - as above

    if (folder := settings.register_dir) is None:
        return {}
    words, address = load_site_words(settings.prompts_dir), settings.register_url
    site = SitePublisher(folder, voice, words, clock, kept, drawer, address, stale_days)
    return {site.name: site}


def _paced(script: Script, settings: Settings) -> Script:
    return replace(script, pace=Pace(settings.quiet_seconds, settings.longest_seconds))


def _ended(sending: asyncio.Task[None]) -> None:
    """An outbox that ends by itself is a fault of ours, and nothing goes out any more: never in silence."""
    if not sending.cancelled() and (fault := sending.exception()) is not None:
        log.critical("the outbox ended", exc_info=fault)
