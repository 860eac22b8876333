"""Cards as Adaptive Cards: an emitter of the document tree, inside every limit by construction.

One card is one message, and nothing stands beside it. What is too long for it is cut between elements, and the last
one says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from bot.chat.pressing import about
from bot.chat.teams import buttons, limits
from bot.chat.teams.flow import Box, Leaf, leaves
from bot.chat.teams.marks import Run
from bot.chat.teams.rows import Row, text_blocks
from bot.chat.teams.texts import name, one_line, uncalled
from bot.chat.words import Words
from bot.domain.tree import Card

Json = dict[str, Any]

ADAPTIVE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
BOX = limits.weight({"type": "Container", "style": "attention", "separator": True, "items": []})
"""Bytes a container takes beside what it holds, at most."""
LINE = limits.weight({"separator": True})


def message(card: Card, words: Words, *, key: str, called: str = "") -> Json:
    """A card as the activity to send. The same card under the same key is the same bytes.

    `key` is that of its outbox row, and tells its buttons which review they are about; `called` is the name of the
    person the card calls on, who is shown as the word for that where it is empty.
    """
    actions, all_there = buttons.sets(card.buttons, about(key))
    call = mention(card.calls, called or words("teams_you"))
    found = (*call.leaves, *leaves(card.blocks))
    frame = adaptive(actions, limits.SHOWN, width="Full", entities=call.entities)
    body = fitting(found, words, room=limits.CARD - limits.weight(frame), whole=all_there)
    content = {**frame, "body": [*body, *actions]}
    return {
        "type": "message",
        "summary": summary(found, card),
        "attachments": [{"contentType": ADAPTIVE, "content": content}],
    }


def adaptive(body: Sequence[Json], version: str, *, width: str = "", entities: Sequence[Json] = ()) -> Json:
    """A card with this body, and what Teams adds to one."""
    own = {**({"width": width} if width else {}), **({"entities": list(entities)} if entities else {})}
    made = {"type": "AdaptiveCard", "$schema": SCHEMA, "version": version, "body": list(body)}
    return {**made, **({"msteams": own} if own else {})}


@dataclass(frozen=True)
class Mention:
    """A line that calls on a person, and what tells Teams who that is."""

    leaves: tuple[Leaf, ...] = ()
    entities: tuple[Json, ...] = field(default=())


def mention(person: str, shown: str) -> Mention:
    """The one mention a message of ours holds: by the id of the person, never from anybody's words."""
    platform, _, rest = person.partition(":")
    user = rest.partition(":")[2]
    named = name(shown)
    if platform != "teams" or not user or not named:
        return Mention()
    text = f"<at>{named}</at>"
    made = {"type": "TextBlock", "text": text, "wrap": True}
    entity = {"type": "mention", "text": text, "mentioned": {"id": user, "name": named}}
    return Mention((Leaf(made, named),), (entity,))


def fitting(found: Sequence[Leaf], words: Words, *, room: int, whole: bool = True) -> list[Json]:
    """As many elements as fit into `room` bytes; where those are not all, or not `whole`, a last one that says so."""
    [(said, _)] = text_blocks([Row((Run(one_line(words("teams_cut"), limits.HINT), italic=True),))])
    room -= limits.weight(said) + 1
    shown = 0
    before: tuple[Box, ...] = ()
    for leaf in found:
        opened = sum(box not in before for box in leaf.boxes)
        room -= limits.weight(leaf.made) + LINE + 1 + opened * (BOX + 1)
        if room < 0:
            break
        before = leaf.boxes
        shown += 1
    body = grouped(found[:shown])
    return body if whole and shown == len(found) else [*body, said]


def grouped(found: Iterable[Leaf], depth: int = 0) -> list[Json]:
    """Elements in order, those of one container within it."""
    made: list[Json] = []
    for boxes, run in groupby(found, key=lambda leaf: leaf.boxes[depth : depth + 1]):
        inside = list(run)
        for some in [inside] if boxes else [[leaf] for leaf in inside]:
            held = (
                {"type": "Container", "style": boxes[0].style, "items": grouped(some, depth + 1)}
                if boxes
                else {}
            )
            ruled = {"separator": True} if some[0].ruled == depth else {}
            made.append({**(held or some[0].made), **ruled})
    return made


def summary(found: Iterable[Leaf], card: Card) -> str:
    """The card as one text for notifications and readers of the screen: words first, then what can be pressed."""
    labels = " ".join(f"[{one_line(button.label, limits.LABEL)}]" for button in card.buttons)
    text = "\n".join(part for part in (*(leaf.shown for leaf in found), labels) if part.strip())
    return limits.cut(uncalled(text), limits.SUMMARY) or "…"
