"""The App Home: what waits for one person, each line with its buttons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.slack import buttons, limits
from bot.chat.slack.buttons import About
from bot.chat.slack.mrkdwn import clean
from bot.chat.words import Words
from bot.domain.tree import CardButton

Json = dict[str, Any]

LINE = 300
"""Characters of a line: a hundred of them stay far below the 250 kB of a view."""


@dataclass(frozen=True)
class HomeLine:
    """Something that waits: an open question, a wall, a review; its buttons know which review it is of."""

    text: str
    review: int
    buttons: tuple[CardButton, ...] = ()
    version: int | None = None


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
    blocks = _row(shown.buttons, About())
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
    for made in _lines(section.lines):
        if len(blocks) + len(made) > most - 1:
            return [*blocks, _words(words("slack_home_more", count=left))]
        blocks += made
        left -= 1
    return blocks


def _lines(lines: Sequence[HomeLine]) -> Iterator[list[Json]]:
    for line in lines:
        yield [_words(line.text), *_row(line.buttons, About(line.review, line.version))]


def _row(some: Sequence[CardButton], about: About) -> list[Json]:
    """Buttons of one line in one block."""
    drawn = buttons.elements(some, about, limits.BUTTON_ROW)
    return [{"type": "actions", "elements": drawn}] if drawn else []


def _words(text: str) -> Json:
    return {"type": "section", "text": _plain(text, LINE)}


def _plain(text: str, most: int) -> Json:
    line = "\n".join(" ".join(part.split()) for part in clean(text).split("\n")).strip()
    return {"type": "plain_text", "text": limits.cut(line, most) or "…", "emoji": False}
