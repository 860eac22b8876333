"""Reminders as Slack shows them: the channel that is asked for an owner, and answers where a button was pressed."""

from datetime import timedelta
from pathlib import Path

from bot.domain.review import PersonKey
from tests.adapters.slack.fake.values import Message
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.typed import LINE
from tests.adapters.slack.workspace import Workspace, play

ANA = PersonKey("slack:T1:U2")
NEEDS_OWNER = "AR-1 needs an owner. Whoever takes it finishes, publishes and hands over."
ELEVEN = timedelta(hours=2)
"""From when a story begins to the hour at which the bot looks each day."""


async def days_pass(place: Workspace, days: int) -> None:
    """Nobody does anything; the bot looks once a day, at eleven."""
    place.time.advance(ELEVEN)
    for _ in range(days):
        place.time.advance(timedelta(days=1))
        await place.settle()


def direct(place: Workspace, user: str = "mia") -> list[Message]:
    """Messages of the bot's to one person, in their conversation with it."""
    channels = place.slack.world.channels
    return [m for m in place.slack.seen_by(user) if channels[m.channel].kind == "im" and not m.to]


def test_a_review_without_an_owner_asks_the_channel_once_and_whoever_takes_it_owns_it(tmp_path: Path) -> None:
    """Top-level, not in the thread; it names neither the review's line nor how late anything is."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await days_pass(place, 21)
        first, asked = place.slack.posts(place.channel.id)
        assert first.ts == root.ts
        assert asked.text.startswith(NEEDS_OWNER)
        assert not any("needs an owner" in text for text in place.thread(root))
        await place.slack.press("ana", asked, "Take it")
        await place.settle()
        assert place.review().owner == ANA

    play(tmp_path, story)


def test_of_a_restricted_review_a_public_channel_hears_nothing(tmp_path: Path) -> None:
    """Its thread is asked."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, "<@U0BOT> restrict")
        (offered,) = place.slack.seen_by("mia")
        await place.slack.press("mia", offered, offered.labels()[0])
        await slack_of(place.served).desk.finish()
        view = place.slack.screen("mia")
        assert view is not None
        await place.slack.submit(view, {"Who may read it": ["ana"]})
        await place.settle()
        assert place.review().restricted
        await days_pass(place, 21)
        assert [m.ts for m in place.slack.posts(place.channel.id)] == [root.ts]
        assert [text.startswith(NEEDS_OWNER) for text in place.thread(root)].count(True) == 1

    play(tmp_path, story)


def test_later_in_a_direct_message_is_answered_there(tmp_path: Path) -> None:
    """By a form; the thread has nothing new, and neither has the rest of the channel."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await days_pass(place, 2)
        (nudge,) = direct(place)
        said = place.thread(root)
        await place.slack.press("mia", nudge, "Later ▾")
        await slack_of(place.served).desk.finish()
        view = place.slack.screen("mia")
        assert view is not None
        sent = await place.slack.submit(view, {"When do I come back to it?": "week"})
        assert not sent.errors
        await place.settle()
        *_, told = direct(place)
        assert told.text.startswith("Nothing more to you about it before")
        assert place.thread(root) == said
        assert [m.channel for m in place.slack.world.whispers] == []

    play(tmp_path, story)


def test_a_team_finds_its_walls_though_reviews_are_held_in_one_channel(tmp_path: Path) -> None:
    """Where the command was given is kept, wherever its thread is: `walls here` looks at both."""

    async def story(place: Workspace) -> None:
        billing = place.slack.world.add_channel("billing", members=["mia", "ana"])
        await place.slack.command("mia", billing, LINE)
        await place.settle()
        review = place.review()
        assert (review.channel, review.asked_in) == (place.channel.id, billing.id)
        assert review.thread is not None
        assert review.thread.channel == place.channel.id

    play(tmp_path, story, incidents="C1")
