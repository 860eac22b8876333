"""`agent-incident away`: told beside a running process, read where the person is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.due import Diary
from bot.domain.heard import SaidAway, Speaker
from bot.domain.review import PersonKey
from storage.store import open_store
from tests.cli.runs import Shell
from tests.databases import blank_at
from tests.domain.making import full_review

ANA, BEN, ANA_TOO = (PersonKey(f"test:T1:{name}") for name in ("U1", "U2", "U3"))


@pytest.fixture
def desk(shell: Shell) -> Shell:
    """Two people called Ana, and Ben, who lives where the day begins first."""
    store = open_store(blank_at(shell.database))
    with store.unit() as work:
        work.keep(full_review())
        for person, name in ((ANA, "Ana"), (ANA_TOO, "ana"), (BEN, "Ben")):
            work.meet(Speaker(person, name))
        work.keep_diary(BEN, Diary(zone="Pacific/Kiritimati"))
    store.close()
    return shell


def waiting(shell: Shell) -> list[SaidAway]:
    """What lies in the inbox."""
    store = open_store(shell.database)
    found = [pending.heard for pending in store.unhandled(9)]
    store.close()
    return [heard for heard in found if isinstance(heard, SaidAway)]


def test_an_absence_is_put_into_the_inbox_with_its_day(desk: Shell) -> None:
    """Counted from today where the person is, and said in words; the bot is who heard it."""
    ran = desk.run("away", "ben", "2", "weeks")
    assert (ran.code, ran.error) == (0, "")
    today = (datetime.now(UTC) + timedelta(hours=14)).date()
    (heard,) = waiting(desk)
    assert heard.person == BEN
    assert heard.until in {
        (today + timedelta(days)).isoformat() for days in (13, 14)
    }  # midnight may lie between
    assert "Ben is away until" in ran.out


def test_back_is_told_too(desk: Shell) -> None:
    """Nobody is away any more."""
    assert "Ben is back" in desk.run("away", BEN, "back").out
    assert [(heard.person, heard.until) for heard in waiting(desk)] == [(BEN, "")]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["carl", "back"], "carl"),
        (["ana", "back"], f"{ANA}, {ANA_TOO}"),
        (["ben", "for", "ever"], "Say until when"),
        (["ben", "until", "2020-01-01"], "2020-01-01"),
    ],
)
def test_what_cannot_be_told_is_one_sentence(desk: Shell, given: list[str], said: str) -> None:
    """Nothing is put into the inbox."""
    ran = desk.run("away", *given)
    assert (ran.code, said in ran.error) == (2, True)
    assert waiting(desk) == []
