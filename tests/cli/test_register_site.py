"""`agent-incident register --out`: the whole site, again where something changed, and never over a hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import register_site
from bot.domain.vocabulary import Status
from storage.store import open_store
from tests.cli.runs import Shell
from tests.databases import blank_at
from tests.domain.report.made import ANA, rich


@pytest.fixture
def kept(shell: Shell) -> Shell:
    """Four reviews: two that are done, one that goes on, and one for a few."""
    base = replace(rich(), restricted=False, readers=(), publications=())
    store = open_store(blank_at(shell.database))
    with store.unit() as work:
        for number in (1, 2):
            work.keep(replace(base, number=number))
        work.keep(replace(base, number=3, status=Status.OPEN, title="Still being asked"))
        work.keep(replace(base, number=4, restricted=True, title="For a few"))
    store.close()
    return shell


def out(shell: Shell) -> Path:
    """The folder the tests write to."""
    return shell.database.parent / "site"


def test_every_review_that_is_done_has_its_page(kept: Shell) -> None:
    """One that goes on is listed; of a restricted one there is not a word."""
    ran = kept.run("register", "--out", str(out(kept)))
    assert (ran.code, "3 reviews listed, 2 with a page" in ran.out) == (0, True)
    names = {path.name for path in out(kept).iterdir()}
    assert {"AR-1.html", "AR-2.html", "index.html"} <= names
    assert not {"AR-3.html", "AR-4.html"} & names
    assert "Still being asked" in (out(kept) / "reviews.js").read_text()
    assert all("For a few" not in path.read_text() for path in out(kept).iterdir())


def test_only_what_changed_is_written(kept: Shell) -> None:
    """A second time it is nothing; then the page that somebody took away."""
    kept.run("register", "--out", str(out(kept)))
    assert "0 files written" in kept.run("register", "--out", str(out(kept))).out
    (out(kept) / "AR-2.html").unlink()
    assert "1 file written" in kept.run("register", "--out", str(out(kept))).out


def test_what_was_changed_by_hand_is_left_and_named(kept: Shell) -> None:
    """The rest is written, and the exit code says that something is not as it should be."""
    kept.run("register", "--out", str(out(kept)))
    (out(kept) / "register.css").write_text("body { color: red }")
    ran = kept.run("register", "--out", str(out(kept)))
    assert (ran.code, "register.css" in ran.error) == (1, True)
    assert (out(kept) / "register.css").read_text() == "body { color: red }"


def test_a_viewer_gets_the_restricted_ones_that_they_may_read(kept: Shell) -> None:
    """The foot says whose they are; without the viewer they are taken away again."""
    kept.run("register", "--out", str(out(kept)), "--viewer", ANA)
    assert "For a few" in (out(kept) / "AR-4.html").read_text()
    assert ANA in (out(kept) / "index.html").read_text()
    ran = kept.run("register", "--out", str(out(kept)))
    assert "1 removed" in ran.out
    assert not (out(kept) / "AR-4.html").exists()


def test_several_processes_write_the_same_site(kept: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are many pages they are shared out."""
    kept.run("register", "--out", str(out(kept)))
    monkeypatch.setattr(register_site, "A_SHARE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    again = kept.run("register", "--out", str(out(kept)))
    assert "0 files written, 10 unchanged" in again.out


def test_no_reviews_are_no_site(shell: Shell) -> None:
    """One sentence, and no folder."""
    blank_at(shell.database)
    ran = shell.run("register", "--out", str(out(shell)))
    assert (ran.code, ran.out, out(shell).exists()) == (2, "", False)
