"""Any tree that the types allow, of texts and addresses of the caller's choice."""

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
    Tree,
)

Texts = st.SearchStrategy[str]


def trees(texts: Texts) -> st.SearchStrategy[Tree]:
    """What an author may have made of a text."""
    return st.lists(blocks(texts, texts), max_size=2).map(lambda found: Tree(*found))


def inlines(texts: Texts, hrefs: Texts) -> st.SearchStrategy[Inline]:
    """Text, code and line breaks, bold, italic and linked at any depth."""
    leaves = st.builds(Text, texts) | st.builds(CodeSpan, texts) | st.just(Break())
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Strong, st.lists(inner, max_size=3).map(tuple))
            | st.builds(Emphasis, st.lists(inner, max_size=3).map(tuple))
            | st.builds(Link, hrefs, st.lists(inner, max_size=3).map(tuple))
        ),
        max_leaves=6,
    )


def blocks(texts: Texts, hrefs: Texts, languages: tuple[str, ...] = ("", "json")) -> st.SearchStrategy[Block]:
    """Blocks of every kind, in one another at any depth."""
    rows = st.lists(inlines(texts, hrefs), max_size=4).map(tuple)
    tables = st.builds(
        Table,
        st.lists(rows, min_size=1, max_size=3).map(tuple),
        st.lists(st.lists(rows, max_size=3).map(tuple), max_size=3).map(tuple),
    )
    simple: st.SearchStrategy[Block] = (
        st.builds(Paragraph, rows)
        | st.builds(Heading, st.integers(1, 6), rows)
        | st.builds(CodeBlock, texts, st.sampled_from(languages))
        | tables
        | st.just(Rule())
    )
    return st.recursive(simple, _around, max_leaves=8)


def _around(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    """Blocks that hold blocks."""
    several = st.lists(inner, max_size=3).map(tuple)
    return (
        st.builds(Listing, st.lists(several, min_size=1, max_size=3).map(tuple), ordered=st.booleans())
        | st.builds(Quote, several)
        | st.builds(Panel, st.sampled_from(["note", "warning", "important"]), several)
    )
