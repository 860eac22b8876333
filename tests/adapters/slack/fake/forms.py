"""Filling a form as a person does: by labels, within what the screen lets one send."""

from collections.abc import Mapping

from tests.adapters.slack.fake.values import Json
from tests.adapters.slack.fake.world import World

LONGEST = 3000
Value = str | list[str]


class CannotSend(AssertionError):
    """The screen does not let this form be sent: an unknown field, an empty or too long one, no such choice."""


def fill(world: World, view: Json, values: Mapping[str, Value]) -> Json:
    """`state.values` of the form with `values` by label (persons by name or id, choices by their text)."""
    inputs = {block["label"]["text"]: block for block in view["blocks"] if block["type"] == "input"}
    if unknown := set(values) - set(inputs):
        raise CannotSend(f"no field {sorted(unknown)} among {sorted(inputs)}")
    state: Json = {}
    for label, block in inputs.items():
        element = block["element"]
        value = _filled(world, element, values[label], label) if label in values else _initial(element)
        if not block.get("optional") and not any(v for name, v in value.items() if name != "type"):
            raise CannotSend(f"{label!r} is empty")
        state[block["block_id"]] = {element["action_id"]: value}
    return state


def _initial(element: Json) -> Json:
    """What the element holds untouched."""
    kind = element["type"]
    name, first = SHAPES.get(kind, ("value", "initial_value"))
    empty: list[str] | None = [] if name.endswith("s") else None
    return {"type": kind, name: element.get(first, empty)}


def _filled(world: World, element: Json, value: Value, label: str) -> Json:
    kind = element["type"]
    name, _ = SHAPES.get(kind, ("value", "initial_value"))
    many = [value] if isinstance(value, str) else value
    chosen: list[Json | str | None]
    if "options" in element:
        chosen = [_option(element, text, label) for text in many if text]
    elif "users" in kind:
        chosen = [world.user(person).id for person in many if person]
    else:
        chosen = [_typed(element, text, label) for text in many if text]
    return {"type": kind, name: chosen if name.endswith("s") else (chosen or [None])[0]}


def _option(element: Json, text: str, label: str) -> Json:
    for option in element["options"]:
        if text in (option["text"]["text"], option["value"]):
            found: Json = option
            return found
    raise CannotSend(f"{label!r} has no choice {text!r}")


def _typed(element: Json, text: str, label: str) -> str:
    least, most = element.get("min_length", 0), element.get("max_length", LONGEST)
    if element["type"] == "plain_text_input" and not least <= len(text) <= most:
        raise CannotSend(f"{label!r} takes {least}..{most} characters, not {len(text)}")
    if "\n" in text and not element.get("multiline"):
        raise CannotSend(f"{label!r} takes one line")
    return text


SHAPES: dict[str, tuple[str, str]] = {
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}
"""What an element calls its value in a sent form, and in the form as it was opened; all others say `value`."""
