"""How SQLite finds what people look up: by its indexes, whatever else there is."""

from pathlib import Path
from typing import Any

from sqlalchemy import event

from storage import mine
from tests.adapters.storage.files import database
from tests.contract.reviews import ADA, MOMENT, WORKSPACE


def test_what_waits_for_a_person_is_found_without_reading_a_table_through(tmp_path: Path) -> None:
    """Only what was found is gone through; a workspace of ten thousand reviews is not."""
    asked: list[tuple[str, Any]] = []
    with database(tmp_path / "r.sqlite3") as opened, opened.reading() as connection:
        event.listen(
            connection,
            "before_cursor_execute",
            lambda _c, _cursor, sql, values, _context, _many: asked.append((sql, values)),
        )
        mine.numbers(connection, ADA, WORKSPACE, MOMENT.date())
        ((sql, values),) = tuple(asked)
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert [step for step in plan if step.startswith("SCAN")] == ["SCAN mine"]
    assert any("ix_progress_asked_of" in step for step in plan)
    assert any("ix_act_sent_for_review" in step for step in plan)
    assert not any("workspace" in step for step in plan)
