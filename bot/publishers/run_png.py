"""The picture of a run as PNG, for places that show no SVG. Imported only where one is drawn: Pillow takes its time.

Its built-in font has Latin letters. A sign that it lacks is drawn as an empty box; the SVG shows it.
"""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from bot.domain.run_picture import Captions, Picture
from bot.publishers.run_shapes import Box, Disc, Letters, Line, Shape, Wedge, height, holdable, shapes
from bot.publishers.run_svg import LIGHT

SCALE = 2
"""Twice the size of the drawing, for screens with small dots."""

COLOURS = 128
"""Ten colours and what lies between them at the edges of letters: a third of the bytes."""


def png(drawn: Picture, said: Captions) -> bytes:
    """The whole file, on light paper; its paragraph in place of the picture is its `Description`."""
    size = (drawn.width * SCALE, height(drawn, said) * SCALE)
    image = Image.new("RGB", size)
    pen = ImageDraw.Draw(image)
    for shape in shapes(drawn, said):
        _draw(pen, shape)
    out = io.BytesIO()
    image = image.quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(out, "PNG", optimize=True, pnginfo=_described(said))
    return out.getvalue()


def _described(said: Captions) -> PngImagePlugin.PngInfo:
    told = PngImagePlugin.PngInfo()
    told.add_itxt("Title", holdable(said.title))
    told.add_itxt("Description", holdable(said.alternative))
    return told


def _draw(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    colour = LIGHT[shape.tone]
    match shape:
        case Box(left, top, width, tall, _, outline):
            corners = _scaled(left, top, left + width, top + tall)
            if outline:
                pen.rectangle(corners, outline=colour, width=outline * SCALE)
            else:
                pen.rectangle(corners, fill=colour)
        case Disc(x, y, radius, _):
            pen.ellipse(_scaled(x - radius, y - radius, x + radius, y + radius), fill=colour)
        case Line(x, y, to_x, to_y, _, width):
            pen.line(_scaled(x, y, to_x, to_y), fill=colour, width=width * SCALE)
        case Wedge(left, y, size, _):
            pen.polygon(_scaled(left, y - size // 2, left + size, y, left, y + size // 2), fill=colour)
        case Letters(left, y, text, _, size, bold):
            thick = 1 if bold else 0  # the font has one weight: drawn with a rim, it is heavier
            at = (left * SCALE, y * SCALE)
            pen.text(
                at, holdable(text), fill=colour, font=_font(size * SCALE), anchor="lm", stroke_width=thick
            )


def _scaled(*places: int) -> list[int]:
    return [place * SCALE for place in places]


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    """The font that comes with Pillow, in a size; its packages have FreeType built in."""
    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise TypeError("Pillow without FreeType")
    return font
