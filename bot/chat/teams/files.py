"""Files handed to the bot in its chat with one person: Teams brings it none of a channel."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from bot.chat.capture import Caught, Keeper
from bot.chat.downloads import download
from bot.chat.house import keeper
from bot.chat.served import House
from bot.chat.teams.meanings import File, Handed
from bot.domain.errors import OutsideError
from bot.domain.heard import Attached
from bot.domain.vocabulary import Status

HOLDERS = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn")
"""Ends of hosts that hold files of Teams: OneDrive is one of them."""

OPEN = frozenset({Status.OPEN})
_KEY = re.compile(r"\bAR-(\d{1,9})\b", re.IGNORECASE)
_ALONE = re.compile(r"\s*#?(\d{1,9})\s*")
"""A number says which review only where nothing else is said: any other may be of anything."""


@dataclass(frozen=True, kw_only=True)
class Files:
    """Takes them. `also` are beginnings of other addresses that files may lie at."""

    house: House
    workspace: str
    also: Sequence[str] = ()

    def review_of(self, handed: Handed) -> int | None:
        """Which review a file is for: the one named, else the only open one its sender may read; call it in a thread.

        None where that is not clear, or where they may not read the one they named.
        """
        named = _KEY.search(handed.text) or _ALONE.fullmatch(handed.text)
        who = handed.by.person
        with self.house.store.reading() as lists:
            if named is not None:
                found = lists.review(who, int(named[1]))
                return found.number if found is not None else None
            lines = [line.number for line in lists.reviews(who, self.workspace) if line.status in OPEN]
        return lines[0] if len(lines) == 1 else None

    async def attach(self, handed: Handed, review: int, file: File) -> None:
        """One file as evidence; one that could not be fetched is listed as not captured."""
        caught = await self._caught(file, keeper(self.house, self.house.words))
        key = f"{handed.id}:file:{file.id}"
        heard = Attached(id=key, at=handed.at, by=handed.by, review=review, **caught.fields)
        await self.house.accept(heard)

    async def _caught(self, file: File, keeps: Keeper) -> Caught:
        if not self.is_held(file.url):
            return _missing(file, "file_not_fetched")
        try:
            content, _ = await download(file.url, keeps.caps.blob_bytes)
        except OutsideError as error:
            return _missing(file, error.key)
        return await asyncio.to_thread(keeps.content, content, name=file.name, kind="file")

    def is_held(self, url: str) -> bool:
        """Whether an address is one of Microsoft's for files, or one that was allowed besides."""
        try:
            parts = urlsplit(url)
            allowed = any(_begins(parts, urlsplit(beginning)) for beginning in self.also)
            return allowed or (parts.scheme == "https" and (parts.hostname or "").endswith(HOLDERS))
        except ValueError:
            return False


def _begins(asked: SplitResult, known: SplitResult) -> bool:
    """Whether an address begins like another: the same host to the letter, the path by its parts."""
    same = (asked.scheme, asked.netloc) == (known.scheme, known.netloc)
    return same and f"{asked.path}/".startswith(f"{known.path.rstrip('/')}/")


def _missing(file: File, trouble: str) -> Caught:
    return Caught({"what": file.name, "kind": "file", "source": file.name, "trouble": trouble})
