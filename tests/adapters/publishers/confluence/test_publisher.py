"""A review and its page in Confluence: one page, never one that somebody changed; every named trouble ends as said."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from bot.domain.errors import Incident, Later, Refused, Unsure
from bot.domain.review import Evidence, Review
from bot.domain.says import Choice
from bot.ports import Drawing, Paint, Publication
from bot.publishers.confluence import publisher as module
from bot.publishers.confluence.publisher import ConfluencePublisher, Flavour, Place
from bot.publishers.confluence.sheet import PROPERTY, identity_of
from bot.publishers.confluence.storage import storage
from tests.adapters.publishers.confluence.contract import CONTRACT, conforms
from tests.adapters.publishers.confluence.reading import parsed, read_back
from tests.adapters.publishers.confluence.site import Fault, Sheet, Site
from tests.domain.report.made import NAMES, rich, voice

TITLE = "Decision review AR-12: Final notices went to customers who had paid"
INDEX = "Decision reviews"
PNG = "AR-12-run-A.png"
TOKEN = "3cret"


@dataclass
class Pen:
    """A `RunDrawer` whose picture is its ink."""

    ink: str = "black"

    def draw(self, review: Review, evidence: Evidence, point: str, paint: Paint) -> Drawing:
        """Bytes that stand for a picture."""
        assert paint is Paint.PNG
        return Drawing(f"{self.ink} {review.key} {point}".encode(), f"Two turns of {evidence.id}.")


@dataclass
class Desk:
    """A publisher, the site it publishes to, and how long it waited."""

    site: Site
    flavour: Flavour
    pen: Pen = field(default_factory=Pen)
    waits: list[float] = field(default_factory=list)
    prefix: str = ""

    async def publish(
        self, review: Review, previous: Publication | None = None, choice: Choice = ""
    ) -> Publication:
        """Publish once."""
        email = "bot@example.org" if self.flavour == "cloud" else ""
        url = self.site.url.replace("/wiki/", f"{self.prefix}/wiki/")
        place = Place(url, "ENG", TOKEN, email, parent="42", flavour=self.flavour)
        return await ConfluencePublisher(place, voice(), self.pen, pause=self._pause).publish(
            review, previous, choice
        )

    async def refused(self, *arguments: Any) -> Incident:
        """The error that a publication ends with."""
        with pytest.raises(Incident) as found:
            await self.publish(*arguments)
        return found.value

    async def _pause(self, seconds: float) -> None:
        self.waits.append(seconds)

    @property
    def page(self) -> Sheet:
        """The one page of the review that was made."""
        (page,) = self.pages
        return page

    @property
    def pages(self) -> list[Sheet]:
        """Pages of the review, in the order they were made."""
        return [page for page in self.site.pages.values() if PROPERTY in page.properties and page.labels]

    def property(self, page: Sheet | None = None) -> dict[str, Any]:
        """What is kept with the page."""
        value = (page or self.page).properties[PROPERTY][2]
        assert isinstance(value, dict)
        return value

    def wrote(self) -> list[str]:
        """Calls that change something, since last asked."""
        calls = [call for call in self.site.calls() if not call.startswith("GET")]
        self._checked()
        return calls

    def _checked(self) -> None:
        conforms(self.site.seen)
        assert all(one.headers["Authorization"] == self.site.credentials for one in self.site.seen)
        self.site.seen.clear()


Story = Callable[[Desk], Awaitable[None]]
CREDENTIALS = {"cloud": "Basic Ym90QGV4YW1wbGUub3JnOjNjcmV0", "data_center": f"Bearer {TOKEN}"}
both = pytest.mark.parametrize("flavour", ["cloud", "data_center"])


def told(story: Story, flavour: Flavour = "cloud") -> None:
    """Play a story against a site of its own; every call and answer of v2 is checked in the end."""

    async def play() -> None:
        async with Site(credentials=CREDENTIALS[flavour]) as site:
            desk = Desk(site, flavour)
            await story(desk)
            desk.wrote()

    asyncio.run(play())


def review(**changes: Any) -> Review:
    return replace(rich(), **{"restricted": False, **changes})


def changed() -> Review:
    return review(harm="312 letters")


@pytest.mark.skipif(
    not CONTRACT.exists(), reason="Atlassian's document of v2 lies beside the project, not here"
)
def test_calls_and_answers_are_as_atlassian_describes_them() -> None:
    """The other stories check the same; here is said how many exchanges of one publication that were."""

    async def story(desk: Desk) -> None:
        await desk.publish(review())
        assert conforms(desk.site.seen) >= 8

    told(story)


@both
def test_a_review_becomes_a_page(flavour: Flavour) -> None:
    """Below the parent, with its title, label, property and picture; the link names the page."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        page = desk.page
        assert (page.title, page.parent, page.now.number) == (TITLE, "42", 1)
        assert page.labels == {"decision-review"}
        assert page.id in made.link
        assert made.link.startswith(desk.site.url)
        assert page.files == {PNG: [b"black AR-12 00f3"]}
        value = desk.property()
        assert (value["review_id"], value["version_written"], value["digest"]) == ("AR-12", 1, made.digest)

    told(story, flavour)


def test_the_body_reads_back_as_it_was_written() -> None:
    """All of the document is in the page; a name that nobody sees is the one thing beside it."""

    async def story(desk: Desk) -> None:
        await desk.publish(review(title="</ac:rich-text-body> ]]> & <script> \x1b {{7*7}}"))
        found = list(read_back(desk.page.now.body))
        assert desk.page.title == "Decision review AR-12: </ac:rich-text-body> ]]> & <script> ␛ {{7*7}}"
        assert any(isinstance(block, tuple) and block[:2] == ("image", PNG) for block in found)
        assert len(found) > 50

    told(story)


def test_no_person_is_named_in_what_every_app_can_read() -> None:
    """The property holds ids, numbers and hashes."""

    async def story(desk: Desk) -> None:
        await desk.publish(review())
        kept = json.dumps(desk.property(), ensure_ascii=False)
        assert not any(name in kept or name.split(" ")[0] in kept for name in NAMES)

    told(story)


@both
def test_published_again_unchanged_nothing_is_written(flavour: Flavour) -> None:
    """The same link and digest, and no call that changes anything."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.wrote()
        assert await desk.publish(review(), made) == made
        assert desk.wrote() == []

    told(story, flavour)


@both
def test_a_change_updates_the_same_page(flavour: Flavour) -> None:
    """The next version of it, with or without knowing where it was; its picture is not sent again."""

    async def story(desk: Desk) -> None:
        first = await desk.publish(review())
        second = await desk.publish(changed(), first)
        assert (second.link, desk.page.now.number) == (first.link, 2)
        assert second.digest != first.digest
        assert desk.property()["version_written"] == 2
        third = await desk.publish(review(), None)
        assert (third.link, desk.page.now.number) == (first.link, 3)
        assert len(desk.page.files[PNG]) == 1

    told(story, flavour)


@both
def test_a_page_changed_by_hand_is_left_as_it_is(flavour: Flavour) -> None:
    """The error says who changed it, when, which version that is, and where."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.site.edit(desk.page)
        desk.wrote()
        error = await desk.refused(changed(), made)
        assert isinstance(error, Refused)
        assert error.key == "publish_drifted"
        assert error.values == {
            "who": "Ana Kovač",
            "when": "2026-11-21T10:30:00.000Z",
            "version": 2,
            "link": made.link,
        }
        assert desk.wrote() == []

    told(story, flavour)


@both
def test_overwritten_by_choice_their_version_stays_in_the_history(flavour: Flavour) -> None:
    """And from then on it is as we wrote it."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.site.edit(desk.page)
        again = await desk.publish(changed(), made, "overwrite")
        assert [version.body for version in desk.page.versions][1] == "<p>mine</p>"
        assert desk.page.now.number == 3
        await desk.publish(review(), again)
        assert desk.page.now.number == 4

    told(story, flavour)


@both
def test_published_beside_by_choice_there_are_two_pages(flavour: Flavour) -> None:
    """Theirs is not touched, ours has a number behind its title, and is the one from then on."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        theirs = desk.page
        desk.site.edit(theirs)
        beside = await desk.publish(changed(), made, "beside")
        assert beside.link != made.link
        assert [page.title for page in desk.pages] == [TITLE, f"{TITLE} (2)"]
        assert await desk.publish(changed(), made, "beside") == beside
        again = await desk.publish(review(), beside)
        assert (again.link, theirs.now.body) == (beside.link, "<p>mine</p>")
        assert [page.now.number for page in desk.pages] == [2, 2]

    told(story, flavour)


@both
def test_a_page_of_somebody_is_never_touched(flavour: Flavour) -> None:
    """Not where it has the title of ours, nor where it is a copy that says so, nor by any choice."""

    async def story(desk: Desk) -> None:
        theirs = desk.site.page_of_somebody(TITLE)
        copied = desk.site.page_of_somebody(f"{TITLE} (2)")
        copied.properties[PROPERTY] = (
            "7",
            1,
            {"review_id": "AR-12", "since": "another", "version_written": 1},
        )
        before = Publication(f"{desk.site.url}spaces/ENG/pages/{theirs.id}/x", "")
        made = await desk.publish(review(), before, "overwrite")
        assert (theirs.now.number, copied.now.number) == (1, 1)
        assert (
            desk.site.pages[made.link.split("/pages/")[-1].split("=")[-1].split("/")[0]].title
            == f"{TITLE} (3)"
        )

    told(story, flavour)


@both
def test_an_answer_lost_after_making_a_page_makes_no_second_one(flavour: Flavour) -> None:
    """Nobody knows whether it was made; the next try finds it by its title and the name in its body."""

    async def story(desk: Desk) -> None:
        desk.site.faults.append(Fault(r"^POST .*/(pages|content)$", lost=True))
        assert isinstance(await desk.refused(review()), Unsure)
        await desk.publish(review())
        assert [page.title for page in desk.site.pages.values()] == [TITLE, INDEX]
        assert desk.property()["version_written"] == desk.page.now.number

    told(story, flavour)


@both
def test_an_answer_lost_after_a_version_is_no_drift(flavour: Flavour) -> None:
    """The note of that version tells that it is ours: it is finished, not written again."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.site.faults.append(Fault(r"^PUT .*/(pages|content)/\d+$", lost=True, times=2))
        assert isinstance(await desk.refused(changed(), made), Unsure)
        again = await desk.publish(changed(), made)
        assert desk.page.now.number == 2
        assert (desk.property()["version_written"], desk.property()["digest"]) == (2, again.digest)

    told(story, flavour)


@both
@pytest.mark.parametrize("call", [r"/(pages|content)/\d+$", "/propert"])
def test_a_call_that_is_made_twice_on_its_way_is_done_once(flavour: Flavour, call: str) -> None:
    """The HTTP client says a PUT again where the connection breaks; the second is refused, and nothing is lost."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.site.faults.append(Fault(rf"^PUT .*{call}", lost=True))
        again = await desk.publish(changed(), made)
        assert (desk.page.now.number, desk.property()["digest"]) == (2, again.digest)

    told(story, flavour)


@both
def test_a_version_whose_property_was_lost_is_no_drift(flavour: Flavour) -> None:
    """Even where the review has changed since."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.site.faults.append(Fault(r"^PUT .*/propert", 500))
        assert isinstance(await desk.refused(changed(), made), Unsure)
        await desk.publish(review(harm="none"), made)
        assert (desk.page.now.number, desk.property()["version_written"]) == (3, 3)

    told(story, flavour)


@both
def test_whoever_was_faster_by_a_moment_is_not_written_over(flavour: Flavour) -> None:
    """A stale version is refused by Confluence; looked at again, the page was changed by hand."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        page = desk.page
        desk.site.faults.append(Fault(rf"^PUT .*/{page.id}$", before=lambda: desk.site.edit(page)))
        error = await desk.refused(changed(), made)
        assert (error.key, error.values["version"]) == ("publish_drifted", 2)
        assert page.now.body == "<p>mine</p>"

    told(story, flavour)


@both
def test_a_lock_that_passes_is_waited_for_once(flavour: Flavour) -> None:
    """The same version is there: the same call is made again."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.site.faults.append(Fault(r"^PUT .*/(pages|content)/\d+$", 409))
        await desk.publish(changed(), made)
        assert (desk.page.now.number, desk.waits) == (2, [1.0])

    told(story, flavour)


@both
def test_a_lock_that_stays_is_tried_again_later(flavour: Flavour) -> None:
    """Nothing was written, and nothing is lost."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.site.faults.append(Fault(r"^PUT .*/(pages|content)/\d+$", 409, times=2))
        assert isinstance(await desk.refused(changed(), made), Later)
        assert desk.page.now.number == 1

    told(story, flavour)


@both
@pytest.mark.parametrize("status", ["trashed", "archived"])
def test_a_page_that_was_put_away_stays_there(flavour: Flavour, status: str) -> None:
    """Unless somebody chooses otherwise: then it is there again, as the review is now."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.page.status = status
        desk.wrote()
        assert (await desk.refused(changed(), made)).key == "publish_put_away"
        assert desk.wrote() == []
        await desk.publish(changed(), made, "overwrite")
        assert (desk.page.status, desk.page.now.number) == ("current", 2)
        assert "312 letters" in desk.page.now.body

    told(story, flavour)


@both
def test_beside_a_page_in_the_trash_a_new_one_is_made(flavour: Flavour) -> None:
    """The title is free; the one in the trash stays there."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.page.status = "trashed"
        await desk.publish(changed(), made, "beside")
        assert [(page.title, page.status) for page in desk.pages] == [(TITLE, "trashed"), (TITLE, "current")]

    told(story, flavour)


@both
def test_a_page_that_is_gone_for_good_is_made_anew(flavour: Flavour) -> None:
    """It was looked for three times: a page may not be seen for a moment."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.site.pages.clear()
        again = await desk.publish(review(), made)
        assert again.link != made.link
        assert desk.waits == [0.5, 1.0]

    told(story, flavour)


@both
def test_a_new_page_that_is_not_seen_for_a_moment_is_waited_for(flavour: Flavour) -> None:
    """Its picture, label and property come to it all the same, and no second page is made."""

    async def story(desk: Desk) -> None:
        desk.site.fresh = 2
        await desk.publish(review())
        assert desk.page.labels
        assert desk.page.files
        assert set(desk.waits) == {0.5, 1.0}

    told(story, flavour)


@both
def test_a_space_that_is_gone_is_named(flavour: Flavour) -> None:
    """Nothing is tried in its place."""

    async def story(desk: Desk) -> None:
        desk.site.space = "OPS"
        error = await desk.refused(review())
        assert isinstance(error, Refused)
        assert (error.key, error.values["space"]) == ("publish_no_place", "ENG")
        assert desk.wrote() == []

    told(story, flavour)


@both
@pytest.mark.parametrize(("status", "key"), [(401, "publish_not_let_in"), (403, "publish_not_allowed")])
def test_a_token_that_opens_nothing_is_said_so(flavour: Flavour, status: int, key: str) -> None:
    """Given up at once, without the token in the error."""

    async def story(desk: Desk) -> None:
        desk.site.faults.append(Fault("", status))
        error = await desk.refused(review())
        assert isinstance(error, Refused)
        assert error.key == key
        assert TOKEN not in repr(error)

    told(story, flavour)


def test_another_token_than_the_sites_is_not_let_in(caplog: pytest.LogCaptureFixture) -> None:
    """The server says so itself; neither the log nor the publisher's own picture of itself holds the token."""

    async def play() -> None:
        async with Site(credentials="Basic other") as site:
            error = await Desk(site, "cloud").refused(review())
            assert error.key == "publish_not_let_in"

    with caplog.at_level(logging.DEBUG):
        asyncio.run(play())
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(Place("https://a.example/", "ENG", TOKEN))


@both
def test_a_site_that_asks_to_wait_is_waited_for(flavour: Flavour) -> None:
    """As long as it says, in seconds or by a date, at most an hour."""

    async def story(desk: Desk) -> None:
        soon = datetime.now(UTC) + timedelta(seconds=90)
        asked = {"7": 7.0, "999999": 3600.0, format_datetime(soon, usegmt=True): 90.0, "soon": None, "0": 1.0}
        for header, seconds in asked.items():
            desk.site.faults.append(Fault("^POST", 429, {"Retry-After": header}))
            error = await desk.refused(review())
            assert isinstance(error, Later)
            assert error.retry_after == pytest.approx(seconds, abs=5)
        assert desk.pages == []

    told(story, flavour)


@both
def test_a_fault_of_the_site_is_told_by_what_was_asked(flavour: Flavour) -> None:
    """A question may be asked again; after a deed one looks first, and then there is one page."""

    async def story(desk: Desk) -> None:
        desk.site.faults.append(Fault("^GET", 503))
        assert isinstance(await desk.refused(review()), Later)
        desk.site.faults.append(Fault("^POST", 500))
        assert isinstance(await desk.refused(review()), Unsure)
        await desk.publish(review())
        assert len(desk.pages) == 1

    told(story, flavour)


def test_a_site_that_is_not_there_is_tried_again_later() -> None:
    """Nothing was reached, so nothing was done."""

    async def play() -> None:
        async with Site() as site:
            desk = Desk(site, "cloud")
        error = await desk.refused(review())
        assert isinstance(error, Later)
        assert error.key == "publish_down"

    asyncio.run(play())


@both
def test_a_page_that_is_too_large_for_the_site_is_published_short(flavour: Flavour) -> None:
    """What has no room is attached whole, and the page says where."""

    async def story(desk: Desk) -> None:
        desk.site.most_bytes = len(storage(voice().document(review())).encode()) - 1
        log = tuple(replace(s, text="w" * 6_000) for s in rich().statements)
        long = review(statements=log)
        await desk.publish(long)
        assert "attached file AR-12.md" in desk.page.now.body
        (whole,) = desk.page.files["AR-12.md"]
        assert b"w" * 6_000 in whole
        await desk.publish(review(statements=()))
        assert set(desk.page.files) == {PNG}

    told(story, flavour)


@both
def test_a_title_that_was_taken_a_moment_ago_gets_a_number(flavour: Flavour) -> None:
    """Nobody had it when it was looked up."""

    async def story(desk: Desk) -> None:
        taking = Fault(r"^POST .*/(pages|content)$", before=lambda: desk.site.page_of_somebody(TITLE))
        desk.site.faults.append(taking)
        await desk.publish(review())
        assert desk.page.title == f"{TITLE} (2)"

    told(story, flavour)


@both
def test_a_page_that_another_process_made_a_moment_ago_is_updated(flavour: Flavour) -> None:
    """Its title is taken, and it is ours: there is no second one."""

    async def story(desk: Desk) -> None:
        mark = identity_of(review()).mark
        made = Fault(
            r"^POST .*/(pages|content)$", before=lambda: desk.site.make(TITLE, f"<p>{mark}</p>", "42")
        )
        desk.site.faults.append(made)
        await desk.publish(review())
        assert (desk.page.title, desk.page.now.number) == (TITLE, 2)

    told(story, flavour)


def test_a_long_title_is_clipped_and_still_numbered() -> None:
    """A title has room for 255 signs, its number included."""

    async def story(desk: Desk) -> None:
        long = review(title="x" * 300)
        first = await desk.publish(long)
        desk.site.edit(desk.page)
        await desk.publish(long, first, "beside")
        assert all(len(page.title) <= 255 for page in desk.pages)
        assert desk.pages[1].title.endswith(" (2)")

    told(story)


@both
def test_another_picture_replaces_the_one_that_is_attached(flavour: Flavour) -> None:
    """One that the page no longer shows is taken away, what somebody else attached is not."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        desk.page.files["theirs.txt"], desk.page.file_ids["theirs.txt"] = [b"x"], "att5"
        desk.pen = Pen("blue")
        made = await desk.publish(changed(), made)
        assert desk.page.files[PNG] == [b"black AR-12 00f3", b"blue AR-12 00f3"]
        gone = tuple(replace(e, kept_sha256="") for e in rich().evidence)
        await desk.publish(review(evidence=gone), made)
        assert set(desk.page.files) == {"theirs.txt"}

    told(story, flavour)


@both
def test_a_picture_or_a_label_that_is_not_taken_keeps_no_page_back(flavour: Flavour) -> None:
    """Some tokens may write pages and nothing else."""

    async def story(desk: Desk) -> None:
        desk.site.faults += [Fault("^(PUT|POST) .*child/attachment$", 403), Fault("label$", 403)]
        await desk.publish(review())
        (page,) = [page for page in desk.site.pages.values() if page.title == TITLE]
        assert (page.files, page.labels) == ({}, set())
        assert page.properties

    told(story, flavour)


@both
def test_a_review_with_another_title_renames_its_page(flavour: Flavour) -> None:
    """A name that somebody gave the page stays, even where the rest is overwritten."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        made = await desk.publish(review(title="Letters"), made)
        assert desk.page.title == "Decision review AR-12: Letters"
        desk.site.edit(desk.page, title="Our letters")
        await desk.publish(review(title="Notices"), made, "overwrite")
        assert desk.page.title == "Our letters"

    told(story, flavour)


@both
def test_a_restricted_review_is_not_published(flavour: Flavour) -> None:
    """Nothing is written; a page of it from before goes into the trash, one that somebody changed stays."""

    async def story(desk: Desk) -> None:
        assert (await desk.refused(review(restricted=True))).key == "publish_restricted"
        assert desk.wrote() == []
        made = await desk.publish(review())
        await desk.refused(review(restricted=True), made)
        assert desk.page.status == "trashed"
        desk.page.status = "current"
        desk.site.edit(desk.page)
        await desk.refused(review(restricted=True), made)
        assert desk.page.status == "current"

    told(story, flavour)


@both
def test_one_page_lists_all_reviews(flavour: Flavour) -> None:
    """By the label and the properties of their pages; it is made once."""

    async def story(desk: Desk) -> None:
        await desk.publish(review())
        await desk.publish(review(number=13, title="Another"))
        (index,) = [page for page in desk.site.pages.values() if page.title == INDEX]
        (report, _) = read_back(index.now.body)
        assert isinstance(report, tuple)
        assert report[:2] == ("macro", "detailssummary")
        given = dict(report[2])
        assert (given["id"], given["cql"]) == ("decision-review", 'label = "decision-review"')
        assert (index.parent, index.labels) == ("42", set())

    told(story, flavour)


@both
def test_an_index_that_somebody_changed_or_threw_away_is_left(flavour: Flavour) -> None:
    """It is people's once it is there."""

    async def story(desk: Desk) -> None:
        made = await desk.publish(review())
        (index,) = [page for page in desk.site.pages.values() if page.title == INDEX]
        desk.site.edit(index)
        made = await desk.publish(changed(), made)
        index.status = "trashed"
        await desk.publish(review(), made)
        assert [page.title for page in desk.site.pages.values()] == [TITLE, INDEX]
        assert index.now.body == "<p>mine</p>"

    told(story, flavour)


@both
def test_an_index_that_cannot_be_made_keeps_no_review_back(flavour: Flavour) -> None:
    """It is tried again with the next review."""

    async def story(desk: Desk) -> None:
        no_index = Fault(r"^POST .*/(pages|content)$", 403)
        desk.site.faults.append(Fault("label$", before=lambda: desk.site.faults.append(no_index)))
        await desk.publish(review())
        assert desk.page.title == TITLE
        assert len(desk.site.pages) == 1

    told(story, flavour)


def test_a_page_to_log_in_is_no_answer() -> None:
    """A gateway that answers with a web page is not Confluence's API."""

    async def story(desk: Desk) -> None:
        desk.site.faults.append(Fault("", 302, {"Location": "https://login.example/"}))
        assert (await desk.refused(review())).key == "publish_no_api"

    told(story)


def test_the_address_is_taken_as_it_was_given() -> None:
    """Scoped tokens work below a gateway's path; every call is made there, and people's link is the site's."""

    async def story(desk: Desk) -> None:
        desk.prefix = "/ex/confluence/0af3"
        made = await desk.publish(review())
        assert all(one.path.startswith("/ex/confluence/0af3/wiki/") for one in desk.site.seen)
        assert made.link.startswith(desk.site.url)

    told(story)


def test_two_publications_at_once_make_one_page_each() -> None:
    """One at a time in a space, so that neither makes the index twice."""

    async def story(desk: Desk) -> None:
        place = Place(desk.site.url, "ENG", TOKEN, "bot@example.org")
        shared = ConfluencePublisher(place, voice(), None)
        await asyncio.gather(shared.publish(review(), None), shared.publish(review(number=13), None))
        assert len(desk.site.pages) == 3

    told(story)


def test_every_body_that_was_sent_is_strict_xml() -> None:
    """An independent parser reads each."""

    async def story(desk: Desk) -> None:
        await desk.publish(review())
        for page in desk.site.pages.values():
            parsed(page.now.body)

    told(story)


def test_the_publisher_is_called_the_same_for_good() -> None:
    """Rows hold this name."""
    assert module.NAME == "confluence"
