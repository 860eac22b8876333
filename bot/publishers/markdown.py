"""Reviews as files in a folder: `AR-7.md` for people, `AR-7.json` for machines."""

import asyncio
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import Later, Refused
from bot.domain.review import Review
from bot.ports import Publication, Voice
from bot.publishers import record
from bot.publishers.gfm import markdown

NAME = "markdown"


@dataclass(frozen=True)
class MarkdownPublisher:
    """Writes both files; publishing again replaces them, unless somebody changed the Markdown by hand."""

    folder: Path
    voice: Voice
    name: str = NAME

    async def publish(self, review: Review, previous: Publication | None) -> Publication:
        """The link is the path of the Markdown file.

        Refused `publish_drifted` where it is not what was published last, Later `publish_not_written` where the
        disk would not take it.
        """
        return await asyncio.to_thread(self._publish, review, previous)

    def _publish(self, review: Review, previous: Publication | None) -> Publication:
        text = markdown(self.voice.document(review)).encode()
        path = self.folder / f"{review.key}.md"
        try:
            self._check(path, text, previous)
            _write(path, text)
            _write(path.with_suffix(".json"), record.encode(review))
        except OSError as error:
            raise Later("publish_not_written", path=str(path), reason=error.strerror or "") from error
        return Publication(str(path), digest(text))

    def _check(self, path: Path, text: bytes, previous: Publication | None) -> None:
        """A file nobody of ours wrote is left as it is; one a cut-off try wrote is taken for our own."""
        if not path.exists():
            return
        there = path.read_bytes()
        ours = {digest(text)} | ({previous.digest} if previous else set())
        if digest(there) not in ours:
            raise Refused("publish_drifted", path=str(path))


def digest(content: bytes) -> str:
    """The sha256 of what was written, in hex."""
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it: written beside, flushed to the disk, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
