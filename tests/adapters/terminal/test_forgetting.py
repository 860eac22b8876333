"""[Forget the text]: what somebody took back and had forgotten stands in no row of the database any more."""

import sqlite3
from pathlib import Path

from tests.adapters.terminal.desk import OPENING, Desk

FIRST = "It could stop, or ask the duty manager at the Lindenhof desk."
ANSWER = f"{FIRST} It chose to pay all twelve in one go."


def everything(database: Path) -> str:
    """Every text in every table."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        tables = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(row) for table in tables for row in rows.execute(f'SELECT * FROM "{table}"'))  # noqa: S608 - names the database itself gave


def test_a_forgotten_text_is_kept_nowhere(tmp_path: Path) -> None:
    """Neither as a statement nor as what came in, nor in what the bot said with it; who and when stay."""
    desk = Desk(tmp_path)
    desk.visit(OPENING, ANSWER, "edit 1")
    assert FIRST in everything(desk.settings.database)
    desk.visit("ana: delete 1")
    assert FIRST in everything(desk.settings.database)
    desk.visit("ana: [Forget the text]")
    left = everything(desk.settings.database)
    assert FIRST not in left
    assert "Lindenhof" not in left
    (statement,) = desk.review().statements
    assert statement.deleted
