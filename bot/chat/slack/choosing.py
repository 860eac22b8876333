"""Choices of a form as options of Slack's: cut, grouped where they are many, and what is chosen already."""

from collections.abc import Sequence
from typing import Any

from bot.chat.slack import limits
from bot.chat.slack.mrkdwn import clean, is_sendable

Json = dict[str, Any]
Choices = Sequence[tuple[str, str]]


def radio(choices: Choices, value: str) -> Json | None:
    """One of a few; None where there is none."""
    options = _options(choices)
    chosen = [option for option in options if option["value"] == value]
    if not options:
        return None
    made: Json = {"type": "radio_buttons", "options": options}
    return {**made, "initial_option": chosen[0]} if chosen else made


def one_of(choices: Choices, value: str) -> Json | None:
    """One of a list."""
    options = _options(choices)
    chosen = [option for option in options if option["value"] == value]
    if not options:
        return None
    made: Json = {"type": "static_select", **_listed(options)}
    return {**made, "initial_option": chosen[0]} if chosen else made


def several_of(choices: Choices, value: str) -> Json | None:
    """Any number of a list; `value` holds those chosen already, with commas between them."""
    wanted = {part.strip() for part in value.split(",")}
    options = _options(choices)
    chosen = [option for option in options if option["value"] in wanted][: limits.OPTIONS]
    if not options:
        return None
    made: Json = {"type": "multi_static_select", **_listed(options)}
    return {**made, "initial_options": chosen} if chosen else made


def _options(choices: Choices) -> list[Json]:
    """Options, each value once; one whose value Slack could not carry is left out."""
    fit = {value: label for value, label in reversed(choices) if _fits(value)}
    return [
        {"text": {"type": "plain_text", "text": _text(fit.pop(value)), "emoji": False}, "value": value}
        for value, _ in choices
        if value in fit
    ][: limits.OPTIONS * limits.GROUPS]


def _fits(value: str) -> bool:
    return 0 < limits.size(value) <= limits.OPTION_VALUE and is_sendable(value)


def _text(label: str) -> str:
    return limits.cut(" ".join(clean(label).split()), limits.OPTION_TEXT) or "…"


def _listed(options: list[Json]) -> Json:
    """Up to 100 options as they are; more in groups named by their first and last."""
    step = limits.OPTIONS
    if len(options) <= step:
        return {"options": options}
    groups = [options[at : at + step] for at in range(0, len(options), step)]
    return {"option_groups": [{"label": _group_label(group), "options": group} for group in groups]}


def _group_label(group: list[Json]) -> Json:
    half = limits.GROUP_LABEL // 2 - 2
    ends = (limits.cut(option["text"]["text"], half) for option in (group[0], group[-1]))
    return {"type": "plain_text", "text": " – ".join(ends), "emoji": False}
