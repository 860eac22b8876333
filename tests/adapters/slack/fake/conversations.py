"""conversations.*: places, who is in them, and what was written there."""

from typing import TypeVar

from tests.adapters.slack.fake import events
from tests.adapters.slack.fake.answers import Refused
from tests.adapters.slack.fake.values import Channel, Json, Message
from tests.adapters.slack.fake.world import World

T = TypeVar("T")
RATION, RATION_S = 15, 60.0


def info(world: World, args: Json) -> Json:
    """conversations.info."""
    place = world.visible(args["channel"])
    shown = channel_json(world, place)
    if args.get("include_num_members"):
        shown["num_members"] = len(place.members)
    return {"ok": True, "channel": shown}


def join(world: World, args: Json) -> Json:
    """conversations.join: public places only."""
    place = world.visible(args["channel"])
    if place.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if place.archived:
        raise Refused("is_archived")
    already = world.bot.id in place.members
    place.members.add(world.bot.id)
    warned = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    if not already:
        joined = {
            "type": "member_joined_channel",
            "user": world.bot.id,
            "channel": place.id,
            "team": world.team,
        }
        world.tell(joined | {"channel_type": "C", "event_ts": world.ts()}, place)
    return {"ok": True, "channel": channel_json(world, place)} | (warned if already else {})


def members(world: World, args: Json) -> Json:
    """conversations.members, in pages."""
    ids = sorted(world.visible(args["channel"]).members)
    page, after = _page(ids, args, 100)
    return {"ok": True, "members": page, "response_metadata": {"next_cursor": after}}


def open_direct(world: World, args: Json) -> Json:
    """conversations.open: a place to write to one person or several."""
    if args.get("channel"):
        return {"ok": True, "channel": {"id": world.visible(args["channel"]).id}}
    ids = [id_ for id_ in str(args.get("users") or "").split(",") if id_]
    if not ids:
        raise Refused("users_list_not_supplied")
    for id_ in ids:
        who = world.users.get(id_)
        if who is None or id_ == world.bot.id:
            raise Refused("user_not_found")
        if who.hidden:
            raise Refused("user_not_visible")
        if who.deleted:
            raise Refused("user_disabled")
    place = world.direct(*ids)
    shown = channel_json(world, place) if args.get("return_im") else {"id": place.id}
    return {"ok": True, "no_op": False, "already_open": False, "channel": shown}


def history(world: World, args: Json) -> Json:
    """conversations.history: newest first, replies left out unless broadcast."""
    place = _readable(world, args)
    top = [m for m in place.messages.values() if not m.is_reply or m.subtype == "thread_broadcast"]
    found = sorted(_between(top, args), key=lambda message: message.ts, reverse=True)
    return _messages(world, found, args, 100)


def replies(world: World, args: Json) -> Json:
    """conversations.replies: the root, then its replies, oldest first."""
    place = _readable(world, args)
    asked = place.messages.get(args["ts"])
    if asked is None:
        raise Refused("thread_not_found")
    root, *rest = place.thread(asked.thread_ts or asked.ts) or [asked]
    return _messages(world, [root, *_between(rest, args)], args, 1000)


def channel_json(world: World, place: Channel) -> Json:
    """A place as Slack shows it."""
    kinds = {
        "is_channel": place.kind == "channel",
        "is_group": place.kind == "group",
        "is_im": place.kind == "im",
    }
    shown: Json = {"id": place.id, "created": 1700000000, "is_archived": place.archived, **kinds}
    shown |= {"is_mpim": place.kind == "mpim", "is_private": place.kind != "channel"}
    shown |= {"is_ext_shared": place.ext_shared, "is_shared": place.ext_shared, "is_org_shared": False}
    if place.kind == "im":
        return shown | {"user": next(iter(place.members - {world.bot.id}), world.bot.id)}
    return shown | {
        "name": place.name,
        "name_normalized": place.name,
        "is_member": world.bot.id in place.members,
    }


def _readable(world: World, args: Json) -> Channel:
    place = world.visible(args["channel"])
    if world.bot.id not in place.members:
        raise Refused("not_in_channel")
    if world.rationed:
        if world.history_at is not None and world.unix() - world.history_at < RATION_S:
            raise Refused("ratelimited", retry_after_s=int(RATION_S))
        world.history_at = world.unix()
    return place


def _between(messages: list[Message], args: Json) -> list[Message]:
    """Messages after `oldest` and before `latest`, the ends themselves where `inclusive`."""
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9999999999")
    ends = (oldest, latest) if args.get("inclusive") else ()
    return [m for m in messages if oldest < m.ts < latest or m.ts in ends]


def _messages(world: World, found: list[Message], args: Json, most: int) -> Json:
    if world.rationed:
        args = args | {"limit": min(int(args.get("limit") or RATION), RATION)}
    page, after = _page(found, args, most)
    metadata = bool(args.get("include_all_metadata"))
    shown = [events.message_json(world, message, metadata=metadata) for message in page]
    return {
        "ok": True,
        "messages": shown,
        "has_more": bool(after),
        "response_metadata": {"next_cursor": after},
    }


def _page(found: list[T], args: Json, most: int) -> tuple[list[T], str]:
    cursor = str(args.get("cursor") or "0")
    if not cursor.isdecimal():
        raise Refused("invalid_cursor")
    start, limit = int(cursor), int(args.get("limit") or most)
    after = start + limit
    return found[start:after], str(after) if after < len(found) else ""
