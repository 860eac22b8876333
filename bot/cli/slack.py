"""The Slack adapter put together: the desk that takes what Slack brings."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.behind import Behind
from bot.chat.slack.counter import Counter
from bot.chat.slack.homes import Homes
from bot.chat.slack.people import People
from bot.chat.slack.places import Places
from bot.chat.slack.serve import respond, telling_client
from bot.chat.slack.taking import Desk
from bot.chat.slack.tidings import Tidings
from bot.chat.slack.whisper import Whisper
from bot.chat.slack.windows import Windows
from bot.cli.served import ServedHouse
from bot.ports import Chat
from bot.publishers.gfm import markdown
from bot.settings import Settings


def desk_of(
    house: ServedHouse,
    client: AsyncWebClient,
    places: Places,
    us: Mapping[str, Any],
    settings: Settings,
    *,
    chat: Chat,
) -> Desk:
    """The desk of the workspace that `us`, the answer to `auth.test`, names."""
    team, behind = str(us["team_id"]), Behind()
    telling = telling_client(settings.slack_bot_token, settings.slack_api_url, client.session)
    whisper = Whisper(client, telling, respond)
    counter = Counter(
        house=house,
        client=client,
        behind=behind,
        team=team,
        whisper=whisper,
        places=places,
        incident_channel=settings.slack_channel,
    )
    url = str(us.get("url", ""))
    people = People(client, house, team)
    homes = Homes(house=house, client=client, team=team, whisper=whisper, url=url)
    return Desk(
        house=house,
        client=client,
        people=people,
        counter=counter,
        homes=homes,
        tidings=Tidings(house=house, people=people, places=places, homes=homes, behind=behind, team=team),
        windows=Windows(house=house, client=client, chat=chat, whisper=whisper, write=markdown),
        behind=behind,
        team=team,
        bot_user=str(us["user_id"]),
        bot_id=str(us.get("bot_id", "")),
        url=url,
        agents=frozenset(one.strip() for one in settings.slack_agents.split(",") if one.strip()),
    )
