"""Channels as Slack knows them: private, archived, shared with another organisation. Asked once an hour at most."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.reading import is_set, mapping
from bot.chat.slack.troubles import asked, code_of
from bot.domain.errors import Refused

KEPT_S = 3600.0
"""Seconds a channel is taken to be what it was: a channel may be shared or archived at any time."""

REMEMBERED = 10_000

NO_WAY_IN = {
    "channel_not_found": "slack_not_in",  # a private one, as seen from outside
    "not_in_channel": "slack_not_in",
    "method_not_supported_for_channel_type": "slack_not_in",
    "is_archived": "slack_archived",
    "channel_is_limited_access": "slack_may_not",
    "ekm_access_denied": "slack_may_not",
    "restricted_action": "slack_may_not",
    "restricted_action_read_only_channel": "slack_may_not",
    "restricted_action_non_threadable_channel": "slack_may_not",
    "restricted_action_thread_only_channel": "slack_may_not",
    "too_many_members": "slack_may_not",
}
"""Why no thread can be opened in a channel, and the sentence that tells what to do."""


@dataclass(frozen=True)
class Kind:
    """What a channel is."""

    private: bool = False
    shared: bool = False  # with another organisation
    archived: bool = False


@dataclass
class Places:
    """Keeps what was asked in memory; messages tell of channels that became shared."""

    client: AsyncWebClient
    monotonic: Callable[[], float] = time.monotonic
    _known: dict[str, tuple[Kind, float]] = field(default_factory=dict)

    async def kind(self, channel: str) -> Kind:
        """What a channel is. Refused with a sentence of ours where the bot sees no such channel."""
        now = self.monotonic()
        held = self._known.get(channel)
        if held is not None and now - held[1] < KEPT_S:
            return held[0]
        try:
            answer = await asked(self.client.conversations_info(channel=channel))
        except Refused as error:
            raise Refused(NO_WAY_IN.get(code_of(error), error.key), **error.values) from error
        found = mapping(answer, "channel")
        kind = Kind(
            private=is_set(found, "is_private"),
            shared=is_set(found, "is_ext_shared"),
            archived=is_set(found, "is_archived"),
        )
        self._note(channel, kind, now)
        return kind

    async def open_to_us(self, channel: str) -> Kind:
        """The same; Refused `slack_shared` or `slack_archived` where no review is to be held."""
        kind = await self.kind(channel)
        if kind.shared:
            raise Refused("slack_shared")
        if kind.archived:
            self.forget(channel)  # whoever brings it back tries again at once
            raise Refused("slack_archived")
        return kind

    def is_shared(self, channel: str) -> None:
        """A message told that the channel is shared."""
        kind, at = self._known.get(channel, (Kind(), self.monotonic()))
        self._note(channel, replace(kind, shared=True), at)

    def forget(self, channel: str) -> None:
        """Something about the channel changed: ask again."""
        self._known.pop(channel, None)

    def _note(self, channel: str, kind: Kind, at: float) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[channel] = (kind, at)
