"""What waits for one person: questions, walls, reviews; and that every button of it is understood."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain import interview
from bot.domain.heard import Pressed, Speaker
from bot.domain.interview.filling import FORMS, prefill
from bot.domain.mine import Line, Section, of_person
from bot.domain.says import Button
from bot.domain.vocabulary import Question, Status, WallStatus
from tests.domain.interview.answers import at, fill, finished
from tests.domain.interview.thread import ANA, BEA, CEM, DEV, PEOPLE, Thread, spoken, voice
from tests.domain.making import MONDAY, wall

TODAY = MONDAY.date()
DONE = {
    f"{case}_{part}": "yes" for case in ("incident", "sibling") for part in ("blocked", "recorded", "told")
}


def mine(thread: Thread, who: Speaker, today: date = TODAY) -> tuple[Line, ...]:
    """What waits for somebody."""
    return of_person(thread.review, who.person, today)


def kinds(thread: Thread, who: Speaker) -> list[object]:
    """Kinds of what waits for somebody."""
    return [line.row["kind"] for line in mine(thread, who)]


def presses(line: Line) -> list[str]:
    """The codes of a line's buttons."""
    return [button.press for button in line.buttons]


def test_the_open_question_waits_for_the_owner() -> None:
    """With the review itself; others have nothing."""
    thread = Thread.opened()
    assert kinds(thread, ANA) == ["question", "review"]
    assert kinds(thread, BEA) == []
    question = mine(thread, ANA)[0]
    assert presses(question) == ["form:answer_decision", "form:unknown", "skip", "form:hand"]
    assert "What decision did the agent make" in spoken(question.say(ANA.person))


def test_a_question_that_was_handed_on_waits_for_whom_it_was_handed_to() -> None:
    """And no longer for the owner."""
    thread = Thread.opened()
    thread.form(ANA, "hand", to=BEA.person)
    assert kinds(thread, BEA) == ["question"]
    assert kinds(thread, ANA) == ["review"]


def test_a_question_handed_on_waits_while_others_are_asked() -> None:
    """It can be answered; only the open one can be skipped."""
    thread = Thread.opened()
    thread.form(ANA, "hand", to=BEA.person)
    asked = thread.review.progress
    moved = replace(thread.review, asking=Question.CONTEXT, progress=asked)
    (line,) = of_person(moved, BEA.person, TODAY)
    assert presses(line) == ["form:answer_decision", "form:unknown"]


def test_a_proposed_verdict_is_one_tap() -> None:
    """It says what the answer reads as."""
    thread = Thread.opened()
    fill(thread)
    line = mine(thread, ANA)[0]
    assert (line.row["kind"], presses(line)) == ("verdict", ["agree", "form:verdict_decision"])


def test_whether_an_earlier_choice_set_it_up_waits_for_the_owner() -> None:
    """Between the decisions and the walls no question of the four is open."""
    thread = at(Question.AUTHORITY)
    fill(thread)
    thread.press(ANA, "agree", "A:authority")
    assert thread.review.asking is None
    assert presses(mine(thread, ANA)[0]) == ["earlier_yes", "earlier_no"]


def test_a_cold_reader_sees_nothing_of_what_the_agent_did() -> None:
    """Not even the line that opened the review; answered, it waits no more."""
    thread = at(Question.CONTEXT)
    thread.form(ANA, "cold_reader", "A", reader=DEV.person)
    (line,) = mine(thread, DEV)
    assert line.blind
    assert thread.review.title not in spoken(line.say(DEV.person))
    options = [button.text for button in line.buttons if button.press == "expect"]
    assert len(options) == len(thread.review.cold_reads[0].options) > 1
    thread.press(DEV, "expect", "A:0")
    assert kinds(thread, DEV) == []


def test_somebody_asked_to_read_a_review_stands_by_it_once() -> None:
    """Until they were asked again."""
    thread = finished()
    thread.form(ANA, "send_for_review", to=CEM.person)
    assert kinds(thread, CEM) == ["approval"]
    thread.press(CEM, "approve")
    assert kinds(thread, CEM) == []
    thread.form(ANA, "send_for_review", to=CEM.person)
    assert kinds(thread, CEM) == ["approval"]


def test_an_owned_unknown_waits_with_its_date() -> None:
    """Until somebody answers; what was not logged waits for nobody."""
    thread = Thread.opened()
    thread.form(ANA, "unknown", "A:decision:versions", owner=BEA.person, due="2026-10-01")
    (line,) = mine(thread, BEA)
    assert (line.row["kind"], line.row["due"], presses(line)) == (
        "unknown",
        "2026-10-01",
        ["form:answer_decision"],
    )
    thread.press(ANA, "unknown_never", "A:decision:belief")
    assert "unknown" not in kinds(thread, ANA)
    thread.form(BEA, "answer_decision", "A:decision", versions="gpt-5 of 3 March, prompt v12")
    assert kinds(thread, BEA) == []


def test_a_wall_waits_for_its_owner_until_it_stands() -> None:
    """What can be pressed follows its status."""
    thread = at(Question.WALL)
    fill(thread)
    thread.press(ANA, "check", "W1:both")
    thread.press(BEA, "own_wall", "W1")
    steps = [presses(mine(thread, BEA)[0])[0]]
    thread.form(BEA, "accept_wall", "W1", before_effect="yes", stops_sibling="yes", auditable="yes")
    steps.append(presses(mine(thread, BEA)[0])[0])
    thread.press(BEA, "built", "W1")
    steps.append(presses(mine(thread, BEA)[0])[0])
    assert steps == ["form:accept_wall", "built", "form:drill"]
    thread.attach(BEA, "drill.log", "file")
    proof = thread.review.evidence[-1].id
    thread.form(BEA, "drill", "W1", environment="a copy", evidence=proof, **DONE)
    assert presses(mine(thread, BEA)[0]) == []
    thread.press(CEM, "verify", "W1")
    assert kinds(thread, BEA) == []


@pytest.mark.parametrize(("days", "waits"), [(90, True), (83, True), (82, False)])
def test_a_standing_wall_waits_a_week_before_its_drill_runs_out(
    days: int,
    waits: bool,  # noqa: FBT001 - a column of the table of cases
) -> None:
    """Proved for 90 days; the drill is asked for seven days before."""
    thread = at(Question.WALL)
    fill(thread)
    thread.press(ANA, "check", "W1:both")
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", before_effect="yes", stops_sibling="yes", auditable="yes")
    thread.press(BEA, "built", "W1")
    thread.attach(BEA, "drill.log", "file")
    thread.form(BEA, "drill", "W1", environment="a copy", evidence=thread.review.evidence[-1].id, **DONE)
    thread.press(CEM, "verify", "W1")
    ran = thread.review.walls[0].drills[-1].run_at.date()
    assert bool(mine(thread, BEA, ran + timedelta(days))) is waits


def test_a_review_waits_for_its_owner_until_it_is_closed() -> None:
    """A finished one whose walls do not stand is still theirs; a quiet one can go on."""
    thread = finished()
    assert kinds(thread, ANA)[-1] == "review"
    quiet = Thread.opened()
    quiet.press(ANA, "quiet")
    assert presses(mine(quiet, ANA)[-1])[0] == "go_on"
    closed = replace(thread.review, status=Status.CLOSED, unknowns=(), walls=())
    assert of_person(closed, ANA.person, TODAY) == ()


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.MERGED])
def test_nothing_waits_in_an_opening_that_was_taken_back(status: Status) -> None:
    """Whatever was owned in it."""
    thread = Thread.opened()
    owned = wall(owner=ANA.person, status=WallStatus.ACCEPTED)
    assert of_person(replace(thread.review, status=status, walls=(owned,)), ANA.person, TODAY) == ()


def course() -> Iterator[Thread]:
    """A review at each of its steps, with something for everybody."""
    thread = Thread.opened()
    thread.form(ANA, "unknown", "A:decision:versions", owner=BEA.person, due="2026-10-01")
    yield thread
    for question in (Question.CONTEXT, Question.AUTHORITY, Question.WALL, Question.CLOSE):
        yield at(question)
    further = at(Question.AUTHORITY)
    fill(further)
    yield further
    further.press(ANA, "agree", "A:authority")
    yield further
    further.press(ANA, "earlier_yes")
    fill(further)
    further.press(ANA, "agree", "B:decision")
    yield further  # the next question of B: the same as before?
    checks = at(Question.WALL)
    fill(checks)
    yield checks
    checks.form(ANA, "cold_reader", "A", reader=DEV.person)
    checks.press(ANA, "check", "W1:both")
    checks.press(BEA, "own_wall", "W1")
    yield checks
    yield finished()


def test_every_button_is_understood_at_every_step() -> None:
    """A press changes the review or does nothing, a form opens on what the review has; each has its words."""
    seen: set[str] = set()
    for thread in course():
        for who in PEOPLE:
            for line in mine(thread, who):
                card = voice().speak(line.say(who.person))
                assert len(card.buttons) == len(line.buttons)
                for button in line.buttons:
                    understood(thread, who, button)
                    seen.add(button.press.partition(":")[0])
    assert {
        "agree",
        "earlier_yes",
        "expect",
        "form",
        "not_mine",
        "publish",
        "same",
        "skip",
        "walls_done",
    } <= seen


def understood(thread: Thread, who: Speaker, button: Button) -> None:
    """PersonError where the interview does not know what a button means."""
    kind, _, form = button.press.partition(":")
    if kind == "form":
        assert form in FORMS
        prefill(thread.review, form, button.value)
        return
    heard = Pressed(id="x", at=MONDAY, by=who, review=7, press=button.press, value=button.value)
    interview.step(thread.review, heard, interview.Room(thread.script, thread.now, PEOPLE))


def test_lines_stand_in_their_sections() -> None:
    """Questions, walls, reviews."""
    thread = at(Question.WALL)
    fill(thread)
    thread.press(ANA, "check", "W1:both")
    thread.press(ANA, "own_wall", "W1")
    assert [line.section for line in mine(thread, ANA)] == [
        Section.QUESTIONS,
        Section.WALLS,
        Section.REVIEWS,
    ]
