"""What Slack is answered in the same request, and direct replies drawn for it."""

from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat.slack import dialect
from bot.chat.slack.forms import LINE, OPEN, TO
from bot.chat.words import Words
from bot.domain.says import Reply
from bot.domain.tree import Card, CardButton, Paragraph, Text
from bot.ports import Field, Form, Voice

Json = dict[str, Any]

STORED, AGAIN = 200, 503


@dataclass(frozen=True)
class Answer:
    """A status, and a body where Slack shows one."""

    status: int = STORED
    body: Json = field(default_factory=dict)


def shown(reply: Reply | None, voice: Voice, words: Words) -> Json:
    """A direct reply as an ephemeral message; empty for none."""
    if reply is None or reply.say is None:
        return {}
    drawn = dialect.message(voice.speak(reply.say), words)
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": drawn.text,
        "blocks": list(drawn.blocks),
    }


def offer(number: int, form: Form, words: Words) -> Json:
    """A form of a review behind a button: who asks for it in words has no right to open one."""
    button = CardButton(f"form:{form.key}", form.title, form.target)
    card = Card((Paragraph((Text(words("slack_form_here")),)),), (button,))
    drawn = dialect.message(card, words, key=f"review:{number}:")
    return {"response_type": "ephemeral", "text": drawn.text, "blocks": list(drawn.blocks)}


def sentence(reply: Reply | None) -> str:
    """The sentence of an error, empty where the reply is none."""
    if reply is None or reply.say is None or reply.say.key not in {"error", "fault"}:
        return ""
    return str(reply.say.values.get("sentence", "")) or reply.say.key


def opening_form(words: Words, line: str) -> Form:
    """The form that opens a review: one field."""
    title, label = words("slack_open_title"), words("slack_open_line")
    asked = Field(LINE, label, "text", hint=words("slack_open_hint"), required=True, value=line)
    return Form(OPEN, title, words("slack_open_send"), (asked,))


def opening_form_anywhere(words: Words, line: str) -> Form:
    """The same, opened in no channel: one is picked."""
    form = opening_form(words, line)
    channel = Field(TO, words("slack_open_channel"), "channel", required=True)
    return replace(form, fields=(*form.fields, channel))
