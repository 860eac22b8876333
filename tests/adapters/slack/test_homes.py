"""The Home of the app: what waits for one person, each with its buttons; a button there does what it says."""

import asyncio
import logging
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.domain.review import PersonKey, Review, Span, Wall, with_wall
from bot.domain.vocabulary import Family, Question, Status, WallStatus
from tests.adapters.slack.fake.times import START
from tests.adapters.slack.fake.values import Message, View, pressables, texts_of
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.workspace import Workspace, play

LINE = "refund-desk paid 1,140 EUR in 12 refunds"
MIA = PersonKey("slack:T1:U1")
ASKS = "What decision did the agent make"
WALL = Wall(
    "W1",
    (Span("S1", "the refund service refuses a second refund of one order"),),
    Family.LIMIT,
    MIA,
    START,
    owner=MIA,
    due=date(2027, 3, 29),
    status=WallStatus.ACCEPTED,
)


async def looks(place: Workspace, user: str = "mia") -> View:
    """What somebody sees who opens the Home."""
    await place.slack.open_home(user)
    await place.settle()
    return seen(place, user)


def seen(place: Workspace, user: str = "mia") -> View:
    """What stands on somebody's Home."""
    home = place.slack.home(user)
    assert home is not None
    return home


def words(view: View) -> str:
    """Everything on it, buttons included."""
    return "\n".join(texts_of(view.body["blocks"]))


def labels(view: View) -> list[str]:
    """What can be pressed on it."""
    return [label for _, _, label, _ in pressables(view.body["blocks"])]


def change(place: Workspace, review: Review) -> None:
    """Keep a review as a journey would."""
    with place.served.app.store.unit() as work:
        work.review(review.number)
        work.keep(review)


async def begun(place: Workspace) -> Message:
    """Mia owns AR-1, its open question, and a wall in it."""
    root = await place.open(LINE)
    change(place, with_wall(place.review(), WALL))
    return root


def test_the_home_shows_an_open_question_a_wall_and_a_review(tmp_path: Path) -> None:
    """Under three headings, each with what can be done; a way to the thread beside it."""

    async def story(place: Workspace) -> None:
        root = await begun(place)
        home = await looks(place)
        text = words(home)
        order = [text.index(part) for part in ("My open questions", ASKS, "My walls", "W1", "Reviews I own")]
        assert order == sorted(order)
        assert "accepted, due 2027-03-29" in text
        assert {"Open a review", "Answer by form", "Don't know", "Skip for now", "Built", "Publish"} <= set(
            labels(home)
        )
        links = [e["url"] for b in home.body["blocks"] if (e := b.get("accessory"))]
        assert links[0].endswith(f"/archives/C1/p{root.ts.replace('.', '')}")

    play(tmp_path, story)


def test_a_home_with_nothing_on_it_says_so(tmp_path: Path) -> None:
    """And offers to open a review."""

    async def story(place: Workspace) -> None:
        await begun(place)
        home = await looks(place, "ana")
        assert labels(home) == ["Open a review"]
        assert "Nothing waits for you." in words(home)

    play(tmp_path, story)


def test_a_button_of_the_home_is_heard_and_the_home_shown_again(tmp_path: Path) -> None:
    """[Built]: the wall is built, the thread is told, and the Home offers the drill."""

    async def story(place: Workspace) -> None:
        root = await begun(place)
        await place.slack.press("mia", await looks(place), "Built")
        await place.settle()
        assert place.review().walls[0].status is WallStatus.BUILT
        assert any("W1 is built" in text for text in place.thread(root))
        assert "Record a drill" in labels(seen(place))
        assert "Built" not in labels(seen(place))

    play(tmp_path, story)


def test_skipping_on_the_home_shows_the_next_question(tmp_path: Path) -> None:
    """The one that was skipped is not open any more."""

    async def story(place: Workspace) -> None:
        await begun(place)
        await place.slack.press("mia", await looks(place), "Skip for now")
        await place.settle()
        assert place.review().asking is Question.CONTEXT
        assert ASKS not in words(seen(place))
        assert "What context was in its window" in words(seen(place))

    play(tmp_path, story)


def test_a_form_opened_on_the_home_belongs_to_its_review(tmp_path: Path) -> None:
    """[Don't know]: an owner is picked from people; both Homes then show it."""

    async def story(place: Workspace) -> None:
        await begun(place)
        await place.slack.press("mia", await looks(place), "Don't know")
        await slack_of(place.served).desk.finish()
        form = place.slack.screen("mia")
        assert form is not None
        sent = await place.slack.submit(form, {"Owner": "ana", "By when": "2026-10-01"})
        assert not sent.errors
        await place.settle()
        (unknown,) = place.review().unknowns
        assert (unknown.owner, unknown.due) == ("slack:T1:U2", date(2026, 10, 1))
        assert "AR-1 U1, by 2026-10-01" in words(await looks(place, "ana"))
        assert labels(seen(place)) != labels(seen(place, "ana"))

    play(tmp_path, story)


def test_what_cannot_be_done_is_said_to_who_pressed_alone(tmp_path: Path) -> None:
    """A button of a Home that is old: the wall has another owner by now. There is no thread to whisper in."""

    async def story(place: Workspace) -> None:
        root = await begun(place)
        home = await looks(place)
        change(place, with_wall(place.review(), replace(WALL, owner=PersonKey("slack:T1:U2"))))
        before = len(place.thread(root))
        await place.slack.press("mia", home, "Built")
        await place.settle()
        (told,) = place.slack.seen_by("mia")
        assert "W1" in told.text
        assert place.review().walls[0].status is WallStatus.ACCEPTED
        assert len(place.thread(root)) == before
        assert "Built" not in labels(seen(place))

    play(tmp_path, story)


def test_a_review_is_shown_on_top_of_the_home(tmp_path: Path) -> None:
    """[Show] opens a view to read; nothing is posted anywhere."""

    async def story(place: Workspace) -> None:
        root = await begun(place)
        before = len(place.thread(root))
        await place.slack.press("mia", await looks(place), "Show")
        await slack_of(place.served).desk.finish()
        view = place.slack.screen("mia")
        assert view is not None
        assert view.body["title"]["text"] == "AR-1"
        assert LINE in words(view)
        assert len(place.thread(root)) == before
        assert place.slack.seen_by("mia") == []

    play(tmp_path, story)


def test_publishing_on_the_home_asks_once_more(tmp_path: Path) -> None:
    """What is published is not seen there; confirmed, the review is finished."""

    async def story(place: Workspace) -> None:
        await begun(place)
        home = await looks(place)
        asks = [e["confirm"] for _, e, label, _ in pressables(home.body["blocks"]) if label == "Publish"]
        assert [one["title"]["text"] for one in asks] == ["Publish this review?"]
        await place.slack.press("mia", home, "Publish")
        await place.settle()
        assert place.review().status is Status.FILED
        assert "Filed, not learned" in words(seen(place))

    play(tmp_path, story)


def test_a_restricted_review_of_others_is_not_on_the_home(tmp_path: Path) -> None:
    """Not even where a wall of theirs stands in it; its readers see it."""

    async def story(place: Workspace) -> None:
        private = place.slack.world.add_channel("hr", private=True, members=["mia", "ana"], id_="G1")
        await place.slack.command("ana", private, "the agent mailed a reference to a stranger")
        await place.settle()
        with place.served.app.store.unit() as work:
            review = work.review(1)
            assert review is not None
            assert review.restricted
            work.keep(with_wall(review, WALL))
        assert "AR-1" not in words(await looks(place, "mia"))
        assert "AR-1" in words(await looks(place, "ana"))

    play(tmp_path, story)


@pytest.mark.parametrize("private", [False, True])
def test_a_review_is_opened_from_the_home_in_a_channel_picked_there(
    tmp_path: Path,
    private: bool,  # noqa: FBT001 - a column of the table of cases
) -> None:
    """The Home knows no channel. A private one restricts the review; it stands on the Home at once."""

    async def story(place: Workspace) -> None:
        picked = place.slack.world.add_channel("desk", private=private, members=["mia"], id_="G7")
        await place.slack.press("mia", await looks(place), "Open a review")
        await slack_of(place.served).desk.finish()
        form = place.slack.screen("mia")
        assert form is not None
        said = {"What did the agent do that you would take back?": LINE, "In which channel?": picked.id}
        sent = await place.slack.submit(form, said)
        assert not sent.errors
        await place.settle()
        review = place.review()
        assert (review.channel, review.restricted) == ("G7", private)
        assert LINE in words(seen(place))
        assert LINE in place.slack.posts(picked.id)[-1].text

    play(tmp_path, story)


def test_a_channel_where_no_review_can_be_held_is_refused_at_its_field(tmp_path: Path) -> None:
    """Shared with another organisation: nothing is opened."""

    async def story(place: Workspace) -> None:
        shared = place.slack.world.add_channel("with-acme", members=["mia"], id_="C9")
        shared.ext_shared = True
        await place.slack.press("mia", await looks(place), "Open a review")
        await slack_of(place.served).desk.finish()
        form = place.slack.screen("mia")
        assert form is not None
        said = {"What did the agent do that you would take back?": LINE, "In which channel?": "C9"}
        sent = await place.slack.submit(form, said)
        await place.settle()
        assert list(sent.errors) == ["In which channel?"]
        assert place.served.app.store.reviews() == 0

    play(tmp_path, story)


@pytest.mark.parametrize("error", ["not_enabled", "internal_error", "view_too_large", "invalid_auth"])
def test_a_home_that_could_not_be_shown_is_logged_and_shown_at_the_next_look(
    tmp_path: Path, error: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is raised, and what the person did there is kept."""

    async def story(place: Workspace) -> None:
        await begun(place)
        home = await looks(place)
        place.slack.fail("views.publish", error)
        await place.slack.press("mia", home, "Built")
        await place.settle()
        assert place.review().walls[0].status is WallStatus.BUILT
        assert "Record a drill" in labels(await looks(place))

    with caplog.at_level(logging.WARNING):
        play(tmp_path, story)
    assert any("a Home could not be shown" in record.message for record in caplog.records)


def test_the_newest_state_is_what_stays_on_the_home(tmp_path: Path) -> None:
    """Asked for while the Home is being shown, it is shown once more, not beside it."""

    async def story(place: Workspace) -> None:
        await begun(place)
        gate = place.slack.troubles.stall("views.publish")
        first = asyncio.create_task(slack_of(place.served).desk.homes.publish("U1"))
        await place.slack.until(lambda: place.slack.calls_to("views.publish"))
        change(place, with_wall(place.review(), replace(WALL, status=WallStatus.BUILT)))
        await asyncio.gather(*(slack_of(place.served).desk.homes.publish("U1") for _ in range(5)))
        gate.set()
        await first
        assert "Record a drill" in labels(seen(place))
        assert len(place.slack.calls_to("views.publish")) == 2

    play(tmp_path, story)


def test_mine_shows_the_same_in_any_channel(tmp_path: Path) -> None:
    """To who asks alone, without buttons: a list of several reviews belongs to none."""

    async def story(place: Workspace) -> None:
        await begun(place)
        await place.slack.command("mia", place.channel, "mine")
        (message,) = place.slack.seen_by("mia")
        for part in (ASKS, "W1 the refund service refuses", "Open, question 1 of 4"):
            assert part in message.text
        assert message.labels() == []

    play(tmp_path, story)
