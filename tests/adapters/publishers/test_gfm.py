"""A document keeps its structure and its text in Markdown, whatever people typed."""

import hashlib

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Document,
    Emphasis,
    Heading,
    Link,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
)
from bot.publishers.gfm import blocks as drawn
from bot.publishers.gfm import markdown
from bot.publishers.seal import front_of
from tests.adapters.publishers import hostile
from tests.adapters.publishers.reading_back import meant, read_back, shown
from tests.examples import examples


def body(*blocks: Block) -> str:
    return "\n".join(drawn(blocks)) + "\n"


@given(hostile.texts)
@example("# h\n- x\n1. y")
@examples(400)
def test_typed_text_stays_text_wherever_it_stands(text: str) -> None:
    """Hostile text in a paragraph, heading, cell, list, quote and panel changes no structure and no letter."""
    line = (Text(text),)
    document: tuple[Block, ...] = (
        Paragraph(line),
        Heading(2, line),
        Table((line, (Text("b"),)), ((line, line),)),
        Listing(((Paragraph(line),), (Paragraph(line),))),
        Panel("note", (Paragraph(line),)),
        Paragraph((Text("say "), Strong(line), Text("x"))),
    )
    assert read_back(body(*document)) == meant(document)


@given(st.lists(hostile.blocks, max_size=6).map(tuple))
@examples(20_000, check=40)
def test_any_tree_is_read_back_as_it_was_meant(document: tuple[Block, ...]) -> None:
    """Nested blocks and inlines with hostile text come back with the same structure, marks, links and text."""
    assert read_back(body(*document)) == meant(document)


@pytest.mark.parametrize("between", ["a_b_c", "_a_", "a_", "_a", "x__y"])
def test_an_underscore_beside_a_mark_begins_nothing(between: str) -> None:
    """A sign beside a mark is written as a reference, which must not turn the `_` next to it into emphasis."""
    parts = (Strong((Text("1"),)), Text(between), Strong((Text("2"),)))
    assert read_back(body(Paragraph(parts))) == meant((Paragraph(parts),))


scalars = hostile.texts | st.text(max_size=20) | st.integers() | st.booleans() | st.none()
fronts: st.SearchStrategy[object] = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("ab_", min_size=1), inner, max_size=3)
    ),
    max_leaves=6,
)


def kept(value: object) -> object:
    """A value of the front matter as it is to come back: white space collapsed, controls seen, all else the same."""
    match value:
        case str():
            return "".join(
                sign
                for at, sign in enumerate(shown(value))
                if sign != " " or shown(value)[at - 1 : at] != " "
            )
        case dict():
            return {key: kept(child) for key, child in value.items()}
        case list():
            return [kept(child) for child in value]
    return value


@given(st.dictionaries(st.text("ab_", min_size=1), fronts, max_size=4), st.lists(hostile.blocks, max_size=2))
@example({"a": "---\n\n# h"}, [])
@example({"a": "yes", "b": "2026-09-14", "ab": "0o7", "ba": "~", "aa": "!!python/object:x"}, [])
@example({"a": ": x", "b": "- x", "ab": "&x *y", "ba": "x" * 3000, "aa": "\ufeff\ufffe"}, [])
def test_front_matter_comes_back_unchanged_and_cannot_be_left(
    front: dict[str, object], found: list[Block]
) -> None:
    """Whatever stands in it, YAML reads the same values of the same types, and the body begins behind it."""
    document = Document(tuple(front.items()), tuple(found))
    text = markdown(document)
    head, _, rest = text.removeprefix("---\n").partition("---\n\n")
    loaded = yaml.safe_load(head)
    assert set(loaded) == {*front, "digest"}
    assert {key: loaded[key] for key in front} == kept(front)
    assert rest == body(*found)


@given(st.dictionaries(st.text("ab_", min_size=1), fronts, max_size=4), st.lists(hostile.blocks, max_size=2))
def test_a_file_can_tell_by_itself_that_nobody_changed_it(
    front: dict[str, object], found: list[Block]
) -> None:
    """Its digest holds for what was written, and for nothing that lacks or adds a line."""
    content = markdown(Document(tuple(front.items()), tuple(found))).encode()
    read = front_of(content)
    assert read == kept(front)
    assert front_of(content + b"x\n") is None
    assert front_of(content.replace(b"---\n\n", b"---\n\n\n", 1)) is None


def test_the_digest_is_that_of_the_file_without_its_own_line() -> None:
    """Anybody can check it with what every machine has."""
    text = markdown(Document((("review_id", "AR-7"),), (Paragraph((Text("x"),)),)))
    lines = text.splitlines(keepends=True)
    (own,) = [line for line in lines if line.startswith("digest: ")]
    rest = "".join(line for line in lines if line != own)
    assert own == f"digest: {hashlib.sha256(rest.encode()).hexdigest()}\n"


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"# mine\n", b"---\n---\n", b"---\na: [\ndigest: " + b"0" * 64 + b"\n---\n\n"]
)
def test_a_file_that_is_not_ours_is_none(content: bytes) -> None:
    """Empty, not text, without front matter, or with front matter of another's."""
    assert front_of(content) is None


def test_an_edit_of_the_front_matter_shows() -> None:
    """A status changed by hand is a change by hand."""
    content = markdown(Document((("status", "filed"),), (Paragraph((Text("x"),)),))).encode()
    assert front_of(content) == {"status": "filed"}
    assert front_of(content.replace(b"filed", b"closed")) is None


@pytest.mark.parametrize("typed", ["[!NOTE]", "[!WARNING]\nx", "\\[!NOTE]"])
def test_words_like_an_alert_in_a_quote_stay_words(typed: str) -> None:
    """Only a panel of ours is one."""
    document = (Quote((Paragraph((Text(typed),)),)),)
    assert read_back(body(*document)) == meant(document)
    assert "> [!" not in body(*document)


def test_a_link_with_a_bracket_in_its_code_defines_no_reference() -> None:
    """A paragraph that began with it would otherwise be gone."""
    parts = (Link("https://a.example/x", (CodeSpan("]:"),)),)
    assert body(Paragraph(parts)) == "[\\]:](https://a.example/x)\n"
    assert read_back(body(Paragraph(parts))) == meant((Paragraph(parts),))


def test_lists_with_nothing_drawn_between_them_stay_two() -> None:
    """An empty block between two lists does not join them."""
    item = ((Paragraph((Text("x"),)),),)
    document = (Listing(item), Listing(item), Quote(()), Listing(item))
    assert read_back(body(*document)) == meant(document)


@pytest.mark.parametrize("depth", [2, 3, 4, 7])
def test_empty_lists_in_lists_are_not_a_rule(depth: int) -> None:
    """Their signs in one line would be one."""
    nested: Block = Listing(((),))
    for _ in range(depth - 1):
        nested = Listing(((nested,),))
    assert read_back(body(nested, nested)) == meant((nested, nested))


def test_a_table_below_an_empty_paragraph_in_a_panel_stays_a_table() -> None:
    """Only text may stand right below the line that makes the panel."""
    table = Table(((Text("h"),),), (((Text("c"),),),))
    document = (Panel("note", (Paragraph(()), table)),)
    assert read_back(body(*document)) == meant(document)


def test_plain_sentences_are_not_littered_with_backslashes() -> None:
    """Ordinary text is written as it was typed."""
    typed = "At 14:32 it paid 1,140 EUR (order O-7731), 90 % of it: was that meant? Yes! See my_var_name; it's done."
    assert body(Paragraph((Text(typed),))) == typed + "\n"


def test_only_web_and_mail_addresses_become_links() -> None:
    """Another scheme is shown as text behind the words of the link."""
    safe = Link("https://a.example/x(1)", (Text("trace"),))
    bad = Link("javascript:alert(1)", (Text("click"),))
    assert body(Paragraph((safe,))) == "[trace](https://a.example/x%281%29)\n"
    assert body(Paragraph((bad,))) == "click (javascript:alert(1))\n"


def test_a_fence_is_longer_than_any_run_in_its_code() -> None:
    """Code that holds a fence does not end its own block."""
    assert body(CodeBlock("```\nx\n````", "json")) == "`````json\n```\nx\n````\n`````\n"


def test_controls_are_seen_and_text_cannot_be_turned_around() -> None:
    """An escape sequence is shown as a picture, a bidirectional override as U+FFFD."""
    assert body(Paragraph((Text("a\x1b[31mb\u202ec"),))) == "a␛\\[31mb\ufffdc\n"


def test_a_line_break_in_a_cell_keeps_the_row_whole() -> None:
    """A cell of two lines is one row."""
    cell = (Text("a"), Break(), Text("b|c"))
    assert body(Table(((Text("h"),),), ((cell,),))) == "| h |\n| --- |\n| a<br>b\\|c |\n"


def test_marks_are_read_as_marks_beside_letters() -> None:
    """Bold that ends in punctuation is still bold where a letter follows at once."""
    parts = (Text("a"), Strong((Text('"x"'),)), Text("s"), Emphasis((Text("e"),)), CodeSpan("c"))
    assert read_back(body(Paragraph(parts))) == meant((Paragraph(parts),))


def test_the_same_document_is_the_same_text() -> None:
    """Two documents of equal parts give equal bytes."""
    made = [
        Document((("review_id", "AR-7"), ("walls", [{"id": "W1"}])), (Heading(1, (Text("x"),)),))
        for _ in range(2)
    ]
    assert markdown(made[0]) == markdown(made[1])
