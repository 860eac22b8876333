"""Dialogs: a form to fill in, something to look at, or one sentence; and what comes back of a form that was sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.pressing import About, about
from bot.chat.teams import buttons, inputs, limits
from bot.chat.teams.dialect import ADAPTIVE, adaptive, fitting
from bot.chat.teams.flow import leaves
from bot.chat.teams.inputs import INPUT, Offered, note
from bot.chat.teams.texts import one_line
from bot.chat.words import Words
from bot.domain.tree import Card
from bot.ports import Field, Form

Json = dict[str, Any]

TALL = 5
"""Fields from which on a dialog is as high as Teams makes one."""


@dataclass(frozen=True)
class Trouble:
    """Why a form could not be taken: the key of the field, and the sentence."""

    key: str
    sentence: str


@dataclass(frozen=True)
class Sent:
    """A form that was sent: where it belongs, and what was filled in by the key of each field."""

    form: str
    target: str
    about: About
    fields: Mapping[str, str]
    showing: str = ""


def dialog(form: Form, words: Words, *, about: About, offered: Offered, showing: str = "") -> Json:
    """The answer to a press that opens a form; `showing` comes back with it, and tells it from the next showing.

    A field that holds more than fits is left out, and said to be answered in the thread. ValueError where the form's
    target is longer than can come back.
    """
    card = _form_card(form, words, about, offered, showing=showing)
    return _continued(form.title, card, len(form.fields))


def errors(
    form: Form, words: Words, trouble: Trouble, *, about: About, offered: Offered, showing: str = ""
) -> Json:
    """The answer to a form that could not be taken: the same form, filled with what was sent, and the sentence.

    It stands at its field, above all others where that is not shown.
    """
    card = _form_card(form, words, about, offered, trouble, showing=showing)
    return _continued(form.title, card, len(form.fields))


def shown(title: str, card: Card, words: Words, *, key: str, choice: Field | None = None) -> Json:
    """Something to look at, under a choice where there is one; a button sends what is chosen with it."""
    actions, all_there = buttons.sets(card.buttons, about(key))
    for some in actions:
        for action in some["actions"]:
            action["data"].pop("msteams", None)  # what opens a dialog is asked for from a message alone
    head = inputs.elements(choice, words, Offered("")) if choice and actions else []
    frame = adaptive([*head, *actions], limits.ASKED)
    body = fitting(
        tuple(leaves(card.blocks)), words, room=limits.CARD - limits.weight(frame), whole=all_there
    )
    return _continued(title, {**frame, "body": [*head, *actions, *body]}, TALL)


def told(sentence: str) -> Json:
    """The answer that shows one sentence in place of a dialog."""
    return {"task": {"type": "message", "value": one_line(sentence, limits.ERROR)}}


def _continued(title: str, card: Json, fields: int) -> Json:
    value = {
        "title": one_line(title, limits.TITLE),
        "width": "medium",
        "height": "large" if fields >= TALL else "medium",
        "card": {"contentType": ADAPTIVE, "content": card},
    }
    return {"task": {"type": "continue", "value": value}}


def _form_card(
    form: Form,
    words: Words,
    about: About,
    offered: Offered,
    trouble: Trouble | None = None,
    *,
    showing: str,
) -> Json:
    data = {"form": form.key, "target": form.target, "review": about.review, "version": about.version}
    data |= {"showing": showing} if showing else {}
    if sent(data) is None:
        raise ValueError(form.key, form.target[:80])
    send: Json = {"type": "Action.Submit", "title": one_line(form.send, limits.LABEL), "data": data}
    frame = adaptive([], limits.ASKED)
    error = [note(trouble.sentence, color="Attention", weight="Bolder")] if trouble else []
    room = limits.CARD - limits.weight([frame, send, error, "actions"])
    groups = _fields(form.fields, words, offered, room)
    at = next((n for n, (asked, _) in enumerate(groups) if trouble and asked.key == trouble.key), 0)
    groups.insert(at, (Field("", "", ""), error))
    body = [element for _, group in groups for element in group]
    asks = any(str(element["type"]).startswith("Input.") for element in body)
    return {**frame, "body": body, **({"actions": [send]} if asks else {})}


def _fields(
    asked: Sequence[Field], words: Words, offered: Offered, room: int
) -> list[tuple[Field, list[Json]]]:
    """Fields with what is shown of each: the input where there is room, else a line that says where to answer.

    Those that hold nothing come first to the room, and no line is left out while there is any.
    """
    cut = [note(words("teams_cut"))]
    room -= limits.weight(cut)
    lines: list[tuple[Field, list[Json]]] = []
    for field in asked[: limits.FIELDS]:
        line = [note(words("teams_too_long", label=one_line(field.label, limits.FIELD_LABEL)))]
        room -= limits.weight(line)
        if room < 0:
            break
        lines.append((field, line))
    shown = dict(enumerate(lines))
    for number in sorted(shown, key=lambda n: (bool(lines[n][0].value), n)):
        field, line = lines[number]
        full = inputs.elements(field, words, offered)
        cost = limits.weight(full) - limits.weight(line)
        if not inputs.is_too_long(field) and cost <= room:
            shown[number] = (field, full)
            room -= cost
    found = list(shown.values())
    return found if len(found) == len(asked) else [*found, (Field("", "", ""), cut)]


def sent(data: object) -> Sent | None:
    """A form as it comes back; None for what is not of our making, or longer than we let anybody type.

    Persons are ids here: see `inputs.fields_of`.
    """
    if not isinstance(data, Mapping):
        return None
    form, target, what = data.get("form"), data.get("target"), buttons.read_about(data)
    showing = data.get("showing", "")
    if not buttons.is_text(form, limits.FIELD_KEY) or not buttons.is_text(target, limits.VALUE):
        return None
    filled = _filled(data.items())
    if not form or what is None or filled is None or not buttons.is_text(showing, limits.SHOWING):
        return None
    return Sent(form, target, what, filled, showing)


def _filled(items: Iterable[tuple[object, object]]) -> Mapping[str, str] | None:
    """The inputs among what came back, lines ended alike; None where one is no text, or too long."""
    found: dict[str, str] = {}
    for name, value in items:
        if not (isinstance(name, str) and name.startswith(INPUT)):
            continue
        key = name.removeprefix(INPUT)
        if not isinstance(value, str) or len(key) > limits.FIELD_KEY or len(found) == limits.FIELDS:
            return None
        text = value.encode(errors="replace").decode().replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > 2 * limits.INPUT:  # a client may count a sign as two
            return None
        found[key] = text
    return found
