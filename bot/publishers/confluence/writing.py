"""One page brought to what it is to be: found, written or made, then its files, its label and its property."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.domain.errors import Later, Refused
from bot.domain.says import Choice
from bot.publishers.confluence.finding import MOST_TITLES, PAUSES_S, Pause, Search, holds_title
from bot.publishers.confluence.sheet import LABEL, Fitted, Sheet, clipped
from bot.publishers.confluence.standing import Found, Standing, looked_at
from bot.publishers.confluence.troubles import NotThere
from bot.publishers.confluence.wiki import CURRENT, Declined, File, Kept, Page, Wiki

log = logging.getLogger(__name__)

T = TypeVar("T")

OVERWRITE, BESIDE = "overwrite", "beside"
AGAIN_S = 30.0


@dataclass(frozen=True)
class Writing:
    """Every try begins with looking: whatever an earlier one left half done is found and finished."""

    wiki: Wiki
    sheet: Sheet
    search: Search
    choice: Choice
    pause: Pause
    own_files: frozenset[str]  # names that files of this page may have; others are somebody's

    async def done(self, id_: str) -> tuple[Page, str]:
        """The page and the digest of what it holds; `id_` is the page it was last, empty for none.

        Refused `publish_drifted` and `publish_put_away` where nobody chose what becomes of it.
        """
        found = await self.search.find(id_)
        fitted = await asyncio.to_thread(self.sheet.fit)
        if found is not None and self.choice == BESIDE and found.standing is not Standing.OURS:
            found = await self.search.untouched()
        if found is None:
            return await self._made(fitted)
        if found.standing is Standing.OURS and found.is_recorded and found.digest == fitted.digest:
            return found.page, fitted.digest
        if self.choice != OVERWRITE:
            await self._refuse(found)
        return await self._written(await self._restored(found), fitted)

    async def _refuse(self, found: Found) -> None:
        """The error of a page that is somebody's to decide on; nothing for one of ours."""
        if found.standing is Standing.OURS:
            return
        page = found.page
        key = "publish_drifted" if found.standing is Standing.EDITED else "publish_put_away"
        who = await self.wiki.name_of(page.author)
        raise Refused(key, who=who, when=page.at, version=page.version, link=page.link)

    async def _restored(self, found: Found) -> Found:
        """A page that somebody put away and somebody wants back."""
        if found.standing is not Standing.PUT_AWAY:
            return found
        back = await self.wiki.restore(found.page)
        page = await self.wiki.page(found.page.id)
        if isinstance(back, Declined) or page is None or page.status != CURRENT:
            raise Refused("publish_put_away", link=found.page.link)
        return Found(page, found.kept, Standing.EDITED)

    async def _written(self, found: Found, fitted: Fitted) -> tuple[Page, str]:
        """The next version of a page that is there; one that was written already and not recorded is finished."""
        if found.standing is Standing.OURS and found.page.message == fitted.note:
            return await self._finished(found.page, fitted, found.kept)
        title = found.title(clipped(fitted.title))
        page = await self.wiki.write(found.page, title, fitted.body, fitted.note)
        if page is Declined.TOO_LARGE:
            fitted = await asyncio.to_thread(self.sheet.fit, short=True)
            page = await self.wiki.write(found.page, title, fitted.body, fitted.note)
        if isinstance(page, Declined):
            return await self._after_clash(found, fitted)
        return await self._finished(page, fitted, found.kept)

    async def _after_clash(self, found: Found, fitted: Fitted) -> tuple[Page, str]:
        """Somebody was faster, or the title is taken, or the page was locked: look, then try once more."""
        await self.pause(PAUSES_S[-1])
        page = await self.wiki.page(found.page.id)
        if page is None:
            raise Later("publish_busy", AGAIN_S)
        if page.version != found.page.version or page.status != CURRENT:
            now = await looked_at(self.wiki, page, self.sheet.identity)
            if page.message != fitted.note:
                await self._refuse(now)
                raise Later("publish_busy", AGAIN_S)
            return await self._finished(page, fitted, now.kept)
        again = await self.wiki.write(page, page.title, fitted.body, fitted.note)
        if isinstance(again, Declined):
            raise Later("publish_busy", AGAIN_S)
        return await self._finished(again, fitted, found.kept)

    async def _made(self, fitted: Fitted) -> tuple[Page, str]:
        """A new page, its title numbered where another page has it."""
        for number in range(1, MOST_TITLES + 1):
            title = clipped(fitted.title, number)
            if holds_title(await self.wiki.titled(title)):
                continue
            page = await self.wiki.create(title, fitted.body)
            if page is Declined.TOO_LARGE:
                fitted = await asyncio.to_thread(self.sheet.fit, short=True)
                page = await self.wiki.create(title, fitted.body)
            if isinstance(page, Page):
                return await self._finished(page, fitted, None)
            if (found := await self.search.untouched()) is not None:
                return await self._written(found, fitted)
            if not holds_title(await self.wiki.titled(title)):
                raise Refused("publish_refused")
        raise Refused("publish_title_taken")

    async def _finished(self, page: Page, fitted: Fitted, kept: Kept | None) -> tuple[Page, str]:
        """Its files, its label, and last of all the property: what it says is done."""
        await self._patiently(lambda: self._attached(page, fitted, kept))
        await self._labelled(page)
        await self._patiently(lambda: self._recorded(page, fitted, kept))
        return page, fitted.digest

    async def _recorded(self, page: Page, fitted: Fitted, kept: Kept | None) -> None:
        """The property; where another is there than was read, an earlier call of ours may have come through."""
        value = fitted.value(page.version, page.title)
        if await self.wiki.keep(page.id, value, kept):
            return
        now = await self.wiki.kept(page.id)
        if (now is None or now.value != value) and not await self.wiki.keep(page.id, value, now):
            raise Later("publish_busy", AGAIN_S)

    async def _labelled(self, page: Page) -> None:
        """A page is published without its label too: some tokens may write pages and no labels."""
        try:
            await self._patiently(lambda: self.wiki.label(page.id, LABEL))
        except Refused as error:
            log.warning("%s has no label: %s", page.link, error.key)

    async def _attached(self, page: Page, fitted: Fitted, kept: Kept | None) -> None:
        """Files that are not there as they are to be; of ours those that the page no longer shows are taken away."""
        there = await self.wiki.files(page.id)
        recorded = kept.value.get("files") if kept else None
        before = recorded if isinstance(recorded, dict) else {}
        for file in fitted.files:
            if file.name not in there or before.get(file.name) != fitted.hashes[file.name]:
                await self._put(page, file, there.get(file.name))
        for name in sorted((self.own_files & there.keys()) - fitted.hashes.keys()):
            await self.wiki.detach(there[name])

    async def _put(self, page: Page, file: File, there: str | None) -> None:
        """A file attached. A page goes without a picture, which it has in words; never without what does not fit."""
        try:
            await self.wiki.attach(page.id, file, there)
        except NotThere:
            raise
        except Refused as error:
            if file.name == self.sheet.whole_name:
                raise
            log.warning("%s is not attached to %s: %s", file.name, page.link, error.key)

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        for seconds in PAUSES_S:
            try:
                return await call()
            except NotThere:
                await self.pause(seconds)
        return await call()
