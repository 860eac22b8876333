"""The small Markdown of templates, read into the same tree that the published review is made of."""

import pytest

from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
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
)
from bot.voice.holding import Held
from bot.voice.markdown import blocks


def says(text: str) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph((Text(text),))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one\ntwo", says("one two")),
        ("one\\\ntwo", Paragraph((Text("one"), Break(), Text("two")))),
        ("a **b** *c* `d`", Paragraph((Text("a "), Strong((Text("b"),)), Text(" "), Emphasis((Text("c"),)),
                                       Text(" "), CodeSpan("d")))),
        ("## head", Heading(2, (Text("head"),))),
        ("- a\n- b", Listing(((says("a"),), (says("b"),)))),
        ("1. a\n2. b", Listing(((says("a"),), (says("b"),)), ordered=True)),
        ("> a", Quote((says("a"),))),
        ("> [!WARNING]\n> a", Panel("warning", (says("a"),))),
        ("> [!WARNING]\n> - a", Panel("warning", (Listing(((says("a"),),)),))),
        ("> [!OTHER]\n> a", Quote((says("[!OTHER] a"),))),
        ("```py\na *b*\n```", CodeBlock("a *b*", "py")),
        ("---", Rule()),
        ("|a|b|\n|-|-|\n|c|d|", Table(((Text("a"),), (Text("b"),)), (((Text("c"),), (Text("d"),)),))),
        ("[a](https://x.example)", Paragraph((Link("https://x.example", (Text("a"),)),))),
        ("[a](ftp://x.example)", says("a (ftp://x.example)")),
        ("<b>a</b>", says("<b>a</b>")),
        ("<!-- a -->", says("<!-- a -->")),
        ("![a](b)", says("!a (b)")),
        ("    a", says("a")),
        ("a &amp; b", says("a & b")),
        ("~~a~~", says("~~a~~")),
    ],
)  # fmt: skip
def test_a_template_s_markdown_is_read(text: str, found: Block) -> None:
    """Paragraphs, marks, lists, quotes, panels, code, tables and links; no HTML and no pictures."""
    assert blocks(text, Held()) == (found,)


@pytest.mark.parametrize("text", ["", "\n\n", "   \n"])
def test_nothing_is_nothing(text: str) -> None:
    """No empty paragraph."""
    assert blocks(text, Held()) == ()
