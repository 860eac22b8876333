"""`agent-incident check` with Slack's keys set: every finding is a line, whatever else is wrong."""

import asyncio

import pytest

from bot.cli.manifest import scopes
from bot.voice import load_voice
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.stage import people
from tests.adapters.slack.fake.times import WallTime
from tests.adapters.terminal.desk import sentence
from tests.cli.runs import Ran, Shell

WORDS = load_voice(None).words


def checked(shell: Shell, **more: str) -> Ran:
    """A check against a sound workspace; `more` are settings that differ."""

    async def run() -> Ran:
        async with FakeSlack(WallTime()) as slack:
            people(slack)
            slack.world.add_channel("war-room", id_="C0WAR")
            slack.world.scopes = set(scopes())
            keys = {"SLACK_BOT_TOKEN": slack.world.bot_token, "SLACK_APP_TOKEN": slack.world.app_token}
            settings = {**keys, "SLACK_API_URL": slack.base_url, "SLACK_CHANNEL": "C0WAR", **more}
            ran = await asyncio.to_thread(shell.run, "check", **settings)
            for secret in (slack.world.bot_token, slack.world.app_token, slack.world.signing_secret):
                assert secret not in ran.out + ran.error
            return ran

    return asyncio.run(run())


def ok(key: str, **values: object) -> str:
    """A line about something that is well."""
    return WORDS("check_ok", what=WORDS(key, **values))


def missing(what: str) -> str:
    """A line about something to be done."""
    return WORDS("check_missing", what=what)


def test_a_sound_workspace_is_all_well(shell: Shell) -> None:
    """A line for each thing looked at."""
    ran = checked(shell)
    assert (ran.code, ran.error) == (0, "")
    assert ran.out.splitlines()[-5:] == [
        ok("check_slack_workspace", team="acme", bot="agent-incident"),
        ok("check_slack_scopes", count=len(scopes())),
        ok("check_slack_clock"),
        ok("check_slack_channel", channel="war-room"),
        ok("check_slack_socket", others=0),
    ]
    assert ok("check_chat") not in ran.out


@pytest.mark.parametrize(
    ("name", "value", "wants"),
    [("SLACK_BOT_TOKEN", "xapp-1-fake", "xoxb-…"), ("SLACK_APP_TOKEN", "xoxb-fake", "xapp-…")],
)
def test_a_token_in_the_wrong_place_is_a_line(name: str, value: str, wants: str, shell: Shell) -> None:
    """The rest is looked at all the same, with the other token."""
    ran = checked(shell, **{name: value})
    assert (ran.code, ran.error) == (1, "")
    lines = ran.out.splitlines()
    assert [line for line in lines if line.startswith("missing")] == [
        missing(sentence("setting_bad", name=name, value="…", wants=wants))
    ]
    found = "check_slack_workspace" if name == "SLACK_APP_TOKEN" else "check_slack_socket"
    values = {"team": "acme", "bot": "agent-incident"} if name == "SLACK_APP_TOKEN" else {"others": 0}
    assert ok(found, **values) in lines


def test_two_bad_settings_are_two_lines(shell: Shell) -> None:
    """Of Slack or not."""
    ran = shell.run("check", SLACK_BOT_TOKEN="xapp-1", SLACK_APP_TOKEN="xoxb-1", QUIET_SECONDS="soon")
    assert ran.code == 1
    assert ran.out.count("\n" + missing("")[:7]) + ran.out.startswith("missing") == 3
    assert ok("check_chat") not in ran.out


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
def test_a_key_that_is_not_set_is_asked_for(name: str, shell: Shell) -> None:
    """Both are needed to serve; the one that is there is looked at."""
    ran = checked(shell, **{name: ""})
    assert ran.code == 1
    assert missing(sentence("serve_nothing")) in ran.out.splitlines()


def test_http_needs_the_port_and_no_socket(shell: Shell) -> None:
    """The signing secret in place of the app token; port 0 is any free one."""
    ran = checked(shell, SLACK_APP_TOKEN="", SLACK_SIGNING_SECRET="fake-signing-secret", HTTP_PORT="0")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == ok("check_slack_http", host="127.0.0.1", port=0)


def test_a_revoked_token_is_told_with_what_to_do(shell: Shell) -> None:
    """As anything that is to be done: `missing`, and the exit code is 1."""
    ran = checked(shell, SLACK_BOT_TOKEN="xoxb-of-last-year")
    assert ran.code == 1
    assert missing(WORDS("check_slack_bot_token", said="invalid_auth")) in ran.out.splitlines()
    assert "xoxb-of-last-year" not in ran.out + ran.error
