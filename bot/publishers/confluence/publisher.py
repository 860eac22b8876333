"""Reviews as pages of one space: the same page each time, never one that somebody changed by hand."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from bot.domain.errors import Incident, Refused
from bot.domain.review import Review
from bot.domain.says import Choice
from bot.ports import Paint, Publication, RunDrawer, Voice
from bot.publishers.confluence import cloud, data_center
from bot.publishers.confluence.client import opened
from bot.publishers.confluence.finding import Pause, Search
from bot.publishers.confluence.index import listed
from bot.publishers.confluence.sheet import PROPERTY, Sheet, identity_of, title_for
from bot.publishers.confluence.standing import Found, Standing
from bot.publishers.confluence.wiki import File, Wiki
from bot.publishers.confluence.writing import Writing
from bot.publishers.pages import Pages, Picture, picture_names

log = logging.getLogger(__name__)

NAME = "confluence"
Flavour = Literal["cloud", "data_center"]
PNG = "image/png"
_ID = re.compile(r"/pages/(\d+)|[?&]pageId=(\d+)")


@dataclass(frozen=True)
class Place:
    """Where pages are put. `url` ends with `/`; `parent` is a page's id, empty for the top of the space."""

    url: str
    space: str
    token: str = field(repr=False)
    email: str = ""  # of the account that a token of Cloud belongs to
    parent: str = ""
    flavour: Flavour = "cloud"


@dataclass(frozen=True)
class ConfluencePublisher:
    """Publishes one review at a time; a restricted one never."""

    place: Place
    voice: Voice
    drawer: RunDrawer | None = None
    name: str = NAME
    pause: Pause = asyncio.sleep
    _alone: asyncio.Lock = field(default_factory=asyncio.Lock, init=False, repr=False)

    async def publish(self, review: Review, previous: Publication | None, choice: Choice = "") -> Publication:
        """The link is the page's.

        Refused `publish_drifted` (`who`, `when`, `version`, `link`) where somebody changed the page and nobody chose
        what becomes of it, `publish_put_away` where it is in the trash or the archive; `publish_restricted` for a
        restricted review, whose untouched page goes into the trash. Later, Unsure and Refused `publish_*` as
        Confluence answers; whatever a try left half done, the next one finds.
        """
        sheet = await self._sheet(review)
        id_ = _id_in(previous)
        async with self._alone, self._wiki() as wiki:
            search = Search(wiki, sheet.identity, sheet.title, self.pause)
            if review.restricted:
                await _taken_away(wiki, await search.find(id_))
                raise Refused("publish_restricted", target=self.name)
            writing = Writing(wiki, sheet, search, choice, self.pause, _own_files(review))
            page, digest = await writing.done(id_)
            await self._listed(wiki, sheet.listed)
        return Publication(page.link, digest)

    async def _sheet(self, review: Review) -> Sheet:
        pages = Pages(self.voice, self.drawer, Paint.PNG)
        drawn = () if review.restricted else await pages.pictures(review)
        return await asyncio.to_thread(self._drawn_up, review, pages, drawn)

    def _drawn_up(self, review: Review, pages: Pages, drawn: tuple[Picture, ...]) -> Sheet:
        document = self.voice.document(review, [picture.shown for picture in drawn])
        return Sheet(
            identity_of(review),
            title_for(review, document),
            document,
            tuple(File(picture.name, picture.content, PNG) for picture in drawn),
            _whole_name(review),
            lambda: pages.page(review, drawn),
        )

    @asynccontextmanager
    async def _wiki(self) -> AsyncIterator[Wiki]:
        """The space of the settings, as its flavour is spoken to."""
        place = self.place
        email = place.email if place.flavour == "cloud" else ""
        space = cloud.space if place.flavour == "cloud" else data_center.space
        async with opened(place.url, email, place.token) as client:
            yield await space(client, place.space, PROPERTY, place.parent)

    async def _listed(self, wiki: Wiki, title: str) -> None:
        """The index page; a review is published without one, too."""
        try:
            await listed(wiki, title, f"{self.place.url} {self.place.space}")
        except Incident as error:
            log.warning("no page lists the reviews in %s: %s", self.place.space, error.key)


async def _taken_away(wiki: Wiki, found: Found | None) -> None:
    """A page of a review that is restricted now; one that was changed by hand is somebody's to take away."""
    if found is not None and found.standing is Standing.OURS:
        await wiki.trash(found.page)


def _own_files(review: Review) -> frozenset[str]:
    return frozenset({*picture_names(review, Paint.PNG), _whole_name(review)})


def _whole_name(review: Review) -> str:
    return f"{review.key}.md"


def _id_in(previous: Publication | None) -> str:
    """The id of the page that was published last, empty for none."""
    found = _ID.search(previous.link) if previous else None
    return (found[1] or found[2]) if found else ""
