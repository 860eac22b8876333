"""The page of a review: where it was last, else where its title is."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.publishers.confluence.sheet import Identity, clipped
from bot.publishers.confluence.standing import Found, Standing, looked_at
from bot.publishers.confluence.wiki import CURRENT, Page, Wiki

ORDER = (Standing.OURS, Standing.EDITED, Standing.PUT_AWAY)
MOST_TITLES = 9
PAUSES_S = (0.5, 1.0)
"""A page that was just made may answer that it is not there; a lock may be left from it."""

Pause = Callable[[float], Awaitable[None]]


@dataclass(frozen=True)
class Search:
    """Looks, and changes nothing."""

    wiki: Wiki
    identity: Identity
    title: str
    pause: Pause

    async def find(self, id_: str) -> Found | None:
        """By its id, else by its title, which no two pages of a space share; a page that is not ours is not found."""
        if id_ and (page := await self._by_id(id_)) is not None:
            found = await looked_at(self.wiki, page, self.identity)
            if found.standing is not Standing.FOREIGN:
                return found
        return min(await self._titled(), key=lambda found: ORDER.index(found.standing), default=None)

    async def untouched(self) -> Found | None:
        """A page under one of its titles that nobody changed: an earlier try may have made it."""
        return next((found for found in await self._titled() if found.standing is Standing.OURS), None)

    async def _by_id(self, id_: str) -> Page | None:
        for seconds in PAUSES_S:
            if (page := await self.wiki.page(id_)) is not None:
                return page
            await self.pause(seconds)
        return await self.wiki.page(id_)

    async def _titled(self) -> list[Found]:
        """Pages of this review under each title that one may have, up to the first that is free."""
        ours: list[Found] = []
        for number in range(1, MOST_TITLES + 1):
            pages = await self.wiki.titled(clipped(self.title, number))
            each = [await looked_at(self.wiki, page, self.identity) for page in pages]
            ours += [found for found in each if found.standing is not Standing.FOREIGN]
            if not holds_title(pages):
                break
        return ours


def holds_title(pages: tuple[Page, ...]) -> bool:
    """Whether a title is taken; one in the trash takes none."""
    return any(page.status in {CURRENT, "archived"} for page in pages)
