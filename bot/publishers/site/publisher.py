"""The register as a target: a finished review becomes a page of it, and its lists are told anew."""

import asyncio
import threading
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.due import Policy
from bot.domain.errors import Refused
from bot.domain.review import PersonKey, Review
from bot.domain.says import Choice
from bot.ports import Clock, Publication, RunDrawer, Store, Voice
from bot.publishers.pages import Pages, Picture
from bot.publishers.site.building import Done, put_lists, without_gone
from bot.publishers.site.contents import Contents, number_of, page_name
from bot.publishers.site.files import Folder, Put, digest
from bot.publishers.site.frame import Page, whole
from bot.publishers.site.review import review_page
from bot.publishers.site.words import Words

NAME = "register"
NOBODY = PersonKey("")
"""Who looks: restricted reviews are left out."""

OVERWRITE, BESIDE = "overwrite", "beside"
"""What a person may choose where somebody changed the page by hand."""


@dataclass(frozen=True)
class SitePublisher:
    """Writes into a folder that something else serves, or nothing does. A restricted review is never written there.

    `address` is where people reach the folder, ending with `/`; without it the link is the file's path.
    """

    folder: Path
    voice: Voice
    words: Words
    clock: Clock
    store: Store
    drawer: RunDrawer | None = None
    address: str = ""
    stale_days: int = Policy.stale_calendar_days
    name: str = NAME
    _alone: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    async def publish(self, review: Review, previous: Publication | None, choice: Choice = "") -> Publication:
        """The link is that of the review's page; beside one that somebody changed it is `AR-7-2.html`, and so on.

        Refused `publish_restricted` for a restricted review, whose earlier page is taken away; Refused
        `publish_drifted` where its page was changed by hand and nobody chose what becomes of that; Later
        `publish_not_written` where the disk would not take it.
        """
        drawn = () if review.restricted else await Pages(self.voice, self.drawer).pictures(review)
        return await asyncio.to_thread(self._publish, review, drawn, previous, choice)

    def _publish(
        self, review: Review, drawn: tuple[Picture, ...], previous: Publication | None, choice: Choice
    ) -> Publication:
        folder = Folder(self.folder)
        with self._alone:  # of two that are published at once, the lists of the later tell of both
            if review.restricted:
                self._taken_away(folder, page_name(review.number))
                raise Refused("publish_restricted", target=self.name)
            done = self._put(folder, self._page(review, drawn), previous, choice)
            self._lists(folder)
        return done

    def _taken_away(self, folder: Folder, name: str) -> None:
        """An earlier page, and all that lists say of it; one that was changed by hand is somebody's to take away."""
        left = folder.remove(name) is Put.LEFT
        self._lists(folder)
        if left:
            raise Refused("publish_drifted", path=str(folder.path / name))

    def _page(self, review: Review, drawn: tuple[Picture, ...]) -> Page:
        document = self.voice.document(review, [picture.shown for picture in drawn])
        return review_page(review, document, {picture.name: picture.content for picture in drawn}, self.words)

    def _put(self, folder: Folder, page: Page, previous: Publication | None, choice: Choice) -> Publication:
        """The page written where it was last; one that was changed by hand is left, unless somebody chose otherwise."""
        content = whole(page, self.words)
        if choice == BESIDE:
            name = folder.beside(page.name, content, page.of)
        else:
            name = _last_name(page.name, previous)
            put = folder.replace if choice == OVERWRITE else folder.put
            if put(name, content, page.of) is Put.LEFT:
                raise Refused("publish_drifted", path=str(folder.path / name))
        return Publication(self._link(name), digest(name, content, page.of))

    def _link(self, name: str) -> str:
        return f"{self.address}{name}" if self.address else str(self.folder / name)

    def _lists(self, folder: Folder) -> None:
        """Everything about all reviews, as they stand now; pages of those that are not to be seen are taken away."""
        found = folder.names()
        workspaces = self.store.workspaces()
        with self.store.reading() as lists:
            each = [(lists.reviews(NOBODY, w), lists.walls(NOBODY, w)) for w in workspaces]
        contents = Contents(
            tuple(sorted((line for lines, _ in each for line in lines), key=lambda line: -line.number)),
            tuple(wall for _, walls in each for wall in walls),
            self.clock.now().date(),
            lambda number: page_name(number) in found,
            stale_days=self.stale_days,
        )
        without_gone(folder, contents, Done())
        put_lists(folder, contents, self.words, Done())


def _last_name(name: str, previous: Publication | None) -> str:
    """The file that was published last, which may stand beside the page of the review's own name."""
    last = previous.link.replace("\\", "/").rpartition("/")[2] if previous else name
    return last if number_of(last) == number_of(name) else name
