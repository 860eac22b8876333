"""Files people drop into a thread: fetched with our token from Slack alone, kept, and heard of."""

import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.capture import Caught, Keeper
from bot.chat.downloads import download
from bot.chat.house import keeper
from bot.chat.served import House
from bot.chat.slack.meanings import File
from bot.domain.errors import OutsideError
from bot.domain.heard import Attached, Heard

HTML = "text/html"
"""What Slack shows a browser that is not let in; it is never the file itself."""


async def attach(house: House, client: AsyncWebClient, said: Heard, file: File) -> None:
    """One file as evidence; one that could not be fetched is listed as not captured."""
    caught = await _caught(client, file, keeper(house, house.words))
    heard = Attached(
        id=f"{said.id}:file:{file.id}",
        at=said.at,
        by=said.by,
        thread=said.thread,
        review=said.review,
        **caught.fields,
    )
    await house.accept(heard)


async def _caught(client: AsyncWebClient, file: File, keeps: Keeper) -> Caught:
    if file.size > keeps.caps.blob_bytes:
        return _missing(file, "file_too_large")
    try:
        content = await _fetched(client, file, keeps.caps.blob_bytes)
    except OutsideError as error:
        return _missing(file, error.key)
    return await asyncio.to_thread(keeps.content, content, name=file.name, kind="file")


def _missing(file: File, trouble: str) -> Caught:
    return Caught(
        {
            "what": file.name,
            "kind": "file",
            "source": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "trouble": trouble,
        }
    )


async def _fetched(client: AsyncWebClient, file: File, most: int) -> bytes:
    """The bytes behind a file's private address. OutsideError `file_not_fetched` where they cannot be had."""
    if not file.url:
        raise OutsideError("file_not_fetched")
    headers = {"Authorization": f"Bearer {client.token}"}
    content, media_type = await download(file.url, most, headers)
    if media_type == HTML and file.media_type != HTML:
        raise OutsideError("file_not_fetched")
    return content
