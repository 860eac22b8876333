"""files.*: an address to put bytes at, the bytes, and where they are shown."""

import re

from tests.adapters.slack.fake import events
from tests.adapters.slack.fake.answers import Refused
from tests.adapters.slack.fake.chat import content, hang
from tests.adapters.slack.fake.values import Channel, File, Json, Message
from tests.adapters.slack.fake.world import World

CHANNEL_ID = re.compile(r"[CDG][A-Z0-9]+")


def upload_url(world: World, args: Json) -> Json:
    """files.getUploadURLExternal."""
    if not args.get("filename") or not int(args.get("length") or 0):
        raise Refused("missing_argument")
    file = File(f"F{world.number()}", str(args["filename"]), int(args["length"]), world.bot.id)
    world.files[file.id] = file
    return {"ok": True, "upload_url": f"{world.base}/upload/{file.id}", "file_id": file.id}


def complete(world: World, args: Json) -> Json:
    """files.completeUploadExternal: without a channel the file stays private; the answer carries no message ts."""
    files = [_uploaded(world, str(entry["id"])) for entry in args["files"]]
    for file, entry in zip(files, args["files"], strict=True):
        file.title = str(entry.get("title") or file.name)
    if args.get("thread_ts") and not args.get("channel_id"):
        world.wrong("files.completeUploadExternal: thread_ts needs exactly one channel")
    if args.get("channel_id"):
        _share(world, files, args)
    return {"ok": True, "files": [{"id": file.id, "title": file.title} for file in files]}


def shared(place: Channel, files: list[File], message: Message) -> None:
    """Show files with a message."""
    message.files = [file.id for file in files]
    for file in files:
        file.channels.append(place.id)
    place.messages[message.ts] = message


def _share(world: World, files: list[File], args: Json) -> None:
    if not CHANNEL_ID.fullmatch(str(args["channel_id"])):
        raise Refused("invalid_channel")
    place = world.visible(args["channel_id"])
    if world.bot.id not in place.members:
        raise Refused("not_in_channel")
    if place.archived or place.refuses:
        raise Refused("posting_to_channel_denied")
    if any(block.get("type") == "markdown" for block in args.get("blocks") or []):
        raise Refused("internal_error")  # python-slack-sdk#1756
    comment = {"text": args.get("initial_comment"), "blocks": args.get("blocks")}
    text, blocks = (
        content(world, comment, "files.completeUploadExternal") if any(comment.values()) else ("", [])
    )
    message = Message(
        place.id, world.ts(), world.bot.id, text, blocks, hang(world, place, args.get("thread_ts") or "")
    )
    message.bot_id, message.subtype = world.bot.bot_id, "file_share"
    shared(place, files, message)
    world.tell(events.message_event(world, message), place)


def _uploaded(world: World, id_: str) -> File:
    file = world.files.get(id_)
    if file is None or file.content is None:
        raise Refused("file_not_found")
    return file
