"""`agent-incident export --out`: the page in a file, with the picture of the run that the published page has."""

import asyncio
import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from bot.cli.drawing import Drawer
from bot.cli.house import rules_of, trace_reader
from bot.cli.playing import perform
from bot.cli.records import beside, whole_review
from bot.publishers import record
from bot.publishers.markdown import MarkdownPublisher
from bot.settings import Settings
from bot.voice import load_voice
from tests.cli.runs import DEMO_TRACE, SCRIPT, Shell
from tests.databases import blank_at

PICTURE = "AR-1-run-A.svg"


@pytest.fixture(scope="module")
def chosen_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one review whose moment was chosen from its run, made once."""
    folder = tmp_path_factory.mktemp("chosen")
    settings = Settings(database=blank_at(folder / "r.sqlite3"), markdown_dir=folder / "reviews")
    script = f"{SCRIPT}mira attaches {DEMO_TRACE} as trace\nmira chooses issue_refund\n"
    asyncio.run(perform(script, "made.play", folder, settings, lambda _: None))
    return settings.database


@pytest.fixture
def reviewed(shell: Shell, chosen_once: Path) -> Shell:
    """The same in a folder of its own."""
    shutil.copy(chosen_once, shell.database)
    return shell


@pytest.mark.parametrize("named", ["out", "out/deeper", "out/page.md", "out.v2/page.md"])
def test_the_page_and_its_picture_are_written_beside_each_other(named: str, reviewed: Shell) -> None:
    """Into a folder or under a name of one's own; both files are named, and the page shows its picture."""
    out = reviewed.folder / named
    ran = reviewed.run("export", "1", "--out", str(out))
    page = out if out.suffix == ".md" else out / "AR-1.md"
    picture = page.with_name(PICTURE)
    assert (ran.code, ran.error) == (0, "")
    assert ran.out.split() == [str(page), str(picture)]
    assert PICTURE in page.read_text("utf-8")
    assert picture.read_text("utf-8").startswith("<svg")


def test_the_exported_page_is_the_published_one(reviewed: Shell) -> None:
    """To the letter, with the picture."""
    ours, published = reviewed.folder / "out", reviewed.folder / "published"
    assert reviewed.run("export", "1", "--out", str(ours)).code == 0
    settings, voice = Settings(database=reviewed.database), load_voice(None)
    with beside(reviewed.database) as store:
        drawer = Drawer(store, trace_reader(settings), voice.words, rules_of(settings))
        publisher = MarkdownPublisher(published, voice, drawer)
        asyncio.run(publisher.publish(whole_review(reviewed.database, 1), None))
    for name in ("AR-1.md", PICTURE):
        assert (ours / name).read_bytes() == (published / name).read_bytes()


def test_a_folder_that_is_there_is_a_folder_whatever_its_name(reviewed: Shell) -> None:
    """A name with an ending is one of a file only where no folder bears it."""
    folder = reviewed.folder / "reviews.2026"
    folder.mkdir()
    assert reviewed.run("export", "1", "--out", str(folder)).code == 0
    assert {path.name for path in folder.iterdir()} == {"AR-1.md", PICTURE}


def test_standard_output_has_no_picture_and_the_help_says_so(reviewed: Shell) -> None:
    """A page that names a file which is nowhere would show a broken picture."""
    assert PICTURE not in reviewed.run("export", "1").out
    reviewed.capsys.readouterr()
    with pytest.raises(SystemExit):
        reviewed.run("export", "--help")
    assert "has no picture" in " ".join(reviewed.capsys.readouterr().out.split())


def test_a_review_as_json_is_written_into_a_file_too(reviewed: Shell) -> None:
    """One file, which reads back equal."""
    out = reviewed.folder / "out"
    assert reviewed.run("export", "1", "--format", "json", "--out", str(out)).code == 0
    (path,) = out.iterdir()
    assert path.name == "AR-1.json"
    assert record.decode(path.read_bytes()) == whole_review(reviewed.database, 1)


def test_a_file_that_cannot_be_written_is_said(reviewed: Shell) -> None:
    """A file stands where the folder should be."""
    ran = reviewed.run("export", "1", "--out", str(reviewed.database / "page.md"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.error.startswith(str(reviewed.database))


def test_a_run_that_is_not_kept_any_more_leaves_a_page_without_it(reviewed: Shell) -> None:
    """The page is whole, and names no picture."""
    review = whole_review(reviewed.database, 1)
    with contextlib.closing(sqlite3.connect(reviewed.database)) as rows, rows:
        rows.execute("DELETE FROM blob WHERE sha256 = ?", (review.evidence[0].kept_sha256,))
    out = reviewed.folder / "out"
    assert reviewed.run("export", "1", "--out", str(out)).code == 0
    assert [path.name for path in out.iterdir()] == ["AR-1.md"]
    assert PICTURE not in (out / "AR-1.md").read_text("utf-8")
