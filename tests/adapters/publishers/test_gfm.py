"""A document keeps its structure and its text in Markdown, whatever people typed."""

import hashlib

import pytest
import yaml
from hypothesis import example, given, settings
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
    Strong,
    Table,
    Text,
)
from bot.publishers.gfm import blocks as drawn
from bot.publishers.gfm import markdown
from tests.adapters.publishers import hostile
from tests.adapters.publishers.reading_back import meant, read_back


def body(*blocks: Block) -> str:
    return "\n".join(drawn(blocks)) + "\n"


@given(hostile.texts)
@example("# h\n- x\n1. y")
@settings(max_examples=400, deadline=None)
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


@given(st.lists(hostile.blocks, max_size=4).map(tuple))
@settings(max_examples=400, deadline=None)
def test_any_tree_is_read_back_as_it_was_meant(document: tuple[Block, ...]) -> None:
    """Nested blocks and inlines with hostile text come back with the same structure, marks, links and text."""
    assert read_back(body(*document)) == meant(document)


@pytest.mark.long
@given(st.lists(hostile.blocks, max_size=6).map(tuple))
@settings(max_examples=20_000, deadline=None)
def test_any_tree_is_read_back_in_the_long_run(document: tuple[Block, ...]) -> None:
    """The same over many more trees."""
    assert read_back(body(*document)) == meant(document)


@given(
    st.lists(st.tuples(st.text("ab_", min_size=1), hostile.texts), max_size=3),
    st.lists(hostile.blocks, max_size=2),
)
@settings(max_examples=60, deadline=None)
def test_front_matter_is_yaml_and_cannot_be_left(front: list[tuple[str, str]], found: list[Block]) -> None:
    """Whatever stands in the front matter, YAML reads it as strings, and the body begins after it."""
    text = markdown(Document(tuple(front), tuple(found)))
    head, _, rest = text.removeprefix("---\n").partition("---\n\n")
    loaded = yaml.safe_load(head)
    assert set(loaded) == {*dict(front), "digest"}
    assert all(isinstance(value, str) for value in loaded.values())
    assert loaded["digest"] == hashlib.sha256(rest.encode()).hexdigest()


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
