import asyncio
import contextlib
import re
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.chat.findings import Finding, Held, gathered, missing, well
from bot.chat.slack import ways_in
from bot.chat.slack.checkup import MOST_CHANNELS, Wanted, looking_client, unreachable, workspace
from bot.cli.looking import slack as look
from bot.cli.manifest import EVENTS, scopes
from bot.settings import Settings
from bot.voice import load_voice
from bot.voice.shipped import CLI, OURS
from tests.adapters.slack import workspace as served
from tests.adapters.slack.fake.bare import app_of, over_http
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import people
from tests.adapters.slack.fake.times import FakeTime
from tests.house.source import modules

WORDS = load_voice(None).words
WELL = ["check_slack_workspace", "check_slack_scopes", "check_slack_clock"]
WANTED = Wanted(scopes())


class Looks:
    """A workspace with a bot, and what is found there; nothing found may hold a secret."""

    def __init__(self, slack: FakeSlack) -> None:
        self.slack = slack
        self.world = slack.world
        self.clock = FakeTime(slack.time.now())
        self.bot = looking_client(slack.world.bot_token, slack.base_url)

    async def workspace(
        self, wanted: Wanted = WANTED, *, token: str = "", within_s: float = 8
    ) -> list[Finding]:
        """By the bot's token, or by another."""
        client = looking_client(token or self.world.bot_token, self.slack.base_url)
        return await self._found(workspace(client, wanted, self.clock), token, within_s)

    async def socket(self, *, token: str = "", hello_s: float = 4) -> list[Finding]:
        """By the app's token, or by another."""
        client = looking_client(token or self.world.app_token, self.slack.base_url)
        return await self._found(ways_in.socket(client, hello_s=hello_s), token, 8)

    async def port(self, host: str, port: int, secret: str = "") -> list[Finding]:
        """By the signing secret, or by another."""
        door = ways_in.Door(host, port, EVENTS, secret or self.world.signing_secret)
        return await self._found(ways_in.port(door), secret, 8)

    async def _found(self, leg: AsyncIterator[Finding], token: str, within_s: float) -> list[Finding]:
        found = await gathered(leg, late=unreachable(self.bot), within_s=within_s)
        told = "\n".join(f"{one} {WORDS(one.what, **one.values)}" for one in found)
        for secret in {token, self.world.bot_token, self.world.app_token, self.world.signing_secret} - {""}:
            assert secret not in told
        return list(found)


def play(story: Callable[[Looks], Awaitable[None]]) -> None:
    """Run a story in the workspace."""

    async def run() -> None:
        async with FakeSlack() as slack:
            people(slack)
            await story(Looks(slack))

    asyncio.run(run())


def keys(found: list[Finding]) -> list[str]:
    """What was found, without values."""
    return [one.what for one in found]


# -- who we are, what we may, what time it is


def test_a_sound_installation_has_nothing_missing() -> None:
    """Workspace and bot are named; scopes and clock are as they should be."""

    async def story(looks: Looks) -> None:
        looks.world.scopes = set(scopes())
        assert await looks.workspace() == [
            well("check_slack_workspace", team="acme", bot="agent-incident"),
            well("check_slack_scopes", count=len(scopes())),
            well("check_slack_clock"),
        ]

    play(story)


def test_scopes_that_were_not_granted_are_named() -> None:
    """Those alone, in order; more than is needed is no trouble."""

    async def story(looks: Looks) -> None:
        looks.world.scopes = (set(scopes()) - {"users:read", "files:read"}) | {"pins:write"}
        assert (
            missing("check_slack_scopes_missing", scopes="files:read, users:read") in await looks.workspace()
        )

    play(story)


@pytest.mark.parametrize(
    ("token", "said"), [("xoxb-of-another-app", "invalid_auth"), ("xapp-1-fake", "not_allowed_token_type")]
)
def test_a_bot_token_that_is_none_ends_the_look(token: str, said: str) -> None:
    """Nothing else can be known then; Slack's own word is told."""

    async def story(looks: Looks) -> None:
        assert await looks.workspace(token=token) == [missing("check_slack_bot_token", said=said)]

    play(story)


def test_a_revoked_installation_is_told_by_both_looks() -> None:
    """The bot's token and the app's have a line each."""

    async def story(looks: Looks) -> None:
        looks.world.revoked = "token_revoked"
        assert await looks.workspace() == [missing("check_slack_bot_token", said="token_revoked")]
        assert await looks.socket() == [missing("check_slack_app_token", said="token_revoked")]

    play(story)


@pytest.mark.parametrize(
    ("ours_s", "finding"),
    [
        (60, well("check_slack_clock")),
        (-60, well("check_slack_clock")),
        (61, missing("check_slack_clock_off", seconds=61, ahead=True, refused=False)),
        (-300, missing("check_slack_clock_off", seconds=300, ahead=False, refused=False)),
        (301, missing("check_slack_clock_off", seconds=301, ahead=True, refused=True)),
        (-86_400, missing("check_slack_clock_off", seconds=86_400, ahead=False, refused=True)),
    ],
)
def test_a_clock_that_is_off_is_told_with_its_seconds(ours_s: int, finding: Finding) -> None:
    """From a minute on it is said, beyond five minutes signatures are refused."""

    async def story(looks: Looks) -> None:
        looks.clock.advance(timedelta(seconds=ours_s))
        assert finding in await looks.workspace()

    play(story)


# -- channels


def test_the_incident_channel_is_one_the_bot_is_in() -> None:
    """A public one it is not in yet is fine, for the first opening joins it."""

    async def story(looks: Looks) -> None:
        looks.world.add_channel("war-room", id_="C7", bot=False)
        inside = await looks.workspace(replace(WANTED, channel="C1"))
        outside = await looks.workspace(replace(WANTED, channel="C7"))
        assert inside[-1] == well("check_slack_channel", channel="incidents")
        assert outside[-1] == well("check_slack_channel_joins", channel="war-room")

    play(story)


def test_an_incident_channel_that_cannot_be_seen_is_missing() -> None:
    """A private one without the bot, and one that does not exist, look the same from outside."""

    async def story(looks: Looks) -> None:
        looks.world.add_channel("secret", id_="C8", private=True, bot=False)
        for channel in ("C8", "C404"):
            found = await looks.workspace(replace(WANTED, channel=channel))
            assert found[-1] == missing("check_slack_channel_unknown", channel=channel)

    play(story)


def test_an_archived_incident_channel_is_missing() -> None:
    """Whether the bot is in it or not."""

    async def story(looks: Looks) -> None:
        looks.world.channel("incidents").archived = True
        found = await looks.workspace(replace(WANTED, channel="C1"))
        assert found[-1] == missing("check_slack_channel_archived", channel="incidents")

    play(story)


def test_a_channel_that_may_not_be_looked_at_tells_slacks_word() -> None:
    """Beside the scope that is missing for it."""

    async def story(looks: Looks) -> None:
        looks.slack.fail("conversations.info", "missing_scope", needed="channels:read")
        found = await looks.workspace(replace(WANTED, channel="C1"))
        assert found[-1] == missing("check_slack_channel_unseen", said="missing_scope", channel="C1")

    play(story)


def test_channels_of_open_reviews_that_were_lost_are_named_with_their_reviews() -> None:
    """Removed from a public one, from a private one, archived; where all is well there is one line."""

    async def story(looks: Looks) -> None:
        for number, private in ((2, False), (3, True), (4, False)):
            looks.world.add_channel(f"room-{number}", id_=f"C{number}", private=private)
        held = tuple(
            Held(f"AR-{n}", "T1", channel) for n, channel in enumerate(("C1", "C2", "C3", "C4", "C2"), 1)
        )
        wanted = replace(WANTED, held=held)
        assert (await looks.workspace(wanted))[-1] == well("check_slack_reviews", count=4, more=0)
        looks.world.channel("C2").members.clear()
        looks.world.channel("C3").members.clear()
        looks.world.channel("C4").archived = True
        assert (await looks.workspace(wanted))[len(WELL) :] == [
            missing("check_slack_review_lost", channel="C2", name="room-2", reviews="AR-2, AR-5"),
            missing("check_slack_review_lost", channel="C3", name="", reviews="AR-3"),
            missing("check_slack_review_archived", channel="C4", name="room-4", reviews="AR-4"),
        ]

    play(story)


def test_only_so_many_channels_are_asked_for() -> None:
    """Those of another workspace, and conversations with one person, not at all."""

    async def story(looks: Looks) -> None:
        rooms = [looks.world.add_channel(f"room-{n}").id for n in range(MOST_CHANNELS + 2)]
        held = [Held("AR-1", "T1", room) for room in rooms]
        wanted = replace(WANTED, held=(Held("AR-2", "T2", "C404"), Held("AR-3", "T1", "D404"), *held))
        found = await looks.workspace(wanted)
        assert found[-1] == well("check_slack_reviews", count=MOST_CHANNELS, more=2)
        assert [call.args["channel"] for call in looks.slack.calls_to("conversations.info")] == rooms[:-2]

    play(story)


# -- the socket


def test_a_socket_is_greeted_and_let_go_of() -> None:
    """Sockets of a bot that runs are counted."""

    async def story(looks: Looks) -> None:
        assert await looks.socket() == [well("check_slack_socket", others=0)]
        await looks.slack.until(lambda: not looks.slack.sockets.lines)
        assert looks.slack.sockets.opened == 1

    play(story)


def test_a_deaf_socket_is_told_apart() -> None:
    """It opened, and nothing was said on it."""

    async def story(looks: Looks) -> None:
        looks.slack.sockets.mute = True
        found = await looks.socket(hello_s=0.2)
        assert found == [missing("check_slack_socket_silent", seconds="0.2")]
        await looks.slack.until(lambda: not looks.slack.sockets.lines)

    play(story)


def test_socket_mode_switched_off_is_told() -> None:
    """Slack says why it ends the socket."""

    async def story(looks: Looks) -> None:
        looks.slack.sockets.link_disabled = True
        assert await looks.socket() == [missing("check_slack_socket_closed", said="link_disabled")]

    play(story)


def test_a_socket_that_is_not_let_through_is_told_apart() -> None:
    """The method answers, and the address it gives does not."""

    async def story(looks: Looks) -> None:
        looks.world.base = f"http://127.0.0.1:{free_port()}"
        client = looking_client(looks.world.app_token, looks.bot.base_url)
        found = await gathered(ways_in.socket(client), late=unreachable(client))
        assert found == (missing("check_slack_socket_blocked"),)

    play(story)


@pytest.mark.parametrize(
    ("token", "said"), [("xapp-of-another-app", "invalid_auth"), ("xoxb-fake", "not_allowed_token_type")]
)
def test_an_app_token_that_is_none_is_told(token: str, said: str) -> None:
    """Before any socket is opened."""

    async def story(looks: Looks) -> None:
        assert await looks.socket(token=token) == [missing("check_slack_app_token", said=said)]
        assert looks.slack.sockets.opened == 0

    play(story)


# -- the port


def test_a_free_port_stays_free() -> None:
    """It was listened at for a moment only."""

    async def story(looks: Looks) -> None:
        port = free_port()
        for _ in range(2):
            assert await looks.port("127.0.0.1", port) == [
                well("check_slack_http", host="127.0.0.1", port=port)
            ]

    play(story)


def test_a_port_that_is_taken_is_told_with_the_reason() -> None:
    """By something that is not the bot."""

    async def story(looks: Looks) -> None:
        server = await asyncio.start_server(lambda _reader, writer: writer.close(), "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            (finding,) = await looks.port("127.0.0.1", port)
            assert (finding.what, finding.values["port"]) == ("check_slack_http_taken", port)
            assert "in use" in str(finding.values["why"])

    play(story)


def test_an_address_of_another_machine_cannot_be_listened_at() -> None:
    """192.0.2.1 is nobody's."""

    async def story(looks: Looks) -> None:
        assert keys(await looks.port("192.0.2.1", free_port())) == ["check_slack_http_taken"]

    play(story)


def test_a_bot_that_runs_is_known_by_its_secret() -> None:
    """The same secret is well; another secret means that something else listens."""

    async def story(looks: Looks) -> None:
        async with over_http(looks.slack, app_of(looks.slack)) as url:
            at = urlsplit(url)
            assert at.hostname
            assert at.port
            same = await looks.port(at.hostname, at.port)
            other = await looks.port(at.hostname, at.port, "another-secret")
        assert keys(same) == ["check_slack_http_served"]
        assert keys(other) == ["check_slack_http_taken"]

    play(story)


# -- no Slack, or a slow one


def test_without_a_network_one_line_says_so() -> None:
    """Whatever was to be looked at."""

    async def run() -> tuple[Finding, ...]:
        nowhere = f"http://127.0.0.1:{free_port()}/api/"
        settings = replace(
            Settings(),
            database=Path("none"),
            slack_bot_token="xoxb-1",
            slack_app_token="xapp-1",
            slack_api_url=nowhere,
        )
        return await look(settings)

    assert asyncio.run(run()) == (missing("check_slack_unreachable", host="127.0.0.1"),)


def test_a_name_that_is_not_known_is_the_same_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look-up that fails, and one that gets no answer: nobody waits for its end."""
    answered = threading.Event()

    def look_up(host: str, *_: object, **__: object) -> list[object]:
        if host == "slow.test":
            answered.wait(30)
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    async def run(host: str) -> tuple[Finding, ...]:
        client = looking_client("xoxb-1", f"https://{host}/api/")
        leg = workspace(client, WANTED, FakeTime())
        return await gathered(leg, ways_in.socket(client), late=unreachable(client), within_s=0.2)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert asyncio.run(run("unknown.test")) == (missing("check_slack_unreachable", host="unknown.test"),)
    assert asyncio.run(run("slow.test")) == (missing("check_slack_unreachable", host="slow.test"),)
    threads = [thread for thread in threading.enumerate() if thread.name == "slack-host"]
    assert len(threads) >= 2  # still asking
    assert all(thread.daemon for thread in threads)
    answered.set()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(
    ("status", "what"),
    [(503, "check_slack_later"), (429, "check_slack_later"), (404, "check_slack_unreachable")],
)
def test_answers_that_are_not_slacks_are_told_apart(status: int, what: str) -> None:
    """A fault or a wait of Slack's passes; a page of somebody else's means that Slack was not reached."""

    async def story(looks: Looks) -> None:
        if status == 429:
            looks.slack.troubles.limit("auth.test")
        else:
            looks.slack.troubles.break_down("auth.test", status=status)
        assert keys(await looks.workspace()) == [what]

    play(story)


def test_a_lost_reply_means_that_slack_was_not_reached() -> None:
    """The connection ends before an answer came."""

    async def story(looks: Looks) -> None:
        looks.slack.troubles.drop("auth.test")
        assert keys(await looks.workspace()) == ["check_slack_unreachable"]

    play(story)


def test_what_was_found_before_the_time_was_up_stays() -> None:
    """A call that does not come back ends the look."""

    async def story(looks: Looks) -> None:
        gate = looks.slack.troubles.stall("conversations.info")
        found = await looks.workspace(replace(WANTED, channel="C1"), within_s=0.5)
        gate.set()
        assert keys(found) == [*WELL, "check_slack_unreachable"]

    play(story)


# -- all together


def test_a_bot_that_serves_is_found_from_beside(tmp_path: Path) -> None:
    """Its socket is counted, and the channel of its open review is looked at."""

    async def story(place: served.Workspace) -> None:
        await place.open("refund-desk paid 1,140 EUR in 12 refunds")
        settings = replace(
            Settings(),
            database=tmp_path / "slack.sqlite3",
            slack_bot_token=place.slack.world.bot_token,
            slack_app_token=place.slack.world.app_token,
            slack_api_url=place.slack.base_url,
        )
        found = list(await look(settings, place.time))
        assert found[len(WELL) :] == [
            well("check_slack_reviews", count=1, more=0),
            well("check_slack_socket", others=1),
        ]
        place.channel.members.discard(place.slack.world.bot.id)
        lost = missing("check_slack_review_lost", channel="C1", name="incidents", reviews="AR-1")
        assert lost in await look(settings, place.time)

    served.play(tmp_path, story)


def test_everything_found_has_its_words_and_every_word_its_finding() -> None:
    """No key can reach a person as a bare key."""
    strings = {text for module in modules("bot/chat/slack") for text in module.strings()}
    found = {text for text in strings if re.fullmatch(r"check_slack_\w+", text)}
    written = re.findall(r"^(check_slack_\w+):", (OURS / CLI).read_text("utf-8"), re.MULTILINE)
    assert found == set(written)


def free_port() -> int:
    """A port of the loopback nobody listens at."""
    with contextlib.closing(socket.socket()) as tried:
        tried.bind(("127.0.0.1", 0))
        port: int = tried.getsockname()[1]
        return port
