"""The register as a target: a page of a review, and lists that tell of it."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.clock import ManualClock
from bot.domain.errors import Refused
from bot.domain.review import Review
from bot.domain.says import Choice
from bot.domain.vocabulary import Status
from bot.ports import Drawing, Paint, Publication
from bot.publishers.site.publisher import SitePublisher
from storage.memory.store import MemoryStore
from tests.adapters.publishers.site.html_reading import read
from tests.adapters.publishers.site.making import words
from tests.domain.making import MONDAY
from tests.domain.report.made import rich, voice

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="run-title run-told">'
    b'<title id="run-title">A run</title><desc id="run-told">told</desc></svg>\n'
)


class Pen:
    """Draws every run alike."""

    def draw(self, review: Review, evidence: object, point: str, paint: Paint) -> Drawing:
        """One picture."""
        del review, evidence, point
        assert paint is Paint.SVG
        return Drawing(SVG, "a run, told")


@dataclass(frozen=True)
class Site:
    """A publisher over a store in memory, and its folder."""

    folder: Path
    store: MemoryStore
    publisher: SitePublisher

    def keep(self, review: Review) -> Review:
        """Have the store hold a review."""
        with self.store.unit() as work:
            work.keep(review)
        return review

    def publish(
        self, review: Review, previous: Publication | None = None, choice: Choice = ""
    ) -> Publication:
        """Keep, publish and wait."""
        return asyncio.run(self.publisher.publish(self.keep(review), previous, choice))

    def text(self, name: str) -> str:
        """What a file holds."""
        return (self.folder / name).read_text("utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Nothing is published yet."""
    store = MemoryStore()
    folder = tmp_path / "register"
    made = SitePublisher(folder, voice(), words(), ManualClock(MONDAY), store, Pen(), "https://r.example/")
    return Site(folder, store, made)


def open_to_all(**changes: Any) -> Review:
    """The review that holds everything, for everybody."""
    return replace(rich(), restricted=False, readers=(), **changes)


def test_a_review_gets_its_page_and_stands_in_the_lists(site: Site) -> None:
    """The link is where people reach it; every file that a page names lies beside it."""
    made = site.publish(open_to_all())
    assert made.link == "https://r.example/AR-12.html"
    assert "AR-12.html" in site.text("index.html")
    assert '"AR-12"' in site.text("reviews.js")
    for name in ("index.html", "walls.html", "classes.html", "all.html", "AR-12.html"):
        for node in read(site.text(name)).all():
            named = node.attributes.get("src") or node.attributes.get("href") or ""
            beside = named.partition("#")[0]
            if beside and ":" not in beside:
                assert (site.folder / beside).is_file(), (name, named)


def test_publishing_again_updates_the_same_page(site: Site) -> None:
    """A change brings another digest, no change the same."""
    first = site.publish(open_to_all())
    assert site.publish(open_to_all(), first) == first
    second = site.publish(open_to_all(harm="291 letters"), first)
    assert (second.link, second.digest != first.digest) == (first.link, True)
    assert "291 letters" in site.text("AR-12.html")


def test_the_run_of_a_decision_stands_in_its_page(site: Site) -> None:
    """With ids of its own, for two decisions may each have one."""
    site.publish(open_to_all())
    page = read(site.text("AR-12.html"))
    assert page.one("svg").attributes["aria-labelledby"] == "AR-12-run-A-title AR-12-run-A-told"
    ids = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(set(ids)) == len(ids)


def test_nothing_of_a_restricted_review_is_written(site: Site) -> None:
    """Not its page, not its title in a list; its target says why."""
    with pytest.raises(Refused) as caught:
        site.publish(rich())
    assert caught.value.key == "publish_restricted"
    assert rich().restricted
    assert all("Final notices" not in path.read_text() for path in site.folder.iterdir())


def test_a_review_that_is_restricted_later_is_taken_away(site: Site) -> None:
    """Its page and all that lists said of it; by its own publishing, or by that of another."""
    other = open_to_all(number=13)
    site.publish(open_to_all())
    site.keep(rich())
    site.publish(other)
    assert not (site.folder / "AR-12.html").exists()
    assert '"AR-12"' not in site.text("reviews.js")
    with pytest.raises(Refused):
        site.publish(replace(other, restricted=True))
    assert not (site.folder / "AR-13.html").exists()


def test_a_page_changed_by_hand_is_left_and_said(site: Site) -> None:
    """Nothing is overwritten until somebody chooses that."""
    first = site.publish(open_to_all())
    path = site.folder / "AR-12.html"
    path.write_text(site.text("AR-12.html").replace("312", "313"))
    mine = path.read_text()
    with pytest.raises(Refused) as caught:
        site.publish(open_to_all(harm="new"), first)
    assert caught.value.key == "publish_drifted"
    assert path.read_text() == mine
    beside = site.publish(open_to_all(harm="new"), first, "beside")
    assert beside.link.endswith("/AR-12-2.html")
    assert path.read_text() == mine
    again = site.publish(open_to_all(harm="newer"), beside)
    assert again.link == beside.link
    assert "newer" in site.text("AR-12-2.html")
    over = site.publish(open_to_all(harm="newest"), first, "overwrite")
    assert (over.link, "newest" in path.read_text()) == (first.link, True)


def test_a_restricted_page_changed_by_hand_is_named(site: Site) -> None:
    """Whoever changed it has to take it away."""
    site.publish(open_to_all())
    path = site.folder / "AR-12.html"
    path.write_text("mine")
    with pytest.raises(Refused) as caught:
        site.publish(rich())
    assert (caught.value.key, caught.value.values["path"]) == ("publish_drifted", str(path))


def test_a_review_that_was_opened_again_keeps_its_page(site: Site) -> None:
    """One that was withdrawn does not."""
    site.publish(open_to_all())
    site.keep(open_to_all(status=Status.OPEN))
    site.publish(open_to_all(number=13))
    assert (site.folder / "AR-12.html").exists()
    site.keep(open_to_all(status=Status.WITHDRAWN))
    site.publish(open_to_all(number=13, harm="x"))
    assert not (site.folder / "AR-12.html").exists()


def test_two_that_are_published_at_once_both_stand_in_the_lists(site: Site) -> None:
    """Whichever is written last."""
    for number in range(1, 9):
        site.keep(open_to_all(number=number))

    async def all_at_once() -> None:
        await asyncio.gather(*(site.publisher.publish(open_to_all(number=n), None) for n in range(1, 9)))

    asyncio.run(all_at_once())
    assert all(f'"AR-{number}","key","AR-{number}.html"' in site.text("reviews.js") for number in range(1, 9))


def test_without_an_address_the_link_is_the_file(site: Site) -> None:
    """Which a person at that machine can open."""
    made = asyncio.run(replace(site.publisher, address="").publish(site.keep(open_to_all()), None))
    assert made.link == str(site.folder / "AR-12.html")
