"""Reviews as files in a folder: `AR-7.md` for people, `AR-7.json` for machines, `AR-7-run-A.svg` beside them."""

import asyncio
import hashlib
import itertools
import logging
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import Later, Refused
from bot.domain.review import Review
from bot.domain.says import Choice
from bot.domain.tree import Document
from bot.ports import Publication, RunDrawer, Voice
from bot.publishers import record
from bot.publishers.pages import Pages, Picture, picture_names
from bot.publishers.seal import front_of

log = logging.getLogger(__name__)

NAME = "markdown"
OVERWRITE, BESIDE = "overwrite", "beside"
"""What a person may choose where somebody changed the file by hand."""
IDENTITY = ("schema", "review_id", "started_at")
"""Keys of the front matter that no two reviews share, those of another database included."""


@dataclass(frozen=True)
class MarkdownPublisher:
    """Writes both files; publishing again replaces them, unless somebody changed the Markdown by hand.

    The JSON is for machines, and a picture is drawn from the kept run: neither is meant to be changed, and both are
    replaced with the Markdown they belong to. A picture that the page no longer shows is taken away.
    """

    folder: Path
    voice: Voice
    drawer: RunDrawer | None = None
    name: str = NAME

    async def publish(self, review: Review, previous: Publication | None, choice: Choice = "") -> Publication:
        """The link is the path of the Markdown file; beside one that somebody changed it is `AR-7-2.md`, and so on.

        Refused `publish_drifted` where that holds anything but an untouched version of this very review, Later
        `publish_not_written` where the disk would not take it; either way what was there stays whole.
        """
        pages = Pages(self.voice, self.drawer)
        drawn = await pages.pictures(review)
        return await asyncio.to_thread(self._publish, pages, review, drawn, previous, choice)

    def _publish(
        self,
        pages: Pages,
        review: Review,
        drawn: Sequence[Picture],
        previous: Publication | None,
        choice: Choice,
    ) -> Publication:
        try:
            path = self._path(review, previous, choice)
            if choice != OVERWRITE and not _may_replace(path, self.voice.document(review), previous):
                raise Refused("publish_drifted", path=str(path))
            beside = [picture for picture in drawn if _is_written(path.with_name(picture.name), picture)]
            text = pages.page(review, beside)
            _write(path, text)
            _write(path.with_suffix(".json"), record.encode(review))
        except OSError as error:
            place = str(self.folder / f"{review.key}.md")
            raise Later("publish_not_written", path=place, reason=error.strerror or "") from error
        self._without_old(review, beside)
        return Publication(str(path), digest(text))

    def _path(self, review: Review, previous: Publication | None, choice: Choice) -> Path:
        """Where it is written: where it was last, or under the next name where it is to stand beside that."""
        first = self.folder / f"{review.key}.md"
        if choice == BESIDE:
            return next(path for path in self._others(review) if not path.exists())
        last = Path(previous.link) if previous is not None else first
        is_ours = re.fullmatch(rf"{re.escape(review.key)}(-\d{{1,4}})?\.md", last.name)
        return last if is_ours and last.parent == self.folder else first

    def _others(self, review: Review) -> Iterator[Path]:
        return (self.folder / f"{review.key}-{number}.md" for number in itertools.count(2))

    def _without_old(self, review: Review, beside: Sequence[Picture]) -> None:
        """Takes away what an earlier version showed: the run may be one that nobody is to see any more."""
        for name in set(picture_names(review)) - {picture.name for picture in beside}:
            try:
                (self.folder / name).unlink(missing_ok=True)
            except OSError as error:
                log.warning("%s is not shown any more and could not be removed: %s", name, error.strerror)


def digest(content: bytes) -> str:
    """The sha256 of what was written, in hex."""
    return hashlib.sha256(content).hexdigest()


def _may_replace(path: Path, document: Document, previous: Publication | None) -> bool:
    """Whether nothing of anybody's would be lost: no file, the one published last, or one still as we wrote it.

    A try that was cut off leaves one of the last kind that nobody knows of.
    """
    if not path.exists():
        return True
    there = path.read_bytes()
    if previous is not None and digest(there) == previous.digest:
        return True
    front, ours = front_of(there), dict(document.front)
    return front is not None and all(front.get(key) == ours.get(key) for key in IDENTITY)


def _is_written(path: Path, picture: Picture) -> bool:
    """Whether the picture stands there now; a page goes without one that the disk would not take."""
    try:
        _write(path, picture.content)
    except OSError as error:
        log.warning("%s could not be written: %s", path.name, error.strerror)
        return False
    return True


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it: written beside, flushed to the disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
