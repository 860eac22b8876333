"""What lies in the database: readable by plain SQL, found by indexes, written only where something changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bot.domain.due import Diary
from bot.domain.heard import Replied
from bot.domain.nudges import NudgeKind, Told, Where
from bot.domain.review import PersonKey, with_finding, with_statement
from bot.domain.says import Say
from bot.domain.tree import CodeBlock, Tree
from bot.ports import Outgoing, Sent, Timer, Work
from storage.engine import Database
from storage.store import SqlStore
from tests.adapters.storage.files import database, kept, sql, store
from tests.contract.reviews import (
    ADA,
    BO,
    CY,
    MOMENT,
    THREAD,
    TREE,
    WORKSPACE,
    plain,
    statement,
    with_everything,
)
from tests.contract.rows import ASKER, LEASE_S, errand, in_thread, later, opening, reply, tick

DEE = PersonKey("slack:T1:U-dee")


def written(opened: Database) -> int:
    """Rows inserted, changed or deleted so far."""
    return opened.write(lambda connection: int(connection.connection.driver_connection.total_changes))  # type: ignore[union-attr]  # an open connection has its driver's


@contextmanager
def queries(opened: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is run meanwhile, with its values."""
    seen: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, ___: object, many: bool) -> None:  # noqa: FBT001 - SQLAlchemy's signature
        seen.append((statement, parameters[0] if many else parameters))

    engines = (opened.engine, opened.writing.engine)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def test_plain_sql_answers_plain_questions(tmp_path: Path) -> None:
    """What a person would ask of the record, without this program."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened, opened.unit() as work:
        work.keep(with_everything())
    assert sql(path, "SELECT facet, text, evidence_class, author FROM finding WHERE nr = 0") == [
        ("choice", "It refunded.\ncall refund(…)", "logged", ADA)
    ]
    assert sql(
        path, "SELECT title, datetime(opened_at) FROM review WHERE same_tomorrow_answer = 'unknown'"
    ) == [("Refunds went out twice", "2027-03-29 09:00:00")]
    assert sql(
        path,
        "SELECT wall.text, wall.due, count(*) FROM wall"
        " JOIN drill ON drill.review = wall.review AND drill.wall = wall.id"
        " WHERE wall.status = 'standing' GROUP BY wall.id",
    ) == [("W1 in words", "2027-05-01", 2)]
    assert sql(path, "SELECT primary_class FROM verdict WHERE settled_by IS NULL") == [("over_granted",)]


def test_a_review_that_did_not_change_is_not_written(tmp_path: Path) -> None:
    """Loaded and kept as it was, not even its equal copy."""
    with database(tmp_path / "r.sqlite3") as opened:
        untouched = SqlStore(opened)
        with untouched.unit() as work:
            work.keep(with_everything())
        before = written(opened)
        with untouched.unit() as work:
            review = work.review(7)
            assert review is not None
            work.keep(review)
            work.keep(replace(with_everything(), statements=()))
        assert written(opened) == before


def test_only_changed_rows_are_written(tmp_path: Path) -> None:
    """One finding, one new statement, the review's version: three rows."""
    with database(tmp_path / "r.sqlite3") as opened:
        changing = SqlStore(opened)
        with changing.unit() as work:
            work.keep(with_everything())
        before = written(opened)
        with changing.unit() as work:
            review = work.review(7)
            assert review is not None
            step = with_statement(review, statement(4))
            step = with_finding(step, replace(review.findings[0], signs=()))
            work.keep(replace(step, version=42))
        assert written(opened) == before + 3


def test_a_name_met_again_is_not_written(tmp_path: Path) -> None:
    """Every message meets its author."""
    with database(tmp_path / "r.sqlite3") as opened:
        meeting = SqlStore(opened)
        with meeting.unit() as work:
            work.meet(ASKER)
        before = written(opened)
        with meeting.unit() as work:
            work.meet(ASKER)
        assert written(opened) == before


def test_only_what_is_owed_otherwise_is_written(tmp_path: Path) -> None:
    """A person more, one less, one later: three rows; the same again, in whatever zone: none."""
    with database(tmp_path / "r.sqlite3") as opened:
        owing = SqlStore(opened)
        steps = (
            {ADA: MOMENT, BO: MOMENT, CY: MOMENT},
            {ADA: MOMENT, BO: later(5), DEE: MOMENT},
            {ADA: MOMENT.astimezone(timezone(timedelta(hours=3))), BO: later(5), DEE: MOMENT},
        )
        counts = [written(opened)]
        for due in steps:
            with owing.unit() as work:
                work.owe(7, due)
            counts.append(written(opened))
    assert [after - before for before, after in pairwise(counts)] == [3, 3, 0]


def test_a_diary_kept_again_is_not_written(tmp_path: Path) -> None:
    """Every message may bring what its author's profile says."""
    with database(tmp_path / "r.sqlite3") as opened:
        keeping = SqlStore(opened)
        diary = Diary("Europe/Sofia", away_until=MOMENT.date(), undisturbed_until=MOMENT)
        with keeping.unit() as work:
            work.keep_diary(ADA, diary)
        before = written(opened)
        with keeping.unit() as work:
            work.keep_diary(ADA, diary)
        assert written(opened) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE told SET kind = 'renamed' WHERE seq = 2",
        "UPDATE told SET place = 'renamed' WHERE seq = 2",
    ],
)
def test_a_nudge_nobody_can_read_is_left_out(tmp_path: Path, change: str) -> None:
    """The others are there, and the last of them is what is put off; the row itself stays as it is."""
    path = tmp_path / "r.sqlite3"
    known = Told(7, NudgeKind.WALL_DUE, "W1", ADA, Where.DIRECT, MOMENT.date(), MOMENT)
    with store(path) as opened:
        with opened.unit() as work:
            work.tell(known)
            work.tell(replace(known, at=later(5)))
        sql(path, change)
        with opened.unit() as work:
            assert work.told(7) == work.told_to(ADA, MOMENT) == (known,)
            assert work.put_off(7, "W1", ADA, later(86_400).date())
    assert sql(path, "SELECT seq, later FROM told") == [(1, "2027-03-30"), (2, None)]


def test_everything_a_reply_needs_is_found_by_an_index(tmp_path: Path) -> None:
    """No table is read from end to end, however many reviews, statements and errands it holds."""
    with database(tmp_path / "r.sqlite3") as opened:
        asked = SqlStore(opened)
        with asked.unit() as work:
            work.keep(replace(with_everything(), restricted=False))
        with queries(opened) as seen:
            _one_reply(asked)
        plans = {
            row[3]
            for query, values in dict(seen).items()
            if query.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE"}
            for row in opened.write(lambda c: _plan(c, query, values))  # noqa: B023 - called at once
        }
    few = {"SCAN CONSTANT ROW", "SCAN newest"}  # one row, and at most twenty that an index found
    scans = {plan for plan in plans if plan.startswith("SCAN") and plan not in few}
    assert plans
    assert scans == set()


def _plan(connection: Connection, query: str, values: Any) -> list[Any]:
    return list(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values))


def _one_reply(asked: SqlStore) -> None:
    """All that happens from a message to the answer sent."""

    def journey(work: Work) -> None:
        review = work.review_in(THREAD)
        assert review is not None
        found = work.statement(review.number, "m1")
        assert found is not None
        work.keep(replace(with_statement(with_statement(review, found), statement(4)), version=50))
        work.earlier(review)
        work.agents(WORKSPACE)
        work.last_owner(WORKSPACE, "refund-helper")
        work.answered_last(WORKSPACE, "refund-helper", 8)
        work.person(ADA)
        work.meet(ASKER)
        work.new_number()
        work.say(errand("k1", 7))
        work.say(Outgoing("k2", 7, Say("card", id="card"), MOMENT, "card", newest_only=True))
        work.wait(Timer(7, "speak", MOMENT))
        work.cancel(7, "nudge")
        for due in ({ADA: MOMENT}, {}):
            work.owe(7, due)
        work.keep_diary(ADA, Diary())
        work.told(7)
        work.told_to(ADA, MOMENT)
        work.diaries((ADA,))
        work.hear(tick("e2", 8))

    asked.receive(reply("e1"))
    asked.unhandled(10)
    asked.handle("e1", journey)
    asked.failed("e2", "trouble")
    asked.next_due()
    asked.owed(MOMENT, 10)
    for claim in asked.claim(MOMENT, 10, LEASE_S):
        asked.settle(claim, Sent("m9"))
    asked.message("k1")
    asked.fire((timer, tick("e3", 7)) for timer in asked.due(MOMENT, 10))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("UPDATE inbox SET kind = 'renamed' WHERE id = 'e1'", "unknown kind 'renamed'"),
        ("UPDATE inbox SET body = '{' WHERE id = 'e1'", "opened: Input data was truncated"),
        ("UPDATE inbox SET body = '{}' WHERE id = 'e1'", "opened: Object missing required field `id`"),
    ],
)
def test_an_input_nobody_can_read_becomes_a_dead_letter(tmp_path: Path, change: str, reason: str) -> None:
    """With its reason; others go on."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened:
        for name in ("e1", "e2"):
            opened.receive(opening(name))
        sql(path, change)
        assert [pending.heard.id for pending in opened.unhandled(1)] == ["e2"]
        assert opened.dead() == (("e1", reason),)
    assert sql(path, "SELECT count(*) FROM inbox") == [(2,)]


def test_an_errand_nobody_can_read_becomes_a_dead_letter(tmp_path: Path) -> None:
    """With its reason; its lane goes on."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened:
        with opened.unit() as work:
            work.keep(in_thread())
            for key in ("k1", "k2"):
                work.say(errand(key))
        sql(path, "UPDATE outbox SET kind = 'renamed' WHERE key = 'k1'")
        assert opened.claim(MOMENT, 10, LEASE_S) == ()
        assert opened.dead() == (("k1", "unknown kind 'renamed'"),)
        assert [claim.outgoing.key for claim in opened.claim(MOMENT, 10, LEASE_S)] == ["k2"]


def test_a_field_taken_away_is_ignored_in_old_rows(tmp_path: Path) -> None:
    """An input of an older release is still understood."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened:
        opened.receive(opening("e1"))
        sql(path, "UPDATE inbox SET body = json_set(body, '$.former', 1)")
        assert [pending.heard for pending in opened.unhandled(10)] == [opening("e1")]


def test_a_message_from_before_trees_were_kept_has_none(tmp_path: Path) -> None:
    """Its words are all there is."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened:
        opened.receive(replace(reply("e1"), tree=TREE))
        sql(path, "UPDATE inbox SET body = json_remove(body, '$.tree')")
        assert [pending.heard for pending in opened.unhandled(10)] == [reply("e1")]


def test_a_message_whose_tree_nobody_can_read_becomes_a_dead_letter(tmp_path: Path) -> None:
    """With a reason that holds nothing of what was said."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened:
        opened.receive(replace(reply("e1"), tree=TREE))
        sql(path, "UPDATE inbox SET body = json_set(body, '$.tree[0].type', 'renamed')")
        assert opened.unhandled(10) == ()
        assert opened.dead() == (("e1", "replied: not a tree - at `$.tree`"),)


def test_half_a_sign_in_a_tree_is_kept_as_a_mark(tmp_path: Path) -> None:
    """As in the text."""
    with store(tmp_path / "r.sqlite3") as opened:
        opened.receive(replace(reply("e1"), tree=Tree(CodeBlock("half \ud83d"))))
        (pending,) = opened.unhandled(10)
        assert isinstance(pending.heard, Replied)
        assert pending.heard.tree == Tree(CodeBlock("half \ufffd"))


def test_a_file_opened_again_holds_what_was_kept(tmp_path: Path) -> None:
    """And counts on."""
    path = tmp_path / "r.sqlite3"
    with store(path) as opened, opened.unit() as work:
        work.keep(with_everything())
        work.new_number()
    with store(path) as opened:
        assert kept(opened, 7) == with_everything()
        with opened.unit() as work:
            assert work.new_number() == 2
            assert work.review(1) is None
            work.keep(plain())
