"""Texts of people in cards: read back to the letter, and never obeyed."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.teams import texts
from bot.chat.teams.marks import lines, markdown
from bot.chat.teams.texts import GAP, at_start, escaped
from bot.domain.tree import (
    Break,
    CodeSpan,
    Emphasis,
    Inline,
    Link,
    Strong,
    Text,
    is_safe_link,
    plain,
)
from tests.adapters.publishers import hostile
from tests.adapters.teams import drawn
from tests.adapters.teams.drawn import Sign
from tests.domain import trees

TEAMS = ["<at>Ana</at>", "</at>", "{{DATE(2027-03-29T00:00:00Z,SHORT)}}", "{{TIME(", "![a](b)", "[a](b)"]
OBEYED = re.compile(r"</?at>|\{\{|\]\((?!https?:|mailto:)", re.IGNORECASE)

people = st.lists(hostile.texts | st.sampled_from(TEAMS), max_size=4).map("".join)
inlines = st.lists(trees.inlines(people, hostile.hrefs), max_size=5).map(tuple)


def one_line(text: str) -> str:
    """Clean text of one line, as it reaches the escaping."""
    return " ".join(texts.clean(text).replace("\u00a0", " ").replace(GAP, "").split())


@given(people)
@example("a*b*c _d_ __e__ ~~f~~ `g` \\* \\")
@example("1. a")
@example("[x]: y")
@example("&amp;lt;")
def test_what_people_typed_is_read_back_to_the_letter(typed: str) -> None:
    """Whatever it is made of, a client shows it as it was typed, and makes nothing of it."""
    line = one_line(typed)
    found = drawn.read(at_start(escaped(line)))
    assert "".join(sign.sign for sign in found) == line
    assert not any(sign.bold or sign.italic or sign.href for sign in found)


@given(people)
def test_nothing_that_teams_looks_for_itself_is_left(typed: str) -> None:
    """Mentions, dates and links are found in the text as it is written, whatever is escaped in it."""
    assert OBEYED.search(escaped(one_line(typed))) is None


@pytest.mark.parametrize(
    "typed",
    [
        "It sent 2 * 3 mails to ana_b@example.org, at 10:30.",
        "issue_refund(amount=40) failed - why?",
        "C:\\temp\\run.log, [draft] #12 and R&D",
        "2026-11-28: -5 °C, 3.5 s, a < b",
    ],
)
def test_everyday_text_needs_no_escape(typed: str) -> None:
    """Clients that show a backslash find none, and copied text is the text."""
    assert at_start(escaped(typed)) == typed


@pytest.mark.parametrize("typed", ["# a", "- a", "+ a", "> a", "1. a", "12) a", "---", "- - -"])
def test_the_start_of_a_line_is_only_text(typed: str) -> None:
    """A sign of no width stands before it; no client sees a list, a heading or a line."""
    assert at_start(escaped(typed)) == GAP + typed
    assert drawn.text(at_start(escaped(typed))) == typed


def expected(parts: tuple[Inline, ...], style: Sign) -> Iterator[Sign]:
    """Every sign these inlines show."""
    for part in parts:
        match part:
            case Text(text):
                yield from signs(text, style)
            case CodeSpan(text):
                yield from signs(text, replace(style, bold=True))
            case Strong(inner):
                yield from expected(inner, replace(style, bold=True))
            case Emphasis(inner):
                yield from expected(inner, replace(style, italic=True))
            case Link(href, inner):
                yield from expected_link(href, plain(inner), style)
            case Break():
                pass


def expected_link(href: str, words: str, style: Sign) -> Iterator[Sign]:
    """A link shows its words, else its address; one that may not be followed shows both."""
    named = words if words.strip() else href
    if is_safe_link(href) and texts.clean(href) == href:
        yield from signs(named, replace(style, href="link"))
    else:
        yield from signs(named if named == href or not href else f"{named} ({href})", style)


def signs(text: str, style: Sign) -> Iterator[Sign]:
    """Signs of one style; what is white or of no width is not compared."""
    for sign in texts.clean(text):
        if sign != GAP and not sign.isspace():
            yield replace(style, sign=sign)


@given(inlines)
def test_bold_italic_and_links_are_read_as_meant(parts: tuple[Inline, ...]) -> None:
    """Sign by sign, however they are nested and whatever stands beside the marks."""
    found = [sign for line in lines(parts) for sign in drawn.read(markdown(line))]
    seen = [replace(sign, href=sign.href and "link") for sign in found if not sign.sign.isspace()]
    assert seen == list(expected(parts, Sign("")))


@given(inlines)
def test_no_line_holds_what_teams_obeys(parts: tuple[Inline, ...]) -> None:
    """Not even where a text ends and another begins."""
    assert all(OBEYED.search(markdown(line)) is None for line in lines(parts))


@pytest.mark.parametrize(
    "href",
    [
        "https://a.example/run?x=1&y=2#top",
        "https://a.example/a_(b)*c*[d]",
        "https://a.example/?a=1&copy;=2",
        "mailto:ana@example.org",
    ],
)
def test_an_address_is_the_address(href: str) -> None:
    """Signs that would end the link are written as their numbers, which every server reads alike."""
    [line] = lines((Link(href, (Text("the run"),)),))
    [found] = {sign.href for sign in drawn.read(markdown(line))}
    assert found.replace("%28", "(").replace("%29", ")").replace("%2A", "*").replace("%3B", ";") == href


def test_code_within_a_line_is_bold_and_keeps_its_spaces() -> None:
    """There is no fixed width within a line."""
    [line] = lines((Text("see "), CodeSpan("a  b")))
    assert markdown(line) == "see **a\u00a0\u00a0b**"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana Berg", "Ana Berg"),
        ("Zoë O’Hara-Lind (extern)", "Zoë O’Hara-Lind (extern)"),
        ("R&D <at>Eve</at> *x*_y_", "R D at Eve at x y"),
        ("佐藤 花子", "佐藤 花子"),
        ("[](http://a.example)", "(http a.example)"),
    ],
)
def test_a_name_in_a_mention_holds_no_sign_of_anybodys(name: str, shown: str) -> None:
    """An ampersand in it was refused or drawn badly, and a mark could be read."""
    assert texts.name(name) == shown
