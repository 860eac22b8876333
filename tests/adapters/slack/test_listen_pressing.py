"""What people press, send and react with, from recorded shapes."""

from dataclasses import replace
from typing import Any

import pytest

from bot.chat.pressing import About
from bot.chat.slack.buttons import element
from bot.chat.slack.listen import meaning
from bot.chat.slack.meanings import (
    Ignored,
    LooksAtWindow,
    Marked,
    Meaning,
    OpensForm,
    PicksPoint,
    Presses,
    PutsWindow,
    SentForm,
    StartsFrom,
)
from bot.domain.heard import Speaker
from bot.domain.redaction import Redaction
from bot.domain.review import PersonKey
from bot.domain.tree import CardButton
from tests.adapters.slack.given import KNOWN, NOW, ROOT, payload
from tests.adapters.slack.hearing import ANA, SECRET, THREAD, at, mean


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


@pytest.mark.parametrize(("review", "press"), [(7, "built"), (9, "built"), (9, "form:later")])
def test_a_button_of_a_message_about_several_reviews_is_of_its_own(review: int, press: str) -> None:
    """Whatever review the message is kept under."""
    one, other = (
        CardButton("built", "Built", "W1", 7),
        CardButton("built", "Built", "W2", 9),
    )
    wanted = replace(one if review == 7 else other, press=press)
    drawn = element(wanted, About(7, 17), 0)
    assert drawn is not None
    action = {**drawn, "action_ts": "1798542080.123456"}
    found = mean("block_actions_direct", actions=[action])
    if press == "built":
        assert isinstance(found, Presses)
        assert (found.heard.review, found.heard.value, found.heard.version) == (review, wanted.value, None)
        assert found.heard.thread is None
    else:
        assert isinstance(found, OpensForm)
        assert (found.form, found.target, found.about) == ("later", wanted.value, About(review))


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


def pressed(**of_action: object) -> Meaning:
    """A press, in a view that stands on somebody's screen."""
    action = {"action_id": "press:0", "action_ts": "1798542080.000000", **of_action}
    view = {"id": "V0PANE", "hash": "17.abc", "type": "modal"}
    return meaning({**payload("block_actions_home", actions=[action]), "view": view}, KNOWN, NOW)


def test_the_window_of_a_trace_is_asked_for() -> None:
    """Under the message that offers its points: none is named yet, and no view is open."""
    found = mean("block_actions", actions=[{"action_id": "press:3", "value": "window|17|7|E2"}])
    assert isinstance(found, LooksAtWindow)
    assert (found.evidence, found.point, found.view, found.about) == ("E2", "", "", About(7, 17))
    assert found.trigger_id


def test_another_point_is_chosen_from_the_menu_of_the_view() -> None:
    """With the view it is to be shown in, as it stood."""
    found = pressed(type="static_select", selected_option={"value": "window:E2||7|span-7"})
    assert isinstance(found, LooksAtWindow)
    assert not isinstance(found, PutsWindow)
    assert (found.evidence, found.point, found.about) == ("E2", "span-7", About(7))
    assert (found.view, found.hash) == ("V0PANE", "17.abc")


def test_the_file_of_a_window_is_asked_for() -> None:
    """Of the point that is shown."""
    found = pressed(type="button", value="window_file:E2||7|span-7")
    assert isinstance(found, PutsWindow)
    assert (found.evidence, found.point, found.view) == ("E2", "span-7", "V0PANE")


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
