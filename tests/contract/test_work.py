"""What every unit of work promises about reviews, people and earlier reviews."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.heard import Speaker
from bot.domain.register import Earlier
from bot.domain.review import (
    Act,
    Finding,
    PersonKey,
    Review,
    Revision,
    RevisionKind,
    SameTomorrow,
    Statement,
    with_finding,
    with_statement,
)
from bot.domain.vocabulary import Facet, Status, WallStatus, YesNo
from bot.ports import Store
from tests.contract.reviews import (
    ADA,
    BO,
    CY,
    MOMENT,
    THREAD,
    WORKSPACE,
    plain,
    settled,
    statement,
    wall,
    with_everything,
)
from tests.contract.values import values


def keep(store: Store, *reviews: Review) -> None:
    """Keep reviews, each in a unit of its own."""
    for review in reviews:
        with store.unit() as work:
            work.keep(review)


def load(store: Store, number: int) -> Review:
    """A review as a journey loads it."""
    with store.unit() as work:
        review = work.review(number)
    assert review is not None
    return review


def whole(store: Store, number: int) -> Review:
    """A review with its whole log in hand."""
    with store.unit() as work:
        log = work.log(number)
    return replace(load(store, number), statements=log)


def with_log(review: Review, *statements: Statement) -> Review:
    """A review with these statements in hand."""
    return replace(review, statements=statements)


class TestKeeping:
    """What is kept comes back equal."""

    def test_a_review_with_every_part_comes_back_equal(self, store: Store) -> None:
        """Every kind of part, every field filled somewhere."""
        keep(store, with_everything())
        assert whole(store, 7) == with_everything()

    def test_a_review_with_nothing_in_it_comes_back_equal(self, store: Store) -> None:
        """Empty and absent are kept apart."""
        bare = replace(plain(), decisions=())
        keep(store, bare)
        assert whole(store, 1) == bare

    @settings(
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
        ],
    )
    @given(first=values(Review), second=values(Review))
    def test_any_review_comes_back_equal_and_so_does_what_it_becomes(
        self, store: Store, first: Review, second: Review
    ) -> None:
        """One state, then another of the same review: nothing of the first stays but its log."""
        number = next(self.numbers)
        first, second = (self._ordered(replace(review, number=number)) for review in (first, second))
        keep(store, first)
        assert whole(store, number) == first
        keep(store, second)
        log = {each.id: each for each in (*first.statements, *second.statements)}
        assert whole(store, number) == with_log(second, *(log[key] for key in sorted(log)))

    numbers = itertools.count(1000)

    def _ordered(self, review: Review) -> Review:
        return with_log(review, *sorted(review.statements, key=lambda each: each.id))

    def test_moments_come_back_in_utc(self, store: Store) -> None:
        """The instant stays, the zone it was said in does not."""
        there = datetime(2027, 3, 29, 11, 0, tzinfo=timezone(timedelta(hours=2)))
        keep(store, replace(plain(), opened_at=there, acts=(Act(there, "opened"),)))
        loaded = load(store, 1)
        assert loaded.opened_at == loaded.acts[0].at == there
        assert {loaded.opened_at.utcoffset(), loaded.acts[0].at.utcoffset()} == {timedelta(0)}

    def test_a_moment_without_zone_is_refused(self, store: Store) -> None:
        """And nothing of the review is kept."""
        naive = replace(plain(), acts=(Act(datetime(2027, 3, 29), "opened"),))  # noqa: DTZ001 - what is refused
        with pytest.raises(ValueError, match="time zone"):
            keep(store, naive)
        with store.unit() as work:
            assert work.review(1) is None

    def test_two_walls_of_one_id_are_refused(self, store: Store) -> None:
        """The second would hide the first."""
        with pytest.raises(ValueError, match="two of the same id in walls of review 1"):
            keep(store, replace(plain(), walls=(wall("W1"), wall("W1"))))

    def test_a_part_can_change_its_place_and_go(self, store: Store) -> None:
        """Order is kept, and what is taken out is gone with all that belongs to it."""
        everything = with_everything()
        keep(store, everything)
        turned = replace(
            load(store, 7),
            walls=tuple(reversed(everything.walls)),
            evidence=everything.evidence[1:],
            disagreements=(),
            acts=everything.acts[:1],
        )
        keep(store, turned)
        assert load(store, 7) == turned
        bare = replace(turned, walls=everything.walls[1:])
        keep(store, bare)
        assert load(store, 7) == bare

    def test_keeping_twice_in_one_unit_keeps_the_last(self, store: Store) -> None:
        """Also when the review was loaded again in between."""
        keep(store, plain())
        with store.unit() as work:
            review = work.review(1)
            assert review is not None
            work.keep(replace(review, title="first", walls=(wall("W1"),)))
            between = work.review(1)
            assert between is not None
            work.keep(replace(between, harm="money"))
            work.keep(replace(between, harm="data", walls=(*between.walls, wall("W2"))))
        assert load(store, 1) == replace(plain(), title="first", harm="data", walls=(wall("W1"), wall("W2")))

    def test_a_review_kept_without_loading_takes_the_place_of_the_stored_one(self, store: Store) -> None:
        """Whoever keeps it has said what it is."""
        keep(store, with_everything())
        keep(store, replace(plain(7), version=42))
        assert load(store, 7) == replace(plain(7), version=42, statements=load(store, 7).statements)

    def test_a_change_of_one_review_leaves_others_alone(self, store: Store) -> None:
        """Rows are found by review."""
        keep(store, with_everything(1), with_everything(2))
        keep(store, replace(load(store, 1), walls=(), findings=(), evidence=()))
        assert whole(store, 2) == with_everything(2)


class TestLog:
    """The statement log only grows; a journey loads what is pending."""

    def test_only_pending_statements_are_loaded(self, store: Store) -> None:
        """The others are in the log."""
        done, waiting = replace(statement(1), pending=False), statement(2)
        keep(store, with_log(plain(), done, waiting))
        assert load(store, 1).statements == (waiting,)
        with store.unit() as work:
            assert work.log(1) == (done, waiting)

    def test_a_statement_is_found_by_its_message(self, store: Store) -> None:
        """In its own review, with its older texts."""
        old = Revision("It refunds.", MOMENT, RevisionKind.EDITED)
        edited = replace(statement(1), pending=False, revisions=(old,))
        keep(store, with_log(plain(), edited, statement(2)), plain(2))
        with store.unit() as work:
            assert work.statement(1, "m1") == edited
            assert work.statement(1, "m9") is None
            assert work.statement(2, "m1") is None

    def test_statements_not_in_hand_stay(self, store: Store) -> None:
        """A journey that holds one of them loses none."""
        keep(store, with_log(plain(), *(replace(statement(n), pending=False) for n in (1, 2, 3))))
        keep(store, with_statement(load(store, 1), statement(4)))
        assert [each.id for each in whole(store, 1).statements] == [1, 2, 3, 4]

    def test_a_statement_found_and_changed_is_kept(self, store: Store) -> None:
        """An edit reaches a statement long answered, and its older text stays beside it."""
        keep(store, with_log(plain(), replace(statement(1), pending=False), statement(2)))
        with store.unit() as work:
            review, found = work.review(1), work.statement(1, "m1")
            assert review is not None
            assert found is not None
            old = Revision(found.text, MOMENT, RevisionKind.EDITED)
            edited = replace(found, text="It paid twice.", revisions=(old,))
            work.keep(with_statement(review, edited))
        assert {each.id: each for each in whole(store, 1).statements} == {1: edited, 2: statement(2)}

    def test_a_statement_in_hand_unseen_takes_the_place_of_the_stored_one(self, store: Store) -> None:
        """Known by its id, whoever loaded it."""
        keep(store, with_log(plain(), replace(statement(1), pending=False)))
        keep(store, with_log(plain(), replace(statement(1), pending=False, text="Other words.")))
        assert [each.text for each in whole(store, 1).statements] == ["Other words."]

    def test_an_answered_statement_is_no_longer_loaded(self, store: Store) -> None:
        """It stays in the log."""
        keep(store, with_log(plain(), statement(1)))
        review = load(store, 1)
        keep(store, with_statement(review, replace(review.statements[0], pending=False)))
        assert load(store, 1).statements == ()
        assert [each.id for each in whole(store, 1).statements] == [1]

    def test_a_forgotten_text_is_gone(self, store: Store) -> None:
        """From the statement and from its older texts."""
        old = Revision("the secret", MOMENT, RevisionKind.EDITED)
        keep(store, with_log(plain(), replace(statement(1, "the secret too"), revisions=(old,))))
        review = load(store, 1)
        gone = replace(old, text="", kind=RevisionKind.FORGOTTEN)
        keep(store, with_statement(review, replace(review.statements[0], text="", revisions=(gone,))))
        assert "secret" not in repr(whole(store, 1))


class TestFinding:
    """Reviews are found by number and by thread."""

    def test_numbers_count_over_all_workspaces(self, store: Store) -> None:
        """None comes twice, whatever is kept."""
        numbers = []
        for _ in range(2):
            with store.unit() as work:
                numbers += [work.new_number(), work.new_number()]
        assert numbers == [1, 2, 3, 4]

    def test_a_review_is_found_by_its_thread(self, store: Store) -> None:
        """By the whole of it: platform, workspace, channel and thread."""
        keep(store, plain(1), replace(plain(2), thread=THREAD))
        with store.unit() as work:
            found = work.review_in(THREAD)
            assert found == replace(plain(2), thread=THREAD)
            for other in ("platform", "workspace", "channel", "thread"):
                elsewhere = {"platform": "teams", "workspace": "T2", "channel": "C2", "thread": "2"}
                assert work.review_in(replace(THREAD, **{other: elsewhere[other]})) is None

    def test_the_newest_review_of_a_thread_is_the_one_held_there(self, store: Store) -> None:
        """An opening withdrawn may be followed by another in the same thread."""
        keep(store, *(replace(plain(number), thread=THREAD) for number in (3, 5, 4)))
        with store.unit() as work:
            found = work.review_in(THREAD)
        assert found is not None
        assert found.number == 5

    def test_what_nobody_kept_is_not_found(self, store: Store) -> None:
        """None, and an empty log."""
        with store.unit() as work:
            assert work.review(1) is None
            assert work.review_in(THREAD) is None
            assert work.log(1) == ()


class TestPeople:
    """Who was met, who owned what, what was reviewed."""

    def test_people_come_by_name_with_the_newest_name(self, store: Store) -> None:
        """Of one workspace; an id may hold colons."""
        odd = PersonKey("slack:T1:U:9")
        with store.unit() as work:
            for who in (
                Speaker(BO, "bo"),
                Speaker(ADA, "Zoe"),
                Speaker(ADA, "Ada", agent=True),
                Speaker(odd, "Cy"),
                Speaker(PersonKey("slack:T2:U1"), "Elsewhere"),
            ):
                work.meet(who)
        with store.unit() as work:
            met = work.people(WORKSPACE)
        assert met == (Speaker(ADA, "Ada", agent=True), Speaker(BO, "bo"), Speaker(odd, "Cy"))

    def test_agents_come_by_name_each_once(self, store: Store) -> None:
        """Of one workspace, without reviews that name none."""
        keep(
            store,
            plain(1),
            *(replace(plain(n), agent=agent) for n, agent in ((2, "refunds"), (3, "mail"), (4, "refunds"))),
            replace(plain(5), agent="other", workspace="teams:X"),
        )
        with store.unit() as work:
            assert work.agents(WORKSPACE) == ("mail", "refunds")

    def test_the_last_owner_is_of_the_newest_finished_review(self, store: Store) -> None:
        """One still open says nothing, nor one withdrawn."""
        ours = replace(plain(), agent="refunds")
        keep(
            store,
            replace(ours, number=1, status=Status.REVIEWED, owner=ADA),
            replace(ours, number=2, status=Status.FILED, owner=CY),
            replace(ours, number=3, status=Status.OPEN),
            replace(ours, number=4, status=Status.WITHDRAWN),
            replace(ours, number=5, status=Status.CLOSED, agent="mail"),
        )
        with store.unit() as work:
            assert work.last_owner(WORKSPACE, "refunds") == CY
            assert work.last_owner(WORKSPACE, "nobody") is None
            assert work.last_owner("teams:X", "refunds") is None


class TestEarlier:
    """Earlier reviews share the tool and the settled class of the main decision."""

    ours = replace(plain(9), tool="refund", verdicts=(settled("overreach"),))

    def found(self, store: Store, *others: Review) -> list[int]:
        """The numbers of what is found for ours."""
        keep(store, self.ours, *others)
        with store.unit() as work:
            return [earlier.number for earlier in work.earlier(self.ours)]

    def test_same_tool_and_class_come_newest_first(self, store: Store) -> None:
        """Open or finished, with the walls that stand and who may read."""
        walls = (wall("W1", WallStatus.STANDING), wall("W2"), wall("W3", WallStatus.STANDING))
        old = replace(self.ours, number=1, title="Old", walls=walls, restricted=True, readers=(CY,))
        keep(store, self.ours, old, replace(self.ours, number=2, status=Status.CLOSED))
        with store.unit() as work:
            newest, oldest = work.earlier(self.ours)
        assert newest == Earlier(2, self.ours.title, (), restricted=False, readers=())
        assert oldest == Earlier(1, "Old", ("W1", "W3"), restricted=True, readers=(BO, ADA, CY))

    @pytest.mark.parametrize(
        "other",
        [
            replace(ours, number=1, tool="mail"),
            replace(ours, number=1, workspace="teams:X"),
            replace(ours, number=1, verdicts=(settled("no_stop"),)),
            replace(ours, number=1, verdicts=(replace(settled("overreach"), settled_by=None),)),
            replace(ours, number=1, verdicts=(replace(settled("overreach"), decision="B"),)),
            replace(ours, number=1, status=Status.WITHDRAWN),
            replace(ours, number=1, status=Status.MERGED),
        ],
    )
    def test_what_differs_is_not_found(self, store: Store, other: Review) -> None:
        """By tool, workspace, class, a class only proposed, another decision, or an opening taken back."""
        assert self.found(store, other) == []

    def test_of_a_common_class_the_newest_twenty_are_found(self, store: Store) -> None:
        """However many there are: each becomes a button."""
        others = (replace(self.ours, number=number) for number in range(100, 130))
        assert self.found(store, *others) == list(range(129, 109, -1))

    @pytest.mark.parametrize("ours", [replace(ours, tool=""), replace(ours, verdicts=(settled("unknown"),))])
    def test_a_review_without_tool_or_class_finds_none(self, store: Store, ours: Review) -> None:
        """Two that know nothing are not alike."""
        keep(store, ours, replace(ours, number=1))
        with store.unit() as work:
            assert work.earlier(ours) == ()


def test_a_finding_changed_in_a_long_review_is_kept(store: Store) -> None:
    """The usual step: one finding replaced in its place, one added."""
    findings = tuple(
        replace(with_everything().findings[0], facet=facet, decision="A") for facet in tuple(Facet)[:20]
    )
    keep(store, replace(plain(), findings=findings))
    changed = replace(findings[3], signs=("S4",))
    added: Finding = replace(findings[0], facet=Facet.SIBLING)
    step = with_finding(with_finding(load(store, 1), changed), added)
    keep(store, step)
    assert load(store, 1).findings == (*findings[:3], changed, *findings[4:], added)


@given(name=st.text(max_size=20))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_is_remembered(store: Store, name: str) -> None:
    """Whatever a platform shows, NUL included."""
    with store.unit() as work:
        work.meet(Speaker(ADA, name))
        assert work.people(WORKSPACE) == (Speaker(ADA, name),)


def relying_on(store: Store, agent: str, *reviews: Review) -> tuple[int, ...]:
    """The reviews that rely on an agent once these are kept."""
    keep(store, *(replace(review, agent=review.agent or "desk") for review in reviews))
    with store.unit() as work:
        return work.relying(WORKSPACE, agent)


class TestRelying:
    """The reviews that rely on an agent being as it was."""

    def test_a_proved_wall_or_a_fresh_last_line_relies(self, store: Store) -> None:
        """Drilled or standing; built, expired or breached relies on nothing, nor does a stale line."""
        fresh = SameTomorrow(YesNo.NO, (), BO, MOMENT)
        found = relying_on(
            store,
            "desk",
            replace(plain(5), walls=(wall("W1"), wall("W2", WallStatus.STANDING))),
            replace(plain(1), walls=(wall("W1", WallStatus.DRILLED),)),
            replace(plain(2), same_tomorrow=fresh),
            replace(
                plain(3), same_tomorrow=replace(fresh, stale=True), walls=(wall("W1", WallStatus.BUILT),)
            ),
            replace(plain(4), walls=(wall("W1", WallStatus.EXPIRED), wall("W2", WallStatus.BREACHED))),
        )
        assert found == (1, 2, 5)

    def test_only_those_of_this_agent_here_that_were_begun(self, store: Store) -> None:
        """Restricted ones too: it is their own thread that hears."""
        proved = replace(plain(1), walls=(wall("W1", WallStatus.STANDING),))
        reviews = (
            replace(proved, restricted=True),
            replace(proved, number=2, agent="till"),
            replace(proved, number=3, workspace="slack:T2"),
            replace(proved, number=4, status=Status.WITHDRAWN),
        )
        assert relying_on(store, "desk", *reviews) == (1,)
        assert relying_on(store, "") == ()
