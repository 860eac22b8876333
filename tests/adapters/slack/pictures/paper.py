"""What pictures are made of: marks in boxes that are put under and into each other, and the whole as SVG."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from tests.adapters.slack.pictures.letters import CODE, Run, lines


@dataclass(frozen=True)
class Type:
    """A kind of type: its size, and the height of a line, in pixels."""

    size: float
    line: float
    bold: bool = False


TYPES = {
    "title": Type(17, 24, bold=True),
    "head": Type(16, 24, bold=True),
    "said": Type(14, 21),
    "label": Type(13.5, 20, bold=True),
    "press": Type(13, 18, bold=True),
    "note": Type(12, 17),
    "mark": Type(9.5, 14),
    "letter": Type(18, 24, bold=True),
}

STYLE = """
  text { font-family: Helvetica, Arial, "Liberation Sans", sans-serif; white-space: pre; fill: #1f2328 }
  .code { font-family: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace }
  .bold { font-weight: bold } .italic { font-style: italic } .strike { text-decoration: line-through }
  .link, .mention { fill: #0a58a6 } .dim, .note { fill: #59636e }
  .page { fill: #ffffff; stroke: #d0d7de } .desk { fill: #eef1f4; stroke: #d0d7de }
  .box { fill: #ffffff; stroke: #b4bcc6 } .chip, .codebox { fill: #f3f5f7; stroke: #dde2e8 }
  .line { stroke: #dde2e8; fill: none } .bar { fill: #cbd2da } .pen { stroke: #59636e; fill: none; stroke-width: 1.6 }
  .yes { stroke: #1a7f5a; fill: none; stroke-width: 2.2 } .primary { fill: #1a6e52; stroke: #1a6e52 }
  .danger { fill: #ffffff; stroke: #b3261e } .onprimary, .letter { fill: #ffffff } .ondanger { fill: #b3261e }
  .us { fill: #2b5d66 } .one { fill: #7a5ea8 } .two { fill: #a8643c } .three { fill: #3f6fa8 }
  @media (prefers-color-scheme: dark) {
    text { fill: #dfe3e8 } .link, .mention { fill: #7db7f5 } .dim, .note { fill: #98a2ad }
    .page { fill: #16191d; stroke: #343b43 } .desk { fill: #0d0f12; stroke: #343b43 }
    .box { fill: #16191d; stroke: #59636e } .chip, .codebox { fill: #22272d; stroke: #343b43 }
    .line { stroke: #343b43 } .bar { fill: #4a535d } .pen { stroke: #98a2ad } .yes { stroke: #4cc38a }
    .danger { fill: #16191d; stroke: #f0837a } .onprimary, .letter { fill: #ffffff } .ondanger { fill: #f0837a }
  }
"""


@dataclass(frozen=True)
class Drawn:
    """Marks in a box whose upper left corner is 0 0; pixels."""

    wide: float
    high: float
    marks: str = ""

    def at(self, x: float, y: float) -> str:
        """The marks, with their corner there."""
        return f'<g transform="translate({_n(x)} {_n(y)})">\n{self.marks}</g>\n' if self.marks else ""


def words(runs: Iterable[Run], wide: float, kind: str = "said", *, most: int = 0, look: str = "") -> Drawn:
    """Text in lines; with `most` the lines after so many are left out."""
    kept = TYPES[kind]
    plain = [Run(run.text, f"{run.look} bold".strip()) if kept.bold else run for run in runs]
    found = lines(plain, wide, kept.size)
    found = found[:most] if most else found
    marks, widest = "", 0.0
    for number, line in enumerate(found):
        x = 0.0
        for run in line:
            marks += _run(run, x, number * kept.line, kept, f"{kind} {look}")
            x += run.wide(kept.size)
        widest = max(widest, x)
    return Drawn(widest, kept.line * len(found), marks)


def _run(run: Run, x: float, top: float, kept: Type, look: str) -> str:
    """One run; its width is written down, so that another font takes no more room than this one."""
    wide, edge = run.wide(kept.size), run.edge
    made = box("codebox", x + 0.5, top + 2, wide - 1, kept.line - 4, 3) if edge else ""
    looks = " ".join(f"{look} {run.look}".split())
    size, y = kept.size * (CODE if run.is_code else 1), top + kept.line * 0.5 + kept.size * 0.35
    return made + (
        f'<text class="{looks}" x="{_n(x + edge)}" y="{_n(y)}" font-size="{_n(size)}" '
        f'textLength="{_n(wide - 2 * edge)}" lengthAdjust="spacingAndGlyphs">{escape(run.text, quote=False)}</text>\n'
    )


def box(look: str, x: float, y: float, wide: float, high: float, round_: float = 5) -> str:
    """A rectangle with round corners."""
    return f'<rect class="{look}" x="{_n(x)}" y="{_n(y)}" width="{_n(wide)}" height="{_n(high)}" rx="{_n(round_)}"/>\n'


def path(look: str, steps: str) -> str:
    """A line drawn with a pen."""
    return f'<path class="{look}" d="{steps}"/>\n'


def stacked(parts: Sequence[Drawn], gap: float) -> Drawn:
    """One under the other."""
    marks, y = "", 0.0
    for part in parts:
        marks += part.at(0, y)
        y += part.high + gap
    return Drawn(max((part.wide for part in parts), default=0), max(0, y - gap), marks)


def flowing(parts: Sequence[Drawn], wide: float, gap: float) -> Drawn:
    """Side by side, in as many rows as it takes."""
    marks, x, y, high = "", 0.0, 0.0, 0.0
    for part in parts:
        if x and x + part.wide > wide:
            x, y, high = 0.0, y + high + gap, 0.0
        marks += part.at(x, y)
        x, high = x + part.wide + gap, max(high, part.high)
    return Drawn(wide, y + high, marks)


def svg(drawn: Drawn, title: str) -> str:
    """A picture that follows the reader's light or dark page."""
    wide, high = round(drawn.wide), round(drawn.high)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 {wide} {high}" '
        f'width="{wide}" height="{high}" role="img" aria-label="{escape(title)}">\n<style>{STYLE}</style>\n'
        f"{drawn.marks}</svg>\n"
    )


def _n(number: float) -> str:
    """Pixels to a tenth."""
    return f"{number:.1f}".removesuffix(".0")
