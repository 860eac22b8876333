"""What a form of ours carries through Slack and back: where it belongs, and what was filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

from bot.chat.slack import limits
from bot.chat.slack.reading import mapping, objects, text, texts
from bot.domain.review import person_key

FIELD = "field:"
"""How the block ids of inputs begin; the field's key follows."""
VALUE = "value"
FORM = "form:"
"""How the callback ids of views begin; the form's key follows."""
OPEN, LINE, TO = "open", "line", "to"
"""The form that opens a review, its field for one line, and the one for a channel where it was opened in none."""


@dataclass(frozen=True)
class Belongs:
    """Where a form belongs: its review and version, what it is about, or the place its review is to be opened in."""

    review: str = ""
    version: str = ""
    target: str = ""
    channel: str = ""
    thread: str = ""
    private: str = ""  # not empty where that place is private
    first: str = ""  # the hash under which the message is kept that a review is opened from
    home: str = ""  # not empty where it was opened on somebody's Home

    def packed(self) -> str:
        """For `private_metadata`. ValueError where it is longer than Slack takes."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        packed = urlencode({name: value for name, value in held.items() if value}, errors="replace")
        if limits.size(packed) > limits.METADATA:
            raise ValueError(packed[:80])
        return packed


def unpacked(metadata: str) -> Belongs:
    """What a view carried; empty for what is not of our making."""
    known = {field.name for field in fields(Belongs)}
    try:
        found = parse_qsl(metadata, max_num_fields=len(known))
    except ValueError:
        return Belongs()
    return Belongs(**{name: value for name, value in found if name in known})


def fields_of(state: object, keys: Iterable[str] | None, workspace: str) -> tuple[tuple[str, str], ...]:
    """What was filled in: people as person keys, days as YYYY-MM-DD, several choices with commas between them.

    `state` is a view's `state.values`; `keys` are the fields wanted, in order, or None for all there are.
    """
    found = {
        block.removeprefix(FIELD): _value(mapping(actions, VALUE), workspace)
        for block, actions in mapping(state).items()
        if isinstance(block, str) and block.startswith(FIELD)
    }
    wanted = found if keys is None else [key for key in keys if key in found]
    return tuple((key, found[key]) for key in wanted)


def people_in(state: object) -> frozenset[str]:
    """Ids of everybody picked in a form."""
    found: set[str] = set()
    for actions in mapping(state).values():
        held = mapping(actions, VALUE)
        found |= {text(held, "selected_user"), *texts(held, "selected_users")}
    return frozenset(found - {""})


def _value(held: Mapping[str, Any], workspace: str) -> str:
    """One input's value by its kind; a field left empty is an empty text."""
    match text(held, "type"):
        case "users_select":
            return _people([text(held, "selected_user")], workspace)
        case "multi_users_select":
            return _people(texts(held, "selected_users"), workspace)
        case "conversations_select":
            return text(held, "selected_conversation")
        case "datepicker":
            return text(held, "selected_date")
        case "static_select" | "radio_buttons":
            return text(held, "selected_option", "value")
        case "multi_static_select" | "checkboxes":
            return ",".join(text(option, "value") for option in objects(held, "selected_options"))
        case _:
            return text(held, "value")


def _people(users: Iterable[str], workspace: str) -> str:
    platform, _, team = workspace.partition(":")
    return ",".join(person_key(platform, team, user) for user in users if user)
