"""Looking into activities of Teams': who, when and where."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.chat.payload import at, mapping, objects, text
from bot.chat.teams.meanings import Activity, Known, Place
from bot.domain.heard import Speaker
from bot.domain.review import PersonKey, ThreadRef, person_key

ROOT = ";messageid="
"""What stands between the id of a channel and that of a thread's first message in a conversation's id."""

KINDS = frozenset({"standard", "shared", "private"})
"""What a channel can be; most activities do not tell."""


def moment(activity: Activity) -> datetime | None:
    """When it happened; None where that is not told."""
    try:
        found = datetime.fromisoformat(text(activity, "timestamp"))
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def id_of(found: object) -> str:
    """The id under which a person is kept: that of their account, which pickers tell as well, else Teams' own.

    A colon, which stands between the parts of a person's key, becomes a tilde.
    """
    return (text(found, "aadObjectId") or text(found, "objectId") or text(found, "id")).replace(":", "~")


def author(activity: Activity, known: Known) -> Speaker | None:
    """Who did it; None for bots and for nobody."""
    who = mapping(activity, "from")
    user = id_of(who)
    if not user or text(who, "role") == "bot" or text(who, "id").startswith("28:"):
        return None
    return Speaker(person(user, known), text(who, "name") or user)


def person(user: str, known: Known) -> PersonKey:
    """The key of somebody of this tenant."""
    return person_key("teams", known.tenant, user)


def place(activity: Activity) -> Place:
    """Where it happened."""
    conversation = text(activity, "conversation", "id")
    channel, _, root = conversation.partition(ROOT)
    direct = text(activity, "conversation", "conversationType") == "personal"
    kind = text(activity, "channelData", "channel", "type").casefold()
    return Place(
        service=text(activity, "serviceUrl"),
        conversation=conversation,
        channel="" if direct else text(activity, "channelData", "channel", "id") or channel,
        root="" if direct else root,
        team=text(activity, "channelData", "team", "id"),
        group=text(activity, "channelData", "team", "aadGroupId"),
        direct=direct,
        kind=kind if kind in KINDS else "",
        name=text(activity, "channelData", "channel", "name"),
        team_name=text(activity, "channelData", "team", "name"),
    )


def is_group(activity: Activity) -> bool:
    """Whether it is of a chat of several people, in which no review is held."""
    return text(activity, "conversation", "conversationType") == "groupChat"


def key(activity: Activity, known: Known) -> str:
    """The id of an input: the same activity twice is once."""
    return f"teams:{known.tenant}:{text(activity, 'conversation', 'id')}:{text(activity, 'id')}"


def conversation(channel: str, root: str) -> str:
    """The id of a thread's conversation."""
    return f"{channel}{ROOT}{root}" if root else channel


def thread(where: Place, known: Known) -> ThreadRef | None:
    """The thread; None in a chat with one person, and outside any."""
    if where.direct or not where.channel or not where.root:
        return None
    return ThreadRef("teams", known.tenant, where.channel, where.root)


def permalink(where: Place, message: str, known: Known) -> str:
    """The address of a message, in the form Microsoft documents; empty in a chat with one person."""
    if not where.channel or where.direct:
        return ""
    told = {"tenantId": known.tenant, "groupId": where.group, "parentMessageId": where.root or message}
    asked = urlencode({name: value for name, value in told.items() if value})
    return f"https://teams.microsoft.com/l/message/{quote(where.channel, safe='')}/{quote(message, safe='')}?{asked}"


def zone(activity: Activity) -> str:
    """The zone of the person's clock; empty where it is not told, or is none we know."""
    found = text(activity, "localTimezone")
    client = next((one for one in objects(activity, "entities") if text(one, "type") == "clientInfo"), {})
    name = found or text(client, "timezone")
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


def value(activity: Activity) -> object:
    """What a button or a form sent along; of a dialog it lies one step deeper."""
    sent = at(activity, "value")
    return at(sent, "data") if text(activity, "type") == "invoke" else sent
