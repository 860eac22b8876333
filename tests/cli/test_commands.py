"""Each command of the command line: what it writes, and the code it ends with."""

import asyncio
import contextlib
import hashlib
import io
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bot.chat.terminal.dialect import WIDTH
from bot.chat.window import label
from bot.cli import run
from bot.cli.arguments import COMMANDS
from bot.cli.playing import perform
from bot.cli.records import whole_review
from bot.domain.decision_points import candidates
from bot.domain.vocabulary import Question
from bot.publishers import record
from bot.settings import Settings
from bot.traces.reading import read
from bot.voice import load_words
from tests.adapters.terminal.desk import sentence, voice
from tests.cli.runs import DEMO_TRACE, ROOT, SCRIPT, Shell

WORDS = load_words()
SHALLOW = "It refunded the whole order in one go."


# -- help


def test_help_lists_every_command(shell: Shell) -> None:
    """With a line of what each does."""
    with pytest.raises(SystemExit) as ended:
        shell.run("--help")
    assert ended.value.code == 0
    out = " ".join(shell.capsys.readouterr().out.split())
    for name in COMMANDS:
        assert f"{name} {WORDS(f'help_{name}')}" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_of_its_own(name: str, shell: Shell) -> None:
    """Its arguments are named, and it does nothing."""
    with pytest.raises(SystemExit) as ended:
        shell.run(name, "--help")
    assert ended.value.code == 0
    assert WORDS(f"help_{name}") in " ".join(shell.capsys.readouterr().out.split())
    assert not shell.database.exists()


def test_help_needs_little(tmp_path: Path) -> None:
    """Neither the database's packages nor the scheduler, nor Markdown, nor the review itself is loaded for it."""
    heavy = (
        "sqlalchemy",
        "alembic",
        "apscheduler",
        "markdown_it",
        "msgspec",
        "opentelemetry",
        "prompt_toolkit",
    )
    ours = (
        "bot.domain.review",
        "bot.domain.report",
        "bot.voice.speaking",
        "bot.chat.terminal",
        "importlib.metadata",
    )
    code = (
        "import sys, runpy, contextlib\n"
        "sys.argv = ['agent-incident', '--help']\n"
        "with contextlib.suppress(SystemExit):\n"
        "    runpy.run_module('bot', run_name='__main__')\n"
        f"print([name for name in {(*heavy, *ours)!r} if name in sys.modules], file=sys.stderr)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=environment,
    )
    assert ran.stderr.strip() == "[]"


def test_the_version_is_told(shell: Shell) -> None:
    """Name and number."""
    with pytest.raises(SystemExit) as ended:
        shell.run("--version")
    assert ended.value.code == 0
    name, number = shell.capsys.readouterr().out.split()
    assert name == "agent-incident"
    assert number[0].isdigit()


@pytest.mark.parametrize(("typed", "near"), [("exprt", "export"), ("scor", "score"), ("chat2", "chat")])
def test_an_unknown_command_is_offered_the_nearest(typed: str, near: str, shell: Shell) -> None:
    """On standard error, with code 2."""
    ran = shell.run(typed)
    assert (ran.code, ran.out) == (2, "")
    assert ran.error == WORDS("command_near", word=typed, nearest=f"agent-incident {near}") + "\n"


def test_a_command_like_no_other_is_said_to_be_unknown(shell: Shell) -> None:
    """And where they are listed."""
    assert shell.run("zzzzzz").error == WORDS("command_unknown", word="zzzzzz") + "\n"


# -- lint


def test_lint_names_signs_and_the_probe(shell: Shell) -> None:
    """A shallow answer: each sign with its meaning, what would be taken, and what the bot would ask."""
    ran = shell.run("lint", "--question", "decision", SHALLOW)
    assert (ran.code, ran.error) == (0, "")
    lines = ran.out.splitlines()
    words = voice().words
    assert words("lint_sign", sign="S1", meaning=words("sign.S1")) in lines
    assert lines[-1].startswith(words("lint_probe", probe="").strip())


@pytest.mark.parametrize("question", ["decision", "context", "authority", "wall"])
def test_lint_judges_for_each_question(question: str, shell: Shell) -> None:
    """As JSON: the same keys, whatever the question."""
    ran = shell.run("lint", "--question", question, "--json", SHALLOW)
    assert ran.code == 0
    assert json.loads(ran.out).keys() == {"talk", "signs", "taken", "probe"}


@pytest.mark.parametrize("text", ["", "🛑", "x" * 50_000, "\x00\x1b[2J", "היא יכלה לעצור."])
def test_lint_takes_any_text(text: str, shell: Shell) -> None:
    """Nothing that a terminal obeys comes back."""
    ran = shell.run("lint", "--question", "decision", text)
    assert (ran.code, ran.error) == (0, "")
    assert not set(ran.out) & set("\x00\x1b")


def test_lint_json_holds_what_the_text_says(shell: Shell) -> None:
    """The same signs, the same probe."""
    found = json.loads(shell.run("lint", "--question", "decision", "--json", SHALLOW).out)
    text = shell.run("lint", "--question", "decision", SHALLOW).out
    assert "S1" in found["signs"]
    assert all(sign in text for sign in found["signs"])
    assert found["probe"]
    assert found["probe"] in text


def test_lint_says_what_is_talk(shell: Shell) -> None:
    """It would not be taken, so nothing is probed."""
    assert shell.run("lint", "--question", "decision", "Thanks, good morning!").out.strip() == WORDS(
        "lint_talk"
    )
    assert json.loads(shell.run("lint", "--question", "decision", "--json", "Thanks!").out)["talk"] is True


def test_lint_takes_a_long_text_from_a_pipe(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input, in UTF-8; another encoding is said."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SHALLOW.encode())))
    assert "S1" in shell.run("lint", "--question", "decision", "-").out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Größe".encode("latin-1"))))
    ran = shell.run("lint", "--question", "decision", "-")
    assert (ran.code, ran.error.strip()) == (2, sentence("trace_not_text"))


def test_lint_does_not_repeat_a_secret(shell: Shell) -> None:
    """It is taken out before anything is judged."""
    secret = "sk_live_" + "EXAMPLEexample1234567890abcd"
    ran = shell.run(
        "lint", "--question", "decision", "--json", f"It used Authorization: Bearer {secret} to pay."
    )
    assert secret not in ran.out


@pytest.mark.parametrize("question", [Question.CLOSE.value, "why"])
def test_lint_knows_four_questions(question: str, shell: Shell) -> None:
    """Another one is refused with what is possible."""
    with pytest.raises(SystemExit) as ended:
        shell.run("lint", "--question", question, SHALLOW)
    assert ended.value.code == 2
    assert "'decision', 'context', 'authority', 'wall'" in shell.capsys.readouterr().err


# -- trace


def test_trace_prints_every_point_once(shell: Shell) -> None:
    """Each under its own head, which is not said again below it; no line wider than a terminal."""
    ran = shell.run("trace", str(DEMO_TRACE))
    assert (ran.code, ran.error) == (0, "")
    words = voice().words
    points = candidates(read(DEMO_TRACE.read_bytes(), name="run", max_bytes=10**7, max_spans=1000))
    flat = " ".join(ran.out.replace("│", " ").replace("┌", " ").split())
    for number, point in enumerate(points, 1):
        head = words("trace_point", number=number, count=len(points), label=label(point, words))
        assert flat.count(" ".join(head.split())) == 1
        assert flat.count(" ".join(label(point, words).split())) == 1
    assert max(map(len, ran.out.splitlines())) <= WIDTH
    assert flat.count(words("window_system")) == len(points)
    assert flat.count(words("window_missing")) == len(points)


def test_trace_json_is_json(shell: Shell) -> None:
    """A list of points, each with its window."""
    ran = shell.run("trace", str(DEMO_TRACE), "--json")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert len(found) == 3
    assert all(
        {"point", "window", "output", "calls", "facts", "not_recorded"} <= point.keys() for point in found
    )


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "trace_empty"),
        (b'{"a": }', "trace_not_json"),
        (b'{"a": 1', "trace_cut_short"),
        ("{}".encode("utf-16"), "trace_not_text"),
        (b"PK\x03\x04", "trace_unknown_format"),
    ],
)
def test_an_unreadable_trace_is_one_sentence(content: bytes, key: str, shell: Shell) -> None:
    """Code 2, nothing on standard output."""
    path = shell.folder / "run.json"
    path.write_bytes(content)
    ran = shell.run("trace", str(path))
    assert (ran.code, ran.out) == (2, "")
    assert ran.error.count("\n") == 1
    assert ran.error.startswith(sentence(key)[:20])


def test_a_huge_trace_names_the_cap_and_its_setting(shell: Shell) -> None:
    """A device without an end as well."""
    expected = sentence("trace_too_large", cap=1000, setting="TRACE_MAX_BYTES") + "\n"
    assert "TRACE_MAX_BYTES" in expected
    for path in (str(DEMO_TRACE), "/dev/zero"):
        ran = shell.run("trace", path, TRACE_MAX_BYTES="1000")
        assert (ran.code, ran.out, ran.error) == (2, "", expected)


@pytest.mark.parametrize(("name", "key"), [("gone.json", "file_missing"), (".", "file_unreadable")])
def test_a_trace_that_is_no_file_is_named(name: str, key: str, shell: Shell) -> None:
    """Missing, or a folder."""
    ran = shell.run("trace", str(shell.folder / name))
    assert ran.code == 2
    path = str(shell.folder / name)
    assert ran.error.strip() in {sentence(key, path=path), sentence(key, path=path, reason=os.strerror(21))}


# -- schema, export, score


def test_the_schema_is_json_schema(shell: Shell) -> None:
    """Of 2020-12, and sound."""
    schema = json.loads(shell.run("schema").out)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == record.DIALECT


def test_an_exported_review_reads_back_equal(reviewed: Shell) -> None:
    """And keeps to the schema."""
    ran = reviewed.run("export", "1", "--format", "json")
    assert (ran.code, ran.error) == (0, "")
    assert record.decode(ran.out.encode()) == whole_review(reviewed.database, 1)
    Draft202012Validator(json.loads(reviewed.run("schema").out)).validate(json.loads(ran.out))


@pytest.mark.parametrize("number", ["1", "AR-1", "ar-1"])
def test_a_review_is_exported_as_markdown(number: str, reviewed: Shell) -> None:
    """The same bytes every time, front matter first, the four questions as headings."""
    first, second = reviewed.run("export", number), reviewed.run("export", number, "--format", "md")
    assert first == second
    assert first.code == 0
    assert first.out.startswith("---\n")
    questions = [text for text in voice().script.questions if text.question is not Question.CLOSE]
    places = [first.out.index(f" {text.text}\n") for text in questions]
    assert places == sorted(places)


def test_evidence_is_written_as_it_was_kept(reviewed: Shell) -> None:
    """Under its id and its name, without secrets, with the hash in the record."""
    folder = reviewed.folder / "evidence"
    assert reviewed.run("export", "1", "--evidence", str(folder)).code == 0
    (evidence,) = whole_review(reviewed.database, 1).evidence
    (path,) = folder.iterdir()
    assert path.name == "E1-refund-run.otlp.json"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == evidence.kept_sha256


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("交易记录" * 30 + ".txt", "E1-" + ("交易记录" * 30)[-38:] + ".txt"),
        ("../../etc/passwd", "E1-.._.._etc_passwd"),
        ("a b:c*?.log", "E1-a_b_c__.log"),
        ("..", "E1-.."),
    ],
)
def test_evidence_of_any_name_is_written_into_its_folder(name: str, file: str, shell: Shell) -> None:
    """Names of any script, longer than a system takes, or made to lead elsewhere."""
    given = shell.folder / "given"
    given.mkdir()
    script = f"{SCRIPT}mira attaches it.txt\n"
    (given / "it.txt").write_text("what was on its screen")
    settings = Settings(database=shell.database, markdown_dir=shell.folder / "reviews")
    asyncio.run(perform(script, "made.play", given, settings, lambda _: None))
    with contextlib.closing(sqlite3.connect(shell.database)) as raw, raw:
        raw.execute("UPDATE evidence SET what = ?", (name,))
    folder = shell.folder / "evidence"
    ran = shell.run("export", "1", "--evidence", str(folder))
    assert (ran.code, ran.error) == (0, "")
    assert [path.name for path in folder.iterdir()] == [file]


def test_evidence_that_cannot_be_written_is_said(reviewed: Shell) -> None:
    """A file stands where the folder should be."""
    ran = reviewed.run("export", "1", "--evidence", str(reviewed.database))
    assert ran.code == 2
    assert ran.error.startswith(str(reviewed.database))


def test_a_score_names_a_reason_for_each_point(reviewed: Shell) -> None:
    """0 to 12, a line for each of the four questions."""
    ran = reviewed.run("score", "AR-1")
    assert (ran.code, ran.error) == (0, "")
    title, total, *lines = ran.out.splitlines()
    assert title.startswith("AR-1 ")
    points = int(total.split()[0])
    assert 0 <= points <= 12
    assert "12" in total
    assert sum(line.startswith("+1 ") for line in lines) == points
    assert sum(line[:2] in {"1.", "2.", "3.", "4."} for line in lines) == 4


@pytest.mark.parametrize("command", [("export", "7"), ("score", "7"), ("export", "AR-7", "--format", "json")])
def test_a_review_that_there_is_not_is_named(command: tuple[str, ...], reviewed: Shell) -> None:
    """Code 2."""
    ran = reviewed.run(*command)
    assert (ran.code, ran.out, ran.error.strip()) == (2, "", sentence("review_unknown", number=7))


@pytest.mark.parametrize("number", ["x", "-1", "AR-", "9" * 30, "１"])
def test_a_number_that_is_none_is_refused(number: str, shell: Shell) -> None:
    """Before the database is looked at."""
    with pytest.raises(SystemExit) as ended:
        shell.run("score", number)
    assert ended.value.code == 2


@pytest.mark.parametrize("command", ["export", "score"])
def test_without_a_database_there_is_nothing_to_read(command: str, shell: Shell) -> None:
    """None is made."""
    ran = shell.run(command, "1")
    assert (ran.code, ran.error.strip()) == (2, sentence("storage_missing", path=str(shell.database)))
    assert not shell.database.exists()


# -- play and demo


def test_a_play_that_goes_well_ends_with_0(shell: Shell) -> None:
    """Its counts are told, and its reviews are gone."""
    script = shell.folder / "own.play"
    script.write_text(f"{SCRIPT}!> never said\n", "utf-8-sig")
    ran = shell.run("play", str(script))
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == WORDS("play_well", expectations=1, acts=2)
    assert not shell.database.exists()


def test_a_play_that_goes_otherwise_ends_with_1(shell: Shell) -> None:
    """File and line of each, and what was said instead."""
    script = shell.folder / "own.play"
    script.write_text(f"{SCRIPT}> never said\nmira [No such button]\n")
    ran = shell.run("play", str(script))
    assert ran.code == 1
    assert f"{script}, line 3" in ran.out
    assert "  - never said" in ran.out.splitlines()
    assert f"{script}, line 4" in ran.out


def test_a_script_that_is_none_is_named(shell: Shell) -> None:
    """File and line; nothing is played."""
    script = shell.folder / "own.play"
    script.write_text("mira says hello\n")
    ran = shell.run("play", str(script))
    assert (ran.code, ran.out) == (2, "")
    told = sentence("play_not_understood", file=str(script), line=1, text="mira says hello")
    assert ran.error.strip() == told


@pytest.mark.parametrize(
    ("content", "key"), [(None, "file_missing"), ("Größe: ja".encode("latin-1"), "trace_not_text")]
)
def test_a_script_that_cannot_be_read_is_named(content: bytes | None, key: str, shell: Shell) -> None:
    """Missing, or in another encoding."""
    script = shell.folder / "own.play"
    if content is not None:
        script.write_bytes(content)
    ran = shell.run("play", str(script))
    assert (ran.code, ran.error.strip()) == (2, sentence(key, path=str(script)))


def test_the_demo_leaves_its_review_behind(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """The review, its JSON and its evidence lie where it says."""
    monkeypatch.chdir(shell.folder)
    ran = shell.run("demo")
    assert ran.code == 0
    paths = [Path(line.split()[-1]) for line in ran.out.splitlines()[-4:]]
    assert [path.name for path in paths] == ["AR-1.md", "AR-1.json", "evidence", "agent-incident.sqlite3"]
    assert all(path.exists() for path in paths)
    assert any(paths[2].iterdir())
    assert not shell.database.exists()


# -- check


def test_a_fresh_machine_has_nothing_missing(shell: Shell) -> None:
    """A line for each thing looked at; the database is made later."""
    ran = shell.run("check")
    assert (ran.code, ran.error) == (0, "")
    assert (
        WORDS("check_ok", what=WORDS("check_database_new", path=str(shell.database))) in ran.out.splitlines()
    )
    assert not shell.database.exists()


def test_check_counts_reviews(reviewed: Shell) -> None:
    """And says that nothing was given up."""
    lines = reviewed.run("check").out.splitlines()
    path = str(reviewed.database)
    assert WORDS("check_ok", what=WORDS("check_database", path=path, reviews=1)) in lines
    assert WORDS("check_ok", what=WORDS("check_none_given_up")) in lines


def test_check_counts_what_is_set(shell: Shell) -> None:
    """Other values than the defaults."""
    lines = shell.run("check", QUIET_SECONDS="3").out.splitlines()
    assert WORDS("check_ok", what=WORDS("check_settings", count=3)) in lines


def test_check_ends_with_1_where_something_is_missing(shell: Shell) -> None:
    """A file that is not ours, words that cannot be used, a target that is none: a line each, the others stay."""
    shell.database.write_text("notes")
    prompts = shell.folder / "words"
    (prompts / "say").mkdir(parents=True)
    (prompts / "say" / "seen.md.j2").write_text("{% if %}")
    (shell.folder / "reviews").write_text("a file")
    ran = shell.run("check", PROMPTS_DIR=str(prompts))
    assert ran.code == 1
    missing = [
        line for line in ran.out.splitlines() if line.startswith(WORDS("check_missing", what="").strip())
    ]
    assert len(missing) == 3
    assert any(str(prompts / "say" / "seen.md.j2") in line for line in missing)
    assert any(sentence("storage_not_ours", path=str(shell.database)) in line for line in missing)


def test_run_takes_its_settings_from_what_it_is_given(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not from the process around it."""
    monkeypatch.setenv("TRACE_MAX_BYTES", "1")
    assert run(["trace", str(DEMO_TRACE), "--json"], {}) == 0
    assert json.loads(shell.capsys.readouterr().out)
