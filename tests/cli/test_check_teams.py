"""`agent-incident check` with the settings of Teams: every finding is a line, whatever else is wrong."""

import asyncio
import sys
from functools import partial

import pytest

from bot.chat.teams.book import CHANNEL, TEAM
from bot.cli.records import beside
from bot.voice import load_voice
from tests.adapters.teams.fake.openid import APP, PASSWORD, TENANT, OpenId
from tests.adapters.teams.fake.stage import people
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.terminal.desk import sentence
from tests.cli.runs import Ran, Shell
from tests.databases import blank_at

WORDS = load_voice(None).words


def checked(shell: Shell, **more: str) -> Ran:
    """A check against a sound tenant; `more` are settings that differ."""

    async def run() -> Ran:
        async with OpenId() as openid, FakeTeams(keys=openid) as teams:
            channel = people(teams)
            addresses = openid.addresses(teams.world.base + "/")
            settings = {
                "TEAMS_APP_ID": APP,
                "TEAMS_APP_PASSWORD": PASSWORD,
                "TEAMS_TENANT_ID": TENANT,
                "TEAMS_CHANNEL": channel.id,
                "TEAMS_LOGIN_URL": addresses.login,
                "TEAMS_OPENID_URL": addresses.openid,
                "TEAMS_SERVICES": ", ".join(addresses.services),
                "HTTP_PORT": "0",
                **more,
            }
            ran = await asyncio.to_thread(shell.run, "check", **settings)
            assert PASSWORD not in ran.out + ran.error
            return ran

    return asyncio.run(run())


def ok(key: str, **values: object) -> str:
    """A line about something that is well."""
    return WORDS("check_ok", what=WORDS(key, **values))


def missing(what: str) -> str:
    """A line about something to be done."""
    return WORDS("check_missing", what=what)


def test_a_sound_installation_is_all_well(shell: Shell) -> None:
    """A line for each thing looked at, and none about Slack or a terminal alone."""
    ran = checked(shell)
    assert (ran.code, ran.error) == (0, "")
    assert ran.out.splitlines()[-5:] == [
        ok("check_teams_credentials", app=APP, tenant=TENANT),
        ok("check_teams_channel", count=2),
        ok("check_teams_rights", teams=0, hearing=0),
        ok("check_teams_keys"),
        ok("check_teams_door", host="127.0.0.1", port=0, path="/teams/messages", address=""),
    ]
    assert ok("check_chat") not in ran.out
    assert "Slack" not in ran.out


def test_a_wrong_password_is_told_with_what_to_do(shell: Shell) -> None:
    """And the exit code is 1."""
    ran = checked(shell, TEAMS_APP_PASSWORD="abc8Q~of-last-year")
    said = {"said": "invalid_client AADSTS7000215", "app": APP, "tenant": TENANT}
    assert ran.code == 1
    assert missing(WORDS("check_teams_credentials_bad", **said)) in ran.out.splitlines()
    assert "of-last-year" not in ran.out + ran.error


@pytest.mark.parametrize("name", ["TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"])
def test_a_setting_that_lacks_is_asked_for(name: str, shell: Shell) -> None:
    """The three go together."""
    ran = checked(shell, **{name: ""})
    assert ran.code == 1
    assert missing(WORDS("check_teams_unset", names=name, count=1)) in ran.out.splitlines()


def test_the_id_of_a_secret_in_place_of_its_value_is_one_line(shell: Shell) -> None:
    """It is not asked for a second time."""
    ran = checked(shell, TEAMS_APP_PASSWORD="5ab8dee8-3b27-4e4c-a1b0-b8da30d0c4c2")
    told = sentence("setting_bad", name="TEAMS_APP_PASSWORD", value="…", wants="abc8Q~…")
    assert [line for line in ran.out.splitlines() if line.startswith("missing")] == [missing(told)]


def test_slack_and_teams_are_both_looked_at(shell: Shell) -> None:
    """What lacks in one hides nothing of the other."""
    ran = checked(shell, SLACK_BOT_TOKEN="xapp-1")
    assert ok("check_teams_keys") in ran.out.splitlines()
    assert missing(sentence("setting_bad", name="SLACK_BOT_TOKEN", value="…", wants="xoxb-…")) in ran.out


def test_packages_that_are_not_installed_are_told(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how to install them."""
    for name in [name for name in sys.modules if name.startswith(("botbuilder", "botframework"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "bot.chat.teams.botframework.building", raising=False)
    monkeypatch.setitem(sys.modules, "botbuilder", None)
    ran = checked(shell)
    assert ran.code == 1
    assert missing(WORDS("check_teams_extra")) in ran.out.splitlines()


def test_what_the_bot_learned_of_teams_is_told(shell: Shell) -> None:
    """Where plain replies were heard, and by which address a channel was; both are kept in the database."""
    with beside(blank_at(shell.database)) as store:
        keep = partial(store.addresses.keep, f"teams:{TENANT}")
        keep(f"{TEAM}19:ops@thread.tacv2", {"service": "http://127.0.0.1/emea/", "hears": "yes"})
        keep(f"{TEAM}19:sales@thread.tacv2", {"service": "http://127.0.0.1/emea/"})
        keep(f"{CHANNEL}19:incidents@thread.tacv2", {"service": "https://elsewhere.example/emea/"})
    ran = checked(shell)
    assert ok("check_teams_rights", teams=2, hearing=1) in ran.out.splitlines()
    told = WORDS("check_teams_service", service="https://elsewhere.example/emea/")
    assert missing(told) in ran.out.splitlines()
