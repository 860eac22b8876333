"""Draws `dialogue.svg`, the picture of the README, from what the demo really says: `make picture`."""

import asyncio
import tempfile
from dataclasses import replace
from html import escape
from pathlib import Path

from bot.cli.playing import DEMO, perform
from bot.settings import Settings

PICTURE = Path(__file__).with_name("dialogue.svg")
UNTIL = "+ 2 min"
"""The remark of the demo's script that begins what is not drawn any more."""

LINE, CHARACTER, EDGE = 19, 8.05, 24  # pixels
BOT = {"┌": "head", "│": "body", "└": "press"}
STYLE = """
  text { font: 13.3px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; fill: #24292f }
  rect { fill: #ffffff; stroke: #d0d7de } .note { fill: #6e7781 } .head { fill: #6e7781 } .press { fill: #0550ae }
  .person { font-weight: bold }
  @media (prefers-color-scheme: dark) {
    text { fill: #d0d7de } rect { fill: #0d1117; stroke: #30363d }
    .note, .head { fill: #8b949e } .press { fill: #79c0ff }
  }
"""


def lines_of_demo() -> list[str]:
    """What the terminal shows in the first minutes of the demo, as plain text."""
    script = (DEMO / "refund.play").read_text("utf-8").split(UNTIL)[0]
    written: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        settings = replace(Settings(), database=Path(place) / "d.sqlite3", markdown_dir=Path(place))
        asyncio.run(perform(script, "refund.play", DEMO, settings, written.append))
    return [line for text in written for line in text.split("\n")]


def drawn(lines: list[str]) -> str:
    """The lines as an SVG that follows the reader's light or dark page."""
    wide = EDGE * 2 + round(max(map(len, lines)) * CHARACTER)
    high = EDGE * 2 + LINE * len(lines)
    title = "The first minutes of the demo: a review is opened, a shallow answer is probed, a fix is parked"
    rows = "\n".join(_row(line, EDGE + LINE * (place + 1) - 5) for place, line in enumerate(lines) if line)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {wide} {high}" '
        f'width="{wide}" height="{high}" role="img" aria-label="{title}">\n<style>{STYLE}</style>\n'
        f'<rect x="0.5" y="0.5" width="{wide - 1}" height="{high - 1}" rx="8"/>\n{rows}\n</svg>\n'
    )


def _row(line: str, y: int) -> str:
    """One line: the bot's by its mark, a word of the terminal itself, or a person's with the name in bold."""
    kind = BOT.get(line[0], "note" if line.startswith("  ") and not line.startswith("    ") else "")
    name, colon, rest = line.partition(": ")
    if not kind and colon and not line.startswith(" "):
        return f'<text x="{EDGE}" y="{y}"><tspan class="person">{escape(name)}:</tspan> {escape(rest)}</text>'
    return f'<text class="{kind or "said"}" x="{EDGE}" y="{y}">{escape(line)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(lines_of_demo()), "utf-8")
