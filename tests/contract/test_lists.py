"""What every store promises about lists: who may look, and in which order."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.register import ReviewLine, WallLine
from bot.domain.review import (
    Act,
    ColdRead,
    Drill,
    Outcome,
    Participant,
    PersonKey,
    Progress,
    Review,
    SameTomorrow,
    Stage,
    Unknown,
    WallChange,
)
from bot.domain.vocabulary import Facet, Question, Status, WallStatus, YesNo
from bot.ports import Store
from tests.contract.reviews import ADA, BO, CY, MOMENT, WORKSPACE, plain, settled, wall, with_everything
from tests.contract.test_work import keep

DI = PersonKey("slack:T1:U-di")
HELD = Outcome(YesNo.YES, YesNo.YES, YesNo.YES)
DRILL = Drill(1, "a copy", MOMENT, BO, HELD, HELD, ("E1",), CY, MOMENT)


def numbers(store: Store, viewer: PersonKey, workspace: str = WORKSPACE) -> list[int]:
    """The reviews somebody sees."""
    with store.reading() as lists:
        return [line.number for line in lists.reviews(viewer, workspace)]


def unknown(name: str, *facets: Facet) -> Unknown:
    """An unknown that nobody has settled."""
    return Unknown(name, Question.CONTEXT, facets, CY, date(2027, 4, 5), MOMENT)


class TestReviews:
    """One line a review."""

    def test_a_line_says_how_a_review_stands(self, store: Store) -> None:
        """Unknown facets, each once; walls by status; the settled class of the main decision."""
        review = replace(
            plain(),
            status=Status.REVIEWED,
            agent="refunds",
            tool="refund",
            unknowns=(
                unknown("U1", Facet.DATA, Facet.USER),
                unknown("U2"),
                replace(unknown("U3", Facet.STATE), settled_at=MOMENT),
                unknown("U4", Facet.USER),
                replace(unknown("U5", Facet.USER), decision="B"),
            ),
            walls=(wall("W1", WallStatus.STANDING), wall("W2")),
            verdicts=(settled("overreach"),),
            same_tomorrow=SameTomorrow(YesNo.NO, (), BO, MOMENT, stale=True),
        )
        keep(store, review)
        with store.reading() as lists:
            (line,) = lists.reviews(ADA, WORKSPACE)
        assert line == ReviewLine(
            number=1,
            title=review.title,
            status=Status.REVIEWED,
            owner=BO,
            opened_at=MOMENT,
            unknowns=3,
            walls=(WallStatus.STANDING, WallStatus.PROPOSED),
            agent="refunds",
            tool="refund",
            decision_class="overreach",
            same_tomorrow=YesNo.NO,
            same_tomorrow_at=MOMENT,
            same_tomorrow_stale=True,
        )

    def test_a_new_review_has_an_empty_line(self, store: Store) -> None:
        """A class only proposed is none, nor is one that nobody knows."""
        proposed = replace(settled("overreach"), settled_by=None)
        keep(
            store, replace(plain(1), verdicts=(proposed,)), replace(plain(2), verdicts=(settled("unknown"),))
        )
        with store.reading() as lists:
            lines = lists.reviews(ADA, WORKSPACE)
        assert [(line.unknowns, line.walls, line.decision_class, line.same_tomorrow) for line in lines] == [
            (0, (), "", None),
            (0, (), "", None),
        ]

    def test_the_newest_comes_first(self, store: Store) -> None:
        """Of the workspace asked for."""
        keep(store, plain(1), plain(3), plain(2), replace(plain(4), workspace="teams:X"))
        assert numbers(store, ADA) == [3, 2, 1]
        assert numbers(store, ADA, "teams:X") == [4]


class TestWalls:
    """One line a wall."""

    def test_walls_come_by_due_date(self, store: Store) -> None:
        """Those without one last, older reviews first."""
        keep(
            store,
            replace(plain(2), walls=(wall("W1"), wall("W2", due=date(2027, 5, 2)))),
            replace(plain(1), walls=(wall("W1"), wall("W2", WallStatus.BUILT, date(2027, 5, 1)))),
        )
        with store.reading() as lists:
            lines = lists.walls(ADA, WORKSPACE)
        assert [(line.review, line.wall) for line in lines] == [(1, "W2"), (2, "W2"), (1, "W1"), (2, "W1")]
        assert lines[0] == WallLine(1, "W2", "W2 in words", WallStatus.BUILT, CY, date(2027, 5, 1), MOMENT)

    def test_a_line_says_when_its_wall_stood_and_was_breached_first(self, store: Store) -> None:
        """The first of each, and where its review was asked for."""
        hours = [MOMENT + timedelta(hours=n) for n in range(6)]
        lived = (
            WallStatus.BUILT,
            WallStatus.STANDING,
            WallStatus.BREACHED,
            WallStatus.BREACHED,
            WallStatus.STANDING,
            WallStatus.BUILT,
        )
        changes = tuple(WallChange(at, CY, status) for at, status in zip(hours, lived, strict=True))
        walls = (replace(wall("W1", WallStatus.BUILT), changes=changes), wall("W2"))
        keep(store, replace(plain(), channel="C7", asked_in="C8", walls=walls))
        with store.reading() as lists:
            first, second = lists.walls(ADA, WORKSPACE)
        assert (first.channel, first.asked_in, first.proposed_at) == ("C7", "C8", MOMENT)
        assert (first.stood_at, first.breached_at) == (hours[1], hours[2])
        assert (second.stood_at, second.breached_at) == (None, None)

    def test_walls_of_other_workspaces_are_not_shown(self, store: Store) -> None:
        """They belong to other people."""
        keep(store, replace(plain(), workspace="teams:X", walls=(wall("W1"),)))
        with store.reading() as lists:
            assert lists.walls(ADA, WORKSPACE) == ()


class TestRestricted:
    """A restricted review shows only to its owner, its opener and its readers."""

    restricted = replace(plain(), restricted=True, readers=(CY,), walls=(wall("W1"),))

    @pytest.mark.parametrize(("viewer", "sees"), [(ADA, True), (BO, True), (CY, True), (DI, False)])
    def test_a_restricted_review_shows_to_its_own(self, store: Store, viewer: PersonKey, sees: bool) -> None:  # noqa: FBT001 - a column of the table of cases
        """Opener, owner and reader see it everywhere; anybody else nowhere."""
        keep(store, self.restricted)
        with store.reading() as lists:
            shown = (
                lists.reviews(viewer, WORKSPACE),
                lists.walls(viewer, WORKSPACE),
                lists.review(viewer, 1),
            )
        assert [bool(each) for each in shown] == [sees] * 3

    @pytest.mark.parametrize(("private", "sees"), [(True, True), (False, False)])
    def test_who_wrote_in_the_thread_of_a_private_channel_reads_it(
        self,
        store: Store,
        private: bool,  # noqa: FBT001 - a column of the table of cases
        sees: bool,  # noqa: FBT001 - the same
    ) -> None:
        """A message in its thread makes a reader there; in an open channel only a name among the readers does."""
        wrote = Participant(DI, "Di", 1, wrote=True)
        keep(store, replace(self.restricted, private_channel=private, participants=(wrote,)))
        with store.reading() as lists:
            shown = (lists.reviews(DI, WORKSPACE), lists.walls(DI, WORKSPACE), lists.review(DI, 1))
        assert [bool(each) for each in shown] == [sees] * 3

    def test_readers_of_an_open_review_are_no_limit(self, store: Store) -> None:
        """Named readers count only where a review is restricted."""
        keep(store, replace(self.restricted, restricted=False))
        assert numbers(store, DI) == [1]

    def test_a_person_taken_off_the_readers_sees_no_more(self, store: Store) -> None:
        """From the next look on."""
        keep(store, self.restricted)
        keep(store, replace(self.restricted, readers=()))
        assert numbers(store, CY) == []


class TestOne:
    """One review, whole."""

    def test_a_review_comes_with_its_whole_log(self, store: Store) -> None:
        """Pending or not."""
        everything: Review = with_everything()
        keep(store, everything)
        with store.reading() as lists:
            assert lists.review(ADA, 7) == everything

    def test_a_number_nobody_has_shows_nothing(self, store: Store) -> None:
        """None."""
        with store.reading() as lists:
            assert lists.review(ADA, 1) is None

    @pytest.mark.parametrize("stranger", ["slack:T2:U-ada", "terminal:desk:ada", "teams:T1:U-ada"])
    def test_a_review_for_everybody_is_for_everybody_of_its_workspace(
        self, stranger: str, store: Store
    ) -> None:
        """Another workspace served from the same database, or a terminal at it, shows nothing of it."""
        keep(store, plain())
        with store.reading() as lists:
            assert lists.review(PersonKey(stranger), 1) is None
            assert lists.review(DI, 1) is not None

    def test_a_reader_may_be_of_elsewhere(self, store: Store) -> None:
        """Whoever is named reads it, and so does whom it was handed to."""
        guest = PersonKey("slack:T2:U-guest")
        keep(store, replace(plain(), restricted=True, readers=(guest,)))
        keep(store, replace(plain(2), owner=guest))
        with store.reading() as lists:
            assert lists.review(guest, 1) is not None
            assert lists.review(guest, 2) is not None


class TestMine:
    """Reviews in which something waits for one person."""

    today = MOMENT.date()

    def mine(self, store: Store, viewer: PersonKey, workspace: str = WORKSPACE) -> list[int]:
        """Their numbers."""
        with store.reading() as lists:
            return [review.number for review in lists.mine(viewer, workspace, self.today)]

    waiting = (
        replace(plain(1), owner=DI),
        replace(plain(2), progress=(Progress(Question.CONTEXT, "A", Stage.ASKED, asked_of=DI),)),
        replace(plain(3), unknowns=(replace(unknown("U1", Facet.DATA), owner=DI),)),
        replace(plain(4), cold_reads=(ColdRead("A", DI, MOMENT, ("ask", "refund")),)),
        replace(plain(5), walls=(replace(wall("W1"), owner=DI),)),
        replace(
            plain(6),
            participants=(Participant(DI, "Di", 1),),
            acts=(Act(MOMENT, "sent_for_review", BO, (("to", DI),)),),
        ),
    )
    nothing = (
        plain(11),
        replace(plain(12), owner=DI, status=Status.CLOSED),
        replace(plain(13), owner=DI, status=Status.WITHDRAWN),
        replace(plain(14), progress=(Progress(Question.CONTEXT, "A", Stage.DONE, asked_of=DI),)),
        replace(plain(15), unknowns=(replace(unknown("U1", Facet.DATA), owner=DI, settled_at=MOMENT),)),
        replace(plain(16), cold_reads=(ColdRead("A", DI, MOMENT, (), answered_at=MOMENT),)),
        replace(plain(17), walls=(replace(wall("W1", WallStatus.DECLINED), owner=DI),)),
        replace(
            plain(18),
            participants=(Participant(DI, "Di", 1),),
            acts=(
                Act(MOMENT, "sent_for_review", BO, (("to", DI),)),
                Act(MOMENT, "approved", DI),
            ),
        ),
        replace(plain(19), participants=(Participant(DI, "Di", 1, wrote=True),)),
    )

    def test_everything_that_waits_is_found_newest_first(self, store: Store) -> None:
        """Owned, handed on, to be found out, to be read, to be built, to be approved; and what is done is not."""
        keep(store, *self.waiting, *self.nothing)
        assert self.mine(store, DI) == [6, 5, 4, 3, 2, 1]
        assert self.mine(store, DI, "teams:X") == []

    def test_they_come_whole_but_for_their_log(self, store: Store) -> None:
        """All parts, and many reviews beside each other."""
        everything = replace(with_everything(7), owner=DI)
        others = (replace(with_everything(8), owner=DI), replace(plain(9), owner=DI))
        keep(store, everything, *others)
        with store.reading() as lists:
            found = lists.mine(DI, WORKSPACE, self.today)
        assert found == tuple(replace(each, statements=()) for each in (others[1], others[0], everything))

    def test_a_restricted_review_that_is_closed_to_somebody_waits_for_them_no_more(
        self, store: Store
    ) -> None:
        """A wall owner who was taken off the readers sees nothing of it."""
        restricted = replace(plain(), restricted=True, walls=(replace(wall("W1"), owner=DI),))
        keep(store, restricted)
        assert self.mine(store, DI) == []
        keep(store, replace(restricted, readers=(DI,)))
        assert self.mine(store, DI) == [1]

    @pytest.mark.parametrize(("until", "waits"), [(6, True), (7, True), (8, False)])
    def test_a_standing_wall_waits_when_its_drill_is_due(
        self,
        store: Store,
        until: int,
        waits: bool,  # noqa: FBT001 - a column of the table of cases
    ) -> None:
        """Seven days before the newest proof runs out."""
        proved = [
            replace(DRILL, id=n, valid_until=self.today + timedelta(d)) for n, d in ((1, 3), (2, until))
        ]
        standing = replace(wall("W1", WallStatus.STANDING), owner=DI, drills=tuple(proved))
        keep(store, replace(plain(), walls=(standing,)))
        assert self.mine(store, DI) == ([1] if waits else [])

    @pytest.mark.parametrize(("until", "waits"), [(21, [1]), (22, [])])
    def test_how_long_before_is_the_policys(self, store: Store, until: int, waits: list[int]) -> None:
        """Three weeks, where a policy says so."""
        proved = replace(DRILL, valid_until=self.today + timedelta(until))
        standing = replace(wall("W1", WallStatus.STANDING), owner=DI, drills=(proved,))
        keep(store, replace(plain(), walls=(standing,)))
        with store.reading() as lists:
            found = lists.mine(DI, WORKSPACE, self.today, drill_days=21)
        assert [review.number for review in found] == waits

    def test_a_posted_drill_that_renewed_a_wall_counts(self, store: Store) -> None:
        """It has no verifier, and yet a day until which it proves the wall."""
        ends = replace(DRILL, valid_until=self.today + timedelta(3))
        posted = replace(DRILL, id=2, verifier=None, verified_at=None, valid_until=self.today + timedelta(60))
        standing = replace(wall("W1", WallStatus.STANDING), owner=DI, drills=(ends, posted))
        keep(store, replace(plain(), walls=(standing,)))
        assert self.mine(store, DI) == []

    def test_the_newest_hundred_are_enough(self, store: Store) -> None:
        """No list shows more."""
        keep(store, *(replace(plain(number), owner=DI) for number in range(1, 103)))
        assert self.mine(store, DI) == list(range(102, 2, -1))
