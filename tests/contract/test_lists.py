"""What every store promises about lists: who may look, and in which order."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.register import ReviewLine, WallLine
from bot.domain.review import Participant, PersonKey, Review, SameTomorrow, Unknown
from bot.domain.vocabulary import Facet, Question, Status, WallStatus, YesNo
from bot.ports import Store
from tests.contract.reviews import ADA, BO, CY, MOMENT, WORKSPACE, plain, settled, wall, with_everything
from tests.contract.test_work import keep

DI = PersonKey("slack:T1:U-di")


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
        """Unknowns by facet, walls by status, the settled class of the main decision."""
        review = replace(
            plain(),
            status=Status.REVIEWED,
            agent="refunds",
            tool="refund",
            unknowns=(
                unknown("U1", Facet.DATA, Facet.USER),
                unknown("U2"),
                replace(unknown("U3", Facet.STATE), settled_at=MOMENT),
            ),
            walls=(wall("W1", WallStatus.STANDING), wall("W2")),
            verdicts=(settled("overreach"),),
            same_tomorrow=SameTomorrow(YesNo.NO, (), BO, MOMENT),
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
        assert lines[0] == WallLine(1, "W2", "W2 in words", WallStatus.BUILT, CY, date(2027, 5, 1))

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
