"""Documents as HTML: the same structure, the same letters, and nothing of anybody's read as markup."""

import random
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report.parts import BottomLine, Facts, Fold, Ruled, State, Tone
from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Figure,
    Heading,
    Link,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
    is_safe_link,
)
from bot.publishers.site.markup import Html
from bot.publishers.site.tree import Drawn, body, sections
from bot.voice import load_site_words
from tests.adapters.publishers import hostile
from tests.adapters.publishers.confluence.words import WORDS
from tests.adapters.publishers.reading_back import shown
from tests.adapters.publishers.site.html_reading import Node, read
from tests.domain import trees
from tests.examples import examples

OURS = {
    *("p", "strong", "em", "code", "a", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
    *("pre", "table", "thead", "tbody", "tr", "th", "td", "div", "hr", "details", "summary", "span", "dl", "dt", "dd"),
    *("figure", "figcaption"),
}  # fmt: skip
ATTRIBUTES = {"id", "class", "role", "scope", "data-label", "tabindex", "href", "rel", "aria-label"}
DRAWN = Drawn(load_site_words(None), {})
texts = hostile.texts | st.sampled_from(WORDS) | st.text(max_size=20)
hrefs = hostile.hrefs | st.sampled_from(WORDS).map("https://a.example/".__add__)


def drawn(*blocks: Block | Figure) -> Node:
    """Blocks drawn, and read by the other parser."""
    return read(body(blocks, DRAWN).text)


def tidy(text: str) -> str:
    """White space as a browser shows it."""
    return re.sub(r"[ \n]+", " ", text).strip()


def seen(text: str) -> str:
    """How a text is to be seen."""
    return tidy(shown(text))


def everywhere(text: str) -> tuple[tuple[Block | Figure, str], ...]:
    """Every kind of block with a text in it, and the element whose whole text that then is."""
    line = (Text(text),)
    return (
        (Heading(2, line), "h2"),
        (Paragraph(line), "p"),
        (Paragraph((Strong(line),)), "strong"),
        (Paragraph((CodeSpan(text),)), "code"),
        (Paragraph((Link("https://a.example/", (Text(f"x{text}"),)),)), "a"),
        (Listing(((Paragraph(line),),), ordered=True), "li"),
        (Quote((Paragraph(line),)), "blockquote"),
        (Table((line,), ()), "th"),
        (Table((line,), ((line,),)), "td"),
        (Figure("x.svg", text), "p"),
        (Facts((), (((Text("label"),), line),) if text else (), ()), "dd"),
        (Ruled(line), "p"),
        (BottomLine(((Paragraph(line),),)), "li"),
        (Paragraph((State(text, Tone.BAD),)), "span"),
        (Fold(3, line), "h3"),
    )


def all_come_back(found: Iterator[str]) -> None:
    """Each text from every kind of block, and code with its lines."""
    for text in found:
        for block, name in everywhere(text):
            elements = list(drawn(block).all(name))
            wanted = seen(f"x{text}") if name == "a" else seen(text)
            assert [tidy(e.text) for e in elements] in ([wanted], [] if not wanted else [wanted]), (
                name,
                ascii(text),
            )
        code = drawn(CodeBlock(text)).one("code").text
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert len(code.split("\n")) == len(lines), ascii(text)


def test_hostile_texts_come_back_from_every_kind_of_block() -> None:
    """The list of more than two hundred."""
    assert len(WORDS) >= 200
    all_come_back(iter(WORDS))


def generated(many: int, seed: int) -> Iterator[str]:
    """Texts of one to six pieces, the same ones for a seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    pieces = (*(word for word in WORDS if len(word) < 100), *hostile.SIGNS)
    for _ in range(many):
        yield "".join(chance.choices(pieces, k=chance.randint(1, 6)))


def test_generated_texts_come_back_from_every_kind_of_block() -> None:
    """Five hundred; twenty thousand others in the long run."""
    all_come_back(generated(500, seed=1))


@pytest.mark.long
def test_twenty_thousand_generated_texts_come_back() -> None:
    """From every kind of block."""
    all_come_back(generated(20_000, seed=2))


@given(st.lists(trees.blocks(texts, hrefs), max_size=4).map(tuple))
@examples(5_000, check=60)
def test_any_tree_is_elements_and_attributes_of_ours_alone(found: tuple[Block, ...]) -> None:
    """Closed, of known names, and no link leads anywhere but to http, https or mailto."""
    for node in drawn(*found).all():
        assert node.name in OURS
        assert set(node.attributes) <= ATTRIBUTES
        address = node.attributes.get("href")
        assert address is None or is_safe_link(address)
        assert node.name != "a" or node.text.strip()


@given(st.lists(trees.inlines(texts, hrefs), max_size=4).map(tuple))
@examples(2_000, check=60)
def test_no_letter_of_a_line_is_lost_or_added(parts: tuple[Text, ...]) -> None:
    """Every text in it is there in order; what is added are addresses that could not be linked."""
    found = tidy(drawn(Paragraph(parts)).text)
    at = 0
    for text in _texts(parts):
        for word in seen(text).split():
            at = found.index(word, at) + len(word)


def _texts(node: object) -> Iterator[str]:
    match node:
        case Text(text) | CodeSpan(text):
            yield text
        case Break():
            return
        case tuple():
            for child in node:
                yield from _texts(child)
        case _:
            yield from _texts(getattr(node, "parts", ()))


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "/etc/passwd", "file:///x", ""]
)
def test_an_address_of_another_kind_is_text(address: str) -> None:
    """It is shown behind the words, and leads nowhere."""
    found = drawn(Paragraph((Link(address, (Text("words"),)),)))
    assert list(found.all("a")) == []
    assert tidy(found.text) == f"words ({address})"


def test_a_link_in_a_link_is_one() -> None:
    """A browser would end the outer one at the inner one."""
    inner = Link("https://b.example/", (Text("inner"),))
    (link,) = drawn(Paragraph((Link("https://a.example/", (Text("a "), inner)),))).all("a")
    assert (link.attributes["href"], link.text) == ("https://a.example/", "a inner")


def test_what_stands_below_a_fold_is_in_it_up_to_the_next_heading() -> None:
    """The next one of its level or above ends it; a rule does too."""
    below = (Paragraph((Text("in"),)), Heading(4, (Text("deeper"),)), Quote((Paragraph((Text("too"),)),)))
    for end in (Heading(3, (Text("next"),)), Heading(2, (Text("next"),)), Rule()):
        found = drawn(Fold(3, (Text("log"),)), *below, end, Paragraph((Text("out"),)))
        assert found.one("details").text.split() == ["login", "deeper", "too"]


def test_headings_in_somebodys_words_are_none_of_the_page() -> None:
    """They would stand in its outline."""
    found = drawn(Quote((Heading(1, (Text("loud"),)),)))
    assert [node.name for node in found.all()] == ["blockquote", "p", "strong"]


def test_the_contents_lead_to_the_headings() -> None:
    """Each anchor is the id of the heading with those words."""
    blocks = (
        Heading(1, (Text("t"),)),
        Heading(2, (Text("one"),)),
        Fold(3, (Text("x"),)),
        Heading(2, (Text("two"),)),
    )
    ids = {node.attributes.get("id"): node.text for node in drawn(*blocks).all() if node.name.startswith("h")}
    assert [(one.title, ids[one.anchor]) for one in sections(blocks)] == [("one", "one"), ("two", "two")]


def test_a_panel_says_in_a_word_what_it_is() -> None:
    """Its colour is not the only thing that does; a kind nobody knows is a note."""
    for kind, label in (
        ("note", "Note"),
        ("warning", "Take care"),
        ("important", "First of all"),
        ("x", "Note"),
    ):
        assert drawn(Panel(kind, (Paragraph((Text("words"),)),))).text.startswith(label)


def test_a_cell_carries_the_label_of_its_column() -> None:
    """Where a row stands as a card, that is what says what a cell is; a short row is filled, a long one cut."""
    header = ((Text("a <b>"),), (Text("c"),))
    rows = (((Text("1"),),), ((Text("1"),), (Text("2"),), (Text("3"),)))
    cells = list(drawn(Table(header, rows)).all("td"))
    assert [cell.attributes["data-label"] for cell in cells] == ["a <b>", "c"] * 2
    assert [cell.text for cell in cells] == ["1", "", "1", "2"]


def test_a_picture_stands_in_the_page_with_the_same_in_words() -> None:
    """Where there is none, the words stand alone."""
    svg = Html("<svg></svg>")
    found = read(
        body((Figure("AR-1-run-A.svg", "told <here>"),), Drawn(DRAWN.words, {"AR-1-run-A.svg": svg})).text
    )
    assert len(list(found.one("figure").all("svg"))) == 1
    assert found.one("details").one("p").text == "told <here>"
    assert list(drawn(Figure("AR-1-run-A.svg", "told")).all("figure")) == []
