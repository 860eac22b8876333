"""What is to be written: a title, a body, files, and the signs by which a page is known as the one of this review."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC

from bot.domain.report.parts import Facts
from bot.domain.review import Review
from bot.domain.tree import Document, plain
from bot.publishers.confluence import macros
from bot.publishers.confluence.fitting import MOST_BYTES, fitted
from bot.publishers.confluence.markup import element
from bot.publishers.confluence.storage import title_of
from bot.publishers.confluence.wiki import File, Value

PRODUCT = "agent-incident"
PROPERTY = f"{PRODUCT}.review"
LABEL = "decision-review"
MOST_IN_TITLE = 255
SHORT_BYTES = 100_000
"""Of a body where the usual one was refused as too large."""


@dataclass(frozen=True)
class Identity:
    """What no two pages of ours share, those of another database included; people are not named in it."""

    of: str
    since: str

    @property
    def mark(self) -> str:
        """A name in the body: it tells a page of ours whose property was never written."""
        return f"{PRODUCT}-{self.of}-{hashlib.sha256(self.since.encode()).hexdigest()[:16]}"

    def owns(self, value: Value) -> bool:
        """Whether a property was written for this."""
        return value.get("review_id") == self.of and value.get("since") == self.since


def identity_of(review: Review) -> Identity:
    """The identity of a review's page."""
    return Identity(review.key, review.opened_at.astimezone(UTC).isoformat())


@dataclass(frozen=True)
class Sheet:
    """A page as it is to be. `whole` makes a file of the document, attached where the page does not hold all of it."""

    identity: Identity
    title: str
    document: Document
    pictures: tuple[File, ...]
    whole_name: str
    whole: Callable[[], bytes]

    def fit(self, *, short: bool = False) -> "Fitted":
        """The body within its size, and what is attached; it may take its time."""
        body, complete = fitted(self.document, SHORT_BYTES if short else MOST_BYTES)
        marked = body + element("p", macros.anchor(self.identity.mark))
        beside = () if complete else (File(self.whole_name, self.whole(), "text/markdown"),)
        return Fitted(self.identity, self.title, marked, (*self.pictures, *beside))

    @property
    def listed(self) -> str:
        """What the page is called that lists all reviews; empty where the document does not say."""
        facts = next((block for block in self.document.blocks if isinstance(block, Facts)), None)
        return plain(facts.listed) if facts else ""


@dataclass(frozen=True)
class Fitted:
    """What is sent."""

    identity: Identity
    title: str
    body: str
    files: tuple[File, ...] = ()

    @property
    def hashes(self) -> Mapping[str, str]:
        """The sha256 of each file by its name."""
        return {file.name: hashlib.sha256(file.content).hexdigest() for file in self.files}

    @property
    def digest(self) -> str:
        """The sha256 of all of it, in hex."""
        parts = [self.title, self.body, *(f"{name} {sha256}" for name, sha256 in self.hashes.items())]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def note(self) -> str:
        """The note left with a version: it tells a version of ours that was never recorded."""
        return f"{note_of(self.identity)}{self.digest[:16]}"

    def value(self, version: int, title: str) -> Value:
        """The property of a page that holds this; `title` is the page's."""
        return {
            "review_id": self.identity.of,
            "since": self.identity.since,
            "version_written": version,
            "digest": self.digest,
            "titled": hashlib.sha256(title.encode()).hexdigest(),
            "files": dict(self.hashes),
        }


def note_of(identity: Identity) -> str:
    """How the notes of all versions of a page of ours begin."""
    return f"{PRODUCT} {identity.of} "


def clipped(title: str, number: int = 1) -> str:
    """A title that a space takes: short enough, and numbered where another page has it."""
    end = f" ({number})" if number > 1 else ""
    return title[: MOST_IN_TITLE - len(end)].rstrip() + end


def title_for(review: Review, document: Document) -> str:
    """What the page is called; the review's key where the document does not say."""
    return title_of(document) or review.key
