"""Scripts through Slack: the `Driver` of `bot.chat.player` over the fake workspace and the bot as it is served."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.chat import commands
from bot.chat.pace import Pace
from bot.chat.slack import buttons
from bot.chat.slack.forms import FIELD
from bot.cli.serving import Served, serving
from bot.domain.errors import PersonError
from bot.settings import Settings
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import Channel, Json, Message, User, View, pressables
from tests.adapters.slack.installed import install
from tests.adapters.slack.reading import folded, read
from tests.adapters.slack.sides import slack_of

COMMAND = "/agent-incident"
LOOKS_AT_THREAD = "show"
"""The one command that means the thread it is typed in; Slack lets no command be typed there: a mention is."""


class SlackDriver:
    """Plays people in one channel of the fake. Files are taken from `folder`."""

    def __init__(self, slack: FakeSlack, time: FakeTime, settings: Settings, folder: Path) -> None:
        self._slack = slack
        self._time = time
        self._settings = settings
        self._folder = folder
        self._stack = AsyncExitStack()
        self._said: dict[str, list[Message]] = {}  # people's own messages, by root
        self._before: dict[tuple[str, str, str], str] = {}
        self._told: dict[str, list[str]] = {}  # errors beside fields, by user
        self._ticks = itertools.count(0.0, 1000.0)
        install(slack.world)
        self.channel: Channel = slack.world.add_channel("incidents", id_="C1")
        self.served: Served

    async def start(self) -> None:
        """Serve. The buckets of the pace are always full: time belongs to the script alone."""
        pace = Pace(monotonic=lambda: next(self._ticks))
        self.served = await self._stack.enter_async_context(serving(self._settings, self._time, pace))
        await self._settle()

    def said(self) -> tuple[str, ...]:
        """Every message of the bot as it stands, oldest first."""
        return tuple(read(message) for message in sorted(self._posts(), key=lambda message: message.ts))

    async def stop(self) -> None:
        """The process ends."""
        await self._stack.aclose()

    # -- acts
    async def says(self, who: str, text: str) -> None:
        """A command, or a reply in the newest review's thread."""
        user = await self._begin(who)
        command, _, rest = text.partition(" ")
        if command == COMMAND and rest != LOOKS_AT_THREAD:
            await self._slack.command(user, self.channel, rest)
        elif command == COMMAND:
            await self._mention(user, rest)
        elif text.startswith("/"):
            raise PersonError("unknown_command", word=command, nearest="")
        else:
            root = self._root().ts
            said = await self._slack.say(user, self.channel, text, thread_ts=root)
            self._said.setdefault(root, []).append(said)
        await self._settle()

    async def presses(self, who: str, label: str, on: str) -> None:
        """By label, on the newest message this person sees that has it."""
        user = await self._begin(who)
        seen = [m for m in self._seen(user) if folded(on) in folded(read(m))]
        for message in seen:
            for found in message.labels():
                if folded(found) == folded(label):
                    await self._slack.press(user, message, found)
                    await self._settle()
                    return
        known = next((" ".join(f"[{one}]" for one in m.labels()) for m in seen if m.labels()), "")
        raise PersonError("no_such_button", label=label, known=known)

    async def chooses(self, who: str, words: str) -> None:
        """By words of the button of a decision point."""
        user = await self._begin(who)
        for message in self._seen(user):
            for _, element, label, _ in pressables(message.blocks):
                carried = buttons.read(element.get("value", ""))
                if carried and carried.press.startswith("point:") and folded(words) in folded(label):
                    await self._slack.press(user, message, label)
                    await self._settle()
                    return
        raise PersonError("no_such_button", label=words, known="")

    async def fills(self, who: str, fields: dict[str, str], form: str, target: str) -> None:
        """The form on this person's screen, or the one a button they see opens, or a word to the bot."""
        user = await self._begin(who)
        if form and not await self._opened(user, form, target):
            return
        view = self._slack.screen(user)
        if view is None:
            raise PersonError("play_no_form", who=who)
        sent = await self._slack.submit(view, _values(view, fields))
        self._told.setdefault(user.id, []).extend(sent.errors.values())
        if sent.errors:
            await self._slack.close(view)
        await self._settle()

    async def edits(self, who: str, number: int, text: str) -> None:
        """By its number among the replies of the thread."""
        await self._begin(who)
        await self._slack.edit(self._message(number), text)
        await self._settle()

    async def deletes(self, who: str, number: int) -> None:
        """By its number among the replies of the thread."""
        await self._begin(who)
        await self._slack.delete(self._message(number))
        await self._settle()

    async def attaches(self, who: str, path: str, kind: str) -> None:
        """Dropped into the thread: Slack knows no kinds of evidence."""
        del kind
        user = await self._begin(who)
        file = self._folder / path
        root = self._root().ts
        await self._slack.upload(user, self.channel, file.name, file.read_bytes(), thread_ts=root)
        await self._settle()

    async def links(self, who: str, url: str) -> None:
        """Pasted into the thread."""
        await self.says(who, url)

    async def arrives(self, who: str) -> None:
        """Comes into the channel."""
        await self._begin(who)
        await self._settle()

    async def is_agent(self, who: str) -> None:
        """A bot of its own, named in the settings."""
        user = await self._begin(who)
        slack_of(self.served).desk.agents |= {user.id}
        self._settings = replace(
            self._settings, slack_agents=",".join(sorted(slack_of(self.served).desk.agents))
        )

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
        """A new process over the same database; what stands in Slack stays, open forms too."""
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
        """Shown to one person since the last act: ephemeral, direct, or beside a field."""
        user = self._slack.world.user(name).id
        return [*self._told.get(user, ()), *(text for to, text in self._new() if to == user)]

    # -- inside
    def _act(self) -> None:
        self._before = {_key(message): read(message) for message in self._posts()}
        self._told = {}

    async def _begin(self, who: str) -> User:
        """Whoever has this name; somebody new comes into the channel."""
        self._act()
        known = [user for user in self._slack.world.users.values() if user.name == who.casefold()]
        if known:
            return known[0]
        user = self._slack.world.add_user(who.casefold())
        await self._slack.join(user, self.channel)
        await self._settle()
        return user

    def _root(self) -> Message:
        """The card of the newest review."""
        found = [m for m in self._slack.posts(self.channel.id) if m.user == self._slack.world.bot.id]
        if not found:
            raise PersonError("no_review_open")
        return found[-1]

    def _message(self, number: int) -> Message:
        said = self._said.get(self._root().ts, [])
        if not 1 <= number <= len(said):
            raise PersonError("no_such_message", number=number)
        return said[number - 1]

    def _posts(self) -> Iterator[Message]:
        """Everything the bot has written, to all and to persons alone."""
        world = self._slack.world
        for place in world.channels.values():
            yield from (m for m in place.messages.values() if m.user == world.bot.id)
        yield from (m for m in world.whispers if m.user == world.bot.id or m.subtype == "error")

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
        place = self._slack.world.channels[message.channel]
        if message.to or place.kind != "im":
            return message.to
        return next(iter(place.members - {self._slack.world.bot.id}))

    def _seen(self, user: User) -> list[Message]:
        """What of the bot's a person who looks at the newest thread sees, newest first."""
        root = self._root().ts
        thread = {m.ts for m in self._slack.thread(self.channel.id, root)}
        seen = [m for m in self._posts() if self._to(m) == user.id or (not self._to(m) and m.ts in thread)]
        return sorted(seen, key=lambda m: m.ts, reverse=True)

    async def _opened(self, user: User, form: str, target: str) -> bool:
        """Open a form by the button for it, else by its name said to the bot; False where it may not be opened."""
        if not await self._pressed_form(user, form, target):
            words = _words(form, target)
            if commands.form_of(words) is None:
                raise PersonError("no_such_button", label=f"form:{form} {target}", known=self._known(user))
            await self._mention(user, words)
            await self._settle()
            if not await self._pressed_form(user, form, ""):
                return False
        return self._slack.screen(user) is not None

    async def _pressed_form(self, user: User, form: str, target: str) -> bool:
        for message in self._seen(user):
            for _, element, label, _ in pressables(message.blocks):
                carried = buttons.read(element.get("value", ""))
                if carried and carried.press == f"form:{form}" and target in {"", carried.value}:
                    await self._slack.press(user, message, label)
                    await self._settle()
                    return True
        return False

    def _known(self, user: User) -> str:
        found = (
            buttons.read(element.get("value", ""))
            for message in self._seen(user)
            for _, element, _, _ in pressables(message.blocks)
        )
        return " ".join(dict.fromkeys(f"[{one.press} {one.value}]" for one in found if one))

    async def _mention(self, user: User, words: str) -> None:
        """Words to the bot in the thread."""
        text = f"<@{self._slack.world.bot.id}> {words}"
        await self._slack.say(user, self.channel, text, thread_ts=self._root().ts)

    async def _settle(self) -> None:
        """Do all that is due by the script's clock."""
        while True:
            await slack_of(self.served).desk.finish()
            await self.served.app.inbox.finish()
            await self.served.app.settle()
            await self._slack.settled()
            due = self.served.app.store.next_due()
            if due is None or due > self._time.now():
                return


def _words(form: str, target: str) -> str:
    """How a form is asked for in words: `verdict A2`, `reader B`, `restrict`."""
    letter, _, question = target.partition(":")
    number = str(commands.QUESTIONS.index(question) + 1) if question in commands.QUESTIONS else ""
    word = {"cold_reader": "reader"}.get(form, form.partition("_")[0])
    return f"{word} {letter}{number}".strip()


def _key(message: Message) -> tuple[str, str, str]:
    return message.channel, message.ts, message.to


def _values(view: View, fields: dict[str, str]) -> dict[str, str | list[str]]:
    """Values by label from values by key; several persons or choices have commas between them."""
    blocks: dict[str, Json] = {
        b["block_id"].removeprefix(FIELD): b for b in view.body["blocks"] if b["type"] == "input"
    }
    if unknown := [key for key in fields if key not in blocks]:
        raise PersonError("no_such_field", field=unknown[0], known=", ".join(blocks))
    return {blocks[key]["label"]["text"]: _value(blocks[key], value) for key, value in fields.items()}


def _value(block: Json, value: str) -> str | list[str]:
    if not block["element"]["type"].startswith("multi_"):
        return value
    return [part for part in value.replace(",", " ").split() if part]
