"""Slack's numbers for blocks and views, written down once more: what no library checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.adapters.slack.fake.values import Json, texts_of

TEXT = 3000
FIELD = 2000
FIELDS = 10
BUDGET = 9_500  # our own margin over all blocks of a message
CEILING = 13_200  # where Slack was seen to refuse
MARKDOWN = 12_000
MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
ID = 255
OPTIONS = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}
MENU_OPTIONS = 100
OPTION_TEXT, OPTION_VALUE, OPTION_DESCRIPTION = 75, 150, 75
BUTTON_TEXT, BUTTON_VALUE = 75, 2000
HEADER, PLACEHOLDER, LABEL = 150, 150, 2000
ROWS, CELLS = 100, 20
VIEW_TITLE, PRIVATE_METADATA, VIEW_BYTES = 24, 3000, 250_000
LONGEST = {"label": LABEL, "hint": LABEL, "placeholder": PLACEHOLDER, "title": FIELD}
PLAIN = {"label", "hint", "placeholder", "submit", "close"}


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, and what Slack answers; `budget` is our own rule, which Slack does not know."""

    code: str
    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why} ({self.code})"


def size(text: str) -> int:
    """Characters as the stricter way of counting has them: UTF-16 units, so that an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def of_message(blocks: list[Json]) -> Iterator[Finding]:
    """What breaks a number in the blocks of a message."""
    yield from _blocks(blocks, MESSAGE_BLOCKS)
    total = sum(map(size, texts_of(blocks)))
    if total > CEILING:
        yield Finding("msg_blocks_too_long", "blocks", f"{total} characters in all")
    elif total > BUDGET:
        yield Finding("budget", "blocks", f"{total} characters in all, over {BUDGET}")
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield Finding("invalid_blocks", "blocks", "more than one table")
    if sum(size(b.get("text", "")) for b in blocks if b.get("type") == "markdown") > MARKDOWN:
        yield Finding("msg_blocks_too_long", "blocks", "markdown blocks too long together")


def of_view(view: Json) -> Iterator[Finding]:
    """What breaks a number in a view, its blocks included."""
    blocks: list[Json] = view.get("blocks", [])
    yield from _blocks(blocks, VIEW_BLOCKS)
    if view.get("type") == "modal" and not view.get("title"):
        yield Finding("invalid_arguments", "view", "a modal without a title")
    for name in ("title", "submit", "close"):
        yield from _text(view.get(name), f"view.{name}", VIEW_TITLE, plain=True)
    asks = any(block.get("type") == "input" for block in blocks)
    if asks and view.get("type") == "modal" and not view.get("submit"):
        yield Finding("invalid_arguments", "view", "submit is missing with an input block")
    if size(view.get("private_metadata", "")) > PRIVATE_METADATA:
        yield Finding("invalid_arguments", "view.private_metadata", "too long")


def _blocks(blocks: list[Json], most: int) -> Iterator[Finding]:
    if not 0 < len(blocks) <= most:
        yield Finding("invalid_blocks", "blocks", f"{len(blocks)} blocks, 1..{most} allowed")
    yield from _unique([b["block_id"] for b in blocks if b.get("block_id")], "blocks", "block_id")
    for number, block in enumerate(blocks):
        where = f"blocks[{number}]({block.get('type')})"
        yield from _unique(
            [e["action_id"] for e in _elements(block) if e.get("action_id")], where, "action_id"
        )
        yield from _walk(block, where)


def _unique(ids: list[str], where: str, what: str) -> Iterator[Finding]:
    for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
        yield Finding("invalid_blocks", where, f"duplicate {what} {id_!r}")
    for id_ in ids:
        if len(id_) > ID:
            yield Finding("invalid_blocks", where, f"{what} over {ID}")


def _elements(block: Json) -> list[Json]:
    return [*block.get("elements", []), *(e for k in ("element", "accessory") if (e := block.get(k)))]


def _walk(thing: Any, where: str) -> Iterator[Finding]:
    if isinstance(thing, list):
        for number, part in enumerate(thing):
            yield from _walk(part, f"{where}[{number}]")
    if not isinstance(thing, dict):
        return
    yield from _one(thing, where)
    for name, part in thing.items():
        yield from _walk(part, f"{where}.{name}")


def _one(thing: Json, where: str) -> Iterator[Finding]:
    kind = thing.get("type")
    if kind in ("plain_text", "mrkdwn"):
        yield from _text(thing, where, TEXT)
    for name, most in LONGEST.items():
        if isinstance(thing.get(name), dict):
            yield from _text(thing[name], f"{where}.{name}", most, plain=name in PLAIN)
    if kind == "header":
        yield from _text(thing.get("text"), where, HEADER, plain=True)
    if kind == "button":
        yield from _text(thing.get("text"), where, BUTTON_TEXT, plain=True)
        if size(thing.get("value", "")) > BUTTON_VALUE:
            yield Finding("invalid_blocks", where, "value too long")
    if kind == "section":
        yield from _section(thing, where)
    if kind == "table":
        yield from _table(thing, where)
    if kind == "plain_text_input" and size(thing.get("initial_value", "")) > thing.get("max_length", TEXT):
        yield Finding("invalid_blocks", where, "initial_value longer than can be typed")
    if "options" in thing:
        yield from _options(thing, where)


def _text(text: Any, where: str, most: int, *, plain: bool = False) -> Iterator[Finding]:
    if text is None:
        return
    length = size(text.get("text", ""))
    if not 0 < length <= most:
        yield Finding("invalid_blocks", where, f"text of {length}, 1..{most} allowed")
    if plain and text.get("type") != "plain_text":
        yield Finding("invalid_blocks", where, "must be plain_text")


def _section(thing: Json, where: str) -> Iterator[Finding]:
    fields = thing.get("fields", [])
    if len(fields) > FIELDS:
        yield Finding("invalid_blocks", where, f"{len(fields)} fields")
    for field in fields:
        yield from _text(field, f"{where}.fields", FIELD)
    if not fields and not thing.get("text"):
        yield Finding("invalid_blocks", where, "neither text nor fields")


def _table(thing: Json, where: str) -> Iterator[Finding]:
    rows = thing.get("rows", [])
    if not 0 < len(rows) <= ROWS or any(not 0 < len(row) <= CELLS for row in rows):
        yield Finding("invalid_blocks", where, f"{len(rows)} rows, {max(map(len, rows), default=0)} cells")


def _options(thing: Json, where: str) -> Iterator[Finding]:
    options: list[Json] = thing["options"]
    most = OPTIONS.get(str(thing.get("type")), MENU_OPTIONS)
    if not 0 < len(options) <= most:
        yield Finding("invalid_blocks", where, f"{len(options)} options, 1..{most} allowed")
    for option in options:
        yield from _text(option.get("text"), f"{where}.options", OPTION_TEXT)
        yield from _text(option.get("description"), f"{where}.options.description", OPTION_DESCRIPTION)
        if size(option.get("value", "")) > OPTION_VALUE:
            yield Finding("invalid_blocks", f"{where}.options", "value too long")
    yield from _unique([str(option.get("value")) for option in options], where, "option value")
    first = [thing["initial_option"]] if "initial_option" in thing else []
    if any(option not in options for option in [*first, *thing.get("initial_options", [])]):
        yield Finding("invalid_blocks", where, "an initial option is not among the options")
