"""A file in a thread, once, however often it is tried: it is found again by the hash in its title."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.slack import limits
from bot.chat.slack.finding import newest, with_file
from bot.chat.slack.lost import lost
from bot.chat.slack.troubles import asked, code_of, tried
from bot.domain.errors import Refused
from bot.domain.review import ThreadRef

log = logging.getLogger(__name__)


ALTERNATIVE = 1_000
"""Characters Slack keeps of the words that stand for a picture."""


@dataclass(frozen=True)
class File:
    """What is put into a thread; `described` stands for a picture where nobody sees it."""

    name: str
    content: bytes
    described: str = ""

    @property
    def title(self) -> str:
        """By which it is found again."""
        return f"{self.name} · sha256 {hashlib.sha256(self.content).hexdigest()[:12]}"


async def upload(client: AsyncWebClient, thread: ThreadRef, file: File) -> str:
    """The address of its message, else the file's id, else nothing: where it stands is not worth losing it for.

    PlaceLost where nothing can be put there any more.
    """
    try:
        there = with_file(await newest(client, thread.channel, thread.thread), file.title)
        made = {} if there else await _put(client, thread, file)
    except Refused as error:
        raise lost(error) from error
    try:
        return await _address(client, thread, file.title, there)
    except Refused as error:
        log.warning("a file stands in a thread, and not where: %s %s", error.key, code_of(error))
        return str((made.get("files") or [{}])[0].get("id") or "")


async def _put(client: AsyncWebClient, thread: ThreadRef, file: File) -> Mapping[str, Any]:
    words = limits.cut(file.described, ALTERNATIVE) or None
    return await tried(
        client.files_upload_v2(
            channel=thread.channel,
            thread_ts=thread.thread,
            filename=file.name,
            title=file.title,
            content=file.content,
            alt_txt=words,
        )
    )


async def _address(client: AsyncWebClient, thread: ThreadRef, title: str, there: str | None) -> str:
    """Where it stands. The answer to an upload does not name its message: python-slack-sdk#1590."""
    there = there or with_file(await newest(client, thread.channel, thread.thread), title)
    if there is None:
        raise Refused("slack_refused", said="message_not_found")
    found = await asked(client.chat_getPermalink(channel=thread.channel, message_ts=there))
    return str(found.get("permalink") or "")
