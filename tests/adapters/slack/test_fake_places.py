"""People, places, forms and files of the fake, seen through Slack's own client."""

from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import SECTION, ask, refused
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import Channel

MODAL: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Wall"},
    "blocks": [SECTION],
}
HOME: dict[str, Any] = {"type": "home", "blocks": [SECTION]}


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

    ask(story)


def test_a_bot_joins_public_places_and_no_private_ones() -> None:
    """conversations.join lets it in once and warns the second time."""

    async def story(slack: FakeSlack, client: AsyncWebClient, _place: Channel) -> None:
        slack.world.add_channel("open", id_="C2", bot=False)
        slack.world.add_channel("secret", id_="C3", bot=False, private=True)
        assert (await client.conversations_join(channel="C2"))["channel"]["is_member"] is True
        assert (await client.conversations_join(channel="C2"))["warning"] == "already_in_channel"
        assert await refused(client.conversations_join(channel="C3")) == "channel_not_found"
        assert (await client.conversations_members(channel="C2"))["members"] == ["U0BOT"]

    ask(story)


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

    ask(story, time=time)


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

    ask(story)


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

    ask(story)


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

    ask(story)
