"""`agent-incident export --format bundle`: one archive that anybody can check without us."""

import asyncio
import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from bot.cli.playing import perform
from bot.cli.records import whole_review
from bot.publishers import record
from bot.settings import Settings
from tests.cli.runs import DEMO_TRACE, SCRIPT, Shell
from tests.databases import blank_at


@pytest.fixture
def reviewed(shell: Shell) -> Shell:
    """A database with one review whose moment was chosen from its run."""
    settings = Settings(database=blank_at(shell.database), markdown_dir=shell.folder / "reviews")
    script = f"{SCRIPT}mira attaches {DEMO_TRACE} as trace\nmira chooses issue_refund\n"
    asyncio.run(perform(script, "made.play", shell.folder, settings, lambda _: None))
    return shell


def unpacked(shell: Shell) -> Path:
    """The archive, written and taken apart; its folder."""
    out = shell.folder / "AR-1.zip"
    ran = shell.run("export", "1", "--format", "bundle", "--out", str(out))
    assert (ran.code, ran.error, ran.out.split()) == (0, "", [str(out)])
    with zipfile.ZipFile(out) as archive:
        archive.extractall(shell.folder / "taken apart")
    return shell.folder / "taken apart" / "AR-1"


def test_every_file_of_it_is_checked_by_a_program_of_the_system(reviewed: Shell) -> None:
    """`sha256sum -c` finds each as named, and every file but the list itself is in the list."""
    program = shutil.which("sha256sum")
    if program is None:
        pytest.skip("this system has no sha256sum")
    folder = unpacked(reviewed)
    subprocess.run(
        [program, "--check", "--strict", "SHA256SUMS"], cwd=folder, check=True, capture_output=True
    )
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines()}
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert listed == there - {"SHA256SUMS"}


def test_it_holds_the_page_its_picture_the_data_and_the_statement_log(reviewed: Shell) -> None:
    """The data are the review to the letter, and the log is its statements, a line each."""
    folder = unpacked(reviewed)
    whole = whole_review(reviewed.database, 1)
    assert record.decode((folder / "AR-1.json").read_bytes()) == whole
    assert "AR-1-run-A.svg" in (folder / "AR-1.md").read_text("utf-8")
    assert (folder / "AR-1-run-A.svg").read_text("utf-8").startswith("<svg")
    said = [
        json.loads(line)["text"] for line in (folder / "statements.jsonl").read_text("utf-8").splitlines()
    ]
    assert said == [statement.text for statement in whole.statements]


def test_each_evidence_has_the_hash_of_what_came_and_of_the_copy_kept(reviewed: Shell) -> None:
    """The file in the archive is the copy; its hash is that of its bytes."""
    folder = unpacked(reviewed)
    (run,) = json.loads((folder / "evidence.json").read_text("utf-8"))
    assert run["sha256_received"] == hashlib.sha256(Path(DEMO_TRACE).read_bytes()).hexdigest()
    assert run["sha256_kept"] == hashlib.sha256((folder / run["file"]).read_bytes()).hexdigest()


def test_the_same_review_is_the_same_archive(reviewed: Shell) -> None:
    """To the byte, whenever it is made."""
    one, two = reviewed.folder / "one.zip", reviewed.folder / "two.zip"
    for out in (one, two):
        assert reviewed.run("export", "1", "--format", "bundle", "--out", str(out)).code == 0
    assert one.read_bytes() == two.read_bytes()
