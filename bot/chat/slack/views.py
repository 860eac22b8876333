"""Forms as modals: a `ports.Form` becomes a view, filled with what is held, inside every limit of Slack's."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from bot.chat.slack import limits
from bot.chat.slack.choosing import one_of, radio, several_of
from bot.chat.slack.forms import FIELD, FORM, VALUE, Belongs, fields_of, unpacked
from bot.chat.slack.mrkdwn import clean
from bot.chat.words import Words
from bot.ports import Field, Form

__all__ = ["Belongs", "errors", "fields_of", "shown", "unpacked", "view"]

Json = dict[str, Any]

ERROR = 2_000
"""Characters of an error beside a field; Slack gives no figure, this is that of a hint."""


def view(form: Form, words: Words, *, metadata: str, workspace: str) -> Json:
    """A modal. A field that holds more than an input of Slack's can is left out, and said to be answered in the thread.

    `metadata` is `Belongs(...).packed()`; `workspace` is `slack:T1`, whose people can be picked.
    """
    fields = form.fields[: (limits.VIEW_BLOCKS - 1) // 2]
    blocks = [block for asked in fields for block in _field(asked, words, workspace)]
    title = _line(form.title)
    if limits.size(title) > limits.VIEW_TITLE:
        blocks.insert(0, _section(title))
    made: Json = {
        "type": "modal",
        "callback_id": limits.head(f"{FORM}{form.key}", limits.CALLBACK),
        "title": _plain(title, limits.VIEW_TITLE),
        "close": _plain(words("slack_cancel"), limits.VIEW_BUTTON),
        "private_metadata": metadata,
        "blocks": blocks,
    }
    if any(block["type"] == "input" for block in blocks):
        made["submit"] = _plain(form.send, limits.VIEW_BUTTON)
    return made


def shown(title: str, blocks: Sequence[Json], words: Words) -> Json:
    """Blocks of a message on top of what a person looks at: nothing to fill in, nothing to send."""
    return {
        "type": "modal",
        "title": _plain(title, limits.VIEW_TITLE),
        "close": _plain(words("slack_close"), limits.VIEW_BUTTON),
        "blocks": list(blocks),
    }


def errors(shown: Sequence[str], key: str, sentence: str) -> Json:
    """The answer to a form that could not be taken: the sentence at its field, else at the first one shown.

    ValueError where the form had no field at all.
    """
    if not shown:
        raise ValueError(key)
    at = key if key in shown else shown[0]
    return {
        "response_action": "errors",
        "errors": {f"{FIELD}{at}": limits.cut(clean(sentence), ERROR) or "…"},
    }


def _field(asked: Field, words: Words, workspace: str) -> list[Json]:
    """The input of one field, or the line that stands in its place."""
    if asked.kind in {"text", "lines"} and limits.size(clean(asked.value)) > limits.INPUT_TEXT:
        return [_context(words("slack_too_long", label=_line(asked.label)))]
    build = INPUTS.get(asked.kind, _typed)
    element = build(asked, workspace)
    if element is None:
        return []
    made: Json = {
        "type": "input",
        "block_id": f"{FIELD}{asked.key}",
        "label": _plain(asked.label, limits.INPUT_LABEL),
        "element": {**element, "action_id": VALUE},
        "optional": not asked.required,
    }
    hint = _line(asked.hint)
    return [{**made, "hint": _plain(hint, limits.INPUT_HINT)} if hint else made]


def _typed(asked: Field, _: str) -> Json:
    """Typed text; what holds several lines is never squeezed into one."""
    value = clean(asked.value)
    element: Json = {
        "type": "plain_text_input",
        "multiline": asked.kind == "lines" or "\n" in value,
        "max_length": limits.INPUT_TEXT,
    }
    return {**element, "initial_value": value} if value else element


def _person(asked: Field, workspace: str) -> Json:
    users = _users(asked.value, workspace)
    return {"type": "users_select", **({"initial_user": users[0]} if users else {})}


def _people(asked: Field, workspace: str) -> Json:
    users = _users(asked.value, workspace)
    return {"type": "multi_users_select", **({"initial_users": users} if users else {})}


def _users(value: str, workspace: str) -> list[str]:
    """Slack's ids of the people of this workspace among person keys."""
    keys = (key.strip() for key in value.split(","))
    ids = (key.removeprefix(f"{workspace}:") for key in keys if key.startswith(f"{workspace}:"))
    return list(dict.fromkeys(user for user in ids if user.isascii() and user.isalnum() and len(user) <= 40))


def _date(asked: Field, _: str) -> Json:
    try:
        day = date.fromisoformat(asked.value.strip()).isoformat()
    except ValueError:
        return {"type": "datepicker"}
    return {"type": "datepicker", "initial_date": day}


def _choice(asked: Field, _: str) -> Json | None:
    """Few of which one must be chosen stand side by side; from a list, nothing may be chosen too."""
    if asked.required and len(asked.choices) <= limits.RADIOS:
        return radio(asked.choices, asked.value)
    return one_of(asked.choices, asked.value)


def _choices(asked: Field, _: str) -> Json | None:
    return several_of(asked.choices, asked.value)


def _channel(asked: Field, _: str) -> Json:
    """A channel of this organisation alone; where a review is held, no other reads along."""
    del asked
    kinds = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    return {"type": "conversations_select", "filter": {**kinds, "exclude_bot_users": True}}


INPUTS: Mapping[str, Callable[[Field, str], Json | None]] = {
    "channel": _channel,
    "choice": _choice,
    "choices": _choices,
    "date": _date,
    "lines": _typed,
    "people": _people,
    "person": _person,
    "text": _typed,
}
"""What each kind of field is filled in with; None where there is nothing to choose."""


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _plain(text: str, most: int) -> Json:
    return {"type": "plain_text", "text": limits.cut(_line(text), most) or "…", "emoji": False}


def _section(text: str) -> Json:
    return {"type": "section", "text": _plain(text, limits.TEXT)}


def _context(text: str) -> Json:
    return {"type": "context", "elements": [_plain(text, limits.TEXT)]}
