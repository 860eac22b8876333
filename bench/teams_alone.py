"""A door that checks the token of each activity and does no more: what any app on this stack costs at the least."""

import asyncio
import json
import os

from aiohttp import web

from bot.chat.teams.botframework import Addresses, Credentials, Entrance, connect
from bot.chat.teams.door import MESSAGES


def door(entrance: Entrance) -> web.Application:
    """Whoever may speak is answered, and not listened to."""

    async def hear(request: web.Request) -> web.Response:
        activity = json.loads(await request.read())
        await entrance.admit(request.headers.get("Authorization", ""), activity)
        return web.json_response({}) if activity["type"] == "invoke" else web.Response(status=202)

    app = web.Application()
    app.router.add_post(MESSAGES, hear)
    return app


async def main() -> None:
    """Until it is killed."""
    told = os.environ
    credentials = Credentials(told["TEAMS_APP_ID"], told["TEAMS_APP_PASSWORD"], told["TEAMS_TENANT_ID"])
    addresses = Addresses(told["TEAMS_LOGIN_URL"], told["TEAMS_OPENID_URL"], (told["TEAMS_SERVICES"],))
    entrance, _ = connect(credentials, addresses=addresses)
    runner = web.AppRunner(door(entrance), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(told["HTTP_PORT"])).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
