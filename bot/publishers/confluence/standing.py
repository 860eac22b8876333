"""Whose a page is, and whether anything of anybody's would be lost by writing it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from bot.publishers.confluence.sheet import Identity, note_of
from bot.publishers.confluence.wiki import CURRENT, Kept, Page, Wiki


class Standing(StrEnum):
    """What a page is to us."""

    OURS = "ours"  # as we wrote it
    EDITED = "edited"  # ours, and somebody wrote a version after us
    PUT_AWAY = "put_away"  # ours, in the trash or the archive
    FOREIGN = "foreign"  # somebody else's: never touched


@dataclass(frozen=True)
class Found:
    """A page, our property of it, and what both come to."""

    page: Page
    kept: Kept | None
    standing: Standing

    @property
    def digest(self) -> str:
        """Of what was last recorded as written."""
        return str(self.kept.value.get("digest", "")) if self.kept else ""

    @property
    def is_recorded(self) -> bool:
        """Whether the last version of ours was written to its end, its property included."""
        return self.kept is not None and self.kept.value.get("version_written") == self.page.version

    def title(self, wanted: str) -> str:
        """What the page is to be called: a name that somebody gave it by hand stays."""
        given = self.kept.value.get("titled") if self.kept else None
        is_ours = given in {None, hashlib.sha256(self.page.title.encode()).hexdigest()}
        return wanted if is_ours else self.page.title


async def looked_at(wiki: Wiki, page: Page, identity: Identity) -> Found:
    """Read what is kept with a page; of a page without any, whether our mark is in it."""
    kept = await wiki.kept(page.id)
    known = identity.owns(kept.value) if kept else identity.mark in await wiki.body(page.id)
    return Found(page, kept, _standing(page, kept, identity) if known else Standing.FOREIGN)


def _standing(page: Page, kept: Kept | None, identity: Identity) -> Standing:
    """Of a page that is ours. A version with our note was written by us, and only its property was lost."""
    if page.status != CURRENT:
        return Standing.PUT_AWAY
    written = kept.value.get("version_written") if kept else 1
    is_ours = page.version == written or page.message.startswith(note_of(identity))
    return Standing.OURS if is_ours else Standing.EDITED
