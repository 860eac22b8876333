"""Decision points of a trace as cards: the list to choose from, and the exact window of one."""

from collections.abc import Iterable, Sequence

from bot.chat.pieces import call_shown, items_shown, tool_names, tool_shown, with_gaps
from bot.chat.words import Words
from bot.domain.recorded import action
from bot.domain.redaction import redact
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.domain.trace import DecisionPoint
from bot.domain.trace_text import rewritten
from bot.domain.trace_vocabulary import FactKind, Flag
from bot.domain.tree import Block, Card, CardButton, Heading, Listing, Paragraph, Strong, Text

MOST = 9
"""Points offered at a time; the rest are counted."""
LABEL = 80

Section = tuple[str, list[Block]]
"""A part of the window: the key of its heading, and what stands under it."""


def points_card(
    points: Sequence[DecisionPoint], evidence: str, words: Words, *, rules: Rules = SECRETS
) -> Card:
    """The points offered, strongest first, a button each."""
    said = words("points_title", evidence=evidence, count=len(points)) if points else words("points_none")
    more = len(points) - MOST
    blocks: list[Block] = [Paragraph((Text(said),))]
    if more > 0:
        blocks.append(Paragraph((Text(words("points_more", count=more)),)))
    labels = ((p.key, label(p, words, rules=rules)) for p in points[:MOST])
    buttons = [CardButton(f"point:{evidence}:{key}", said, key) for key, said in labels]
    return Card(tuple(blocks), tuple(buttons))


def label(point: DecisionPoint, words: Words, *, rules: Rules = SECRETS) -> str:
    """When it was, what was done, and why it is offered."""
    at = point.at.strftime("%H:%M:%S") if point.at else words("no_time")
    why = ", ".join(words(f"trace_reason.{reason}") for reason in point.reasons[:2])
    text = " ".join(redact(action(point), rules=rules).text.split())
    short = text if len(text) <= LABEL else f"{text[: LABEL - 1]}…"
    return " · ".join(part for part in (at, short, why) if part)


def clean(point: DecisionPoint, *, rules: Rules = SECRETS) -> DecisionPoint:
    """The point without secrets, for whatever shows or keeps some of it.

    One at a time: windows of a long run hold each other, and all of them cleaned would be its square.
    """
    return rewritten(point, lambda text: redact(text, rules=rules).text)


def window_card(point: DecisionPoint, words: Words, *, rules: Rules = SECRETS) -> Card:
    """Exactly the window, under the point's label: what it was shown, what it answered and what came back."""
    title = Paragraph((Strong((Text(label(point, words, rules=rules)),)),))
    return Card((title, *window_blocks(point, words, rules=rules)))


def window_blocks(point: DecisionPoint, words: Words, *, rules: Rules = SECRETS) -> tuple[Block, ...]:
    """Instructions, messages in order, tools, what it answered and what came back, and what was not recorded."""
    counts, point = _counts(point, words), clean(point, rules=rules)
    return (counts, *_drawn((*_recorded(point, words), _not_recorded(point, words)), words))


def window_blocks_for_a_cut(
    point: DecisionPoint, words: Words, *, rules: Rules = SECRETS
) -> tuple[Block, ...]:
    """The same, what was not recorded before all else: for a place that may not hold the whole of it."""
    counts, point = _counts(point, words), clean(point, rules=rules)
    return (counts, *_drawn((_not_recorded(point, words), *_recorded(point, words)), words))


def _counts(point: DecisionPoint, words: Words) -> Block:
    """How much it was shown: pieces, characters, tools, and tokens where their number was recorded."""
    window = point.window
    shown = (*window.instructions, *window.messages)
    read, written = (point.fact(kind) for kind in (FactKind.TOKENS_IN, FactKind.TOKENS_OUT))
    said = words(
        "window_counts",
        pieces=len(shown),
        characters=sum(len(item.text) for item in shown),
        tools=len(window.tools),
        read=read.value if read else "",
        written=written.value if written else "",
    )
    return Paragraph((Text(said),))


def _recorded(point: DecisionPoint, words: Words) -> tuple[Section, ...]:
    names = tool_names((*point.window.conversation, *point.output))
    conversation = (
        with_gaps(point.window, words, names)
        if Flag.MESSAGE_INDEX_GAP in point.flags
        else items_shown(point.window.conversation, words, names)
    )
    return (
        ("window_system", items_shown(point.window.system, words, names)),
        ("window_messages", conversation),
        ("window_tools", [block for tool in point.window.tools for block in tool_shown(tool, words)]),
        ("window_output", items_shown(point.output, words, names)),
        ("window_calls", [block for call in point.calls for block in call_shown(call, words)]),
        ("window_facts", _facts(point)),
    )


def _not_recorded(point: DecisionPoint, words: Words) -> Section:
    return ("window_missing", _missing(point, words))


def _drawn(sections: Iterable[Section], words: Words) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for key, found in sections:
        blocks += [Heading(3, (Text(words(key)),)), *(found or [Paragraph((Text(words("none_recorded")),))])]
    return tuple(blocks)


def _facts(point: DecisionPoint) -> list[Block]:
    rows = [(Paragraph((Text(f"{fact.where.key}: {fact.value}"),)),) for fact in point.facts]
    return [Listing(tuple(rows))] if rows else []


def _missing(point: DecisionPoint, words: Words) -> list[Block]:
    rows = [(Paragraph((Text(words(f"trace_flag.{flag}")),)),) for flag in point.flags]
    return [Listing(tuple(rows))] if rows else [Paragraph((Text(words("nothing_missing")),))]
