"""Texts and documents made to break Markdown."""

from hypothesis import strategies as st

from tests.domain import trees

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
inlines = trees.inlines(texts, hrefs)
blocks = trees.blocks(texts, hrefs, languages=("", "json", "a b", "`x"))
