"""Personal data in the terminal: with the setting, none of what is typed, dropped or shown is kept or written."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.terminal.history import CleanHistory
from bot.domain.personal import Personal
from bot.domain.personal_data import rules_for
from tests.adapters.terminal.desk import DEMO_TRACE, Desk

ADDRESS, NUMBER = "ana@example.org", "030 1234567"
TOLD = f"it wrote to {ADDRESS} and rang {NUMBER}"


@pytest.fixture
def strict(desk: Desk) -> Desk:
    """A desk that takes out addresses and numbers."""
    desk.settings = replace(desk.settings, redact_also=(Personal.EMAIL, Personal.PHONE))
    return desk


def test_neither_words_nor_forms_nor_runs_keep_any_of_it(strict: Desk, tmp_path: Path) -> None:
    """On the screen, in the database, in the log of the review."""
    run = tmp_path / f"{ADDRESS}.json"
    run.write_text(DEMO_TRACE.read_text("utf-8").replace("ticket", f"{ADDRESS} ticket"), "utf-8")
    visit = strict.visit(
        f"ana: /agent-incident {TOLD}",
        TOLD,
        f"edit last: {TOLD} again",
        f"trace {run}",
        "window 1",
    )
    assert "[redacted: e-mail] ticket" in visit.text
    kinds = {redaction.kind for one in strict.review().evidence for redaction in one.redactions}
    assert kinds == {"e-mail", "authorization header"}
    kept = strict.settings.database.read_bytes()
    assert b"[redacted: phone]" in kept
    assert not [part for part in (ADDRESS, "1234567") if part.encode() in kept]
    said = [line for line in visit.lines if str(run) not in line]
    assert not [line for line in said if ADDRESS in line or "1234567" in line]


def test_without_the_setting_it_stays(desk: Desk) -> None:
    """People write names and addresses of systems all day."""
    desk.visit("ana: /agent-incident it mailed the list", TOLD)
    assert [statement.text for statement in desk.review().statements] == [TOLD]


def test_lines_typed_before_are_remembered_without_it(tmp_path: Path) -> None:
    """The file of the arrow keys."""
    CleanHistory(str(tmp_path / "history"), rules_for(tuple(Personal))).store_string(TOLD)
    assert "it wrote to [redacted: e-mail] and rang [redacted: phone]" in (tmp_path / "history").read_text()
