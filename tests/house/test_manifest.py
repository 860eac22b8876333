"""manifest.yml is what the code needs, and nothing more."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from bot.chat.slack.acts import MARKS, START
from bot.cli.arguments import PROGRAM

ROOT = Path(__file__).parents[2]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
EVENTS = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
DATA = ROOT.parent / "shared" / "slack-api"
NEEDS_DATA = pytest.mark.skipif(
    not DATA.is_dir(), reason="Slack's published schemas are not beside the project"
)

BY_OTHERS = {
    "files:read": "a file's private address is fetched with the bot's token",
    "commands": "the slash command and the shortcuts",
}
"""Scopes that no method of the Web API asks for here."""

FAMILIES = {"auth", "chat", "conversations", "dnd", "files", "reactions", "users", "views"}
OF_AN_UPLOAD = ("files.getUploadURLExternal", "files.completeUploadExternal")
HANDLED = {
    "app_home_opened": {"app_home_opened"},
    "channel_id_changed": {"channel_id_changed"},
    "member_joined_channel": {"member_joined_channel"},
    "member_left_channel": {"member_left_channel"},
    "message": {"message.channels", "message.groups", "message.im"},
    "app_mention": {"app_mention"},
    "app_uninstalled": {"app_uninstalled"},
    "tokens_revoked": {"tokens_revoked"},
    "reaction_added": {"reaction_added"},
    "reaction_removed": {"reaction_removed"},
    "dnd_updated_user": {"dnd_updated_user"},
    "user_change": {"user_change"},
    "team_join": {"team_join"},
}
"""Kinds of events that `bot.chat.slack.taking` does something about, and what is subscribed to for each."""


def called() -> set[str]:
    """Methods of Slack's Web API that the adapter calls, by reading its source."""
    found: set[str] = set()
    for path in (ROOT / "bot" / "chat" / "slack").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = isinstance(node, ast.Attribute) and node.attr.partition("_")[0] in FAMILIES
            if isinstance(node, ast.Attribute) and called and _is_client(node.value):
                found.add(node.attr.replace("_", ".", 1))
    if "files.upload_v2" in found:
        found = (found - {"files.upload_v2"}) | set(OF_AN_UPLOAD)
    return found


def _is_client(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name.endswith("client")


def _method(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((DATA / "methods" / f"{name}.json").read_text("utf-8"))
    return schema


@NEEDS_DATA
def test_the_manifest_is_sound() -> None:
    """By Slack's own schema of manifests."""
    schema = json.loads((DATA / "manifest" / "manifest.schema.2.0.0.json").read_text("utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(MANIFEST)] == []


@NEEDS_DATA
def test_every_call_has_its_scope() -> None:
    """For each method called one of its scopes is in the manifest."""
    methods = called()
    assert {"chat.postMessage", "views.open", "users.info"} <= methods
    for name in methods:
        wanted = set(_method(name).get("scope", {}).get("bot", []))
        assert not wanted or wanted & SCOPES, (name, wanted)


@NEEDS_DATA
def test_no_scope_is_asked_for_without_a_use() -> None:
    """Each scope is wanted by a call, by an event that is subscribed to, or is listed with its reason."""
    by_calls = {scope for name in called() for scope in _method(name).get("scope", {}).get("bot", [])}
    by_events = {
        "app_mentions:read",
        "channels:history",
        "dnd:read",
        "groups:history",
        "im:history",
        "reactions:read",
        "users:read",
    }
    assert SCOPES - by_calls - by_events == set(BY_OTHERS)


def test_what_is_subscribed_to_is_handled() -> None:
    """No event is asked for that nothing hears, and none is heard that is not asked for."""
    assert set().union(*HANDLED.values()) == EVENTS


def test_command_and_shortcuts_are_the_codes() -> None:
    """The names people press and type are those the code knows."""
    assert [one["command"] for one in MANIFEST["features"]["slash_commands"]] == [f"/{PROGRAM}"]
    assert {one["callback_id"] for one in MANIFEST["features"]["shortcuts"]} == {START, *MARKS}
