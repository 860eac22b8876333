"""Slack as `ports.Chat`: one call, one try; what was posted is found again by the key in its metadata."""

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.pace import Pace
from bot.chat.slack import dialect, uploads
from bot.chat.slack.echo import Echo
from bot.chat.slack.finding import metadata, newest, with_key
from bot.chat.slack.lost import LOST, lost
from bot.chat.slack.marks import REACTIONS
from bot.chat.slack.places import NO_WAY_IN, Places
from bot.chat.slack.troubles import SHUT, asked, code_of, tried
from bot.chat.words import Words
from bot.domain.errors import OutsideError, PersonLost, PlaceLost, Refused, Unsure
from bot.domain.review import PersonKey, ThreadRef
from bot.domain.says import Mark
from bot.domain.tree import Card
from bot.ports import Paint

PLATFORM = "slack"

REMINDER = ":nudge:"
"""Part of the key of what the calendar sends: it may wait, where somebody who asked for something may not."""

log = logging.getLogger(__name__)


class SlackChat:
    """Posts with a client whose own retries are off: they post twice when a reply is lost."""

    def __init__(
        self,
        client: AsyncWebClient,
        *,
        team: str,
        words: Words,
        pace: Pace | None = None,
        places: Places | None = None,
        echo: Echo | None = None,
    ) -> None:
        self.platform = PLATFORM
        self.shows = Paint.PNG
        self.looks = True
        self._client = client
        self._places = places or Places(client)
        self._echo = echo or Echo()
        self._team = team
        self._words = words
        self._pace = pace or Pace()
        self._direct: dict[str, str] = {}  # channel of the conversation with one person, by user id

    async def open_thread(self, channel: str, card: Card, key: str) -> ThreadRef:
        """The card, top-level; a public channel the bot is not in is joined first.

        Refused `slack_not_in`, `slack_archived`, `slack_shared` or `slack_may_not` where no thread is to be made: a
        way on is said. Nothing is posted where another organisation reads along.
        """
        await self._places.open_to_us(channel)
        try:
            made = await self._post(channel, card, key)
        except Refused as error:
            raise Refused(NO_WAY_IN.get(code_of(error), error.key), **error.values) from error
        return ThreadRef(PLATFORM, self._team, str(made["channel"]), str(made["ts"]))

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """A reply in the thread.

        PlaceLost where nothing can be said there any more. Where its first message is gone, nothing stays top-level.
        """
        try:
            made = await self._post(thread.channel, card, key, thread_ts=thread.thread)
        except Refused as error:
            raise lost(error) from error
        if not made.get("message", {}).get("thread_ts"):
            await self._take_back(thread.channel, str(made["ts"]))
            raise PlaceLost("slack_thread_gone")
        return str(made["ts"])

    async def announce(self, channel: str, card: Card, key: str) -> str:
        """Top-level, unless another organisation reads along. PlaceLost where nothing can be said there any more."""
        try:
            await self._places.open_to_us(channel)
            made = await self._post(channel, card, key)
        except Refused as error:
            raise lost(error) from error
        return str(made["ts"])

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """The blocks of a message of ours, replaced; its metadata stays. PlaceLost where it is gone."""
        self._pace.update(f"{thread.channel}:{message}")
        drawn = dialect.message(card, self._words, key=f"{message}")
        try:
            await tried(
                self._client.chat_update(
                    channel=thread.channel, ts=message, blocks=list(drawn.blocks), text=drawn.text
                )
            )
        except Refused as error:
            raise lost(error) from error

    async def whisper(self, thread: ThreadRef, person: PersonKey, card: Card, key: str) -> str:
        """Shown in the thread to one person alone; where that cannot be, it is a direct message to them."""
        drawn = dialect.message(card, self._words, key=key)
        try:
            made = await tried(
                self._client.chat_postEphemeral(
                    channel=thread.channel,
                    user=user_of(person),
                    thread_ts=thread.thread,
                    blocks=list(drawn.blocks),
                    text=drawn.text,
                )
            )
            return str(made["message_ts"])
        except Refused as error:
            log.info("a whisper becomes a direct message: %s %s", error.key, code_of(error))
        return await self.direct(person, card, key)

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """A message of the bot's to one person; of many reminders at once, each waits for its place."""
        if REMINDER in key:
            self._pace.reminder(key)
        try:
            made = await self._post(await self._conversation(person), card, key)
        except Refused as error:
            if code_of(error) in SHUT:
                raise PersonLost(error.key, **error.values) from error
            raise
        return str(made["ts"])

    async def react(self, thread: ThreadRef, message: str, mark: str) -> None:
        """The reaction of a mark; one that is there already is fine."""
        name = REACTIONS[Mark(mark)]
        await tried(self._client.reactions_add(channel=thread.channel, timestamp=message, name=name))

    async def find(self, thread: ThreadRef, key: str) -> str | None:
        """Our message under a key among the newest: in a thread, top-level in a channel, or to the person named."""
        person = PersonKey(thread.channel) if thread.channel.startswith(f"{PLATFORM}:") else None
        channel = thread.channel if person is None else await self._conversation(person)
        try:
            return with_key(await newest(self._client, channel, thread.thread), key)
        except Refused as error:
            raise _unseen(error, person, thread.thread) from error

    async def upload(self, thread: ThreadRef, name: str, content: bytes, described: str = "") -> str:
        """A file in the thread, once, however often it is tried; the address of its message, or the file's id.

        PlaceLost where nothing can be put there any more.
        """
        return await uploads.upload(self._client, thread, uploads.File(name, content, described))

    async def _take_back(self, channel: str, message: str) -> None:
        """A reply that came to stand top-level is removed; where that fails twice, it is logged and stays."""
        for _ in range(2):
            try:
                await tried(self._client.chat_delete(channel=channel, ts=message))
            except OutsideError as error:
                log.warning("a message outside its thread could not be removed: %s", error.key)
            else:
                return

    async def _post(self, channel: str, card: Card, key: str, **more: str) -> Mapping[str, Any]:
        drawn = dialect.message(card, self._words, key=key)
        arguments: dict[str, Any] = {
            "channel": channel,
            "blocks": list(drawn.blocks),
            "text": drawn.text,
            "metadata": metadata(key),
            "unfurl_links": False,
            "unfurl_media": False,
            **more,
        }
        self._pace.post(channel)
        begun = self._echo.monotonic()
        try:
            made = await tried(self._client.chat_postMessage(**arguments))
        except Refused as error:
            if code_of(error) != "not_in_channel":
                raise
            await asked(self._client.conversations_join(channel=channel))
            made = await tried(self._client.chat_postMessage(**arguments))
        self._echo.posted(begun)
        return made

    async def _conversation(self, person: PersonKey) -> str:
        """The channel of our conversation with one person, opened once a process."""
        user = user_of(person)
        if user not in self._direct:
            made = await asked(self._client.conversations_open(users=user))
            self._direct[user] = str(made["channel"]["id"])
        return self._direct[user]


def _unseen(error: Refused, person: PersonKey | None, thread: str) -> OutsideError:
    """Why nobody could look: the place is gone; for any other reason what stands there is still not known."""
    code = code_of(error)
    if person is None and code in LOST:
        return lost(error) if thread else Refused(NO_WAY_IN.get(code, error.key), **error.values)
    return Unsure(error.key, **error.values)


def user_of(person: PersonKey) -> str:
    """Slack's id of a person."""
    return person.split(":", 2)[2]
