"""Block Kit as it is drawn here: what the bot sends, and what people's own messages consist of. Slack's looks differ.

ValueError for a type, or for a property of one, that there is no drawing for: nothing is left out silently.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.adapters.slack.pictures.letters import Run
from tests.adapters.slack.pictures.paper import Drawn, box, flowing, path, stacked, words

Json = Mapping[str, Any]
Names = Mapping[str, str]
"""Names of people, by their id."""

FIELD_LINES = 4
"""How much of a long text a field shows; more is reached by scrolling."""

OPTIONAL = " (optional)"
"""What Slack itself writes beside a label."""

OPTIONS = {"options", "option_groups"}
DRAWN = {
    "header": {"text"},
    "section": {"text", "accessory"},
    "context": {"elements"},
    "divider": set(),
    "actions": {"elements"},
    "button": {
        "text",
        "value",
        "style",
        "url",
        "confirm",
    },  # what is asked once more is seen when it is pressed
    "rich_text": {"elements"},
    "rich_text_section": {"elements"},
    "rich_text_quote": {"elements"},
    "rich_text_preformatted": {"elements"},
    "rich_text_list": {"elements", "style", "indent", "offset"},
    "text": {"text", "style"},
    "link": {"url", "text", "style"},
    "user": {"user_id", "style"},
    "plain_text": {"text", "emoji"},
    "input": {"label", "element", "hint", "optional"},
    "plain_text_input": {"initial_value", "multiline", "max_length"},
    "radio_buttons": {"initial_option", "options"},
    "static_select": {"initial_option", *OPTIONS},
    "multi_static_select": {"initial_options", *OPTIONS},
    "users_select": {"initial_user"},
    "multi_users_select": {"initial_users"},
    "datepicker": {"initial_date"},
}
"""Every type there is a drawing for, with the properties it takes in."""

STYLES = {"bold", "italic", "strike", "code"}


def blocks(some: Sequence[Json], wide: float, names: Names, gap: float) -> Drawn:
    """Blocks one under the other, in their order."""
    return stacked([_block(block, wide, names) for block in some], gap)


def _kind(found: Json) -> str:
    """The type of a block or an element, once it is sure that all of it is drawn."""
    kind = str(found.get("type"))
    unknown = set(found) - DRAWN.get(kind, set()) - {"type", "block_id", "action_id"}
    if kind not in DRAWN or unknown:
        raise ValueError(f"no drawing for {kind} {sorted(unknown)}")
    return kind


def _block(block: Json, wide: float, names: Names) -> Drawn:
    match _kind(block):
        case "header":
            head = words([Run(plain(block["text"]))], wide, "head")
            return Drawn(wide, head.high + 8, head.at(0, 8))
        case "section":
            return _section(block, wide)
        case "context":
            return stacked([words([Run(plain(one))], wide, "note") for one in block["elements"]], 2)
        case "divider":
            return Drawn(wide, 9, path("line", f"M0 4.5 H{wide}"))
        case "rich_text":
            return stacked([_rich(one, wide, names) for one in block["elements"]], 2)
        case "actions":
            return flowing([button(one, wide) for one in block["elements"]], wide, 8)
        case "input":
            return _input(block, wide, names)
    raise ValueError(f"no drawing for {block['type']} among blocks")


def _section(block: Json, wide: float) -> Drawn:
    """Its words, and the button beside them where it has one."""
    if "accessory" not in block:
        return words([Run(plain(block["text"]))], wide)
    beside = button(block["accessory"], wide / 2)
    said = words([Run(plain(block["text"]))], wide - beside.wide - 16)
    high = max(said.high, beside.high)
    return Drawn(wide, high, said.at(0, (high - said.high) / 2) + beside.at(wide - beside.wide, 0))


def plain(text: Json) -> str:
    """A text without marks; ValueError where it has any."""
    if _kind(text) != "plain_text":
        raise ValueError(f"no drawing for a text of type {text['type']}")
    return str(text["text"])


def button(element: Json, wide: float) -> Drawn:
    """A button as wide as its label."""
    if _kind(element) != "button":
        raise ValueError(f"no drawing for {element['type']} among buttons")
    look = str(element.get("style", "box"))
    label = words([Run(plain(element["text"]))], wide - 24, "press", look=f"on{look}")
    high, across = label.high + 12, label.wide + 24
    return Drawn(across + 1, high + 1, box(look, 0.5, 0.5, across, high) + label.at(12.5, 6.5))


# -- rich text
def _rich(element: Json, wide: float, names: Names) -> Drawn:
    kind = _kind(element)
    if kind == "rich_text_list":
        return _list(element, wide, names)
    if kind not in {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}:
        raise ValueError(f"no drawing for {kind} in rich text")
    runs = list(_runs(element["elements"], names))
    if kind == "rich_text_quote":
        quoted = words(runs, wide - 14)
        return Drawn(wide, quoted.high, box("bar", 0, 1, 4, quoted.high - 2, 2) + quoted.at(14, 0))
    if kind == "rich_text_preformatted":
        code = words([Run(run.text, "code plain") for run in runs], wide - 20)
        return Drawn(wide, code.high + 14, box("chip", 0.5, 0.5, wide - 1, code.high + 13) + code.at(10, 7))
    return words(runs, wide)


def _list(element: Json, wide: float, names: Names) -> Drawn:
    """Items, each with its bullet or number before it."""
    left = 24 * (1 + int(element.get("indent", 0)))
    items = []
    for number, item in enumerate(element["elements"], int(element.get("offset", 0)) + 1):
        mark = words([Run("•" if element["style"] == "bullet" else f"{number}.")], 24)
        held = _rich(item, wide - left, names)
        items.append(Drawn(wide, held.high, mark.at(left - 17, 0) + held.at(left, 0)))
    return stacked(items, 1)


def _runs(elements: Sequence[Json], names: Names) -> Iterator[Run]:
    for element in elements:
        style: Json = element.get("style", {})
        if unknown := set(style) - STYLES:
            raise ValueError(f"no drawing for {sorted(unknown)}")
        look = " ".join(sorted(name for name, on in style.items() if on))
        match _kind(element):
            case "text":
                yield Run(str(element["text"]), look)
            case "link":
                yield Run(str(element.get("text") or element["url"]), f"link {look}".strip())
            case "user":
                yield Run(f"@{names[element['user_id']]}", f"mention {look}".strip())
            case kind:
                raise ValueError(f"no drawing for {kind} in text")


# -- fields of forms
def _input(block: Json, wide: float, names: Names) -> Drawn:
    """A field: its label, what it is filled in with, its hint."""
    label = [Run(plain(block["label"])), *([Run(OPTIONAL, "dim")] if block.get("optional") else [])]
    kind = _kind(block["element"])
    if kind not in FIELDS:
        raise ValueError(f"no drawing for a field of type {kind}")
    parts = [words(label, wide, "label"), FIELDS[kind](block["element"], wide, names)]
    if "hint" in block:
        parts.append(words([Run(plain(block["hint"]))], wide, "note"))
    return stacked(parts, 4)


def _typed(element: Json, wide: float, _: Names) -> Drawn:
    """Typed text; beside one that is longer than the field stands the bar to scroll by."""
    value = [Run(str(element.get("initial_value", "")))]
    whole, seen = (words(value, wide - 24, most=most) for most in (0, FIELD_LINES))
    high = max(seen.high, 42 if element.get("multiline") else 21) + 14
    thumb = (
        box("bar", wide - 9, 5, 4, max(16, (high - 10) * seen.high / whole.high), 2)
        if whole.high > seen.high
        else ""
    )
    return Drawn(wide, high, box("box", 0.5, 0.5, wide - 1, high - 1) + thumb + seen.at(12, 7))


def _radios(element: Json, wide: float, _: Names) -> Drawn:
    return stacked([_radio(one, one == element.get("initial_option"), wide) for one in element["options"]], 3)


def _radio(option: Json, chosen: object, wide: float) -> Drawn:
    label = words([Run(_option(option))], wide - 26)
    dot = box("primary", 5.5, 7.5, 6, 6, 3) if chosen else ""
    return Drawn(wide, label.high, box("box", 1.5, 3.5, 14, 14, 7) + dot + label.at(26, 0))


def _option(option: Json) -> str:
    if set(option) != {"text", "value"}:
        raise ValueError(f"no drawing for an option with {sorted(option)}")
    return plain(option["text"])


def _picked(element: Json, wide: float, names: Names) -> Drawn:
    """Options, people or a day: those chosen, and the sign that there is a list to choose from."""
    options = element.get("initial_options", [element.get("initial_option")])
    users = element.get("initial_users", [element.get("initial_user")])
    chosen = [_option(option) for option in options if option]
    chosen += [f"@{names[user]}" for user in users if user]
    value = words([Run(", ".join([*chosen, *filter(None, [element.get("initial_date")])]))], wide - 48)
    high = value.high + 14
    sign = path("pen", f"M{wide - 24} {high / 2 - 2.5} l5 5 l5 -5")
    return Drawn(wide, high, box("box", 0.5, 0.5, wide - 1, high - 1) + value.at(12, 7) + sign)


FIELDS: Mapping[str, Callable[[Json, float, Names], Drawn]] = {
    "plain_text_input": _typed,
    "radio_buttons": _radios,
    "static_select": _picked,
    "multi_static_select": _picked,
    "users_select": _picked,
    "multi_users_select": _picked,
    "datepicker": _picked,
}
"""How each kind of field is drawn."""
