"""The tenant behind the fake Teams: what exists, and where one looks it up."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import count
from uuid import NAMESPACE_DNS, uuid5

from tests.adapters.slack.fake.pulse import Pulse
from tests.adapters.slack.fake.times import Time
from tests.adapters.teams.fake.openid import APP, TENANT
from tests.adapters.teams.fake.trouble import Troubles
from tests.adapters.teams.fake.typed import Mentions
from tests.adapters.teams.fake.values import (
    Channel,
    Chat,
    Dialog,
    Message,
    Notice,
    Person,
    Place,
    Refused,
    Team,
)

ROOT = ";messageid="


def guid(name: str) -> str:
    """The id the directory has for something, always the same."""
    return str(uuid5(NAMESPACE_DNS, name))


class World:
    """One tenant with one app. Ids are made from names, so that tests can read them."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.tenant, self.app = TENANT, APP
        self.bot_id, self.bot_name = f"28:{self.app}", "agent-incident"
        self.base = ""  # http://127.0.0.1:port
        self.region = "emea"  # of the service address; may change between two activities
        self.people: dict[str, Person] = {}
        self.teams: dict[str, Team] = {}
        self.channels: dict[str, Channel] = {}
        self.chats: dict[str, Chat] = {}
        self.dialogs: list[Dialog] = []
        self.notices: list[Notice] = []
        self.violations: list[str] = []
        self.judging = True
        self.page_size = 50  # members a page, at most
        self.mentions = Mentions.USUAL  # how those of the bot arrive from now on
        self.files: dict[str, bytes] = {}  # handed over in personal chats
        self.troubles = Troubles()
        self.pulse = Pulse()
        self._numbers = count(1)

    @property
    def service(self) -> str:
        """The service address, as activities name it."""
        return f"{self.base}/{self.region}/"

    def number(self) -> int:
        """A number never given before."""
        return next(self._numbers)

    def message_id(self) -> str:
        """The id of a message made now: milliseconds since 1970, later ones after it."""
        return str(int((self.time.now() + timedelta(milliseconds=self.number())).timestamp() * 1000))

    def wrong(self, what: str) -> None:
        """Note something a strict Teams would not stand for."""
        if self.judging:
            self.violations.append(what)

    # -- whatever sits in front of the screen may be named
    def person(self, who: Person | str) -> Person:
        """Somebody by id, by account or by name; StopIteration for a stranger."""
        if isinstance(who, Person):
            return who
        return next(p for p in self.people.values() if who in (p.id, p.aad, p.name))

    def channel(self, where: Channel | str) -> Channel:
        """A channel by id or by name."""
        if isinstance(where, Channel):
            return where
        return self.channels.get(where) or next(c for c in self.channels.values() if c.name == where)

    def team(self, which: Team | str) -> Team:
        """A team by id or by name."""
        if isinstance(which, Team):
            return which
        return self.teams.get(which) or next(t for t in self.teams.values() if t.name == which)

    def place(self, message: Message) -> Place:
        """Where a message stands."""
        return self.channels.get(message.place) or self.chats[message.place]

    # -- what there is
    def add_person(
        self, name: str, *, email: str = "", zone: str = "Europe/Berlin", tenant: str = ""
    ) -> Person:
        """Somebody new in the tenant, or a guest from another."""
        who = Person(f"29:{name}", name, guid(f"person {name}"), tenant or self.tenant, email, zone)
        self.people[who.id] = who
        return who

    def add_team(self, name: str, members: Iterable[Person | str] = ()) -> Team:
        """A new team with its first channel, `general`; the app is not in it yet."""
        team = Team(f"19:{name}@thread.tacv2", name, guid(f"team {name}"))
        team.members = {self.person(who).id for who in members}
        self.teams[team.id] = team
        self.channels[team.id] = Channel(team.id, f"{name} general", team.id)
        return team

    def add_channel(
        self,
        name: str,
        team: Team | str,
        *,
        kind: str = "standard",
        members: Iterable[Person | str] | None = None,
    ) -> Channel:
        """A new channel; `members` where those of a shared or private one are not the team's."""
        own = None if members is None else {self.person(who).id for who in members}
        place = Channel(f"19:{name}@thread.tacv2", name, self.team(team).id, kind, own)
        self.channels[place.id] = place
        return place

    def chat(self, who: Person | str) -> Chat:
        """The chat of the bot with somebody, made if it is not there yet."""
        person = self.person(who)
        id_ = f"a:1{person.id.removeprefix('29:')}"
        return self.chats.setdefault(id_, Chat(id_, person.id))

    # -- as the service sees it
    def members(self, place: Place) -> list[Person]:
        """Who is in a channel or chat, in the order they came into the tenant."""
        if isinstance(place, Chat):
            ids = {place.person}
        else:
            ids = self.teams[place.team].members if place.members is None else place.members
        return [person for person in self.people.values() if person.id in ids and not person.gone]

    def reachable(self, person: Person) -> bool:
        """Whether the bot may write to somebody alone: the app is theirs, or in a team of theirs."""
        teams = (team for team in self.teams.values() if team.installed)
        return not person.gone and (person.installed or any(person.id in team.members for team in teams))

    def admitted(self, place: Place) -> None:
        """Refuses where the bot is not part of a place."""
        if isinstance(place, Channel):
            inside = self.teams[place.team].installed and place.kind != "private"
        else:
            inside = self.reachable(self.people[place.person])
        if not inside:
            raise Refused(
                403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
            )

    def conversation(self, id_: str) -> tuple[Place, str]:
        """The place of a conversation, and the first message of its thread, empty for none."""
        bare, _, root = id_.partition(ROOT)
        place: Place | None = self.channels.get(bare) or self.chats.get(bare)
        if place is None or (isinstance(place, Channel) and place.deleted):
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        self.admitted(place)
        if root and (root not in place.messages or place.messages[root].root):
            raise Refused(404, "ConversationNotFound", "Conversation not found.")
        return place, root

    def conversation_id(self, message: Message) -> str:
        """The id of the conversation a message is part of."""
        return message.place if message.place in self.chats else f"{message.place}{ROOT}{message.thread}"

    def said(self, by: str) -> Iterator[Message]:
        """All that somebody, or the bot, has written, place by place."""
        places: list[Place] = [*self.channels.values(), *self.chats.values()]
        for place in places:
            yield from (message for message in place.messages.values() if message.by == by)
