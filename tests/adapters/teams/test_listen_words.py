"""Words of people: only mentions of the bot are taken off, whatever shape they come in."""

import pytest

from bot.chat.teams.meanings import Ignored
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
from tests.adapters.teams.given import (
    ACCOUNT,
    AT,
    BOT,
    BOT_NAME,
    CHANNEL,
    MARK,
    MIA,
    REPLY,
    ROOT,
    SECRET,
    TENANT,
    THREAD,
    Json,
    activity,
    called,
    command,
    mean,
    mention,
    page,
    said,
    text_of,
)


def test_a_plain_reply_is_heard() -> None:
    """With its author, its moment by Teams' clock, its thread, its address and its words."""
    found = said(activity(text="It chose refund.\nNobody was asked."))
    heard = found.heard
    assert isinstance(heard, Replied)
    assert (heard.id, heard.at, heard.by, heard.thread, heard.message) == (
        f"teams:{TENANT}:{CHANNEL};messageid={ROOT}:{REPLY}",
        AT,
        MIA,
        THREAD,
        REPLY,
    )
    assert heard.text == "It chose refund.\nNobody was asked."
    assert heard.tree == Tree(Paragraph((Text("It chose refund."), Break(), Text("Nobody was asked."))))
    assert heard.permalink == (
        f"https://teams.microsoft.com/l/message/19%3Aincidents%40thread.tacv2/{REPLY}"
        f"?tenantId={TENANT}&groupId=group-1&parentMessageId={ROOT}"
    )
    assert not found.addressed


USUAL = f"<at>{BOT_NAME}</at>"
SPAN = '<span itemscope itemtype="{mark}" itemid="0">{name}</span>'
IN_HTML = SPAN.format(mark=MARK, name=BOT_NAME)
WORDS = "we could have asked"
FORMS: dict[str, Json] = {
    "usual": {"text": f"{USUAL} {WORDS}", "entities": [mention(text=USUAL)]},
    "with a hard space": {"text": f"{USUAL}&nbsp;{WORDS}", "entities": [mention(text=USUAL)]},
    "with a hard space as a sign": {"text": f"{USUAL}\u00a0{WORDS}", "entities": [mention(text=USUAL)]},
    "entity without text": {"text": f"{USUAL} {WORDS}", "entities": [mention()]},
    "without entity": {"text": f"{USUAL} {WORDS}", "entities": []},
    "in the middle": {"text": f"we {USUAL} could have asked", "entities": [mention(text=USUAL)]},
    "text is null": {
        "text": None,
        "entities": [mention(text=USUAL)],
        "attachments": [page(f"<p>{IN_HTML}&nbsp;{WORDS}</p>")],
    },
    "HTML beside it": {
        "text": f"{USUAL} {WORDS}",
        "entities": [mention(text=USUAL)],
        "attachments": [page(f"<div><div>{IN_HTML} {WORDS}</div></div>")],
    },
    "HTML that shows no mention": {
        "text": f"{USUAL} {WORDS}",
        "entities": [mention(text=USUAL)],
        "attachments": [page(f"<p>agent-incident {WORDS}</p>")],
    },
    "HTML that cannot be read": {
        "text": f"{USUAL} {WORDS}",
        "entities": [mention(text=USUAL)],
        "attachments": [page(f"<at>{BOT_NAME}</at> <![ {WORDS}")],
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_a_mention_of_the_bot_is_taken_off(form: str) -> None:
    """The message is addressed to it, and what is left are the words."""
    found = activity(**FORMS[form])
    assert said(found).addressed
    assert " ".join(text_of(found).split()) == WORDS


@pytest.mark.parametrize("with_text", [True, False])
@pytest.mark.parametrize("shown", ["R&amp;D helper", "R&D helper"])
def test_a_name_with_an_ampersand_is_the_bots_too(shown: str, with_text: bool) -> None:  # noqa: FBT001 - a case
    """In the text the name is written for XML, or not; the entity may have no text at all."""
    mark = f"<at>{shown}</at>"
    entity = mention("R&D helper", text=mark if with_text else None)
    found = activity(text=f"{mark} {WORDS}", entities=[entity])
    assert said(found).addressed
    assert text_of(found) == WORDS


def test_a_name_that_comes_in_pieces_is_taken_off_whole() -> None:
    """Each word of it has an entity of its own."""
    marks = ["<at>decision</at>", "<at>bot</at>"]
    entities = [mention("decision bot", text=mark) for mark in marks]
    found = activity(text=f"{' '.join(marks)} {WORDS}", entities=entities)
    assert text_of(found) == WORDS


def test_the_bots_bare_name_in_a_sentence_stays() -> None:
    """At its beginning too, where the message mentions the bot besides."""
    assert text_of(activity(text="agent-incident told us to wait")) == "agent-incident told us to wait"
    assert text_of(called("agent-incident told us to wait")) == "agent-incident told us to wait"


def test_somebody_else_of_the_bots_name_is_no_bot() -> None:
    """The entity tells who is meant."""
    found = activity(text=f"{USUAL} {WORDS}", entities=[mention(id_="29:another", text=USUAL)])
    assert not said(found).addressed
    assert text_of(found) == f"@{BOT_NAME} {WORDS}"


def test_people_are_named_as_they_are_shown() -> None:
    """Beside a mention of the bot, in the text and in the HTML."""
    who = "<at>J&amp;J Lee</at>"
    entities = [mention(text=USUAL), mention("J&J Lee", "29:lee", text=who)]
    assert text_of(activity(text=f"{USUAL} ask {who}&nbsp;first", entities=entities)) == "ask @J&J Lee first"
    html = f"<p>{IN_HTML}&nbsp;ask {SPAN.format(mark=MARK, name='J&amp;J Lee')}&nbsp;first</p>"
    found = activity(text="x", entities=entities, attachments=[page(html)])
    assert text_of(found) == "ask @J&J Lee first"


def test_what_only_looks_like_a_mention_stays() -> None:
    """A tag that begins alike, and a hard space somebody wrote about."""
    wrote = "use <attach>this</attach> and write &nbsp; for a space"
    assert text_of(activity(text=wrote)) == wrote


def test_what_an_author_made_of_the_text_is_kept_as_a_tree() -> None:
    """Bold and italic, lists, quotations, code, links, pictures by their name."""
    html = (
        "<p>what it <strong>had</strong>: <em>little</em><br>so it guessed</p>"
        "<ul><li>the order</li><li>the <code>n-7</code> note</li></ul>"
        "<blockquote><p>call me</p></blockquote>"
        '<pre><code>{"id":&nbsp;7}<br>{}</code></pre>'
        '<p><a href="https://shop.example/7">order</a> <a href="javascript:x">no</a> '
        '<img alt="a screen" src="https://x.example/1.png"></p>'
    )
    heard = said(activity(text="x", attachments=[page(html)])).heard
    assert isinstance(heard, Replied)
    assert heard.tree == Tree(
        Paragraph(
            (
                Text("what it "),
                Strong((Text("had"),)),
                Text(": "),
                Emphasis((Text("little"),)),
                Break(),
                Text("so it guessed"),
            )
        ),
        Listing(
            (
                (Paragraph((Text("the order"),)),),
                (Paragraph((Text("the "), CodeSpan("n-7"), Text(" note"))),),
            )
        ),
        Quote((Paragraph((Text("call me"),)),)),
        CodeBlock('{"id": 7}\n{}'),
        Paragraph((Link("https://shop.example/7", (Text("order"),)), Text(" no a screen"))),
    )
    assert "- the order" in heard.text
    assert "> call me" in heard.text


def test_a_secret_is_taken_out_of_text_and_tree() -> None:
    """Where it stands in pieces of formatting too: of the tree, nothing of it is left."""
    half = len(SECRET) // 2
    html = f"<p>the token <b>{SECRET[:half]}</b>{SECRET[half:]} was in it</p>"
    heard = said(activity(text="x", attachments=[page(html)])).heard
    assert isinstance(heard, Replied)
    assert SECRET[half:] not in f"{heard}"
    assert len(heard.redactions) == 1
    assert isinstance(heard.redactions[0], Redaction)


def test_a_message_that_says_nothing_is_none() -> None:
    """A picture without words; named alone, the bot is asked what it can do."""
    assert mean(activity(text=None)) == Ignored("empty")
    assert mean(activity(text="", attachments=[page("<p>&nbsp;</p>")])) == Ignored("empty")
    assert command(called("")) == ("help", "")


@pytest.mark.parametrize(
    "who",
    [
        {"id": BOT, "name": "another bot", "role": "bot"},
        {"id": "28:other", "name": "x"},
        {"id": "29:x", "name": "x", "role": "bot"},
        {},
        None,
    ],
)
def test_bots_and_nobody_are_not_heard(who: Json | None) -> None:
    """The bot's own messages above all."""
    assert mean(activity(text="I did it", **{"from": who})) == Ignored("no author")


def test_somebody_without_an_account_is_kept_by_teams_own_id() -> None:
    """Its colon stands between the parts of a person's key, and becomes a tilde."""
    who = {"id": "29:1guest", "name": ""}
    heard = said(activity(text="hello", **{"from": who})).heard
    assert (heard.by.person, heard.by.name) == (f"teams:{TENANT}:29~1guest", "29~1guest")
    assert ACCOUNT not in heard.by.person


def test_a_chat_of_several_people_is_no_place_for_reviews() -> None:
    """The app cannot be put there; what comes from one all the same is dropped."""
    place = {"conversationType": "groupChat", "isGroup": True, "id": "19:abc@thread.v2", "tenantId": TENANT}
    assert mean(activity(text="hello", conversation=place)) == Ignored("group chat")
