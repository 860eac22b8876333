"""Personal data in Slack: with the setting, in whatever way it comes, none of it is kept or posted."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.slack.listen import meaning
from bot.domain.personal import Personal
from bot.domain.personal_data import rules_for
from tests.adapters.slack.fake.values import texts_of
from tests.adapters.slack.given import KNOWN, NOW, payload
from tests.adapters.slack.workspace import Workspace, play
from tests.adapters.terminal.desk import DEMO_TRACE

ADDRESS, NUMBER = "ana@example.org", "+49 30 1234567"
TOLD = f"she wrote from {ADDRESS} and rang {NUMBER}"
STRICT = replace(KNOWN, rules=rules_for(tuple(Personal)))
SECTION = {
    "type": "rich_text_section",
    "elements": [
        {"type": "link", "url": f"mailto:{ADDRESS}", "text": "her"},
        {"type": "link", "url": "tel:+49301234567"},
        {"type": "text", "text": f" or {ADDRESS}"},
    ],
}
CHANGED = {"message": {**payload("message_changed")["event"]["message"], "text": TOLD, "blocks": []}}

PAYLOADS = {
    "a message": payload("message_reply", text=TOLD, blocks=[]),
    "links in a message": payload("message_reply", blocks=[{"type": "rich_text", "elements": [SECTION]}]),
    "an edit": payload("message_changed", **CHANGED),
    "the name of a file": payload("message_reply", blocks=[], files=[{"id": "F1", "name": f"{ADDRESS}.txt"}]),
    "a command": payload("slash_command", text=TOLD),
    "a message a review is opened from": payload(
        "message_action", message={"ts": "1.2", "user": "U0ANA", "text": TOLD}
    ),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_nothing_of_it_is_left_in_what_is_heard(name: str) -> None:
    """Neither in words, trees nor names; without the setting it is there."""
    told = [part for part in (ADDRESS, "1234567") if part in repr(meaning(PAYLOADS[name], KNOWN, NOW))]
    assert told
    found = repr(meaning(PAYLOADS[name], STRICT, NOW))
    assert "[redacted: " in found
    assert not [part for part in told if part in found]


def test_nothing_of_it_is_left_of_a_form() -> None:
    """In whichever field; a date and a person stay."""
    sent = payload("view_submission")
    values = {"a": TOLD, "due": "2027-03-29", "who": "slack:T0ACME:U0ANA"}
    sent["view"]["state"]["values"] = {
        f"field:{key}": {"value": {"type": "plain_text_input", "value": value}}
        for key, value in values.items()
    }
    found = repr(meaning(sent, STRICT, NOW))
    assert "[redacted: e-mail]" in found
    assert not [part for part in (ADDRESS, "1234567") if part in found]
    assert values["due"] in found
    assert values["who"] in found


def test_a_thread_and_its_files_keep_none_of_it(tmp_path: Path) -> None:
    """A run dropped there, its window, the database and the finished page included."""

    async def story(place: Workspace) -> None:
        root = await place.open(TOLD)
        await place.slack.say("mia", place.channel, TOLD, thread_ts=root.ts)
        run = json.loads(DEMO_TRACE.read_text("utf-8").replace("ticket", f"{ADDRESS} ticket"))
        await place.slack.upload(
            "mia", place.channel, f"{ADDRESS}.json", json.dumps(run).encode(), thread_ts=root.ts
        )
        await place.settle()
        offers = place.slack.thread(place.channel.id, root.ts)[-1]
        await place.slack.press("mia", offers, "Look at the window …")
        await place.settle()
        view = place.slack.screen("mia")
        assert view is not None
        shown = "\n".join(texts_of(view.body["blocks"]))
        assert "[redacted: e-mail] ticket" in shown
        ours = [
            message.text for message in place.slack.thread(place.channel.id, root.ts) if message.user != "U1"
        ]
        assert not [text for text in (shown, *ours) if ADDRESS in text or "1234567" in text]

    play(tmp_path, story, also=(Personal.EMAIL, Personal.PHONE))
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"[redacted: phone]" in written
    assert not [part for part in (ADDRESS.encode(), b"1234567") if part in written]
