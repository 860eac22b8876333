"""A button of a card as a button of Slack's, and back: what it carries is `press|version|review|value`."""

import re
from collections.abc import Sequence
from typing import Any

from bot.chat.pressing import DANGER, PRIMARY, About, Press
from bot.chat.slack import limits
from bot.chat.slack.mrkdwn import clean, is_sendable
from bot.domain.tree import CardButton

Json = dict[str, Any]

ACTION = "press:"
"""How the action ids of buttons begin; a number follows that is unique in the message."""

_VALUE = re.compile(r"([^|]{1,500})\|(\d{0,9})\|(\d{0,9})\|(.*)", re.DOTALL)


def carried(button: CardButton, what: About) -> str:
    """The value of a button; it may be longer than Slack takes."""
    press = button.press.replace("%", "%25").replace("|", "%7C")
    version, review = ("" if n is None else str(n) for n in (what.version, what.review))
    return f"{press}|{version}|{review}|{button.value}"


def read(value: str) -> Press | None:
    """What a value carries; None for one that is not of our making."""
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    press = found[1].replace("%7C", "|").replace("%25", "%")
    return Press(press, found[4], About(_number(found[3]), _number(found[2])))


def _number(digits: str) -> int | None:
    return int(digits) if digits else None


def element(button: CardButton, what: About, number: int) -> Json | None:
    """A button, its label cut; None where what it carries is longer than Slack takes.

    One that names a review of its own carries that one, and no version: its message is about several.
    """
    if button.review is not None:
        what = About(button.review)
    value = carried(button, what)
    if limits.size(value) > limits.BUTTON_VALUE or read(value) != Press(button.press, button.value, what):
        return None
    if not is_sendable(value):
        return None
    label = limits.cut(" ".join(clean(button.label).split()), limits.BUTTON_LABEL) or "…"
    drawn: Json = {
        "type": "button",
        "action_id": f"{ACTION}{number}",
        "text": {"type": "plain_text", "text": label, "emoji": False},
        "value": value,
    }
    style = _style(button.press, number)
    return {**drawn, "style": style} if style else drawn


def _style(press: str, number: int) -> str:
    if press in DANGER:
        return "danger"
    return "primary" if number == 0 and press in PRIMARY else ""


def elements(buttons: Sequence[CardButton], what: About, most: int) -> list[Json]:
    """At most `most` buttons that Slack takes, as many as there is room for."""
    found: list[Json] = []
    room = limits.BUTTONS_SIZE
    for button in buttons[:most]:
        drawn = element(button, what, len(found))
        room -= limits.size(drawn["text"]["text"]) if drawn else 0
        if drawn and room >= 0:
            found.append(drawn)
    return found


def rows(drawn: Sequence[Json]) -> list[Json]:
    """Buttons in rows, each an actions block."""
    step = limits.BUTTON_ROW
    return [{"type": "actions", "elements": list(drawn[at : at + step])} for at in range(0, len(drawn), step)]
