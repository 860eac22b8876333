"""The chat port over the fake Teams: what it posts is seen there, and nothing else of the bot runs."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.chat.teams.book import CHANNEL, PERSON, Book, Reach
from bot.chat.teams.book import Channel as Held
from bot.chat.teams.botframework import connect
from bot.chat.teams.post import TeamsChat
from bot.domain.errors import Later
from bot.domain.review import PersonKey, ThreadRef, person_key
from bot.domain.tree import Card, Paragraph, Text
from bot.voice import load_voice
from storage.memory import MemoryStore
from tests.adapters.teams.fake.openid import TENANT, OpenId
from tests.adapters.teams.fake.stage import people
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.values import Channel, Message, Person
from tests.adapters.teams.service import KNOWN

KEY = "review:7:v3:ask"
WORDS = "What could it have done instead?"
LINK = "https://bot.example.org/teams/files/token/run.png"


def card(text: str = WORDS, *, calls: str = "") -> Card:
    """One paragraph."""
    return Card((Paragraph((Text(text),)),), calls=calls)


def key_of(person: Person) -> PersonKey:
    """Somebody as reviews name them: by their account."""
    return person_key("teams", TENANT, person.aad)


@dataclass
class Turns:
    """A pace that lets everything pass and notes who took a turn; the next is told to wait where `wait_s` is set."""

    taken: list[str] = field(default_factory=list)
    wait_s: float = 0.0

    def post(self, channel: str) -> None:
        """In a conversation."""
        if self.wait_s:
            wait_s, self.wait_s = self.wait_s, 0.0
            raise Later("paced", retry_after=wait_s)
        self.taken.append(channel)

    def update(self, message: str) -> None:
        """For a message."""
        self.taken.append(message)


@dataclass
class Served:
    """Puts files where a link leads, and keeps nothing but their names; `link` is empty where there is no address."""

    link: str = LINK
    names: list[str] = field(default_factory=list)

    async def put(self, name: str, content: bytes) -> str:
        """One file."""
        del content
        self.names.append(name)
        return self.link


@dataclass
class Said:
    """Mia and Ana in a team with the bot, who is known to have heard Mia in `channel`; Ana was never heard."""

    teams: FakeTeams
    chat: TeamsChat
    book: Book
    turns: Turns
    served: Served
    channel: Channel

    @property
    def mia(self) -> Person:
        """The one who was heard."""
        return self.teams.world.person("Mia")

    @property
    def ana(self) -> Person:
        """The one who was not."""
        return self.teams.world.person("Ana")

    async def thread(self) -> ThreadRef:
        """A thread that was begun in the channel."""
        return await self.chat.open_thread(self.channel.id, card("AR-7"), KEY)

    def in_thread(self, thread: ThreadRef) -> list[Message]:
        """The replies in a thread."""
        return [m for m in self.channel.thread(thread.thread) if m.root]

    def alone(self, person: Person) -> list[str]:
        """What stands in the chat with one person."""
        return [message.words() for message in self.teams.chat(person)]

    async def meet(self, person: Person, thread: ThreadRef | None = None) -> None:
        """Somebody was heard, perhaps in a thread."""
        where = (thread.channel, thread.thread) if thread else ("", "")
        reach = Reach(self.teams.service, person.id, person.name, "", "", *where)
        await self.book.keep(PERSON + person.aad, reach)


Story = Callable[[Said], Awaitable[None]]


def play(story: Story, *, heard: bool = True) -> None:
    """Run a story; `heard`: somebody has written in the channel, so it is known."""

    async def run() -> None:
        async with OpenId() as openid, FakeTeams(keys=openid) as teams:
            channel = people(teams)
            _, connector = connect(KNOWN, addresses=openid.addresses(teams.world.base))
            book, turns, served = Book(f"teams:{TENANT}"), Turns(), Served()
            await book.open(MemoryStore().addresses)
            words = load_voice(None).words
            chat = TeamsChat(connector, book=book, tenant=TENANT, words=words, pace=turns, serve=served.put)
            said = Said(teams, chat, book, turns, served, channel)
            if heard:
                await book.keep(CHANNEL + channel.id, Held(teams.service, channel.team))
            await said.meet(said.mia)
            try:
                await story(said)
            finally:
                await connector.close()

    asyncio.run(run())
