"""Which of Slack's messages are heard, from recorded shapes, and what an edit or a deletion is."""

import pytest

from bot.chat.slack.listen import meaning
from bot.chat.slack.meanings import Ignored, Known, PostGone, Said
from bot.domain.heard import Deleted, Edited, Replied, Speaker
from bot.domain.review import PersonKey
from bot.domain.tree import Paragraph, Text, Tree
from tests.adapters.slack.given import KNOWN, NOW, ROOT, payload
from tests.adapters.slack.hearing import ANA, THREAD, at, mean, said

WITH_AGENT = Known("T0ACME", "U0BOT", "B0BOT", agents=frozenset({"B0DESK"}))


@pytest.mark.parametrize("name", ["message_reply", "message_file_share", "message_me", "message_broadcast"])
def test_every_kind_of_message_that_may_answer_is_heard(name: str) -> None:
    """None, a file, `/me`, and a reply sent to the channel too."""
    found = said(name)
    assert isinstance(found.heard, Replied)
    assert found.heard.thread == THREAD


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
        tree=Tree(Paragraph((Text("it had two choices"),))),
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


def test_events_of_another_workspace_are_dropped() -> None:
    """One workspace an install; in a shared channel ours is named among the authorizations."""
    foreign = payload("message_reply") | {"team_id": "T0OTHER", "context_team_id": "T0OTHER"}
    assert isinstance(meaning(foreign, KNOWN, NOW), Said)
    assert meaning(foreign | {"authorizations": []}, KNOWN, NOW) == Ignored("another workspace")
