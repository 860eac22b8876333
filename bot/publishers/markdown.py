"""Reviews as files in a folder: `AR-7.md` for people, `AR-7.json` for machines."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import Later, Refused
from bot.domain.review import Review
from bot.domain.tree import Document
from bot.ports import Publication, Voice
from bot.publishers import record
from bot.publishers.gfm import markdown
from bot.publishers.seal import front_of

NAME = "markdown"
IDENTITY = ("schema", "review_id", "started_at")
"""Keys of the front matter that no two reviews share, those of another database included."""


@dataclass(frozen=True)
class MarkdownPublisher:
    """Writes both files; publishing again replaces them, unless somebody changed the Markdown by hand.

    The JSON is for machines and is not meant to be changed: it is replaced with the Markdown it belongs to.
    """

    folder: Path
    voice: Voice
    name: str = NAME

    async def publish(self, review: Review, previous: Publication | None) -> Publication:
        """The link is the path of the Markdown file.

        Refused `publish_drifted` where that holds anything but an untouched version of this very review, Later
        `publish_not_written` where the disk would not take it; either way what was there stays whole.
        """
        return await asyncio.to_thread(self._publish, review, previous)

    def _publish(self, review: Review, previous: Publication | None) -> Publication:
        document = self.voice.document(review)
        text = markdown(document).encode()
        path = self.folder / f"{review.key}.md"
        try:
            if not _may_replace(path, document, previous):
                raise Refused("publish_drifted", path=str(path))
            _write(path, text)
            _write(path.with_suffix(".json"), record.encode(review))
        except OSError as error:
            raise Later("publish_not_written", path=str(path), reason=error.strerror or "") from error
        return Publication(str(path), digest(text))


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
