"""People act, and a bare bolt app hears of it: signed, in Slack's shapes, again where it did not answer."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.adapters.slack.fake.bare import app_of, over_http
from tests.adapters.slack.fake.delivery import How
from tests.adapters.slack.fake.forms import CannotSend
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime

Json = dict[str, Any]


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


class Heard:
    """What the app heard, in order: events, and the number of the retry each came with."""

    def __init__(self) -> None:
        self.events: list[Json] = []
        self.retries: list[tuple[str, str]] = []

    def types(self) -> list[str]:
        """Kinds of events, with the subtype of messages."""
        return [f"{e['type']}:{e['subtype']}" if e.get("subtype") else e["type"] for e in self.events]

    def listen(self, app: AsyncApp) -> None:
        """Hear every event."""

        async def hear(event: Json, request: Any) -> None:
            self.events.append(event)
            headers = request.headers
            self.retries.append(
                (headers.get("x-slack-retry-num", [""])[0], headers.get("x-slack-retry-reason", [""])[0])
            )

        for kind in ("message", "app_mention", "reaction_added", "reaction_removed", "member_joined_channel"):
            app.event(kind)(hear)
        for kind in (
            "user_change",
            "channel_id_changed",
            "app_uninstalled",
            "tokens_revoked",
            "app_home_opened",
        ):
            app.event(kind)(hear)


def play(
    story: Callable[[FakeSlack, AsyncApp, Heard], Awaitable[None]], *, time: FakeTime | None = None
) -> None:
    """Run a story with Mia and Ana in a place, and an app that hears every event."""

    async def run() -> None:
        async with FakeSlack(time) as slack:
            slack.world.add_user("mia", id_="U1")
            slack.world.add_user("ana", id_="U2")
            slack.world.add_channel("incidents", members=["mia", "ana"], id_="C1")
            app, heard = app_of(slack), Heard()
            heard.listen(app)
            async with over_http(slack, app):
                await story(slack, app, heard)

    asyncio.run(run())


def test_a_message_arrives_in_slacks_shape() -> None:
    """Text escaped, mentions and links marked, the same as rich_text, with client_msg_id and place."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        root = await slack.say("mia", "incidents", "first")
        await slack.say("ana", "incidents", "ask @mia: a < b & see https://x.test/1 *now*", root.ts)
        first, second = heard.events
        assert (first["channel"], first["channel_type"], first["user"]) == ("C1", "channel", "U1")
        assert "thread_ts" not in first
        assert second["text"] == "ask <@U1>: a &lt; b &amp; see <https://x.test/1> *now*"
        assert (second["thread_ts"], second["parent_user_id"]) == (root.ts, "U1")
        kinds = [element["type"] for element in second["blocks"][0]["elements"][0]["elements"]]
        assert kinds == ["text", "user", "text", "link", "text", "text"]
        assert second["blocks"][0]["elements"][0]["elements"][-1] == {
            "type": "text",
            "text": "now",
            "style": {"bold": True},
        }

    play(story)


def test_a_mention_comes_as_two_events_with_one_ts() -> None:
    """`message` and `app_mention`, each with an event_id of its own."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        said = await slack.say("mia", "incidents", "@agent-incident go on")
        assert sorted(heard.types()) == ["app_mention", "message"]
        assert {event["ts"] for event in heard.events} == {said.ts}
        assert len({d.payload["event_id"] for d in slack.courier.deliveries}) == 2

    play(story)


def test_edits_deletes_unfurls_and_all_the_rest_come_as_slack_tells_them() -> None:
    """Subtypes of messages, reactions, joins, changes of people and places."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        said = await slack.say("mia", "incidents", "at nine")
        await slack.edit(said, "at ten")
        await slack.unfurl(said)
        await slack.react("ana", said, "memo")
        await slack.unreact("ana", said, "memo")
        await slack.say("mia", "incidents", "waves", subtype="me_message")
        await slack.upload("mia", "incidents", "trace.json", b"{}", text="the trace")
        await slack.delete(said)
        slack.world.add_user("zoe", id_="U3")
        await slack.join("zoe", "incidents")
        await slack.user_changed("zoe", deleted=True)
        await slack.new_channel_id("incidents", "C9")
        await slack.uninstall()
        assert heard.types() == [
            *(
                "message",
                "message:message_changed",
                "message:message_changed",
                "reaction_added",
                "reaction_removed",
            ),
            *("message:me_message", "message:file_share", "message:message_deleted"),
            *("message:channel_join", "member_joined_channel", "user_change", "channel_id_changed"),
            *("tokens_revoked", "app_uninstalled"),
        ]
        edited, unfurled = heard.events[1:3]
        assert (edited["message"]["text"], edited["previous_message"]["text"]) == ("at ten", "at nine")
        assert edited["message"]["edited"]["user"] == "U1"
        assert unfurled["message"]["text"] == unfurled["previous_message"]["text"]
        assert heard.events[6]["files"][0]["name"] == "trace.json"
        assert heard.events[7]["deleted_ts"] == said.ts

    play(story)


def test_the_app_is_told_of_its_own_posts_and_hears_nothing_from_where_it_is_not() -> None:
    """Bolt drops the echo; a place without the bot sends nothing."""

    async def story(slack: FakeSlack, app: AsyncApp, heard: Heard) -> None:
        slack.world.add_channel("elsewhere", members=["mia"], id_="C2", bot=False)
        await slack.say("mia", "elsewhere", "@agent-incident hello")
        await app.client.chat_postMessage(channel="C1", text="card")
        await slack.world.pulse.until(lambda: slack.courier.deliveries and slack.courier.deliveries[0].acked)
        assert [d.payload["event"]["bot_id"] for d in slack.courier.deliveries] == ["B0BOT"]
        assert not heard.events

    play(story)


def test_another_bots_message_is_delivered_with_its_bot_id() -> None:
    """A reply of a bot is no answer of a person: the app can tell."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        slack.world.add_user("helper", id_="U7", is_bot=True, bot_id="B7")
        slack.world.channel("C1").members.add("U7")
        await slack.say("helper", "C1", "I did it")
        assert heard.events[0]["bot_id"] == "B7"

    play(story)


def test_an_event_can_come_twice_late_out_of_order_or_by_its_retry_alone() -> None:
    """The same event_id, with the headers of a retry; what was held back comes in the order asked for."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        slack.courier.how = How(twice=True)
        await slack.say("mia", "incidents", "one")
        assert heard.retries == [("", ""), ("1", "http_timeout")]
        assert heard.events[0] == heard.events[1]
        slack.courier.how = How(lose_first=True)
        await slack.say("mia", "incidents", "two")
        assert heard.retries[2:] == [("1", "connection_failed")]
        slack.courier.how = How()
        slack.hold()
        for text in ("three", "four"):
            await slack.say("mia", "incidents", text)
        assert len(heard.events) == 3
        await slack.courier.release(lambda held: held[::-1])
        assert [event["text"] for event in heard.events[3:]] == ["four", "three"]

    play(story)


def test_an_event_not_taken_comes_again_at_once_after_a_minute_and_after_five() -> None:
    """Three retries with their number and reason, then Slack gives up."""
    time = FakeTime()

    async def story(slack: FakeSlack, _app: AsyncApp, _heard: Heard) -> None:
        slack.world.subscribed |= {"pin_added"}
        event = {"type": "pin_added", "user": "U1", "channel_id": "C1", "event_ts": slack.world.ts()}
        delivery = await slack.happen(event)
        assert delivery is not None
        for attempts, wait in ((2, 60), (3, 300)):
            await slack.world.pulse.until(lambda n=attempts: len(delivery.attempts) == n and time.sleepers)
            time.advance(timedelta(seconds=wait))
        await slack.world.pulse.until(lambda: len(delivery.attempts) == 4)
        assert {(attempt.status, attempt.why) for attempt in delivery.attempts} == {(404, "http_error")}

    play(story, time=time)


def test_an_app_that_takes_three_seconds_is_given_up_on() -> None:
    """The person who typed the command sees `operation_timeout`, and the event comes again as `http_timeout`."""
    time = FakeTime()

    async def story(slack: FakeSlack, app: AsyncApp, _heard: Heard) -> None:
        late = asyncio.Event()

        @app.command("/agent-incident")
        async def dawdle(ack: Any) -> None:
            late.set()
            await asyncio.Event().wait()
            await ack()

        typing = asyncio.create_task(slack.command("mia", "incidents", "it mailed the wrong list"))
        await late.wait()
        time.advance(timedelta(seconds=3))
        ack = await typing
        assert not ack.ok
        assert [m.text for m in slack.seen_by("mia")] == ["operation_timeout"]

    play(story, time=time)


@pytest.mark.parametrize(
    ("shift", "secret", "status"), [(-299, "", 200), (-301, "", 401), (0, "another", 401)]
)
def test_signatures_are_good_for_five_minutes_and_of_one_secret(shift: int, secret: str, status: int) -> None:
    """Bolt takes what was signed 299 s ago, and refuses 301 s and a wrong secret."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        slack.courier.stamp_shift_s = shift
        slack.world.signing_secret = secret or slack.world.signing_secret
        await slack.say("mia", "incidents", "x")
        assert slack.courier.deliveries[0].attempts[0].status == status
        assert bool(heard.events) is (status == 200)

    play(story)


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
        await slack.world.pulse.until(lambda: len(answers) == 6)
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
