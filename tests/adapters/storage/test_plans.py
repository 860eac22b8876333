"""How SQLite finds what people look up: by its indexes, whatever else there is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event

from storage import diaries, mapping, mine, nudges, owing, places, received, register
from tests.adapters.storage.files import database
from tests.contract.reviews import ADA, MOMENT, THREAD, WORKSPACE


def plan_of(folder: Path, look: Callable[[Connection], object]) -> list[str]:
    """How SQLite goes about the one thing that is looked up."""
    asked: list[tuple[str, Any]] = []
    with database(folder / "r.sqlite3") as opened, opened.lent() as connection:
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _c, _cursor, sql, values, _context, _many: asked.append((sql, values)),
        )
        look(connection)
        ((sql, values),) = tuple(asked)
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]


def test_what_waits_for_a_person_is_found_without_reading_a_table_through(tmp_path: Path) -> None:
    """Only what was found is gone through; a workspace of ten thousand reviews is not."""
    plan = plan_of(tmp_path, lambda connection: mine.numbers(connection, ADA, WORKSPACE, MOMENT.date()))
    assert [step for step in plan if step.startswith("SCAN")] == ["SCAN mine"]
    assert any("ix_progress_asked_of" in step for step in plan)
    assert any("ix_act_sent_for_review" in step for step in plan)
    assert not any("workspace" in step for step in plan)


def test_a_statement_is_found_by_its_message(tmp_path: Path) -> None:
    """Whichever review it is of, or within one: by one index, however long the logs are."""
    for folder, look in {
        "any": lambda connection: places.said_in(connection, THREAD, "m1"),
        "one": lambda connection: mapping.find_statement(connection, 1, "m1"),
    }.items():
        (tmp_path / folder).mkdir()
        plan = plan_of(tmp_path / folder, look)
        assert any("ix_statement_message_review_id" in step for step in plan)
        assert not any(step.startswith("SCAN") for step in plan)


def test_runs_received_are_found_by_their_indexes(tmp_path: Path) -> None:
    """By id, by time, by agent and time, and those to be dropped: whatever else is kept."""
    since, until = MOMENT, MOMENT
    looks: dict[str, tuple[Callable[[Connection], object], str]] = {
        "run": (lambda c: received.of_run(c, "a" * 32), "trace_id_seq (trace_id=?)"),
        "time": (
            lambda c: received.newest(c, since, until, 9, ""),
            "began_ended_trace_id (began>? AND began<?)",
        ),
        "agent": (
            lambda c: received.newest(c, since, until, 9, "refund-desk"),
            "agent_key_began_ended_trace_id (agent_key=? AND began>? AND began<?)",
        ),
        "old": (lambda c: received.old(c, MOMENT, 9), "pinned_received_at_seq (pinned=? AND received_at<?)"),
    }
    for folder, (look, index) in looks.items():
        (tmp_path / folder).mkdir()
        plan = plan_of(tmp_path / folder, look)
        assert any(step.endswith(f"ix_received_{index}") for step in plan), plan
        assert not any(step.startswith("SCAN received") for step in plan)


def test_who_is_owed_a_word_is_found_by_indexes(tmp_path: Path) -> None:
    """Over all and for one person: what is not due yet, or owed to others, is not gone through."""
    looks: dict[str, tuple[Callable[[Connection], object], str]] = {
        "all": (lambda c: owing.owed(c, MOMENT, 100), "ix_owing_due_at_person (due_at<?)"),
        "one": (
            lambda c: owing.to_person(c, ADA, MOMENT),
            "ix_owing_person_due_at_review (person=? AND due_at<?)",
        ),
        "ever": (lambda c: owing.concerning(c, ADA), "ix_owing_person_due_at_review (person=?)"),
    }
    for folder, (look, index) in looks.items():
        (tmp_path / folder).mkdir()
        plan = plan_of(tmp_path / folder, look)
        assert any(step.endswith(f"USING COVERING INDEX {index}") for step in plan), plan
        assert not any(step.startswith("SCAN") for step in plan), plan
        assert folder == "ever" or not any("TEMP B-TREE" in step for step in plan), plan


def test_what_people_were_told_is_found_by_indexes(tmp_path: Path) -> None:
    """Of a review, to a person, and the last word about something: in order, without sorting."""
    looks: dict[str, tuple[Callable[[Connection], object], str]] = {
        "review": (lambda c: nudges.of_review(c, 1), "ix_told_review_at (review=?)"),
        "person": (lambda c: nudges.to_person(c, ADA, MOMENT), "ix_told_to_at (to=? AND at>?)"),
        "last": (lambda c: nudges.put_off(c, 1, "W1", ADA, MOMENT.date()), "ix_told_"),
        "diary": (lambda c: diaries.find(c, (ADA,)), "sqlite_autoindex_diary_1 (person=?)"),
    }
    for folder, (look, index) in looks.items():
        (tmp_path / folder).mkdir()
        plan = plan_of(tmp_path / folder, look)
        assert any(f"USING INDEX {index}" in step for step in plan), plan
        assert not any(step.startswith("SCAN") or "TEMP B-TREE" in step for step in plan), plan


def test_what_relies_on_an_agent_is_found_among_its_own_reviews(tmp_path: Path) -> None:
    """Reviews of other agents are not gone through, nor walls of other reviews."""
    plan = plan_of(tmp_path, lambda connection: register.relying(connection, WORKSPACE, "desk"))
    assert any("ix_review_workspace_agent_number (workspace=? AND agent=?)" in step for step in plan), plan
    assert not any(step.startswith("SCAN") for step in plan), plan
