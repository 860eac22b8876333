"""Answers to a person's act that do not come by the Web API: the body of an acknowledgement, and response addresses."""

from datetime import timedelta

from tests.adapters.slack.fake import events
from tests.adapters.slack.fake.answers import Refused
from tests.adapters.slack.fake.chat import content, hang, remove
from tests.adapters.slack.fake.values import Json, Message
from tests.adapters.slack.fake.world import World

LIFE = timedelta(minutes=30)
USES = 5


def respond(world: World, id_: str, body: Json) -> None:
    """What was sent to a response address; Refused where its time or its uses are over."""
    address = world.response_urls.get(id_)
    if address is None or world.time.now() - address.born > LIFE:
        raise Refused("expired_url")
    if address.uses >= USES:
        raise Refused("used_url")
    address.uses += 1
    place = world.channels[address.channel]
    original = place.messages.get(address.message)
    if body.get("delete_original"):
        _delete(world, original, address.message)
    elif body.get("replace_original"):
        _replace(world, original, address.message, body)
    else:
        show(world, address.user, place.id, body, thread=str(body.get("thread_ts") or ""))


def show(world: World, user: str, channel: str, body: Json | str, *, thread: str = "") -> Message:
    """Show an answer: to that person alone, or to all with `response_type: in_channel`."""
    body = {"text": body} if isinstance(body, str) else body
    text, blocks = content(world, body, "response")
    message = Message(channel, world.ts(), world.bot.id, text, blocks, bot_id=world.bot.bot_id)
    place = world.channels[channel]
    if body.get("response_type") == "in_channel":
        message.thread_ts = hang(world, place, thread)
        place.messages[message.ts] = message
        world.tell(events.message_event(world, message), place)
    else:
        message.to, message.thread_ts = user, thread
        world.whispers.append(message)
    return message


def complain(world: World, user: str, channel: str, what: str) -> None:
    """What Slack itself tells a person whose act nobody answered."""
    world.whispers.append(Message(channel, world.ts(), "USLACKBOT", what, subtype="error", to=user))


def _whisper(world: World, ts: str) -> Message | None:
    return next((message for message in world.whispers if message.ts == ts), None)


def _delete(world: World, original: Message | None, ts: str) -> None:
    if original is not None:
        place = world.channels[original.channel]
        world.tell(remove(world, place, original), place)
    elif whisper := _whisper(world, ts):
        world.whispers.remove(whisper)


def _replace(world: World, original: Message | None, ts: str, body: Json) -> None:
    text, blocks = content(world, body, "response")
    if whisper := original or _whisper(world, ts):
        whisper.text, whisper.blocks = text, blocks
