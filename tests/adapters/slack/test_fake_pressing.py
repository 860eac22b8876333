"""Commands, buttons, forms and shortcuts, as a bare bolt app gets them and people see its answers."""

from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.adapters.slack.fake.forms import CannotSend
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import Heard, play
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import Json


def plain(text: str) -> Json:
    """A text without markup."""
    return {"type": "plain_text", "text": text}


FORM: Json = {
    "type": "modal",
    "callback_id": "wall",
    "title": plain("Wall"),
    "submit": plain("Send"),
    "private_metadata": "AR-1",
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": plain("What stands"),
            "element": {"type": "plain_text_input", "action_id": "v"},
        },
        {
            "type": "input",
            "block_id": "owner",
            "label": plain("Owner"),
            "optional": True,
            "element": {"type": "users_select", "action_id": "v"},
        },
        {
            "type": "input",
            "block_id": "kind",
            "label": plain("Kind"),
            "optional": True,
            "element": {
                "type": "static_select",
                "action_id": "v",
                "options": [
                    {"text": plain("A check"), "value": "check"},
                    {"text": plain("A limit"), "value": "limit"},
                ],
            },
        },
    ],
}
ASKING = [
    {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {"type": "button", "action_id": "press:0", "value": "unknown|A|3", "text": plain("Don't know")}
        ],
    }
]


def test_a_command_is_answered_to_its_author_alone_or_by_its_response_address() -> None:
    """The body of the ack is ephemeral; the address serves five times within half an hour."""
    time = FakeTime()

    async def story(slack: FakeSlack, app: AsyncApp, _heard: Heard) -> None:
        answers = []

        @app.command("/agent-incident")
        async def answer(ack: Any, respond: Any, command: Json) -> None:
            assert (command["channel_id"], command["text"], command["user_id"]) == ("C1", "mine", "U1")
            assert "thread_ts" not in command
            await ack("two walls are yours")
            answers.extend([(await respond(f"more {n}")).status_code for n in range(6)])

        await slack.command("mia", "incidents", "mine")
        await slack.until(lambda: len(answers) == 6)
        assert answers == [200] * 5 + [404]
        assert len(slack.seen_by("mia")) == 6
        assert not slack.seen_by("ana")
        assert not slack.posts("C1")

    play(story, time=time)


def test_a_button_opens_a_form_and_the_form_is_answered_beside_its_fields() -> None:
    """Pressed by its label, filled in by labels; errors stand by label, and a good one closes it."""

    async def story(slack: FakeSlack, app: AsyncApp, _heard: Heard) -> None:
        values: list[Json] = []

        @app.action("press:0")
        async def pressed(ack: Any, body: Json, client: Any) -> None:
            assert body["actions"][0]["value"] == "unknown|A|3"
            assert body["container"]["message_ts"] == body["message"]["ts"]
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
            await ack()

        @app.view("wall")
        async def sent(ack: Any, view: Json) -> None:
            values.append(view["state"]["values"])
            thin = view["state"]["values"]["what"]["v"]["value"] == "tbd"
            await ack(
                **({"response_action": "errors", "errors": {"what": "say what stands"}} if thin else {})
            )

        card = await app.client.chat_postMessage(channel="C1", text="Q1", blocks=ASKING)
        message = slack.card("C1", card["ts"])
        assert message.labels() == ["Don't know"]
        with pytest.raises(AssertionError, match="nothing says 'Nope'"):
            await slack.press("mia", message, "Nope")
        await slack.press("mia", message, "Don't know")
        form = slack.screen("mia")
        assert form is not None
        with pytest.raises(CannotSend, match="is empty"):
            await slack.submit(form)
        with pytest.raises(CannotSend, match="no choice"):
            await slack.submit(form, {"What stands": "x", "Kind": "A wish"})
        assert (await slack.submit(form, {"What stands": "tbd"})).errors == {"What stands": "say what stands"}
        assert slack.screen("mia") is form
        good = {"What stands": "a check", "Owner": "ana", "Kind": "A limit"}
        assert not (await slack.submit(form, good)).errors
        assert slack.screen("mia") is None
        assert values[-1]["owner"]["v"] == {"type": "users_select", "selected_user": "U2"}
        assert values[-1]["kind"]["v"]["selected_option"]["value"] == "limit"

    play(story)


def test_shortcuts_and_the_home_tab_come_with_a_trigger() -> None:
    """A message shortcut shows the message, from a place without the bot, too."""

    async def story(slack: FakeSlack, app: AsyncApp, heard: Heard) -> None:
        slack.world.add_channel("elsewhere", members=["mia"], id_="C2", bot=False)
        got: list[Json] = []

        @app.shortcut("start_review")
        async def started(ack: Any, body: Json, client: Any) -> None:
            got.append(body)
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)
            await ack()

        said = await slack.say("mia", "elsewhere", "look at this")
        assert (await slack.shortcut("mia", said)).ok
        assert got[0]["message"]["text"] == "look at this"
        assert got[0]["channel"]["id"] == "C2"
        assert slack.screen("mia") is not None
        await slack.open_home("mia")
        assert heard.types() == ["app_home_opened"]

    play(story)
