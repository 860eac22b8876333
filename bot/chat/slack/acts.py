"""Interactive payloads: buttons, forms sent, shortcuts on a message, slash commands."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.chat import commands
from bot.chat.pressing import LOOK, OPENS_FORM, POINT, WINDOW, WINDOW_DIFF, WINDOW_FILE, About, Press
from bot.chat.slack import buttons, forms, messages
from bot.chat.slack.meanings import (
    Asked,
    Command,
    Ignored,
    Known,
    LooksAtWindow,
    Marked,
    Meaning,
    OpensForm,
    PicksPoint,
    Place,
    Presses,
    PutsWindow,
    SentForm,
    StartsFrom,
)
from bot.chat.slack.mrkdwn import channels_by_id, plain
from bot.chat.slack.reading import at, mapping, moment, objects, text
from bot.domain.heard import FormSent, Pressed, Speaker
from bot.domain.redaction import Redaction, redact, summed
from bot.domain.review import ThreadRef, person_key

Payload = Mapping[str, Any]
Filled = tuple[tuple[str, str], ...]

START, MARKS = "start_review", ("as_answer", "as_talk")
"""Callback ids of the shortcuts, as the manifest names them."""


def command(payload: Payload, known: Known, now: datetime) -> Meaning:
    """A slash command. It knows no thread: Slack lets none be typed there."""
    channel = text(payload, "channel_id")
    kind, argument = commands.command(plain(channels_by_id(text(payload, "text")), known.names))
    name = text(payload, "channel_name")
    direct = name == "directmessage" or channel.startswith("D")
    where = Place(channel, private=direct or name in {"privategroup", "mpdm"} or None, direct=direct)
    asked = _asked(payload, known, where, now, user=text(payload, "user_id"), name=text(payload, "user_name"))
    if asked is None or not channel:
        return Ignored("nobody")
    clean = redact(argument, rules=known.rules)
    return Command(**_of(asked), kind=kind, argument=clean.text, redactions=clean.redactions)


def _asked(
    payload: Payload, known: Known, where: Place, when: datetime, *, user: str, name: str
) -> Asked | None:
    """What every payload has; None where nobody did it, or it cannot be told from others."""
    trigger = text(payload, "trigger_id")
    if not user or not trigger:
        return None
    return Asked(
        id=f"slack:{known.team}:{trigger}",
        at=when,
        by=Speaker(person_key("slack", known.team, user), known.names.get(user) or name or user),
        place=where,
        trigger_id=trigger,
        response_url=text(payload, "response_url"),
    )


def _of(asked: Asked) -> dict[str, Any]:
    """Its fields, for one that has more."""
    return dict(vars(asked))


def _by(payload: Payload) -> dict[str, str]:
    user = mapping(payload, "user")
    return {"user": text(user, "id"), "name": text(user, "name") or text(user, "username")}


def _place(payload: Payload) -> Place:
    """Where a button was pressed, or a shortcut used: a message at the root is a thread of its own."""
    container, message = mapping(payload, "container"), mapping(payload, "message")
    channel = text(payload, "channel", "id") or text(container, "channel_id")
    roots = (text(message, "thread_ts"), text(container, "thread_ts"), text(message, "ts"))
    direct = channel.startswith("D") or text(payload, "channel", "name") == "directmessage"
    private = direct or text(payload, "channel", "name") == "privategroup" or None
    root = next((root for root in roots if root), text(container, "message_ts"))
    return Place(channel, root if channel else "", private=private, direct=direct)


def _thread(where: Place, known: Known) -> ThreadRef | None:
    """The thread, where there is one: a message to one person alone, or the Home, is in none."""
    return messages.thread(where, known) if where.channel and where.root and not where.direct else None


def pressed(payload: Payload, known: Known, now: datetime) -> Meaning:
    """A button or a menu of ours: a form to open, a decision point, its window, or a press the interview knows."""
    actions = [
        one for one in objects(payload, "actions") if text(one, "action_id").startswith(buttons.ACTION)
    ]
    carried = _carried(actions[0]) if actions else None
    if carried is None:
        return Ignored("not a button of ours")
    where = _place(payload)
    asked = _asked(payload, known, where, moment(text(actions[0], "action_ts")) or now, **_by(payload))
    if asked is None:
        return Ignored("nobody")
    if carried.press.partition(":")[0] in {WINDOW, WINDOW_FILE, WINDOW_DIFF}:
        return _looks(asked, carried, mapping(payload, "view"))
    asked = replace(asked, home=text(payload, "view", "type") == "home")
    return _meant(asked, carried, known, text(payload, "container", "message_ts"))


def _carried(action: Payload) -> Press | None:
    """What a button carries, or what was chosen from a menu."""
    return buttons.read(text(action, "value") or text(action, "selected_option", "value"))


def _looks(asked: Asked, carried: Press, view: Payload) -> LooksAtWindow:
    """`window` under the message that offers the points; in the view, `window:E1` and its like with a point."""
    kind, _, evidence = carried.press.partition(":")
    made = PutsWindow if kind == WINDOW_FILE else LooksAtWindow
    return made(
        **_of(asked),
        evidence=evidence or carried.value,
        point=carried.value if evidence else "",
        about=carried.about,
        view=text(view, "id"),
        hash=text(view, "hash"),
        changes=kind == WINDOW_DIFF,
    )


def _meant(asked: Asked, carried: Press, known: Known, message: str) -> Meaning:
    press, about = carried.press, carried.about
    if press.startswith(OPENS_FORM):
        form = press.removeprefix(OPENS_FORM)
        return OpensForm(**_of(asked), form=form, target=carried.value, about=about)
    if press.startswith(LOOK):
        return Command(**_of(asked), kind=press.removeprefix(LOOK), argument=carried.value)
    if press.startswith(POINT):
        evidence, _, point = press.removeprefix(POINT).partition(":")
        return PicksPoint(**_of(asked), evidence=evidence, point=point or carried.value, about=about)
    heard = Pressed(
        id=asked.id,
        at=asked.at,
        by=asked.by,
        thread=_thread(asked.place, known),
        review=about.review,
        press=press,
        value=carried.value,
        version=about.version,
    )
    return Presses(**_of(asked), heard=heard, message=message)


def submitted(payload: Payload, known: Known, now: datetime) -> Meaning:
    """A form sent. What was filled in is part of its id: the same form, mended after an error, is another input."""
    view = mapping(payload, "view")
    name, view_id = text(view, "callback_id"), text(view, "id")
    belongs = forms.unpacked(text(view, "private_metadata"))
    direct = belongs.channel.startswith("D")
    where = Place(belongs.channel, belongs.thread, private=bool(belongs.private) or None, direct=direct)
    asked = _asked(payload, known, where, now, **_by(payload))
    if asked is None or not name.startswith(forms.FORM) or not view_id:
        return Ignored("not a form of ours")
    state = forms.fields_of(at(view, "state", "values"), None, known.workspace)
    clean = [(key, redact(value, rules=known.rules)) for key, value in state]
    filled = tuple((key, found.text) for key, found in clean)
    redactions = summed(one for _, found in clean for one in found.redactions)
    digest = hashlib.sha256(json.dumps(sorted(filled)).encode()).hexdigest()[:12]
    id_ = f"slack:{known.team}:{view_id}:{text(view, 'hash')}:{digest}"
    asked = replace(asked, id=id_, home=bool(belongs.home))
    form = name.removeprefix(forms.FORM)
    if form == forms.OPEN:
        return replace(_opens(asked, dict(filled), redactions), first=belongs.first)
    heard = _form_sent(asked, form, belongs, filled, _thread(where, known))
    heard = replace(heard, redactions=redactions)
    return SentForm(**_of(asked), heard=heard, shown=tuple(key for key, _ in filled), view=view_id)


def _opens(asked: Asked, filled: Mapping[str, str], redactions: tuple[Redaction, ...]) -> Command:
    """The form that opens a review: where it was opened, or in the channel that was picked in it."""
    line, channel = filled.get(forms.LINE, "").strip(), filled.get(forms.TO, "")
    if channel:
        asked = replace(asked, place=Place(channel))
    picked = bool(channel)
    return Command(**_of(asked), kind="open", argument=line, picked=picked, redactions=redactions)


def _form_sent(
    asked: Asked, form: str, belongs: forms.Belongs, filled: Filled, thread: ThreadRef | None
) -> FormSent:
    """The form as the interview hears it."""
    return FormSent(
        id=asked.id,
        at=asked.at,
        by=asked.by,
        thread=thread,
        review=_number(belongs.review),
        form=form,
        fields=filled,
        target=belongs.target,
        version=_number(belongs.version),
    )


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def shortcut(payload: Payload, known: Known, now: datetime) -> Meaning:
    """A shortcut: on a message (start from it, take it, leave it), or the one that opens a review from anywhere."""
    callback, where = text(payload, "callback_id"), _place(payload)
    asked = _asked(payload, known, where, moment(text(payload, "action_ts")) or now, **_by(payload))
    if asked is None or callback not in {START, *MARKS}:
        return Ignored("not a shortcut of ours")
    if text(payload, "type") == "shortcut":
        return OpensForm(**_of(asked), form=forms.OPEN, target="", about=About())
    found = mapping(payload, "message")
    message = text(found, "ts") or text(payload, "message_ts")
    if callback in MARKS:
        return Marked(**_of(asked), press=callback, message=message)
    clean, _, _ = messages.written(found, known)
    return StartsFrom(
        **_of(asked),
        message=message,
        author=messages.author(found, known),
        text=clean.text,
        permalink=messages.permalink(where, message, known),
        files=messages.files(found, known),
        redactions=clean.redactions,
    )
