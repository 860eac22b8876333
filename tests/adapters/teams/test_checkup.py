import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.findings import Finding, Held, gathered, missing, well
from bot.chat.teams.botframework import Addresses, Connector, Credentials, Entrance, connect
from bot.chat.teams.checkup import MOST_CHANNELS, Door, Wanted, keys, port, tenant
from bot.chat.teams.door import MESSAGES
from bot.clock import SystemClock
from bot.domain.errors import Later
from bot.voice import load_voice
from tests.adapters.teams.fake.openid import APP, PASSWORD, TENANT, OpenId
from tests.adapters.teams.fake.stage import people
from tests.adapters.teams.fake.teams import FakeTeams
from tests.house.source import ROOT, modules

WORDS = load_voice(None).words
US = {"app": APP, "tenant": TENANT}
LET_IN = well("check_teams_credentials", **US)
RIGHTS = well("check_teams_rights", teams=0, hearing=0)


class Looks:
    """A tenant with a bot, and what is found there; nothing found may hold a secret."""

    def __init__(self, teams: FakeTeams, openid: OpenId) -> None:
        self.teams, self.openid = teams, openid
        self.addresses = openid.addresses(teams.world.base + "/")
        self.incidents = teams.world.channel("incidents").id

    def wanted(self, channel: str = "", held: tuple[Held, ...] = ()) -> Wanted:
        """What is to be looked at."""
        return Wanted(APP, TENANT, self.addresses, channel, held)

    async def tenant(self, wanted: Wanted | None = None, *, password: str = PASSWORD) -> list[Finding]:
        """What Entra and Teams say of us."""
        async with self.connected(password) as (_, connector):
            return await self._found(tenant(connector, wanted or self.wanted()))

    async def keys(self) -> list[Finding]:
        """What becomes of a request that nobody signed."""
        async with self.connected() as (entrance, _):
            return await self._found(keys(entrance, self.wanted(), SystemClock()))

    @contextlib.asynccontextmanager
    async def connected(self, password: str = PASSWORD) -> AsyncIterator[tuple[Entrance, Connector]]:
        """Both sides of the bot."""
        entrance, connector = connect(Credentials(APP, password, TENANT), addresses=self.addresses)
        try:
            yield entrance, connector
        finally:
            await connector.close()

    async def _found(self, leg: AsyncIterator[Finding]) -> list[Finding]:
        found = await gathered(leg, late=missing("check_teams_slow", seconds="6"))
        told = "\n".join(f"{one} {WORDS(one.what, **one.values)}" for one in found)
        assert PASSWORD not in told
        return list(found)


def play(story: Callable[[Looks], Awaitable[None]]) -> None:
    """Run a story in the tenant."""

    async def run() -> None:
        async with OpenId() as openid, FakeTeams(keys=openid) as teams:
            people(teams)
            await story(Looks(teams, openid))

    asyncio.run(run())


def free_port() -> int:
    """A port nothing listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        found: int = one.getsockname()[1]
        return found


# -- who we are


def test_a_sound_installation_has_nothing_missing() -> None:
    """Entra takes the password, the bot is in its channel, and what cannot be looked at is said."""

    async def story(looks: Looks) -> None:
        found = await looks.tenant(looks.wanted(looks.incidents))
        assert found == [LET_IN, well("check_teams_channel", count=2), RIGHTS]
        assert looks.openid.token_fetches == 1

    play(story)


def test_a_password_that_is_none_ends_the_look() -> None:
    """Nothing of Teams is asked then; Entra's own code is told, and what to do about it."""

    async def story(looks: Looks) -> None:
        found = await looks.tenant(looks.wanted(looks.incidents), password="another")
        said = "invalid_client AADSTS7000215"
        assert found == [missing("check_teams_credentials_bad", said=said, **US)]
        assert looks.teams.calls == []

    play(story)


class Refusing:
    """A connector that Entra gives no token, for a reason."""

    def __init__(self, said: str) -> None:
        self._said = said

    async def warm(self) -> None:
        """Refused."""
        raise Later("teams_credentials", retry_after=300.0, said=self._said)

    async def close(self) -> None:
        """Nothing to end."""

    async def _never(self, *_: object) -> Any:
        raise AssertionError("asked of Teams without a token")

    send = update = delete = begin = begin_direct = member = members = _never


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("invalid_client AADSTS7000222", "run out"),
        ("invalid_client AADSTS7000215", "not its id"),
        ("unauthorized_client AADSTS7000229", f"az ad sp create --id {APP}"),
        ("unauthorized_client AADSTS700016", f"has no app {APP}"),
        ("invalid_request AADSTS90002", f"no tenant {TENANT}"),
        ("invalid_request AADSTS900023", f"no tenant {TENANT}"),
        ("invalid_scope", "Compare TEAMS_APP_ID"),
    ],
)
def test_what_entra_refuses_is_told_with_what_to_do(said: str, hint: str) -> None:
    """By its code: a secret that ran out, the id of a secret, a foreign app, no such tenant."""

    async def run() -> list[Finding]:
        return [one async for one in tenant(Refusing(said), Wanted(APP, TENANT, Addresses()))]

    (finding,) = asyncio.run(run())
    assert not finding.is_well
    assert hint in WORDS(finding.what, **finding.values)
    assert said in WORDS(finding.what, **finding.values)


def test_without_a_network_one_line_says_so() -> None:
    """Whatever was to be looked at."""

    async def story(looks: Looks) -> None:
        nowhere = f"http://127.0.0.1:{free_port()}"
        looks.addresses = Addresses(
            login=f"{nowhere}/", openid=f"{nowhere}/openid", services=(f"{nowhere}/",)
        )
        here = {"host": "127.0.0.1"}
        assert await looks.tenant(looks.wanted(looks.incidents)) == [
            missing("check_teams_unreachable", **here)
        ]
        assert await looks.keys() == [missing("check_teams_keys_unreachable", **here)]

    play(story)


# -- where we are


def test_a_channel_without_the_app_is_told() -> None:
    """The app was never added to its team, or was taken out."""

    async def story(looks: Looks) -> None:
        looks.teams.world.team("ops").installed = False
        assert await looks.tenant(looks.wanted(looks.incidents)) == [
            LET_IN,
            missing("check_teams_channel_lost"),
            RIGHTS,
        ]

    play(story)


def test_a_channel_that_is_not_there_is_told_by_its_id() -> None:
    """As it was set."""

    async def story(looks: Looks) -> None:
        strange = "19:nowhere@thread.tacv2"
        found = await looks.tenant(looks.wanted(strange))
        assert missing("check_teams_channel_unknown", channel=strange) in found

    play(story)


def test_channels_of_open_reviews_are_looked_at_once_each() -> None:
    """Those of another tenant are not ours to look at; the incident channel is asked for once."""

    async def story(looks: Looks) -> None:
        held = (
            Held("AR-1", TENANT, looks.incidents),
            Held("AR-2", TENANT, looks.incidents),
            Held("AR-3", "another", "19:elsewhere@thread.tacv2"),
        )
        found = await looks.tenant(looks.wanted(looks.incidents, held))
        assert well("check_teams_reviews", count=1, more=0) in found
        assert len(looks.teams.calls_to("members")) == 1

    play(story)


def test_reviews_whose_answers_are_not_heard_are_named() -> None:
    """Where the app was taken out of the team, and where the channel is gone."""

    async def story(looks: Looks) -> None:
        world = looks.teams.world
        away = world.add_channel("away", world.add_team("sales", ["Mia"]))
        held = (
            Held("AR-2", TENANT, away.id),
            Held("AR-1", TENANT, away.id),
            Held("AR-3", TENANT, "19:gone@thread.tacv2"),
            Held("AR-4", TENANT, looks.incidents),
        )
        assert await looks.tenant(looks.wanted(held=held)) == [
            LET_IN,
            missing("check_teams_review_lost", reviews="AR-1, AR-2", count=2),
            missing("check_teams_review_gone", reviews="AR-3", count=1),
            RIGHTS,
        ]

    play(story)


def test_at_most_ten_channels_are_looked_at() -> None:
    """How many were not is told."""

    async def story(looks: Looks) -> None:
        world = looks.teams.world
        places = [world.add_channel(f"c{number}", "ops") for number in range(MOST_CHANNELS + 2)]
        held = tuple(Held(f"AR-{n}", TENANT, place.id) for n, place in enumerate(places))
        found = await looks.tenant(looks.wanted(held=held))
        assert well("check_teams_reviews", count=MOST_CHANNELS, more=2) in found
        assert len(looks.teams.calls_to("members")) == MOST_CHANNELS

    play(story)


@pytest.mark.parametrize("trouble", ["limit", "break_down", "drop"])
def test_a_fault_of_teams_says_nothing_of_the_channel(trouble: str) -> None:
    """It asks to wait, breaks down, or loses the answer: one line, whatever was asked."""

    async def story(looks: Looks) -> None:
        getattr(looks.teams.troubles, trouble)("members", times=4)  # a lost question is asked again below us
        held = (Held("AR-1", TENANT, looks.teams.world.channel("ops general").id),)
        assert await looks.tenant(looks.wanted(looks.incidents, held)) == [
            LET_IN,
            missing("check_teams_later"),
            RIGHTS,
        ]

    play(story)


def test_another_refusal_is_told_in_teams_own_word() -> None:
    """Such as a bot that an administrator switched off."""

    async def story(looks: Looks) -> None:
        looks.teams.troubles.refuse("members", 400, "BotDisabledByAdmin")
        found = await looks.tenant(looks.wanted(looks.incidents))
        said = {"channel": looks.incidents, "said": "BotDisabledByAdmin"}
        assert missing("check_teams_channel_unseen", **said) in found

    play(story)


def test_the_address_asked_at_first_is_one_that_may_be_called() -> None:
    """Microsoft's, with the path of all regions; or the one of the settings, as it is where it has a path."""
    assert Wanted(APP, TENANT, Addresses()).service == "https://smba.trafficmanager.net/teams/"
    own = Addresses(services=("https://smba.example/emea/", "https://smba.example/amer/"))
    assert Wanted(APP, TENANT, own).service == "https://smba.example/emea/"


def test_a_channel_is_asked_for_where_it_was_last_heard() -> None:
    """Teams may move a tenant; an address that may not be called any more is told."""

    async def story(looks: Looks) -> None:
        base = looks.teams.world.base
        wanted = replace(looks.wanted(looks.incidents), heard_at={looks.incidents: f"{base}/amer/"})
        assert well("check_teams_channel", count=2) in await looks.tenant(wanted)
        assert looks.teams.calls[0].region == "amer"
        moved = replace(wanted, heard_at={looks.incidents: "https://elsewhere.example/"})
        found = await looks.tenant(moved)
        assert missing("check_teams_service", service="https://elsewhere.example/") in found

    play(story)


@pytest.mark.parametrize(
    ("teams", "said"),
    [
        ({}, "none was heard so far"),
        ({"ops": True}, "in 1 of the 1 team the bot knows"),
        ({"ops": True, "sales": False}, "in 1 of the 2 teams the bot knows; elsewhere"),
    ],
)
def test_where_plain_replies_were_heard_is_told(teams: dict[str, bool], said: str) -> None:
    """Teams does not say what was granted; what was heard does."""

    async def story(looks: Looks) -> None:
        found = await looks.tenant(replace(looks.wanted(), teams=teams))
        assert said in WORDS(found[-1].what, **found[-1].values)

    play(story)


# -- who speaks


def test_the_keys_are_fetched_and_nobody_is_let_in_without_them() -> None:
    """A token that says all a good one says, under a key that nobody has: it is looked up, and refused."""

    async def story(looks: Looks) -> None:
        assert await looks.keys() == [well("check_teams_keys")]
        assert looks.openid.key_fetches == 1

    play(story)


def test_keys_that_cannot_be_fetched_are_told() -> None:
    """Teams would be heard by nobody."""

    async def story(looks: Looks) -> None:
        looks.openid.troubles = [503]
        assert await looks.keys() == [missing("check_teams_keys_unreachable", host="127.0.0.1")]

    play(story)


class Open:
    """An entrance that asks nobody."""

    async def admit(self, authorization: str, activity: Mapping[str, Any]) -> None:
        """Everybody."""


def test_a_bot_that_lets_anybody_in_is_told_so() -> None:
    """It must not be served."""

    async def run() -> list[Finding]:
        return [one async for one in keys(Open(), Wanted(APP, TENANT, Addresses()), SystemClock())]

    assert asyncio.run(run()) == [missing("check_teams_keys_unseen")]


# -- the port


def looked_at(door: Door) -> list[Finding]:
    """What is found at a port."""

    async def run() -> list[Finding]:
        return [one async for one in port(door)]

    return asyncio.run(run())


def test_a_free_port_stays_free() -> None:
    """It was listened at for a moment only; the endpoint for Azure is told."""
    door = Door("127.0.0.1", free_port(), MESSAGES, "https://bot.example.org/")
    for _ in range(2):
        (finding,) = looked_at(door)
        at = {"path": MESSAGES, "host": "127.0.0.1", "port": door.port}
        assert finding == well("check_teams_door", address="https://bot.example.org", **at)
    assert f"https://bot.example.org{MESSAGES}" in WORDS(finding.what, **finding.values)


@pytest.mark.parametrize(
    ("status", "what"), [(401, "check_teams_door_served"), (200, "check_teams_door_taken")]
)
def test_what_listens_is_the_bot_where_it_asks_who_speaks(status: int, what: str) -> None:
    """A request without a token is refused by a bot; anything else that listens is in its way."""

    async def run() -> list[Finding]:
        async def answer(request: web.Request) -> web.Response:
            assert "Authorization" not in request.headers
            return web.Response(status=status)

        routes = web.Application()
        routes.router.add_post(MESSAGES, answer)
        async with TestServer(routes) as server:
            assert server.port is not None
            return [one async for one in port(Door("127.0.0.1", server.port, MESSAGES))]

    (finding,) = asyncio.run(run())
    assert finding.what == what


def test_an_address_of_another_machine_cannot_be_listened_at() -> None:
    """192.0.2.1 is nobody's."""
    (finding,) = looked_at(Door("192.0.2.1", free_port(), MESSAGES))
    assert finding.what == "check_teams_door_taken"
    assert finding.values["why"]


# -- words


def test_every_finding_has_its_words_and_every_word_its_finding() -> None:
    """A line nobody can meet is not kept."""
    found = {
        text
        for module in modules("bot/chat/teams", "bot/cli")
        for text in module.strings()
        if text.startswith("check_teams_")
    }
    lines = (ROOT / "prompts" / "cli.yml").read_text("utf-8").splitlines()
    worded = {line.partition(":")[0] for line in lines if line.startswith("check_teams_")}
    assert found == worded
