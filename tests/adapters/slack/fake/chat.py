"""chat.*: posting, changing and deleting messages, as Slack allows it."""

import json

from tests.adapters.slack.fake import blocks as judges
from tests.adapters.slack.fake import events
from tests.adapters.slack.fake.answers import Refused
from tests.adapters.slack.fake.values import Channel, Json, Message
from tests.adapters.slack.fake.world import World

POSTED_TEXT = 40_000
UPDATED_TEXT = 4_000
PUBLIC_SCOPE = "chat:write.public"


def post_message(world: World, args: Json) -> Json:
    """chat.postMessage. A user's id as the channel writes to that person."""
    place = (
        world.direct(args["channel"]) if args["channel"] in world.users else world.visible(args["channel"])
    )
    root = str(args.get("thread_ts") or "")
    _may_post(world, place, root)
    text, blocks = content(world, args, "chat.postMessage")
    message = Message(place.id, world.ts(), world.bot.id, text[:POSTED_TEXT], blocks, bot_id=world.bot.bot_id)
    message.metadata = _metadata(world, args)
    message.thread_ts = hang(world, place, root)
    if args.get("reply_broadcast") and message.thread_ts:
        message.subtype = "thread_broadcast"
    place.messages[message.ts] = message
    world.tell(events.message_event(world, message), place)
    shown = {
        "ok": True,
        "channel": place.id,
        "ts": message.ts,
        "message": events.message_json(world, message),
    }
    return shown | (_warned("message_truncated") if len(text) > POSTED_TEXT else {})


def post_ephemeral(world: World, args: Json) -> Json:
    """chat.postEphemeral: shown to one person who is there, never to be read back."""
    place = world.visible(args["channel"])
    _may_post(world, place, str(args.get("thread_ts") or ""))
    if args["user"] not in place.members:
        raise Refused("user_not_in_channel")
    text, blocks = content(world, args, "chat.postEphemeral")
    message = Message(place.id, world.ts(), world.bot.id, text, blocks, str(args.get("thread_ts") or ""))
    message.to, message.bot_id = args["user"], world.bot.bot_id
    world.whispers.append(message)
    return {"ok": True, "message_ts": message.ts}


def update(world: World, args: Json) -> Json:
    """chat.update: own messages only; text alone takes the blocks away, metadata stays where none is given."""
    place = world.visible(args["channel"])
    message = world.message(place, args["ts"])
    if message.user != world.bot.id:
        raise Refused("cant_update_message")
    if place.archived:
        raise Refused("is_inactive")
    if args.get("reply_broadcast") or message.subtype == "thread_broadcast":
        raise Refused("cant_broadcast_message")
    if len(str(args.get("text") or "")) > UPDATED_TEXT:
        raise Refused("msg_too_long")
    text, blocks = content(world, args, "chat.update")
    before = events.message_json(world, message)
    message.text, message.blocks = text, blocks
    message.metadata = _metadata(world, args) or message.metadata
    message.edited = message.edited if blocks else world.ts()
    world.tell(events.changed_event(world, message, before, at=world.ts()), place)
    shown = events.message_json(world, message)
    return {"ok": True, "channel": place.id, "ts": message.ts, "text": text, "message": shown}


def delete(world: World, args: Json) -> Json:
    """chat.delete: own messages only."""
    place = world.visible(args["channel"])
    message = world.message(place, args["ts"])
    if message.user != world.bot.id:
        raise Refused("cant_delete_message")
    world.tell(remove(world, place, message), place)
    return {"ok": True, "channel": place.id, "ts": message.ts}


def permalink(world: World, args: Json) -> Json:
    """chat.getPermalink."""
    place = world.visible(args["channel"])
    message = world.message(place, args["message_ts"])
    link = f"https://{world.domain}.slack.com/archives/{place.id}/p{message.ts.replace('.', '')}"
    under = f"?thread_ts={message.thread_ts}&cid={place.id}" if message.is_reply else ""
    return {"ok": True, "channel": place.id, "permalink": link + under}


def remove(world: World, place: Channel, message: Message) -> Json:
    """Take a message away; a root with replies leaves a tombstone, so that the thread stays. Returns the event."""
    event = events.deleted_event(world, message, at=world.ts())
    if len(place.thread(message.ts)) > 1 and not message.is_reply:
        message.text, message.blocks, message.files = "This message was deleted.", [], []
        message.user, message.subtype, message.metadata, message.bot_id = "USLACKBOT", "tombstone", None, ""
    else:
        del place.messages[message.ts]
    return event


def content(world: World, args: Json, method: str) -> tuple[str, list[Json]]:
    """Text and blocks of a message of the app's, judged; Refused as Slack would refuse them."""
    text, blocks = str(args.get("text") or ""), args.get("blocks") or []
    if args.get("markdown_text") and (text or blocks):
        raise Refused("markdown_text_conflict")
    text = text or str(args.get("markdown_text") or "")
    if not isinstance(blocks, list):
        world.wrong(f"{method}: blocks are no list")
        raise Refused("invalid_blocks_format")
    if not text and not blocks and not args.get("attachments"):
        world.wrong(f"{method}: neither text nor blocks")
        raise Refused("no_text")
    found = judges.of_message(text, blocks) if world.judging else []
    for finding in found:
        world.wrong(f"{method}: {finding}")
    for finding in found:
        if finding.code != "budget":
            raise Refused(finding.code, errors=[str(finding)])
    return text, named(world, blocks)


def named(world: World, blocks: list[Json]) -> list[Json]:
    """The blocks with the ids Slack gives to those that came without."""
    kept: list[Json] = json.loads(json.dumps(blocks))
    for block in kept:
        block.setdefault("block_id", f"b{world.number()}")
        for element in [*block.get("elements", []), block.get("accessory"), block.get("element")]:
            if isinstance(element, dict) and block["type"] in ("actions", "section", "input"):
                element.setdefault("action_id", f"a{world.number()}")
    return kept


def hang(world: World, place: Channel, root: str) -> str:
    """The root a reply hangs under.

    Under a parent that is gone for good it lands top-level (seen by people, documented nowhere). A reply's own ts
    as the root is a mistake of the app's.
    """
    if not root:
        return ""
    parent = place.messages.get(root)
    if parent is not None and parent.is_reply:
        world.wrong(f"thread_ts {root} is a reply's, not its root's")
        return parent.thread_ts
    return root if parent is not None else ""


def _may_post(world: World, place: Channel, root: str) -> None:
    if place.archived:
        raise Refused("is_archived")
    if world.bot.id not in place.members and PUBLIC_SCOPE not in world.scopes:
        raise Refused("not_in_channel")
    if place.refuses:
        raise Refused(place.refuses)
    if root in place.locked:
        raise Refused("restricted_action_thread_locked")


def _metadata(world: World, args: Json) -> Json | None:
    metadata: Json | None = args.get("metadata")
    if metadata is None:
        return None
    if error := judges.of_metadata(metadata):
        world.wrong(f"metadata: {error}")
        raise Refused(error)
    return metadata


def _warned(warning: str) -> Json:
    return {"warning": warning, "response_metadata": {"warnings": [warning]}}
