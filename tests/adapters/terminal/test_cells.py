"""Whatever people type, a line on the terminal is at most 100 columns wide and holds nothing a terminal obeys."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.terminal.cells import Run, cells, cut, visible, wrapped
from bot.chat.terminal.dialect import (
    BODY,
    FOOT,
    HEAD,
    WIDTH,
    Ink,
    card_lines,
    note_lines,
    plain_text,
    said_lines,
)
from bot.cli.colour import NARROWEST
from bot.domain.tree import (
    Block,
    Break,
    Card,
    CardButton,
    CodeBlock,
    CodeSpan,
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

ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("┌│└ \t\n\r\x00\x1b\x07\x7f\x85\u202e\u2066\u2028\u200d\ufeff👩🏽‍💻漢é́שלוםعربي"),
    ),
    max_size=300,
)
LONG = st.integers(1, 400).map(lambda count: "漢w"[count % 2] * count)
TEXTS = st.one_of(ANYTHING, LONG)
WIDTHS = st.sampled_from((NARROWEST, 79, WIDTH))
CODES = re.compile(r"\x1b\[[0-9;]*m")


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A block of any kind around what somebody typed."""
    text, other = draw(TEXTS), draw(TEXTS)
    inline = (Text(text), Strong((CodeSpan(other),)), Break(), Link("https://example.test/a", (Text(text),)))
    paragraph = Paragraph(inline)
    made: tuple[Block, ...] = (
        paragraph,
        Heading(2, inline),
        Listing(((paragraph,), (Listing(((paragraph,),), ordered=True),))),
        Quote((paragraph,)),
        Panel("note", (paragraph,)),
        CodeBlock(text),
        Table(((Text(text),), (Text("b"),)), (((Text(other),), (Text("d"),)),)),
        Rule(),
    )
    return draw(st.sampled_from(made))


def harmless(line: str, width: int = WIDTH) -> bool:
    """Whether a line is narrow enough and holds no control character."""
    return cells(line) <= width and not any(
        unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} for sign in line
    )


@given(
    st.lists(blocks(), max_size=3),
    TEXTS,
    st.lists(TEXTS.map(lambda t: CardButton("x", t, "")), max_size=4),
    WIDTHS,
)
def test_a_card_is_never_wider_than_the_terminal(
    found: list[Block], head: str, buttons: list[CardButton], width: int
) -> None:
    """Every line begins with a mark of the bot, whatever its blocks, its head and its buttons hold."""
    card = Card(tuple(found), tuple(buttons))
    for line in card_lines(card, head, Ink.PLAIN, width):
        assert harmless(line, width)
        assert line.startswith((HEAD.strip(), BODY.strip(), FOOT.strip()))


@given(TEXTS, TEXTS, WIDTHS)
def test_nothing_said_looks_like_the_bot(name: str, text: str, width: int) -> None:
    """A name stands before the first line, blanks before all others."""
    first, *rest = said_lines(f"n{name}", text, Ink.PLAIN, width)
    assert harmless(first, width)
    assert not first.startswith(tuple("┌│└"))
    for line in rest:
        assert harmless(line, width)
        assert not line or line.startswith("    ")


@given(TEXTS, WIDTHS)
def test_a_note_never_looks_like_the_bot(text: str, width: int) -> None:
    """It is set in by two blanks."""
    for line in note_lines(text, Ink.PLAIN, width):
        assert harmless(line, width)
        assert not line or line.startswith("  ")


@given(blocks(), TEXTS)
def test_colour_changes_no_word(block: Block, head: str) -> None:
    """Without its codes, a coloured line is the plain one."""
    card = Card((block,), (CardButton("x", "Agree", ""),))
    coloured = [CODES.sub("", line).rstrip() for line in card_lines(card, head, Ink.COLOUR)]
    assert coloured == card_lines(card, head, Ink.PLAIN)


@given(TEXTS.map(visible), st.integers(8, 60))
def test_a_recorded_line_is_cut_and_changed_in_nothing(text: str, width: int) -> None:
    """Its parts together are the line, blanks at its beginning included."""
    parts = cut(text, width)
    assert "".join(parts) == text
    assert all(cells(part) <= width for part in parts)


@given(TEXTS.map(visible), st.integers(8, 60))
def test_words_are_wrapped_and_none_is_lost(text: str, width: int) -> None:
    """Blanks at a line's end are."""
    lines = wrapped((Run(text),), width)
    assert all(sum(cells(run.text) for run in line) <= width for line in lines)
    shown = "".join(run.text for line in lines for run in line)
    assert "".join(shown.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b", "a␀b"),
        ("a\x7fb", "a␡b"),
        ("a\x9bb", "a\ufffdb"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\tset in", "    set in"),
        ("שלום", "שלום"),
        ("👩‍💻", "👩‍💻"),
    ],
)
def test_what_a_terminal_would_obey_becomes_a_picture(typed: str, shown: str) -> None:
    """Scripts written from the right and joined emoji stay as they are."""
    assert visible(typed) == shown


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("漢字", 4), ("é́", 1), ("👍", 2), ("שלום", 4), ("", 0)]
)
def test_columns_are_counted_as_terminals_do(text: str, columns: int) -> None:
    """Wide signs take two, marks that combine none."""
    assert cells(text) == columns


def test_code_keeps_the_blanks_at_its_beginning() -> None:
    """A recorded prompt or JSON is set in as it was."""
    lines = card_lines(Card((CodeBlock('{\n    "a": 1\n}'),)), "AR-1", Ink.PLAIN)
    assert lines[1:] == ["│     {", '│         "a": 1', "│     }"]


def test_buttons_are_numbered_from_one() -> None:
    """Several stand on a line, and none is broken that fits on one."""
    card = Card((), tuple(CardButton("x", f"Button {n} with words", "") for n in range(1, 8)))
    lines = card_lines(card, "AR-1", Ink.PLAIN)[1:]
    shown = [part for line in lines for part in line.removeprefix(FOOT).split("  ")]
    assert shown == [f"[{n}] Button {n} with words" for n in range(1, 8)]
    assert plain_text(card).splitlines()[-1] == "[Button 7 with words]"
