"""The bot as it is served, in the fake workspace: people act, and all that follows is done before a test looks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.chat.pace import Pace
from bot.cli.serving import Served, serving
from bot.domain.personal import Personal
from bot.domain.review import PersonKey, Review
from bot.settings import Settings
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import people
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import Channel, Message, User
from tests.adapters.slack.installed import install
from tests.adapters.slack.sides import slack_of
from tests.databases import blank_at

SECONDS = 20  # of the fake's time in which everything said must have gone out


@dataclass
class Workspace:
    """Mia and Ana with the bot in `incidents`."""

    slack: FakeSlack
    served: Served
    time: FakeTime
    channel: Channel

    async def settle(self) -> None:
        """Work off, send, and let the time pass that Slack's pace asks for, within 20 s."""
        end = self.time.now() + timedelta(seconds=SECONDS)
        while True:
            await slack_of(self.served).desk.finish()
            await self.served.app.inbox.finish()
            await self.served.app.settle()
            await self.slack.settled()
            due = self.served.app.store.next_due()
            if due is None or due > end:
                return
            self.time.advance(max(due - self.time.now(), timedelta()))

    async def open(self, line: str, user: str = "mia") -> Message:
        """A review opened by command; the root of its thread."""
        await self.slack.command(user, self.channel, line)
        await self.settle()
        return self.slack.posts(self.channel.id)[-1]

    async def reply(self, root: Message, text: str, user: User | str = "mia") -> Message:
        """A reply in a thread."""
        message = await self.slack.say(user, self.channel, text, thread_ts=root.ts)
        await self.settle()
        return message

    def thread(self, root: Message) -> list[str]:
        """What stands in a thread, the root first, as texts."""
        return [message.text for message in self.slack.thread(self.channel.id, root.ts)]

    def review(self, number: int = 1) -> Review:
        """A review with its statement log."""
        with self.served.app.store.reading() as lists:
            review = lists.review(PersonKey("slack:T1:U1"), number)
        assert review is not None
        return review


@asynccontextmanager
async def workspace(
    folder: Path,
    *,
    quiet_s: float = 0.0,
    reviews: bool = True,
    also: tuple[Personal, ...] = (),
    incidents: str = "",
) -> AsyncIterator[Workspace]:
    """Served by Socket Mode over a database of its own; without `reviews` no target is set.

    `incidents` is the channel all reviews are held in, empty for where each is asked for.
    """
    time = FakeTime()
    async with FakeSlack(time) as slack:
        install(slack.world)
        channel = people(slack)
        settings = replace(
            Settings(),
            database=blank_at(folder / "slack.sqlite3"),
            markdown_dir=folder / "reviews" if reviews else None,
            quiet_seconds=quiet_s,
            redact_also=also,
            slack_channel=incidents,
            slack_bot_token=slack.world.bot_token,
            slack_app_token=slack.world.app_token,
            slack_api_url=slack.base_url,
        )
        pace = Pace(monotonic=lambda: time.now().timestamp())
        async with serving(settings, time, pace) as served:
            yield Workspace(slack, served, time, channel)


def play(
    folder: Path,
    story: Callable[[Workspace], Awaitable[None]],
    *,
    reviews: bool = True,
    also: tuple[Personal, ...] = (),
    incidents: str = "",
) -> None:
    """Run a story in a workspace; `also` is personal data that is taken out, `incidents` the channel of all reviews."""

    async def run() -> None:
        async with workspace(folder, reviews=reviews, also=also, incidents=incidents) as place:
            await story(place)

    asyncio.run(run())
