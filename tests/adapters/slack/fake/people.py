"""Small methods: who am I, who is that, may they be disturbed, reactions."""

import re

from tests.adapters.slack.fake import blocks as judges
from tests.adapters.slack.fake.answers import Refused
from tests.adapters.slack.fake.values import Json, Message, User
from tests.adapters.slack.fake.world import World

EMOJI = re.compile(r"[a-z0-9_+'\-]+(?:::skin-tone-[2-6])?")


def auth_test(world: World, _args: Json) -> Json:
    """auth.test."""
    who: Json = {"user": world.bot.name, "user_id": world.bot.id, "bot_id": world.bot.bot_id}
    team = {"url": f"https://{world.domain}.slack.com/", "team": world.domain, "team_id": world.team}
    return {"ok": True, "is_enterprise_install": False} | team | who


def team_info(world: World, _args: Json) -> Json:
    """team.info."""
    return {"ok": True, "team": {"id": world.team, "name": world.domain, "domain": world.domain}}


def user_info(world: World, args: Json) -> Json:
    """users.info."""
    return {"ok": True, "user": _known(world, args.get("user")).json(world.team)}


def user_by_email(world: World, args: Json) -> Json:
    """users.lookupByEmail; deactivated people are not found."""
    for who in world.users.values():
        if who.email and who.email == args.get("email") and not who.deleted:
            return {"ok": True, "user": who.json(world.team)}
    raise Refused("users_not_found")


def dnd_info(world: World, args: Json) -> Json:
    """dnd.info: quiet hours, never another person's snooze."""
    who = _known(world, args.get("user") or world.bot.id)
    start, end = who.dnd or (1, 1)
    return {
        "ok": True,
        "dnd_enabled": who.dnd is not None,
        "next_dnd_start_ts": start,
        "next_dnd_end_ts": end,
    }


def add_reaction(world: World, args: Json) -> Json:
    """reactions.add, by the bot."""
    message, name = _reactable(world, args)
    users = message.reactions.setdefault(name, [])
    if world.bot.id in users:
        raise Refused("already_reacted")
    users.append(world.bot.id)
    world.tell(
        reaction_event(world, message, world.bot, name, "reaction_added"), world.channels[message.channel]
    )
    return {"ok": True}


def remove_reaction(world: World, args: Json) -> Json:
    """reactions.remove, of the bot's own."""
    message, name = _reactable(world, args)
    if world.bot.id not in message.reactions.get(name, []):
        raise Refused("no_reaction")
    take_reaction(message, world.bot, name)
    world.tell(
        reaction_event(world, message, world.bot, name, "reaction_removed"), world.channels[message.channel]
    )
    return {"ok": True}


def take_reaction(message: Message, who: User, name: str) -> None:
    """One reaction less."""
    message.reactions[name].remove(who.id)
    if not message.reactions[name]:
        del message.reactions[name]


def reaction_event(world: World, message: Message, who: User, name: str, kind: str) -> Json:
    """A reaction put or taken away, as an event."""
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    event: Json = {"type": kind, "user": who.id, "reaction": name, "item": item}
    return event | {"item_user": message.user, "event_ts": world.ts()}


def validate_blocks(_world: World, args: Json) -> Json:
    """blocks.validate, by our own judges."""
    given = [name for name in ("blocks", "view", "message") if args.get(name) is not None]
    if len(given) != 1:
        raise Refused("invalid_arguments", response_metadata={"messages": ["provide exactly one"]})
    value = args[given[0]]
    if given[0] == "view":
        found = judges.of_view(value)
    else:
        found = judges.of_message("fallback", value["blocks"] if given[0] == "message" else value)
    wrong = [
        {"code": "failed_constraint", "message": str(f), "pointer": "/"} for f in found if f.code != "budget"
    ]
    if wrong:
        raise Refused("invalid_blocks", errors=wrong)
    return {"ok": True}


def _known(world: World, id_: object) -> User:
    who = world.users.get(str(id_))
    if who is None:
        raise Refused("user_not_found")
    if who.hidden:
        raise Refused("user_not_visible")
    return who


def _reactable(world: World, args: Json) -> tuple[Message, str]:
    if not args.get("channel") or not args.get("timestamp"):
        raise Refused("no_item_specified")
    place, name = world.visible(args["channel"]), str(args["name"])
    if not EMOJI.fullmatch(name):
        raise Refused("invalid_name")
    message = world.message(place, args["timestamp"])
    if place.archived:
        raise Refused("is_archived")
    if (message.thread_ts or message.ts) in place.locked:
        raise Refused("thread_locked")
    return message, name
