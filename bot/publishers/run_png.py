"""The picture of a run as PNG, for places that show no SVG. Imported only where one is drawn: Pillow takes its time.

Its font has Latin, Greek and Cyrillic letters (`docs/decisions/0010-letters-of-the-png.md`). A sign that it lacks is
drawn as a box: `lacks` tells, so that the picture can say so, and the SVG shows it.
"""

import io
from functools import cache
from importlib.resources import as_file, files

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from bot.domain.run_picture import Captions, Picture
from bot.publishers.run_shapes import Box, Disc, Letters, Line, Shape, Wedge, height, holdable, shapes
from bot.publishers.run_svg import LIGHT

SCALE = 2
"""Twice the size of the drawing, for screens with small dots."""

REGULAR, BOLD = "Manrope-Regular.ttf", "Manrope-Bold.ttf"
NO_SIGN = "\U0010ffff"
"""No font has a shape for it."""

COMPARED = 28  # the size in which signs are compared

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


def lacks(drawn: Picture, said: Captions) -> bool:
    """Whether a sign of its words is drawn as a box, for the font has no other shape for it."""
    texts = (shape.text for shape in shapes(drawn, said) if isinstance(shape, Letters))
    return any(_is_boxed(sign) for sign in set("".join(map(holdable, texts))))


@cache
def _is_boxed(sign: str) -> bool:
    return not sign.isspace() and _shape(sign) == _shape(NO_SIGN)


def _shape(sign: str) -> tuple[tuple[int, int], bytes]:
    mask = _font(COMPARED, REGULAR).getmask(sign)
    return mask.size, bytes(mask)


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
            face = _font(size * SCALE, BOLD if bold else REGULAR)
            pen.text((left * SCALE, y * SCALE), holdable(text), fill=colour, font=face, anchor="lm")


def _scaled(*places: int) -> list[int]:
    return [place * SCALE for place in places]


@cache
def _font(size: int, face: str) -> ImageFont.FreeTypeFont:
    """One face of the font, in a size."""
    with as_file(files("font_manrope") / "files" / face) as path:
        return ImageFont.truetype(path, size)
