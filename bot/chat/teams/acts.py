"""Buttons pressed and forms sent, as messages with a value and as invokes of a dialog."""

import hashlib
import json
from datetime import datetime

from bot.chat.payload import text
from bot.chat.pressing import OPENS_FORM, POINT, WINDOW, WINDOW_DIFF, Press
from bot.chat.teams import buttons, views
from bot.chat.teams.meanings import (
    Activity,
    Asked,
    Ignored,
    Known,
    LooksAtWindow,
    Meaning,
    OpensForm,
    PicksPoint,
    Presses,
    SentForm,
)
from bot.chat.teams.reading import author, key, moment, place, thread, value
from bot.domain.heard import FormSent, Pressed
from bot.domain.redaction import redact

DIALOGS = frozenset({"task/fetch", "task/submit"})
"""Names of the invokes that ask for a dialog, and that send one."""


def submitted(activity: Activity, known: Known, now: datetime) -> Meaning:
    """A button of a card that opens nothing."""
    asked, carried = _asked(activity, known, now), buttons.read(value(activity))
    if asked is None or carried is None:
        return Ignored("nobody" if asked is None else "not a button of ours")
    if _opens(asked, carried) is not None:
        return Ignored("no dialog is waited for")
    return _pressed(asked, carried, known)


def invoked(activity: Activity, known: Known, now: datetime) -> Meaning:
    """A dialog to be opened, or one that was sent; an answer is waited for."""
    if text(activity, "name") not in DIALOGS:
        return Ignored("invoke")
    asked, sent = _asked(activity, known, now), value(activity)
    if asked is None:
        return Ignored("nobody")
    if (form := views.sent(sent)) is not None:
        return _form(asked, form, known)
    carried = buttons.read(sent)
    opened = None if carried is None else _opens(asked, carried)
    return opened or Ignored("not a dialog of ours")


def _asked(activity: Activity, known: Known, now: datetime) -> Asked | None:
    """What every press has; None where nobody did it."""
    who = author(activity, known)
    if who is None or not text(activity, "id"):
        return None
    return Asked(id=key(activity, known), at=moment(activity) or now, by=who, place=place(activity))


def _opens(asked: Asked, carried: Press) -> OpensForm | LooksAtWindow | None:
    """What a button opens; None for one that opens nothing."""
    press, of, about = carried.press, vars(asked), carried.about
    kind, _, evidence = press.partition(":")
    if kind in {WINDOW, WINDOW_DIFF}:
        point = carried.value if evidence else ""
        changes = kind == WINDOW_DIFF
        named = evidence or carried.value
        return LooksAtWindow(**of, evidence=named, point=point, about=about, changes=changes)
    if press.startswith(OPENS_FORM):
        return OpensForm(**of, form=press.removeprefix(OPENS_FORM), target=carried.value, about=about)
    return None


def _pressed(asked: Asked, carried: Press, known: Known) -> Meaning:
    press, of, about = carried.press, vars(asked), carried.about
    if press.startswith(POINT):
        named, _, point = press.removeprefix(POINT).partition(":")
        return PicksPoint(**of, evidence=named, point=point or carried.value, about=about)
    heard = Pressed(
        id=asked.id,
        at=asked.at,
        by=asked.by,
        thread=thread(asked.place, known),
        review=about.review,
        press=press,
        value=carried.value,
        version=about.version,
    )
    return Presses(**of, heard=heard)


def _form(asked: Asked, form: views.Sent, known: Known) -> SentForm:
    """A client that hears nothing sends a form again, under an id of its own.

    So the form's id is made of the showing it was filled in at, of who sent it, and of what was filled in: the same
    form, mended or shown anew, is another input.
    """
    clean = [(name, redact(filled, rules=known.rules)) for name, filled in form.fields.items()]
    fields = tuple((name, found.text) for name, found in clean)
    digest = hashlib.sha256(json.dumps([asked.by.person, sorted(fields)]).encode()).hexdigest()[:16]
    shown = f"teams:{known.tenant}:form:{form.showing}" if form.showing else asked.id
    heard = FormSent(
        id=f"{shown}:{digest}",
        at=asked.at,
        by=asked.by,
        thread=thread(asked.place, known),
        review=form.about.review,
        form=form.form,
        fields=fields,
        target=form.target,
        version=form.about.version,
        redactions=tuple(one for _, found in clean for one in found.redactions),
    )
    return SentForm(**{**vars(asked), "id": heard.id}, heard=heard, showing=form.showing)
