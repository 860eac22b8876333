"""What the publisher needs of a Confluence, Cloud or Data Center; each flavour says it in calls of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

CURRENT = "current"

Value = Mapping[str, object]


@dataclass(frozen=True)
class Page:
    """A page as it stands now: its version, who wrote that, when, and the note they left with it."""

    id: str
    title: str
    status: str  # current, archived, trashed
    version: int
    link: str
    author: str = ""
    at: str = ""
    message: str = ""


@dataclass(frozen=True)
class Kept:
    """A content property of a page: JSON that no reader of the page sees."""

    id: str
    version: int
    value: Value


@dataclass(frozen=True)
class File:
    """A file to attach."""

    name: str
    content: bytes
    media_type: str


class Declined(StrEnum):
    """Why a page was not written; nothing was changed."""

    CLASH = "clash"  # a stale version, or a title that is taken: whoever asked looks which
    TOO_LARGE = "too_large"


class Wiki(Protocol):
    """One space. Errors are Later, Unsure and Refused `publish_*`; `NotThere` for a page that is not there (yet)."""

    async def page(self, id_: str) -> Page | None:
        """The page, wherever it was moved, the trash included; None where it never was or is gone for good."""

    async def titled(self, title: str) -> tuple[Page, ...]:
        """Pages of this space with exactly this title, archived and trashed ones included."""

    async def body(self, id_: str) -> str:
        """The body in storage format, as Confluence rewrote it."""

    async def create(self, title: str, body: str) -> Page | Declined:
        """A new page below the configured parent."""

    async def write(self, page: Page, title: str, body: str, message: str) -> Page | Declined:
        """The version after the one that was read."""

    async def restore(self, page: Page) -> Page | Declined:
        """The page out of the trash or the archive; its content stays what it was."""

    async def trash(self, page: Page) -> None:
        """The page into the trash, from where people can restore it."""

    async def kept(self, id_: str) -> Kept | None:
        """Our property of a page."""

    async def keep(self, id_: str, value: Value, before: Kept | None) -> bool:
        """Our property written, in place of the one before; False where that is not the one that is there."""

    async def label(self, id_: str, name: str) -> None:
        """A label on a page; one that is there stays."""

    async def files(self, id_: str) -> Mapping[str, str]:
        """Ids of the page's attachments by name."""

    async def attach(self, id_: str, file: File, there: str | None) -> None:
        """A file attached; a new version of the attachment that is there."""

    async def detach(self, attachment: str) -> None:
        """An attachment taken away."""

    async def name_of(self, author: str) -> str:
        """What people call the author of a version; as it stands in the page where that cannot be known."""
