"""The judge of what the bot sends: a message with one card, or words alone, and mentions that name somebody."""

import json
import re
from collections.abc import Collection, Iterator

from tests.adapters.teams.fake import cards
from tests.adapters.teams.fake.elements import Json, elements_of

CARD = "application/vnd.microsoft.card.adaptive"
LARGEST = 40 * 1024  # bytes of a message: our own margin
AT = re.compile(r"<at>.*?</at>", re.DOTALL)


def written(thing: Json) -> str:
    """As it stands on the wire."""
    return json.dumps(thing, ensure_ascii=False, separators=(",", ":"))


def findings(activity: Json, known: Collection[str]) -> Iterator[str]:
    """What is wrong with a message; `known` are the ids of people, which mentions may name."""
    if activity.get("type") != "message":
        yield f"a message of type {activity.get('type')!r}"
    size = len(written(activity).encode())
    if size > LARGEST:
        yield f"a message of {size} bytes, {LARGEST} allowed"
    attachments = activity.get("attachments") or []
    if activity.get("text") and attachments:
        yield "text and card in one activity"
    if len(attachments) > 1:
        yield f"{len(attachments)} attachments in one activity"
    yield from mentions(str(activity.get("text") or ""), activity.get("entities") or [], known)
    for one in attachments:
        yield from attached(one, known)
        if not str(activity.get("summary") or "").strip():
            yield "a card without a summary, which notifications show"


def attached(attachment: Json, known: Collection[str]) -> Iterator[str]:
    """What is wrong with an attachment, in a message or in a dialog."""
    if attachment.get("contentType") != CARD:
        yield f"an attachment of type {attachment.get('contentType')!r}"
        return
    card = attachment.get("content")
    found = list(cards.findings(card))
    yield from found
    if isinstance(card, dict) and not found:
        shown = "\n".join(str(one["text"]) for one in elements_of(card) if one.get("type") == "TextBlock")
        yield from mentions(shown, (card.get("msteams") or {}).get("entities") or [], known)


def mentions(text: str, entities: list[Json], known: Collection[str]) -> Iterator[str]:
    """What is wrong with mentions: each in the text has its entity, which stands there and names somebody."""
    named = [one for one in entities if one.get("type") == "mention"]
    texts = {str(one.get("text")) for one in named}
    for found in sorted(set(AT.findall(text)) - texts):
        yield f"{found!r} mentions nobody"
    for one in named:
        mark = str(one.get("text"))
        if mark not in text or not AT.fullmatch(mark):
            yield f"the mention {one.get('text')!r} does not stand in the text"
        if (one.get("mentioned") or {}).get("id") not in known:
            yield f"the mention {one.get('text')!r} is of nobody known"
