"""`agent-incident register --out DIR`: the register as a static site, read beside a running process."""

import argparse
import asyncio
import gc
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from bot.chat.words import Words
from bot.cli.drawing import Drawer
from bot.cli.house import rules_of, trace_reader
from bot.cli.out import say
from bot.cli.records import beside
from bot.cli.workspaces import the_workspace
from bot.domain.register import ReviewLine, WallLine
from bot.domain.review import PersonKey, Review
from bot.policy import load_policy
from bot.publishers.pages import Pages
from bot.publishers.site.building import Done, put_lists, put_page, without_gone
from bot.publishers.site.contents import Contents, is_written, page_name
from bot.publishers.site.files import Folder
from bot.publishers.site.review import review_page
from bot.settings import Settings
from bot.voice import load_site_words, load_voice
from storage.store import SqlStore

TROUBLE = 1
MOST_NAMED = 10
"""Names of files left alone that are told; there may be thousands."""

A_SHARE = 250
"""Pages that one process writes at a time; fewer than two shares are not worth a second process."""


@dataclass(frozen=True)
class Order:
    """What a process is told: where to, for whose eyes, and the settings that say where from."""

    out: Path
    viewer: PersonKey
    settings: Settings

    def pages(self, numbers: Sequence[int]) -> Done:
        """The pages of these reviews, each whole as the database holds it now."""
        done = Done()
        with beside(self.settings.database) as store, _no_search_for_garbage():
            asyncio.run(self._each(store, numbers, done))
        return done

    async def _each(self, store: SqlStore, numbers: Sequence[int], done: Done) -> None:
        voice, words = load_voice(self.settings.prompts_dir), load_site_words(self.settings.prompts_dir)
        read = lru_cache(maxsize=1)(trace_reader(self.settings))  # decisions of a review often share a run
        drawer = Drawer(store, read, voice.words, rules_of(self.settings))
        pages, folder = Pages(voice, drawer), Folder(self.out)
        for number in numbers:
            if (review := self._review(store, number)) is None:
                continue
            drawn = await pages.pictures(review)
            document = voice.document(review, [picture.shown for picture in drawn])
            page = review_page(review, document, {p.name: p.content for p in drawn}, words)
            done.add(page.name, put_page(folder, page, words))
            read.cache_clear()

    def _review(self, store: SqlStore, number: int) -> Review | None:
        """The review; None where it was restricted since the list was read, and is not for the viewer."""
        review = store.whole(number)
        if review is None or not review.restricted:
            return review
        with store.reading() as lists:
            return lists.review(self.viewer, number)


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    """What is made for a page has no cycles, and looking for some took a quarter of the time; once is enough."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        gc.collect()


def write(asked: argparse.Namespace, settings: Settings) -> int:
    """The site; one line of what was written, and one of what was left alone, which makes the exit code 1."""
    now, viewer = datetime.now(UTC), PersonKey(asked.viewer)
    policy = load_policy(settings.policy, settings.workspace_zone).at(now)
    with beside(settings.database) as store:
        reviews, walls = _lines(store, viewer, _workspaces(store, asked.workspace))
    order = Order(asked.out, viewer, settings)
    done = _shared(order, [line.number for line in reviews if is_written(line)])
    folder = Folder(asked.out)
    there = folder.names()
    contents = Contents(
        reviews,
        walls,
        now.date(),
        lambda number: page_name(number) in there,
        viewer,
        stale_days=policy.stale_calendar_days,
    )
    without_gone(folder, contents, done)
    put_lists(folder, contents, load_site_words(settings.prompts_dir), done)
    return _told(asked.out, contents, done, load_voice(settings.prompts_dir).words)


def _shared(order: Order, numbers: Sequence[int]) -> Done:
    """The pages of all these reviews, by as many processes as there are cores where there is enough to do."""
    shares = [numbers[at : at + A_SHARE] for at in range(0, len(numbers), A_SHARE)]
    hands = min(len(shares), os.cpu_count() or 1)
    if hands < 2:
        return order.pages(numbers)
    done = Done()
    with ProcessPoolExecutor(hands, mp_context=get_context("spawn")) as pool:
        for part in pool.map(order.pages, shares):
            done.join(part)
    return done


def _workspaces(store: SqlStore, asked: str) -> tuple[str, ...]:
    """The one that is asked for; else all of them. PersonError where there is none."""
    return (the_workspace(store, asked),) if asked else store.workspaces() or (the_workspace(store, asked),)


def _lines(
    store: SqlStore, viewer: PersonKey, workspaces: Sequence[str]
) -> tuple[tuple[ReviewLine, ...], tuple[WallLine, ...]]:
    """Reviews newest first, and their walls."""
    with store.reading() as lists:
        reviews = [line for workspace in workspaces for line in lists.reviews(viewer, workspace)]
        walls = [wall for workspace in workspaces for wall in lists.walls(viewer, workspace)]
    return tuple(sorted(reviews, key=lambda line: -line.number)), tuple(walls)


def _told(out: Path, contents: Contents, done: Done, words: Words) -> int:
    listed = len(contents.reviews)
    pages = sum(bool(contents.page_of(line.number)) for line in contents.reviews)
    written, same = done.written, done.same
    say(
        words(
            "site_written",
            path=str(out),
            reviews=listed,
            pages=pages,
            written=written,
            same=same,
            removed=done.removed,
        )
    )
    if not done.left:
        return 0
    named = [*done.left[:MOST_NAMED], *(["…"] if len(done.left) > MOST_NAMED else [])]
    say(words("site_left", names=", ".join(named)), error=True)
    return TROUBLE
