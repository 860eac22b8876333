"""`agent-incident traces`: the runs that agents sent are listed, and one is written out."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest

from bot.traces.receiving.digesting import Asked, digest
from bot.traces.receiving.finding import MOST
from bot.voice import load_voice
from storage.store import open_store
from tests.adapters.receiving.sending import NOW, RUN, request, span
from tests.cli.runs import ROOT, Shell
from tests.databases import blank_at

VOICE = load_voice(None)
WORDS = VOICE.words


@pytest.fixture
def received(shell: Shell) -> Shell:
    """Three runs: one at `NOW`, one an hour before of another agent, one a day before."""
    at = {"1": NOW - timedelta(days=1), "2": NOW - timedelta(hours=1), "3": NOW}
    spans = [
        span(run=run * 32, at=moment, agent="triage" if run == "2" else "") for run, moment in at.items()
    ]
    store = open_store(blank_at(shell.database))
    store.received.keep_soon(
        digest(Asked(request(*spans), is_json=False, at=NOW, max_bytes=10**6)).batches
    ).result()
    store.close()
    return shell


def runs(out: str) -> list[str]:
    """The first digits of what is listed."""
    return [line[0] for line in out.splitlines()]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ([], ["1", "2", "3"]),
        (["--agent", "Triage"], ["2"]),
        (["--around", "2026-11-27T14:02"], ["3"]),
        (["--around", "2026-11-27T15:02+01:00"], ["3"]),
        (["--around", "2026-11-27T14:02", "--minutes", "60"], ["2", "3"]),
        (["--around", "2026-11-27T14:02", "--minutes", "60", "--agent", "refunds"], ["3"]),
    ],
)
def test_runs_are_listed(asked: list[str], listed: list[str], received: Shell) -> None:
    """All, of an agent, around a moment; oldest first."""
    ran = received.run("traces", *asked)
    assert (ran.code, ran.error, runs(ran.out)) == (0, "", listed)


def test_times_are_those_of_the_zone_that_is_set(received: Shell) -> None:
    """What is asked and what is shown."""
    ran = received.run(
        "traces", "--around", "2026-11-27T15:02", "--minutes", "1", WORKSPACE_ZONE="Europe/Berlin"
    )
    line = WORDS("traces_line", run="3" * 32, began="2026-11-27 15:02:00+01:00", agents="refunds", spans=1)
    assert ran.out == f"{line}\n"


def test_where_nothing_fits_it_is_said(received: Shell) -> None:
    """An agent nobody knows."""
    assert received.run("traces", "--agent", "nobody").out.strip() == WORDS("traces_none")


def test_of_many_runs_the_newest_are_shown(shell: Shell) -> None:
    """And that there are others is said beside the list."""
    store = open_store(blank_at(shell.database))
    spans = [span(run=f"{nr + 1:032x}", at=NOW + timedelta(seconds=nr)) for nr in range(MOST + 1)]
    store.received.keep_soon(
        digest(Asked(request(*spans), is_json=False, at=NOW, max_bytes=10**6)).batches
    ).result()
    store.close()
    ran = shell.run("traces")
    assert [line[:32] for line in ran.out.splitlines()] == [f"{nr + 1:032x}" for nr in range(1, MOST + 1)]
    assert ran.error.strip() == WORDS("traces_more", count=MOST)


def test_a_run_that_was_written_out_is_read_as_a_file(received: Shell) -> None:
    """By `agent-incident trace`, as any other."""
    command = [sys.executable, "-m", "bot", "traces", "3" * 32]
    environment = {**os.environ, "DATABASE": str(received.database)}
    written = subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE).stdout
    (received.folder / "run.pb").write_bytes(written)
    assert received.run("trace", str(received.folder / "run.pb")).code == 0


def test_a_run_is_not_thrown_at_a_terminal(received: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence says how it goes."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = received.run("traces", RUN)
    assert (ran.code, ran.error.strip()) == (2, VOICE.error("traces_to_terminal", {"run": RUN}))


def test_a_run_that_there_is_not_is_named(received: Shell) -> None:
    """By its id."""
    ran = received.run("traces", RUN)
    assert (ran.code, ran.error.strip()) == (2, VOICE.error("traces_run_unknown", {"run": RUN}))


@pytest.mark.parametrize(
    "asked",
    [["--around", "yesterday"], ["--around", "0001-01-01"], ["--minutes", "-1"], ["--minutes", "nan"]],
)
def test_a_time_that_is_none_is_refused(asked: list[str], received: Shell) -> None:
    """As argparse does, before anything is read."""
    with pytest.raises(SystemExit) as ended:
        received.run("traces", *asked)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("token", "line"),
    [
        ("", WORDS("check_traces_off")),
        ("a-word", WORDS("check_traces_on", host="127.0.0.1", port=8080, days=14)),
    ],
)
def test_check_says_whether_agents_may_send(token: str, line: str, shell: Shell) -> None:
    """And where, and for how long it is kept; never the token."""
    out = shell.run("check", TRACES_TOKEN=token).out
    assert WORDS("check_ok", what=line) in out.splitlines()
    assert "a-word" not in out
