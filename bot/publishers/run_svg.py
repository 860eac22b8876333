"""The picture of a run as SVG: one file without script, outer font or link, for light and dark paper."""

from collections.abc import Mapping

from bot.domain.run_picture import Captions, Picture
from bot.publishers.run_shapes import Box, Disc, Letters, Line, Shape, Tone, Wedge, height, holdable, shapes

LIGHT: Mapping[Tone, str] = {
    Tone.PAPER: "#ffffff",
    Tone.INK: "#1f2328",
    Tone.QUIET: "#656d76",
    Tone.BAND: "#f0f2f5",
    Tone.AGENT: "#656d76",
    Tone.TURN: "#0a5fc2",
    Tone.TOOL: "#8a5a00",
    Tone.FAILED: "#b3261e",
    Tone.CHOSEN: "#6a1fb0",
    Tone.GLOW: "#f3e8fd",
}
DARK: Mapping[Tone, str] = {
    Tone.PAPER: "#16191d",
    Tone.INK: "#e6e9ed",
    Tone.QUIET: "#9aa4af",
    Tone.BAND: "#22272e",
    Tone.AGENT: "#9aa4af",
    Tone.TURN: "#6cb0ff",
    Tone.TOOL: "#e0a83c",
    Tone.FAILED: "#ff8b80",
    Tone.CHOSEN: "#cf9bff",
    Tone.GLOW: "#35234a",
}
FAMILY = "-apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
SHOWN = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def svg(drawn: Picture, said: Captions) -> str:
    """The whole file, its paragraph in place of the picture included."""
    high = height(drawn, said)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawn.width}" height="{high}"'
        f' viewBox="0 0 {drawn.width} {high}" role="img" aria-labelledby="run-title run-told">'
    )
    told = f'<title id="run-title">{_text(said.title)}</title><desc id="run-told">{_text(said.alternative)}</desc>'
    body = "\n".join(_drawn(shape) for shape in shapes(drawn, said))
    return f"{head}\n{told}\n{_style()}\n{body}\n</svg>\n"


def _style() -> str:
    dark = "".join(_rules(DARK))
    return (
        f"<style>text{{font-family:{FAMILY};white-space:pre}}.line{{fill:none}}{''.join(_rules(LIGHT))}"
        f"@media(prefers-color-scheme:dark){{{dark}}}</style>"
    )


def _rules(colours: Mapping[Tone, str]) -> list[str]:
    return [f".{tone}{{fill:{c}}}.line.{tone}{{fill:none;stroke:{c}}}" for tone, c in colours.items()]


def _drawn(shape: Shape) -> str:
    match shape:
        case Box(left, top, width, tall, tone, 0):
            return f'<rect class="{tone}" x="{left}" y="{top}" width="{width}" height="{tall}"/>'
        case Box(left, top, width, tall, tone, outline):
            return (
                f'<rect class="line {tone}" x="{left}" y="{top}" width="{width}" height="{tall}"'
                f' stroke-width="{outline}"/>'
            )
        case Disc(x, y, radius, tone):
            return f'<circle class="{tone}" cx="{x}" cy="{y}" r="{radius}"/>'
        case Line(x, y, to_x, to_y, tone, width):
            return f'<path class="line {tone}" d="M{x} {y}L{to_x} {to_y}" stroke-width="{width}"/>'
        case Wedge(left, y, size, tone):
            return f'<path class="{tone}" d="M{left} {y - size // 2}L{left + size} {y}L{left} {y + size // 2}z"/>'
        case Letters(left, y, text, tone, size, bold):
            weight = ' font-weight="700"' if bold else ""
            place = f'x="{left}" y="{y}" dy="0.35em" font-size="{size}"{weight}'
            return f'<text class="{tone}" {place}>{_text(text)}</text>'


def _text(text: str) -> str:
    return "".join(SHOWN.get(sign, sign) for sign in holdable(text))
