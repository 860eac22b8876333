"""The connector of the fake: what each call does, and when it is refused."""

from typing import Any

import pytest

from tests.adapters.teams.fake.stage import Bot, Caller, card, message, play, text_block
from tests.adapters.teams.fake.teams import FakeTeams

Json = dict[str, Any]
PLACE = "19:incidents@thread.tacv2"


def in_chat(teams: FakeTeams, **more: Any) -> Json:
    """The body that begins the chat with Mia."""
    return {
        "bot": {"id": teams.world.bot_id},
        "members": [{"id": "29:Mia"}],
        "channelData": {"tenant": {"id": teams.world.tenant}},
    } | more


def in_channel(channel: str = PLACE) -> Json:
    """The body that begins a thread."""
    return {"isGroup": True, "channelData": {"channel": {"id": channel}}, "activity": message()}


def test_a_thread_is_begun_and_answered_in_by_its_conversation_id() -> None:
    """The id that comes back names the channel and the first message; replies go there."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        status, begun = await call("POST", body=in_channel())
        root = begun["activityId"]
        assert (status, begun["id"]) == (201, f"{PLACE};messageid={root}")
        status, answer = await call("POST", begun["id"], "activities", body=message())
        assert status == 201
        (first,) = teams.posts("incidents")
        assert [one.id for one in teams.thread(first)] == [root, answer["id"]]

    play(story)


def test_what_is_sent_to_the_bare_channel_is_a_new_post() -> None:
    """The message it replies to decides nothing."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        _, begun = await call("POST", body=in_channel())
        await call("POST", PLACE, "activities", begun["activityId"], body=message())
        assert len(teams.posts("incidents")) == 2

    play(story)


def test_a_message_of_the_bot_is_changed_and_taken_back() -> None:
    """Only one of its own, and only while it stands."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        said = await teams.say("Mia", "incidents", "hello")
        where = f"{PLACE};messageid={said.id}"
        _, answer = await call("POST", where, "activities", body=message())
        at = (where, "activities", answer["id"])
        assert (await call("PUT", *at, body=message(card(text_block("anew")))))[0] == 200
        assert teams.thread(said)[-1].words() == "anew"
        assert (await call("PUT", where, "activities", said.id, body=message()))[0] == 403
        assert (await call("DELETE", *at))[0] == 200
        assert (await call("PUT", *at, body=message()))[0] == 404
        assert teams.thread(said) == [said]

    play(story)


def test_the_chat_with_a_person_is_the_same_each_time() -> None:
    """It is asked for by the person's id and the tenant."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        (_, first), (_, second) = [await call("POST", body=in_chat(teams)) for _ in range(2)]
        assert first == second
        await call("POST", first["id"], "activities", body=message())
        assert [one.words() for one in teams.chat("Mia")] == ["what happened"]

    play(story)


def test_a_chat_is_refused_without_tenant_for_strangers_and_where_the_app_is_not() -> None:
    """400 and 403, and no chat."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        teams.world.add_person("Zoe")
        bodies = [
            in_chat(teams, channelData={}),
            in_chat(teams, members=[{"id": "29:Nobody"}]),
            in_chat(teams, members=[{"id": "29:Zoe"}]),
        ]
        assert [(await call("POST", body=body))[0] for body in bodies] == [400, 400, 403]
        assert not teams.world.chats

    play(story)


def test_a_person_who_blocked_the_bot_is_not_written_to() -> None:
    """403, by the code of the service."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        teams.world.person("Mia").blocks_bot = True
        _, chat = await call("POST", body=in_chat(teams))
        status, answer = await call("POST", chat["id"], "activities", body=message())
        assert (status, answer["error"]["code"]) == (403, "ConversationBlockedByUser")

    play(story)


@pytest.mark.parametrize(("kind", "status"), [("standard", 201), ("shared", 201), ("private", 403)])
def test_posting_depends_on_the_kind_of_channel(kind: str, status: int) -> None:
    """A private channel has no bots."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        place = teams.world.add_channel("aside", "ops", kind=kind)
        assert (await call("POST", body=in_channel(place.id)))[0] == status

    play(story)


def test_what_the_bot_is_not_in_or_what_is_not_there_is_refused() -> None:
    """403 where the app was taken out, 404 for a channel or thread that is not there."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        gone = [
            await call("POST", where, "activities", body=message())
            for where in ("19:x", f"{PLACE};messageid=1")
        ]
        assert [status for status, _ in gone] == [404, 404]
        teams.world.team("ops").installed = False
        status, answer = await call("POST", PLACE, "activities", body=message())
        assert (status, answer["error"]["code"]) == (403, "BotNotInConversationRoster")

    play(story)


def test_members_come_in_pages_and_one_by_one() -> None:
    """With address and account; whoever left is a member no more."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        teams.world.page_size = 1
        _, page = await call("GET", PLACE, "pagedmembers")
        token = page["continuationToken"]
        _, last = await call("GET", PLACE, "pagedmembers", query=f"?pageSize=500&continuationToken={token}")
        assert [one["name"] for one in (*page["members"], *last["members"])] == ["Mia", "Ana"]
        assert "continuationToken" not in last
        _, mia = await call("GET", PLACE, "members", teams.world.person("Mia").aad)
        assert (mia["id"], mia["email"]) == ("29:Mia", "mia@acme.test")
        teams.world.person("Mia").gone = True
        assert (await call("GET", PLACE, "members", "29:Mia"))[0] == 404

    play(story)


@pytest.mark.parametrize("token", ["", "another"])
def test_a_call_without_a_token_that_was_given_out_is_refused(token: str) -> None:
    """401, nothing done, and a violation."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        call.token = token
        assert (await call("POST", body=in_channel()))[0] == 401
        assert not teams.posts("incidents")
        assert any("token" in one for one in teams.forgive())

    play(story)


def test_a_path_that_is_not_encoded_is_a_violation() -> None:
    """Some proxies cut at a semicolon."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        await call.raw("POST", f"v3/conversations/{PLACE}/activities", body=message())
        assert any("percent-encoded" in one for one in teams.forgive())

    play(story)


def test_what_is_broken_fails_the_test_that_sent_it() -> None:
    """Leaving the fake raises with every violation, unless they were forgiven."""

    async def story(_teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        await call("POST", PLACE, "activities", body=message(text="and words"))

    with pytest.raises(AssertionError, match="text and card"):
        play(story)


def test_a_message_beyond_the_limit_of_the_service_is_refused() -> None:
    """413, by the code of the service."""

    async def story(teams: FakeTeams, _bot: Bot, call: Caller) -> None:
        large = {"type": "message", "text": "x" * 60_000}
        status, answer = await call("POST", PLACE, "activities", body=large)
        assert (status, answer["error"]["code"]) == (413, "MessageSizeTooBig")
        assert teams.forgive()

    play(story)
