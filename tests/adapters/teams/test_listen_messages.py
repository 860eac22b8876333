"""What messages mean by where they stand: commands, words of a review, new words, and no words any more."""

import pytest

from bot.chat.teams.meanings import Command, Handed, Ignored
from bot.domain.heard import Deleted, Edited, Replied
from tests.adapters.teams.given import (
    BOT_NAME,
    MIA,
    NOW,
    REPLY,
    ROOT,
    THREAD,
    activity,
    alone,
    called,
    command,
    mean,
    mention,
    said,
    text_of,
)

MARK = f"<at>{BOT_NAME}</at>"
FILE = "application/vnd.microsoft.teams.file.download.info"


@pytest.mark.parametrize(
    ("words", "kind", "argument"),
    [
        ("our agent mailed the wrong list", "open", "our agent mailed the wrong list"),
        ("agent-incident our agent mailed the wrong list", "open", "our agent mailed the wrong list"),
        ("/agent-incident quick it paid twice", "quick", "it paid twice"),
        ("agent-incident", "open", ""),
        ("", "open", ""),
        ("show 7", "show", "7"),
        ("walls mine", "walls", "mine"),
        ("changed refund desk: model", "changed", "refund desk: model"),
        ("lst", "unknown", "list"),
    ],
)
def test_a_post_that_calls_the_bot_is_a_command(words: str, kind: str, argument: str) -> None:
    """With or without the name that the menu of commands writes in front; anything else opens a review."""
    assert command(called(words, root=REPLY)) == (kind, argument)


def test_a_post_that_only_speaks_of_the_bot_opens_nothing_by_itself() -> None:
    """Whoever wrote it is asked; a command is one wherever the bot is named."""
    found = called("", root=REPLY) | {"text": f"we have {MARK} now", "entities": [mention(text=MARK)]}
    assert command(found) == ("offer", "we have now")
    found |= {"text": f"walls {MARK}"}
    assert command(found) == ("walls", "")


def test_a_name_in_pieces_stands_first_too() -> None:
    """Its first piece is what the message begins with."""
    marks = ["<at>decision</at>", "<at>bot</at>"]
    entities = [mention("decision bot", text=mark) for mark in marks]
    found = called("", root=REPLY) | {"text": f"{' '.join(marks)} it paid twice", "entities": entities}
    assert command(found) == ("open", "it paid twice")


def test_a_post_that_does_not_name_the_bot_is_words_of_no_review() -> None:
    """It is heard as words, and whoever keeps reviews knows none in a thread that begins with it."""
    found = activity(text="good morning")
    found["conversation"] = found["conversation"] | {"id": f"19:incidents@thread.tacv2;messageid={REPLY}"}
    meant = said(found)
    assert not meant.addressed
    assert meant.place.root == REPLY


@pytest.mark.parametrize(
    ("words", "kind", "argument"),
    [
        ("show", "show", ""),
        ("help", "help", ""),
        ("", "help", ""),
        ("answer", "help", ""),
        ("agent-incident mine", "mine", ""),
        ("verdict A2", "form", "verdict A2"),
        ("away until 3 Dec", "away", "until 3 Dec"),
    ],
)
def test_in_a_thread_the_bot_is_asked_by_its_name(words: str, kind: str, argument: str) -> None:
    """Lists, forms, absences; named alone, it says what it can do."""
    assert command(called(words)) == (kind, argument)


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("answer it could stop", "it could stop"),
        ("Answer: it could stop", "it could stop"),
        ("agent-incident answer it could stop", "it could stop"),
        ("it could stop", "it could stop"),
        ("answers were few", "answers were few"),
        ("answer show", "show"),
        ("back", "back"),
    ],
)
def test_in_a_thread_all_else_is_an_answer(words: str, heard: str) -> None:
    """Behind `answer` anything is one, what would be a command too."""
    assert text_of(called(words)) == heard
    assert said(called(words)).addressed


@pytest.mark.parametrize(
    ("words", "kind", "argument"),
    [
        ("", "mine", ""),
        ("thank you, done", "mine", ""),
        ("agent-incident it paid twice", "open", "it paid twice"),
        ("agent-incident", "open", ""),
        ("quick it paid twice", "quick", "it paid twice"),
        ("show 7", "show", "7"),
        ("back", "back", ""),
        ("verdict A2", "form", "verdict A2"),
        ("lst", "unknown", "list"),
    ],
)
def test_in_the_chat_with_one_person_words_that_are_no_command_open_nothing(
    words: str, kind: str, argument: str
) -> None:
    """They may be an answer to a reminder: all that waits is shown. Behind the bot's name they are a line."""
    assert command(alone(text=words)) == (kind, argument)


def test_files_in_the_chat_with_one_person_are_handed_over() -> None:
    """With the words beside them; in a channel Teams brings none."""
    held = {"downloadUrl": "https://contoso-my.sharepoint.com/x", "uniqueId": "u1", "fileType": "json"}
    file = {"contentType": FILE, "name": "run.json", "content": held}
    meant = mean(alone(text="AR-7", attachments=[file]))
    assert isinstance(meant, Handed)
    assert meant.text == "AR-7"
    assert [(one.id, one.name, one.url) for one in meant.files] == [
        ("u1", "run.json", "https://contoso-my.sharepoint.com/x")
    ]


def test_the_same_activity_twice_is_one_input() -> None:
    """Its id is made of the conversation's and the message's."""
    first, again = said(activity(text="a")).heard, said(activity(text="a")).heard
    other = said(activity(text="a", id="1798542060001")).heard
    assert first.id == again.id != other.id


def test_new_words_are_an_edit() -> None:
    """Of the same message; the same activity twice is once, and the next edit another."""
    changed = activity("messageUpdate", text="now this")
    heard = said(changed).heard
    assert isinstance(heard, Edited)
    assert (heard.message, heard.text, heard.by, heard.thread) == (REPLY, "now this", MIA, THREAD)
    assert said(changed).heard.id == heard.id
    assert said(changed | {"text": "and this"}).heard.id != heard.id
    assert said(changed | {"timestamp": "2026-12-29T11:02:00Z"}).heard.id != heard.id


def test_a_message_that_is_back_is_told_as_such() -> None:
    """Teams tells an undo as a change."""
    found = activity("messageUpdate", text="x")
    found["channelData"] = found["channelData"] | {"eventType": "undeleteMessage"}
    heard = said(found).heard
    assert isinstance(heard, Edited)
    assert heard.restored
    edited = said(activity("messageUpdate", text="x")).heard
    assert isinstance(edited, Edited)
    assert not edited.restored


def test_an_edit_that_names_the_bot_brings_the_message_with_it() -> None:
    """It may be heard of for the first time; then it is a new one, under the id it would have had."""
    new = said(called("answer it could stop"))
    changed = said(called("answer it could stop", type="messageUpdate"))
    assert changed.unheard == new.heard
    assert isinstance(changed.heard, Edited)
    assert changed.heard.text == "it could stop"
    assert said(activity("messageUpdate", text="it could stop")).unheard is None
    assert said(called("show", type="messageUpdate")).unheard is None


def test_a_message_deleted_twice_with_an_undo_between_is_deleted_twice() -> None:
    """Each deletion has its own moment."""
    gone = activity("messageDelete", text=None)
    heard = said(gone).heard
    assert isinstance(heard, Deleted)
    assert (heard.message, heard.by) == (REPLY, MIA)
    assert said(gone).heard.id == heard.id
    assert said(gone | {"timestamp": "2026-12-29T11:05:00Z"}).heard.id != heard.id


@pytest.mark.parametrize("kind", ["messageUpdate", "messageDelete"])
def test_what_is_changed_in_the_chat_with_one_person_is_no_words_of_a_review(kind: str) -> None:
    """Commands are done by then."""
    assert mean(alone(kind, text="x")) == Ignored("no thread")


def test_a_moment_that_is_not_told_is_when_it_came() -> None:
    """And one that no calendar holds."""
    for told in (None, "yesterday", "0001-01-01T00:00:00+14:00", "2026-12-29T11:01:00"):
        assert said(activity(text="x", timestamp=told)).heard.at == NOW


def test_a_word_in_a_thread_is_heard_as_a_reply() -> None:
    """Of the thread whose first message the conversation names."""
    meant = said(activity(text="x"))
    assert isinstance(meant.heard, Replied)
    assert meant.place.root == ROOT


def test_a_command_tells_where_it_was_given() -> None:
    """In a channel, in its thread; alone, in none."""
    meant = mean(called("list"))
    assert isinstance(meant, Command)
    assert (meant.place.channel, meant.place.root, meant.place.direct) == (THREAD.channel, ROOT, False)
    meant = mean(alone(text="list"))
    assert isinstance(meant, Command)
    assert (meant.place.channel, meant.place.root, meant.place.direct) == ("", "", True)
