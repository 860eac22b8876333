"""A process that takes a file over does not wait for the leases of the one that had it before."""

from datetime import UTC, datetime
from pathlib import Path

from bot.domain.says import Say
from bot.ports import OpenThread, Outgoing
from storage.store import open_store
from tests.contract.reviews import plain

NOW = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)


def test_what_was_being_sent_can_be_claimed_again_at_once(tmp_path: Path) -> None:
    """As a try whose outcome nobody knows: it is looked for before it is sent again."""
    path = tmp_path / "r.sqlite3"
    before = open_store(path)
    with before.unit() as work:
        work.keep(plain())
        work.say(Outgoing("review:1:open", 1, OpenThread(Say("card")), NOW))
    (lost,) = before.claim(NOW, 10, 60.0)
    assert before.claim(NOW, 10, 60.0) == ()
    before.close()
    after = open_store(path)
    (again,) = after.claim(NOW, 10, 60.0)
    assert (again.outgoing, again.ambiguous, again.attempt) == (lost.outgoing, True, 2)
    assert again.token > lost.token
    after.close()
