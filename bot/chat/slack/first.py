"""The message a review is opened from: kept before its form is shown, and the first evidence once it is sent."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from bot.chat.house import keeper
from bot.chat.served import House
from bot.chat.slack.meanings import Asked, File, StartsFrom
from bot.chat.slack.reading import moment
from bot.domain.heard import Attached
from bot.domain.redaction import Redaction
from bot.ports import Store

KEPT = ("what", "kind", "media_type", "size", "sha256", "kept_sha256")
"""Fields of an `Attached` that are kept as they are."""


@dataclass(frozen=True)
class Draft:
    """What a form that opens a review carries along: the message as evidence, and its files, not yet fetched."""

    fields: dict[str, Any]
    redactions: tuple[Redaction, ...] = ()
    files: tuple[File, ...] = ()
    sent_at: str = ""  # the message's own `ts`

    def evidence(self, asked: Asked) -> tuple[Attached, ...]:
        """The message, attached by whoever asked; nothing where there is none."""
        if not self.fields:
            return ()
        made = Attached(
            id=f"{asked.id}:first",
            at=asked.at,
            by=asked.by,
            captured_at=moment(self.sent_at),
            redactions=self.redactions,
            **self.fields,
        )
        return (made,)


NOTHING = Draft({})


def keep(house: House, start: StartsFrom) -> str:
    """Keep the message and what is needed to attach it; the hash of the latter. Empty where there is nothing of it."""
    if not start.text.strip() and not start.files:
        return ""
    name = house.words("slack_message_of", name=start.author.name if start.author else "")
    names = "".join(f"\n[{file.name}]" for file in start.files)  # named even if one can never be fetched
    caught = keeper(house, house.words).content(f"{start.text}{names}\n".encode(), name=name, kind="text")
    draft = {
        "fields": {**{name: caught.fields[name] for name in KEPT}, "source": start.permalink},
        "redactions": [asdict(one) for one in start.redactions],
        "files": [asdict(file) for file in start.files],
        "sent_at": start.message,
    }
    return house.store.keep_blob(json.dumps(draft).encode())


def draft(store: Store, kept: str) -> Draft:
    """What was kept under a hash; nothing where there is none."""
    content = store.blob(kept) if kept else None
    if content is None:
        return NOTHING
    held = json.loads(content)
    redactions = tuple(Redaction(**one) for one in held["redactions"])
    return Draft(held["fields"], redactions, tuple(File(**file) for file in held["files"]), held["sent_at"])
