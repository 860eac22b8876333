"""Who is away, and until when: by their own word, by what the chat shows, and by the newer of both."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.absence import Absence, ShownAway, about, read_about
from bot.domain.calendar import Hours
from bot.domain.due import Diaries, Diary, Policy, around
from bot.domain.nudges import NudgeKind
from bot.domain.review import PersonKey, ThreadRef
from tests.domain.making import ASKED, MONDAY, OWNER, make_review
from tests.domain.playing import Player, asked, days

THURSDAY, FRIDAY = MONDAY + timedelta(days=3), MONDAY + timedelta(days=4)
DECEMBER = date(2026, 12, 3)
MOMENTS = st.integers(-10_000, 10_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
LOBBY = ThreadRef("test", "T1", "lobby", "7")


def of(diary: Diary) -> Diaries:
    """Somebody under the default policy."""
    return Diaries(Policy(), {ASKED: diary})


def shown(until: datetime | None, since: datetime = MONDAY) -> ShownAway:
    """What the chat shows."""
    return ShownAway(since, until)


@pytest.mark.parametrize(
    ("until", "back"),
    [
        (MONDAY + timedelta(days=3, hours=4), date(2026, 9, 17)),  # Thursday at two
        (
            MONDAY + timedelta(days=3, hours=13, minutes=59),
            date(2026, 9, 18),
        ),  # Thursday, a minute before midnight
        (MONDAY + timedelta(days=4, hours=9), date(2026, 9, 21)),  # Friday, after work
    ],
)
def test_the_first_day_back_from_a_status_is_the_day_of_work_after_it(until: datetime, back: date) -> None:
    """One that is over within working hours ends on that day, else before the next working one."""
    known = of(Diary(shown_away=shown(until)))
    assert known.absence(ASKED) == Absence(back)
    assert known.is_away(ASKED, MONDAY)
    assert not known.is_away(ASKED, datetime.combine(back, time(12), UTC))


def test_the_rest_of_the_last_day_is_kept_clear() -> None:
    """Away until Thursday at two: nothing at ten that day, for the status is still shown."""
    known = of(Diary(shown_away=shown(THURSDAY + timedelta(hours=4))))
    at = known.disturbable(ASKED, THURSDAY, known.direct(ASKED))
    assert at == THURSDAY + timedelta(hours=4)


def test_of_a_status_without_an_end_nobody_knows_the_last_day() -> None:
    """It holds until it is taken off; since when it is shown tells it from the next."""
    known = of(Diary(shown_away=shown(None)))
    assert known.absence(ASKED) == Absence(None, MONDAY.date())
    assert known.is_away(ASKED, MONDAY + timedelta(days=5000))
    assert known.back(ASKED, MONDAY) > MONDAY + timedelta(days=5000)


def test_of_what_was_said_and_what_is_shown_the_newer_counts() -> None:
    """Whoever says that they are back is, whatever the chat still shows; a status set after that counts again."""
    said_back = Diary(away_said_at=MONDAY + timedelta(hours=1), shown_away=shown(None))
    assert of(said_back).absence(ASKED) is None
    assert of(said_back).undisturbed(ASKED, MONDAY) == MONDAY
    until = Diary(away_until=DECEMBER, away_said_at=MONDAY + timedelta(hours=1), shown_away=shown(None))
    assert of(until).absence(ASKED) == Absence(DECEMBER)
    again = replace(said_back, shown_away=shown(None, since=MONDAY + timedelta(hours=2)))
    assert of(again).absence(ASKED) == Absence(None, MONDAY.date())


def test_a_day_off_sick_ends_no_longer_absence() -> None:
    """Away until December by their own word, and later a status for today: December it is."""
    diary = Diary(away_until=DECEMBER, away_said_at=MONDAY, shown_away=shown(THURSDAY, since=FRIDAY))
    assert of(diary).absence(ASKED) == Absence(DECEMBER)


@given(
    st.builds(
        Diary,
        zone=st.sampled_from(["Europe/Berlin", "America/St_Johns", "Pacific/Kiritimati", ""]),
        undisturbed_from=st.none() | MOMENTS,
        undisturbed_until=st.none() | MOMENTS,
        shown_away=st.none() | st.builds(ShownAway, since=st.just(MONDAY), until=MOMENTS),
    )
)
def test_a_word_goes_out_at_work_and_outside_every_rest(diary: Diary) -> None:
    """Whatever is known of do-not-disturb and of a status, and whichever of them comes first."""
    at = Player(asked(), {OWNER: diary}).next_due()
    assert at is not None
    local = at.astimezone(ZoneInfo(diary.zone or "UTC"))
    assert local.weekday() < 5
    assert Hours().start <= local.time() < Hours().end
    assert diary.shown_away is None or at >= (diary.shown_away.until or at)
    begun = diary.undisturbed_from is None or diary.undisturbed_from <= at
    assert not (begun and diary.undisturbed_until is not None and at < diary.undisturbed_until)


def test_a_rest_that_is_to_come_is_kept_clear() -> None:
    """The first word is owed at two, and do-not-disturb is set from one to three."""
    rest = Diary(undisturbed_from=MONDAY + timedelta(hours=3), undisturbed_until=MONDAY + timedelta(hours=5))
    player = Player(asked(), {OWNER: rest})
    assert [when for when, *_ in player.play(until=days(0) + timedelta(hours=6))] == ["Mon 14 Sep 15:00"]


def test_an_absence_is_named_and_read_back() -> None:
    """With its first day back, or with the day since which nobody knows it; other text is none."""
    person = PersonKey("slack:T1:U1")
    assert read_about(about(person, Absence(DECEMBER))) == (person, DECEMBER)
    assert read_about(about(person, Absence(None, MONDAY.date()))) == (person, None)
    for wrong in ("slack:T1:U1", "slack:T1:U1:soon", "slack:T1:U1:since-soon"):
        with pytest.raises(ValueError, match="Invalid isoformat"):
            read_about(wrong)


def test_who_left_the_channel_of_a_review_is_gone_from_it_alone() -> None:
    """The thread's channel counts, wherever the review was asked for."""
    people = {ASKED: Diary(left_channels=frozenset({"lobby"}))}
    assert around(make_review(thread=LOBBY, channel="another"), people)[ASKED].gone
    elsewhere = make_review(thread=replace(LOBBY, channel="another"), channel="lobby")
    assert not around(elsewhere, people)[ASKED].gone


def test_a_review_whose_owner_left_its_channel_needs_one() -> None:
    """At once, like one whose owner's account is off."""
    player = Player(asked(thread=LOBBY), {OWNER: Diary(left_channels=frozenset({"lobby"}))})
    assert [kind for _, kind, _ in player.play(until=days(1))] == [NudgeKind.NEEDS_OWNER]
