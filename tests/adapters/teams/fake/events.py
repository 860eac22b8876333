"""What Teams tells the bot, as activities: the raw JSON of each kind."""

from datetime import UTC
from zoneinfo import ZoneInfo

from tests.adapters.teams.fake.elements import Json
from tests.adapters.teams.fake.typed import Typed
from tests.adapters.teams.fake.values import Channel, Chat, Message, Person, Place, Team
from tests.adapters.teams.fake.world import World


def message(world: World, said: Message, typed: Typed, files: list[Json]) -> Json:
    """A new message of a person."""
    who = world.people[said.by]
    told = _told(world, "message", who, world.place(said), world.conversation_id(said), said.id)
    page: Json = {"contentType": "text/html", "content": typed.page()}
    told |= {"text": said.text, "textFormat": "plain", "attachments": [*files, page]}
    return told | _here(world, who, [*typed.entities])


def changed(world: World, said: Message, kind: str, typed: Typed) -> Json:
    """A message with another text, or back again; `kind`: editMessage, undeleteMessage."""
    told = message(world, said, typed, []) | {"type": "messageUpdate"}
    told["channelData"] = told["channelData"] | {"eventType": kind}
    return told


def deleted(world: World, said: Message) -> Json:
    """A message gone; what it said does not come along."""
    who = world.people[said.by]
    told = _told(world, "messageDelete", who, world.place(said), world.conversation_id(said), said.id)
    told["channelData"] = told["channelData"] | {"eventType": "softDeleteMessage"}
    return told


def submitted(world: World, who: Person, on: Message, value: Json) -> Json:
    """A button of a card that opens nothing: a message with a value and no text."""
    place = world.place(on)
    told = _told(world, "message", who, place, world.conversation_id(on), world.message_id())
    told["channelData"] = told["channelData"] | {
        "source": {"name": "message"},
        "legacy": {"replyToId": on.id},
    }
    return told | {"value": value, "replyToId": on.id} | _here(world, who, [])


def invoke(world: World, who: Person, on: Message, name: str, data: Json) -> Json:
    """A dialog that is opened, or sent: `task/fetch`, `task/submit`. An answer is expected at once."""
    place = world.place(on)
    told = _told(world, "invoke", who, place, world.conversation_id(on), f"f:{world.number()}")
    told["channelData"] = told["channelData"] | {"source": {"name": "message"}}
    told |= {"name": name, "value": {"data": data, "context": {"theme": "default"}}, "replyToId": on.id}
    return told | _here(world, who, [])


def membership(world: World, team: Team, who: Person, ids: list[str], kind: str) -> Json:
    """Somebody came into a team, or left; `kind`: membersAdded, membersRemoved."""
    told = _of_team(world, "conversationUpdate", team, who)
    named = "teamMemberAdded" if kind == "membersAdded" else "teamMemberRemoved"
    told["channelData"] = told["channelData"] | {"eventType": named}
    return told | {kind: [{"id": id_} for id_ in ids]}


def channel_gone(world: World, channel: Channel, who: Person) -> Json:
    """A channel was deleted."""
    told = _of_team(world, "conversationUpdate", world.teams[channel.team], who)
    named = {"eventType": "channelDeleted", "channel": {"id": channel.id, "name": channel.name}}
    told["channelData"] = told["channelData"] | named
    return told


def installation(world: World, where: Team | Person, who: Person, action: str) -> Json:
    """The app was put into a team or somebody's personal scope, or taken out; `action`: add, remove."""
    if isinstance(where, Team):
        told = _of_team(world, "installationUpdate", where, who)
        told["channelData"] = told["channelData"] | {"settings": {"selectedChannel": {"id": where.id}}}
    else:
        chat = world.chat(where)
        told = _told(world, "installationUpdate", who, chat, chat.id, f"f:{world.number()}")
    return told | {"action": action}


def begun(world: World, who: Person) -> Json:
    """The chat with the bot was begun by putting the app there."""
    chat = world.chat(who)
    told = _told(world, "conversationUpdate", who, chat, chat.id, f"f:{world.number()}")
    return told | {"membersAdded": [{"id": who.id}, {"id": world.bot_id}]}


def _of_team(world: World, kind: str, team: Team, who: Person) -> Json:
    place = world.channels[team.id]
    told = _told(world, kind, who, place, place.id, f"f:{world.number()}")
    for name in ("channel", "teamsChannelId"):
        told["channelData"].pop(name)
    return told


def _told(world: World, kind: str, who: Person, place: Place, conversation: str, id_: str) -> Json:
    told: Json = {"type": kind, "id": id_, "channelId": "msteams", "serviceUrl": world.service}
    told["timestamp"] = (
        world.time.now().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )
    told["from"] = {"id": who.id, "name": who.name, "aadObjectId": who.aad}
    told["recipient"] = {"id": world.bot_id, "name": world.bot_name}
    tenant = who.tenant if isinstance(place, Chat) else world.tenant
    told["conversation"] = {"tenantId": tenant, "id": conversation} | _kind(place)
    told["channelData"] = {"tenant": {"id": tenant}} | _where(world, place)
    return told


def _kind(place: Place) -> Json:
    if isinstance(place, Chat):
        return {"conversationType": "personal"}
    return {"conversationType": "channel", "isGroup": True}


def _where(world: World, place: Place) -> Json:
    if isinstance(place, Chat):
        return {}
    team = world.teams[place.team]
    shown = {"id": team.id, "name": team.name, "aadGroupId": team.group}
    return {"team": shown, "teamsTeamId": team.id, "channel": {"id": place.id}, "teamsChannelId": place.id}


def _here(world: World, who: Person, entities: list[Json]) -> Json:
    """Where the person's clock is and what language they read; absent from what no person typed."""
    local = world.time.now().astimezone(ZoneInfo(who.zone)).isoformat(timespec="milliseconds")
    client = {"type": "clientInfo", "locale": who.locale, "country": who.country, "platform": "Web"}
    client["timezone"] = who.zone
    here: Json = {"locale": who.locale, "localTimezone": who.zone, "localTimestamp": local}
    return here | {"entities": [*entities, client]}
