"""Ways out of a nudge: later, blocked, wait, a call, an unknown handed on, a review whose owner is silent."""

from datetime import date, datetime, timedelta

import pytest

from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Speaker
from bot.domain.report import document
from bot.domain.review import WhyUnknown
from bot.domain.says import Invite, Place, PutOff
from bot.domain.tree import Heading, Paragraph, Table, plain
from bot.domain.vocabulary import Question, WallStatus, YesNo
from tests.domain.interview.answers import at, fill, finished
from tests.domain.interview.thread import ANA, BEA, CEM, DEV, Thread, spoken, voice
from tests.domain.making import MONDAY

TODAY = MONDAY.date()


def later(thread: Thread, who: Speaker = BEA, **fields: str) -> PutOff:
    """A nudge about W1 put off."""
    thread.form(who, "later", "W1", **fields)
    errand = thread.errands[-1]
    assert isinstance(errand, PutOff)
    return errand


def with_wall(status: str = "accepted") -> Thread:
    """A review whose first wall is Bea's, due in a month."""
    thread = at(Question.WALL)
    fill(thread)
    thread.press(ANA, "check", "W1:both")
    thread.press(BEA, "own_wall", "W1")
    if status != "proposed":
        thread.form(BEA, "accept_wall", "W1", before_effect="yes", stops_sibling="yes", auditable="yes")
    if status == "built":
        thread.press(BEA, "built", "W1")
    return thread


def due(thread: Thread) -> date:
    """The date of the first wall."""
    found = thread.review.walls[0].due
    assert found is not None
    return found


class TestLater:
    """[Later]: nothing more about it to this person before a day."""

    @pytest.mark.parametrize(
        ("today", "until", "day"),
        [
            (MONDAY, "tomorrow", "2026-09-15"),
            (MONDAY, "3_days", "2026-09-17"),
            (MONDAY, "week", "2026-09-21"),
            (MONDAY + timedelta(days=4), "tomorrow", "2026-09-21"),
            (MONDAY + timedelta(days=3), "3_days", "2026-09-21"),
        ],
    )
    def test_days_are_counted_and_brought_to_a_working_day(
        self, today: datetime, until: str, day: str
    ) -> None:
        """Calendar days from today; a weekend moves on to Monday."""
        thread = Thread.opened()
        thread.now = today
        assert later(thread, until=until) == PutOff("W1", BEA.person, date.fromisoformat(day))

    def test_a_date_is_as_it_was_picked(self) -> None:
        """The last day that can be is the ninetieth."""
        thread = Thread.opened()
        last = TODAY + timedelta(days=90)
        assert later(thread, until="date", date=last.isoformat()).until == last

    @pytest.mark.parametrize("days", [-1, 0, 91, 4000])
    def test_a_date_that_is_none_to_put_off_to_is_a_clear_sentence(self, days: int) -> None:
        """It names the last day that is."""
        thread = Thread.opened()
        picked = TODAY + timedelta(days=days)
        with pytest.raises(PersonError) as refused:
            thread.form(BEA, "later", "W1", until="date", date=picked.isoformat())
        said = voice().error(refused.value.key, dict(refused.value.values))
        assert said.startswith(picked.isoformat())
        assert "2026-12-13" in said
        assert thread.errands == []

    @pytest.mark.parametrize(
        ("fields", "key"),
        [
            ({"until": "date"}, "field_needed"),
            ({"until": "date", "date": "soon"}, "not_a_date"),
            ({"until": "never"}, "not_one_of"),
            ({}, "field_needed"),
        ],
    )
    def test_a_form_that_says_no_day_is_not_taken(self, fields: dict[str, str], key: str) -> None:
        """Each with its own sentence."""
        with pytest.raises(PersonError) as refused:
            Thread.opened().form(BEA, "later", "W1", **fields)
        assert refused.value.key == key

    def test_it_is_said_to_whoever_put_it_off_alone(self) -> None:
        """With the day, in words; the review is as it was."""
        thread = Thread.opened()
        acts = thread.review.acts
        thread.form(BEA, "later", "A:decision", until="week")
        (told,) = thread.last
        assert (told.place, told.to) == (Place.WHISPER, BEA.person)
        assert spoken(told) == "Nothing more to you about it before Mon 21 Sep."
        assert thread.review.acts == acts

    @pytest.mark.parametrize(
        ("about", "hands"),
        [
            ("A:decision", [("form:hand", "A:decision")]),
            ("W1", [("form:wall_owner", "W1")]),
            ("rest", []),
        ],
    )
    def test_somebody_else_is_told_whom_it_waits_for(self, about: str, hands: list[tuple[str, str]]) -> None:
        """With the way to hand it on, where it can be; nothing is put off."""
        thread = with_wall() if about == "W1" else Thread.opened()
        thread.known = {"reminded": lambda _, person: person != CEM.person}
        errands = list(thread.errands)
        thread.form(CEM, "later", about, until="week")
        (told,) = thread.last
        name = "Bea" if about == "W1" else "Ana"
        assert (told.place, told.to) == (Place.WHISPER, CEM.person)
        assert f"This one waits for {name}, and only they can put it off" in spoken(told)
        assert [(b.press, b.value) for b in told.buttons] == hands
        assert thread.errands == errands

    def test_who_has_not_been_reminded_has_nothing_to_put_off(self) -> None:
        """It was handed to them a moment ago, and the reminder was for who had it before."""
        thread = Thread.opened()
        thread.known = {"reminded": lambda *_: False}
        with pytest.raises(PersonError) as refused:
            thread.form(ANA, "later", "A:decision", until="week")
        assert refused.value.key == "nothing_to_put_off"

    def test_the_form_offers_every_way_to_put_it_off(self) -> None:
        """And no other."""
        form = voice().form("later", {}, target="W1")
        assert [value for value, _ in form.fields[0].choices] == ["tomorrow", "3_days", "week", "date"]
        for value, _ in form.fields[0].choices:
            later(Thread.opened(), until=value, date="2026-10-01")


class TestBlocked:
    """[Blocked by ...]: what is in the way of a wall."""

    def test_it_is_kept_in_its_owners_words_and_moves_no_date(self) -> None:
        """As a change of the wall, and in the log."""
        thread = with_wall()
        before = due(thread)
        thread.form(BEA, "blocked", "W1", why="The vendor ships the token service in November")
        (wall,) = thread.review.walls
        assert (wall.status, wall.due, wall.missed_dates) == (WallStatus.ACCEPTED, before, 0)
        assert wall.why == wall.changes[-1].why == "The vendor ships the token service in November"
        assert thread.statement(wall.why).author == BEA.person
        assert f"W1 is blocked: {wall.why} (due {before})" in thread.shown

    def test_a_date_that_is_given_is_the_new_one(self) -> None:
        """Like any other date: a missed one counts."""
        thread = with_wall()
        old = due(thread)
        thread.now += timedelta(days=60)
        new = thread.now.date() + timedelta(days=10)
        thread.form(BEA, "blocked", "W1", why="The vendor", due=new.isoformat())
        (wall,) = thread.review.walls
        assert old < thread.now.date()
        assert (wall.due, wall.missed_dates, wall.why) == (new, 1, "The vendor")

    def test_the_record_shows_it(self) -> None:
        """Beside the wall's status, in the timeline, and by whom."""
        thread = with_wall()
        thread.form(BEA, "blocked", "W1", why="The vendor ships in November")
        texts = list(shown(document(thread.review, voice().labels).blocks))
        assert any("accepted" in text and "The vendor ships in November" in text for text in texts)
        assert any(text.endswith("said what blocks W1") for text in texts)

    def test_once_it_is_built_nothing_blocks_it(self) -> None:
        """What was in the way stays in its history."""
        thread = with_wall()
        thread.form(BEA, "blocked", "W1", why="The vendor")
        thread.press(BEA, "built", "W1")
        (wall,) = thread.review.walls
        assert wall.why == ""
        assert [change.why for change in wall.changes if change.why] == ["The vendor"]

    def test_said_twice_it_is_once(self) -> None:
        """The form was sent again."""
        thread = with_wall("built")
        thread.form(BEA, "blocked", "W1", why="No test account")
        before = thread.review
        thread.form(BEA, "blocked", "W1", why="No test account")
        assert (thread.review, thread.last) == (before, ())

    def test_only_its_owner_says_so(self) -> None:
        """And only with words."""
        thread = with_wall()
        with pytest.raises(NotAllowed):
            thread.form(CEM, "blocked", "W1", why="The vendor")
        with pytest.raises(PersonError) as refused:
            thread.form(BEA, "blocked", "W1", why="  ")
        assert refused.value.key == "field_needed"

    def test_what_nobody_took_is_not_blocked(self) -> None:
        """It is accepted or handed back first."""
        with pytest.raises(PersonError) as refused:
            with_wall("proposed").form(BEA, "blocked", "W1", why="The vendor")
        assert refused.value.key == "wall_not_now"


def shown(blocks: tuple[object, ...]) -> list[str]:
    """Every line and row of a document."""
    out: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(parts) | Heading(_, parts):
                out.append(plain(parts))
            case Table(_, rows):
                out += [plain(cell) for row in rows for cell in row]
                out += [" ".join(plain(cell) for cell in row) for row in rows]
    return out


class TestOthers:
    """Wait, a call, what was somebody's to find out, a last line that is old."""

    def test_waiting_for_somebody_changes_nothing_and_says_so(self) -> None:
        """With the day they are back."""
        thread = Thread.opened()
        thread.say(BEA, "It could stop, ask, or refund. It chose to refund.")
        acts, errands = thread.review.acts, list(thread.errands)
        thread.press(ANA, "wait", f"{BEA.person}:2026-12-03")
        (told,) = thread.last
        assert (told.place, told.to) == (Place.WHISPER, ANA.person)
        assert spoken(told) == "It waits. Bea is back on Thu 3 Dec, and is asked then."
        assert (thread.review.acts, thread.errands) == (acts, errands)

    def test_somebody_away_for_an_unknown_time_is_waited_for_too(self) -> None:
        """No day is promised; a button that names none in any way waits for nobody."""
        thread = Thread.opened()
        thread.press(ANA, "wait", f"{BEA.person}:since-2026-11-20")
        (told,) = thread.last
        assert (
            spoken(told)
            == f"It waits. When {BEA.person.split(':')[-1]} is back is not known; they are asked then."
        )
        with pytest.raises(PersonError):
            thread.press(ANA, "wait", f"{BEA.person}:since-then")

    def test_a_button_of_another_make_waits_for_nobody(self) -> None:
        """It has no day."""
        with pytest.raises(PersonError):
            Thread.opened().press(ANA, "wait", "W1")

    def test_a_call_goes_to_whoever_asks(self) -> None:
        """About what the nudge was about; nothing is said."""
        thread = Thread.opened()
        thread.press(BEA, "call", "A:decision")
        assert (thread.errands, thread.last) == ([Invite("A:decision", BEA.person)], ())

    def test_an_unknown_is_handed_on_by_its_id(self) -> None:
        """It keeps its date while that is to come, and its facets."""
        thread = Thread.opened()
        thread.form(ANA, "unknown", "A:decision:versions", owner=BEA.person, due="2026-10-01")
        thread.form(BEA, "unknown", "U1", owner=CEM.person)
        (unknown,) = thread.review.unknowns
        assert (unknown.owner, unknown.due.isoformat(), unknown.facets) == (
            CEM.person,
            "2026-10-01",
            ("versions",),
        )
        assert "Owner Cem, by 2026-10-01" in thread.shown

    def test_an_unknown_handed_on_late_has_a_date_to_come(self) -> None:
        """That of a new one, unless one is named."""
        thread = Thread.opened()
        thread.form(ANA, "unknown", "A:decision:versions", owner=BEA.person, due="2026-09-21")
        thread.now += timedelta(days=14)  # Monday the 28th
        thread.form(BEA, "unknown", "U1", owner=CEM.person)
        assert thread.review.unknowns[0].due == date(2026, 10, 5)
        thread.form(CEM, "unknown", "U1", owner=DEV.person, due="2026-11-02")
        assert thread.review.unknowns[0].due == date(2026, 11, 2)

    def test_an_unknown_that_cannot_be_known_is_asked_of_nobody(self) -> None:
        """It stays one, and pressing again changes nothing."""
        thread = Thread.opened()
        thread.form(ANA, "unknown", "A:decision:versions", owner=BEA.person)
        thread.press(BEA, "unknown_never", "U1")
        (unknown,) = thread.review.unknowns
        assert (unknown.why, unknown.settled_at) == (WhyUnknown.NOT_LOGGED, None)
        before = thread.review
        thread.press(BEA, "unknown_never", "U1")
        assert (thread.review, thread.last) == (before, ())

    def test_a_question_is_handed_on_by_its_name(self) -> None:
        """From a message that is read after another question was opened."""
        thread = at(Question.CONTEXT)
        with pytest.raises(PersonError) as refused:
            thread.form(ANA, "hand", "A:decision", to=BEA.person)
        assert refused.value.key == "nothing_asked"
        thread.form(ANA, "hand", "A:context", to=BEA.person)
        assert thread.review.step(Question.CONTEXT, "A").asked_of == BEA.person

    def test_the_same_last_line_a_month_later_is_a_new_answer(self) -> None:
        """It is asked again because it is old; a second tap at once changes nothing."""
        thread = finished()
        thread.press(ANA, "tomorrow", "yes")
        first = thread.review.same_tomorrow
        thread.press(ANA, "tomorrow", "yes")
        assert thread.review.same_tomorrow == first
        thread.now += timedelta(days=31)
        thread.press(ANA, "tomorrow", "yes")
        again = thread.review.same_tomorrow
        assert first is not None
        assert again is not None
        assert (again.answer, again.at.date()) == (YesNo.YES, thread.now.date())
        thread.now += timedelta(days=31)
        thread.form(ANA, "tomorrow", answer="yes")
        assert thread.review.same_tomorrow is not None
        assert thread.review.same_tomorrow.at > again.at


class TestTakingIt:
    """[Take it] of a nudge: the owner is silent."""

    def asked_for(self, thread: Thread, day: date) -> str:
        """What the button carries."""
        return f"owner:{thread.review.owner}:{day.isoformat()}"

    def test_whoever_takes_a_review_of_a_silent_owner_owns_it(self) -> None:
        """The owner did nothing since it was asked who takes it."""
        thread = Thread.opened()
        thread.press(CEM, "own_review", self.asked_for(thread, TODAY + timedelta(days=20)))
        assert thread.review.owner == CEM.person
        assert "handed_over" in thread.keys

    def test_an_owner_who_is_back_is_asked_for_it(self) -> None:
        """An old button takes nothing from somebody who works on it."""
        thread = Thread.opened()
        asked = self.asked_for(thread, TODAY + timedelta(days=20))
        thread.now += timedelta(days=21)
        thread.say(ANA, "It could stop, ask, or refund. It chose to refund.")
        thread.press(CEM, "own_review", asked)
        assert (thread.review.owner, thread.keys[-1]) == (ANA.person, "offers_to_own")

    def test_a_button_of_an_owner_before_takes_nothing(self) -> None:
        """It was answered."""
        thread = Thread.opened()
        asked = self.asked_for(thread, TODAY + timedelta(days=20))
        thread.press(CEM, "own_review", asked)
        thread.press(DEV, "own_review", asked)
        assert thread.review.owner == CEM.person
