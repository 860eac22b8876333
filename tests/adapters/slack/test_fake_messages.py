"""The fake keeps messages and refuses what Slack refuses, seen through Slack's own client."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import SECTION, ask, refused
from tests.adapters.slack.fake.values import Channel


def test_a_thread_is_kept_with_its_replies_and_metadata_comes_only_when_asked_for() -> None:
    """conversations.replies shows root and replies in order; metadata needs `include_all_metadata`."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        key = {"event_type": "agent_incident", "event_payload": {"key": "abc"}}
        root = await client.chat_postMessage(channel=place.id, text="card", metadata=key)
        reply = await client.chat_postMessage(channel=place.id, text="Q1", thread_ts=root["ts"])
        plain = await client.conversations_replies(channel=place.id, ts=root["ts"])
        full = await client.conversations_replies(channel=place.id, ts=root["ts"], include_all_metadata=True)
        assert [m["ts"] for m in plain["messages"]] == [root["ts"], reply["ts"]]
        assert [m.get("metadata") for m in plain["messages"]] == [None, None]
        assert [m.get("metadata") for m in full["messages"]] == [key, None]
        assert [m.text for m in slack.thread(place.id, root["ts"])] == ["card", "Q1"]

    ask(story)


def test_an_update_replaces_the_blocks_and_keeps_the_metadata() -> None:
    """Text alone takes the blocks away; metadata stays where none is given."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        key = {"event_type": "agent_incident", "event_payload": {"key": "abc"}}
        sent = await client.chat_postMessage(channel=place.id, text="card", blocks=[SECTION], metadata=key)
        await client.chat_update(channel=place.id, ts=sent["ts"], text="only words")
        card = slack.card(place.id, sent["ts"])
        assert (card.text, card.blocks, card.metadata) == ("only words", [], key)

    ask(story)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"archived": True}, "is_archived"),
        ({"members": set()}, "not_in_channel"),
        ({"members": set(), "kind": "group"}, "channel_not_found"),
        ({"refuses": "restricted_action_read_only_channel"}, "restricted_action_read_only_channel"),
    ],
)
def test_a_place_that_forbids_posting_answers_with_slacks_error(change: dict[str, Any], error: str) -> None:
    """Archived, not a member, private and not a member, read-only: each has its own word."""

    async def story(_slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        for name, value in change.items():
            setattr(place, name, value)
        assert await refused(client.chat_postMessage(channel=place.id, text="x")) == error
        assert not place.messages

    ask(story)


def test_a_locked_thread_refuses_replies_and_a_gone_parent_lets_them_fall_top_level() -> None:
    """The answer to a post under a root that is gone has no `thread_ts`; a tombstone still holds its thread."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        root = await client.chat_postMessage(channel=place.id, text="card")
        place.locked.add(root["ts"])
        call = client.chat_postMessage(channel=place.id, text="x", thread_ts=root["ts"])
        assert await refused(call) == "restricted_action_thread_locked"
        place.locked.clear()
        await client.chat_postMessage(channel=place.id, text="Q1", thread_ts=root["ts"])
        await slack.delete(slack.card(place.id, root["ts"]))
        under = await client.chat_postMessage(channel=place.id, text="Q2", thread_ts=root["ts"])
        assert under["message"]["thread_ts"] == root["ts"]
        lost = await client.chat_postMessage(channel=place.id, text="Q3", thread_ts="1.000001")
        assert "thread_ts" not in lost["message"]

    ask(story)


def test_what_slack_refuses_in_a_message_is_refused_and_noted() -> None:
    """No text, unknown blocks, blocks too long, an update over 4,000: Slack's error, and a violation."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}
        sent = await client.chat_postMessage(channel=place.id, text="card")
        call = client.api_call("chat.postMessage", json={"channel": place.id, "text": ""})
        assert await refused(call) == "no_text"
        call = client.chat_postMessage(channel=place.id, text="x", blocks=[{"type": "nope"}])
        assert await refused(call) == "invalid_blocks"
        call = client.chat_postMessage(channel=place.id, text="x", blocks=[long] * 5)
        assert await refused(call) == "msg_blocks_too_long"
        assert len(slack.forgive()) >= 3
        call = client.chat_update(channel=place.id, ts=sent["ts"], text="x" * 4001)
        assert await refused(call) == "msg_too_long"
        bad = {"event_type": "Nope", "event_payload": {}}
        call = client.chat_postMessage(channel=place.id, text="x", metadata=bad)
        assert await refused(call) == "invalid_metadata_format"
        assert slack.forgive()

    ask(story)


def test_our_own_margin_is_noted_and_not_refused() -> None:
    """9,501 characters over all blocks pass at Slack, and break our budget."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2375}} for _ in range(4)]
        await client.chat_postMessage(channel=place.id, text="x", blocks=blocks)
        assert not slack.violations
        blocks[0]["text"]["text"] += "x"  # type: ignore[index] # a literal dictionary of dictionaries
        await client.chat_postMessage(channel=place.id, text="x", blocks=blocks)
        assert "9501 characters" in slack.forgive()[0]

    ask(story)


def test_leaving_with_a_violation_fails_the_test() -> None:
    """Nobody has to remember to look: the context manager raises."""

    async def story(_slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        await client.chat_postMessage(channel=place.id, text="<!here> look")

    with pytest.raises(AssertionError, match="would ping"):
        ask(story)


def test_an_ephemeral_message_is_for_one_member_and_cannot_be_read_back() -> None:
    """It shows in `seen_by` alone; somebody outside gets `user_not_in_channel`."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        slack.world.add_user("zoe", id_="U3")
        await client.chat_postEphemeral(channel=place.id, user="U1", text="psst")
        call = client.chat_postEphemeral(channel=place.id, user="U3", text="psst")
        assert await refused(call) == "user_not_in_channel"
        assert [m.text for m in slack.seen_by("mia")] == ["psst"]
        assert (await client.conversations_history(channel=place.id))["messages"] == []

    ask(story)


def test_reactions_are_put_once() -> None:
    """The same again is `already_reacted`; one not put is `no_reaction`."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        said = await slack.say("mia", place, "we saw it at nine")
        await client.reactions_add(channel=place.id, timestamp=said.ts, name="memo")
        call = client.reactions_add(channel=place.id, timestamp=said.ts, name="memo")
        assert await refused(call) == "already_reacted"
        assert said.reactions == {"memo": ["U0BOT"]}
        call = client.reactions_remove(channel=place.id, timestamp=said.ts, name="eyes")
        assert await refused(call) == "no_reaction"

    ask(story)
