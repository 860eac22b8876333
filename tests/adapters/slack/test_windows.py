"""Looking at the window of a decision point: a view at once, another point in it, its file in the thread."""

import threading
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from bot.cli.served import ServedHouse
from bot.domain.trace import Trace
from bot.traces.reading import read
from bot.voice import load_voice
from tests.adapters.slack.fake.values import File, Message, View, pressables, texts_of
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.typed import LINE
from tests.adapters.slack.workspace import Workspace, play
from tests.adapters.terminal.desk import DEMO_TRACE

LOOK, PUT = "Look at the window …", "Put it into the thread as a file"
READING = "Reading the recorded run …"
WORDS = load_voice(None).words
LATE = WORDS("slack_form_late")


async def offered(place: Workspace) -> tuple[Message, Message]:
    """A review with the run of the demo in its thread: its root, and the message that offers the points."""
    root = await place.open(LINE)
    trace = DEMO_TRACE.read_bytes()
    await place.slack.upload("mia", place.channel, "run.json", trace, thread_ts=root.ts)
    await place.settle()
    return root, place.slack.thread(place.channel.id, root.ts)[-1]


async def looks(place: Workspace, message: Message, user: str = "mia") -> View:
    """What somebody sees who pressed the button."""
    await place.slack.press(user, message, LOOK)
    await place.settle()
    return seen(place, user)


def seen(place: Workspace, user: str = "mia") -> View:
    """The view on somebody's screen."""
    view = place.slack.screen(user)
    assert view is not None
    return view


def words(view: View) -> str:
    """Everything in it, its choices left out."""
    blocks = [block for block in view.body["blocks"] if block["type"] != "actions"]
    return "\n".join(texts_of(blocks))


def points(view: View) -> list[str]:
    """The points that can be chosen in it."""
    return [label for _, _, label, option in pressables(view.body["blocks"]) if option]


def chosen(view: View) -> str:
    """The one that its menu stands at."""
    menus = [e for _, e, _, option in pressables(view.body["blocks"]) if option]
    return str(menus[0]["initial_option"]["text"]["text"])


def files(place: Workspace, root: Message) -> list[File]:
    """What the bot put into the thread, oldest first."""
    world = place.slack.world
    found = [world.files[id_] for m in place.slack.thread(place.channel.id, root.ts) for id_ in m.files]
    return [file for file in found if file.user == world.bot.id]


def reads_with(place: Workspace, **more: Any) -> None:
    """The trace is read otherwise from now on: `read_trace`."""
    windows = slack_of(place.served).desk.windows
    windows.house = replace(cast("ServedHouse", windows.house), **more)


def test_the_window_of_a_trace_is_shown_to_who_asks_alone(tmp_path: Path) -> None:
    """What it was shown, what it answered and what was not recorded; nothing is posted, nothing becomes an answer."""

    async def story(place: Workspace) -> None:
        root, message = await offered(place)
        before = place.thread(root)
        view = await looks(place, message, "ana")
        text = words(view)
        parts = (
            "Not recorded, or recorded in part",
            "System instructions",
            "Messages, in order",
            "Ticket T-48213",
        )
        assert [part for part in parts if part not in text] == []
        assert view.body["title"]["text"] == "AR-1 · E1"
        assert len(points(view)) == place.review().evidence[0].points
        assert place.slack.screen("mia") is None
        assert place.thread(root) == before
        assert place.review().statements == ()

    play(tmp_path, story)


def test_a_view_is_open_while_the_trace_is_still_read(tmp_path: Path) -> None:
    """The trigger lives 3 seconds; reading may take longer."""
    read_on = threading.Event()

    def slowly(content: bytes, *, name: str) -> Trace:
        assert read_on.wait(30)
        return read(content, name=name)

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        reads_with(place, read_trace=slowly)
        await place.slack.press("mia", message, LOOK)
        await place.slack.until(lambda: place.slack.screen("mia"))
        assert words(seen(place)) == READING
        place.time.advance(timedelta(seconds=10))
        read_on.set()
        await place.settle()
        assert "Ticket T-48213" in words(seen(place))
        assert len(place.slack.calls_to("views.open")) == 1

    play(tmp_path, story)


def test_another_point_is_chosen_in_the_view(tmp_path: Path) -> None:
    """The same view shows it, and its menu stands at it; the review is not changed by looking."""

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        view = await looks(place, message)
        before, other = words(view), points(view)[1]
        assert chosen(view) == points(view)[0]
        await place.slack.press("mia", view, other)
        await place.settle()
        assert seen(place).id == view.id
        assert chosen(seen(place)) == other
        assert words(seen(place)) != before
        assert place.review().decisions[0].point == ""

    play(tmp_path, story)


def test_the_chosen_moment_of_the_review_is_shown_first(tmp_path: Path) -> None:
    """Chosen by its button under the message."""

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        second = message.labels()[1]
        await place.slack.press("mia", message, second)
        await place.settle()
        view = await looks(place, message)
        assert chosen(view) == points(view)[1]

    play(tmp_path, story)


def test_the_last_of_two_choices_stays(tmp_path: Path) -> None:
    """Though the trace was read for it before it was read for the first."""
    begun, read_on = threading.Event(), threading.Event()

    def slowly_at_first(content: bytes, *, name: str) -> Trace:
        is_first = not begun.is_set()
        begun.set()
        assert not is_first or read_on.wait(30)
        return read(content, name=name)

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        view = await looks(place, message)
        reads_with(place, read_trace=slowly_at_first)
        before, (_, first, last) = replace(view), points(view)
        await place.slack.press("mia", before, first)
        await place.slack.until(begun.is_set)
        await place.slack.press("mia", before, last)
        await place.slack.until(lambda: chosen(seen(place)) == last)
        read_on.set()
        await place.settle()
        assert chosen(seen(place)) == last

    play(tmp_path, story)


def test_a_view_that_changed_meanwhile_is_still_answered(tmp_path: Path) -> None:
    """Slack refuses an update made against an older view; asked for last, it is made against the newer one."""

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        view = await looks(place, message)
        place.slack.fail("views.update", "hash_conflict")
        await place.slack.press("mia", view, points(view)[1])
        await place.settle()
        assert chosen(seen(place)) == points(view)[1]

    play(tmp_path, story)


def test_the_window_is_put_into_the_thread_once(tmp_path: Path) -> None:
    """Pressed twice at the same moment, and again later: one file, whole, for everybody there; the view says so."""

    async def story(place: Workspace) -> None:
        root, message = await offered(place)
        view = await looks(place, message)
        await place.slack.press("mia", view, points(view)[1])
        await place.settle()
        view = seen(place)
        await place.slack.press("mia", view, PUT)
        await place.slack.press("mia", view, PUT)
        await place.settle()
        assert "window-E1-2.md is in the thread." in words(seen(place))
        await place.slack.press("mia", seen(place), PUT)
        await place.settle()
        (file,) = files(place, root)
        assert file.name == "window-E1-2.md"
        text = (file.content or b"").decode()
        assert "review: AR-1" in text
        assert "Ticket T-48213" in text
        assert len(place.review().evidence) == 1

    play(tmp_path, story)


def test_who_reads_the_file_is_said_beside_its_button(tmp_path: Path) -> None:
    """Before anything is put anywhere."""

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        view = await looks(place, message)
        assert "everybody who reads the thread can open it there" in words(view)

    play(tmp_path, story)


def test_a_file_whose_reply_was_lost_is_not_put_there_twice(tmp_path: Path) -> None:
    """The view says that nobody knows; the next press finds the file by its hash."""

    async def story(place: Workspace) -> None:
        root, message = await offered(place)
        view = await looks(place, message)
        place.slack.troubles.drop("files.completeUploadExternal")
        await place.slack.press("mia", view, PUT)
        await place.settle()
        assert WORDS("slack_window_not_put") in words(seen(place))
        await place.slack.press("mia", seen(place), PUT)
        await place.settle()
        assert "window-E1-1.md is in the thread." in words(seen(place))
        assert [file.name for file in files(place, root)] == ["window-E1-1.md"]

    play(tmp_path, story)


def test_a_thread_that_takes_no_file_is_told_in_the_view(tmp_path: Path) -> None:
    """The window stays to be read there."""

    async def story(place: Workspace) -> None:
        root, message = await offered(place)
        view = await looks(place, message)
        place.channel.archived = True
        await place.slack.press("mia", view, PUT)
        await place.settle()
        said = words(seen(place))
        assert "Ticket T-48213" in said
        assert place.served.app.voice.error("slack_lost_locked", {}) in said
        assert "is in the thread." not in said
        assert files(place, root) == []

    play(tmp_path, story)


@pytest.mark.parametrize("act", [LOOK, PUT])
def test_who_may_not_read_a_restricted_review_sees_a_sentence(tmp_path: Path, act: str) -> None:
    """Neither the window nor its file, though the button stands before them; its readers still see it."""

    async def story(place: Workspace) -> None:
        root, message = await offered(place)
        view = await looks(place, message, "ana")
        with place.served.app.store.unit() as work:
            review = work.review(1)
            assert review is not None
            work.keep(replace(review, restricted=True))
        await place.slack.press("ana", message if act == LOOK else view, act)
        await place.settle()
        refused = place.served.app.voice.error("no_such_review", {"number": 1})
        assert words(seen(place, "ana")) == refused
        assert points(seen(place, "ana")) == []
        assert files(place, root) == []
        assert "Ticket T-48213" in words(await looks(place, message))

    play(tmp_path, story)


def test_a_trace_that_is_read_no_more_gives_a_sentence(tmp_path: Path) -> None:
    """The limit of this process was lowered since it was attached."""

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        reads_with(place, read_trace=partial(read, max_bytes=100))
        view = await looks(place, message)
        assert "TRACE_MAX_BYTES" in words(view)

    play(tmp_path, story)


def test_a_trace_whose_bytes_are_gone_gives_a_sentence(tmp_path: Path) -> None:
    """No window is made up for it."""

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        with place.served.app.store.unit() as work:
            review = work.review(1)
            assert review is not None
            gone = replace(review.evidence[0], kept_sha256="0" * 64)
            work.keep(replace(review, evidence=(gone,)))
        view = await looks(place, message)
        assert words(view) == WORDS("slack_window_gone", evidence="E1")

    play(tmp_path, story)


@pytest.mark.parametrize("method", ["views.open", "views.update"])
def test_a_view_that_cannot_be_shown_is_told(tmp_path: Path, method: str) -> None:
    """To who pressed alone, that one press more is worth it."""

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        place.slack.fail(method, "view_too_large")
        await place.slack.press("ana", message, LOOK)
        await place.settle()
        assert [message.text for message in place.slack.seen_by("ana")] == [LATE]

    play(tmp_path, story)


def test_a_view_closed_meanwhile_is_no_trouble(tmp_path: Path) -> None:
    """Whoever closed it did not want to see it."""
    read_on = threading.Event()

    def slowly(content: bytes, *, name: str) -> Trace:
        assert read_on.wait(30)
        return read(content, name=name)

    async def story(place: Workspace) -> None:
        _, message = await offered(place)
        reads_with(place, read_trace=slowly)
        await place.slack.press("mia", message, LOOK)
        await place.slack.until(lambda: place.slack.screen("mia"))
        await place.slack.close(seen(place))
        read_on.set()
        await place.settle()
        assert place.slack.screen("mia") is None
        assert place.slack.seen_by("mia") == []

    play(tmp_path, story)


def test_what_changed_since_the_decision_before_is_shown_in_the_view(tmp_path: Path) -> None:
    """In place of the window and back again; nothing is posted, nothing is chosen."""

    async def story(place: Workspace) -> None:
        root, message = await offered(place)
        before = place.thread(root)
        view = await looks(place, message)
        shown = words(view)
        await place.slack.press("mia", view, WORDS("slack_changes"))
        await place.settle()
        changed = words(seen(place))
        assert seen(place).id == view.id
        assert "What entered and what left the context" in changed
        assert chosen(seen(place)) == chosen(view)
        await place.slack.press("mia", seen(place), WORDS("slack_changes_back"))
        await place.settle()
        assert words(seen(place)) == shown
        assert place.thread(root) == before
        assert place.review().decisions[0].point == ""

    play(tmp_path, story)
