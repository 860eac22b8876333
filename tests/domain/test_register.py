"""The register: seen before, who would do it again tomorrow, and whether the walls stand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.register import (
    Again,
    CameBack,
    Earlier,
    Register,
    ReviewLine,
    Tally,
    WallLine,
    figures,
    seen_before,
)
from bot.domain.review import Decision, Linked, PersonKey, Review
from bot.domain.vocabulary import DecisionClass, Question, Status, WallStatus, YesNo
from tests.domain.making import (
    ASKED,
    BUILDER,
    MONDAY,
    OPENER,
    OWNER,
    READER,
    make_review,
    verdict,
)

TODAY = date(2026, 10, 1)


def line(number: int, *walls: WallStatus, **changes: object) -> ReviewLine:
    """A reviewed review of one agent, opened as many days after Monday as its number says."""
    shown = ReviewLine(
        number=number,
        title=f"Review {number}",
        status=Status.REVIEWED,
        owner=OWNER,
        opened_at=MONDAY + timedelta(days=number),
        unknowns=0,
        walls=walls,
        agent="refund-bot",
        tool="issue_refund",
        decision_class="overreach",
        same_tomorrow=YesNo.NO,
    )
    return replace(shown, **changes)  # type: ignore[arg-type]  # a table of fields


def wall_line(review: int, status: WallStatus, due: date | None = None, **changes: Any) -> WallLine:
    """A wall of a review as lists show it, proposed on Monday."""
    return replace(WallLine(review, "W1", "a limit", status, BUILDER, due, MONDAY), **changes)


def register(*lines: ReviewLine, walls: tuple[WallLine, ...] = ()) -> Register:
    """The register of these lines on the first of October."""
    return figures(lines, walls, TODAY)


def test_an_empty_workspace_has_figures_too() -> None:
    """Nothing of anything, and no share of nothing."""
    empty = register()
    assert empty == Register(
        again_yes=(),
        again_unknown=(),
        finished=0,
        learned=0,
        came_back=(),
        tallies=(),
        repeats=(),
        standing=0,
        late=0,
        breached=0,
        days_to_standing=None,
    )
    assert empty.learned_share is None


def test_agents_that_would_do_it_again_tomorrow_come_oldest_first() -> None:
    """By the oldest of the reviews that say so, whatever order the lists come in."""
    found = register(
        line(5, agent="mail-bot", same_tomorrow=YesNo.YES),
        line(3, agent="hr-bot", same_tomorrow=YesNo.YES),
        line(9, agent="hr-bot", same_tomorrow=YesNo.YES),
        line(1, agent="till-bot", same_tomorrow=YesNo.NO),
    )
    assert found.again_yes == (
        Again("hr-bot", MONDAY + timedelta(days=3), (3, 9)),
        Again("mail-bot", MONDAY + timedelta(days=5), (5,)),
    )
    assert found.again_unknown == ()


def test_one_yes_among_an_agents_reviews_is_a_yes() -> None:
    """It is listed once, with the reviews that say yes; those that say otherwise do not soften it."""
    found = register(
        line(1, same_tomorrow=YesNo.UNKNOWN),
        line(2, same_tomorrow=YesNo.YES),
        line(3, same_tomorrow=YesNo.NO),
    )
    assert found.again_yes == (Again("refund-bot", MONDAY + timedelta(days=2), (2,)),)
    assert found.again_unknown == ()


def test_nobody_asked_yet_is_unknown() -> None:
    """As is somebody's "don't know"; a no beside it is not enough."""
    found = register(
        line(1, same_tomorrow=None), line(2, same_tomorrow=YesNo.UNKNOWN), line(3, same_tomorrow=YesNo.NO)
    )
    assert found.again_yes == ()
    assert found.again_unknown == (Again("refund-bot", MONDAY + timedelta(days=1), (1, 2)),)


@pytest.mark.parametrize(
    ("age", "stale", "counts"),
    [(29, False, False), (30, False, True), (31, False, True), (1, True, True)],
)
def test_a_no_goes_stale(age: int, stale: bool, counts: bool) -> None:  # noqa: FBT001 - columns of a table
    """After thirty days, or by a change: it counts as unknown then."""
    at = datetime(2026, 10, 1, 12, tzinfo=UTC) - timedelta(days=age)
    found = register(line(1, same_tomorrow_at=at, same_tomorrow_stale=stale))
    assert [again.reviews for again in found.again_unknown] == ([(1,)] if counts else [])


def test_a_yes_stays_one_however_old() -> None:
    """That it would happen again is true until somebody denies it."""
    found = register(line(1, same_tomorrow=YesNo.YES, same_tomorrow_at=MONDAY, same_tomorrow_stale=True))
    assert [again.reviews for again in found.again_yes] == [(1,)]


def test_the_days_after_which_a_no_is_stale_are_the_policys() -> None:
    """As they are set there."""
    lines = (line(1, same_tomorrow_at=datetime(2026, 9, 26, tzinfo=UTC)),)
    assert figures(lines, (), TODAY, stale_days=6).again_unknown == ()
    assert len(figures(lines, (), TODAY, stale_days=5).again_unknown) == 1


def test_a_class_came_back_where_a_wall_that_stood_was_breached() -> None:
    """Whatever that wall is by now; one that never stood was no wall to come past."""
    stood, back = MONDAY + timedelta(days=3), MONDAY + timedelta(days=9)
    walls = (
        wall_line(2, WallStatus.STANDING, stood_at=stood, breached_at=back),
        wall_line(1, WallStatus.BREACHED, stood_at=stood, breached_at=back),
        wall_line(3, WallStatus.STANDING, stood_at=stood),
        wall_line(4, WallStatus.BUILT, breached_at=back),
        wall_line(9, WallStatus.BREACHED, stood_at=stood, breached_at=back),
    )
    lines = (line(1), line(2), line(3), line(4), line(9, status=Status.WITHDRAWN))
    assert register(*lines, walls=walls).came_back == (
        CameBack("overreach", "issue_refund", ("AR-1 W1", "AR-2 W1")),
    )


@pytest.mark.parametrize(("days", "median"), [((2,), 2.0), ((1, 9, 4), 4.0), ((1, 2), 1.5), ((), None)])
def test_the_median_of_days_to_standing(days: tuple[int, ...], median: float | None) -> None:
    """From proposal to standing first, of walls that ever stood; the others are not waited for."""
    walls = tuple(wall_line(1, WallStatus.EXPIRED, stood_at=MONDAY + timedelta(days=each)) for each in days)
    found = register(line(1), walls=(*walls, wall_line(1, WallStatus.ACCEPTED)))
    assert found.days_to_standing == median


def test_reviews_of_agents_nobody_named_stand_alone() -> None:
    """They are not one agent for want of a name."""
    found = register(line(1, agent="", same_tomorrow=YesNo.YES), line(2, agent="", same_tomorrow=YesNo.YES))
    assert [again.reviews for again in found.again_yes] == [(1,), (2,)]


def test_the_share_learned_is_of_finished_reviews_with_a_standing_wall() -> None:
    """Two of four: built, breached or expired is not standing; open ones are not finished."""
    found = register(
        line(1, WallStatus.STANDING, WallStatus.PROPOSED),
        line(2, WallStatus.STANDING, status=Status.CLOSED),
        line(3, WallStatus.BUILT, WallStatus.BREACHED, WallStatus.EXPIRED, WallStatus.DRILLED),
        line(4, status=Status.FILED),
        line(5, WallStatus.STANDING, status=Status.OPEN),
    )
    assert (found.finished, found.learned, found.learned_share) == (4, 2, 0.5)


def test_all_filed_and_nothing_standing_is_a_share_of_nothing() -> None:
    """Zero, which is not the same as no share."""
    assert register(line(1, status=Status.FILED)).learned_share == 0.0


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.MERGED])
def test_openings_taken_back_are_in_no_figure(status: Status) -> None:
    """Nor are their walls."""
    back = line(1, WallStatus.STANDING, status=status, same_tomorrow=YesNo.YES)
    walls = (wall_line(1, WallStatus.STANDING), wall_line(1, WallStatus.ACCEPTED, date(2026, 9, 1)))
    assert register(back, walls=walls) == register()


def test_a_class_that_came_back_is_a_repeat() -> None:
    """The same class of decision with the same tool more than once; another tool or class is its own."""
    found = register(
        line(4),
        line(1),
        line(2, tool="send_mail"),
        line(3, decision_class="guessed"),
    )
    assert found.repeats == (Tally("overreach", "issue_refund", (1, 4)),)
    assert found.tallies == (
        Tally("overreach", "issue_refund", (1, 4)),
        Tally("guessed", "issue_refund", (3,)),
        Tally("overreach", "send_mail", (2,)),
    )


@pytest.mark.parametrize("lacking", [{"tool": ""}, {"decision_class": ""}])
def test_what_is_not_known_does_not_repeat(lacking: dict[str, object]) -> None:
    """Two reviews without a tool, or without a settled class, may have nothing in common."""
    found = register(line(1, **lacking), line(2, **lacking))
    assert found.repeats == ()
    assert [tally.reviews for tally in found.tallies] == [(1, 2)]


def test_repeats_come_most_reviews_first() -> None:
    """What came back most often is on top."""
    found = register(
        line(1), line(2), line(3, tool="send_mail"), line(4, tool="send_mail"), line(5, tool="send_mail")
    )
    assert [tally.reviews for tally in found.repeats] == [(3, 4, 5), (1, 2)]


def test_walls_are_counted_by_what_they_are() -> None:
    """Those of reviews one may not see are not in the lists, nor here."""
    walls = (
        wall_line(1, WallStatus.STANDING),
        wall_line(1, WallStatus.BREACHED),
        wall_line(1, WallStatus.BREACHED),
        wall_line(99, WallStatus.STANDING),
    )
    found = register(line(1), walls=walls)
    assert (found.standing, found.breached) == (1, 2)


@pytest.mark.parametrize("status", list(WallStatus))
def test_a_wall_is_late_from_the_day_after_its_date_unless_it_stands_or_was_ended(status: WallStatus) -> None:
    """Built is late as well; on its day, and without a date, nothing is."""
    done = {WallStatus.STANDING, WallStatus.DECLINED, WallStatus.NOT_APPLICABLE, WallStatus.SUPERSEDED}
    yesterday, today = TODAY - timedelta(days=1), TODAY
    for due, is_past in ((yesterday, True), (today, False), (None, False)):
        late = register(line(1), walls=(wall_line(1, status, due),)).late
        assert late == (is_past and status not in done)


LINES = st.lists(
    st.builds(
        line,
        st.integers(1, 40),
        st.sampled_from(WallStatus),
        status=st.sampled_from(Status),
        agent=st.sampled_from(["", "a", "b"]),
        tool=st.sampled_from(["", "t"]),
        decision_class=st.sampled_from(["", "guessed"]),
        same_tomorrow=st.none() | st.sampled_from(YesNo),
    ),
    unique_by=lambda each: each.number,
)


@given(LINES, st.randoms())
def test_every_figure_counts_a_review_once_in_any_order(lines: list[ReviewLine], random: object) -> None:
    """No review in two tallies, none both yes and unknown, the learned among the finished."""
    found = register(*lines)
    shuffle: Callable[[list[ReviewLine]], None] = random.shuffle  # type: ignore[attr-defined]  # a Random
    turned = list(lines)
    shuffle(turned)
    assert register(*turned) == found
    tallied = [number for tally in found.tallies for number in tally.reviews]
    counted = [each.number for each in lines if each.status not in {Status.WITHDRAWN, Status.MERGED}]
    assert sorted(tallied) == sorted(counted)
    again = [n for each in (*found.again_yes, *found.again_unknown) for n in each.reviews]
    assert len(again) == len(set(again))
    yes, unknown = (
        {a.agent for a in found.again_yes if a.agent},
        {a.agent for a in found.again_unknown if a.agent},
    )
    assert yes.isdisjoint(unknown)
    assert 0 <= found.learned <= found.finished <= len(counted)
    for listed in (found.again_yes, found.again_unknown):
        assert list(listed) == sorted(listed, key=lambda each: each.since)


def earlier(number: int, **changes: object) -> Earlier:
    """An earlier review that everybody may read."""
    open_to_all = Earlier(number, f"Review {number}", ("W1",), restricted=False, readers=())
    return replace(open_to_all, **changes)  # type: ignore[arg-type]  # a table of fields


def alike(**changes: object) -> Review:
    """A review with a tool and a settled class of decision."""
    settled = (verdict(Question.DECISION, DecisionClass.OVERREACH),)
    return make_review(**{"tool": "issue_refund", "verdicts": settled, **changes})


def numbers(found: tuple[Earlier, ...]) -> list[int]:
    """Their numbers, in order."""
    return [each.number for each in found]


def test_seen_before_lists_reviews_of_the_class_newest_first() -> None:
    """Whatever order they come in; never itself."""
    found = seen_before(alike(number=7), (earlier(3), earlier(7), earlier(5)))
    assert numbers(found) == [5, 3]


@pytest.mark.parametrize(
    "changes",
    [
        {"tool": ""},
        {"verdicts": ()},
        {"verdicts": (verdict(Question.DECISION, DecisionClass.UNKNOWN),)},
        {"verdicts": (verdict(Question.DECISION, DecisionClass.OVERREACH, settled_by=None),)},
        {"verdicts": (verdict(Question.DECISION, DecisionClass.OVERREACH, decision="B"),)},
    ],
)
def test_without_a_tool_and_a_settled_class_nothing_was_seen_before(changes: dict[str, object]) -> None:
    """There is nothing to compare by; a class of a later decision is not the review's."""
    decisions = (Decision("A"), Decision("B"))
    assert seen_before(alike(decisions=decisions, **changes), (earlier(3),)) == ()


@pytest.mark.parametrize("answer", list(YesNo))
def test_what_a_person_answered_for_is_not_asked_again(answer: YesNo) -> None:
    """Same class or different: it was said once."""
    linked = alike(links=(Linked(3, answer, ASKED, MONDAY),))
    assert numbers(seen_before(linked, (earlier(3), earlier(2)))) == [2]


@pytest.mark.parametrize(
    ("viewers", "shown"),
    [
        ((), []),
        ((READER,), [3]),
        ((OWNER,), [3]),
        ((ASKED,), []),
        ((READER, OWNER), [3]),
        ((READER, ASKED), []),
    ],
)
def test_a_restricted_review_shows_where_everybody_who_sees_the_list_may_read_it(
    viewers: tuple[PersonKey, ...], shown: list[int]
) -> None:
    """To nobody named it does not show; one who may not read it is enough to leave it out."""
    kept = earlier(3, restricted=True, readers=(OPENER, OWNER, READER))
    assert numbers(seen_before(alike(), (kept,), *viewers)) == shown


def test_a_review_for_everybody_shows_whoever_looks() -> None:
    """Its readers are not asked for."""
    for viewers in ((), (ASKED,), (ASKED, BUILDER)):
        assert numbers(seen_before(alike(), (earlier(3),), *viewers)) == [3]
