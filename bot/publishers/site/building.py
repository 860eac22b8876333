"""The whole site in a folder, or what one review changes in it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.publishers.site.classes import classes
from bot.publishers.site.contents import Contents, may_have_page, number_of
from bot.publishers.site.files import Folder, Put
from bot.publishers.site.frame import SCRIPT, STYLE, Page, whole
from bot.publishers.site.overview import overview, review_rows
from bot.publishers.site.rows import data
from bot.publishers.site.walls import wall_rows, walls
from bot.publishers.site.whole import whole_page
from bot.publishers.site.words import Words

OF_ALL = "register"
"""What the seals of files about all reviews say."""


@dataclass
class Done:
    """What became of the files of a site."""

    counts: Counter[Put] = field(default_factory=Counter)
    removed: int = 0
    left: list[str] = field(default_factory=list)  # names of those that are not ours, or were changed by hand

    @property
    def written(self) -> int:
        """How many files are new or changed."""
        return self.counts[Put.WRITTEN]

    @property
    def same(self) -> int:
        """How many stood there as they are."""
        return self.counts[Put.SAME]

    def add(self, name: str, put: Put) -> None:
        """Count one."""
        self.counts[put] += 1
        if put is Put.LEFT:
            self.left.append(name)

    def join(self, other: "Done") -> None:
        """Add what was done elsewhere."""
        self.counts += other.counts
        self.removed += other.removed
        self.left += other.left


def put_page(folder: Folder, page: Page, words: Words) -> Put:
    """Write one page where it changed."""
    return folder.put(page.name, whole(page, words), page.of)


def put_lists(folder: Folder, contents: Contents, words: Words, done: Done) -> None:
    """Write what is told of all reviews: pages, their data, style and script."""
    for name, content in _files(contents, words):
        done.add(name, folder.put(name, content, OF_ALL))


def _files(contents: Contents, words: Words) -> Iterator[tuple[str, str]]:
    yield STYLE, _asset(STYLE)
    yield SCRIPT, _asset(SCRIPT)
    reviews, of_walls = review_rows(contents, words), wall_rows(contents, words)
    for rows in (reviews, of_walls):
        yield rows.name, data(rows)
    pages = (
        overview(contents, reviews, words),
        walls(contents, of_walls, words),
        classes(contents, words),
        whole_page(contents, words),
    )
    for page in pages:
        yield page.name, whole(page, words)


@cache
def _asset(name: str) -> str:
    return Path(__file__).with_name(name).read_text("utf-8")


def without_gone(folder: Folder, contents: Contents, done: Done) -> None:
    """Take away pages of reviews that this site does not show: restricted by now, withdrawn, or merged."""
    stays = {line.number for line in contents.reviews if may_have_page(line)}
    for name in sorted(folder.names()):
        number = number_of(name)
        if number is None or number in stays:
            continue
        put = folder.remove(name)
        done.removed += put is Put.WRITTEN
        if put is Put.LEFT:
            done.left.append(name)
