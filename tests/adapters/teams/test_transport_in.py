"""Who is let in, judged by tokens and activities as they come: the whole table of tokens, keys that change, tenants."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.teams.botframework import Credentials, Entrance, KeysUnreachable, NotAdmitted, connect
from tests.adapters.teams.fake.openid import APP, TENANT, OpenId
from tests.adapters.teams.service import KNOWN, Service, Transport, play

OTHER = "77777777-8888-4777-8666-555555555555"
EMULATOR = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"


def heard(service: str, **changed: Any) -> dict[str, Any]:
    """A message as Teams sends it; a field changed to None is left out."""
    whole = {
        "type": "message",
        "id": "1700000000009",
        "channelId": "msteams",
        "serviceUrl": service,
        "from": {"id": "29:1ana", "name": "Ana"},
        "recipient": {"id": f"28:{APP}", "name": "agent-incident"},
        "conversation": {"id": "19:a@thread.tacv2;messageid=1", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}, "team": {"id": "19:t@thread.tacv2"}},
        "text": "hello",
    }
    return {name: value for name, value in (whole | changed).items() if value is not None}


async def is_admitted(entrance: Entrance, authorization: str, activity: Mapping[str, Any]) -> bool:
    """Whether it is let in; the only other end is `NotAdmitted`."""
    try:
        await entrance.admit(authorization, activity)
    except NotAdmitted:
        return False
    return True


async def admits(t: Transport, **claims: Any) -> bool:
    """Whether a good message is let in with a token whose claims are changed."""
    url = t.service.url
    return await is_admitted(t.entrance, t.openid.bearer(url, **claims), heard(url))


def test_a_good_token_is_admitted() -> None:
    """Of Teams, for this app, for this service address, in time."""

    async def story(t: Transport) -> None:
        assert await admits(t)

    play(story)


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "another-app"},
        {"aud": None},
        {"aud": [APP, "another-app"]},
        {"aud": ""},
        {"iss": "https://evil.test"},
        {"iss": None},
        {"iss": [EMULATOR]},
        {"iss": EMULATOR, "ver": "1.0", "appid": APP},
        {"iss": EMULATOR, "ver": "2.0", "azp": APP},
        {"iss": "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0"},
        {"ver": "1.0", "appid": "another-bot"},
        {"appid": "AnonymousSkill"},
        {"serviceurl": None},
        {"serviceurl": "https://smba.trafficmanager.net/amer/"},
        {"exp": None},
        {"exp": "tomorrow"},
    ],
)
def test_a_token_with_a_wrong_claim_is_not_admitted(changed: dict[str, Any]) -> None:
    """Another audience or issuer, another service address, an emulator's, another bot's, one without an end."""

    async def story(t: Transport) -> None:
        assert not await admits(t, **changed)
        assert await admits(t)

    play(story)


@pytest.mark.parametrize(("ended_s", "good"), [(4 * 60, True), (6 * 60, False), (86_400, False)])
def test_a_token_holds_five_minutes_longer(ended_s: int, good: bool) -> None:  # noqa: FBT001 - a column of a table
    """Clocks differ that much, not more."""

    async def story(t: Transport) -> None:
        assert await admits(t, exp=int(time.time()) - ended_s) is good

    play(story)


@pytest.mark.parametrize(("ahead_s", "good"), [(4 * 60, True), (6 * 60, False)])
def test_a_token_of_the_future_is_not_admitted_yet(ahead_s: int, good: bool) -> None:  # noqa: FBT001 - as above
    """Nor may one be used before it begins, by more than clocks differ."""

    async def story(t: Transport) -> None:
        assert await admits(t, nbf=int(time.time()) + ahead_s) is good

    play(story)


def test_a_header_that_is_no_token_is_not_admitted() -> None:
    """None, another scheme, rubbish, a token cut short or with a sign changed."""

    async def story(t: Transport) -> None:
        url = t.service.url
        good = t.openid.bearer(url)
        head, body, signature = good.removeprefix("Bearer ").split(".")
        bad = ["", "Bearer", "Bearer ", "Bearer abc", "Bearer a.b.c", "Basic dXNlcjpwYXNz", f"{good} {good}"]
        bad += [
            good.replace("Bearer", "bearer"),
            good[:-20],
            f"Bearer {head}.{body}.",
            f"Bearer {head}.{body}",
        ]
        bad += [
            f"Bearer {head}.{body}.{signature[::-1]}",
            "Bearer \u00e9.\u00e9.\u00e9",
            "\x00",
            "Bearer \udcff",
        ]
        for authorization in bad:
            assert not await is_admitted(t.entrance, authorization, heard(url)), authorization

    play(story)


def test_a_token_signed_by_somebody_else_is_not_admitted() -> None:
    """A key that is not published, whether it takes a published name or its own; or no signature at all."""

    async def story(t: Transport) -> None:
        url = t.service.url
        claims = t.openid.claims(url)
        unsigned = t.openid.sign(claims, algorithm="none")
        unknown = t.openid.sign(claims, number=7)
        t.openid.published = {7: ("msteams",)}
        assert await is_admitted(t.entrance, f"Bearer {unknown}", heard(url))
        taken = t.openid.sign(claims, number=8).split(".")
        named = [unknown.split(".")[0], *taken[1:]]
        for token in (unsigned, ".".join(named), ".".join(taken)):
            assert not await is_admitted(t.entrance, f"Bearer {token}", heard(url))

    play(story)


@pytest.mark.parametrize("endorsed", [("webchat", "directline"), (), None])
def test_a_key_of_other_channels_does_not_speak_for_teams(endorsed: tuple[str, ...] | None) -> None:
    """Nor does one that is endorsed for nothing."""

    async def story(t: Transport) -> None:
        t.openid.published = {1: endorsed}
        assert not await admits(t)

    play(story)


def test_a_new_key_is_known_at_once() -> None:
    """Published after the keys were fetched, and the first token signed with it is let in; so are older ones."""

    async def story(t: Transport) -> None:
        url = t.service.url
        before = t.openid.bearer(url)
        assert await admits(t)
        t.openid.rotate()
        assert await admits(t)
        assert await is_admitted(t.entrance, before, heard(url))
        assert t.openid.key_fetches == 2

    play(story)


def test_keys_that_nobody_published_are_not_looked_for_again_and_again() -> None:
    """Anyone can invent a name of a key: for all of them together the keys are fetched once more, not oftener."""

    async def story(t: Transport) -> None:
        url = t.service.url
        assert await admits(t)
        invented = [t.openid.sign(t.openid.claims(url), number=number) for number in (7, 8, 9) * 5]
        many = [is_admitted(t.entrance, f"Bearer {token}", heard(url)) for token in invented]
        assert not any(await asyncio.gather(*many))
        assert t.openid.key_fetches == 2
        assert await admits(t)

    play(story)


def test_keys_are_fetched_once_for_all_who_wait() -> None:
    """A burst at the start asks for them once."""

    async def story(t: Transport) -> None:
        assert all(await asyncio.gather(*(admits(t) for _ in range(20))))
        assert t.openid.key_fetches == 1

    play(story)


def test_without_keys_nobody_can_tell() -> None:
    """Then a good token and a bad one are asked to come again; nobody is let in, nobody is sent away for good."""

    async def story(t: Transport) -> None:
        t.openid.troubles = [500]
        with pytest.raises(KeysUnreachable):
            await admits(t)
        with pytest.raises(KeysUnreachable):
            await admits(t)
        assert t.openid.key_fetches == 1

    play(story)


def test_a_key_that_may_be_new_is_not_refused_while_keys_are_away() -> None:
    """Those known go on holding."""

    async def story(t: Transport) -> None:
        before = t.openid.bearer(t.service.url)
        assert await admits(t)
        t.openid.rotate()
        t.openid.troubles = [502]
        with pytest.raises(KeysUnreachable):
            await admits(t)
        assert await is_admitted(t.entrance, before, heard(t.service.url))

    play(story)


@pytest.mark.parametrize(
    "changed",
    [
        {"channelData": {"tenant": {"id": OTHER}}, "conversation": {"id": "19:a", "tenantId": OTHER}},
        {"channelData": {"tenant": {"id": OTHER}}},
        {"conversation": {"id": "19:a", "tenantId": OTHER}},
        {"channelData": None, "conversation": {"id": "19:a"}},
        {"channelData": {"tenant": {"id": [TENANT]}}},
        {"channelData": {"tenant": TENANT}, "conversation": None},
    ],
)
def test_a_foreign_tenant_is_not_admitted(changed: dict[str, Any]) -> None:
    """Nor one that is named nowhere, or two that differ."""

    async def story(t: Transport) -> None:
        url = t.service.url
        assert not await is_admitted(t.entrance, t.openid.bearer(url), heard(url, **changed))

    play(story)


def test_a_tenant_named_in_one_place_is_enough() -> None:
    """Events bring it here or there."""

    async def story(t: Transport) -> None:
        url = t.service.url
        for changed in ({"channelData": None}, {"conversation": None}):
            assert await is_admitted(t.entrance, t.openid.bearer(url), heard(url, **changed))

    play(story)


def test_other_tenants_can_be_allowed() -> None:
    """Beside the bot's own, and no others."""
    theirs = {"channelData": {"tenant": {"id": OTHER}}, "conversation": None}
    third = {"channelData": {"tenant": {"id": "third"}}, "conversation": None}

    async def run() -> None:
        async with OpenId() as openid:
            url = "https://smba.trafficmanager.net/emea/"
            entrance, connector = connect(KNOWN, addresses=openid.addresses(url), tenants=(OTHER,))
            for changed, good in ((theirs, True), ({}, True), (third, False)):
                assert await is_admitted(entrance, openid.bearer(url), heard(url, **changed)) is good
            await connector.close()

    asyncio.run(run())


TEAMS = "https://smba.trafficmanager.net/"


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://smba.trafficmanager.net/teams/", True),
        ("https://smba.trafficmanager.net/emea/0a-1b/", True),
        ("https://smba.trafficmanager.net", True),
        ("https://smba.trafficmanager.net:443/teams/", True),
        ("https://SMBA.trafficmanager.net/teams/", True),
        ("http://smba.trafficmanager.net/teams/", False),
        ("https://smba.trafficmanager.net:8443/teams/", False),
        ("https://smba.trafficmanager.net.evil.test/teams/", False),
        ("https://evil.test/https://smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net@evil.test/", False),
        ("https://evil.test\\@smba.trafficmanager.net/", False),
        ("https://evil.test#@smba.trafficmanager.net/", False),
        ("https://evil.test?smba.trafficmanager.net/", False),
        ("https://smba.trafficmanager.net/teams/?x=1", False),
        ("https://smba.trafficmanager.net/teams/../x/", False),
        ("https://smba.trafficmanager.net:99999/", False),
        ("https://[::1/", False),
        ("https:///teams/", False),
        ("//smba.trafficmanager.net/", False),
        ("https://smb\u0430.trafficmanager.net/", False),
        ("http://127.0.0.1:8080/", False),
        ("http://169.254.169.254/", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_a_service_address_must_be_of_the_list(address: str, good: bool) -> None:  # noqa: FBT001 - as above
    """Even a token that names it does not make another one good."""

    async def run() -> None:
        async with OpenId() as openid:
            entrance, connector = connect(KNOWN, addresses=openid.addresses(TEAMS))
            assert await is_admitted(entrance, openid.bearer(address), heard(address)) is good
            await connector.close()

    asyncio.run(run())


def test_the_path_of_an_allowed_address_ends_where_it_ends() -> None:
    """`/teams` allows what lies below it, and not `/teams-of-others`."""

    async def run() -> None:
        async with OpenId() as openid:
            allowed = openid.addresses("https://smba.test/teams")
            entrance, connector = connect(KNOWN, addresses=allowed)
            for path, good in (
                ("teams/", True),
                ("teams/x/", True),
                ("teams-of-others/", False),
                ("", False),
            ):
                url = f"https://smba.test/{path}"
                assert await is_admitted(entrance, openid.bearer(url), heard(url)) is good
            await connector.close()

    asyncio.run(run())


@pytest.mark.parametrize("channel", ["webchat", "emulator", "", None, ["msteams"]])
def test_only_teams_is_heard(channel: Any) -> None:
    """The same bot's other channels are none of ours."""

    async def story(t: Transport) -> None:
        url = t.service.url
        assert not await is_admitted(t.entrance, t.openid.bearer(url), heard(url, channelId=channel))

    play(story)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.sampled_from(["msteams", TENANT]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
NAMES = ["channelId", "serviceUrl", "channelData", "conversation", "recipient", "type"]


def test_whatever_is_sent_the_entrance_has_two_answers() -> None:
    """Any header with any activity is admitted or not; nothing else is raised."""
    with asyncio.Runner() as runner:

        async def connected() -> tuple[OpenId, Service, Entrance, Any]:
            openid, service = await OpenId().__aenter__(), await Service().__aenter__()
            return openid, service, *connect(KNOWN, addresses=openid.addresses(service.url))

        openid, service, entrance, connector = runner.run(connected())
        good = heard(service.url)
        headers = st.text() | st.sampled_from([openid.bearer(service.url), "Bearer a.b.c", "Bearer x"])

        @given(headers, st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), ANYTHING, max_size=4))
        def ask(authorization: str, changed: dict[str, Any]) -> None:
            admitted = runner.run(is_admitted(entrance, authorization, good | changed))
            assert admitted in {True, False}

        ask()

        async def over() -> None:
            await connector.close()
            await service.__aexit__()
            await openid.__aexit__(None, None, None)

        runner.run(over())


def test_nobody_else_is_asked_for_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token of an emulator or of another bot makes the SDK look elsewhere, with calls that block: it does not."""
    called: list[object] = []
    monkeypatch.setattr(requests.Session, "request", lambda *words, **named: called.append((words, named)))

    async def story(t: Transport) -> None:
        for changed in ({"iss": EMULATOR, "ver": "1.0", "appid": APP}, {"ver": "1.0", "appid": "another"}):
            assert not await admits(t, **changed)
        assert await admits(t)
        assert called == []

    play(story)


def test_a_local_bot_asks_nobody_and_hears_loopback_alone() -> None:
    """Without credentials, and only where that was asked for in so many words."""

    async def run() -> None:
        entrance, connector = connect(Credentials("", "", ""), insecure_local=True)
        for address, good in (
            ("http://127.0.0.1:3978/", True),
            ("http://localhost:56150", True),
            ("http://[::1]:8080/", True),
            ("http://localhost.evil.test/", False),
            ("http://evil.test/", False),
            ("http://169.254.169.254/", False),
        ):
            assert await is_admitted(entrance, "", heard(address)) is good, address
        await connector.close()

    asyncio.run(run())


@pytest.mark.parametrize(
    "credentials",
    [
        Credentials("", "", ""),
        Credentials(APP, "", ""),
        Credentials(APP, "x", ""),
        Credentials("", "x", TENANT),
    ],
)
def test_without_credentials_nothing_is_connected(credentials: Credentials) -> None:
    """Half of them are none; and half of them are no local bot either."""

    async def run() -> None:
        with pytest.raises(ValueError, match="app id"):
            connect(credentials)
        if credentials.app_id or credentials.password:
            with pytest.raises(ValueError, match="app id"):
                connect(credentials, insecure_local=True)

    asyncio.run(run())


def test_importing_the_folder_does_not_import_the_sdk() -> None:
    """Who uses Slack alone pays nothing for it, in time or memory."""
    asked = (
        "import sys, bot.chat.teams.botframework\n"
        "print({'aiohttp', 'azure', 'botbuilder', 'botframework', 'msal', 'msrest', 'requests'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
