"""The app installed in the fake workspace from the project's manifest: its scopes and events, and no others."""

from pathlib import Path
from typing import Any

import yaml

from tests.adapters.slack.fake.world import World

MANIFEST: dict[str, Any] = yaml.safe_load((Path(__file__).parents[3] / "manifest.yml").read_text("utf-8"))
KINDS = {"message.channels": "channel", "message.groups": "group", "message.im": "im"}


def install(world: World) -> None:
    """Grant what the manifest asks for; what it does not ask for is refused, and not brought."""
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    world.scopes = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    world.message_kinds = {kind for event, kind in KINDS.items() if event in events}
    world.subscribed = (events - KINDS.keys()) | ({"message"} if world.message_kinds else set())
