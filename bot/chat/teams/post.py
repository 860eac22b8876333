"""Teams as `ports.Chat`: one call, one try. Nobody can look for what was posted, nor react to a message."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Protocol

from bot.chat.teams import dialect
from bot.chat.teams.book import CLOSED, Book, Channel, Reach
from bot.chat.teams.botframework import Connector
from bot.chat.teams.lost import GONE, code_of, is_shut, lost, not_open
from bot.chat.teams.reading import ROOT, conversation
from bot.chat.teams.ways import Ways
from bot.chat.words import Words
from bot.domain.errors import PersonLost, PlaceLost, Refused, Unsure
from bot.domain.review import PersonKey, ThreadRef
from bot.domain.tree import Card, Emphasis, Link, Paragraph, Text
from bot.ports import Paint

PLATFORM = "teams"

log = logging.getLogger(__name__)

Serve = Callable[[str, bytes], Awaitable[str]]
"""Keeps a file where people get it by a link, and returns that; empty where this process serves none."""


class Pace(Protocol):
    """How fast we may post; Later, until we may."""

    def post(self, channel: str) -> None:
        """Take a turn in a conversation."""

    def update(self, message: str) -> None:
        """Take a turn for a message."""


class TeamsChat:
    """Posts cards. `tenant` is ours, `serve` puts files where a link leads: channels take none from a bot."""

    def __init__(
        self, connector: Connector, *, book: Book, tenant: str, words: Words, pace: Pace, serve: Serve
    ) -> None:
        self.platform = PLATFORM
        self.shows = Paint.PNG
        self.looks = False
        self._connector = connector
        self._ways = Ways(connector, book, tenant)
        self._tenant = tenant
        self._words = words
        self._pace = pace
        self._serve = serve

    async def open_thread(self, channel: str, card: Card, key: str) -> ThreadRef:
        """The card as a new post.

        Refused `teams_not_in` where the bot is in no such channel, `teams_private` or `teams_shared` where no review is
        to be held.
        """
        try:
            root = await self._begin(channel, await self._saying_how(card, channel), key)
        except Refused as error:
            raise not_open(error) from error
        return ThreadRef(PLATFORM, self._tenant, channel, root)

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """A reply in the thread; empty where Teams told no id. PlaceLost where nothing can be said there any more."""
        try:
            place = await self._turn(thread)
            return await self._send(place, thread, card, key)
        except Refused as error:
            raise lost(error) from error

    async def announce(self, channel: str, card: Card, key: str) -> str:
        """A new post. PlaceLost where nothing can be said there any more."""
        try:
            return await self._begin(channel, card, key)
        except Refused as error:
            raise lost(error) from error

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """The card of a message of ours, replaced; to Teams it is one message more. PlaceLost where it is gone."""
        self._pace.update(f"{thread.channel}:{message}")
        where = conversation(thread.channel, thread.thread)
        try:
            place = await self._turn(thread)
            shown = await self._saying_how(card, thread.channel) if message == thread.thread else card
            activity = {**await self._drawn(shown, message, thread.channel), "id": message}
            await self._connector.update(place.service, where, message, activity)
        except Refused as error:
            raise lost(error) from error

    async def whisper(self, thread: ThreadRef, person: PersonKey, card: Card, key: str) -> str:
        """Teams shows nothing to one person in a channel: it is written to them alone.

        Where that cannot be, they are called on in the thread, without a word of what it was.
        """
        return await self._directly(person, card, key, thread)

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """A message to one person.

        Where they cannot be written to they are called on in the thread they were last heard in, without a word of what
        waits; PersonLost where they were heard in none, or have left it.
        """
        return await self._directly(person, card, key, None)

    async def react(self, thread: ThreadRef, message: str, mark: str) -> None:
        """Nothing: a bot cannot. The review's card names what was taken."""

    async def find(self, thread: ThreadRef, key: str) -> str | None:
        """Nothing: the connector reads no messages. `looks` says so to whoever would ask."""

    async def upload(self, thread: ThreadRef, name: str, content: bytes, described: str = "") -> str:
        """A link to the file, in the thread.

        Refused `teams_no_files` where this process serves none; PlaceLost where nothing can be said there any more.
        """
        try:
            place = await self._turn(thread)  # before the file is kept: one that has to wait is kept once
            link = await self._kept(name, content)
            said = f"{self._words('teams_file', name=name)} {described}".strip()
            card = Card((Paragraph((Link(link, (Text(name),)), Text(f" {said}"))),))
            await self._send(place, thread, card, f"file:{name}")
        except Refused as error:
            raise lost(error) from error
        return link

    # -- inside
    async def _saying_how(self, card: Card, channel: str) -> Card:
        """A review's card, and how it can be answered in this channel: plain replies are not heard everywhere."""
        key = "teams_how_plain" if await self._ways.hears(channel) else "teams_how"
        return replace(card, blocks=(*card.blocks, Paragraph((Emphasis((Text(self._words(key)),)),))))

    async def _kept(self, name: str, content: bytes) -> str:
        """Where a file is got."""
        link = await self._serve(name, content)
        if not link:
            raise Refused("teams_no_files", name=name)
        return link

    async def _begin(self, channel: str, card: Card, key: str) -> str:
        """A new post in a channel in which a review may be held; its id."""
        place = await self._ways.channel(channel)
        if place.kind in CLOSED:
            raise Refused(CLOSED[place.kind])
        activity = await self._drawn(card, key, channel)
        self._pace.post(channel)
        where, message = await self._connector.begin(place.service, channel, activity)
        if not (root := where.partition(ROOT)[2] or message):
            raise Unsure("teams_reply_lost")  # it stands there, and nobody knows where its thread is
        return root

    async def _turn(self, thread: ThreadRef) -> Channel:
        """A turn in a thread, and how its channel is reached. Later, until there is one."""
        place = await self._ways.channel(thread.channel)
        self._pace.post(conversation(thread.channel, thread.thread))
        return place

    async def _send(self, place: Channel, thread: ThreadRef, card: Card, key: str) -> str:
        activity = await self._drawn(card, key, thread.channel)
        where = conversation(thread.channel, thread.thread)
        return await self._connector.send(place.service, where, activity)

    async def _drawn(self, card: Card, key: str, channel: str) -> dict[str, Any]:
        """The activity; whom the card calls on is named as Teams knows them."""
        reach = await self._ways.person(user_of(card.calls), channel) if card.calls else None
        if reach is None:
            return dialect.message(replace(card, calls=""), self._words, key=key)
        called = f"{PLATFORM}:{self._tenant}:{reach.id}"
        return dialect.message(replace(card, calls=called), self._words, key=key, called=reach.name)

    async def _directly(self, person: PersonKey, card: Card, key: str, thread: ThreadRef | None) -> str:
        user = user_of(person)
        reach = await self._ways.person(user, thread.channel if thread else "")
        if reach is None:
            raise PersonLost("teams_no_chat")
        activity = dialect.message(replace(card, calls=""), self._words, key=key)
        try:
            return await self._alone(user, reach, activity)
        except Refused as error:
            if not is_shut(error):
                raise
            log.info("a direct message becomes a call in the thread: %s", code_of(error))
        return await self._call(person, reach, key, thread)

    async def _alone(self, user: str, reach: Reach, activity: dict[str, Any]) -> str:
        """Into the chat with one person; a chat that is gone is begun anew once."""
        chat = await self._ways.chat(user, reach)
        self._pace.post(chat)
        try:
            return await self._connector.send(reach.service, chat, activity)
        except Refused as error:
            if code_of(error) != GONE or not reach.chat:
                raise
        chat = await self._ways.chat(user, reach, stale=chat)
        return await self._connector.send(reach.service, chat, activity)

    async def _call(self, person: PersonKey, reach: Reach, key: str, thread: ThreadRef | None) -> str:
        """A line that calls on somebody where they were last heard: what waits is theirs, and is not shown there.

        PersonLost where they are not in that channel any more: Teams tells of nobody whose account is gone.
        """
        where = thread or ThreadRef(PLATFORM, self._tenant, reach.channel, reach.root)
        if not where.channel or not await self._ways.is_member(where.channel, reach):
            raise PersonLost("teams_no_chat")
        card = Card((Paragraph((Text(self._words("teams_call")),)),), calls=person)
        try:
            return await self.post(where, card, key)
        except PlaceLost as error:
            raise PersonLost("teams_no_chat") from error


def user_of(person: PersonKey | str) -> str:
    """The id under which somebody of Teams is kept; empty for somebody else."""
    platform, _, rest = person.partition(":")
    return rest.partition(":")[2] if platform == PLATFORM else ""
