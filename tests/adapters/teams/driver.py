"""Scripts through Teams: the `Driver` of `bot.chat.player` over the fake tenant and the bot as it is served."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.chat import commands
from bot.chat.pace import Pace
from bot.chat.teams.door import MESSAGES
from bot.chat.teams.inputs import INPUT
from bot.cli.serving import Served, serving
from bot.domain.errors import PersonError
from bot.settings import Settings
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.teams.fake.elements import Json, actions_of, inputs_of
from tests.adapters.teams.fake.forms import CannotSend
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.values import Channel, Dialog, Message, Person, Place
from tests.adapters.teams.reading import folded, read
from tests.adapters.teams.sides import teams_of

COMMAND = "/agent-incident"
IN_THREAD = "show"
"""The one command of the scripts that means the thread it is written in."""

TEAM, CHANNEL = "operations", "incidents"


class TeamsDriver:
    """Plays people in one channel of the fake, whose team granted plain replies. Files are taken from `folder`."""

    def __init__(self, teams: FakeTeams, time: FakeTime, settings: Settings, folder: Path) -> None:
        self._teams = teams
        self._time = time
        self._settings = settings
        self._folder = folder
        self._stack = AsyncExitStack()
        self._said: dict[str, list[Message]] = {}  # people's own messages, by root
        self._before: dict[tuple[str, str], str] = {}
        self._told: dict[str, list[str]] = {}  # errors in dialogs, by person
        self._ticks = itertools.count(0.0, 1000.0)
        self.team = teams.world.add_team(TEAM)
        self.channel: Channel = teams.world.add_channel(CHANNEL, self.team)
        teams.bring_to(f"http://{settings.http_host}:{settings.http_port}{MESSAGES}")
        self.served: Served

    async def start(self) -> None:
        """Serve. The buckets of the pace are always full: time belongs to the script alone."""
        pace = Pace(monotonic=lambda: next(self._ticks))
        self.served = await self._stack.enter_async_context(serving(self._settings, self._time, pace))
        if not self.team.installed:
            first = self._new_person("owner of the team")
            await self._teams.install(self.team, by=first, rsc=True)
        await self._settle()

    def said(self) -> tuple[str, ...]:
        """Every message of the bot as it stands, oldest first."""
        return tuple(read(message) for message in sorted(self._posts(), key=lambda message: message.id))

    async def stop(self) -> None:
        """The process ends."""
        await self._stack.aclose()

    # -- acts
    async def says(self, who: str, text: str) -> None:
        """A command, or a reply in the newest review's thread."""
        person = await self._begin(who)
        command, _, rest = text.partition(" ")
        if command == COMMAND and rest != IN_THREAD:
            await self._teams.say(person, self.channel, f"agent-incident {rest}")
        elif command == COMMAND:
            await self._teams.reply(person, self._root(), rest, mention=True)
        elif text.startswith("/"):
            raise PersonError("unknown_command", word=command, nearest="")
        else:
            root = self._root()
            self._said.setdefault(root.id, []).append(await self._teams.reply(person, root, text))
        await self._settle()

    async def presses(self, who: str, label: str, on: str) -> None:
        """By label, on the newest message this person sees that has it."""
        person = await self._begin(who)
        seen = [m for m in self._seen(person) if folded(on) in folded(read(m))]
        for message in seen:
            for found in message.labels():
                if folded(found) == folded(label):
                    await self._press(person, message, found)
                    return
        known = next((" ".join(f"[{one}]" for one in m.labels()) for m in seen if m.labels()), "")
        raise PersonError("no_such_button", label=label, known=known)

    async def chooses(self, who: str, words: str) -> None:
        """By words of the button of a decision point."""
        person = await self._begin(who)
        for message in self._seen(person):
            for action in actions_of(message.card):
                label = str(action["title"])
                if str(action["data"].get("press", "")).startswith("point:") and folded(words) in folded(
                    label
                ):
                    await self._press(person, message, label)
                    return
        raise PersonError("no_such_button", label=words, known="")

    async def fills(self, who: str, fields: dict[str, str], form: str, target: str) -> None:
        """The form on this person's screen, or the one a button they see opens, or a word to the bot."""
        person = await self._begin(who)
        if form and not await self._opened(person, form, target):
            return
        dialog = self._teams.screen(person)
        if dialog is None:
            raise PersonError("play_no_form", who=who)
        values = _values(dialog, fields)
        try:
            shown = await self._teams.submit(dialog, values)
        except CannotSend as error:
            self._told.setdefault(person.id, []).append(str(error))
            self._teams.close(dialog)
        else:
            if shown.dialog is not None:  # the form again, with a sentence
                self._told.setdefault(person.id, []).append(shown.dialog.words())
                self._teams.close(shown.dialog)
        await self._settle()

    async def edits(self, who: str, number: int, text: str) -> None:
        """By its number among the replies of the thread."""
        await self._begin(who)
        await self._teams.edit(self._message(number), text)
        await self._settle()

    async def deletes(self, who: str, number: int) -> None:
        """By its number among the replies of the thread."""
        await self._begin(who)
        await self._teams.delete(self._message(number))
        await self._settle()

    async def attaches(self, who: str, path: str, kind: str) -> None:
        """Handed over in the personal chat: Teams brings a bot no file of a channel, and knows no kinds of evidence."""
        del kind
        person = await self._begin(who)
        file = self._folder / path
        await self._teams.hand(person, file.name, file.read_bytes(), f"AR-{self._number()}")
        await self._settle()

    async def links(self, who: str, url: str) -> None:
        """Pasted into the thread."""
        await self.says(who, url)

    async def arrives(self, who: str) -> None:
        """Somebody comes into the team, and writes to the bot once: before that it cannot know them."""
        await self._begin(who)
        await self._settle()

    async def is_agent(self, who: str) -> None:
        """Teams brings a bot no message of another bot."""
        raise PersonError("teams_no_bots", who=who)

    async def passes(self, time: timedelta) -> None:
        """The clock is moved, and all that is due is done."""
        self._act()
        self._time.advance(time)
        await self._settle()

    async def pauses(self, seconds: float) -> None:
        """A process with another pace takes over."""
        longest = max(seconds, self._settings.longest_seconds)
        self._settings = replace(self._settings, quiet_seconds=seconds, longest_seconds=longest)
        await self.restart()

    async def restart(self) -> None:
        """A new process over the same database; what stands in Teams stays, open dialogs too."""
        self._act()
        await self.stop()
        await self.start()

    # -- what came of it
    def now(self) -> datetime:
        """The clock of the play."""
        return self._time.now()

    def heard_in_thread(self) -> Sequence[str]:
        """Posted in the channel, or updated there, since the last act."""
        return [text for to, text in self._new() if not to]

    def heard_alone(self, name: str) -> Sequence[str]:
        """Shown to one person since the last act: in their chat, or in a dialog."""
        person = self._known(name)
        if person is None:
            return []
        return [*self._told.get(person.id, ()), *(text for to, text in self._new() if to == person.id)]

    # -- inside
    def _act(self) -> None:
        self._before = {_key(message): read(message) for message in self._posts()}
        self._told = {}

    async def _begin(self, who: str) -> Person:
        """Whoever has this name; somebody new comes into the team, with the app in their own scope."""
        self._act()
        known = self._known(who)
        if known is not None:
            return known
        person = self._new_person(who)
        await self._teams.install(person)
        await self._settle()
        return person

    def _new_person(self, who: str) -> Person:
        person = self._teams.world.add_person(who.casefold())
        self.team.members.add(person.id)
        return person

    def _known(self, who: str) -> Person | None:
        people = self._teams.world.people.values()
        return next((person for person in people if person.name == who.casefold()), None)

    def _root(self) -> Message:
        """The card of the newest review."""
        found = [m for m in self._teams.posts(self.channel) if m.by == self._teams.world.bot_id]
        if not found:
            raise PersonError("no_review_open")
        return found[-1]

    def _number(self) -> int:
        return self.served.app.store.reviews()

    def _message(self, number: int) -> Message:
        said = self._said.get(self._root().id, [])
        if not 1 <= number <= len(said):
            raise PersonError("no_such_message", number=number)
        return said[number - 1]

    def _posts(self) -> Iterator[Message]:
        """Everything the bot has written, to all and to persons alone."""
        world = self._teams.world
        places: list[Place] = [*world.channels.values(), *world.chats.values()]
        for place in places:
            yield from (m for m in place.messages.values() if m.by == world.bot_id and not m.deleted)

    def _new(self) -> Iterator[tuple[str, str]]:
        """To whom (empty for all), and the text; of an update, the lines that are new."""
        for message in self._posts():
            text, before = read(message), self._before.get(_key(message))
            if before is None:
                yield self._to(message), text
            elif before != text:
                old = set(before.splitlines())
                yield self._to(message), "\n".join(line for line in text.splitlines() if line not in old)

    def _to(self, message: Message) -> str:
        chat = self._teams.world.chats.get(message.place)
        return chat.person if chat else ""

    def _seen(self, person: Person) -> list[Message]:
        """What of the bot's a person who looks at the newest thread sees, newest first."""
        thread = {m.id for m in self._teams.thread(self._root())}
        seen = [m for m in self._posts() if self._to(m) == person.id or (not self._to(m) and m.id in thread)]
        return sorted(seen, key=lambda m: m.id, reverse=True)

    async def _press(self, person: Person, message: Message, label: str) -> None:
        shown = await self._teams.press(person, message, label)
        if shown.said:
            self._told.setdefault(person.id, []).append(shown.said)
        await self._settle()

    async def _opened(self, person: Person, form: str, target: str) -> bool:
        """Open a form by the button for it, else by its name said to the bot; False where it may not be opened."""
        if not await self._pressed_form(person, form, target):
            words = _words(form, target)
            if commands.form_of(words) is None:
                raise PersonError("no_such_button", label=f"form:{form} {target}", known="")
            await self._teams.reply(person, self._root(), words, mention=True)
            await self._settle()
            if not await self._pressed_form(person, form, ""):
                return False
        return self._teams.screen(person) is not None

    async def _pressed_form(self, person: Person, form: str, target: str) -> bool:
        for message in self._seen(person):
            for action in actions_of(message.card):
                data: Json = action["data"]
                if data.get("press") == f"form:{form}" and target in {"", data.get("value")}:
                    await self._press(person, message, str(action["title"]))
                    return True
        return False

    async def _settle(self) -> None:
        """Do all that is due by the script's clock."""
        while True:
            await self._teams.settled()
            await teams_of(self.served).desk.finish()
            await self.served.app.inbox.finish()
            await self.served.app.settle()
            due = self.served.app.store.next_due()
            if due is None or due > self._time.now():
                return


def _words(form: str, target: str) -> str:
    """How a form is asked for in words: `verdict A2`, `reader B`, `restrict`."""
    letter, _, question = target.partition(":")
    number = str(commands.QUESTIONS.index(question) + 1) if question in commands.QUESTIONS else ""
    word = {"cold_reader": "reader"}.get(form, form.partition("_")[0])
    return f"{word} {letter}{number}".strip()


def _key(message: Message) -> tuple[str, str]:
    return message.place, message.id


def _values(dialog: Dialog, fields: dict[str, str]) -> dict[str, str | list[str]]:
    """Values by label from values by key; several persons or choices have commas between them."""
    inputs: dict[str, Json] = {str(one["id"]).removeprefix(INPUT): one for one in inputs_of(dialog.card)}
    if unknown := [key for key in fields if key not in inputs]:
        raise PersonError("no_such_field", field=unknown[0], known=", ".join(inputs))
    return {str(inputs[key]["label"]): _value(inputs[key], value) for key, value in fields.items()}


def _value(one: Json, value: str) -> str | list[str]:
    if not one.get("isMultiSelect"):
        return value
    return [part for part in value.replace(",", " ").split() if part]
