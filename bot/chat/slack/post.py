"""Slack as `ports.Chat`: one call, one try; what was posted is found again by the key in its metadata."""

import hashlib
from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack import dialect
from bot.chat.slack.marks import REACTIONS
from bot.chat.slack.pace import Pace
from bot.chat.slack.troubles import code_of, tried
from bot.chat.words import Words
from bot.domain.errors import Refused
from bot.domain.review import PersonKey, ThreadRef
from bot.domain.says import Mark
from bot.domain.tree import Card

PLATFORM = "slack"
EVENT = "agent_incident"
"""The type of our metadata. Any app of the workspace can read it: it holds an opaque key and no content."""

NO_WAY_IN = {
    "channel_not_found": "slack_not_in",  # a private one, as seen from outside
    "not_in_channel": "slack_not_in",
    "method_not_supported_for_channel_type": "slack_not_in",
    "is_archived": "slack_archived",
    "restricted_action": "slack_may_not",
    "restricted_action_read_only_channel": "slack_may_not",
    "restricted_action_non_threadable_channel": "slack_may_not",
    "restricted_action_thread_only_channel": "slack_may_not",
}
"""Why no thread can be opened in a channel, and the sentence that tells what to do."""

LOOKED_AT = 15
"""Messages looked through for one of ours: what Slack gives to apps whose history is rationed."""


def opaque(key: str) -> str:
    """The key of an outbox row as it stands in metadata."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


class SlackChat:
    """Posts with a client whose own retries are off: they post twice when a reply is lost."""

    def __init__(self, client: AsyncWebClient, *, team: str, words: Words, pace: Pace | None = None) -> None:
        self.platform = PLATFORM
        self._client = client
        self._team = team
        self._words = words
        self._pace = pace or Pace()
        self._direct: dict[str, str] = {}  # channel of the conversation with one person, by user id

    async def open_thread(self, channel: str, card: Card, key: str) -> ThreadRef:
        """The card, top-level; a public channel the bot is not in is joined first.

        Refused `slack_not_in`, `slack_archived` or `slack_may_not` where no thread can be made: a way on is said.
        """
        try:
            made = await self._post(channel, card, key)
        except Refused as error:
            raise Refused(NO_WAY_IN.get(code_of(error), error.key), **error.values) from error
        return ThreadRef(PLATFORM, self._team, str(made["channel"]), str(made["ts"]))

    async def post(self, thread: ThreadRef, card: Card, key: str) -> str:
        """A reply in the thread.

        Refused `slack_thread_gone` where its first message is gone: nothing stays top-level.
        """
        made = await self._post(thread.channel, card, key, thread_ts=thread.thread)
        if not made.get("message", {}).get("thread_ts"):
            await tried(self._client.chat_delete(channel=thread.channel, ts=str(made["ts"])))
            raise Refused("slack_thread_gone")
        return str(made["ts"])

    async def update(self, thread: ThreadRef, message: str, card: Card) -> None:
        """The blocks of a message of ours, replaced; its metadata stays."""
        self._pace.update(f"{thread.channel}:{message}")
        drawn = dialect.message(card, self._words, key=f"{message}")
        await tried(
            self._client.chat_update(
                channel=thread.channel, ts=message, blocks=list(drawn.blocks), text=drawn.text
            )
        )

    async def whisper(self, thread: ThreadRef, person: PersonKey, card: Card, key: str) -> str:
        """Shown in the thread to one person alone; somebody who is not in the channel gets it as a direct message."""
        drawn = dialect.message(card, self._words, key=key)
        try:
            made = await tried(
                self._client.chat_postEphemeral(
                    channel=thread.channel,
                    user=user_of(person),
                    thread_ts=thread.thread,
                    blocks=list(drawn.blocks),
                    text=drawn.text,
                )
            )
            return str(made["message_ts"])
        except Refused as error:
            if code_of(error) not in {"user_not_in_channel", "not_in_channel", "channel_not_found"}:
                raise
        return await self.direct(person, card, key)

    async def direct(self, person: PersonKey, card: Card, key: str) -> str:
        """A message of the bot's to one person."""
        made = await self._post(await self._conversation(person), card, key)
        return str(made["ts"])

    async def react(self, thread: ThreadRef, message: str, mark: str) -> None:
        """The reaction of a mark; one that is there already is fine."""
        name = REACTIONS[Mark(mark)]
        await tried(self._client.reactions_add(channel=thread.channel, timestamp=message, name=name))

    async def find(self, thread: ThreadRef, key: str) -> str | None:
        """Our message under a key among the newest: in a thread, top-level in a channel, or to the person named."""
        channel, wanted = thread.channel, opaque(key)
        if channel.startswith(f"{PLATFORM}:"):
            channel = await self._conversation(PersonKey(channel))
        for found in await self._newest(channel, thread.thread):
            metadata = found.get("metadata") or {}
            if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("key") == wanted:
                return str(found["ts"])
        return None

    async def upload(self, thread: ThreadRef, name: str, content: bytes) -> str:
        """A file in the thread; its permalink, or its id where Slack gives none."""
        made = await tried(
            self._client.files_upload_v2(
                channel=thread.channel, thread_ts=thread.thread, filename=name, content=content
            )
        )
        files = made.get("files") or [{}]
        return str(files[0].get("permalink") or files[0].get("id") or "")

    async def _post(self, channel: str, card: Card, key: str, **more: str) -> Mapping[str, Any]:
        drawn = dialect.message(card, self._words, key=key)
        arguments: dict[str, Any] = {
            "channel": channel,
            "blocks": list(drawn.blocks),
            "text": drawn.text,
            "metadata": {"event_type": EVENT, "event_payload": {"key": opaque(key)}},
            "unfurl_links": False,
            "unfurl_media": False,
            **more,
        }
        self._pace.post(channel)
        try:
            return await tried(self._client.chat_postMessage(**arguments))
        except Refused as error:
            if code_of(error) != "not_in_channel":
                raise
        await tried(self._client.conversations_join(channel=channel))
        return await tried(self._client.chat_postMessage(**arguments))

    async def _conversation(self, person: PersonKey) -> str:
        """The channel of our conversation with one person, opened once a process."""
        user = user_of(person)
        if user not in self._direct:
            made = await tried(self._client.conversations_open(users=user))
            self._direct[user] = str(made["channel"]["id"])
        return self._direct[user]

    async def _newest(self, channel: str, thread: str) -> list[Mapping[str, Any]]:
        """The newest messages of a thread, or of a place outside any."""
        if not thread:
            made = await tried(
                self._client.conversations_history(
                    channel=channel, limit=LOOKED_AT, include_all_metadata=True
                )
            )
            return list(made.get("messages", []))
        found: list[Mapping[str, Any]] = []
        cursor = ""
        while True:
            made = await tried(
                self._client.conversations_replies(
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


def user_of(person: PersonKey) -> str:
    """Slack's id of a person."""
    return person.split(":", 2)[2]
