"""What Slack's messages say, from recorded shapes: words, tree, files, and what is taken out of them."""

import pytest

from bot.chat.slack.meanings import File
from bot.domain.heard import Replied
from bot.domain.redaction import Redaction
from bot.domain.tree import (
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Text,
    Tree,
)
from tests.adapters.slack.given import ROOT
from tests.adapters.slack.hearing import ANA, SECRET, THREAD, at, said


def test_a_reply_in_a_thread_is_heard() -> None:
    """With its author, its time by Slack's clock, its thread, and words as they were seen."""
    found = said("message_reply")
    assert found.heard == Replied(
        id="slack:T0ACME:C0AGENTS:1798542060.000200",
        at=at(1798542060, 200),
        by=ANA,
        thread=THREAD,
        message="1798542060.000200",
        text="It chose refund over asking @Lee Baker.\nOptions: refund, ask, stop & wait",
        permalink=f"https://acme.slack.example/archives/C0AGENTS/p1798542060000200?thread_ts={ROOT}&cid=C0AGENTS",
        tree=Tree(
            Paragraph(
                (
                    Text("It chose "),
                    Strong((Text("refund"),)),
                    Text(" over asking "),
                    Text("@Lee Baker"),
                    Text("."),
                    Break(),
                    Text("Options: refund, ask, stop & wait"),
                )
            )
        ),
    )
    assert (found.reply, found.addressed, found.files) == (True, False, ())


def test_what_an_author_made_of_the_text_is_kept_as_a_tree() -> None:
    """Lists, code, quotations and links; the plain text has the marks in which a quotation or code can be told."""
    found = said("message_rich")
    assert isinstance(found.heard, Replied)
    below = Listing(((Paragraph((Link("https://shop.example/o/7", (Text("order 7"),)),)),),), ordered=True)
    assert found.heard.tree == Tree(
        Paragraph((Text("what it had:"), Break())),
        Listing(
            ((Paragraph((Text("the order"),)),), (Paragraph((Text("the note "), CodeSpan("n-7"))), below))
        ),
        Quote((Paragraph((Text("call me "), Text(":tada:"))),)),
        CodeBlock('{"id": 7}'),
    )
    assert found.heard.text == (
        "what it had:\n- the order\n- the note `n-7`\n  1. order 7 (https://shop.example/o/7)\n"
        '> call me :tada:\n```\n{"id": 7}\n```'
    )


def test_bold_and_italic_are_kept_in_the_tree_alone() -> None:
    """An answer is looked for in the words."""
    elements = [
        {"type": "text", "text": "very", "style": {"bold": True, "italic": True}},
        {"type": "broadcast", "range": "here"},
    ]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]
    found = said("message_reply", blocks=blocks)
    assert isinstance(found.heard, Replied)
    assert found.heard.tree == Tree(Paragraph((Strong((Emphasis((Text("very"),)),)), Text("@here"))))
    assert found.heard.text == "very@here"


def test_a_message_without_rich_text_is_read_from_its_text() -> None:
    """As `/me` and messages of older clients come."""
    found = said("message_me", text="thinks &lt;@U0LEE&gt; means <@U0LEE>")
    assert isinstance(found.heard, Replied)
    assert found.heard.text == "thinks <@U0LEE> means @Lee Baker"


def test_files_of_a_message_are_listed_without_those_that_are_gone() -> None:
    """Nothing is fetched here."""
    url = "https://files.slack.example/files-pri/T0ACME-F0TRACE/run.json"
    assert said("message_file_share").files == (File("F0TRACE", "run.json", "application/json", url, 2048),)


def test_a_message_passed_on_is_quoted() -> None:
    """Somebody else's words in a reply stay somebody else's."""
    passed = [{"is_share": True, "text": "it &amp; I\ntalked"}, {"text": "unfurled"}]
    found = said("message_reply", attachments=passed, text="see", blocks=[])
    assert isinstance(found.heard, Replied)
    assert found.heard.text == "see\n> it & I\n> talked"
    passed_on = Quote((Paragraph((Text("it & I"), Break(), Text("talked"))),))
    assert found.heard.tree == Tree(Paragraph((Text("see"),)), passed_on)


@pytest.mark.parametrize(
    ("before", "after"), [("", ", go on"), (" ", " go on"), ("go on ", ""), ("go on\n", "  ")]
)
def test_the_bots_name_is_taken_off_what_was_typed_with_it(before: str, after: str) -> None:
    """In front or behind, with the signs people put between."""
    typed = [("text", "text", before), ("user", "user_id", "U0BOT"), ("text", "text", after)]
    elements = [{"type": kind, name: value} for kind, name, value in typed if value]
    blocks = [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]
    found = said("app_mention", blocks=blocks, text=f"{before}<@U0BOT>{after}")
    assert isinstance(found.heard, Replied)
    assert found.heard.text == "go on"


def test_the_bot_named_within_a_sentence_stays_in_it() -> None:
    """It is part of what was said."""
    found = said("message_reply", text="what <@U0BOT> asked", blocks=[])
    assert isinstance(found.heard, Replied)
    assert (found.heard.text, found.addressed) == ("what @agent-incident asked", True)


def test_secrets_are_taken_out_before_anything_is_kept() -> None:
    """Out of the text, the tree and the names of files, and what was taken is named."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": f"token {SECRET}"}]}
    found = said(
        "message_reply",
        blocks=[{"type": "rich_text", "elements": [section]}],
        files=[{"id": "F1", "name": f"{SECRET}.txt"}],
    )
    assert isinstance(found.heard, Replied)
    assert found.heard.redactions == (Redaction("slack token", 1),)
    assert found.heard.tree == Tree(Paragraph((Text("token [redacted: slack token]"),)))
    assert "xoxb" not in str((found.heard, found.files[0].name))
