"""Texts and documents made to break Markdown."""

from hypothesis import strategies as st

from bot.domain.tree import (
    Block,
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Heading,
    Inline,
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

SIGNS = "\\`*_[](){}<>|~&$@#+-=.:!^'\"/?;,% \t\n\r\v\f\x00\x1b\x7f\x85\xa0\u2028\u202e\u2066\ud800ab1é9😀שA"
FRAGMENTS = [
    "http://a.example/b_c",
    "www.a.example",
    "a@b.example",
    "- x",
    "+ x",
    "12. x",
    "1) x",
    "```",
    "~~~",
    "<b>",
    "<br>",
    "<!-- x -->",
    "<http://a.example>",
    "&amp;",
    "&#35;",
    "[a](b)",
    "![a](b)",
    "[x]: y",
    "[^1]",
    "[ ] x",
    "| a | b |",
    "|---|",
    ":--",
    "---",
    "===",
    "***",
    "___",
    "# h",
    "## h ##",
    "> q",
    "[!NOTE]",
    ":smile:",
    "{{ 7*7 }}",
    "$x$",
    "**b**",
    "_e_",
    "~~s~~",
    "    code",
    "a\\",
    "`a`",
    "a_b_c",
    "x  \ny",
]

texts = st.lists(st.text(SIGNS, max_size=6) | st.sampled_from(FRAGMENTS), max_size=4).map("".join)
hrefs = st.sampled_from(
    [
        "https://a.example/x",
        "mailto:a@b.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "",
        "/etc/passwd",
        "HTTP://A.EXAMPLE",
    ]
) | texts.map("https://a.example/".__add__)
leaves = st.builds(Text, texts) | st.builds(CodeSpan, texts) | st.just(Break())
inlines: st.SearchStrategy[Inline] = st.recursive(
    leaves,
    lambda inner: (
        st.builds(Strong, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Emphasis, st.lists(inner, max_size=3).map(tuple))
        | st.builds(Link, hrefs, st.lists(inner, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
rows = st.lists(inlines, max_size=4).map(tuple)
tables = st.builds(
    Table,
    st.lists(rows, min_size=1, max_size=3).map(tuple),
    st.lists(st.lists(rows, max_size=3).map(tuple), max_size=3).map(tuple),
)
simple: st.SearchStrategy[Block] = (
    st.builds(Paragraph, rows)
    | st.builds(Heading, st.integers(1, 6), rows)
    | st.builds(CodeBlock, texts, st.sampled_from(["", "json", "a b", "`x"]))
    | tables
    | st.just(Rule())
)
blocks: st.SearchStrategy[Block] = st.recursive(
    simple,
    lambda inner: (
        st.builds(
            Listing,
            st.lists(st.lists(inner, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple),
            ordered=st.booleans(),
        )
        | st.builds(Quote, st.lists(inner, max_size=3).map(tuple))
        | st.builds(
            Panel, st.sampled_from(["note", "warning", "important"]), st.lists(inner, max_size=3).map(tuple)
        )
    ),
    max_leaves=8,
)
