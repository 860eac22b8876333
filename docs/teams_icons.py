"""Draws the icons of the Teams app into `teams/`: `python -m docs.teams_icons`. Teams sets both sizes.

A way forks: one branch goes on, the other ends at a wall.
"""

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[1] / "teams"
COLOR, OUTLINE = "color.png", "outline.png"
GROUND, LINE, WALL = (36, 41, 47, 255), (255, 255, 255, 255), (255, 196, 84, 255)
CLEAR = (255, 255, 255, 0)
FINE = 8  # drawn so many times as large, then averaged: edges are smooth

UNITS = 32
WIDTH = 2.5
WAY = ((4, 14), (12, 14), (20, 7), (28, 7))
BRANCH = ((12, 14), (20, 21), (22, 21))
BARRIER = ((26, 16.5), (26, 25.5))
"""In units of a square of 32."""


def color() -> Image.Image:
    """192 x 192 on a ground that fills it; the drawing keeps within the middle 120, as Teams cuts round corners."""
    return _drawn(192, 132, GROUND, LINE, WALL)


def outline() -> Image.Image:
    """32 x 32, white on nothing."""
    return _drawn(32, 32, CLEAR, LINE, LINE)


def _drawn(
    size: int, inner: int, ground: tuple[int, ...], line: tuple[int, ...], wall: tuple[int, ...]
) -> Image.Image:
    image = Image.new("RGBA", (size * FINE, size * FINE), ground)
    pen = ImageDraw.Draw(image)
    unit, edge = inner * FINE / UNITS, (size - inner) * FINE / 2
    for points, ink in ((WAY, line), (BRANCH, line), (BARRIER, wall)):
        placed = [(edge + x * unit, edge + y * unit) for x, y in points]
        pen.line(placed, fill=ink, width=round(WIDTH * unit), joint="curve")
        for x, y in placed:
            half = WIDTH * unit / 2
            pen.ellipse((x - half, y - half, x + half, y + half), fill=ink)
    return image.reduce(FINE)


def draw() -> None:
    """Write both anew."""
    color().save(FOLDER / COLOR, optimize=True)
    outline().save(FOLDER / OUTLINE, optimize=True)


if __name__ == "__main__":
    draw()
