"""The fake and the bot's own transport together: what is brought is let in, what is said is done."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.teams.botframework import Connector, Credentials, Entrance, NotAdmitted, connect
from bot.domain.errors import Later, Refused, Unsure
from tests.adapters.teams.fake.elements import Json
from tests.adapters.teams.fake.openid import APP, PASSWORD, TENANT, OpenId
from tests.adapters.teams.fake.stage import card, message, people, text_block
from tests.adapters.teams.fake.teams import FakeTeams


@dataclass
class Stage:
    """The fake, the provider of its keys, and both sides of the transport."""

    teams: FakeTeams
    openid: OpenId
    connector: Connector
    let_in: list[Json] = field(default_factory=list)


def play(story: Callable[[Stage], Awaitable[None]]) -> None:
    """Run a story with a bot that only lets in or refuses."""

    async def run() -> None:
        async with OpenId() as openid, FakeTeams(keys=openid) as teams:
            people(teams)
            credentials = Credentials(APP, PASSWORD, TENANT)
            entrance, connector = connect(credentials, addresses=openid.addresses(teams.world.base + "/"))
            stage = Stage(teams, openid, connector)
            async with TestServer(bot(entrance, stage.let_in)) as server:
                teams.bring_to(str(server.make_url("/teams/messages")))
                try:
                    await story(stage)
                finally:
                    await connector.close()

    asyncio.run(run())


def bot(entrance: Entrance, let_in: list[Json]) -> web.Application:
    """Answers 202 to whom the entrance admits, 401 to others."""

    async def take(request: web.Request) -> web.Response:
        activity = await request.json()
        try:
            await entrance.admit(request.headers.get("Authorization", ""), activity)
        except NotAdmitted:
            return web.Response(status=401)
        let_in.append(activity)
        return web.Response(status=202)

    made = web.Application()
    made.router.add_post("/teams/messages", take)
    return made


def test_what_people_say_is_let_in_and_answered_where_they_said_it() -> None:
    """In the thread, by the service address and the conversation of the activity; one token for all of it."""

    async def story(stage: Stage) -> None:
        root = await stage.teams.say("Mia", "incidents", "our agent mailed twice")
        (heard,) = stage.let_in
        service, conversation = heard["serviceUrl"], heard["conversation"]["id"]
        said = await stage.connector.send(service, conversation, message())
        await stage.connector.update(service, conversation, said, message(card(text_block("anew"))))
        assert [one.words() for one in stage.teams.thread(root)[1:]] == ["anew"]
        await stage.connector.delete(service, conversation, said)
        assert stage.teams.thread(root) == [root]
        assert stage.openid.token_fetches == 1

    play(story)


def test_threads_and_chats_are_begun_and_members_asked_for() -> None:
    """A thread answers to the conversation id it came with; members come from all pages."""

    async def story(stage: Stage) -> None:
        place = stage.teams.world.channel("incidents")
        stage.teams.world.page_size = 1
        service = stage.teams.service
        conversation, first = await stage.connector.begin(service, place.id, message())
        await stage.connector.send(service, conversation, message())
        assert len(stage.teams.thread(place.messages[first])) == 2
        chat = await stage.connector.begin_direct(service, TENANT, "29:Mia")
        await stage.connector.send(service, chat, message())
        assert len(stage.teams.chat("Mia")) == 1
        assert [one["name"] for one in await stage.connector.members(service, place.id)] == ["Mia", "Ana"]
        assert (await stage.connector.member(service, place.id, "29:Ana"))["email"] == "ana@acme.test"

    play(story)


def test_other_tenants_and_other_bots_stay_outside() -> None:
    """401, each time."""

    async def story(stage: Stage) -> None:
        guest = stage.teams.world.add_person("Gus", tenant="another tenant")
        guest.installed = True
        await stage.teams.talk(guest, "hello")
        stage.teams.courier.claims = {"aud": "another bot"}
        await stage.teams.talk("Mia", "hello")
        assert not stage.let_in
        assert stage.teams.forgive() == ["message: answered with 401"] * 2

    play(story)


def test_a_key_that_is_new_is_let_in_at_once() -> None:
    """The provider signs with another key from one activity to the next."""

    async def story(stage: Stage) -> None:
        await stage.teams.talk("Mia", "hello")
        stage.openid.rotate()
        await stage.teams.talk("Mia", "hello")
        assert len(stage.let_in) == 2

    play(story)


def test_faults_of_the_fake_are_errors_of_the_transport() -> None:
    """To wait, not to know, to be refused."""

    async def story(stage: Stage) -> None:
        troubles, place = stage.teams.troubles, stage.teams.world.channel("incidents").id
        troubles.limit("send")
        troubles.break_down("send", status=502)
        troubles.drop("send", done=True)
        troubles.refuse("send", 403, "BotDisabledByAdmin")
        for error in (Later, Unsure, Unsure, Refused):
            with pytest.raises(error):
                await stage.connector.send(stage.teams.service, place, message())
        assert len(stage.teams.posts("incidents")) == 1

    play(story)
