"""Cards as Adaptive Cards: inside every limit, nothing lost without a word, nobody called by anybody's words."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.teams import limits
from bot.chat.teams.dialect import message
from bot.domain.tree import (
    Block,
    Break,
    Card,
    CardButton,
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
from tests.adapters.publishers import hostile
from tests.adapters.slack.given import SAID
from tests.adapters.teams import drawn
from tests.adapters.teams.fake.cards import findings
from tests.adapters.teams.fake.elements import actions_of, elements_of
from tests.domain import trees

Json = dict[str, Any]

KEY = "review:7:v3:ask"
ANA = "teams:7f1c-tenant:29:1ana"
MENTION = re.compile(r"</?at>", re.IGNORECASE)
LONGEST_MESSAGE = 40_000

texts = hostile.texts | st.sampled_from(
    ["<at>Ana Berg</at>", "{{DATE(2027-03-29T00:00:00Z,SHORT)}}", "[a](b)"]
)
blocks = trees.blocks(texts, hostile.hrefs)
buttons = st.builds(CardButton, st.sampled_from(["agree", "skip", "form:wall", "window"]), texts, texts)
cards = st.builds(
    Card,
    st.lists(blocks, max_size=8).map(tuple),
    st.lists(buttons, max_size=30).map(tuple),
    st.sampled_from(["", ANA, "slack:T0ACME:U0ANA"]),
)


def paragraph(text: str) -> Block:
    """A paragraph of plain text."""
    return Paragraph((Text(text),))


def shown(*some: Block, buttons: tuple[CardButton, ...] = ()) -> Json:
    """The card that these blocks become."""
    return card_of(message(Card(some, buttons), SAID, key=KEY))


def card_of(activity: Json) -> Json:
    """The one card of a message; nothing stands beside it."""
    [attachment] = activity["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert set(activity) == {"type", "summary", "attachments"}
    found: Json = attachment["content"]
    return found


def check(activity: Json, called: str = "") -> None:
    """Every limit, by the judge and by what it does not look into."""
    made = card_of(activity)
    assert list(findings(made)) == []
    drawn.texts(made)
    assert 0 < len(activity["summary"]) <= limits.SUMMARY
    assert not MENTION.search(activity["summary"])
    assert len(json.dumps(activity, ensure_ascii=False).encode()) <= LONGEST_MESSAGE  # and no half sign
    marked = [text for text in all_texts(made) if MENTION.search(text)]
    assert marked == ([f"<at>{called}</at>"] if called else [])
    assert not any("{{" in text for text in all_texts(made))


def all_texts(made: Json) -> list[str]:
    """Every text in which Markdown is read, as it is written."""
    found = list(elements_of(made))
    facts = [text for element in found for fact in element.get("facts", []) for text in fact.values()]
    return [element["text"] for element in found if element["type"] == "TextBlock"] + facts


def kinds(made: Json) -> list[str]:
    """The kind of each element of the body."""
    return [element["type"] for element in made["body"]]


@given(cards)
def test_any_card_is_inside_every_limit(card: Card) -> None:
    """Whatever its text is made of, and however it is nested."""
    check(message(card, SAID, key=KEY, called="Ana Berg"), "Ana Berg" if card.calls == ANA else "")


@given(
    st.integers(1, 50_000),
    st.sampled_from(["word ", "x", "&", "<at>", "*", "\\", '"', "é", "😀", "\n", "a\n\n", "\ud800", "{{"]),
)
def test_a_text_of_any_length_is_inside_every_limit(length: int, part: str) -> None:
    """Up to fifty thousand characters, in a paragraph, an item, a quotation, code, a cell or a heading."""
    text = (part * (length // len(part) + 1))[:length]
    made = message(
        Card(
            (
                Listing(((paragraph(text),),)),
                Quote((paragraph(text),)),
                CodeBlock(text),
                Table(((Text("a"),), (Text("b"),)), (((Text(text),), (Text(text),)),)),
                Heading(1, (Text(text),)),
                paragraph(text),
            ),
            tuple(CardButton("agent", text[:200], text[:2000]) for _ in range(30)),
        ),
        SAID,
        key=KEY,
    )
    check(made)


def test_a_message_of_the_largest_card_has_room_in_a_message() -> None:
    """A card, its summary and what stands around them, full of signs that take most."""
    text = "😀" * 40_000
    activity = message(Card((paragraph(text),)), SAID, key=KEY)
    check(activity)
    assert len(json.dumps(card_of(activity), ensure_ascii=False).encode()) > limits.CARD * 3 // 4


@pytest.mark.parametrize(
    "block",
    [
        Listing(tuple((paragraph(f"item {n}"),) for n in range(5000))),
        Listing(tuple((paragraph(f"item {n}"),) for n in range(5000)), ordered=True),
        Quote(tuple(paragraph(f"item {n}") for n in range(5000))),
        CodeBlock("\n".join(f"item {n}" for n in range(5000))),
        Table(((Text("a"),), (Text("b"),)), tuple(((Text(f"item {n}"),), (Text("x"),)) for n in range(5000))),
        Paragraph((Text("item 0 " + "word " * 20_000),)),
    ],
)
def test_what_is_too_much_is_cut_and_it_is_said(block: Block) -> None:
    """The beginning is shown, as much as fits, and the last element says that there is more."""
    activity = message(Card((block,), (CardButton("skip", "Skip"),)), SAID, key=KEY)
    check(activity)
    made = card_of(activity)
    found = drawn.texts(made)
    assert "item 0" in " ".join(found[:2])
    assert found[-1] == "teams_cut"
    assert kinds(made)[-1] == "ActionSet"
    assert limits.weight(made) > limits.CARD - 4 * limits.TEXT


def test_a_card_of_everyday_length_is_never_cut() -> None:
    """Eight thousand characters and fourteen buttons fit."""
    made = shown(
        *(paragraph("What it chose, and why. " * 40) for _ in range(8)),
        buttons=tuple(CardButton("agent", f"It was number {n}", str(n)) for n in range(14)),
    )
    assert "teams_cut" not in drawn.texts(made)
    assert len(list(actions_of(made))) == 14


def test_a_long_paragraph_is_split_between_words() -> None:
    """Nothing is lost at the seams."""
    text = " ".join(f"word{n}" for n in range(900))
    found = drawn.texts(shown(paragraph(text)))
    assert len(found) > 1
    assert " ".join(found) == text


def test_the_same_card_is_the_same_bytes() -> None:
    """A retry is never another message."""
    card = Card((paragraph("What did it decide?"),), (CardButton("agree", "Agree", "A:decision"),), ANA)
    one, other = (json.dumps(message(card, SAID, key=KEY, called="Ana")) for _ in range(2))
    assert one == other


def test_buttons_know_what_they_are_about() -> None:
    """The review and the version their card was drawn for."""
    made = shown(buttons=(CardButton("agree", "Agree", "A:decision"), CardButton("form:wall", "Add a wall")))
    agree, wall = actions_of(made)
    assert agree["data"] == {"press": "agree", "value": "A:decision", "review": 7, "version": 3}
    assert wall["data"]["msteams"] == {"type": "task/fetch"}


def test_too_many_buttons_are_cut_with_a_word() -> None:
    """The card says that there is more."""
    made = shown(paragraph("which?"), buttons=tuple(CardButton("own", f"W{n}", str(n)) for n in range(80)))
    assert drawn.texts(made) == ["which?", "teams_cut"]
    assert 0 < len(list(actions_of(made))) <= 60


def test_a_card_calls_on_one_person_by_id() -> None:
    """The words of the mention are those Teams is told, and stand before all others."""
    activity = message(Card((paragraph("Your wall is due."),), calls=ANA), SAID, key=KEY, called="R&D *Ana*")
    made = card_of(activity)
    assert made["body"][0]["text"] == "<at>R D Ana</at>"
    assert made["msteams"]["entities"] == [
        {"type": "mention", "text": "<at>R D Ana</at>", "mentioned": {"id": "29:1ana", "name": "R D Ana"}}
    ]
    assert activity["summary"] == "R D Ana\nYour wall is due."


def test_somebody_without_a_known_name_is_called_all_the_same() -> None:
    """By a word of ours in place of the name."""
    made = card_of(message(Card((), calls=ANA), SAID, key=KEY))
    assert made["msteams"]["entities"][0]["mentioned"] == {"id": "29:1ana", "name": "teams you"}


@pytest.mark.parametrize("calls", ["", "slack:T0ACME:U0ANA", "teams:tenant", "29:1ana"])
def test_nobody_of_another_platform_is_called(calls: str) -> None:
    """A card that calls on nobody here holds no mention."""
    made = card_of(message(Card((paragraph("x"),), calls=calls), SAID, key=KEY, called="Ana"))
    assert "entities" not in made["msteams"]
    assert drawn.texts(made) == ["x"]


def test_headings_are_told_apart_by_their_size() -> None:
    """And are headings to readers of the screen."""
    found = shown(*(Heading(level, (Text("Question 2"),)) for level in (1, 2, 3)))["body"]
    assert [one.get("size") for one in found] == ["Large", "Medium", None]
    assert {(one["style"], one["weight"]) for one in found} == {("heading", "Bolder")}


def test_inlines_keep_their_style() -> None:
    """Bold, italic, code and a link within one line."""
    [block] = shown(
        Paragraph(
            (
                Strong((Text("What: "),)),
                Text("it "),
                Emphasis((Text("chose"),)),
                Text(" "),
                CodeSpan("issue_refund"),
                Text(", see "),
                Link("https://a.example/", (Text("the run"),)),
            )
        )
    )["body"]
    assert block["text"] == "**What:** it *chose* **issue_refund**, see [the run](https://a.example/)"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "msteams://open", "https://a.example/" + "x" * 4000])
def test_a_link_that_is_not_safe_or_too_long_is_text(href: str) -> None:
    """Its words stay, and where it would have led can be read."""
    made = shown(Paragraph((Link(href, (Text("here"),)),)))
    signs = [sign for text in all_texts(made) for sign in drawn.read(text)]
    assert not any(sign.href for sign in signs)
    assert "".join(drawn.texts(made)).startswith("here (")


def test_a_line_break_is_a_line_break_to_every_client() -> None:
    """And an empty line between others stays one."""
    [block] = shown(Paragraph((Text("one"), Break(), Text("two\n\nthree"))))["body"]
    assert block["text"] == "one\n\ntwo\n\n\u200b\n\nthree"


def test_lists_have_signs_of_their_own_and_one_within_another_is_set_in() -> None:
    """Further lines of an item stand below its words."""
    inner = Listing(((paragraph("in"),),))
    made = shown(
        Listing(((paragraph("one"), inner), (paragraph("two"), paragraph("more")))),
        Listing(((paragraph("first"),), (paragraph("second"),)), ordered=True),
    )
    assert drawn.texts(made) == ["• one\n    • in\n• two\n  more", "1. first\n2. second"]


def test_a_block_within_an_item_stands_between_the_items() -> None:
    """The list goes on after it, and goes on counting."""
    made = shown(Listing(((paragraph("one"), CodeBlock("x = 1")), (paragraph("two"),)), ordered=True))
    assert kinds(made) == ["TextBlock", "Container", "TextBlock"]
    assert drawn.texts(made) == ["1. one", "x = 1", "2. two"]


def test_code_has_a_width_of_its_own_and_keeps_its_spaces() -> None:
    """Every space and line of it is there, and no sign of it is a mark."""
    code = "def f(*a):\n    return  {'x': [1](2)}\n\n# _end_ **"
    [box] = shown(CodeBlock(code + "\n", "python"))["body"]
    [block] = box["items"]
    assert block["fontType"] == "Monospace"
    assert drawn.text(block["text"]) == code
    assert not any(sign.bold or sign.italic or sign.href for sign in drawn.read(block["text"]))


def test_a_quotation_and_a_panel_are_set_apart() -> None:
    """Each in a container of its own, blocks within it as they are."""
    made = shown(
        Quote((paragraph("said"), Listing(((paragraph("this"),),)))),
        Quote((paragraph("and that"),)),
        Panel("warning", (paragraph("mind"),)),
        Panel("note", (paragraph("this"),)),
        Panel("important", (paragraph("now"),)),
    )
    assert kinds(made) == ["Container"] * 5
    styles = [box["style"] for box in made["body"]]
    assert styles == ["emphasis", "emphasis", "warning", "accent", "attention"]
    assert [len(box["items"]) for box in made["body"]] == [2, 1, 1, 1, 1]


def test_a_box_that_is_cut_is_closed() -> None:
    """What follows in it is left out, and what says so stands outside."""
    made = shown(Quote((paragraph("a" * 1999), *(paragraph("b " * 900) for _ in range(30)))))
    assert kinds(made) == ["Container", "TextBlock"]


def test_a_rule_is_a_line_above_what_follows_it() -> None:
    """Above the container where that is what follows; none stands at the end."""
    made = shown(
        paragraph("a"), Rule(), paragraph("b"), Rule(), Quote((paragraph("c"), paragraph("d"))), Rule()
    )
    assert [element.get("separator", False) for element in made["body"]] == [False, True, True]
    assert not any(element.get("separator") for element in made["body"][2]["items"])


def test_a_table_of_two_columns_is_one_set_of_facts() -> None:
    """Its header the first of them."""
    made = shown(
        Table(
            ((Text("wall"),), (Text("state"),)), (((Text("W1"),), (Text("standing"),)), ((Text("W2"),), ()))
        )
    )
    assert kinds(made) == ["FactSet"]
    assert made["body"][0]["facts"][0] == {"title": "**wall**", "value": "**state**"}
    assert drawn.texts(made) == ["wall: state", "W1: standing", "W2: "]


def test_a_row_of_a_wider_table_is_a_set_of_its_own() -> None:
    """Every cell under the name of its column, a line between the rows."""
    header = ((Text("wall"),), (Text("state"),), (Text("due"),))
    rows = (
        ((Text("W1"),), (Text("standing"),), (Text("29 Mar"),)),
        ((Text("W2"),), (Strong((Text("late"),)),), ()),
    )
    made = shown(Table(header, rows))
    assert [element.get("separator", False) for element in made["body"]] == [False, True]
    assert drawn.texts(made) == ["wall: W1", "state: standing", "due: 29 Mar", "wall: W2", "state: late"]


def test_a_long_cell_is_text_under_its_name() -> None:
    """A fact leaves it half of the width."""
    header = ((Text("wall"),), (Text("state"),), (Text("why"),))
    made = shown(Table(header, (((Text("W1"),), (Text("x"),), (Text("y" * 301),)),)))
    assert kinds(made) == ["FactSet", "TextBlock"]
    assert drawn.texts(made) == ["wall: W1", "state: x", f"why: {'y' * 301}"]


def test_the_summary_says_what_the_card_says() -> None:
    """For notifications: words first, then what can be pressed; plain text, with no mark of Markdown."""
    activity = message(
        Card(
            (
                Paragraph((Text("What did "), Strong((Text("it*"),)), Text(" decide?"))),
                Listing(((paragraph("a_b"),),)),
                Table(((Text("a"),), (Text("b"),)), (((Text("c"),), (Text("d"),)),)),
                CodeBlock("x  = 1"),
            ),
            (CardButton("dont_know", "Don't know"),),
        ),
        SAID,
        key=KEY,
    )
    assert activity["summary"] == "What did it* decide?\n• a_b\na: b\nc: d\nx  = 1\n[Don't know]"


def test_a_card_without_anything_still_says_something() -> None:
    """Teams refuses a message without content."""
    activity = message(Card((paragraph("  "), Listing(((),)), Rule())), SAID, key=KEY)
    assert activity["summary"] == "…"
    assert list(findings(card_of(activity))) == []


def test_a_message_asks_for_no_newer_client_than_it_needs() -> None:
    """A phone that knows less than 1.5 shows it all the same."""
    assert shown(paragraph("x"))["version"] == "1.2"
