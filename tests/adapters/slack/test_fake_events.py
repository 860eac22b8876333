"""People act, and a bare bolt app hears of it in Slack's shapes."""

from slack_bolt.app.async_app import AsyncApp

from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import Heard, play


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
        await slack.settled()
        assert slack.courier.deliveries[0].acked
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


def test_direct_messages_come_and_talk_among_several_does_not() -> None:
    """`message.im` is subscribed to, `message.mpim` is not."""

    async def story(slack: FakeSlack, _app: AsyncApp, heard: Heard) -> None:
        await slack.say("mia", slack.world.direct("mia"), "mine?")
        await slack.say("mia", slack.world.direct("mia", "ana"), "ours?")
        assert [(event["text"], event["channel_type"]) for event in heard.events] == [("mine?", "im")]

    play(story)
