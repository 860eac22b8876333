"""A run as SVG and as PNG: sound files that show every label to the letter, whatever the names are."""

import io
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.chat.captions import captions, cells, lasting
from bot.cli.drawing import saying_what_lacks
from bot.domain.decision_points import candidates
from bot.domain.run_marks import MarkKind
from bot.domain.run_picture import Captions, Picture, picture
from bot.domain.trace import Trace
from bot.domain.trace_vocabulary import Form, Operation
from bot.ports import Paint
from bot.publishers.run_png import SCALE, lacks, png
from bot.publishers.run_shapes import Letters, Tone, height, holdable, shapes
from bot.publishers.run_svg import DARK, LIGHT, svg
from bot.traces.reading import read
from tests.adapters.publishers.hostile import texts
from tests.adapters.terminal.desk import DEMO_TRACE, voice
from tests.domain.recorded import call, model, run, said, span, talk

WORDS = voice().words
SVG = "{http://www.w3.org/2000/svg}"
UNSAFE = re.compile(
    r"<script|<foreignObject|<image|<use|\son\w+=|url\(|href|@import|@font-face", re.IGNORECASE
)


def drawn_of(trace: Trace, key: str = "") -> tuple[Picture, Captions]:
    drawn = picture(trace, key)
    return drawn, captions(drawn, WORDS)


@pytest.fixture(scope="module")
def demo() -> tuple[Picture, Captions]:
    """The run that comes with the program, its strongest point marked."""
    trace = read(DEMO_TRACE.read_bytes(), name=DEMO_TRACE.name, max_bytes=10**7, max_spans=1000)
    return drawn_of(trace, candidates(trace)[0].key)


def written(source: str) -> list[str]:
    """The lines of text in an SVG."""
    return [element.text or "" for element in ElementTree.fromstring(source).iter(f"{SVG}text")]  # noqa: S314 - ours


@given(st.lists(texts, min_size=1, max_size=4), texts)
def test_hostile_names_are_text_in_the_svg(names: list[str], agent: str) -> None:
    """The file is sound XML, every label stands in it to the letter, and nothing in it runs or is fetched."""
    root = span("a0", 0, Operation.AGENT, parent_id="", name=agent)
    runs = (run(f"r{n}", n + 1, name) for n, name in enumerate(names))
    drawn, said_of = drawn_of(Trace(Form.OTLP_JSON, spans=(root, *runs)))
    source = svg(drawn, said_of)
    assert [holdable(label) for label in said_of.labels if label] == [
        text for text in written(source) if text in {holdable(label) for label in said_of.labels}
    ]
    tree = ElementTree.fromstring(source)  # noqa: S314 - ours
    told = {element.tag: element.text for element in tree}
    assert told[f"{SVG}title"] == holdable(said_of.title)
    assert told[f"{SVG}desc"] == holdable(said_of.alternative)
    known = {"svg", "title", "desc", "style", "text", "rect", "circle", "path"}
    assert {element.tag.removeprefix(SVG) for element in tree.iter()} <= known
    assert all(not name.startswith("on") and name != "href" for e in tree.iter() for name in e.attrib)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "]]>", "a & b", "\"x\" 'y'", "</text></svg>", "{{ 7*7 }}", "&#38;"]
)
def test_a_name_made_of_marks_is_shown_as_it_is(name: str) -> None:
    """To the letter, and no part of the file."""
    source = svg(*drawn_of(Trace(Form.OTLP_JSON, spans=(run("r1", 0, name),))))
    assert any(text.startswith(name) for text in written(source))
    assert "<script" not in source


def test_the_svg_needs_nothing_from_outside(demo: tuple[Picture, Captions]) -> None:
    """No script, no outer font, no picture, no link; the one address in it is the name of its language."""
    source = svg(*demo)
    assert not UNSAFE.search(source)
    assert re.findall(r"https?://[^\"' ]*", source) == ["http://www.w3.org/2000/svg"]


def test_the_same_run_is_the_same_bytes(demo: tuple[Picture, Captions]) -> None:
    """Drawn from the file again, the SVG and the PNG do not differ."""
    trace = read(DEMO_TRACE.read_bytes(), name=DEMO_TRACE.name, max_bytes=10**7, max_spans=1000)
    again = drawn_of(trace, candidates(trace)[0].key)
    assert svg(*again) == svg(*demo)
    assert png(*again) == png(*demo)


@given(st.lists(texts, min_size=1, max_size=3))
def test_hostile_names_are_drawn_in_the_png(names: list[str]) -> None:
    """The file is a PNG of the picture's size, and holds the paragraph in place of it."""
    runs = tuple(run(f"r{n}", n + 1, name) for n, name in enumerate(names))
    drawn, said_of = drawn_of(Trace(Form.OTLP_JSON, spans=runs))
    with Image.open(io.BytesIO(png(drawn, said_of))) as image:
        image.load()
        assert image.format == "PNG"
        assert image.size == (drawn.width * SCALE, height(drawn, said_of) * SCALE)
        assert image.info["Description"] == holdable(said_of.alternative)


@pytest.mark.parametrize(
    ("name", "is_boxed"),
    [
        ("refund_order", False),
        ("Überweisung – 5 €, dépôt, zwrócić, vrátit, iadə", False),
        ("επιστροφή, возврат", False),
        ("退款", True),
        ("📦", True),
    ],
)
def test_a_png_tells_of_letters_that_its_font_lacks(name: str, *, is_boxed: bool) -> None:
    """In it, in the words that stand for it, and not in the SVG, which shows them."""
    trace = Trace(Form.OTLP_JSON, spans=(span("a0", 0, Operation.AGENT, parent_id=""), run("r1", 1, name)))
    drawn, told = drawn_of(trace)
    note = WORDS("picture_boxes")
    said_in = {paint: saying_what_lacks(drawn, told, paint, WORDS) for paint in (Paint.PNG, Paint.SVG)}
    assert lacks(drawn, told) is is_boxed
    assert (note in said_in[Paint.PNG].notes) is is_boxed
    image = Image.open(io.BytesIO(png(drawn, said_in[Paint.PNG])))
    assert (note in image.info["Description"]) is is_boxed
    assert said_in[Paint.SVG] == told


def test_the_png_shows_the_decision_where_the_picture_has_it(demo: tuple[Picture, Captions]) -> None:
    """The row of the decision has its frame, and no other row has."""
    drawn, said_of = demo
    with Image.open(io.BytesIO(png(drawn, said_of))) as image:
        colours = image.convert("RGB")
        chosen = drawn.chosen
        assert chosen is not None
        edge = drawn.width - 8
        rows = {placed.y: colours.getpixel((edge * SCALE, placed.y * SCALE)) for placed in drawn.marks}
    paper = rows.pop(drawn.marks[0].y)
    assert rows.pop(chosen.y) != paper
    assert set(rows.values()) == {paper}


def test_no_label_is_longer_than_its_room(demo: tuple[Picture, Captions]) -> None:
    """A long name is cut; that it failed is not."""
    trace = Trace(Form.OTLP_JSON, spans=(run("r1", 0, "名" * 200, failed=True), run("r2", 1, "n" * 200)))
    for drawn, said_of in (demo, drawn_of(trace)):
        room = drawn.width - drawn.words_left
        assert all(cells(label) * 7 <= room for label in said_of.labels)
    assert said_of.labels[0].endswith(WORDS("picture_failed"))


def test_a_failure_and_the_decision_are_said_in_words() -> None:
    """Whoever sees no colours reads both."""
    spans = (model("m1", 0, (call(0, "pay", "{}", "c"),)), run("r1", 2, "pay", "{}", "c", failed=True))
    drawn, said_of = drawn_of(Trace(Form.OTLP_JSON, spans=spans), "m1")
    assert said_of.labels[0].startswith(WORDS("picture_chosen", label="").strip())
    assert WORDS("picture_failed") in said_of.labels[1]
    shown = [shape for shape in shapes(drawn, said_of) if isinstance(shape, Letters)]
    assert {WORDS("picture_sign_failed"), WORDS("picture_sign_chosen")} <= {shape.text for shape in shown}


def test_the_paragraph_tells_the_run(demo: tuple[Picture, Captions]) -> None:
    """Who, when, how much, which decision, and what stood beside it; one paragraph."""
    told = demo[1].alternative
    assert "\n" not in told
    for part in ("refund-desk", "14:02:10", "14 tool runs", "14:03:41", "12x issue_refund", "get_policy"):
        assert part in told


def test_a_run_without_times_says_so() -> None:
    """The order alone is drawn, and that is written under it."""
    drawn, said_of = drawn_of(talk(said(0, "user", "hello"), said(1, "assistant", "hi")), "1")
    assert WORDS("picture_by_order") in said_of.notes
    assert WORDS("picture_message", number=1) in said_of.times
    assert drawn.seconds is None


def test_a_run_of_nothing_says_so() -> None:
    """In the picture and in its paragraph."""
    nothing = drawn_of(Trace(Form.OTLP_JSON))
    assert WORDS("picture_nothing") in written(svg(*nothing))
    assert WORDS("picture_nothing") in nothing[1].alternative
    assert png(*nothing).startswith(b"\x89PNG")


def test_a_fold_says_what_it_holds() -> None:
    """Turns, tool runs, and how many of them failed; the paragraph counts what is folded."""
    spans = [run(f"r{n}", n, "look", failed=n % 2 == 0) for n in range(200)]
    drawn, said_of = drawn_of(Trace(Form.OTLP_JSON, spans=tuple(spans)))
    held = [
        (placed.mark, label)
        for placed, label in zip(drawn.marks, said_of.labels, strict=True)
        if placed.mark.kind is MarkKind.FOLD
    ]
    assert held
    for mark, label in held:
        assert label.startswith(WORDS("picture_fold", agents=0, turns=0, tools=mark.tools))
        assert not mark.failures or WORDS("picture_failed_of", count=mark.failures) in label
    assert f"{sum(mark.tools for mark, _ in held)} of these" in said_of.alternative


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_letters_are_readable_on_their_paper(colours: dict[Tone, str]) -> None:
    """Every colour of letters has a contrast of at least 4.5 to the paper and to the frame of the decision."""
    for tone in (Tone.INK, Tone.QUIET, Tone.FAILED):
        assert contrast(colours[tone], colours[Tone.PAPER]) >= 4.5
    for tone in (Tone.INK, Tone.FAILED):
        assert contrast(colours[tone], colours[Tone.GLOW]) >= 4.5
    for tone in (Tone.TURN, Tone.TOOL, Tone.AGENT, Tone.FAILED, Tone.CHOSEN):
        assert contrast(colours[tone], colours[Tone.BAND]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 has it, from 1 to 21."""
    low, high = sorted(map(_light, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.04, "0.0 s"),
        (9.96, "10 s"),
        (59.7, "1 min"),
        (252, "4 min 12 s"),
        (11100, "3 h 5 min"),
        (90000, "1 d 1 h"),
    ],
)
def test_a_length_of_time_is_told_in_two_units(seconds: float, told: str) -> None:
    """The larger one first, and none that is zero."""
    assert lasting(seconds) == told
