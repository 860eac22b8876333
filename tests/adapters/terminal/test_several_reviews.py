"""A message to one person about several reviews: each of its buttons is of the review it names."""

import pytest

from bot.chat.terminal.post import TerminalChat
from bot.chat.terminal.session import Session
from bot.domain.review import PersonKey
from bot.domain.tree import Card, CardButton, Paragraph, Text
from tests.adapters.terminal.desk import Desk

ANA = PersonKey("terminal:desk:ana")
FIRST = "ana: /agent-incident our agent mailed the wrong list"
SECOND = "ana: /agent-incident our agent paid a bill twice"


async def told(session: Session) -> None:
    """What waits for Ana in both reviews comes as one message, kept under the first of them."""
    made = tuple(
        CardButton(press, f"{review} · {label}", value, review)
        for review in (1, 2)
        for press, label, value in (("quiet", "Quiet", ""), ("form:later", "Later", "A:decision"))
    )
    card = Card((Paragraph((Text("These wait for you"),)),), made)
    await TerminalChat(session.screen).direct(ANA, card, "review:1:nudge:2026-09-14")


@pytest.mark.parametrize(("number", "quiet"), [(1, [True, False]), (3, [False, True])])
def test_a_button_is_pressed_in_the_review_it_names(number: int, quiet: list[bool], desk: Desk) -> None:
    """Not in that of the thread, nor in that of the message."""
    desk.visit(FIRST, SECOND, told, f"ana: {number}")
    assert [desk.review(review).quiet is not None for review in (1, 2)] == quiet


@pytest.mark.parametrize(("number", "review"), [(2, 1), (4, 2)])
def test_a_form_is_of_the_review_its_button_names(number: int, review: int, desk: Desk) -> None:
    """And about what the button is about."""
    visit = desk.visit(FIRST, SECOND, told, f"ana: {number}")
    dialog = visit.session.forms[ANA]
    assert (dialog.form.key, dialog.form.target, dialog.review) == ("later", "A:decision", review)
