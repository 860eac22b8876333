"""Cards as Block Kit: inside every limit of Slack's, nothing lost without a word, nobody pinged."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.slack import limits
from bot.chat.slack.dialect import Message, message
from bot.domain.tree import (
    Block,
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
from tests.adapters.publishers.hostile import blocks, texts
from tests.adapters.slack.fake.blocks import of_message
from tests.adapters.slack.given import SAID, rich_texts

KEY = "review:7:v3:ask"
SECTIONS = {"rich_text_section", "rich_text_quote", "rich_text_preformatted", "rich_text_list"}
PING = re.compile(r"<[!@#]|<https?:")

pings = st.sampled_from(
    ["<!here>", "<!channel>", "<@U0ANA>", "<!subteam^S0OPS|@ops>", "<#C0AGENTS>", "&lt;!here&gt;"]
)
buttons = st.builds(CardButton, st.sampled_from(["agree", "skip", "form:wall"]), texts, texts)
cards = st.builds(
    Card,
    st.lists(blocks | pings.map(lambda p: Paragraph((Text(p),))), max_size=8).map(tuple),
    st.lists(buttons, max_size=30).map(tuple),
)


def paragraph(text: str) -> Block:
    """A paragraph of plain text."""
    return Paragraph((Text(text),))


def shown(*some: Block, buttons: tuple[CardButton, ...] = (), key: str = KEY) -> Message:
    """A card of these blocks as a message."""
    return message(Card(some, buttons), SAID, key=key)


def elements(*some: Block) -> list[dict[str, Any]]:
    """The elements of the only block these become."""
    [block] = shown(*some).blocks
    found: list[dict[str, Any]] = block["elements"]
    return found


def check(made: Message) -> None:
    """Every limit, by the judges and by what they do not look into."""
    found = list(made.blocks)
    assert of_message(made.text, found) == []
    assert sum(limits.size(text) for text in every_text(found)) <= limits.MESSAGE_SIZE
    assert 0 < len(made.text.encode("utf-16-le")) // 2 <= limits.FALLBACK
    assert PING.search(made.text) is None
    for one in rich_texts([block for block in found if block["type"] == "rich_text"]):
        assert one["type"] in SECTIONS | {"text", "link"}
        if one["type"] in {"text", "link"}:
            assert one["text"]
            assert len(one["text"]) <= limits.TEXT
        if one["type"] in SECTIONS:
            assert one["elements"]
        if one["type"] == "rich_text_list":
            assert 0 <= one["indent"] <= 8
            assert {part["type"] for part in one["elements"]} == {"rich_text_section"}
    json.dumps(found, ensure_ascii=False).encode()  # no half sign


def every_text(found: object) -> list[str]:
    """Every text and address in blocks."""
    if isinstance(found, list):
        return [text for one in found for text in every_text(one)]
    if not isinstance(found, dict):
        return []
    own = [value for name, value in found.items() if name in {"text", "url"} and isinstance(value, str)]
    return own + [text for value in found.values() for text in every_text(value)]


@given(cards)
def test_any_card_is_inside_every_limit(card: Card) -> None:
    """Whatever its text is made of, and however it is nested."""
    check(message(card, SAID, key=KEY))


@given(st.integers(1, 50_000), st.sampled_from(["word ", "x", "&", "<", "é", "😀", "\n", "a\n\n", "\ud800"]))
def test_a_text_of_any_length_is_inside_every_limit(length: int, part: str) -> None:
    """Up to fifty thousand characters, in a paragraph, an item, a quotation, code or a cell."""
    text = (part * (length // len(part) + 1))[:length]
    made = shown(
        Listing(((paragraph(text),),)),
        Quote((paragraph(text),)),
        CodeBlock(text),
        Table(((Text("a"),),), (((Text(text),),),)),
        Heading(1, (Text(text),)),
        paragraph(text),
    )
    check(made)


@pytest.mark.parametrize("ordered", [True, False])
def test_thousands_of_items_are_cut_and_it_is_said(ordered: bool) -> None:  # noqa: FBT001 - a column of the table
    """The beginning is shown, and the last block says that there is more."""
    made = shown(Listing(tuple((paragraph(f"item {n}"),) for n in range(5000)), ordered=ordered))
    check(made)
    assert "item 0" in str(made.blocks[0])
    assert "slack_cut" in str(made.blocks[-1])


def test_hundreds_of_short_blocks_share_blocks_before_any_is_lost() -> None:
    """Fifty blocks are Slack's limit, not that of what can be read."""
    made = shown(*(paragraph(f"line {n}.") for n in range(200)))
    check(made)
    assert "line 199." in str(made.blocks)
    assert "slack_cut" not in str(made.blocks)


def test_hundreds_of_rules_and_headings_are_cut_and_it_is_said() -> None:
    """What has a block of its own cannot be joined."""
    made = shown(*(block for n in range(60) for block in (Heading(1, (Text(f"part {n}"),)), Rule())))
    check(made)
    assert "slack_cut" in str(made.blocks[-1])


@given(st.integers(0, 300))
def test_buttons_stand_in_rows_and_too_many_are_cut_with_a_word(count: int) -> None:
    """Rows of five; where there is no room for all, the message says so."""
    made = shown(
        paragraph("which?"), buttons=tuple(CardButton("agent", f"number {n}", str(n)) for n in range(count))
    )
    check(made)
    rows = [block["elements"] for block in made.blocks if block["type"] == "actions"]
    assert all(len(row) <= 5 for row in rows)
    assert ("slack_cut" in str(made.blocks)) == (sum(map(len, rows)) < count)


def test_a_card_of_everyday_length_is_never_cut() -> None:
    """Eight thousand characters and fourteen buttons fit."""
    made = shown(
        *(paragraph("What it chose, and why. " * 40) for _ in range(8)),
        buttons=tuple(CardButton("agent", f"It was number {n}", str(n)) for n in range(14)),
    )
    check(made)
    assert "slack_cut" not in str(made.blocks)


def test_a_long_paragraph_is_split_between_words() -> None:
    """Nothing is lost at the seams."""
    text = " ".join(f"word{n}" for n in range(900))
    made = shown(paragraph(text))
    parts = [part["text"] for part in rich_texts(list(made.blocks)) if part["type"] == "text"]
    assert "".join(parts) == text
    assert len(parts) > 1
    assert all(part.endswith(" ") for part in parts[:-1])


def test_a_long_ordered_list_goes_on_counting() -> None:
    """The second list of a split one begins where the first ended."""
    made = shown(Listing(tuple((paragraph(f"{n} " + "x" * 50),) for n in range(100)), ordered=True))
    lists = [part for part in rich_texts(list(made.blocks)) if part["type"] == "rich_text_list"]
    assert len(lists) > 1
    at = 0
    for part in lists:
        assert part.get("offset", 0) == at
        at += len(part["elements"])
    assert at == 100


def test_the_same_card_is_the_same_bytes() -> None:
    """A retry is never another message."""
    card = Card((paragraph("What did it decide?"),), (CardButton("agree", "Agree", "A:decision"),))
    assert json.dumps(message(card, SAID, key=KEY).blocks) == json.dumps(message(card, SAID, key=KEY).blocks)


def test_an_update_gives_every_block_another_id() -> None:
    """Slack wants new ones where a message changes, even for the blocks that did not."""
    before = shown(paragraph("question 2 of 4"), Rule(), key="review:7:v3:card")
    after = shown(paragraph("question 3 of 4"), Rule(), key="review:7:v4:card")
    ids = [{block["block_id"] for block in made.blocks} for made in (before, after)]
    assert not ids[0] & ids[1]
    assert [len(some) for some in ids] == [2, 2]


def test_what_people_wrote_is_data_in_blocks_and_escaped_in_the_fallback() -> None:
    """Neither can ping a person, a group or a channel."""
    made = shown(paragraph("<!here> <@U0ANA> <!subteam^S0OPS> a & b"))
    assert [block["type"] for block in made.blocks] == ["rich_text"]
    assert [part["text"] for part in rich_texts(list(made.blocks)) if part["type"] == "text"] == [
        "<!here> <@U0ANA> <!subteam^S0OPS> a & b"
    ]
    assert made.text == "&lt;!here&gt; &lt;@U0ANA&gt; &lt;!subteam^S0OPS&gt; a &amp; b"


def test_a_short_heading_is_a_header_and_a_long_or_low_one_a_bold_line() -> None:
    """A header holds 150 characters of plain text."""
    short, low, long = (
        shown(Heading(level, (Text(text),))).blocks[0]
        for level, text in ((1, "Question 2"), (3, "Question 2"), (1, "x" * 151))
    )
    assert (short["type"], short["text"]["text"]) == ("header", "Question 2")
    for block in (low, long):
        assert block["elements"][0]["elements"][0]["style"] == {"bold": True}


def test_inlines_keep_their_style() -> None:
    """Bold, code and a link within one line."""
    [section] = elements(
        Paragraph((Strong((Text("a"), CodeSpan("b"))), Link("https://a.example/", (Text("c"),))))
    )
    assert section["elements"] == [
        {"type": "text", "text": "a", "style": {"bold": True}},
        {"type": "text", "text": "b", "style": {"bold": True, "code": True}},
        {"type": "link", "url": "https://a.example/", "text": "c"},
    ]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "slack://open", "", "https://a.example/" + "x" * 4000]
)
def test_a_link_that_is_not_safe_is_text(href: str) -> None:
    """Its words stay, and where it would have led can be read."""
    found = list(rich_texts(list(shown(Paragraph((Link(href, (Text("here"),)),))).blocks)))
    assert all(part["type"] != "link" for part in found)
    assert "".join(part.get("text", "") for part in found).startswith("here")


def test_lists_quotes_and_code_have_elements_of_their_own() -> None:
    """A list in a list is set in; a quotation and code stand apart."""
    inner = Listing(((paragraph("in"),),))
    made = shown(
        Listing(((paragraph("one"), inner), (paragraph("two"),))),
        Quote((paragraph("q"),)),
        CodeBlock("x = 1\n"),
    )
    kinds = [
        (part["type"], part.get("indent"))
        for part in rich_texts(list(made.blocks))
        if part["type"] in SECTIONS
    ]
    assert [kind for kind in kinds if kind[0] != "rich_text_section"] == [
        ("rich_text_list", 0),
        ("rich_text_list", 1),
        ("rich_text_list", 0),
        ("rich_text_quote", None),
        ("rich_text_preformatted", None),
    ]


def test_a_panel_is_set_apart_like_a_quotation() -> None:
    """All of what it holds is there, a line each."""
    [quote] = elements(Panel("warning", (paragraph("mind"), Listing(((paragraph("this"),),)))))
    assert quote["type"] == "rich_text_quote"
    assert "".join(part["text"] for part in quote["elements"]) == "mind\n• this"


def test_a_narrow_table_keeps_its_columns_and_a_wide_one_becomes_a_list() -> None:
    """Either way every cell is shown."""
    narrow = Table(((Text("wall"),), (Text("state"),)), (((Text("W1"),), (Text("standing"),)),))
    assert elements(narrow)[0]["elements"][0]["text"] == "wall  state\nW1    standing"
    wide = Table(((Text("wall"),), (Text("text"),)), (((Text("W1"),), (Text("y" * 90),)),))
    item = elements(wide)[0]["elements"][0]
    assert "".join(part["text"] for part in item["elements"]) == f"wall: W1\ntext: {'y' * 90}"


def test_the_fallback_says_what_the_blocks_say() -> None:
    """For notifications and readers of the screen: words first, then what can be pressed."""
    made = shown(paragraph("What did it decide?"), buttons=(CardButton("dont_know", "Don't know"),))
    assert made.text == "What did it decide?\n[Don't know]"


def test_a_card_without_anything_still_has_a_text() -> None:
    """Slack refuses a message without any."""
    made = shown(paragraph("  "), Listing(((),)))
    assert (made.blocks, made.text) == ((), "…")
