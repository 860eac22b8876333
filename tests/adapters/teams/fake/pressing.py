"""What people do with buttons and dialogs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.adapters.teams.fake import activities, events
from tests.adapters.teams.fake.delivery import Ack
from tests.adapters.teams.fake.elements import Json, actions_of
from tests.adapters.teams.fake.forms import Value, fill
from tests.adapters.teams.fake.talking import Talking, Who
from tests.adapters.teams.fake.values import Channel, Chat, Dialog, Message, Notice, Person

SIZES = ("small", "medium", "large")
FAILED = "Something went wrong. Please try again."


@dataclass
class Shown:
    """What came of a press or a sent form: the dialog now on the screen, or the words of a window of its own."""

    ack: Ack = field(default_factory=Ack)
    dialog: Dialog | None = None
    said: str = ""


class Pressing(Talking):
    """People who press and fill in. Each act is back once the bot has answered, or has not within its time."""

    async def press(
        self, person: Who, on: Message, label: str, values: Mapping[str, Value] | None = None
    ) -> Shown:
        """Press a button of a message by what it says, the message's own fields filled in by label."""
        who = self.world.person(person)
        self._sees(who, on)
        action = _action(on.card, label)
        data: Json = action["data"] | fill(self.world, on.card or {}, values or {})
        if (action["data"].get("msteams") or {}).get("type") == "task/fetch":
            return await self._ask(who, on, "task/fetch", data, None)
        delivery = await self.courier.event(events.submitted(self.world, who, on, data))
        return Shown(delivery.attempts[0] if delivery.attempts else Ack())

    async def submit(
        self, dialog: Dialog, values: Mapping[str, Value] | None = None, label: str = ""
    ) -> Shown:
        """Fill in by label and send; CannotSend where the screen would not let one. `label`: of which button.

        In a dialog every button sends, one that would open a dialog from a message too.
        """
        assert dialog.open, "this dialog is not on the screen any more"
        action = _action(dialog.card, label)
        data: Json = action["data"] | fill(self.world, dialog.card, values or {})
        who = self.world.people[dialog.person]
        return await self._ask(who, dialog.message, "task/submit", data, dialog)

    def close(self, dialog: Dialog) -> None:
        """Close a dialog unsent; the bot is not told."""
        dialog.open = False

    def _sees(self, who: Person, on: Message) -> None:
        place = self.world.place(on)
        assert who in self.world.members(place), f"{who.name} does not see this message"
        assert not on.deleted, "this message is gone"
        inside = isinstance(place, Chat) or (
            self.world.teams[place.team].installed and place.kind != "private"
        )
        assert inside, f"the app is not in {place.name if isinstance(place, Channel) else place.id}"

    async def _ask(self, who: Person, on: Message, name: str, data: Json, dialog: Dialog | None) -> Shown:
        ack = await self.courier.invoke(lambda: events.invoke(self.world, who, on, name, data))
        shown = Shown(ack)
        if not ack.ok:
            shown.said = FAILED
            self.world.notices.append(Notice(who.id, FAILED, failed=True))
        else:
            self._answered(shown, who, on, name, dialog)
        self.world.pulse.beat()
        return shown

    def _answered(self, shown: Shown, who: Person, on: Message, name: str, dialog: Dialog | None) -> None:
        """A sent dialog goes away, whatever takes its place."""
        if dialog is not None:
            dialog.open = False
        task = _task(shown.ack.body)
        for finding in _findings(task, name, set(self.world.people)):
            self.world.wrong(f"{name}: {finding}")
        match task.get("type"):
            case "message":
                shown.said = str(task.get("value"))
                self.world.notices.append(Notice(who.id, shown.said))
            case "continue":
                info = task["value"]
                shown.dialog = Dialog(who.id, on, str(info.get("title") or ""), info["card"]["content"])
                self.world.dialogs.append(shown.dialog)


def _action(card: Json | None, label: str) -> Json:
    """The button that says so; without a label the only one that sends."""
    found = [
        action
        for action in actions_of(card)
        if action["type"] == "Action.Submit" and label in ("", action["title"])
    ]
    known = [action.get("title") for action in actions_of(card)]
    assert found, f"nothing says {label!r}: {known}"
    assert label or len(found) == 1, f"which one of {known}?"
    return found[0]


def _task(body: object) -> Json:
    task = body.get("task") if isinstance(body, dict) else None
    return task if isinstance(task, dict) else {}


def _findings(task: Json, name: str, known: set[str]) -> list[str]:
    """What is wrong with the answer to an invoke."""
    match task.get("type"):
        case "message" if isinstance(task.get("value"), str) and task["value"].strip():
            return []
        case "continue":
            info = task.get("value") or {}
            strange = set(info) - {"title", "width", "height", "card"}
            sizes = [info.get(side) for side in ("width", "height") if side in info]
            found = [f"unknown {sorted(strange)}"] if strange else []
            found += [
                f"a size of {size!r}" for size in sizes if size not in SIZES and not isinstance(size, int)
            ]
            found += [] if str(info.get("title") or "").strip() else ["a dialog without a title"]
            return [*found, *activities.attached(info.get("card") or {}, known)]
        case None if name == "task/submit":
            return []
        case kind:
            return [f"answered with {kind!r}"]
