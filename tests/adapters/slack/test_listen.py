"""What Slack's payloads mean, from recorded shapes; whatever else comes means nothing and raises nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.slack.buttons import About
from bot.chat.slack.listen import meaning, people_in
from bot.chat.slack.meanings import (
    Away,
    ChannelMoved,
    Command,
    File,
    HomeOpened,
    Ignored,
    JoinedChannel,
    Known,
    Marked,
    Meaning,
    OpensForm,
    PersonChanged,
    PicksPoint,
    PostGone,
    Presses,
    Said,
    SentForm,
    StartsFrom,
    Throttled,
    Uninstalled,
)
from bot.domain.heard import Deleted, Edited, Replied, Speaker
from bot.domain.redaction import Redaction
from bot.domain.review import PersonKey, ThreadRef
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
)
from tests.adapters.slack.given import KNOWN, NOW, PAYLOADS, ROOT, payload

ANA = Speaker(PersonKey("slack:T0ACME:U0ANA"), "ana")
THREAD = ThreadRef("slack", "T0ACME", "C0AGENTS", ROOT)
SECRET = "xoxb-" + "123456789012-1234567890123-" + "AbCdEfGhIjKlMnOpQrStUvWx"
WITH_AGENT = Known("T0ACME", "U0BOT", "B0BOT", agents=frozenset({"B0DESK"}))


def at(seconds: int, micro: int = 0) -> datetime:
    """A moment by Slack's clock."""
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micro)


def mean(name: str, /, **event: object) -> Meaning:
    """What a payload file means, some of its event replaced."""
    return meaning(payload(name, **event), KNOWN, NOW)


def said(name: str, /, **event: object) -> Said:
    """The message a payload file is."""
    found = mean(name, **event)
    assert isinstance(found, Said)
    return found


def command(name: str, /, **event: object) -> Command:
    """The command a payload file is."""
    found = mean(name, **event)
    assert isinstance(found, Command)
    return found


# -- messages
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
    )
    assert (found.reply, found.addressed, found.files) == (True, False, ())


def test_what_an_author_made_of_the_text_is_kept_as_a_tree() -> None:
    """Lists, code, quotations and links; the plain text has the marks in which a quotation or code can be told."""
    found = said("message_rich")
    assert found.tree == (
        Paragraph((Text("what it had:"), Break())),
        Listing(
            ((Paragraph((Text("the order"),)),), (Paragraph((Text("the note "), CodeSpan("n-7"))),)),
            ordered=False,
        ),
        Listing(
            (
                (
                    Listing(
                        ((Paragraph((Link("https://shop.example/o/7", (Text("order 7"),)),)),),), ordered=True
                    ),
                ),
            )
        ),
        Quote((Paragraph((Text("call me "), Text(":tada:"))),)),
        CodeBlock('{"id": 7}'),
    )
    assert isinstance(found.heard, Replied)
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
    assert found.tree == (Paragraph((Strong((Emphasis((Text("very"),)),)), Text("@here"))),)
    assert isinstance(found.heard, Replied)
    assert found.heard.text == "very@here"


def test_a_message_without_rich_text_is_read_from_its_text() -> None:
    """As `/me` and messages of older clients come."""
    found = said("message_me", text="thinks &lt;@U0LEE&gt; means <@U0LEE>")
    assert isinstance(found.heard, Replied)
    assert found.heard.text == "thinks <@U0LEE> means @Lee Baker"


@pytest.mark.parametrize("name", ["message_reply", "message_file_share", "message_me", "message_broadcast"])
def test_every_kind_of_message_that_may_answer_is_heard(name: str) -> None:
    """None, a file, `/me`, and a reply sent to the channel too."""
    found = said(name)
    assert isinstance(found.heard, Replied)
    assert found.heard.thread == THREAD


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


@pytest.mark.parametrize(
    "subtype",
    ["channel_join", "channel_topic", "reminder_add", "message_replied", "huddle_thread", "new_one"],
)
def test_other_kinds_of_message_are_nobodys_answer(subtype: str) -> None:
    """Joins, topics, and whatever Slack adds."""
    assert mean("message_reply", subtype=subtype) == Ignored("subtype")


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("message_bot", {}),
        ("message_app", {}),
        ("message_reply", {"user": "U0BOT"}),
        ("message_app", {"bot_id": "B0BOT"}),
        ("message_join", {}),
        ("message_reply", {"text": "", "blocks": []}),
    ],
)
def test_other_bots_and_the_bot_itself_are_not_heard(name: str, event: dict[str, object]) -> None:
    """Nor is a message with nothing in it."""
    assert isinstance(mean(name, **event), Ignored)


@pytest.mark.parametrize(("name", "user"), [("message_bot", "B0DESK"), ("message_app", "U0DESK")])
def test_the_agents_own_bot_is_heard_as_the_agent(name: str, user: str) -> None:
    """Known by the id of its bot, whichever way it posts."""
    found = meaning(payload(name), WITH_AGENT, NOW)
    assert isinstance(found, Said)
    assert found.heard.by == Speaker(PersonKey(f"slack:T0ACME:{user}"), "refund-desk", agent=True)


def test_an_edit_with_other_words_is_heard() -> None:
    """Under an id of its revision, of the message it changes."""
    found = said("message_changed").heard
    assert found == Edited(
        id="slack:T0ACME:C0AGENTS:1798542060.000200:edit:1798542070.000000",
        at=at(1798542070),
        by=ANA,
        thread=THREAD,
        message="1798542060.000200",
        text="it had two choices",
    )


def test_an_unfurled_link_is_no_edit() -> None:
    """Its text is the same."""
    assert mean("message_unfurled") == Ignored("same words")


def test_a_deletion_is_heard() -> None:
    """Of the message it deletes, by its author."""
    found = said("message_deleted").heard
    assert found == Deleted(
        id="slack:T0ACME:C0AGENTS:1798542060.000200:delete",
        at=at(1798542070, 700),
        by=ANA,
        thread=THREAD,
        message="1798542060.000200",
    )


def test_our_own_first_post_deleted_is_news() -> None:
    """A root with replies is deleted by a change, any other by a deletion."""
    assert mean("message_tombstone") == PostGone("C0AGENTS", ROOT)
    ours = {"type": "message", "user": "U0BOT", "ts": ROOT}
    assert mean("message_deleted", deleted_ts=ROOT, previous_message=ours) == PostGone("C0AGENTS", ROOT)


def test_a_persons_message_with_replies_deleted_is_a_deletion() -> None:
    """It comes as a change too, in the name of nobody who wrote it."""
    theirs = {"type": "message", "user": "U0ANA", "text": "what now", "ts": ROOT, "thread_ts": ROOT}
    found = said("message_tombstone", previous_message=theirs).heard
    assert isinstance(found, Deleted)
    assert (found.by, found.message, found.thread) == (ANA, ROOT, THREAD)


def test_a_mention_and_its_message_are_one_input() -> None:
    """Slack sends both; either is heard without the bot's name, under the same id."""
    first, second = said("app_mention"), said("message_mention")
    assert first.heard == second.heard
    assert isinstance(first.heard, Replied)
    assert (first.heard.text, first.addressed, second.addressed) == ("go on", True, True)


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


@pytest.mark.parametrize(
    ("words", "kind", "argument"),
    [("", "help", ""), ("list", "list", ""), ("show 7", "show", "7"), ("mine", "mine", "")],
)
def test_the_bot_asked_by_name_for_a_list_answers_anywhere(words: str, kind: str, argument: str) -> None:
    """In any thread these are no answers; its name alone asks for help."""
    found = command("app_mention", text=f"<@U0BOT> {words}", blocks=[])
    assert (found.kind, found.argument, found.place.root) == (kind, argument, ROOT)


def test_a_direct_message_is_a_thread_of_its_own() -> None:
    """Private, and under no post of the bot's."""
    found = said("message_im")
    assert (found.place.direct, found.place.private, found.reply) == (True, True, False)


def test_a_channel_shared_with_another_organisation_is_told() -> None:
    """Nothing may be posted there before a person picks another place."""
    shared = payload("message_reply") | {"is_ext_shared_channel": True}
    found = meaning(shared, KNOWN, NOW)
    assert isinstance(found, Said)
    assert found.place.shared


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
    assert "xoxb" not in str((found.heard, found.tree, found.files[0].name))


def test_events_of_another_workspace_are_dropped() -> None:
    """One workspace an install; in a shared channel ours is named among the authorizations."""
    foreign = payload("message_reply") | {"team_id": "T0OTHER", "context_team_id": "T0OTHER"}
    assert isinstance(meaning(foreign, KNOWN, NOW), Said)
    assert meaning(foreign | {"authorizations": []}, KNOWN, NOW) == Ignored("another workspace")


# -- commands
@pytest.mark.parametrize(
    ("typed", "kind", "argument"),
    [
        ("it refunded an order", "open", "it refunded an order"),
        ("", "open", ""),
        ("  ", "open", ""),
        ("quick it refunded", "quick", "it refunded"),
        ("list", "list", ""),
        ("List ", "list", ""),
        ("show 7", "show", "7"),
        ("show AR-7", "show", "AR-7"),
        ("show stopper in billing", "open", "show stopper in billing"),
        ("walls", "walls", ""),
        ("mine", "mine", ""),
        ("help", "help", ""),
        ("help us, it mailed everybody", "open", "help us, it mailed everybody"),
        ("withdraw", "form", "withdraw"),
        ("lits", "unknown", "list"),
        ("hlep", "unknown", "help"),
        ("shwo 7", "unknown", "show"),
        ("<@U0LEE> was mailed twice", "open", "@Lee Baker was mailed twice"),
    ],
)
def test_a_slash_command_is_told_from_a_line_that_opens_a_review(
    typed: str, kind: str, argument: str
) -> None:
    """To the letter it is a command, nearly one it is asked about, anything else is what happened."""
    found = command("slash_command", text=typed)
    assert (found.kind, found.argument) == (kind, argument)
    assert (found.id, found.by, found.at) == ("slack:T0ACME:101.202.made-up-command", ANA, NOW)
    assert (found.place.channel, found.place.root) == ("C0AGENTS", "")


@pytest.mark.parametrize(
    ("name", "private", "direct"),
    [("agents", None, False), ("privategroup", True, False), ("directmessage", True, True)],
)
def test_a_command_tells_a_private_place_where_slack_does(
    name: str,
    private: bool | None,  # noqa: FBT001 - a column of the table
    direct: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A named private channel cannot be told from a public one by its command."""
    place = command("slash_command", channel_name=name).place
    assert (place.private, place.direct) == (private, direct)


def test_a_secret_in_a_command_is_taken_out() -> None:
    """It would become the title of a review."""
    found = command("slash_command", text=f"it posted {SECRET}")
    assert found.argument == "it posted [redacted: slack token]"
    assert found.redactions == (Redaction("slack token", 1),)


# -- buttons
def test_a_button_is_pressed() -> None:
    """With the review and the version it was drawn for, and the thread it stands in."""
    found = mean("block_actions")
    assert isinstance(found, Presses)
    heard = found.heard
    assert (heard.press, heard.value, heard.review, heard.version) == ("skip", "A:decision:0", 7, 17)
    assert (heard.id, heard.by, heard.thread) == ("slack:T0ACME:101.202.made-up-press", ANA, THREAD)
    assert (heard.at, found.message) == (at(1798542080, 123456), "1798542001.000110")


def test_a_button_under_the_first_post_is_in_its_thread() -> None:
    """The card of a review is the root itself."""
    root = payload("block_actions")
    root["message"].pop("thread_ts")
    root["container"].pop("thread_ts")
    root["message"]["ts"] = ROOT
    found = meaning(root, KNOWN, NOW)
    assert isinstance(found, Presses)
    assert found.heard.thread == THREAD


def test_a_button_of_the_home_opens_its_form() -> None:
    """In no thread: the button tells the review."""
    found = mean("block_actions_home")
    assert isinstance(found, OpensForm)
    assert (found.form, found.target, found.about) == ("accept_wall", "W1", About(7, None))
    assert (found.trigger_id, found.place.channel) == ("101.202.made-up-home", "")


def test_a_button_in_a_direct_message_is_in_no_thread() -> None:
    """Whatever thread a person's own messages make."""
    found = mean("block_actions_direct")
    assert isinstance(found, Presses)
    assert (found.heard.thread, found.heard.review) == (None, 7)


def test_a_decision_point_is_picked() -> None:
    """The trace and the point; what it holds is read later."""
    action = {
        "action_id": "press:0",
        "value": "point:E1:span-7|17|7|span-7",
        "action_ts": "1798542080.000000",
    }
    found = mean("block_actions", actions=[action])
    assert isinstance(found, PicksPoint)
    assert (found.evidence, found.point, found.about) == ("E1", "span-7", About(7, 17))


@pytest.mark.parametrize(
    "actions",
    [
        [],
        [{"action_id": "press:0", "value": "gibberish"}],
        [{"action_id": "other", "value": "skip|1|7|x"}],
        ["x"],
        None,
    ],
)
def test_a_button_that_is_not_ours_means_nothing(actions: object) -> None:
    """Of an older make, or of another app's block."""
    assert isinstance(mean("block_actions", actions=actions), Ignored)


# -- forms
def test_a_form_is_sent() -> None:
    """With where it belongs, and every field as the interview wants it."""
    found = mean("view_submission")
    assert isinstance(found, SentForm)
    heard = found.heard
    assert (heard.form, heard.target, heard.review, heard.version) == ("wall_owner", "W1", 7, 17)
    assert heard.fields == (("owner", "slack:T0ACME:U0LEE"), ("due", "2027-03-29"))
    assert (heard.thread, heard.by, found.shown, found.view) == (THREAD, ANA, ("owner", "due"), "V0FORM")


def filled(due: str) -> dict[str, Any]:
    """The form with another date."""
    found = payload("view_submission")
    found["view"]["state"]["values"]["field:due"]["value"]["selected_date"] = due
    return found


def test_a_form_mended_after_an_error_is_another_input_and_sent_twice_the_same() -> None:
    """Slack keeps the view's id and hash through an error."""
    ids = []
    for due in ("2027-03-29", "2027-03-29", "2027-04-01"):
        found = meaning(filled(due), KNOWN, NOW)
        assert isinstance(found, SentForm)
        ids.append(found.heard.id)
    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("slack:T0ACME:V0FORM:1798542090.fedcba:")


def test_a_secret_in_a_form_is_taken_out() -> None:
    """In whichever field, and counted once for the form."""
    sent = payload("view_submission")
    sent["view"]["state"]["values"] = {
        f"field:{key}": {"value": {"type": "plain_text_input", "value": SECRET}} for key in ("a", "b")
    }
    found = meaning(sent, KNOWN, NOW)
    assert isinstance(found, SentForm)
    assert "xoxb" not in str(found)
    assert found.heard.redactions == (Redaction("slack token", 2),)


def test_the_form_that_opens_a_review_is_a_command() -> None:
    """As if its line had been typed in the channel it was opened from."""
    found = command("view_submission_open")
    assert (found.kind, found.argument) == ("open", "it refunded an order nobody asked about")
    assert found.place.channel == "C0AGENTS"


# -- shortcuts and reactions
def test_a_review_is_started_from_a_message() -> None:
    """With its words and its author: it is the first evidence."""
    found = mean("message_action")
    assert isinstance(found, StartsFrom)
    assert (found.by, found.message, found.text) == (
        ANA,
        "1798541000.000900",
        "refund-desk paid order 7 back, nobody asked",
    )
    assert found.author == Speaker(PersonKey("slack:T0ACME:U0LEE"), "Lee Baker")
    assert (found.place.channel, found.place.root) == ("C0AGENTS", "1798541000.000900")


@pytest.mark.parametrize("press", ["as_answer", "as_talk"])
def test_a_shortcut_turns_talk_into_an_answer_and_back(press: str) -> None:
    """It tells the thread, which a reaction does not."""
    found = mean("message_action", callback_id=press)
    assert isinstance(found, Marked)
    assert (found.press, found.message) == (press, "1798541000.000900")


def test_the_shortcut_from_anywhere_opens_the_form() -> None:
    """It knows no channel."""
    found = mean("shortcut")
    assert isinstance(found, OpensForm)
    assert (found.form, found.place.channel) == ("open", "")


@pytest.mark.parametrize(
    ("name", "reaction", "press"),
    [
        ("reaction_added", "white_check_mark", "as_answer"),
        ("reaction_added", "speech_balloon", "as_talk"),
        ("reaction_removed", "speech_balloon", "as_answer"),
    ],
)
def test_a_reaction_with_a_mark_of_ours_says_what_a_message_is(name: str, reaction: str, press: str) -> None:
    """By the message alone: the thread is looked up."""
    found = mean(name, reaction=reaction)
    assert isinstance(found, Marked)
    assert (found.press, found.message, found.by) == (press, "1798542060.000200", ANA)


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("reaction_added", {"reaction": "tada"}),
        ("reaction_removed", {"reaction": "white_check_mark"}),
        ("reaction_added", {"user": "U0BOT"}),
        ("reaction_added", {"item": {"type": "file", "file": "F0TRACE"}}),
    ],
)
def test_any_other_reaction_means_nothing(name: str, event: dict[str, object]) -> None:
    """Nor does our own; a check mark taken back never costs an answer."""
    assert isinstance(mean(name, **event), Ignored)


# -- news
@pytest.mark.parametrize(
    ("name", "news"),
    [
        ("app_home_opened", HomeOpened("U0ANA")),
        ("user_change", PersonChanged("U0LEE", "lee", "Europe/Lisbon", gone=True, bot=False, guest=False)),
        ("team_join", PersonChanged("U0LEE", "lee", "Europe/Lisbon", gone=False, bot=False, guest=False)),
        ("channel_id_changed", ChannelMoved("C0AGENTS", "C0MOVED")),
        ("member_joined_channel", JoinedChannel("U0BOT", "C0AGENTS", us=True)),
        ("app_uninstalled", Uninstalled()),
        ("tokens_revoked", Uninstalled()),
        ("dnd_updated_user", Away("U0LEE", on=True, start=1798570000, end=1798600000)),
        ("app_rate_limited", Throttled(1798542120)),
    ],
)
def test_news_of_people_and_places_is_told(name: str, news: Meaning) -> None:
    """Each event the manifest asks for means something."""
    assert mean(name) == news


def test_a_persons_own_token_revoked_is_not_ours() -> None:
    """The bot goes on."""
    assert isinstance(mean("tokens_revoked", tokens={"oauth": ["U0ANA"], "bot": []}), Ignored)


def test_the_messages_tab_is_not_the_home() -> None:
    """The same event opens both."""
    assert isinstance(mean("app_home_opened", tab="messages"), Ignored)


def test_everybody_a_payload_names_is_found() -> None:
    """Their names are asked for before they are shown."""
    assert people_in(payload("message_reply")) == {"U0ANA", "U0LEE"}
    assert people_in(payload("slash_command", text="<@U0LEE> was mailed")) == {"U0ANA", "U0LEE"}
    assert people_in(payload("message_action")) == {"U0ANA", "U0LEE"}


# -- whatever comes
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=[]))
)
KEYS = sorted(
    {
        "type",
        "event",
        "user",
        "text",
        "ts",
        "channel",
        "blocks",
        "elements",
        "view",
        "state",
        "values",
        "actions",
    }
    | {
        "item",
        "message",
        "previous_message",
        "subtype",
        "files",
        "container",
        "trigger_id",
        "value",
        "action_id",
    }
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=6)
    ),
    max_leaves=20,
)
HURTS: list[object] = [
    None,
    [],
    {},
    7,
    True,
    "",
    "x",
    [[]],
    [None],
    {"type": "rich_text"},
    "9" * 30,
    "\ud800",
]
NAMES = sorted(path.stem for path in PAYLOADS.glob("*.json"))


@given(anything, st.sampled_from([*NAMES, ""]))
def test_no_json_raises(found: object, name: str) -> None:
    """Whatever shape it has, alone or as the event of a known envelope."""
    assert meaning(found, KNOWN, NOW) is not None
    people_in(found)
    if isinstance(found, dict) and name:
        meaning({**payload(name), **found}, KNOWN, NOW)


def broken(value: object, hurt: object, path: tuple[object, ...]) -> object:
    """A copy of JSON with what lies at a path replaced."""
    if not path:
        return hurt
    if isinstance(value, dict) and path[0] in value:
        return value | {path[0]: broken(value[path[0]], hurt, path[1:])}
    if isinstance(value, list) and isinstance(path[0], int):
        return [broken(one, hurt, path[1:]) if at == path[0] else one for at, one in enumerate(value)]
    return value


def paths(value: object) -> list[tuple[object, ...]]:
    """Every path of JSON."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *rest) for key, inner in pairs for rest in paths(inner))]


@pytest.mark.parametrize("name", NAMES)
def test_no_payload_with_one_part_of_another_kind_raises(name: str) -> None:
    """Slack drops and changes fields without a word."""
    whole = payload(name)
    for path in paths(whole):
        for hurt in HURTS:
            hurt_one = broken(whole, hurt, path)
            assert meaning(hurt_one, KNOWN, NOW) is not None
            people_in(hurt_one)


def test_every_payload_file_means_something_or_is_meant_to_mean_nothing() -> None:
    """A file nobody hears would be a test that cannot fail."""
    unheard = {name for name in NAMES if isinstance(mean(name), Ignored)}
    assert unheard == {"message_unfurled", "message_bot", "message_app", "message_join"}
