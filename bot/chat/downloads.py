"""Files that a chat platform holds: fetched from the address it gave, and from nowhere else."""

from collections.abc import Mapping

import aiohttp

from bot.domain.errors import OutsideError

FETCH_S = 60.0
OK = 200


async def download(url: str, most: int, headers: Mapping[str, str] | None = None) -> tuple[bytes, str]:
    """The bytes behind an address, one more than `most` at the utmost, and their media type.

    OutsideError `file_not_fetched` where they cannot be had; no redirect is followed.
    """
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=FETCH_S)) as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status != OK:
                raise OutsideError("file_not_fetched")
            content = await answer.content.read(most + 1)
            while len(content) <= most and not answer.content.at_eof():
                content += await answer.content.read(most + 1 - len(content))
            return content, answer.content_type
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:  # ValueError: no address at all
        raise OutsideError("file_not_fetched") from error
