"""The finished review as a file in its own thread, where no other target is set."""

import asyncio
from dataclasses import dataclass

from bot.domain.errors import Later
from bot.domain.review import Review
from bot.ports import Chat, Publication, Voice
from bot.publishers.gfm import markdown
from bot.publishers.markdown import digest

NAME = "thread"


@dataclass(frozen=True)
class ThreadPublisher:
    """Puts `AR-7.md` into the thread. A file in a chat cannot be replaced: a new version is a new file below."""

    chat: Chat
    voice: Voice
    name: str = NAME

    async def publish(self, review: Review, previous: Publication | None) -> Publication:
        """The link is the file's. Later `chat_no_thread_yet` where the review has no thread; the chat's own errors."""
        if review.thread is None:
            raise Later("chat_no_thread_yet")
        document = await asyncio.to_thread(self.voice.document, review)
        content = markdown(document).encode()
        if previous is not None and previous.digest == digest(content):
            return previous
        link = await self.chat.upload(review.thread, f"{review.key}.md", content)
        return Publication(link, digest(content))
