"""What people do with commands, buttons, forms and shortcuts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.slack.fake import events, views
from tests.adapters.slack.fake.delivery import Ack
from tests.adapters.slack.fake.forms import Value, fill
from tests.adapters.slack.fake.responding import complain, show
from tests.adapters.slack.fake.talking import Talking, Where
from tests.adapters.slack.fake.values import Json, Message, User, View, pressables

FAILED = {"http_timeout": "operation_timeout", "timeout": "operation_timeout"}


@dataclass
class Sent:
    """What came of a form sent: taken, or what was said beside its fields, by label."""

    ack: Ack
    errors: dict[str, str] = field(default_factory=dict)


class Pressing(Talking):
    """People who type commands, press and fill in. Each act is back once the app has answered, or has not in 3 s."""

    command_name = "/agent-incident"
    shortcut_id = "start_review"

    async def command(self, user: User | str, channel: Where, text: str = "", *, command: str = "") -> Ack:
        """A slash command, typed in a place, never in a thread; works where the bot is not a member, too."""
        who, place = self.world.user(user), self.world.channel(channel)
        body: Json = {"token": "deprecated", "team_id": self.world.team, "team_domain": self.world.domain}
        body |= {"channel_id": place.id, "channel_name": events.place_json(place)["name"], "user_id": who.id}
        body |= {"user_name": who.name, "command": command or self.command_name, "text": text}
        body |= {"api_app_id": self.world.app, "is_enterprise_install": "false"}
        body |= {
            "response_url": self.world.response_url(who.id, place.id),
            "trigger_id": self.world.trigger(who.id),
        }
        ack = await self.courier.once("slash_commands", body)
        self._answered(ack, who, place.id)
        return ack

    async def press(self, user: User | str, on: Message | View, label: str) -> Ack:
        """Press a button, or choose from a menu, by what it says; AssertionError where nothing says so."""
        blocks = on.blocks if isinstance(on, Message) else on.body["blocks"]
        found = [(block, e, option) for block, e, text, option in pressables(blocks) if text == label]
        if not found:
            raise AssertionError(f"nothing says {label!r}: {[text for _, _, text, _ in pressables(blocks)]}")
        block, element, option = found[0]
        action: Json = {
            "type": element["type"],
            "action_id": element["action_id"],
            "block_id": block["block_id"],
        }
        action |= {"selected_option": option} if option else {"text": element["text"]}
        action |= {name: element[name] for name in ("value", "style") if name in element}
        return await self._act(user, on, action)

    async def pick(self, user: User | str, on: Message | View, whom: User | str) -> Ack:
        """Choose a person in the first menu of people."""
        blocks = on.blocks if isinstance(on, Message) else on.body["blocks"]
        menus = [
            (block, e) for block in blocks for e in [*block.get("elements", []), block.get("accessory") or {}]
        ]
        block, element = next((b, e) for b, e in menus if e.get("type") == "users_select")
        action: Json = {
            "type": "users_select",
            "action_id": element["action_id"],
            "block_id": block["block_id"],
        }
        return await self._act(user, on, action | {"selected_user": self.world.user(whom).id})

    async def submit(self, view: View, values: Mapping[str, Value] | None = None) -> Sent:
        """Fill in by label and send; CannotSend where the screen would not let one."""
        assert view.open, "this form is not on the screen any more"
        who = self.world.user(view.user)
        state = {"values": fill(self.world, view.body, values or {})}
        body = events.acting(self.world, who, view=view.id)
        body |= {"type": "view_submission", "view": events.view_json(self.world, view) | {"state": state}}
        ack = await self.courier.once("interactive", body | {"response_urls": []})
        if not ack.ok:
            view.errors = {"": FAILED.get(ack.why, "dispatch_failed")}
        else:
            self._closing(view, ack.body)
        self.world.pulse.beat()
        return Sent(ack, dict(view.errors))

    async def close(self, view: View) -> None:
        """Close a form unsent; the app hears of it only if it asked to."""
        view.open = False
        if view.body.get("notify_on_close"):
            body = events.acting(self.world, self.world.user(view.user))
            body |= {"type": "view_closed", "view": events.view_json(self.world, view), "is_cleared": False}
            await self.courier.once("interactive", body)

    async def shortcut(self, user: User | str, message: Message, *, callback_id: str = "") -> Ack:
        """A message shortcut, from the menu of any message, whether the bot is in that place or not."""
        who, place = self.world.user(user), self.world.channels[message.channel]
        body = events.acting(self.world, who)
        body |= {
            "type": "message_action",
            "callback_id": callback_id or self.shortcut_id,
            "message_ts": message.ts,
        }
        body |= {"message": events.message_json(self.world, message), "channel": events.place_json(place)}
        body |= {"action_ts": self.world.ts(), "response_url": self.world.response_url(who.id, place.id)}
        ack = await self.courier.once("interactive", body)
        self._failed(ack, who, place.id)
        return ack

    async def global_shortcut(self, user: User | str, *, callback_id: str = "") -> Ack:
        """A shortcut from anywhere: it knows no place."""
        body = events.acting(self.world, self.world.user(user))
        body |= {
            "type": "shortcut",
            "callback_id": callback_id or self.shortcut_id,
            "action_ts": self.world.ts(),
        }
        return await self.courier.once("interactive", body)

    async def open_home(self, user: User | str) -> None:
        """Look at the app's home tab."""
        who = self.world.user(user)
        event: Json = {
            "type": "app_home_opened",
            "user": who.id,
            "channel": self.world.direct(who).id,
            "tab": "home",
        }
        home = self.world.homes.get(who.id)
        event |= {"event_ts": self.world.ts()} | (
            {"view": events.view_json(self.world, home)} if home else {}
        )
        await self._report(event, "")

    async def _act(self, user: User | str, on: Message | View, action: Json) -> Ack:
        who = self.world.user(user)
        body = events.acting(self.world, who, view=on.id if isinstance(on, View) else "")
        body |= {"type": "block_actions", "actions": [action | {"action_ts": self.world.ts()}]}
        body |= self._on_view(on) if isinstance(on, View) else self._on_message(who, on)
        ack = await self.courier.once("interactive", body)
        self._failed(ack, who, on.channel if isinstance(on, Message) else self.world.direct(who).id)
        return ack

    def _on_view(self, view: View) -> Json:
        return {"container": {"type": "view", "view_id": view.id}, "view": events.view_json(self.world, view)}

    def _on_message(self, who: User, message: Message) -> Json:
        """An ephemeral message is named, not shown: its content does not come along."""
        place = self.world.channels[message.channel]
        container: Json = {"type": "message", "message_ts": message.ts, "channel_id": place.id}
        container |= {"is_ephemeral": bool(message.to)} | (
            {"thread_ts": message.thread_ts} if message.thread_ts else {}
        )
        url = self.world.response_url(who.id, place.id, message=message.ts, thread=message.thread_ts)
        body: Json = {"container": container, "channel": events.place_json(place), "response_url": url}
        body["state"] = {"values": {}}
        return body if message.to else body | {"message": events.message_json(self.world, message)}

    def _answered(self, ack: Ack, who: User, channel: str) -> None:
        if ack.ok and ack.body:
            show(self.world, who.id, channel, ack.body)
        self._failed(ack, who, channel)

    def _failed(self, ack: Ack, who: User, channel: str) -> None:
        if not ack.ok:
            complain(self.world, who.id, channel, FAILED.get(ack.why, "dispatch_failed"))
        self.world.pulse.beat()

    def _closing(self, view: View, answer: Any) -> None:
        """What becomes of a form that was taken: closed, sent back, replaced, or another on top."""
        action = answer.get("response_action", "") if isinstance(answer, dict) else ""
        view.errors = {}
        if action == "errors":
            view.errors = self._beside(view, answer["errors"])
        elif action == "update":
            views.replace(self.world, view, answer["view"], "response_action update")
        elif action == "push":
            views.put(self.world, view.user, answer["view"], "response_action push", below=view)
        elif action == "clear":
            views.close_all(self.world, view.user)
        else:
            view.open = False

    def _beside(self, view: View, errors: dict[str, str]) -> dict[str, str]:
        labels = {b["block_id"]: b["label"]["text"] for b in view.body["blocks"] if b["type"] == "input"}
        for unknown in set(errors) - set(labels):
            self.world.wrong(f"response_action errors: {unknown!r} is no input of the form")
        return {labels.get(block, block): said for block, said in errors.items()}
