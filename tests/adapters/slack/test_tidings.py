"""News of people and places: a channel under another id, somebody whose account is gone, the app removed."""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.chat.slack.troubles import INSTALLATION_S
from bot.domain.due import Diary
from bot.domain.review import person_key
from bot.voice import load_voice
from tests.adapters.slack.sides import slack_of
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
        await slack_of(place.served).desk.finish()
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
    """A rest to come is kept with its beginning, one that has begun without; the newest told holds."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        now = int(place.time.now().timestamp())
        await place.slack.rests("mia", now + 3600, now + 7200)
        await place.settle()
        begin, end = (datetime.fromtimestamp(now + later, UTC) for later in (3600, 7200))
        known = _diary(place, "mia")
        assert (known.undisturbed_from, known.undisturbed_until) == (begin, end)
        await place.slack.rests("mia", now - 60, now + 7200)
        await place.settle()
        known = _diary(place, "mia")
        assert (known.undisturbed_from, known.undisturbed_until) == (None, end)
        await place.slack.rests("mia", now - 7200, now - 3600)
        await place.settle()
        assert _diary(place, "mia").undisturbed_until is None

    play(tmp_path, story)


def test_a_status_that_means_away_is_an_absence_until_it_ends_or_is_taken_off(tmp_path: Path) -> None:
    """Slack's own "Vacationing"; another emoji is none."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        until = int(place.time.now().timestamp()) + 9 * 86400
        await place.slack.user_changed("mia", status_emoji=":palm_tree:", status_expiration=until)
        await place.settle()
        shown = _diary(place, "mia").shown_away
        assert shown is not None
        assert shown.until == datetime.fromtimestamp(until, UTC)
        await place.slack.user_changed("mia", status_expiration=0)
        await place.settle()
        shown = _diary(place, "mia").shown_away
        assert shown is not None
        assert shown.until is None
        await place.slack.user_changed("mia", status_emoji=":headphones:")
        await place.settle()
        assert _diary(place, "mia").shown_away is None

    play(tmp_path, story)


def test_a_status_shown_before_somebody_was_met_is_known_too(tmp_path: Path) -> None:
    """It comes with their name."""

    async def story(place: Workspace) -> None:
        place.slack.world.user("mia").status_emoji = ":face_with_thermometer:"
        await place.open(LINE)
        assert _diary(place, "mia").shown_away is not None

    play(tmp_path, story)


def test_somebody_says_until_when_they_are_away_and_that_they_are_back(tmp_path: Path) -> None:
    """By command, answered to them alone; `back` holds although Slack still shows a palm tree."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        await place.slack.command("mia", place.channel, "away 2 weeks")
        await place.settle()
        assert "You are away until" in place.slack.seen_by("mia")[-1].text
        back = _diary(place, "mia").away_until
        assert back == place.time.now().date() + timedelta(days=14)
        await place.slack.user_changed("mia", status_emoji=":palm_tree:")
        await place.settle()
        place.time.advance(timedelta(minutes=1))
        await place.slack.command("mia", place.channel, "back")
        await place.settle()
        assert "Welcome back" in place.slack.seen_by("mia")[-1].text
        await place.slack.user_changed("mia", real_name="Mia M.")
        await place.settle()
        known = _diary(place, "mia")
        assert (known.away_until, known.shows) == (None, False)

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("typed", "said"), [("away", "Say until when"), ("away until 31 Nov", "Say until when")]
)
def test_who_says_no_day_is_told_how_to(tmp_path: Path, typed: str, said: str) -> None:
    """And nothing is kept."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        await place.slack.command("mia", place.channel, typed)
        await place.settle()
        assert said in place.slack.seen_by("mia")[-1].text
        assert _diary(place, "mia").away_said_at is None

    play(tmp_path, story)


def test_who_leaves_a_channel_and_comes_again_is_known_to_have(tmp_path: Path) -> None:
    """Their reviews there are asked of others meanwhile."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        await place.slack.leave("mia", place.channel)
        await place.settle()
        assert _diary(place, "mia").left_channels == {place.channel.id}
        strangers = {"type": "member_left_channel", "user": "U2", "channel": "C9", "event_ts": "1.0"}
        await place.slack.happen(strangers)
        await place.settle()
        assert _diary(place, "ana") == Diary()
        await place.slack.join("mia", place.channel)
        await place.settle()
        assert _diary(place, "mia").left_channels == frozenset()

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
