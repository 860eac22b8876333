"""What people do with messages, and what happens to people, teams and the app; each is told as Teams does."""

from tests.adapters.teams.fake import events
from tests.adapters.teams.fake.delivery import Courier, Delivery
from tests.adapters.teams.fake.elements import Json
from tests.adapters.teams.fake.typed import Typed, typed
from tests.adapters.teams.fake.values import Channel, Chat, Message, Person, Place, Team
from tests.adapters.teams.fake.world import World

Where = Channel | str
Who = Person | str
FILE = "application/vnd.microsoft.teams.file.download.info"


class Talking:
    """People at their keyboards. Each act is back once the bot has answered, or could not be reached."""

    def __init__(self, world: World, courier: Courier) -> None:
        self.world = world
        self.courier = courier

    async def say(
        self, person: Who, channel: Where, text: str, thread: Message | str = "", *, mention: bool = True
    ) -> Message:
        """Write into a channel or one of its threads; `@Name` names somebody, `mention` names the bot first."""
        who, place = self.world.person(person), self.world.channel(channel)
        assert who in self.world.members(place), f"{who.name} is not in {place.name}"
        root = thread.thread if isinstance(thread, Message) else thread
        assert not root or not place.messages[root].root, f"{root} begins no thread"
        called = f"@{self.world.bot_name} {text}" if mention else text
        return await self._written(who, place, root, called, [])

    async def reply(self, person: Who, to: Message, text: str, *, mention: bool = False) -> Message:
        """Write into the thread of a message, without naming the bot."""
        return await self.say(person, self.world.channels[to.place], text, to, mention=mention)

    async def talk(self, person: Who, text: str) -> Message:
        """Write to the bot alone."""
        return await self._written(*self._alone(person), "", text, [])

    async def hand(self, person: Who, name: str, content: bytes, text: str = "") -> Message:
        """Give the bot a file, in the personal chat: elsewhere Teams brings it none."""
        who, chat = self._alone(person)
        key = f"{self.world.number()}"
        self.world.files[key] = content
        held = {"downloadUrl": f"{self.world.base}/files/{key}", "uniqueId": key}
        held["fileType"] = name.rpartition(".")[2]
        file: Json = {"contentType": FILE, "name": name, "content": held}
        return await self._written(who, chat, "", text, [file])

    async def edit(self, message: Message, text: str) -> None:
        """Change one's own message; told where the bot heard of it, or is named now."""
        spoken = self._typed(text)
        message.text, message.entities, message.edited = spoken.text, spoken.entities, True
        message.heard = message.heard or self._hears(self.world.place(message), spoken)
        await self._report(events.changed(self.world, message, "editMessage", spoken), told=message.heard)

    async def delete(self, message: Message) -> None:
        """Delete one's own message; replies to it stay."""
        message.deleted = True
        await self._report(events.deleted(self.world, message), told=message.heard)

    async def restore(self, message: Message) -> None:
        """Take one's own deletion back."""
        message.deleted = False
        spoken = Typed(message.text, message.entities)
        await self._report(events.changed(self.world, message, "undeleteMessage", spoken), told=message.heard)

    async def install(self, where: Team | Person, *, by: Who = "", rsc: bool = False) -> None:
        """Put the app into a team, its plain replies granted or not, or into somebody's personal scope."""
        who = self._acting(where, by)
        where.installed = True
        if isinstance(where, Team):
            where.rsc = rsc
            come = events.membership(self.world, where, who, [self.world.bot_id], "membersAdded")
        else:
            come = events.begun(self.world, where)
        await self._report(come)
        await self._report(events.installation(self.world, where, who, "add"))

    async def uninstall(self, where: Team | Person, *, by: Who = "") -> None:
        """Take the app out again."""
        who = self._acting(where, by)
        where.installed = False
        if isinstance(where, Team):
            gone = events.membership(self.world, where, who, [self.world.bot_id], "membersRemoved")
            await self._report(gone)
        await self._report(events.installation(self.world, where, who, "remove"))

    async def add_member(self, team: Team | str, person: Who) -> None:
        """Somebody comes into a team."""
        group, who = self.world.team(team), self.world.person(person)
        group.members.add(who.id)
        told = events.membership(self.world, group, who, [who.id], "membersAdded")
        await self._report(told, told=group.installed)

    async def remove_member(self, team: Team | str, person: Who) -> None:
        """Somebody leaves a team."""
        group, who = self.world.team(team), self.world.person(person)
        group.members.discard(who.id)
        told = events.membership(self.world, group, who, [who.id], "membersRemoved")
        await self._report(told, told=group.installed)

    async def delete_channel(self, channel: Where, *, by: Who) -> None:
        """A channel goes, with all its threads."""
        place, who = self.world.channel(channel), self.world.person(by)
        place.deleted = True
        told = events.channel_gone(self.world, place, who)
        await self._report(told, told=self.world.teams[place.team].installed)

    def _alone(self, person: Who) -> tuple[Person, Chat]:
        who = self.world.person(person)
        assert self.world.reachable(who), f"{who.name} does not have the app"
        return who, self.world.chat(who)

    def _acting(self, where: Team | Person, by: Who) -> Person:
        """Whoever is named, else the person themselves or the first of the team."""
        if by:
            return self.world.person(by)
        return where if isinstance(where, Person) else self.world.people[sorted(where.members)[0]]

    def _typed(self, text: str) -> Typed:
        names = {person.name: person.id for person in self.world.people.values()}
        return typed(text, names | {self.world.bot_name: self.world.bot_id}, self.world.mentions)

    def _hears(self, place: Place, spoken: Typed) -> bool:
        """Whether a message is brought to the bot at all."""
        if isinstance(place, Chat):
            return True
        team = self.world.teams[place.team]
        if not team.installed or place.kind == "private":
            return False
        return self.world.bot_id in spoken.named or (team.rsc and place.kind == "standard")

    async def _written(self, who: Person, place: Place, root: str, text: str, files: list[Json]) -> Message:
        spoken = self._typed(text)
        message = Message(self.world.message_id(), place.id, who.id, spoken.text, root)
        message.entities, message.heard = spoken.entities, self._hears(place, spoken)
        place.messages[message.id] = message
        await self._report(events.message(self.world, message, spoken, files), told=message.heard)
        return message

    async def _report(self, activity: Json, *, told: bool = True) -> Delivery | None:
        self.world.pulse.beat()
        return await self.courier.event(activity) if told else None
