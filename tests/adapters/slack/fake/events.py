"""The shapes in which Slack reports: messages, events and their envelope, what was pressed, sent or typed."""

import copy

from tests.adapters.slack.fake.values import Channel, Json, Message, User, View
from tests.adapters.slack.fake.world import World


def message_json(world: World, message: Message, *, metadata: bool = True) -> Json:
    """A message as replies, histories and answers show it."""
    shown: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    shown |= {"team": world.team} | ({"subtype": message.subtype} if message.subtype else {})
    if message.bot_id:
        shown |= {
            "bot_id": message.bot_id,
            "app_id": world.app if message.bot_id == world.bot.bot_id else "A0OTHER",
        }
    if message.blocks:
        shown["blocks"] = copy.deepcopy(message.blocks)
    if message.files:
        shown["files"] = [file_json(world, id_) for id_ in message.files]
    if message.edited:
        shown["edited"] = {"user": message.user, "ts": message.edited}
    if message.reactions:
        shown["reactions"] = [
            {"name": name, "users": users, "count": len(users)} for name, users in message.reactions.items()
        ]
    if metadata and message.metadata:
        shown["metadata"] = copy.deepcopy(message.metadata)
    return shown | _threading(world, message)


def _threading(world: World, message: Message) -> Json:
    if message.to:
        return {"thread_ts": message.thread_ts} if message.thread_ts else {}
    place = world.channels[message.channel]
    if message.is_reply:
        root = place.messages.get(message.thread_ts)
        return {"thread_ts": message.thread_ts} | ({"parent_user_id": root.user} if root else {})
    replies = place.thread(message.ts)[1:]
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "latest_reply": replies[-1].ts,
    }


def file_json(world: World, id_: str) -> Json:
    """A file as messages carry it."""
    file = world.files[id_]
    private = f"{world.base}/files-pri/{world.team}-{file.id}"
    shown: Json = {"id": file.id, "name": file.name, "title": file.title or file.name, "user": file.user}
    shown |= {"mimetype": file.media_type, "filetype": file.name.rpartition(".")[2], "size": file.length}
    shown |= {"mode": "hosted", "is_external": False, "created": int(world.unix())}
    return shown | {
        "url_private": f"{private}/{file.name}",
        "url_private_download": f"{private}/download/{file.name}",
    }


def message_event(world: World, message: Message) -> Json:
    """A new message, as the event `message`."""
    place = world.channels[message.channel]
    event = message_json(world, message)
    for name in ("reply_count", "reply_users", "latest_reply", "reactions"):
        event.pop(name, None)
    if not message.bot_id:
        event["client_msg_id"] = f"11111111-2222-3333-4444-{message.ts.replace('.', '')[-12:]}"
    return event | {"channel": place.id, "channel_type": place.kind, "event_ts": message.ts}


def changed_event(world: World, message: Message, before: Json, *, at: str) -> Json:
    """A message with another text, or only with an unfurled link."""
    now = message_json(world, message)
    event: Json = {"type": "message", "subtype": "message_changed", "hidden": True, "message": now}
    return event | {"previous_message": before} | _where(world, message, at)


def deleted_event(world: World, message: Message, *, at: str) -> Json:
    """A message gone."""
    event: Json = {"type": "message", "subtype": "message_deleted", "hidden": True, "deleted_ts": message.ts}
    return event | {"previous_message": message_json(world, message)} | _where(world, message, at)


def _where(world: World, message: Message, at: str) -> Json:
    place = world.channels[message.channel]
    return {"channel": place.id, "channel_type": place.kind, "ts": at, "event_ts": at}


def envelope(world: World, event: Json, place: Channel | None) -> Json:
    """The envelope of an event; a new `event_id` each time."""
    body: Json = {"token": "deprecated", "team_id": world.team, "context_team_id": world.team, "event": event}
    body |= {"context_enterprise_id": None, "api_app_id": world.app, "type": "event_callback"}
    body |= {"event_id": f"Ev{world.number():08d}", "event_time": int(world.unix())}
    grant = {"enterprise_id": None, "team_id": world.team, "user_id": world.bot.id}
    body["authorizations"] = [grant | {"is_bot": True, "is_enterprise_install": False}]
    body["is_ext_shared_channel"] = bool(place and place.ext_shared)
    return body | {"event_context": f"4-{world.number():08d}"}


def acting(world: World, who: User, *, view: str = "") -> Json:
    """What every interactive payload says about its sender, with a fresh trigger."""
    user = {"id": who.id, "username": who.name, "name": who.name, "team_id": world.team}
    body: Json = {"team": {"id": world.team, "domain": world.domain}, "user": user, "api_app_id": world.app}
    body |= {"enterprise": None, "is_enterprise_install": False, "token": "deprecated"}
    return body | {"trigger_id": world.trigger(who.id, view=view)}


def place_json(place: Channel) -> Json:
    """A place as interactive payloads name it."""
    names = {"im": "directmessage", "group": "privategroup", "mpim": "privategroup"}
    return {"id": place.id, "name": names.get(place.kind, place.name)}


def view_json(world: World, view: View) -> Json:
    """A view as Slack keeps it: what was sent, and what Slack adds."""
    blank: Json = {"title": None, "close": None, "submit": None, "private_metadata": "", "callback_id": ""}
    blank |= {"external_id": "", "clear_on_close": False, "notify_on_close": False, "state": {"values": {}}}
    own: Json = {"id": view.id, "team_id": world.team, "hash": view.hash, "root_view_id": view.root}
    own |= {"previous_view_id": view.previous or None, "app_id": world.app, "bot_id": world.bot.bot_id}
    own |= {"app_installed_team_id": world.team}
    return blank | copy.deepcopy(view.body) | own
