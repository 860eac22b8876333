"""What every store promises about spans that agents sent."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.errors import OutsideError
from bot.domain.redaction import Redaction
from bot.ports import ReceivedSpans, Store
from tests.contract.reviews import MOMENT

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
ALWAYS = (MOMENT - 300 * DAY, MOMENT + 300 * DAY, 100)


def batch(
    name: str = "b1", run: str = "1", *, agent: str = "refund-desk", at: datetime = MOMENT
) -> ReceivedSpans:
    """Three spans of a run that took two seconds, received a second later."""
    return ReceivedSpans(
        id=name,
        trace_id=run * 32,
        agent=agent,
        began=at,
        ended=at + 2 * SECOND,
        spans=3,
        received_at=at + 3 * SECOND,
        sha256="ab" * 32,
        packed=b"\x00\xff" + name.encode(),
        redactions=(Redaction("password", 2), Redaction("cookie", 1)),
    )


def keep(store: Store, *batches: ReceivedSpans) -> None:
    """Have them kept, and wait for it."""
    store.received.keep_soon(batches).result()


def found(store: Store, since: datetime, until: datetime, agent: str = "") -> list[str]:
    """The first digit of the runs of a time."""
    return [run.trace_id[0] for run in store.received.runs(since, until, 100, agent=agent)]


class TestKeeping:
    """Spans, once kept, are there."""

    def test_spans_come_back_as_they_were(self, store: Store) -> None:
        """Every field, in the order received."""
        first, second = batch("b2"), batch("b1", at=MOMENT - DAY)
        keep(store, first)
        keep(store, second)
        assert store.received.of_run("1" * 32) == (first, second)

    def test_moments_of_any_zone_are_the_same_moments(self, store: Store) -> None:
        """As an exporter of another zone may be read."""
        there = MOMENT.astimezone(timezone(timedelta(hours=-7)))
        keep(store, batch(at=there))
        assert store.received.of_run("1" * 32) == (batch(),)

    def test_a_run_holds_its_own_spans_alone(self, store: Store) -> None:
        """Of another run, and of one nobody knows, there is nothing."""
        keep(store, batch("b1", "1"), batch("b2", "2"))
        assert [one.id for one in store.received.of_run("2" * 32)] == ["b2"]
        assert store.received.of_run("3" * 32) == ()

    def test_what_comes_again_is_kept_once(self, store: Store) -> None:
        """A retry of an exporter: the first stays, its moment too."""
        keep(store, batch())
        keep(store, replace(batch(), received_at=MOMENT + DAY), batch("b2"))
        assert [one.received_at for one in store.received.of_run("1" * 32)] == [MOMENT + 3 * SECOND] * 2

    def test_nothing_to_keep_is_kept(self, store: Store) -> None:
        """A request whose spans were all refused."""
        keep(store)
        assert found(store, *ALWAYS[:2]) == []

    def test_a_closed_store_takes_nothing(self, store: Store) -> None:
        """It says so, and nothing is lost in silence."""
        store.close()
        with pytest.raises(OutsideError) as caught:
            keep(store, batch())
        assert caught.value.key == "storage_closed"


class TestLooking:
    """Runs are found by agent and by time."""

    def test_a_line_tells_of_the_whole_run(self, store: Store) -> None:
        """All agents by name, from the first span to the last, the spans counted, those outside the time too."""
        keep(store, batch("b1"), batch("b2", agent="payments", at=MOMENT + 3 * DAY), batch("b3", agent=""))
        (run,) = store.received.runs(MOMENT, MOMENT + SECOND, 10)
        assert run.agents == ("payments", "refund-desk")
        assert (run.began, run.ended) == (MOMENT, MOMENT + 3 * DAY + 2 * SECOND)
        assert (run.spans, run.received_at) == (9, MOMENT + 3 * DAY + 3 * SECOND)

    @pytest.mark.parametrize(
        ("since", "until", "there"),
        [
            (0, 0, True),
            (-5, -1, False),
            (-5, 0, True),
            (1, 1, True),
            (2, 9, True),
            (3, 9, False),
        ],
    )
    def test_a_run_is_found_by_any_moment_of_it(
        self, store: Store, *, since: int, until: int, there: bool
    ) -> None:
        """From its first moment to its last, in seconds from its beginning."""
        keep(store, batch())
        assert found(store, MOMENT + since * SECOND, MOMENT + until * SECOND) == ["1"] * there

    def test_what_takes_longer_than_a_day_is_found_by_its_first_day(self, store: Store) -> None:
        """Further back nothing is looked for."""
        keep(store, replace(batch(), ended=MOMENT + 9 * DAY))
        assert found(store, MOMENT + DAY, MOMENT + DAY) == ["1"]
        assert found(store, MOMENT + DAY + SECOND, MOMENT + 2 * DAY) == []

    def test_an_agent_is_found_by_its_name_in_any_case(self, store: Store) -> None:
        """Whole names alone; a run with several agents by each of them."""
        keep(store, batch("b1", "1"), batch("b2", "1", agent="Straße"), batch("b3", "2", agent="other"))
        assert found(store, *ALWAYS[:2], "REFUND-desk") == ["1"]
        assert found(store, *ALWAYS[:2], "STRASSE") == ["1"]
        assert found(store, *ALWAYS[:2], "refund") == []

    def test_the_newest_runs_come_oldest_first(self, store: Store) -> None:
        """No more than asked for; of those of one moment the one with the smaller id goes before."""
        for nr, run in enumerate("4231"):
            keep(store, batch(f"b{nr}", run, at=MOMENT + (nr // 2) * SECOND))
        assert found(store, *ALWAYS[:2]) == ["2", "4", "1", "3"]
        newest = store.received.runs(*ALWAYS[:2], 3)
        assert [run.trace_id[0] for run in newest] == ["2", "1", "3"]


class TestDropping:
    """Spans are forgotten when their days are over, unless a review cites their run."""

    def test_the_oldest_go_first_and_no_more_than_asked_for(self, store: Store) -> None:
        """In steps, until nothing older is left."""
        for nr in range(3):
            keep(store, batch(f"b{nr}", str(nr), at=MOMENT - nr * DAY))
        before = MOMENT - DAY + 4 * SECOND
        steps = [(store.received.drop(before, 1), found(store, *ALWAYS[:2])) for _ in range(3)]
        assert steps == [(1, ["1", "0"]), (1, ["0"]), (0, ["0"])]

    def test_spans_go_by_when_they_were_received(self, store: Store) -> None:
        """Whatever their own clock said; those of that very moment stay."""
        keep(store, batch("b1", "1", at=MOMENT - 400 * DAY))
        received_at = MOMENT - 400 * DAY + 3 * SECOND
        assert store.received.drop(received_at, 9) == 0
        assert store.received.drop(received_at + SECOND, 9) == 1

    def test_a_run_that_a_review_cites_is_never_dropped(self, store: Store) -> None:
        """Neither what was there nor what comes after; other runs go."""
        keep(store, batch("b1", "1"), batch("b2", "2"))
        store.received.pin("1" * 32, 7)
        store.received.pin("1" * 32, 7)
        store.received.pin("1" * 32, 8)
        keep(store, batch("b3", "1"))
        assert store.received.drop(MOMENT + 300 * DAY, 99) == 1
        assert [one.id for one in store.received.of_run("1" * 32)] == ["b1", "b3"]

    def test_a_run_may_be_cited_before_it_comes(self, store: Store) -> None:
        """Its spans are pinned on arrival."""
        store.received.pin("1" * 32, 7)
        keep(store, batch())
        assert store.received.drop(MOMENT + 300 * DAY, 99) == 0
