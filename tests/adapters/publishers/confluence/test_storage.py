"""A document keeps its structure and its text in storage format, whatever people typed; its parts are set apart."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report.parts import BottomLine, Facts, Fold, Ruled, State, Tone
from bot.domain.tree import (
    Block,
    CodeBlock,
    CodeSpan,
    Document,
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
    Tree,
    plain,
)
from bot.publishers.confluence.fitting import fitted
from bot.publishers.confluence.storage import storage, title_of
from tests.adapters.publishers import hostile
from tests.adapters.publishers.confluence.reading import AC, meant, parsed, read_back, seen
from tests.adapters.publishers.confluence.words import WORDS
from tests.domain import trees
from tests.domain.report.made import drawn, rich
from tests.examples import examples

words = st.integers(0, len(WORDS) - 1).map(WORDS.__getitem__)
texts = hostile.texts | words | st.text(max_size=20)
hrefs = hostile.hrefs | words.map("https://a.example/".__add__)


def body(*blocks: Block | Figure) -> str:
    return storage(Document((), blocks))


def everywhere(text: str) -> tuple[Block | Figure, ...]:
    """The text in every kind of block, inline and attribute that a document has."""
    line = (Text(text),)
    return (
        Paragraph(line),
        Heading(2, line),
        Table((line, (CodeSpan(text),)), ((line, (Strong(line),)),)),
        Listing(((Paragraph(line),), (Listing(((Paragraph(line),),), ordered=True),))),
        Quote((Paragraph(line), CodeBlock(text, text))),
        Panel("warning", (Paragraph(line),)),
        CodeBlock(text, "json"),
        Paragraph((Link(text, line), Link(f"https://a.example/{text}", line))),
        Figure(f"{seen(text)}.png", text),
    )


def test_the_list_of_hostile_texts_is_as_long_as_it_says() -> None:
    """Two hundred at least, no two alike."""
    assert len(set(WORDS)) == len(WORDS) >= 200


@pytest.mark.parametrize("text", WORDS, ids=lambda text: ascii(text[:30]))
def test_each_hostile_text_comes_back_from_every_kind_of_block(text: str) -> None:
    """A strict parser reads the same structure and the same letters."""
    assert read_back(body(*everywhere(text))) == meant(everywhere(text))


PIECES = (*(word for word in WORDS if len(word) < 100), *hostile.SIGNS, *map(chr, range(0x20, 0x7F)))


def generated(many: int, seed: int) -> Iterator[str]:
    """Texts of one to six pieces, the same ones for a seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret with it
    for _ in range(many):
        yield "".join(chance.choices(PIECES, k=chance.randint(1, 6)))


def all_come_back(found: Iterator[str]) -> None:
    for text in found:
        assert read_back(body(*everywhere(text))) == meant(everywhere(text)), ascii(text)


def test_generated_texts_come_back_from_every_kind_of_block() -> None:
    """A thousand; a hundred thousand others in the long run."""
    all_come_back(generated(1_000, seed=1))


@pytest.mark.long
def test_a_hundred_thousand_generated_texts_come_back() -> None:
    """From every kind of block, inline and attribute."""
    all_come_back(generated(100_000, seed=2))


@given(st.lists(trees.blocks(texts, hrefs), max_size=6).map(tuple))
@examples(5_000, check=20)
def test_any_tree_is_read_back_as_it_was_meant(found: tuple[Block, ...]) -> None:
    """Nested blocks and inlines come back with the same structure, marks, links and text."""
    assert read_back(body(Heading(1, (Text("title"),)), *found)) == meant(found)


@given(texts)
def test_what_is_set_apart_holds_any_text(text: str) -> None:
    """The labels and values of the header, a state, a verdict, the bottom line and the title of a fold."""
    line = (Text(text),)
    state = (State(text, Tone.BAD),)
    found = (
        Facts((), ((line, state),), line),
        Ruled(line),
        BottomLine(((Paragraph(line),),)),
        Fold(3, line),
        Paragraph(line),
    )
    value = meant((Paragraph(state if seen(text).strip() else line),))
    inside = meant((Paragraph(line),))
    table = ("table", ((inside, value),))
    expected: list[object] = [("macro", "details", (("id", "decision-review"),), (table,)), *inside]
    expected += [("macro", "info", (), inside)] if inside else []
    expected += [("macro", "info", (), (("ul", (inside,)),))]
    expected += meant((Heading(3, line),))
    expected += [("macro", "expand", (("title", seen(text)),), inside)] if inside else []
    assert read_back(body(*found)) == tuple(expected)


def macros(text: str, name: str) -> list[dict[str, str]]:
    """The parameters of every macro of a name, in order; what is in it under an empty key."""
    found = [node for node in parsed(text).iter(f"{AC}structured-macro") if node.get(f"{AC}name") == name]
    return [
        {child.get(f"{AC}name") or "": "".join(str(part) for part in child.itertext()) for child in node}
        for node in found
    ]


def test_the_header_is_page_properties() -> None:
    """An index page finds them under one id; the values are those of the review."""
    page = parsed(storage(drawn(rich())))
    (details,) = [n for n in page.iter(f"{AC}structured-macro") if n.get(f"{AC}name") == "details"]
    cells = [["".join(map(str, cell.itertext())) for cell in row] for row in details.iter("tr")]
    rows = {label: value for label, value in cells}  # noqa: C416 - each row is a pair
    assert rows["Status"] == "YellowFiled, not learned"
    assert rows["Owner"] == "billing lead"
    assert rows["Walls"] == "1 standing, 1 built, 1 declined"
    assert rows["Same thing tomorrow"] == "no, out of date"
    assert rows["Verdict"].startswith("A: Governance design")
    assert "EU" in "".join(str(part) for part in page.itertext())


def test_states_of_walls_are_marks_of_a_colour_and_a_word() -> None:
    """Each wall has one; what stands is green, what is only built is not."""
    marks = [(mark["title"], mark["colour"]) for mark in macros(storage(drawn(rich())), "status")]
    assert marks[1:] == [("standing", "Green"), ("declined", "Grey"), ("built", "Blue")]


def test_verdicts_and_the_bottom_line_stand_in_panels() -> None:
    """Three verdicts for each of two decisions, and the lines that come first."""
    boxes = [box[""] for box in macros(storage(drawn(rich())), "info")]
    assert len(boxes) == 7
    assert "Verdict: A: Governance design" in boxes[0]
    assert all(box.startswith("Verdict: ") for box in boxes[1:])


def test_the_statement_log_is_folded_and_nothing_else_is() -> None:
    """Every word of it is inside, what follows it is not."""
    (fold,) = macros(storage(drawn(rich())), "expand")
    assert fold["title"] == "Statement log"
    assert "Ana Kovač" in fold[""]
    assert "letter service asks for the balance now" in fold[""]
    assert "took W3 in the bot's words" not in fold[""]


def test_the_picture_is_an_attachment_with_its_text_beside_it() -> None:
    """Whoever cannot see it reads the same, and so does whoever can."""
    found = read_back(body(Figure("AR-7-run-A.png", "Two turns & a tool.")))
    assert found == (
        ("image", "AR-7-run-A.png", "Two turns & a tool."),
        *meant((Paragraph((Text("Two turns & a tool."),)),)),
    )


def test_the_title_is_the_pages_own_and_not_in_its_body() -> None:
    """Confluence shows it above the body."""
    document = drawn(rich())
    assert title_of(document) == "Decision review AR-12: Final notices went to customers who had paid"
    assert "<h1>" not in storage(document)


def test_a_whole_review_is_written_with_the_entities_of_xml_alone() -> None:
    """No document type is there that could explain any other."""
    names = {found.split(";")[0] for found in storage(drawn(rich())).split("&")[1:]}
    assert names <= {"amp", "lt", "gt", "quot", "apos"}


def test_the_same_document_is_the_same_text() -> None:
    """Nothing of it is drawn by chance."""
    assert storage(drawn(rich())) == storage(drawn(rich()))


def sections(text: str) -> Iterator[str]:
    for node in parsed(text).iter("h2", "h3"):
        yield "".join(str(part) for part in node.itertext())


def test_a_page_that_fits_is_whole() -> None:
    """Nothing gives way where there is room."""
    assert fitted(drawn(rich())) == (storage(drawn(rich())), True)


def test_what_folds_gives_way_first() -> None:
    """The log is named with the file it is in; every other section is there."""
    document = drawn(rich())
    whole = storage(document)
    text, complete = fitted(document, len(whole.encode()) - 1)
    assert not complete
    assert list(sections(text)) == list(sections(whole))
    assert macros(text, "expand") == []
    assert "it stands in the attached file AR-12.md" in text


@given(st.integers(800, 40_000))
def test_a_page_never_grows_beyond_its_size(most: int) -> None:
    """It is well-formed at any size, and says where the rest is."""
    text, complete = fitted(drawn(rich()), most)
    parsed(text)
    assert len(text.encode()) <= most
    assert complete or "AR-12.md" in text


def test_a_log_of_many_megabytes_still_has_its_page() -> None:
    """Long answers are cut off at a block, never within one."""
    log = tuple(Quote(Tree(Paragraph((Text("w" * 50_000),))).blocks) for _ in range(60))
    table = Table(((Text("h"),),), (((Text("c" * 1_200_000),),),))
    document = Document(
        (),
        (
            Heading(1, (Text("t"),)),
            Paragraph((Text("first"),)),
            table,
            Fold(3, (Text("log"),), (Text("else"),)),
            *log,
            Rule(),
        ),
    )
    text, complete = fitted(document)
    assert (complete, text) == (False, "<p>first</p><p>else</p>")


def test_plain_words_of_a_fold_are_its_title() -> None:
    """Marks do not stand in a title."""
    heading = Fold(3, (Strong((Text("a"),)), CodeSpan("b")))
    assert macros(body(heading, Rule(), Paragraph((Text("x"),))), "expand") == []
    assert macros(body(heading, Paragraph((Text("x"),))), "expand") == [
        {"title": plain(heading.parts), "": "x"}
    ]
