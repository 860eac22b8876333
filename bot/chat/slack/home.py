"""The App Home: what waits for one person, each line with its buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.pressing import About
from bot.chat.slack import buttons, limits
from bot.chat.slack.mrkdwn import clean
from bot.chat.words import Words
from bot.domain.tree import CardButton

Json = dict[str, Any]

THREAD = "thread"
"""The action of the button that leads to a thread: a link, which nobody need hear of."""

SURE = frozenset({"publish"})
"""Presses that ask once more: on the Home, what they are about is not seen."""

ROWS = 2
"""Rows of buttons a line may have."""

LINE = 300
"""Characters of a line: a hundred of them stay far below the 250 kB of a view."""


@dataclass(frozen=True)
class HomeLine:
    """Something that waits: an open question, a wall, a review; its buttons know which review it is of."""

    text: str
    review: int
    buttons: tuple[CardButton, ...] = ()
    version: int | None = None
    link: str = ""  # the address of its thread


@dataclass(frozen=True)
class HomeSection:
    """Lines under a heading; `none` is said where there are none."""

    title: str
    lines: tuple[HomeLine, ...] = ()
    none: str = ""


@dataclass(frozen=True)
class Home:
    """What one person sees; `buttons` stand at the top and belong to no review."""

    sections: tuple[HomeSection, ...]
    buttons: tuple[CardButton, ...] = ()


def home(shown: Home, words: Words) -> Json:
    """The view: every section has its share of the blocks Slack takes, and says how many lines it leaves out."""
    blocks = _rows(shown.buttons, About(), words)
    sections = shown.sections[: limits.VIEW_BLOCKS // 10]
    share = (limits.VIEW_BLOCKS - len(blocks)) // max(1, len(sections))
    for section in sections:
        blocks += _section(section, share, words)
    return {"type": "home", "blocks": blocks or [_words("…")]}


def _section(section: HomeSection, most: int, words: Words) -> list[Json]:
    blocks: list[Json] = [{"type": "header", "text": _plain(section.title, limits.HEADER)}]
    if not section.lines:
        return [*blocks, _words(section.none)] if section.none.strip() else blocks
    left = len(section.lines)
    for made in _lines(section.lines, words):
        if len(blocks) + len(made) > most - 1:
            return [*blocks, _words(words("slack_home_more", count=left))]
        blocks += made
        left -= 1
    return blocks


def _lines(lines: Sequence[HomeLine], words: Words) -> Iterator[list[Json]]:
    for line in lines:
        yield [_line(line, words), *_rows(line.buttons, About(line.review, line.version), words)]


def _line(line: HomeLine, words: Words) -> Json:
    """Its words, and the way to its thread beside them."""
    made = _words(line.text)
    if not line.link.startswith("https://") or limits.size(line.link) > limits.LINK:
        return made
    label = _plain(words("slack_home_thread"), limits.BUTTON_LABEL)
    return {**made, "accessory": {"type": "button", "action_id": THREAD, "text": label, "url": line.link}}


def _rows(some: Sequence[CardButton], about: About, words: Words) -> list[Json]:
    """Buttons of one line, in two rows at most."""
    drawn = buttons.elements(some, about, limits.BUTTON_ROW * ROWS)
    return buttons.rows([_asking(button, words) for button in drawn])


def _asking(button: Json, words: Words) -> Json:
    """A button; one that should not be pressed by mistake asks first."""
    carried = buttons.read(button["value"])
    if carried is None or carried.press not in SURE:
        return button
    parts = {"title": limits.CONFIRM_TITLE, "text": limits.CONFIRM_TEXT}
    parts |= dict.fromkeys(("confirm", "deny"), limits.CONFIRM_BUTTON)
    asks = {name: _plain(words(f"slack_home_sure_{name}"), most) for name, most in parts.items()}
    return {**button, "confirm": asks}


def _words(text: str) -> Json:
    return {"type": "section", "text": _plain(text, LINE)}


def _plain(text: str, most: int) -> Json:
    line = "\n".join(" ".join(part.split()) for part in clean(text).split("\n")).strip()
    return {"type": "plain_text", "text": limits.cut(line, most) or "…", "emoji": False}
