"""Buttons and dialogs, as they come back: what each opens or says, and which of them are one and the same."""

import pytest

from bot.chat.pressing import About
from bot.chat.teams.meanings import Ignored, LooksAtWindow, OpensForm, PicksPoint, Presses, SentForm
from tests.adapters.teams.given import ACCOUNT, MIA, SECRET, THREAD, Json, activity, alone, mean


def pressed(press: str, value: str = "", **more: object) -> Json:
    """A button of a card in the thread of AR-7, drawn at version 3."""
    data: Json = {"press": press, "value": value, "review": 7, "version": 3}
    return activity(value=data | more, replyToId="1798542000001", text=None)


def fetched(press: str, value: str = "", name: str = "task/fetch") -> Json:
    """A button that opens a dialog, or one in a dialog."""
    found = pressed(press, value)
    return found | {"type": "invoke", "name": name, "value": {"data": found["value"], "context": {}}}


def sent(fields: Json, id_: str = "f:1", *, showing: str = "s1", who: Json | None = None) -> Json:
    """A form of AR-7 that was sent."""
    data = {"form": "wall_owner", "target": "W1", "review": 7, "version": 3, "showing": showing}
    value = {"data": data | {f"f.{name}": value for name, value in fields.items()}}
    found = activity("invoke", name="task/submit", value=value, id=id_)
    return found | ({"from": who} if who else {})


def form(found: Json) -> SentForm:
    """The form an activity is."""
    meant = mean(found)
    assert isinstance(meant, SentForm), meant
    return meant


def test_a_button_is_a_press_of_its_review() -> None:
    """By whom, and in which thread."""
    meant = mean(pressed("agree", "A:decision"))
    assert isinstance(meant, Presses)
    heard = meant.heard
    assert (heard.press, heard.value, heard.review, heard.version) == ("agree", "A:decision", 7, 3)
    assert (heard.by, heard.thread) == (MIA, THREAD)


def test_a_button_in_the_chat_with_one_person_is_of_no_thread() -> None:
    """Its card tells the review."""
    data = {"press": "done", "value": "W1", "review": 7, "version": None}
    meant = mean(alone(value=data))
    assert isinstance(meant, Presses)
    assert (meant.heard.thread, meant.heard.review) == (None, 7)


@pytest.mark.parametrize(
    ("press", "value", "evidence", "point"),
    [("point:E1", "p2", "E1", "p2"), ("point:E1:p2", "", "E1", "p2"), ("point:E1", "p:2", "E1", "p:2")],
)
def test_a_decision_point_is_picked(press: str, value: str, evidence: str, point: str) -> None:
    """By its key, which may hold a colon."""
    meant = mean(pressed(press, value))
    assert isinstance(meant, PicksPoint)
    assert (meant.evidence, meant.point, meant.about) == (evidence, point, About(7, 3))


def test_a_form_and_a_window_are_opened() -> None:
    """From a message, and from a dialog that is open already."""
    for name in ("task/fetch", "task/submit"):
        meant = mean(fetched("form:wall_owner", "W1", name))
        assert isinstance(meant, OpensForm)
        assert (meant.form, meant.target, meant.about) == ("wall_owner", "W1", About(7, 3))
        window = mean(fetched("window", "E1", name))
        assert isinstance(window, LooksAtWindow)
        assert (window.evidence, window.point, window.changes) == ("E1", "", False)
        diff = mean(fetched("window_diff:E1", "p2", name))
        assert isinstance(diff, LooksAtWindow)
        assert (diff.evidence, diff.point, diff.changes) == ("E1", "p2", True)


def test_what_opens_a_dialog_is_nothing_where_none_is_waited_for() -> None:
    """And a press that opens none is nothing where one is."""
    assert mean(pressed("form:wall_owner", "W1")) == Ignored("no dialog is waited for")
    assert mean(pressed("window", "E1")) == Ignored("no dialog is waited for")
    assert mean(fetched("agree", "A:decision")) == Ignored("not a dialog of ours")
    assert mean(fetched("agree") | {"name": "composeExtension/query"}) == Ignored("invoke")


def test_what_is_not_of_our_making_is_nothing() -> None:
    """Lengths, kinds and numbers are looked at."""
    assert mean(activity(value={"x": 1}, text=None)) == Ignored("not a button of ours")
    assert mean(pressed("agree", "x" * 5_000)) == Ignored("not a button of ours")
    assert mean(pressed("agree", review=-1)) == Ignored("not a button of ours")
    assert mean(pressed("agree", version="3")) == Ignored("not a button of ours")
    assert mean(pressed("agree") | {"from": {}}) == Ignored("nobody")


def test_a_form_is_heard_with_its_fields() -> None:
    """Without secrets, which are named."""
    heard = form(sent({"owner": ACCOUNT, "why": f"the key {SECRET} leaked"})).heard
    assert (heard.form, heard.target, heard.review, heard.version) == ("wall_owner", "W1", 7, 3)
    fields = dict(heard.fields)
    assert fields["owner"] == ACCOUNT
    assert SECRET not in fields["why"]
    assert len(heard.redactions) == 1


def test_a_form_that_a_client_sends_again_is_one_input() -> None:
    """Each try is an activity of its own: what counts is the showing, who sent it, and what was filled in."""
    first = form(sent({"owner": ACCOUNT}, "f:1"))
    assert form(sent({"owner": ACCOUNT}, "f:2")).id == first.id == first.heard.id
    mended = form(sent({"owner": ACCOUNT, "due": "2027-01-05"}, "f:3"))
    again = form(sent({"owner": ACCOUNT}, "f:4", showing="s2"))
    another = form(sent({"owner": ACCOUNT}, "f:5", who={"id": "29:ana", "name": "Ana", "aadObjectId": "b"}))
    assert len({first.id, mended.id, again.id, another.id}) == 4


def test_a_form_without_a_showing_is_told_apart_by_its_activity() -> None:
    """Nobody is shown one without; what is made up must not hide what another sends."""
    one, two = form(sent({}, "f:1", showing="")), form(sent({}, "f:2", showing=""))
    assert one.id != two.id
