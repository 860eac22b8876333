"""Cards as Block Kit: an emitter of the document tree, inside every limit of Slack's by construction.

One card is one message. What is too long for it is cut between blocks, and the last block says so.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.chat.pressing import about
from bot.chat.slack import buttons, flow, limits
from bot.chat.slack.flow import Kind, Piece
from bot.chat.slack.mrkdwn import clean, escaped
from bot.chat.slack.runs import Run, element, parts
from bot.chat.words import Words
from bot.domain.tree import Card

Json = dict[str, Any]

_ELEMENTS = {
    Kind.SECTION: "rich_text_section",
    Kind.QUOTE: "rich_text_quote",
    Kind.CODE: "rich_text_preformatted",
}


@dataclass(frozen=True)
class Message:
    """What is posted: blocks, and the text that notifications and old clients show instead."""

    blocks: tuple[Json, ...]
    text: str


@dataclass(frozen=True)
class Unit:
    """A block, or an element of a `rich_text` block, and what it takes of the message's characters."""

    made: Json
    cost: int
    kind: Kind

    @property
    def is_rich(self) -> bool:
        """Whether it stands in a `rich_text` block."""
        return self.kind not in {Kind.HEADER, Kind.RULE}


def message(card: Card, words: Words, *, key: str = "") -> Message:
    """A card as a message; `key` is that of its outbox row, and tells its buttons which review they are about.

    The same card under the same key is the same bytes; a change anywhere gives every block another id, as Slack
    wants of an update.
    """
    most = limits.BUTTON_ROW * limits.BUTTON_ROWS
    drawn = buttons.elements(card.buttons, about(key), most)
    rows = buttons.rows(drawn)
    said = _cut_words(words)
    room = limits.MESSAGE_SIZE - said.cost - sum(limits.size(b["text"]["text"]) for b in drawn)
    pieces = tuple(flow.pieces(card.blocks))
    found = (*_called(card.calls), *units(pieces))
    blocks, shown = blocks_of(found, limits.MESSAGE_BLOCKS - len(rows) - 1, room)
    if shown < len(found) or len(drawn) < len(card.buttons):
        blocks = [*blocks, _rich([said])]
    return Message(_named([*blocks, *rows], key), _fallback(pieces, drawn))


def _called(person: str) -> tuple[Unit, ...]:
    """The one mention a message of ours holds: of the person it calls on, by their id, never from anybody's words."""
    user = person.rpartition(":")[2]
    if not user or not user.isalnum():
        return ()
    named = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": user}]}
    return (Unit(named, limits.size(user), Kind.SECTION),)


def _cut_words(words: Words) -> Unit:
    run = Run(limits.cut(clean(words("slack_cut")), limits.HEADER), italic=True)
    return Unit({"type": "rich_text_section", "elements": [element(run)]}, run.cost, Kind.SECTION)


def units(pieces: Iterable[Piece]) -> Iterator[Unit]:
    """Pieces as blocks and elements, none longer than a text of Slack's may be."""
    for kind, run in groupby(pieces, lambda piece: piece.kind):
        match kind:
            case Kind.ITEM:
                yield from _lists(run)
            case Kind.RULE:
                yield from (Unit({"type": "divider"}, 1, kind) for _ in run)
            case Kind.HEADER:
                yield from (_header(piece) for piece in run)
            case _:
                yield from (unit for piece in run for unit in _rich_elements(piece))


def _header(piece: Piece) -> Unit:
    [run] = piece.runs
    text = {"type": "plain_text", "text": run.text, "emoji": False}
    return Unit({"type": "header", "text": text}, run.cost, Kind.HEADER)


def _rich_elements(piece: Piece) -> Iterator[Unit]:
    for some in parts(piece.runs, limits.TEXT):
        made = {"type": _ELEMENTS[piece.kind], "elements": [element(run) for run in some]}
        yield Unit(made, sum(run.cost for run in some), piece.kind)


def _lists(items: Iterable[Piece]) -> Iterator[Unit]:
    """Items side by side in one list, as long as they belong together; an ordered list goes on counting."""
    held: list[Piece] = []
    cost = 0
    for item in (part for piece in items for part in _short_items(piece)):
        if held and not (_follows(held[-1], item) and cost + _cost(item) <= limits.TEXT):
            yield _list(held, cost)
            held, cost = [], 0
        held.append(item)
        cost += _cost(item)
    if held:
        yield _list(held, cost)


def _short_items(piece: Piece) -> Iterator[Piece]:
    """An item; a longer one than a text may be goes on in further items."""
    for some in parts(piece.runs, limits.TEXT - 1):
        yield Piece(Kind.ITEM, some, piece.indent, piece.number)


def _follows(last: Piece, item: Piece) -> bool:
    """Whether an item stands in the list of the one before it."""
    counts = item.number == last.number + 1 if last.number else item.number == 0
    return item.indent == last.indent and counts


def _cost(item: Piece) -> int:
    return 1 + sum(run.cost for run in item.runs)


def _list(items: Sequence[Piece], cost: int) -> Unit:
    first = items[0]
    made: Json = {
        "type": "rich_text_list",
        "style": "ordered" if first.number else "bullet",
        "indent": first.indent,
        "elements": [
            {"type": "rich_text_section", "elements": [element(run) for run in item.runs]} for item in items
        ],
    }
    offset = {"offset": first.number - 1} if first.number > 1 else {}
    return Unit({**made, **offset}, cost, Kind.ITEM)


def blocks_of(found: Sequence[Unit], most: int, room: int) -> tuple[list[Json], int]:
    """As many units as fit, in at most `most` blocks, and how many those are; `room` is counted as their costs are."""
    fitting = 0
    for unit in found:
        room -= unit.cost
        if room < 0:
            break
        fitting += 1
    groups = _grouped(found[:fitting], most)[:most]
    blocks = [_rich(group) if group[0].is_rich else group[0].made for group in groups]
    return blocks, sum(len(group) for group in groups)


def _grouped(units: Sequence[Unit], most: int) -> list[list[Unit]]:
    """Units of one block each: lists that follow each other share one, all text does where there are too many."""
    groups = _together(units, frozenset({Kind.ITEM}))
    return groups if len(groups) <= most else _together(units, frozenset(Kind) - {Kind.HEADER, Kind.RULE})


def _together(units: Sequence[Unit], kinds: frozenset[Kind]) -> list[list[Unit]]:
    groups: list[list[Unit]] = []
    for unit in units:
        before = groups[-1] if groups else []
        cost = unit.cost + sum(one.cost for one in before)
        if before and unit.kind in kinds and before[-1].kind in kinds and cost <= limits.TEXT:
            before.append(unit)
        else:
            groups.append([unit])
    return groups


def _rich(units: Sequence[Unit]) -> Json:
    return {"type": "rich_text", "elements": [unit.made for unit in units]}


def _named(blocks: Sequence[Json], key: str) -> tuple[Json, ...]:
    """The blocks with ids that follow from the whole of them."""
    whole = json.dumps([key, *blocks], sort_keys=True, ensure_ascii=True)
    digest = hashlib.sha256(whole.encode()).hexdigest()[:20]
    return tuple({**block, "block_id": f"{digest}:{number}"} for number, block in enumerate(blocks))


def _fallback(pieces: Iterable[Piece], drawn: Sequence[Json]) -> str:
    """The card as text in which nothing can ping; never empty, which Slack refuses."""
    labels = " ".join(f"[{button['text']['text']}]" for button in drawn)
    text = "\n".join(part for part in (flow.text(pieces), labels) if part.strip())
    return escaped(limits.cut(text, limits.FALLBACK)) or "…"
