"""The finished review as a file in its own thread, where no other target is set."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.errors import Incident, Later
from bot.domain.review import Review, ThreadRef
from bot.domain.says import Choice
from bot.ports import Chat, Publication, RunDrawer, Voice
from bot.publishers.markdown import digest
from bot.publishers.pages import Pages, Picture

log = logging.getLogger(__name__)

NAME = "thread"


@dataclass(frozen=True)
class ThreadPublisher:
    """Puts `AR-7.md` into the thread, its pictures before it: whoever may read the page sees them, nobody else.

    A file in a chat cannot be replaced: a new version is a new file below. What did not change is not put there again.
    """

    chats: Mapping[str, Chat]  # by platform
    voice: Voice
    drawer: RunDrawer | None = None
    name: str = NAME

    async def publish(self, review: Review, previous: Publication | None, choice: Choice = "") -> Publication:
        """The link is the file's. Later `chat_no_thread_yet` where the review has no thread; the chat's own errors."""
        del choice  # nobody changes a file in a thread
        if review.thread is None:
            raise Later("chat_no_thread_yet")
        pages = Pages(self.voice, self.drawer)
        drawn = await pages.pictures(review)
        content = await asyncio.to_thread(pages.page, review, drawn)
        if previous is not None and previous.digest == digest(content):
            return previous
        if (chat := self.chats.get(review.thread.platform)) is None:
            raise Later("chat_not_served_here", platform=review.thread.platform)
        there = [picture for picture in drawn if await _is_put(chat, review.thread, picture)]
        content = await asyncio.to_thread(pages.page, review, there)
        link = await chat.upload(review.thread, f"{review.key}.md", content)
        return Publication(link, digest(content))


async def _is_put(chat: Chat, thread: ThreadRef, picture: Picture) -> bool:
    """Whether the picture stands in the thread; the page goes without one that the chat would not take."""
    try:
        await chat.upload(thread, picture.name, picture.content, picture.shown.described)
    except Incident as error:
        log.warning("%s could not be put into its thread: %s", picture.name, error.key)
        return False
    return True
