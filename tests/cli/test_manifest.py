import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.cli.manifest import LONGEST_URL, scopes
from tests.adapters.terminal.desk import sentence
from tests.cli.runs import ROOT, Shell

SCHEMA = ROOT.parent / "shared" / "slack-api" / "manifest" / "manifest.schema.2.0.0.json"
FILE = (ROOT / "manifest.yml").read_text("utf-8")
WITHOUT: dict[str, Any] = yaml.safe_load(FILE)
AT = "https://bot.example.org/slack/events"


def printed(shell: Shell, *arguments: str) -> str:
    """What the command writes."""
    ran = shell.run("manifest", *arguments)
    assert (ran.code, ran.error) == (0, "")
    return ran.out


def test_the_manifest_is_printed_as_it_ships(shell: Shell) -> None:
    """Comments included."""
    assert printed(shell) == FILE


@pytest.mark.skipif(not SCHEMA.is_file(), reason="Slack's schema of manifests is not beside the project")
@pytest.mark.parametrize("arguments", [(), ("--url", "https://bot.example.org")])
def test_what_is_printed_is_sound(arguments: tuple[str, ...], shell: Shell) -> None:
    """By Slack's own schema, with an address and without."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    found = yaml.safe_load(printed(shell, *arguments))
    assert [error.message for error in Draft7Validator(schema).iter_errors(found)] == []


def test_an_address_is_filled_in_wherever_slack_calls(shell: Shell) -> None:
    """Events, buttons and forms, the command; Socket Mode is off; nothing else differs, scopes and events neither."""
    found = yaml.safe_load(printed(shell, "--url", "https://bot.example.org"))
    assert found["settings"].pop("socket_mode_enabled") is False
    assert found["settings"]["event_subscriptions"].pop("request_url") == AT
    assert found["settings"]["interactivity"].pop("request_url") == AT
    assert [command.pop("url") for command in found["features"]["slash_commands"]] == [AT]
    without = yaml.safe_load(FILE)
    assert without["settings"].pop("socket_mode_enabled") is True
    assert found == without


def test_its_opening_lines_are_about_the_mode(shell: Shell) -> None:
    """With an address the signing secret is named, and Socket Mode is not."""
    comments = [
        line for line in printed(shell, "--url", "https://bot.example.org").splitlines() if "#" in line
    ]
    opening = " ".join(line for line in comments if line.startswith("# "))
    assert "signing secret" in opening
    assert AT in opening
    assert "Socket Mode" not in opening


@pytest.mark.parametrize(
    ("given", "called"),
    [
        ("https://bot.example.org/", AT),
        (AT, AT),
        ("https://bot.example.org:8443", "https://bot.example.org:8443/slack/events"),
        ("https://example.org/incident/bot", "https://example.org/incident/bot/slack/events"),
        ("HTTPS://Bot.Example.org", "HTTPS://Bot.Example.org/slack/events"),
    ],
)
def test_an_address_may_be_written_in_several_ways(given: str, called: str, shell: Shell) -> None:
    """With a stroke at its end, whole, with a port, below a path."""
    found = yaml.safe_load(printed(shell, "--url", given))
    assert found["settings"]["interactivity"]["request_url"] == called


@pytest.mark.parametrize(
    "given",
    [
        "http://bot.example.org",
        "bot.example.org",
        "https://localhost",
        "https://bot.example.org/?a=b",
        "https://bot.example.org/#a",
        "https://mia:secret@bot.example.org",
        "https://bot.example.org/a b",
        'https://bot.example.org/"',
        "https://bot.example.org\nsettings:",
        "https://",
        " ",
        f"https://bot.example.org/{'a' * LONGEST_URL}",
    ],
)
def test_a_bad_address_is_one_sentence(given: str, shell: Shell) -> None:
    """It says what would be good."""
    ran = shell.run("manifest", "--url", given)
    assert (ran.code, ran.out) == (2, "")
    assert ran.error.strip() == sentence("manifest_address", url=given)


def test_scopes_are_those_of_the_file() -> None:
    """`check` compares with them what was granted."""
    assert scopes() == set(WITHOUT["oauth_config"]["scopes"]["bot"])


def test_the_manifest_is_packed() -> None:
    """An installation that is no checkout has it beside the packages, where it is looked for."""
    import tomllib  # noqa: PLC0415 - of this test alone

    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    assert "manifest.yml" in packed["targets"]["wheel"]["only-include"]
    assert Path(ROOT / "manifest.yml").is_file()
