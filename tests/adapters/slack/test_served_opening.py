"""How a review comes to its thread when the bot is served: where it may, and what is told where it may not."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.typed import ANSWER, LINE
from tests.adapters.slack.workspace import Workspace, play


def test_a_command_opens_a_thread_with_the_card_and_the_first_question(tmp_path: Path) -> None:
    """The root is the card; the question stands below it."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        card, question, *_ = place.thread(root)
        assert "Decision review AR-1" in card
        assert LINE in card
        assert "What decision did the agent make" in question

    play(tmp_path, story)


def test_a_command_without_words_opens_the_form(tmp_path: Path) -> None:
    """One field; sent, it opens the review where the command was typed."""

    async def story(place: Workspace) -> None:
        await place.slack.command("mia", place.channel)
        await slack_of(place.served).desk.finish()
        view = place.slack.screen("mia")
        assert view is not None
        await place.slack.submit(view, {"What did the agent do that you would take back?": LINE})
        await place.settle()
        (root,) = place.slack.posts(place.channel.id)
        assert LINE in root.text

    play(tmp_path, story)


def test_a_lost_reply_makes_no_second_message(tmp_path: Path) -> None:
    """The post is found by the key in its metadata, and adopted."""

    async def story(place: Workspace) -> None:
        place.slack.troubles.drop("chat.postMessage", when="after")
        root = await place.open(LINE)
        await place.settle()
        assert len(place.slack.posts(place.channel.id)) == 1
        assert len(place.thread(root)) == 2

    play(tmp_path, story)


def test_a_private_channel_the_bot_is_not_in_is_told_to_the_opener(tmp_path: Path) -> None:
    """By direct message, with what to do; once, and nowhere else."""

    async def story(place: Workspace) -> None:
        board = place.slack.world.add_channel("board", members=["mia"], private=True, bot=False)
        await place.slack.command("mia", board, LINE)
        await place.settle()
        (told,) = (message.text for message in place.slack.seen_by("mia"))
        assert "AR-1" in told
        assert "/invite @agent-incident" in told
        assert place.slack.posts(board.id) == place.slack.posts(place.channel.id) == []

    play(tmp_path, story)


def test_an_archived_channel_is_told_to_the_opener(tmp_path: Path) -> None:
    """The thread cannot be opened there, and that is said."""

    async def story(place: Workspace) -> None:
        place.channel.archived = True
        await place.slack.command("mia", place.channel, LINE)
        await place.settle()
        (told,) = (message.text for message in place.slack.seen_by("mia"))
        assert "archived" in told

    play(tmp_path, story)


def test_a_public_channel_the_bot_is_not_in_is_joined(tmp_path: Path) -> None:
    """The thread is there without anybody inviting the bot."""

    async def story(place: Workspace) -> None:
        town = place.slack.world.add_channel("town", members=["mia"], bot=False)
        await place.slack.command("mia", town, LINE)
        await place.settle()
        (root,) = (m for m in place.slack.posts(town.id) if m.user == place.slack.world.bot.id)
        assert LINE in root.text

    play(tmp_path, story)


@pytest.mark.parametrize("by_form", [False, True], ids=["by command", "by form"])
def test_a_review_opened_in_a_private_channel_is_restricted(by_form: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    """Whoever is not in it finds nothing of it in the lists."""

    async def story(place: Workspace) -> None:
        board = place.slack.world.add_channel("board", members=["mia"], private=True)
        await place.slack.command("mia", board, "" if by_form else LINE)
        await place.settle()
        if by_form:
            view = place.slack.screen("mia")
            assert view is not None
            await place.slack.submit(view, {"What did the agent do that you would take back?": LINE})
            await place.settle()
        assert place.review().restricted
        await place.slack.command("ana", place.channel, "list")
        (listed,) = (message.text for message in place.slack.seen_by("ana"))
        assert LINE not in listed

    play(tmp_path, story)


def test_an_answer_to_a_card_whose_reply_was_lost_is_kept(tmp_path: Path) -> None:
    """The thread is there for people before we know of it: Slack is asked to bring the answer again."""

    async def story(place: Workspace) -> None:
        place.slack.troubles.drop("chat.postMessage", when="after")
        await place.slack.command("mia", place.channel, LINE)
        await place.slack.until(lambda: place.slack.posts(place.channel.id))
        (root,) = place.slack.posts(place.channel.id)
        replying = asyncio.create_task(place.slack.say("ana", place.channel, ANSWER, thread_ts=root.ts))
        for _ in range(10):
            await place.served.app.inbox.finish()
            await place.served.app.settle()
            place.time.advance(timedelta(seconds=31))
        await replying
        await place.settle()
        assert [s.text for s in place.review().statements] == [ANSWER]

    play(tmp_path, story)
