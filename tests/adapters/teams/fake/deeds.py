"""What the connector does when asked: messages, conversations and members."""

from collections.abc import Callable

from tests.adapters.teams.fake import activities
from tests.adapters.teams.fake.elements import Json
from tests.adapters.teams.fake.values import Call, Channel, Chat, Message, Person, Place, Refused
from tests.adapters.teams.fake.world import ROOT, World

Deed = Callable[[World, Call], tuple[int, Json | None]]
LARGEST = 100 * 1024  # bytes of a message in UTF-16, where the service answers 413


def send(world: World, call: Call) -> tuple[int, Json | None]:
    """Into a thread, a chat, or as a new post where the bare channel is named; a reply's id decides nothing."""
    place, root = world.conversation(call.conversation)
    if isinstance(place, Chat) and world.people[place.person].blocks_bot:
        raise Refused(403, "ConversationBlockedByUser", "User blocked the conversation with the bot.")
    return 201, {"id": _posted(world, place, root, call.body).id}


def create(world: World, call: Call) -> tuple[int, Json | None]:
    """A new thread of a channel with its first message, or the chat with one person."""
    body = call.body
    if not body.get("isGroup"):
        return 201, {"id": _chat(world, body).id}
    if "activity" not in body:
        raise Refused(400, "BadSyntax", "Incorrect conversation creation parameters")
    where = str(((body.get("channelData") or {}).get("channel") or {}).get("id"))
    place, root = world.conversation(where)
    if not isinstance(place, Channel) or root:
        raise Refused(400, "BadArgument", "A thread is begun in a channel.")
    message = _posted(world, place, "", body["activity"])
    return 201, {"id": f"{place.id}{ROOT}{message.id}", "activityId": message.id}


def update(world: World, call: Call) -> tuple[int, Json | None]:
    """Another content for a message of the bot's own."""
    message = _own(world, call)
    fresh = _read(world, world.place(message), call.body)
    message.text, message.card, message.summary = fresh.text, fresh.card, fresh.summary
    message.entities, message.edited = fresh.entities, True
    return 200, {"id": message.id}


def delete(world: World, call: Call) -> tuple[int, Json | None]:
    """A message of the bot's own is gone; as the first of a thread it leaves its replies."""
    message = _own(world, call)
    message.deleted, message.text, message.card = True, "", None
    return 200, None


def member(world: World, call: Call) -> tuple[int, Json | None]:
    """One member of a place, by id or by account."""
    place, _ = world.conversation(call.conversation)
    found = [person for person in world.members(place) if call.item in (person.id, person.aad)]
    if not found:
        raise Refused(404, "MemberNotFoundInConversation", "The person is not in the conversation.")
    return 200, found[0].json()


def members(world: World, call: Call) -> tuple[int, Json | None]:
    """The members of a place, page by page."""
    place, _ = world.conversation(call.conversation)
    first = int(call.body.get("continuationToken") or 0)
    size = min(int(call.body.get("pageSize") or world.page_size), world.page_size)
    found = world.members(place)
    page: Json = {"members": [person.json() for person in found[first : first + size]]}
    return 200, page | ({"continuationToken": str(first + size)} if first + size < len(found) else {})


DEEDS: dict[str, Deed] = {
    "send": send,
    "create": create,
    "update": update,
    "delete": delete,
    "member": member,
    "members": members,
}


def _chat(world: World, body: Json) -> Chat:
    tenant = ((body.get("channelData") or {}).get("tenant") or {}).get("id") or body.get("tenantId")
    if not tenant:
        raise Refused(400, "BadSyntax", "Could not parse tenant id")
    if body.get("activity"):
        world.wrong("create: a first message is not sent into the chat with a person")
    named = [str(one.get("id")) for one in body.get("members") or []]
    person = _known(world, named)
    if not world.reachable(person):
        raise Refused(403, "ForbiddenOperationException", "The bot is not installed for this person.")
    return world.chat(person)


def _known(world: World, named: list[str]) -> Person:
    found = [person for person in world.people.values() if {person.id, person.aad} & set(named)]
    if len(named) != 1 or not found:
        raise Refused(400, "BadArgument", "One person of the tenant is named.")
    return found[0]


def _posted(world: World, place: Place, root: str, activity: Json) -> Message:
    message = _read(world, place, activity)
    message.root = root
    place.messages[message.id] = message
    return message


def _read(world: World, place: Place, activity: Json) -> Message:
    """The message an activity would be; what a strict Teams would not stand for is noted."""
    size = len(activities.written(activity).encode("utf-16-le"))
    if size > LARGEST:
        world.wrong(f"a message of {size} bytes in UTF-16")
        raise Refused(413, "MessageSizeTooBig", "Message size too large.")
    if not activity.get("text") and not activity.get("attachments"):
        raise Refused(
            400, "BadSyntax", "Activity must include non empty 'text' field or at least 1 attachment"
        )
    if world.judging:
        known = {id_ for person in world.people.values() for id_ in (person.id, person.aad)}
        for finding in activities.findings(activity, known):
            world.wrong(finding)
    card = next((one["content"] for one in activity.get("attachments") or []), None)
    id_ = f"1:{world.number()}" if isinstance(place, Chat) else world.message_id()
    message = Message(id_, place.id, world.bot_id, activity.get("text") or "", card=card)
    message.summary, message.entities = activity.get("summary") or "", activity.get("entities") or []
    return message


def _own(world: World, call: Call) -> Message:
    place, root = world.conversation(call.conversation)
    message = place.messages.get(call.item)
    if message is None or message.deleted or (root and message.thread != root):
        raise Refused(404, "ActivityNotFoundInConversation", "The message is not in the conversation.")
    if message.by != world.bot_id:
        raise Refused(403, "ForbiddenOperationException", "The message is somebody else's.")
    return message
