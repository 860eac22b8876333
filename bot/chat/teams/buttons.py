"""A button of a card as an action of Teams', and back. What it carries is said by nobody else: all of it is checked."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from bot.chat.pressing import DANGER, OPENS_FORM, PRIMARY, WINDOW, WINDOW_DIFF, About, Press
from bot.chat.teams import limits
from bot.chat.teams.texts import is_sendable, one_line
from bot.domain.tree import CardButton

Json = dict[str, Any]

OPENING = frozenset({OPENS_FORM.rstrip(":"), WINDOW, WINDOW_DIFF})
"""What a press begins with that opens something on the screen of whoever pressed."""


def carried(button: CardButton, what: About) -> Json:
    """What a button sends when it is pressed."""
    return {"press": button.press, "value": button.value, "review": what.review, "version": what.version}


def read(value: object) -> Press | None:
    """What a pressed button carried; None for what is not of our making."""
    if not isinstance(value, Mapping):
        return None
    press, told, what = value.get("press"), value.get("value"), read_about(value)
    if not is_text(press, limits.PRESS) or not is_text(told, limits.VALUE) or not press or what is None:
        return None
    return Press(press, told, what)


def read_about(value: Mapping[str, Any]) -> About | None:
    """The review and version told there; None where either is no number of ours."""
    numbers = [value.get("review"), value.get("version")]
    return About(*numbers) if all(n is None or _is_number(n) for n in numbers) else None


def is_text(found: object, most: int) -> TypeGuard[str]:
    """Whether it is a text of at most so many characters, none of them half a sign."""
    return isinstance(found, str) and len(found) <= most and is_sendable(found)


def _is_number(found: object) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and 0 <= found < limits.NUMBER


def action(button: CardButton, what: About, number: int) -> Json | None:
    """A button; None where what it carries is longer than we take back, or could not be sent to the letter.

    One that names a review of its own carries that one, and no version: its message is about several.
    """
    if button.review is not None:
        what = About(button.review)
    data = carried(button, what)
    if read(data) != Press(button.press, button.value, what):
        return None
    if button.press.partition(":")[0] in OPENING:
        data["msteams"] = {"type": "task/fetch"}
    drawn: Json = {"type": "Action.Submit", "title": one_line(button.label, limits.LABEL), "data": data}
    style = _style(button.press, number)
    return {**drawn, "style": style} if style else drawn


def _style(press: str, number: int) -> str:
    if press in DANGER:
        return "destructive"
    return "positive" if number == 0 and press in PRIMARY else ""


def sets(buttons: Sequence[CardButton], what: About) -> tuple[list[Json], bool]:
    """Buttons in sets of actions, as many as there is room for, and whether those are all."""
    found: list[Json] = []
    room = limits.BUTTONS
    for button in buttons[: limits.ACTIONS * limits.SETS]:
        drawn = action(button, what, len(found))
        room -= limits.weight(drawn) + 1 if drawn else 0
        if drawn and room >= 0:
            found.append(drawn)
    step = limits.ACTIONS
    rows = [found[at : at + step] for at in range(0, len(found), step)]
    return [{"type": "ActionSet", "actions": row} for row in rows], len(found) == len(buttons)
