"""The words of the picture of a run: labels cut to their room, a legend, and a paragraph in place of the picture."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat.words import Words
from bot.domain.run_marks import Mark, MarkKind
from bot.domain.run_picture import MARGIN, Captions, Picture, Placed, signs

CELL, TITLE_CELL = 7.2, 8.6
"""The width of one sign of a label, and of the title, in pixels; a wide one takes two."""

LEAST = 0.05
"""Seconds below which nothing is said of how long it took."""
UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


@dataclass(frozen=True)
class Room:
    """How many narrow signs fit beside a mark, and into the title."""

    label: int
    title: int


def captions(drawn: Picture, words: Words, room: Room | None = None) -> Captions:
    """All that is written into a picture; without a `room` told, labels have what its pixels give."""
    fits = room or _in_pixels(drawn)
    marks = [placed.mark for placed in drawn.marks]
    title = _title(drawn, words)
    deeper = words("picture_deeper") if any(mark.depth for mark in marks) else ""
    untimed = words("picture_by_order") if marks and not drawn.timed else ""
    nothing = "" if marks else words("picture_nothing")
    return Captions(
        title=_cut(title, fits.title),
        alternative=" ".join(part for part in (_alternative(drawn, title, words), nothing, untimed) if part),
        labels=tuple(_label(mark, fits.label, words) for mark in marks),
        times=tuple(_time(mark, words) for mark in marks),
        idle=tuple(words("picture_idle", lasting=lasting(idle.seconds)) for idle in drawn.idle),
        legend=tuple((sign, words(f"picture_sign_{sign}")) for sign in signs(drawn)),
        notes=tuple(note for note in (untimed, deeper, nothing, _took_until(drawn, words)) if note),
    )


def _in_pixels(drawn: Picture) -> Room:
    label = (drawn.width - drawn.words_left - MARGIN) / CELL
    return Room(int(label), int((drawn.width - 2 * MARGIN) / TITLE_CELL))


def _title(drawn: Picture, words: Words) -> str:
    marks = [placed.mark for placed in drawn.marks]
    agent = next((mark.name for mark in marks if mark.kind is MarkKind.AGENT and mark.name), "")
    starts = [mark.start for mark in marks if mark.start]
    ends = [end for mark in marks if (end := mark.end or mark.start)]
    if not drawn.timed or not starts:
        return words("picture_title", agent=agent, begins="", ends="")
    span = (_clock(min(starts), day=True), _clock(max(ends), day=False))
    return words("picture_title", agent=agent, begins=span[0], ends=span[1])


def _clock(at: datetime, *, day: bool) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S" if day else "%H:%M:%S")


def _time(mark: Mark, words: Words) -> str:
    if mark.start is not None:
        return _clock(mark.start, day=False)
    return "" if mark.message is None else words("picture_message", number=mark.message)


def _decided(mark: Mark, words: Words) -> str:
    """When it decided, as the list of points says it: at the end of its answer."""
    return _clock(mark.end, day=False) if mark.end and mark.kind is MarkKind.TURN else _time(mark, words)


def _took_until(drawn: Picture, words: Words) -> str:
    """The list of points names the end of a decision, its row the beginning; both, where they differ."""
    chosen = drawn.chosen
    if chosen is None or chosen.mark.start is None:
        return ""
    began, at = _time(chosen.mark, words), _decided(chosen.mark, words)
    return words("picture_decided", began=began, at=at) if began != at else ""


def _label(mark: Mark, room: int, words: Words) -> str:
    """What it was, how long it took where there is room for it, and whether it failed; only the first is cut."""
    failed = words("picture_failed") if mark.failed else ""
    failed = words("picture_failed_of", count=mark.failures) if mark.failures else failed
    what = _what(mark, words)
    what = words("picture_chosen", label=what) if mark.chosen else what
    tight = room - room // 14 if mark.chosen else room  # the decision's label is bold
    short = f" · {failed}" if failed else ""
    whole = f" · {took}{short}" if (took := _took(mark)) else short
    end = whole if cells(what) + cells(whole) <= tight else short
    return _cut(what, tight - cells(end)) + end


def _what(mark: Mark, words: Words) -> str:
    match mark.kind:
        case MarkKind.AGENT:
            return words("picture_agent", name=mark.name)
        case MarkKind.TOOL:
            return words("picture_tool", name=mark.name) if mark.name else words("picture_tool_unnamed")
        case MarkKind.FOLD:
            return words("picture_fold", agents=mark.agents, turns=mark.turns, tools=mark.tools)
        case MarkKind.TURN if mark.asks:
            return words("picture_asks", tools=_listed(mark.asks, words))
        case MarkKind.TURN if mark.says:
            return words("picture_says", text=mark.says)
        case MarkKind.TURN:
            return words("picture_turn")


def _listed(names: Sequence[str], words: Words) -> str:
    """Each tool once, with how often it was called."""
    return ", ".join(
        name if count == 1 else words("picture_often", name=name, count=count)
        for name, count in Counter(names).items()
    )


def _took(mark: Mark) -> str:
    if mark.kind is MarkKind.FOLD or not mark.start or not mark.end or mark.end < mark.start:
        return ""
    seconds = (mark.end - mark.start).total_seconds()
    return lasting(seconds) if seconds >= LEAST else ""


def lasting(seconds: float) -> str:
    """A length of time in two units at most, as `0.4 s`, `4 min 12 s`, `3 h 5 min`, `2 d 4 h`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    rest, parts = round(seconds), []
    for unit, size in UNITS:
        count, rest = divmod(rest, size)
        parts.append((count, unit))
    first = next(place for place, (count, _) in enumerate(parts) if count)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count)


def _alternative(drawn: Picture, title: str, words: Words) -> str:
    chosen = drawn.chosen
    before, after = _beside(drawn.marks, chosen, words)
    folded = sum(p.mark.agents + p.mark.turns + p.mark.tools for p in drawn.marks)
    return words(
        "picture_alternative",
        title=title,
        turns=drawn.turns,
        tools=drawn.tools,
        failures=drawn.failures,
        lasting="" if drawn.seconds is None else lasting(drawn.seconds),
        chosen=_what(chosen.mark, words) if chosen else "",
        at=_decided(chosen.mark, words) if chosen else "",
        before=before,
        after=after,
        folded=folded,
    )


def _beside(marks: Sequence[Placed], chosen: Placed | None, words: Words) -> tuple[str, str]:
    """What stands before and after the decision."""
    if chosen is None:
        return "", ""
    place = marks.index(chosen)
    near = (marks[place - 1 : place] if place else (), marks[place + 1 : place + 2])
    before, after = ("".join(_what(placed.mark, words) for placed in some) for some in near)
    return before, after


def _cut(text: str, room: int) -> str:
    if cells(text) <= room:
        return text
    while text and cells(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def cells(text: str) -> int:
    """How many narrow signs are as wide."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
