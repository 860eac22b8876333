"""After a restart the screen stands as it stood: the same cards and buttons, and numbering goes on."""

import contextlib
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.terminal import doing
from bot.chat.terminal.screen import Shown
from bot.chat.terminal.session import Session
from bot.domain.review import Review
from tests.adapters.terminal.desk import DEMO_TRACE, OPENING, Desk, Visit, voice

MINUTE = timedelta(minutes=1)
ANSWER = "It could stop, ask a person, or mail the list; it chose to mail it."


def standing(visit: Visit) -> list[Shown]:
    """The cards with their buttons, whatever act they came of."""
    return [replace(shown, burst=0) for shown in visit.session.screen.shown]


def alike(review: Review) -> Review:
    """A review without the ids its messages were given by chance."""
    log = tuple(replace(statement, message="") for statement in review.statements)
    return replace(review, statements=log)


@pytest.mark.parametrize(
    "typed", [(OPENING,), (OPENING, ANSWER), (OPENING, ANSWER, "skip"), (OPENING, "1", ANSWER)]
)
def test_the_same_cards_stand_after_a_restart(typed: tuple[str, ...], desk: Desk) -> None:
    """In the newest form of each, in the same thread, without a line written."""
    before = desk.visit(*typed)
    after = desk.visit()
    assert standing(after) == standing(before)
    assert after.session.thread == before.session.thread == "AR-1"
    assert after.lines == []


def test_every_button_does_the_same_after_a_restart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Pressed by its number at once, or in a new process: the review comes out alike."""
    first = Desk(tmp_path_factory.mktemp("first")).visit(OPENING)
    count = len(next(s.card.buttons for s in reversed(first.session.screen.shown) if s.card.buttons))
    for number in range(1, count + 1):
        at_once, later = (Desk(tmp_path_factory.mktemp("desk")) for _ in range(2))
        here = at_once.visit(OPENING, str(number))
        later.visit(OPENING)
        there = later.visit("ana: ", str(number))
        assert alike(later.review()) == alike(at_once.review())
        forms = [[d.form.key for d in visit.session.forms.values()] for visit in (here, there)]
        assert forms[0] == forms[1]


def test_numbers_of_messages_go_on(desk: Desk) -> None:
    """The next message has the next number, and an older one can still be changed by its own."""
    desk.visit(OPENING, ANSWER, "It had read the old list.")
    visit = desk.visit("ana: And the new one was not there.", "edit 1: It could stop or ask.")
    assert [m.number for m in visit.session.screen.messages] == [1, 2, 3]
    assert [s.text for s in desk.review().statements] == [
        "It could stop or ask.",
        "It had read the old list.",
        "And the new one was not there.",
    ]


def test_points_of_a_trace_can_still_be_chosen(desk: Desk) -> None:
    """They were offered last, and stand newest again."""
    before = desk.visit(OPENING, f"trace {DEMO_TRACE}")
    after = desk.visit()
    assert standing(after)[-1].card == standing(before)[-1].card
    desk.visit("ana: ", "2")
    (decision,) = desk.review().decisions
    assert decision.point == standing(before)[-1].card.buttons[1].value


def test_points_give_way_to_what_was_said_since(desk: Desk) -> None:
    """Once something was said, a number presses a button of the question again."""

    async def a_minute(session: Session) -> None:
        session.house.clock.advance(MINUTE)  # type: ignore[attr-defined]  # the desk's clock is moved by hand

    before = desk.visit(OPENING, f"trace {DEMO_TRACE}", a_minute, ANSWER)
    after = desk.visit()
    newest = [next(s.card for s in reversed(standing(v)) if s.card.buttons) for v in (before, after)]
    assert newest[0] == newest[1]
    assert not newest[1].buttons[0].press.startswith(doing.POINT)


def test_people_and_reviews_are_known_again(desk: Desk) -> None:
    """Nobody is new twice; the newest thread is the one that goes on, and the older one can be gone to."""
    desk.visit(OPENING, ANSWER, "lee: /agent-incident it paid twice")
    visit = desk.visit("ana: use 1")
    assert voice().words("person_new", name="ana") not in visit.told()
    assert visit.session.thread == "AR-1"
    assert "our agent mailed the wrong list" in visit.text
    assert desk.visit().session.thread == "AR-2"


def test_a_thread_whose_opening_was_cut_off_is_the_one_to_go_on_in(desk: Desk) -> None:
    """Killed after the thread was heard of and before its row was settled: the next process answers there."""
    desk.visit(OPENING)
    with contextlib.closing(sqlite3.connect(desk.settings.database)) as raw, raw:
        raw.execute("UPDATE outbox SET state = 'pending', next_at = due_at, message = ''")
        raw.execute("UPDATE outbox SET state = 'sending' WHERE kind = 'open_thread'")
    visit = desk.visit("ana: " + ANSWER)
    assert visit.session.thread == "AR-1"
    assert [s.text for s in desk.review().statements] == [ANSWER]
