"""The window of a decision point in a view, cut to what a view holds, and whole as a file."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from bot.chat.differing import between, difference_blocks, earlier
from bot.chat.looked import Looked
from bot.chat.pressing import WINDOW, WINDOW_DIFF, WINDOW_FILE, About
from bot.chat.slack import buttons, dialect, flow, limits, views
from bot.chat.slack.choosing import one_of
from bot.chat.slack.dialect import Unit
from bot.chat.window import label, window_blocks_for_a_cut
from bot.chat.words import Words
from bot.domain.tree import Block, CardButton, CodeBlock, Paragraph, Strong, Text

Json = dict[str, Any]


def told(title: str, sentence: str, words: Words) -> Json:
    """A view that says one sentence."""
    return views.shown(title, _drawn([Paragraph((Text(sentence),))]), words)


def pane(looked: Looked, words: Words, *, title: str, note: Sequence[Block] = ()) -> Json:
    """The window under a choice of its point, with a button for its file.

    Under a note of what became of the file, what was not recorded comes first: the rest may be longer than a view.
    """
    head = [*_choice(looked, words), *_drawn([*note, *_about(looked, words)])]
    blocks = window_blocks_for_a_cut(looked.point, words, rules=looked.rules)
    return _filled(head, blocks, "slack_window_cut", words, title)


def changes(looked: Looked, words: Words, *, title: str) -> Json:
    """What entered and left the context since the decision before, and the way back to the window."""
    before = earlier(looked.points, looked.place)
    if before is None:
        return pane(looked, words, title=title)
    told = words("diff_title", before=before + 1, after=looked.place + 1)
    head = [*_choice(looked, words, back=True), *_drawn([Paragraph((Strong((Text(told),)),))])]
    seen = between(looked.points, before + 1, looked.place + 1)
    blocks = difference_blocks(seen, words, rules=looked.rules)
    return _filled(head, blocks, "slack_changes_cut", words, title)


def _filled(head: Sequence[Json], blocks: Sequence[Block], cut: str, words: Words, title: str) -> Json:
    """As much as fits below a head, and a sentence where that is not all."""
    found, fits = _fitting(blocks, head)
    end = [] if fits else _drawn([Paragraph((Strong((Text(words(cut)),)),))])
    return views.shown(title, [*head, *found, *end], words)


def _choice(looked: Looked, words: Words, *, back: bool = False) -> list[Json]:
    """The points, where there are several, and the buttons; without block ids, so that Slack keeps no older choice."""
    about = About(looked.review.number)
    offered = list(range(len(looked.points)))[: limits.OPTIONS]
    if looked.place not in offered:
        offered[-1] = looked.place
    press = f"{WINDOW}:{looked.evidence.id}"
    choices = [(_carried(looked, place, press), _moment(looked, place, words)) for place in offered]
    menu = one_of(choices, choices[offered.index(looked.place)][0]) if len(choices) > 1 else None
    put = CardButton(f"{WINDOW_FILE}:{looked.evidence.id}", words("slack_window_put"), looked.point.key)
    offered_buttons = [put, _other(looked, words, back=back)]
    elements = [{**menu, "action_id": f"{buttons.ACTION}0"}] if menu else []
    elements += [
        element
        for place, button in enumerate(offered_buttons, 1)
        if button and (element := buttons.element(button, about, place))
    ]
    return [{"type": "actions", "elements": elements}] if elements else []


def _other(looked: Looked, words: Words, *, back: bool) -> CardButton | None:
    """From the window to what changed, where a decision came before; from there back to the window."""
    if back:
        return CardButton(f"{WINDOW}:{looked.evidence.id}", words("slack_changes_back"), looked.point.key)
    if earlier(looked.points, looked.place) is None:
        return None
    return CardButton(f"{WINDOW_DIFF}:{looked.evidence.id}", words("slack_changes"), looked.point.key)


def _carried(looked: Looked, place: int, press: str) -> str:
    button = CardButton(press, "", looked.points[place].key)
    return buttons.carried(button, About(looked.review.number))


def _moment(looked: Looked, place: int, words: Words) -> str:
    point = looked.points[place]
    return words("slack_window_moment", number=place + 1, label=label(point, words, rules=looked.rules))


def _about(looked: Looked, words: Words) -> Iterator[Block]:
    """Who reads the file, how many points are not in the list, and which point this is."""
    yield Paragraph((Text(words("slack_window_everybody", name=looked.file)),))
    more = len(looked.points) - limits.OPTIONS
    if more > 0:
        yield Paragraph((Text(words("slack_window_more", count=more)),))
    yield Paragraph((Strong((Text(_moment(looked, looked.place, words)),)),))


def _fitting(blocks: Sequence[Block], head: Sequence[Json]) -> tuple[list[Json], bool]:
    """As much of the blocks as a view holds beside its head, and whether that is all of them."""
    room = limits.VIEW_BYTES - _weight(head)
    units = tuple(_weighed(blocks, room))
    found, fitting = dialect.blocks_of(units, limits.VIEW_BLOCKS - len(head) - 1, room)
    return found, fitting == len(units)


def _weighed(blocks: Sequence[Block], room: int) -> Iterator[Unit]:
    """Units that cost what they weigh, up to the first for which there is no room."""
    short = (
        CodeBlock(block.text[: limits.VIEW_BYTES]) if isinstance(block, CodeBlock) else block
        for block in blocks
    )
    for unit in dialect.units(flow.pieces(short)):
        weighed = replace(unit, cost=_weight(unit.made))
        yield weighed
        room -= weighed.cost
        if room < 0:
            return


def _drawn(blocks: Sequence[Block]) -> list[Json]:
    """Few words, all of them."""
    units = tuple(dialect.units(flow.pieces(blocks)))
    found, _ = dialect.blocks_of(units, limits.VIEW_BLOCKS, limits.VIEW_BYTES)
    return found


def _weight(made: object) -> int:
    return len(json.dumps(made))
