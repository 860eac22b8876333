"""What every store promises about what people were told, and about what is known of their time."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.absence import ShownAway
from bot.domain.calendar import Hours
from bot.domain.due import Diary
from bot.domain.heard import Speaker
from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey
from bot.ports import Store
from tests.contract.reviews import ADA, BO, CY, MOMENT, WORKSPACE
from tests.contract.rows import later
from tests.contract.values import values

DAY = date(2027, 3, 29)
FRIDAY = date(2027, 4, 2)
SOFIA = timezone(timedelta(hours=3))


def nudge(
    review: int = 1,
    about: str = "W1",
    *,
    to: PersonKey | None = ADA,
    place: Where = Where.DIRECT,
    at: datetime = MOMENT,
) -> Told:
    """A wall's reminder that was sent."""
    return Told(review, NudgeKind.WALL_DUE, about, to, place, DAY, at)


def tell(store: Store, *sent: Told) -> None:
    """Remember nudges as sent, in one unit."""
    with store.unit() as work:
        for each in sent:
            work.tell(each)


def told(store: Store, number: int = 1) -> tuple[Told, ...]:
    """What a review told."""
    with store.unit() as work:
        return work.told(number)


SENT = st.builds(
    nudge,
    st.integers(1, 2),
    st.sampled_from(["W1", "U1"]),
    to=st.sampled_from([ADA, BO, None]),
    place=st.sampled_from(Where),
    at=st.integers(0, 4).map(later),
)


def is_about(told: Told, review: int, about: str, person: PersonKey) -> bool:
    """Whether it told somebody something of a review."""
    return (told.review, told.about, told.to) == (review, about, person)


class TestTelling:
    """A nudge sent is remembered."""

    numbers = itertools.count(1)

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(drawn=values(Told))
    def test_any_nudge_comes_back_equal(self, store: Store, drawn: Told) -> None:
        """Every kind and place, to somebody or to nobody by name."""
        sent = replace(drawn, review=next(self.numbers))
        tell(store, sent)
        assert told(store, sent.review) == (sent,)

    def test_moments_come_back_in_utc(self, store: Store) -> None:
        """Whatever zone they were said in."""
        tell(store, nudge(at=MOMENT.astimezone(SOFIA)))
        assert told(store) == (nudge(),)
        assert told(store)[0].at.tzinfo is UTC

    def test_a_moment_without_a_zone_is_refused(self, store: Store) -> None:
        """Nothing of the unit is kept."""
        with pytest.raises(ValueError, match="without a time zone"):
            tell(store, nudge(), nudge(at=MOMENT.replace(tzinfo=None)))
        assert told(store) == ()

    def test_a_review_knows_its_own_oldest_first(self, store: Store) -> None:
        """Of one moment in the order told, wherever and to whom; a review that told nothing knows nothing."""
        first, second = nudge(at=later(1)), nudge(to=None, place=Where.CHANNEL, at=later(2))
        third, elsewhere = nudge(about="A:decision", to=BO, place=Where.THREAD, at=later(2)), nudge(2)
        tell(store, second, third, elsewhere, first)
        assert told(store) == (first, second, third)
        assert told(store, 3) == ()

    def test_a_unit_that_fails_told_nothing(self, store: Store) -> None:
        """As with all else."""

        def failing() -> None:
            with store.unit() as work:
                work.tell(nudge())
                assert work.told(1) == (nudge(),)
                raise LookupError("half-way")

        with pytest.raises(LookupError, match="half-way"):
            failing()
        assert told(store) == ()

    def test_a_person_was_told_outside_threads_from_a_moment_on(self, store: Store) -> None:
        """About any review, oldest first, that moment among them."""
        before, at_once, after = nudge(1, at=later(-1)), nudge(2), nudge(1, "U1", at=later(9))
        others = [nudge(to=BO), nudge(place=Where.THREAD), nudge(to=None, place=Where.CHANNEL)]
        tell(store, after, *others, at_once, before)
        with store.unit() as work:
            assert work.told_to(ADA, MOMENT.astimezone(SOFIA)) == (at_once, after)
            assert work.told_to(ADA, later(-1)) == (before, at_once, after)
            assert work.told_to(ADA, later(10)) == ()
            assert work.told_to(CY, later(-1)) == ()

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(sent=st.lists(SENT, max_size=9), second=st.integers(-1, 5))
    def test_of_any_nudges_each_finds_its_own(self, store: Store, sent: list[Told], second: int) -> None:
        """By review, by person, and the last of those put off: against the list of all, gone through one by one."""
        base = next(self.numbers) * 10
        person = PersonKey(f"slack:T1:U{base}")
        mine = {ADA: person}
        known = [replace(t, review=base + t.review, to=t.to and mine.get(t.to, t.to)) for t in sent]
        tell(store, *known)
        known.sort(key=lambda t: t.at)  # keeps the order of telling
        last = max((n for n, t in enumerate(known) if is_about(t, base + 1, "W1", person)), default=None)
        with store.unit() as work:
            assert work.put_off(base + 1, "W1", person, FRIDAY) == (last is not None)
        if last is not None:
            known[last] = replace(known[last], later=FRIDAY)
        for number in (base + 1, base + 2):
            assert told(store, number) == tuple(t for t in known if t.review == number)
        direct = (t for t in known if t.to == person and t.place is Where.DIRECT)
        with store.unit() as work:
            assert work.told_to(person, later(second)) == tuple(t for t in direct if t.at >= later(second))


class TestPuttingOff:
    """[Later] is about what somebody was told last."""

    def put_off(self, store: Store, about: str = "W1", person: PersonKey = ADA, number: int = 1) -> bool:
        """Until Friday."""
        with store.unit() as work:
            return work.put_off(number, about, person, FRIDAY)

    def test_the_last_word_about_it_is_put_off(self, store: Store) -> None:
        """In the thread or outside it, for the review and for its reader alike."""
        first, last = nudge(), nudge(place=Where.THREAD, at=later(5))
        tell(store, last, first)
        assert self.put_off(store)
        assert told(store) == (first, replace(last, later=FRIDAY))
        with store.unit() as work:
            assert work.put_off(1, "W1", ADA, DAY)
        assert told(store) == (first, replace(last, later=DAY))

    def test_of_two_words_of_one_moment_the_later_told_is_put_off(self, store: Store) -> None:
        """The order of telling decides; who was told in person sees it too."""
        one, other = nudge(), replace(nudge(), kind=NudgeKind.WALL_LATE)
        tell(store, one, other)
        assert self.put_off(store)
        with store.unit() as work:
            assert work.told_to(ADA, MOMENT) == (one, replace(other, later=FRIDAY))

    def test_what_somebody_else_was_told_stays(self, store: Store) -> None:
        """Another person, another wall, another review, and what the channel was told."""
        others = (nudge(to=BO, at=later(1)), nudge(about="W2", at=later(2)))
        in_channel = nudge(to=None, place=Where.CHANNEL, at=later(3))
        tell(store, nudge(), *others, in_channel, nudge(2, at=later(4)))
        assert self.put_off(store)
        assert told(store) == (replace(nudge(), later=FRIDAY), *others, in_channel)
        assert told(store, 2) == (nudge(2, at=later(4)),)

    @pytest.mark.parametrize(("about", "person", "number"), [("W2", ADA, 1), ("W1", BO, 1), ("W1", ADA, 2)])
    def test_nothing_told_is_nothing_to_put_off(
        self, store: Store, about: str, person: PersonKey, number: int
    ) -> None:
        """About this, to this person, in this review: all three."""
        tell(store, nudge())
        assert not self.put_off(store, about, person, number)
        assert told(store) == (nudge(),)


class TestDiaries:
    """What is known of people's time."""

    away = Diary(
        "Europe/Sofia",
        away_until=FRIDAY,
        away_said_at=later(1),
        shown_away=ShownAway(later(2), later(90)),
        undisturbed_from=later(30),
        undisturbed_until=later(60),
        gone=True,
        left_channels=frozenset({"C1", "C2"}),
    )

    def known(self, store: Store, *people: PersonKey) -> Mapping[PersonKey, Diary]:
        """What is known of these."""
        with store.unit() as work:
            return work.diaries(iter(people))

    def keep(self, store: Store, diary: Diary, person: PersonKey = ADA) -> None:
        """Keep what is known of somebody."""
        with store.unit() as work:
            work.keep_diary(person, diary)

    def test_somebody_never_met_has_one_as_well(self, store: Store) -> None:
        """They are still nobody that was met; those nobody knows of are left out."""
        self.keep(store, self.away)
        assert self.known(store, BO, ADA, ADA) == {ADA: self.away}
        assert self.known(store) == {}
        with store.unit() as work:
            assert work.person(ADA) is None
            assert work.people(WORKSPACE) == ()

    def test_meeting_somebody_changes_no_diary(self, store: Store) -> None:
        """Nor does a diary change a name."""
        self.keep(store, self.away)
        with store.unit() as work:
            work.meet(Speaker(ADA, "Ada"))
        self.keep(store, replace(self.away, gone=False))
        assert self.known(store, ADA) == {ADA: replace(self.away, gone=False)}
        with store.unit() as work:
            assert work.person(ADA) == Speaker(ADA, "Ada")

    @pytest.mark.parametrize(
        "then",
        [
            Diary(),
            replace(away, zone="Asia/Kolkata"),
            replace(away, away_until=None),
            replace(away, undisturbed_until=None),
            replace(away, gone=False),
            replace(away, away_said_at=None),
            replace(away, shown_away=None),
            replace(away, shown_away=ShownAway(later(2))),
            replace(away, undisturbed_from=None),
            replace(away, left_channels=frozenset({"C2"})),
        ],
    )
    def test_the_newest_is_kept(self, store: Store, then: Diary) -> None:
        """Whatever of it is new, for this person alone."""
        self.keep(store, self.away)
        self.keep(store, self.away, BO)
        self.keep(store, then)
        assert self.known(store, ADA, BO) == {ADA: then, BO: self.away}

    def test_hours_and_free_days_are_not_kept(self, store: Store) -> None:
        """They are the policy's, which may be another tomorrow."""
        own = replace(self.away, hours=Hours(time(6), time(12)), free=frozenset({DAY}))
        self.keep(store, own)
        assert self.known(store, ADA) == {ADA: self.away}

    def test_the_end_of_do_not_disturb_is_kept_in_utc(self, store: Store) -> None:
        """One without a zone is refused, and what was known stays."""
        self.keep(store, replace(self.away, undisturbed_until=later(60).astimezone(SOFIA)))
        naive = replace(self.away, undisturbed_until=MOMENT.replace(tzinfo=None))
        with pytest.raises(ValueError, match="without a time zone"):
            self.keep(store, naive)
        kept = self.known(store, ADA)[ADA]
        assert kept == self.away
        assert kept.undisturbed_until is not None
        assert kept.undisturbed_until.tzinfo is UTC
