"""What stands in a place already: messages of ours by the key in their metadata, files of ours by their title."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.troubles import asked

Message = Mapping[str, Any]

EVENT = "agent_incident"
"""The type of our metadata. Any app of the workspace can read it: it holds an opaque key and no content."""

LOOKED_AT = 15
"""Messages looked through for one of ours: what Slack gives to apps whose history is rationed."""


def opaque(key: str) -> str:
    """The key of an outbox row as it stands in metadata."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def metadata(key: str) -> dict[str, Any]:
    """What a message carries so that it is found again."""
    return {"event_type": EVENT, "event_payload": {"key": opaque(key)}}


async def newest(client: AsyncWebClient, channel: str, thread: str) -> list[Message]:
    """The messages of a thread, or the newest of a place outside any. Later or Refused where they cannot be had."""
    if not thread:
        made = await asked(
            client.conversations_history(channel=channel, limit=LOOKED_AT, include_all_metadata=True)
        )
        return list(made.get("messages", []))
    found: list[Message] = []
    cursor = ""
    while True:
        made = await asked(
            client.conversations_replies(
                channel=channel,
                ts=thread,
                limit=LOOKED_AT,
                include_all_metadata=True,
                cursor=cursor or None,
            )
        )
        found += made.get("messages", [])
        cursor = str((made.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return found


def with_key(messages: Iterable[Message], key: str) -> str | None:
    """The `ts` of the one that carries a key, None where none does."""
    wanted = metadata(key)
    for found in messages:
        held = found.get("metadata") or {}
        if {name: held.get(name) for name in wanted} == wanted:
            return str(found["ts"])
    return None


def with_file(messages: Iterable[Message], title: str) -> str | None:
    """The `ts` of the one that shows a file of this title, None where none does."""
    for found in messages:
        if any(file.get("title") == title for file in found.get("files") or []):
            return str(found["ts"])
    return None
