"""Activities as Teams' documentation shows them, to be read by the tests of listening."""

from datetime import UTC, datetime
from typing import Any

from bot.chat.teams.listen import meaning
from bot.chat.teams.meanings import Command, Known, Meaning, Said
from bot.domain.heard import Speaker
from bot.domain.review import PersonKey, ThreadRef

Json = dict[str, Any]

TENANT = "99999999-8888-4777-8666-555555555555"
ACCOUNT = "aaaaaaaa-1111-4222-8333-444444444444"
BOT, BOT_NAME = "28:11111111-2222-4333-8444-555555555555", "agent-incident"
CHANNEL, ROOT, REPLY = "19:incidents@thread.tacv2", "1798542000000", "1798542060000"
TEAM = "19:ops@thread.tacv2"
NOW = datetime(2026, 12, 29, 12, 0, tzinfo=UTC)
AT = datetime(2026, 12, 29, 11, 1, 0, 123456, tzinfo=UTC)
KNOWN = Known(TENANT)
MIA = Speaker(PersonKey(f"teams:{TENANT}:{ACCOUNT}"), "Mia Weber")
THREAD = ThreadRef("teams", TENANT, CHANNEL, ROOT)
MARK = "http://schema.skype.com/Mention"
SECRET = "xoxb-" + "123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx"


def activity(kind: str = "message", /, **more: object) -> Json:
    """Something Mia did in the thread of a channel."""
    found: Json = {
        "type": kind,
        "id": REPLY,
        "timestamp": "2026-12-29T11:01:00.1234567Z",
        "localTimezone": "Europe/Berlin",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "channelId": "msteams",
        "from": {"id": "29:1mia", "name": "Mia Weber", "aadObjectId": ACCOUNT},
        "recipient": {"id": BOT, "name": BOT_NAME},
        "conversation": {
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": TENANT,
            "id": f"{CHANNEL};messageid={ROOT}",
        },
        "channelData": {
            "tenant": {"id": TENANT},
            "team": {"id": TEAM, "aadGroupId": "group-1"},
            "channel": {"id": CHANNEL},
        },
    }
    return found | more


def alone(kind: str = "message", /, **more: object) -> Json:
    """Something Mia did in the chat of the bot with her."""
    place = {"conversationType": "personal", "tenantId": TENANT, "id": "a:1mia"}
    found = activity(kind, conversation=place, channelData={"tenant": {"id": TENANT}})
    return found | more


def page(content: str) -> Json:
    """A message's HTML, as it comes along."""
    return {"contentType": "text/html", "content": content}


def mention(name: str = BOT_NAME, id_: str = BOT, *, text: str | None = None) -> Json:
    """A mention of somebody; `text` None: the entity has none."""
    entity: Json = {"type": "mention", "mentioned": {"id": id_, "name": name}}
    return entity if text is None else entity | {"text": text}


def called(words: str, *, root: str = ROOT, **more: object) -> Json:
    """A message that begins with the bot's name."""
    mark = f"<at>{BOT_NAME}</at>"
    found = activity(text=f"{mark} {words}", entities=[mention(text=mark)], **more)
    found["conversation"] = found["conversation"] | {"id": f"{CHANNEL};messageid={root}"}
    return found


def mean(found: Json) -> Meaning:
    """What an activity means."""
    return meaning(found, KNOWN, NOW)


def said(found: Json) -> Said:
    """The message an activity is."""
    meant = mean(found)
    assert isinstance(meant, Said), meant
    return meant


def text_of(found: Json) -> str:
    """The words an activity is heard with."""
    heard = said(found).heard
    assert hasattr(heard, "text")
    return str(heard.text)


def command(found: Json) -> tuple[str, str]:
    """The command an activity is: its kind and what follows it."""
    meant = mean(found)
    assert isinstance(meant, Command), meant
    return meant.kind, meant.argument
