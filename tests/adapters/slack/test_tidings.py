"""News of people and places: a channel under another id, somebody whose account is gone, the app removed."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.slack.troubles import INSTALLATION_S
from bot.domain.due import Diary
from bot.domain.review import person_key
from bot.voice import load_voice
from tests.adapters.slack.typed import ANSWER, LINE
from tests.adapters.slack.workspace import Workspace, play


def test_a_channel_with_a_new_id_keeps_its_reviews(tmp_path: Path) -> None:
    """Replies that come from it under its new name are taken."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.new_channel_id(place.channel, "C2")
        await place.settle()
        await place.slack.say("mia", place.channel, ANSWER, thread_ts=root.ts)
        await place.settle()
        assert [s.text for s in place.review().statements] == [ANSWER]
        assert "Taken: options" in place.slack.thread("C2", root.ts)[-1].text

    play(tmp_path, story)


def test_what_somebody_was_to_find_out_goes_back_to_the_owner(tmp_path: Path) -> None:
    """The owner is told once, alone, however often Slack says so."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        question = place.slack.thread(place.channel.id, root.ts)[1]
        await place.slack.press("mia", question, "Hand to …")
        await place.served.desk.finish()
        view = place.slack.screen("mia")
        assert view is not None
        await place.slack.submit(view, {"Who could know it?": "ana"})
        await place.settle()
        for _ in range(2):
            await place.slack.user_changed("ana", deleted=True)
            await place.settle()
        told = [m.text for m in place.slack.seen_by("mia") if "account of ana is gone" in m.text]
        assert len(told) == 1
        assert "question 1" in told[0]

    play(tmp_path, story)


def test_where_somebody_lives_is_known_and_followed(tmp_path: Path) -> None:
    """Their zone comes with their name; when it changes, what they are owed goes by the new one."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        assert _diary(place, "mia").zone == "Europe/Berlin"
        await place.slack.user_changed("mia", tz="Asia/Kolkata")
        await place.settle()
        assert _diary(place, "mia").zone == "Asia/Kolkata"

    play(tmp_path, story)


def test_somebody_who_wants_to_be_left_alone_is(tmp_path: Path) -> None:
    """Only a rest that has begun is kept: one to come may be changed before."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        now = int(place.time.now().timestamp())
        await place.slack.rests("mia", now + 3600, now + 7200)
        await place.settle()
        assert _diary(place, "mia").undisturbed_until is None
        await place.slack.rests("mia", now - 60, now + 7200)
        await place.settle()
        assert _diary(place, "mia").undisturbed_until == datetime.fromtimestamp(now + 7200, UTC)

    play(tmp_path, story)


def test_of_somebody_nobody_met_nothing_is_kept(tmp_path: Path) -> None:
    """Slack tells of everybody in the workspace."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        await place.slack.user_changed("ana", tz="Asia/Kolkata")
        await place.settle()
        assert _diary(place, "ana") == Diary()

    play(tmp_path, story)


def _diary(place: Workspace, name: str) -> Diary:
    person = person_key("slack", place.slack.world.team, place.slack.world.user(name).id)
    with place.served.app.store.unit() as work:
        return work.diaries({person}).get(person, Diary())


def test_a_review_whose_owner_left_asks_its_thread_for_another(tmp_path: Path) -> None:
    """[Take it] hands it to whoever presses it."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.user_changed("mia", deleted=True)
        await place.settle()
        asked = place.slack.thread(place.channel.id, root.ts)[-1]
        assert "needs an owner" in asked.text
        await place.slack.press("ana", asked, "Take it")
        await place.settle()
        assert place.review().owner.endswith(place.slack.world.user("ana").id)

    play(tmp_path, story)


def test_that_the_app_was_removed_is_one_line_in_the_log_that_says_what_to_do(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not one for each of Slack's two events, nor for each try to say what waits."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.say("mia", place.channel, ANSWER, thread_ts=root.ts)
        with caplog.at_level(logging.WARNING, logger="bot"):
            await place.slack.uninstall()
            await place.settle()
            for _ in range(3):
                place.time.advance(timedelta(seconds=INSTALLATION_S))
                await place.settle()
        (line,) = caplog.messages
        assert line == load_voice(None).error("slack_installation", {})
        assert "Install the app again, put its new key into SLACK_BOT_TOKEN" in line

    play(tmp_path, story)


def test_what_waits_while_the_app_is_removed_goes_out_when_it_is_back(tmp_path: Path) -> None:
    """Nothing is given up; the question is posted once."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.say("mia", place.channel, ANSWER, thread_ts=root.ts)
        await place.slack.uninstall()
        await place.settle()
        assert not any("Taken: options" in text for text in place.thread(root))
        place.slack.world.revoked = ""  # installed again
        place.time.advance(timedelta(seconds=INSTALLATION_S))
        await place.settle()
        assert sum("Taken: options" in text for text in place.thread(root)) == 1
        assert place.served.app.store.dead() == ()

    play(tmp_path, story)
