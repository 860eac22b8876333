"""A bare bolt app in a process of its own: what any app on this stack costs that stores nothing and decides nothing."""

import asyncio
import os
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def app(client: AsyncWebClient) -> AsyncApp:
    """Two posts for a command, as ours makes; every message is acknowledged, and no more."""
    made = AsyncApp(client=client)

    @made.command("/agent-incident")
    async def opened(ack: Any, command: dict[str, Any]) -> None:
        await ack()
        root = await client.chat_postMessage(channel=command["channel_id"], text=command["text"])
        await client.chat_postMessage(
            channel=command["channel_id"], text="What did it decide?", thread_ts=root["ts"]
        )

    @made.event("message")
    async def heard() -> None:
        return None

    return made


async def main() -> None:
    """Until it is killed."""
    address, token = os.environ["SLACK_API_URL"], os.environ["SLACK_APP_TOKEN"]
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=address, retry_handlers=[])
    opener = AsyncWebClient(token=token, base_url=address)
    handler = AsyncSocketModeHandler(app(client), token, web_client=opener)
    await handler.start_async()  # type: ignore[no-untyped-call] # bolt leaves it untyped


if __name__ == "__main__":
    asyncio.run(main())
