"""`agent-incident manifest`: what Slack is given to make the app; `--url` fills in the address of HTTP mode."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.chat.words import Words
from bot.cli.out import say
from bot.domain.errors import PersonError
from bot.settings import Settings
from bot.voice import load_voice

OURS = Path(__file__).parents[2] / "manifest.yml"
"""The manifest as shipped, for Socket Mode."""

EVENTS = "/slack/events"
"""Where Slack's requests of every kind come in."""

LONGEST_URL = 2000
ADDRESS = re.compile(
    r"https://(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::\d{1,5})?(?:/[\w.~%-]+)*", re.IGNORECASE | re.ASCII
)
"""A host that has a dot, perhaps a port and a path in front of ours; Slack calls nothing but https."""


def manifest(asked: argparse.Namespace, settings: Settings) -> int:
    """The manifest, to standard output. PersonError `manifest_address` where Slack could not call the address."""
    text = OURS.read_text("utf-8")
    if asked.url:
        text = with_address(text, address(asked.url), load_voice(settings.prompts_dir).words)
    say(text.removesuffix("\n"))
    return 0


def scopes() -> frozenset[str]:
    """Scopes of the bot that the manifest asks for."""
    return frozenset(yaml.safe_load(OURS.read_text("utf-8"))["oauth_config"]["scopes"]["bot"])


def address(given: str) -> str:
    """Where Slack brings its requests, from the address the bot has in the world."""
    base = given.strip().rstrip("/").removesuffix(EVENTS)
    if len(base) > LONGEST_URL or not ADDRESS.fullmatch(base):
        raise PersonError("manifest_address", url=given)
    return base + EVENTS


class _Edit(NamedTuple):
    """Characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


def with_address(text: str, url: str, words: Words) -> str:
    """The manifest for HTTP mode: the same text, the address in it, and its opening lines about HTTP."""
    for edit in sorted(
        _edits(text, url), reverse=True
    ):  # from the end, so that places before it stay where they are
        text = text[: edit.start] + edit.text + text[edit.end :]
    comments = re.match(r"(?:#.*\n)*", text)
    body = text[comments.end() :] if comments else text
    opening = "".join(f"# {line}\n" for line in words("manifest_http", url=url).splitlines())
    return opening + body


def _edits(text: str, url: str) -> Iterator[_Edit]:
    whole = yaml.compose(text, yaml.SafeLoader)
    shown = json.dumps(url)  # a string of JSON is one of YAML
    settings = _part(whole, "settings")
    mode = _part(settings, "socket_mode_enabled")
    yield _Edit(mode.start_mark.index, mode.end_mark.index, "false")
    for command in _part(_part(whole, "features"), "slash_commands").value:
        yield _first(command, "url", shown)
    for part in ("event_subscriptions", "interactivity"):
        yield _first(_part(settings, part), "request_url", shown)


def _part(node: yaml.Node | None, name: str) -> yaml.Node:
    """The value of a key. KeyError where there is none."""
    for key, value in node.value if node else ():
        if key.value == name:
            found: yaml.Node = value
            return found
    raise KeyError(name)


def _first(node: yaml.Node, name: str, value: str) -> _Edit:
    """A key before all others of a block."""
    at = node.start_mark
    return _Edit(at.index, at.index, f"{name}: {value}\n{' ' * at.column}")
