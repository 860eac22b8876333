"""What goes out to the Bot Connector, judged by what is on the wire: paths, bodies, tokens, and what answers mean."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.chat.teams.botframework import Connector, Credentials, connect, wire
from bot.domain.errors import Later, OutsideError, Refused, Unsure
from tests.adapters.teams.fake.openid import APP, PASSWORD, SCOPE, TENANT, OpenId
from tests.adapters.teams.service import KNOWN, PAGE, Answer, Service, Transport, play

CHANNEL = "19:abc_DEF@thread.tacv2"
THREAD = f"{CHANNEL};messageid=1700000000000"
ENCODED = "19%3Aabc_DEF%40thread.tacv2%3Bmessageid%3D1700000000000"
PERSON = "29:1a-b_c=="
SAID: dict[str, Any] = {
    "type": "message",
    "summary": "AR-1: the refund desk paid \u20ac1,140 twice \U0001f9ef\u2028next line",
    "entities": [
        {
            "type": "mention",
            "text": "<at>Ana &amp; Co</at>",
            "mentioned": {"id": PERSON, "name": "Ana & Co", "aadObjectId": "0a"},
        }
    ],
    "attachments": [
        {
            "contentType": "application/vnd.microsoft.card.adaptive",
            "content": {
                "type": "AdaptiveCard",
                "version": "1.5",
                "body": [{"type": "TextBlock", "text": "q", "fallback": None}],
                "msteams": {"width": "Full", "entities": []},
                "actions": [
                    {
                        "type": "Action.Submit",
                        "title": "a",
                        "data": {"version": None, "msteams": {"type": "task/fetch"}},
                    }
                ],
            },
        }
    ],
    "channelData": {"notification": {"alert": True}, "unknownToAll": [1, None, {"deep": {}}]},
    "unknown_to_the_SDK": {"kept": True},
}

Call = Callable[[Connector, str], Awaitable[object]]


async def send(connector: Connector, service: str) -> object:
    """Makes something: a message."""
    return await connector.send(service, THREAD, SAID)


async def begin(connector: Connector, service: str) -> object:
    """Makes something: a thread."""
    return await connector.begin(service, CHANNEL, SAID)


async def update(connector: Connector, service: str) -> None:
    """May be done again: a message of ours in new words."""
    await connector.update(service, THREAD, "1700000000001", SAID)


async def delete(connector: Connector, service: str) -> None:
    """May be done again: a message of ours taken back."""
    await connector.delete(service, THREAD, "1700000000001")


async def direct(connector: Connector, service: str) -> object:
    """May be done again: the same conversation each time."""
    return await connector.begin_direct(service, TENANT, PERSON)


async def member(connector: Connector, service: str) -> object:
    """Changes nothing: one member."""
    return await connector.member(service, THREAD, PERSON)


async def members(connector: Connector, service: str) -> object:
    """Changes nothing: all members."""
    return await connector.members(service, THREAD)


MAKING: list[Call] = [send, begin]
REPEATABLE: list[Call] = [update, delete, direct, member, members]


def met(call: Call, *answers: Answer) -> OutsideError:
    """The error a call raises that meets these answers; it was tried once, whatever came."""
    caught: list[OutsideError] = []

    async def story(t: Transport) -> None:
        t.service.next(*answers)
        with pytest.raises(OutsideError) as raised:
            await call(t.connector, t.service.url)
        caught.append(raised.value)
        assert len(t.service.requests) == 1

    play(story)
    return caught[0]


def test_a_message_is_written_as_it_was_given() -> None:
    """To the thread's conversation, its id percent-encoded, every field of the activity as it was."""

    async def story(t: Transport) -> None:
        assert await t.connector.send(t.service.url, THREAD, SAID) == "1700000000001"
        (asked,) = t.service.requests
        assert (asked.verb, asked.path) == ("POST", f"/teams/v3/conversations/{ENCODED}/activities")
        assert asked.body == SAID
        assert asked.headers["Authorization"].removeprefix("Bearer ") in t.openid.tokens
        assert asked.headers["Content-Type"].startswith("application/json")

    play(story)


def test_a_service_address_may_lack_its_last_stroke() -> None:
    """The path below it is the same."""

    async def story(t: Transport) -> None:
        await t.connector.send(t.service.url.rstrip("/"), THREAD, SAID)
        assert t.service.requests[0].path == f"/teams/v3/conversations/{ENCODED}/activities"

    play(story)


@pytest.mark.parametrize("answer", [Answer(200, ""), Answer(202, ""), Answer(201, "{}"), Answer(200, "{}")])
def test_an_id_does_not_always_come_back(answer: Answer) -> None:
    """A message without one is sent all the same."""

    async def story(t: Transport) -> None:
        t.service.next(answer)
        assert await t.connector.send(t.service.url, THREAD, SAID) == ""

    play(story)


def test_an_update_replaces_the_message_it_names() -> None:
    """By PUT, written as it was given; what the service answers does not matter."""

    async def story(t: Transport) -> None:
        t.service.next(Answer(202, ""))
        await t.connector.update(t.service.url, THREAD, "17:1/2", SAID)
        (asked,) = t.service.requests
        assert (asked.verb, asked.path) == ("PUT", f"/teams/v3/conversations/{ENCODED}/activities/17%3A1%2F2")
        assert asked.body == SAID

    play(story)


@pytest.mark.parametrize(
    "answer", [Answer(200, ""), Answer(204, ""), Answer(404, '{"error": {"code": "x"}}')]
)
def test_a_message_taken_back_is_gone_afterwards(answer: Answer) -> None:
    """Also where it was gone before."""

    async def story(t: Transport) -> None:
        t.service.next(answer)
        await delete(t.connector, t.service.url)
        (asked,) = t.service.requests
        assert (asked.verb, asked.path) == (
            "DELETE",
            f"/teams/v3/conversations/{ENCODED}/activities/1700000000001",
        )

    play(story)


@pytest.mark.parametrize(
    "told",
    [
        {"id": THREAD, "activityId": "1700000000000"},
        {"id": THREAD},
        {"id": THREAD, "activityId": None, "serviceUrl": 7},
    ],
)
def test_a_thread_begins_with_its_first_message(told: dict[str, Any]) -> None:
    """Its conversation and the id of that message come back; the id is also in the name of the conversation."""

    async def story(t: Transport) -> None:
        t.service.next(Answer(201, json.dumps(told)))
        assert await t.connector.begin(t.service.url, CHANNEL, SAID) == (THREAD, "1700000000000")
        (asked,) = t.service.requests
        assert (asked.verb, asked.path) == ("POST", "/teams/v3/conversations")
        assert asked.body == {
            "isGroup": True,
            "channelData": {"channel": {"id": CHANNEL}},
            "activity": SAID,
        }

    play(story)


def test_a_conversation_with_one_person_names_the_tenant_twice() -> None:
    """Without `channelData.tenant` Teams cannot tell whose person it is."""

    async def story(t: Transport) -> None:
        t.service.next(Answer(201, '{"id": "a:1x"}'))
        assert await t.connector.begin_direct(t.service.url, TENANT, PERSON) == "a:1x"
        (asked,) = t.service.requests
        assert asked.body == {
            "isGroup": False,
            "bot": {"id": f"28:{APP}"},
            "members": [{"id": PERSON}],
            "tenantId": TENANT,
            "channelData": {"tenant": {"id": TENANT}},
        }

    play(story)


@pytest.mark.parametrize("body", ["", "{}", '{"id": ""}', '{"id": 7}', '{"id": null}', "[]", '"x"', PAGE])
def test_a_thread_nobody_can_name_may_have_begun(body: str) -> None:
    """A success without the conversation's id says that something was made, and not where."""
    assert isinstance(met(begin, Answer(201, body)), Unsure)
    assert isinstance(met(direct, Answer(201, body)), Later)


def test_a_member_is_told_as_the_service_tells_it() -> None:
    """Address and user name come with it."""
    told = {
        "id": PERSON,
        "name": "Ana",
        "aadObjectId": "0a",
        "email": "ana@acme.test",
        "userPrincipalName": "ana@acme.test",
        "tenantId": TENANT,
        "surname": "M\u00fcller",
    }

    async def story(t: Transport) -> None:
        t.service.next(Answer(200, json.dumps(told)))
        assert await t.connector.member(t.service.url, THREAD, PERSON) == told
        (asked,) = t.service.requests
        encoded = "29%3A1a-b_c%3D%3D"
        assert (asked.verb, asked.path) == ("GET", f"/teams/v3/conversations/{ENCODED}/members/{encoded}")

    play(story)


def test_members_come_page_by_page() -> None:
    """Each page names the next; the name is passed on whatever signs it holds."""
    pages = [
        {"members": [{"id": "29:1", "email": "a@x.test"}, {"id": "29:2"}], "continuationToken": "a+b/c=&d"},
        {"members": [{"id": "29:3"}], "continuationToken": ""},
    ]

    async def story(t: Transport) -> None:
        t.service.next(*(Answer(200, json.dumps(page)) for page in pages))
        found = await t.connector.members(t.service.url, THREAD)
        assert found == ({"id": "29:1", "email": "a@x.test"}, {"id": "29:2"}, {"id": "29:3"})
        first, second = (asked.path.partition("?") for asked in t.service.requests)
        assert first[0] == second[0] == f"/teams/v3/conversations/{ENCODED}/pagedmembers"
        assert "continuationToken" not in first[2]
        assert "continuationToken=a%2Bb%2Fc%3D%26d" in second[2].split("&")

    play(story)


def test_pages_that_go_round_in_circles_come_to_an_end() -> None:
    """A list whose every page names another is not read for ever."""

    async def story(t: Transport) -> None:
        t.service.next(*[Answer(200, '{"members": [], "continuationToken": "x"}')] * 1000)
        assert await t.connector.members(t.service.url, THREAD) == ()
        assert len(t.service.requests) < 1000

    play(story)


CODED = '{"error": {"code": "%s", "message": "m"}}'
ANSWERS = [
    (Answer(429, "", {"Retry-After": "7"}), Later, "teams_busy"),
    (Answer(429, PAGE), Later, "teams_busy"),
    (Answer(401, CODED % "Unauthorized"), Later, "teams_credentials"),
    (Answer(401, PAGE), Later, "teams_credentials"),
    (Answer(412, CODED % "PreconditionFailed"), Unsure, "teams_down"),
    (Answer(500, PAGE), Unsure, "teams_down"),
    (Answer(500, CODED % "ServiceError"), Unsure, "teams_down"),
    (Answer(502, PAGE), Unsure, "teams_down"),
    (Answer(503, ""), Unsure, "teams_down"),
    (Answer(504, PAGE), Unsure, "teams_down"),
    (Answer(408, ""), Unsure, "teams_down"),
    (Answer(307, "", {"Location": "http://127.0.0.1:9/"}), Unsure, "teams_down"),
    (Answer(200, PAGE), Unsure, "teams_reply_lost"),
    (Answer(200, "[1]"), Unsure, "teams_reply_lost"),
    (Answer(200, '{"id": "17000'), Unsure, "teams_reply_lost"),
    (Answer(400, CODED % "BadSyntax"), Refused, "teams_refused"),
    (Answer(403, CODED % "BotNotInConversationRoster"), Refused, "teams_refused"),
    (Answer(413, CODED % "MessageSizeTooBig"), Refused, "teams_refused"),
    (Answer(413, PAGE), Refused, "teams_refused"),
]


@pytest.mark.parametrize(("answer", "kind", "key"), ANSWERS)
@pytest.mark.parametrize("call", MAKING)
def test_what_an_answer_means_for_something_made(
    call: Call, answer: Answer, kind: type[OutsideError], key: str
) -> None:
    """Wait, unknown, or give up: and nothing is tried a second time here."""
    error = met(call, answer)
    assert (type(error), error.key) == (kind, key)


@pytest.mark.parametrize(("answer", "kind", "key"), ANSWERS)
@pytest.mark.parametrize("call", REPEATABLE)
def test_what_an_answer_means_for_what_may_be_done_again(
    call: Call, answer: Answer, kind: type[OutsideError], key: str
) -> None:
    """The same, but an unknown outcome is a reason to do it again."""
    error = met(call, answer)
    assert (type(error), error.key) == (Later if kind is Unsure else kind, key)


@pytest.mark.parametrize("call", MAKING)
def test_a_lost_answer_leaves_open_what_was_made(call: Call) -> None:
    """The connection ended after the request was read; it is not sent a second time."""
    error = met(call, Answer(lost=True))
    assert (type(error), error.key) == (Unsure, "teams_reply_lost")


@pytest.mark.parametrize("call", REPEATABLE)
def test_a_lost_answer_is_no_harm_where_it_may_be_done_again(call: Call) -> None:
    """A connection that broke is tried once more at once, a service that goes on breaking them later."""

    async def story(t: Transport) -> None:
        t.service.next(Answer(lost=True), Answer(lost=True))
        with pytest.raises(Later, match="teams_reply_lost"):
            await call(t.connector, t.service.url)
        assert len(t.service.requests) <= 2

    play(story)


def test_a_refusal_carries_the_code_of_the_service() -> None:
    """Whoever hears it can tell a roster without the bot from a message that is too big."""
    code = "BotNotInConversationRoster"
    assert met(send, Answer(403, CODED % code)).values == {"said": code, "status": 403}
    assert met(send, Answer(413, PAGE)).values == {"said": "413", "status": 413}


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), ("0", 0.0), ("999999999", 3600.0), ("", None), ("soon", None), ("-3", None)],
)
def test_who_asks_to_wait_says_how_long(said: str, seconds: float | None) -> None:
    """In seconds, an hour at most; None where it is not said."""
    error = met(send, Answer(429, "", {"Retry-After": said}))
    assert isinstance(error, Later)
    assert error.retry_after == seconds


def test_a_moment_to_wait_for_may_be_a_date() -> None:
    """One that is past means now."""
    error = met(send, Answer(429, "", {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}))
    assert isinstance(error, Later)
    assert error.retry_after == 0.0


@pytest.mark.parametrize("call", [*MAKING, *REPEATABLE])
def test_who_could_not_be_reached_was_told_nothing(call: Call) -> None:
    """A refused connection is no unknown outcome, not even for something made."""

    async def run() -> None:
        async with OpenId() as openid:
            async with Service() as gone:
                url = gone.url
            _, connector = connect(KNOWN, addresses=openid.addresses(url))
            with pytest.raises(Later, match="teams_unreachable"):
                await call(connector, url)
            await connector.close()

    asyncio.run(run())


@pytest.mark.parametrize("call", [*MAKING, *REPEATABLE])
def test_who_has_hung_up_says_nothing_more(call: Call) -> None:
    """While the process ends, what is still to be said waits for the next."""

    async def story(t: Transport) -> None:
        await t.connector.warm()
        await t.connector.close()
        with pytest.raises(Later, match="teams_unreachable"):
            await call(t.connector, t.service.url)

    play(story)


def test_a_proxy_of_the_machine_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """For what lies outside; one that lets nobody through is no unknown outcome."""
    asked: list[str] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[0])
        writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async def run() -> None:
        proxy = await asyncio.start_server(refuse, "127.0.0.1", 0)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.sockets[0].getsockname()[1]}")
        monkeypatch.setenv("NO_PROXY", "direct.test")
        async with proxy, OpenId() as openid:
            _, connector = connect(KNOWN, addresses=openid.addresses("https://smba.test/"))
            with pytest.raises(Later, match="teams_unreachable"):
                await send(connector, "https://smba.test/teams/")
            await connector.close()
        assert asked == ["CONNECT smba.test:443 HTTP/1.1"]
        assert openid.token_fetches == 1

    asyncio.run(run())


def test_an_answer_that_does_not_come_is_a_lost_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call ends by itself; whether the deed was done is unknown."""
    monkeypatch.setattr(wire, "CALL_S", 0.05)
    assert isinstance(met(send, Answer(gate=asyncio.Event())), Unsure)
    assert isinstance(met(update, Answer(gate=asyncio.Event())), Later)


@pytest.mark.parametrize("call", [*MAKING, *REPEATABLE])
@pytest.mark.parametrize("address", ["https://evil.test/teams/", "http://169.254.169.254/", "", "x"])
def test_only_addresses_of_the_list_are_called(call: Call, address: str) -> None:
    """Any other is refused before a token is fetched for it."""

    async def story(t: Transport) -> None:
        with pytest.raises(Refused, match="teams_service"):
            await call(t.connector, address)
        assert t.openid.token_fetches == 0

    play(story)


def test_a_token_does_not_follow_where_an_answer_points() -> None:
    """The service is answered for, not whoever it names."""

    async def story(t: Transport) -> None:
        async with Service() as other:
            t.service.next(Answer(307, "", {"Location": other.url}))
            with pytest.raises(Unsure):
                await send(t.connector, t.service.url)
            assert other.requests == []

    play(story)


def test_one_token_serves_many_messages() -> None:
    """Twenty at once and twenty after them fetch one, asked for as this app of this tenant."""

    async def story(t: Transport) -> None:
        for _ in range(2):
            await asyncio.gather(*(send(t.connector, t.service.url) for _ in range(20)))
        assert t.openid.token_fetches == 1
        assert len({asked.headers["Authorization"] for asked in t.service.requests}) == 1
        asked = {"client_id": APP, "client_secret": PASSWORD, "scope": SCOPE}
        assert t.openid.token_asked == [(TENANT, asked | {"grant_type": "client_credentials"})]

    play(story)


def test_a_token_can_be_fetched_ahead() -> None:
    """The first message then finds it there."""

    async def story(t: Transport) -> None:
        await t.connector.warm()
        assert t.openid.token_fetches == 1
        await send(t.connector, t.service.url)
        assert t.openid.token_fetches == 1

    play(story)


def test_a_token_that_is_not_taken_any_more_is_fetched_anew() -> None:
    """The call that met it waits for its next try, and that one has a new token."""

    async def story(t: Transport) -> None:
        await t.connector.warm()
        t.service.next(Answer(401, CODED % "Unauthorized"))
        with pytest.raises(Later, match="teams_credentials"):
            await send(t.connector, t.service.url)
        await send(t.connector, t.service.url)
        first, second = (asked.headers["Authorization"] for asked in t.service.requests)
        assert first != second
        assert t.openid.token_fetches == 2

    play(story)


def test_credentials_that_entra_does_not_take_wait() -> None:
    """With Entra's own code, five minutes; nothing is sent meanwhile."""

    async def story(t: Transport) -> None:
        for call in (send, update):
            with pytest.raises(Later) as raised:
                await call(t.connector, t.service.url)
            assert raised.value.values == {"said": "invalid_client AADSTS7000215"}
            assert raised.value.retry_after == 300.0
        assert t.service.requests == []

    play(story, credentials=Credentials(APP, "another", TENANT))


@pytest.mark.parametrize("status", [500, 503, 429, 404, 302])
def test_an_entra_that_is_down_is_no_unknown_outcome(status: int) -> None:
    """Nothing was sent; the next try asks again."""

    async def story(t: Transport) -> None:
        t.openid.troubles = [status]
        with pytest.raises(Later, match="teams_unreachable"):
            await send(t.connector, t.service.url)
        assert t.service.requests == []
        await send(t.connector, t.service.url)

    play(story)


def test_a_caller_that_gives_up_takes_the_token_from_nobody() -> None:
    """Two wait for one fetch; the first is cancelled, the second gets its token."""

    async def story(t: Transport) -> None:
        t.openid.gate.clear()
        first, second = (asyncio.create_task(send(t.connector, t.service.url)) for _ in range(2))
        while not t.openid.token_fetches:
            await asyncio.sleep(0)
        first.cancel()
        t.openid.gate.set()
        await second
        assert t.openid.token_fetches == 1

    play(story)


def test_a_bot_without_credentials_shows_none() -> None:
    """Local only: loopback is called without a token, and nothing else is."""

    async def run() -> None:
        async with Service() as service:
            _, connector = connect(Credentials("", "", ""), insecure_local=True)
            await connector.warm()
            await send(connector, service.url)
            assert "Authorization" not in service.requests[0].headers
            with pytest.raises(Refused, match="teams_service"):
                await send(connector, "https://evil.test/")
            await connector.close()

    asyncio.run(run())


def test_nothing_secret_is_written(caplog: pytest.LogCaptureFixture) -> None:
    """Neither the password nor a token nor what is said reaches a log, not even at its most talkative."""
    caplog.set_level(logging.DEBUG)

    async def story(t: Transport) -> None:
        await send(t.connector, t.service.url)
        t.service.next(Answer(500, PAGE), Answer(lost=True))
        for _ in range(2):
            with pytest.raises(Unsure):
                await send(t.connector, t.service.url)
        written = caplog.text + repr(KNOWN)
        assert PASSWORD not in written
        assert "1,140" not in written
        assert not [token for token in t.openid.tokens if token in written]

    play(story)
