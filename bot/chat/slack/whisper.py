"""What a person asked to see, brought to them alone by the first way that is open."""

import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack.finding import metadata, newest, with_key
from bot.chat.slack.meanings import Asked
from bot.chat.slack.post import user_of
from bot.chat.slack.troubles import asked as again
from bot.chat.slack.troubles import code_of, tried
from bot.domain.errors import Later, Refused, Unsure

log = logging.getLogger(__name__)

Json = dict[str, Any]


@dataclass
class Whisper:
    """By Slack's own address for answers, in the place, or as a direct message.

    `client` has retries, for what is shown to one person and gone on reload; `posting` makes no message twice.
    """

    client: AsyncWebClient
    posting: AsyncWebClient
    respond: Callable[[str, Json], Awaitable[None]]

    async def __call__(self, asked: Asked, body: Json) -> None:
        """Bring it; the next way is only tried where nothing was shown by the last one for certain.

        OutsideError where none was open, or nobody knows whether it was shown. An empty body is nothing to bring.
        """
        if not body:
            return
        for way in (self._by_address, self._in_place):
            try:
                if await way(asked, body):
                    return
            except (Later, Refused) as error:
                log.info("a direct reply goes another way: %s %s", error.key, code_of(error))
        await self._directly(asked, body)

    async def _by_address(self, asked: Asked, body: Json) -> bool:
        if not asked.response_url:
            return False
        await self.respond(asked.response_url, body)
        return True

    async def _in_place(self, asked: Asked, body: Json) -> bool:
        """Not in direct messages: there is nobody to hide it from."""
        place = asked.place
        if not place.channel or place.direct:
            return False
        await tried(
            self.client.chat_postEphemeral(
                channel=place.channel,
                user=user_of(asked.by.person),
                thread_ts=place.root or None,
                text=body["text"],
                blocks=body.get("blocks"),
            )
        )
        return True

    async def _directly(self, asked: Asked, body: Json) -> None:
        made = await again(self.client.conversations_open(users=user_of(asked.by.person)))
        where = str(made["channel"]["id"])
        key = f"{asked.id}:{hashlib.sha256(body['text'].encode()).hexdigest()[:12]}"
        try:
            await self._post(where, body, key)
        except Unsure:
            if with_key(await newest(self.client, where, ""), key) is None:
                await self._post(where, body, key)

    async def _post(self, channel: str, body: Json, key: str) -> None:
        await tried(
            self.posting.chat_postMessage(
                channel=channel, text=body["text"], blocks=body.get("blocks"), metadata=metadata(key)
            )
        )
