"""The Slack adapter put together: the house it is given, and the desk that takes what Slack brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.app import App
from bot.chat.slack.behind import Behind
from bot.chat.slack.counter import Counter
from bot.chat.slack.homes import Homes
from bot.chat.slack.house import Tell
from bot.chat.slack.people import People
from bot.chat.slack.places import Places
from bot.chat.slack.serve import respond, telling_client
from bot.chat.slack.taking import Desk
from bot.chat.slack.tidings import Tidings
from bot.chat.slack.whisper import Whisper
from bot.chat.slack.windows import Windows
from bot.chat.words import Words
from bot.cli.house import AppHouse, tools
from bot.domain.heard import Heard
from bot.domain.mine import Line
from bot.domain.review import PersonKey
from bot.domain.says import Reply
from bot.journeys.looking import Asked
from bot.ports import Chat, Clock
from bot.publishers.gfm import markdown
from bot.settings import Settings


@dataclass(frozen=True)
class SlackHouse(AppHouse):
    """`bot.chat.slack.house.House` over an app."""

    words: Words

    async def accept(self, heard: Heard, tell: Tell | None = None) -> None:
        """By the door in, acknowledged once it is stored."""
        await self.app.inbox.accept(heard, tell)

    async def look(self, kind: str, argument: str, viewer: PersonKey, workspace: str) -> Reply:
        """A list, or one review."""
        return await self.app.inbox.look(Asked(kind, argument, viewer, workspace))

    async def mine(self, viewer: PersonKey, workspace: str) -> tuple[Line, ...]:
        """All that waits for a person."""
        return await self.app.inbox.mine(Asked("mine", "", viewer, workspace))

    async def open_form(
        self, number: int, viewer: PersonKey, workspace: str, form: str, target: str
    ) -> Reply:
        """A form of a review."""
        return await self.app.inbox.open_form(Asked("form", str(number), viewer, workspace), form, target)


def house_of(app: App, clock: Clock, words: Words, settings: Settings) -> SlackHouse:
    """The app as the adapter sees it."""
    return SlackHouse(app, clock, *tools(settings), words)


def desk_of(
    house: SlackHouse,
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
