"""The fake keeps what it was told and refuses what Slack refuses, seen through Slack's own client."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.fake import schemas
from tests.adapters.slack.fake.bare import client_of
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import Channel

SECTION: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "what happened"}}
MODAL: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Wall"},
    "blocks": [SECTION],
}
HOME: dict[str, Any] = {"type": "home", "blocks": [SECTION]}

Story = Callable[[FakeSlack, AsyncWebClient, Channel], Awaitable[None]]


def play(story: Story, **options: Any) -> None:
    """Run a story with Mia, a bot, and a place both are in."""

    async def run() -> None:
        async with FakeSlack(**options) as slack:
            slack.world.add_user("mia", id_="U1", email="mia@acme.test")
            place = slack.world.add_channel("incidents", members=["mia"], id_="C1")
            await story(slack, client_of(slack), place)

    asyncio.run(run())


async def refused(call: Awaitable[Any]) -> str:
    """The error a call was answered with."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


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

    play(story)


def test_an_update_replaces_the_blocks_and_keeps_the_metadata() -> None:
    """Text alone takes the blocks away; metadata stays where none is given."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        key = {"event_type": "agent_incident", "event_payload": {"key": "abc"}}
        sent = await client.chat_postMessage(channel=place.id, text="card", blocks=[SECTION], metadata=key)
        await client.chat_update(channel=place.id, ts=sent["ts"], text="only words")
        card = slack.card(place.id, sent["ts"])
        assert (card.text, card.blocks, card.metadata) == ("only words", [], key)

    play(story)


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

    play(story)


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

    play(story)


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

    play(story)


def test_our_own_margin_is_noted_and_not_refused() -> None:
    """9,501 characters over all blocks pass at Slack, and break our budget."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2375}} for _ in range(4)]
        await client.chat_postMessage(channel=place.id, text="x", blocks=blocks)
        assert not slack.violations
        blocks[0]["text"]["text"] += "x"  # type: ignore[index] # a literal dictionary of dictionaries
        await client.chat_postMessage(channel=place.id, text="x", blocks=blocks)
        assert "9501 characters" in slack.forgive()[0]

    play(story)


def test_leaving_with_a_violation_fails_the_test() -> None:
    """Nobody has to remember to look: the context manager raises."""

    async def story(_slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        await client.chat_postMessage(channel=place.id, text="<!here> look")

    with pytest.raises(AssertionError, match="would ping"):
        play(story)


def test_an_ephemeral_message_is_for_one_member_and_cannot_be_read_back() -> None:
    """It shows in `seen_by` alone; somebody outside gets `user_not_in_channel`."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        slack.world.add_user("zoe", id_="U2")
        await client.chat_postEphemeral(channel=place.id, user="U1", text="psst")
        call = client.chat_postEphemeral(channel=place.id, user="U2", text="psst")
        assert await refused(call) == "user_not_in_channel"
        assert [m.text for m in slack.seen_by("mia")] == ["psst"]
        assert (await client.conversations_history(channel=place.id))["messages"] == []

    play(story)


def test_people_are_found_or_the_right_error_says_why_not() -> None:
    """Unknown, hidden, deactivated: three words; a direct message shows only to its reader."""

    async def story(slack: FakeSlack, client: AsyncWebClient, _place: Channel) -> None:
        slack.world.add_user("old", id_="U8", deleted=True)
        slack.world.add_user("guest", id_="U9", hidden=True)
        assert (await client.users_info(user="U1"))["user"]["tz"] == "Europe/Berlin"
        assert await refused(client.users_info(user="U404")) == "user_not_found"
        assert await refused(client.users_info(user="U9")) == "user_not_visible"
        assert await refused(client.conversations_open(users="U8")) == "user_disabled"
        place = (await client.conversations_open(users="U1"))["channel"]["id"]
        await client.chat_postMessage(channel=place, text="your wall is due")
        assert [m.text for m in slack.seen_by("mia")] == ["your wall is due"]
        assert not slack.seen_by("old")
        assert (await client.dnd_info(user="U1"))["dnd_enabled"] is False
        assert (await client.users_lookupByEmail(email="mia@acme.test"))["user"]["id"] == "U1"

    play(story)


def test_a_bot_joins_public_places_and_no_private_ones() -> None:
    """conversations.join lets it in once and warns the second time."""

    async def story(slack: FakeSlack, client: AsyncWebClient, _place: Channel) -> None:
        slack.world.add_channel("open", id_="C2", bot=False)
        slack.world.add_channel("secret", id_="C3", bot=False, private=True)
        assert (await client.conversations_join(channel="C2"))["channel"]["is_member"] is True
        assert (await client.conversations_join(channel="C2"))["warning"] == "already_in_channel"
        assert await refused(client.conversations_join(channel="C3")) == "channel_not_found"
        assert (await client.conversations_members(channel="C2"))["members"] == ["U0BOT"]

    play(story)


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

    play(story)


def test_a_trigger_opens_one_form_within_three_seconds() -> None:
    """Used twice, too late, made up: exchanged, expired, invalid."""
    time = FakeTime()

    async def story(slack: FakeSlack, client: AsyncWebClient, _place: Channel) -> None:
        trigger = slack.world.trigger("U1")
        opened = await client.views_open(trigger_id=trigger, view=MODAL)
        assert opened["view"]["id"] == getattr(slack.screen("mia"), "id", None)
        assert await refused(client.views_open(trigger_id=trigger, view=MODAL)) == "exchanged_trigger_id"
        late = slack.world.trigger("U1")
        time.advance(timedelta(seconds=3.001))
        assert await refused(client.views_open(trigger_id=late, view=MODAL)) == "expired_trigger_id"
        assert await refused(client.views_open(trigger_id="1.2.x", view=MODAL)) == "invalid_trigger_id"

    play(story, time=time)


def test_views_are_stacked_three_deep_and_an_old_hash_is_refused() -> None:
    """A fourth push is `push_limit_reached`; an update with a hash of before is `hash_conflict`."""

    async def story(slack: FakeSlack, client: AsyncWebClient, _place: Channel) -> None:
        view = (await client.views_open(trigger_id=slack.world.trigger("U1"), view=MODAL))["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
        call = client.views_update(view_id=view["id"], hash=view["hash"], view=MODAL)
        assert await refused(call) == "hash_conflict"
        for _ in range(2):
            trigger = slack.world.trigger("U1", view=view["id"])
            view = (await client.views_push(trigger_id=trigger, view=MODAL))["view"]
        trigger = slack.world.trigger("U1", view=view["id"])
        assert await refused(client.views_push(trigger_id=trigger, view=MODAL)) == "push_limit_reached"

    play(story)


def test_a_home_tab_is_published_for_each_person() -> None:
    """views.publish replaces what that person sees."""

    async def story(slack: FakeSlack, client: AsyncWebClient, _place: Channel) -> None:
        first = await client.views_publish(user_id="U1", view=HOME)
        await client.views_publish(user_id="U1", view=HOME, hash=first["view"]["hash"])
        home = slack.home("mia")
        assert home is not None
        assert home.id == first["view"]["id"]
        call = client.views_publish(user_id="U1", view=HOME, hash=first["view"]["hash"])
        assert await refused(call) == "hash_conflict"

    play(story)


def test_a_file_goes_up_in_three_steps_and_down_with_the_token_only() -> None:
    """It appears in the thread; without the token Slack shows its sign-in page."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        root = await client.chat_postMessage(channel=place.id, text="card")
        done = await client.files_upload_v2(
            channel=place.id, thread_ts=root["ts"], filename="window.txt", content="10:02 tool call"
        )
        (file,) = slack.world.files.values()
        assert done["files"] == [{"id": file.id, "title": "window.txt"}]
        assert slack.thread(place.id, root["ts"])[1].files == [file.id]
        replies = await client.conversations_replies(channel=place.id, ts=root["ts"])
        link = replies["messages"][1]["files"][0]["url_private"]
        async with aiohttp.ClientSession() as web:
            async with web.get(link, headers={"Authorization": f"Bearer {client.token}"}) as good:
                assert await good.text() == "10:02 tool call"
            async with web.get(link) as bare:
                assert bare.content_type == "text/html"

    play(story)


def test_tokens_are_told_apart() -> None:
    """None, a wrong one, the other kind, one of an app taken away."""

    async def story(slack: FakeSlack, client: AsyncWebClient, _place: Channel) -> None:
        asked = []
        for token in ("", "xoxb-other", slack.world.app_token):
            asked.append(await refused(AsyncWebClient(token=token, base_url=slack.base_url).auth_test()))
        assert asked == ["not_authed", "invalid_auth", "not_allowed_token_type"]
        assert (await client.auth_test())["bot_id"] == "B0BOT"
        slack.world.revoked = "token_revoked"
        assert await refused(client.auth_test()) == "token_revoked"

    play(story)


def test_rationed_history_gives_fifteen_a_minute() -> None:
    """A second look within the minute is HTTP 429."""
    time = FakeTime()

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        slack.world.rationed = True
        for number in range(20):
            await client.chat_postMessage(channel=place.id, text=str(number))
        page = await client.conversations_history(channel=place.id, limit=100)
        assert len(page["messages"]) == 15
        with pytest.raises(SlackApiError) as caught:
            await client.conversations_history(channel=place.id)
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "60"
        time.advance(timedelta(minutes=1))
        assert (await client.conversations_history(channel=place.id))["has_more"] is True

    play(story, time=time)


@pytest.mark.skipif(bool(schemas.ABSENT), reason=schemas.ABSENT or "the method schemas are here")
def test_arguments_are_judged_by_slacks_own_schemas() -> None:
    """An unknown argument, a number out of range, the wrong verb and a method unknown to the shelf are noted."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        sent = await client.chat_postMessage(channel=place.id, text="x")
        await client.chat_postMessage(channel=place.id, text="x", shout=True)
        assert slack.forgive() == ["chat.postMessage: unknown argument shout"]
        await client.conversations_replies(channel=place.id, ts=sent["ts"], limit=2000)
        assert "2000" in slack.forgive()[0]
        await client.api_call("users.info", http_verb="POST", params={"user": "U1"})
        assert slack.forgive() == ["users.info: POST instead of GET"]
        assert (
            await refused(client.api_call("chat.update", json={"channel": place.id})) == "invalid_arguments"
        )
        assert await refused(client.api_call("emoji.list")) == "unknown_method"
        assert slack.forgive()

    play(story)


@pytest.mark.skipif(bool(schemas.ABSENT), reason=schemas.ABSENT or "the method schemas are here")
def test_a_scope_not_granted_is_named() -> None:
    """`missing_scope` brings `needed` and `provided`, by the kind of place; every answer names what was granted."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        granted = (await client.auth_test()).headers["x-oauth-scopes"]
        assert "chat:write" in granted.split(",")
        slack.world.scopes -= {"channels:history"}
        with pytest.raises(SlackApiError) as caught:
            await client.conversations_history(channel=place.id)
        assert caught.value.response["error"] == "missing_scope"
        assert caught.value.response["needed"] == "channels:history"

    play(story)


def test_calls_are_kept_in_order_without_the_token() -> None:
    """What was asked, by which verb, with which arguments, when."""

    async def story(slack: FakeSlack, client: AsyncWebClient, place: Channel) -> None:
        await client.chat_postMessage(channel=place.id, text="x", blocks=[SECTION])
        await client.conversations_info(channel=place.id)
        first, second = slack.calls
        assert (first.method, first.verb, first.args["blocks"]) == ("chat.postMessage", "POST", [SECTION])
        assert (second.method, second.verb, second.args) == (
            "conversations.info",
            "GET",
            {"channel": place.id},
        )
        assert first.at == slack.time.now()

    play(story)
