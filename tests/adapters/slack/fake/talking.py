"""What people do with messages, and what happens to people and places; each is reported to the app as Slack does."""

import asyncio

from tests.adapters.slack.fake import events, typed
from tests.adapters.slack.fake.chat import remove
from tests.adapters.slack.fake.delivery import Courier, Delivery
from tests.adapters.slack.fake.files import shared
from tests.adapters.slack.fake.people import reaction_event, take_reaction
from tests.adapters.slack.fake.values import Channel, File, Json, Message, User
from tests.adapters.slack.fake.world import World

Where = Channel | str


class Talking:
    """People at their keyboards. Each act is back once the app has acknowledged it, or could not be reached."""

    def __init__(self, world: World, courier: Courier) -> None:
        self.world = world
        self.courier = courier

    async def say(
        self,
        user: User | str,
        channel: Where,
        text: str,
        thread_ts: str = "",
        *,
        subtype: str = "",
        blocks: list[Json] | None = None,
    ) -> Message:
        """Write into a place or a thread. `subtype`: me_message, thread_broadcast; a bot's member speaks as a bot."""
        message = self._written(self.world.user(user), self.world.channel(channel), text, thread_ts)
        message.subtype = subtype
        message.blocks = message.blocks if blocks is None else blocks
        self.world.channels[message.channel].messages[message.ts] = message
        await self._said(message)
        return message

    async def upload(
        self,
        user: User | str,
        channel: Where,
        name: str,
        content: bytes,
        *,
        text: str = "",
        thread_ts: str = "",
        media_type: str = "text/plain",
    ) -> Message:
        """Share a file, with a text if wanted."""
        who, place = self.world.user(user), self.world.channel(channel)
        file = File(f"F{self.world.number()}", name, len(content), who.id, content, media_type, name)
        self.world.files[file.id] = file
        message = self._written(who, place, text, thread_ts)
        message.subtype = "file_share"
        shared(place, [file], message)
        await self._said(message)
        return message

    async def edit(self, message: Message, text: str) -> None:
        """Change one's own message."""
        before = events.message_json(self.world, message)
        message.text, message.edited = typed.markup(self.world, text), self.world.ts()
        message.blocks = [typed.rich_text(self.world, text)]
        await self._report(
            events.changed_event(self.world, message, before, at=self.world.ts()), message.channel
        )

    async def unfurl(self, message: Message) -> None:
        """Slack adds a preview of a link: a change that changes no text."""
        before = events.message_json(self.world, message)
        await self._report(
            events.changed_event(self.world, message, before, at=self.world.ts()), message.channel
        )

    async def delete(self, message: Message) -> None:
        """Delete a message; a root with replies leaves a tombstone."""
        place = self.world.channels[message.channel]
        await self._report(remove(self.world, place, message), place.id)

    async def react(self, user: User | str, message: Message, name: str) -> None:
        """Put a reaction."""
        who = self.world.user(user)
        message.reactions.setdefault(name, []).append(who.id)
        await self._report(reaction_event(self.world, message, who, name, "reaction_added"), message.channel)

    async def unreact(self, user: User | str, message: Message, name: str) -> None:
        """Take one's reaction back; a bot's own reaction may be taken away by nobody else."""
        who = self.world.user(user)
        take_reaction(message, who, name)
        await self._report(
            reaction_event(self.world, message, who, name, "reaction_removed"), message.channel
        )

    async def join(self, user: User | str, channel: Where) -> Message:
        """Come into a place: a message with the subtype `channel_join`, and an event."""
        who, place = self.world.user(user), self.world.channel(channel)
        place.members.add(who.id)
        message = self._written(who, place, f"<@{who.id}> has joined the channel", "")
        message.subtype, message.blocks, message.bot_id = "channel_join", [], ""
        place.messages[message.ts] = message
        event: Json = {
            "type": "member_joined_channel",
            "user": who.id,
            "channel": place.id,
            "team": self.world.team,
        }
        event |= {"channel_type": "C" if place.kind == "channel" else "G", "event_ts": message.ts}
        await self._said(message)
        await self._report(event, place.id)
        return message

    async def leave(self, user: User | str, channel: Where) -> None:
        """Go out of a place: an event, and in a public place a message with the subtype `channel_leave`."""
        who, place = self.world.user(user), self.world.channel(channel)
        message = self._written(who, place, f"<@{who.id}> has left the channel", "")
        place.members.discard(who.id)
        message.subtype, message.blocks, message.bot_id = "channel_leave", [], ""
        place.messages[message.ts] = message
        event: Json = {"type": "member_left_channel", "user": who.id, "channel": place.id}
        event |= {"team": self.world.team, "event_ts": message.ts}
        event |= {"channel_type": "C" if place.kind == "channel" else "G"}
        await self._said(message)
        await self._report(event, place.id)

    async def user_changed(self, user: User | str, **fields: object) -> None:
        """Change a member (`deleted`, `tz`), who is then reported."""
        who = self.world.user(user)
        for name, value in fields.items():
            setattr(who, name, value)
        event = {"type": "user_change", "user": who.json(self.world.team), "event_ts": self.world.ts()}
        await self._report(event, "")

    async def rests(self, user: User | str, start: int, end: int) -> None:
        """A member wants to be left alone between two moments, in seconds since 1970; it is reported."""
        who = self.world.user(user)
        who.dnd = (start, end)
        status = {"dnd_enabled": True, "next_dnd_start_ts": start, "next_dnd_end_ts": end}
        event = {
            "type": "dnd_updated_user",
            "user": who.id,
            "dnd_status": status,
            "event_ts": self.world.ts(),
        }
        await self._report(event, "")

    async def new_channel_id(self, channel: Where, new: str) -> None:
        """A place gets another id, as happens when it is shared."""
        place = self.world.channel(channel)
        old, place.id = place.id, new
        self.world.channels[new] = self.world.channels.pop(old)
        for message in place.messages.values():
            message.channel = new
        event = {"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}
        await self._report(event | {"event_ts": self.world.ts()}, "")

    async def uninstall(self) -> None:
        """The app is removed from the workspace: two events, and no token holds."""
        self.world.revoked = "account_inactive"
        tokens = {"oauth": [], "bot": [self.world.bot.id]}
        await self._report({"type": "tokens_revoked", "tokens": tokens, "event_ts": self.world.ts()}, "")
        await self._report({"type": "app_uninstalled", "event_ts": self.world.ts()}, "")

    async def happen(self, event: Json, channel: Where = "") -> Delivery | None:
        """Any other event, in Slack's shape."""
        return await self._report(event, self.world.channel(channel).id if channel else "")

    def tell(self, event: Json, place: Channel | None) -> None:
        """Report behind what the app itself did: Slack tells it so, too."""
        if self.wanted(event, place):
            self.courier.spawn(self._echo(events.envelope(self.world, event, place)))

    def wanted(self, event: Json, place: Channel | None) -> bool:
        """Whether the app hears of it: subscribed to, and in a place it is a member of."""
        if place is not None and self.world.bot.id not in place.members:
            return False
        if place is not None and event["type"] == "message" and place.kind not in self.world.message_kinds:
            return False
        return event["type"] in self.world.subscribed

    async def _echo(self, envelope: Json) -> None:
        await self.courier.event(envelope)

    async def _report(self, event: Json, channel: str) -> Delivery | None:
        place = self.world.channels.get(channel)
        self.world.pulse.beat()
        if not self.wanted(event, place):
            return None
        return await self.courier.event(events.envelope(self.world, event, place))

    async def _said(self, message: Message) -> None:
        """A message, and once more as a mention where the bot is named outside its direct messages."""
        place = self.world.channels[message.channel]
        event = events.message_event(self.world, message)
        reports = [self._report(event, place.id)]
        if f"<@{self.world.bot.id}>" in message.text and place.kind != "im":
            mention = {k: v for k, v in event.items() if k != "channel_type"} | {"type": "app_mention"}
            reports.append(self._report(mention, place.id))
        await asyncio.gather(*reports)

    def _written(self, who: User, place: Channel, text: str, thread_ts: str) -> Message:
        if who.id not in place.members:
            raise AssertionError(f"{who.name} is not in {place.name}")
        blocks = [typed.rich_text(self.world, text)] if text else []
        message = Message(
            place.id, self.world.ts(), who.id, typed.markup(self.world, text), blocks, thread_ts
        )
        message.bot_id = who.bot_id
        return message
