"""What Slack's editor makes of a message becomes a tree whose words are the text."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from bot.chat.slack.meanings import Ignored, Said
from bot.chat.typed import words
from bot.domain.heard import Edited, Replied
from bot.domain.tree import Link, Listing, Paragraph, Strong, Text, Tree
from tests.adapters.slack.hearing import SECRET, mean, said
from tests.examples import examples

Json = dict[str, Any]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["a\nb", "\r\n", " ", "`", "```", "> x", "- x", "<@U0LEE>", "*b*", SECRET, "password: hunter22hunter"]
)
styles = st.dictionaries(st.sampled_from(["bold", "italic", "code", "strike"]), st.booleans())
leaves: st.SearchStrategy[Json] = (
    st.fixed_dictionaries({"type": st.just("text"), "text": texts}, optional={"style": styles})
    | st.fixed_dictionaries(
        {"type": st.just("link"), "url": texts.map("https://a.example/".__add__)},
        optional={"text": texts, "style": styles},
    )
    | st.fixed_dictionaries(
        {"type": st.just("user"), "user_id": st.sampled_from(["U0LEE", "U0BOT", "U0NEW"])}
    )
    | st.fixed_dictionaries({"type": st.just("emoji"), "name": st.just("tada")})
    | st.fixed_dictionaries({"type": st.just("broadcast"), "range": st.just("here")})
)
lines = st.lists(leaves, max_size=4)
sections = st.fixed_dictionaries({"type": st.just("rich_text_section"), "elements": lines})
elements = (
    sections
    | st.fixed_dictionaries(
        {"type": st.sampled_from(["rich_text_quote", "rich_text_preformatted"]), "elements": lines}
    )
    | st.fixed_dictionaries(
        {
            "type": st.just("rich_text_list"),
            "style": st.sampled_from(["bullet", "ordered"]),
            "indent": st.integers(0, 3),
            "elements": st.lists(sections, max_size=3),
        }
    )
)


def section(*inner: Json) -> Json:
    """A line of Slack's editor."""
    return {"type": "rich_text_section", "elements": list(inner)}


def typed(text: str, **style: bool) -> Json:
    """Words in it."""
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def rich(*inner: Json) -> list[Json]:
    """The blocks of a message."""
    return [{"type": "rich_text", "elements": list(inner)}]


def listed(indent: int, *items: str, style: str = "bullet") -> Json:
    """A list as Slack sends it: flat, and set in."""
    inner = [section(typed(item)) for item in items]
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": inner}


def tree_of(blocks: list[Json]) -> Tree:
    """The tree of a reply."""
    heard = said("message_reply", blocks=blocks).heard
    assert isinstance(heard, Replied)
    return heard.tree


@given(st.lists(elements, max_size=4), st.lists(texts, max_size=2), st.sampled_from(["reply", "changed"]))
@example([section(typed("a\rb"), typed(SECRET, code=True))], ["x\ry"], "reply")
@example([section(typed(" ")), listed(1, "x")], [], "reply")
@examples(300)
def test_the_words_of_the_tree_are_the_text(made: list[Json], passed: list[str], kind: str) -> None:
    """Whatever was made of them, secrets taken out or not: facets are looked for in what the tree says."""
    shared = [{"is_share": True, "text": text} for text in passed]
    message: Json = {"blocks": rich(*made), "attachments": shared, "text": "as Slack flattens it"}
    if kind == "changed":
        old = {
            "type": "message",
            "user": "U0ANA",
            "ts": "1798542060.000200",
            "thread_ts": "1798542000.000100",
        }
        found = mean("message_changed", message=old | message | {"edited": {"ts": "1798542070.000000"}})
    else:
        found = mean("message_reply", **message)
    if isinstance(found, Ignored):
        assert found.why == "empty"
        return
    if isinstance(found, Said):
        assert isinstance(found.heard, Replied | Edited)
        assert words(found.heard.tree.blocks).strip() == found.heard.text
        assert bool(found.heard.tree.blocks) == bool(found.heard.text)
        assert "xoxb" in found.heard.text or "xoxb" not in repr(found.heard.tree)


def item(text: str, *below: Listing) -> tuple[Paragraph | Listing, ...]:
    """One item, and what hangs in it."""
    return (Paragraph((Text(text),)), *below)


def test_lists_set_in_hang_in_the_item_before_them() -> None:
    """Slack sends them one after the other; the outer one goes on behind the inner."""
    blocks = rich(
        listed(0, "stop", "ask"),
        listed(1, "the lead", style="ordered"),
        listed(2, "by mail"),
        listed(0, "pay"),
    )
    lead = Listing((item("the lead", Listing((item("by mail"),))),), ordered=True)
    assert tree_of(blocks) == Tree(Listing((item("stop"), item("ask", lead), item("pay"))))


def test_a_list_set_in_under_nothing_has_an_item_of_its_own() -> None:
    """And one of the other kind is the next list."""
    blocks = rich(listed(1, "x"), listed(0, "y"), listed(0, "z", style="ordered"))
    assert tree_of(blocks) == Tree(
        Listing(((Listing((item("x"),)),), item("y"))), Listing((item("z"),), ordered=True)
    )


def test_a_link_may_be_bold() -> None:
    """As text may."""
    link = {"type": "link", "url": "https://a.example", "text": "here", "style": {"bold": True}}
    assert tree_of(rich(section(link))) == Tree(
        Paragraph((Strong((Link("https://a.example", (Text("here"),)),)),))
    )
