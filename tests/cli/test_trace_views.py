"""`agent-incident trace`: one point alone, what changed between two, and the run as a picture."""

import io
import json
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from PIL import Image

from bot.chat.window import label
from bot.domain.decision_points import candidates
from bot.domain.trace import DecisionPoint
from bot.traces.reading import read
from tests.adapters.terminal.desk import sentence, voice
from tests.cli.runs import DEMO_TRACE, ROOT, Shell

WORDS = voice().words


@pytest.fixture(scope="module")
def points() -> tuple[DecisionPoint, ...]:
    """The points of the run that comes with the program."""
    return candidates(read(DEMO_TRACE.read_bytes(), name="run", max_bytes=10**7, max_spans=1000))


def flat(text: str) -> str:
    """Text without frames and line ends."""
    return " ".join(text.replace("│", " ").replace("┌", " ").split())


def test_one_point_alone(shell: Shell, points: tuple[DecisionPoint, ...]) -> None:
    """Under its own number; no other is shown, for people and for machines."""
    ran = shell.run("trace", str(DEMO_TRACE), "--point", "2")
    heads = [
        WORDS("trace_point", number=n, count=len(points), label=label(point, WORDS))
        for n, point in enumerate(points, 1)
    ]
    assert [flat(head) in flat(ran.out) for head in heads] == [False, True, False]
    (found,) = json.loads(shell.run("trace", str(DEMO_TRACE), "--json", "--point", "2").out)
    assert found["point"] == points[1].key


def test_what_changed_between_two_points(shell: Shell) -> None:
    """In words, and as JSON of the same counts."""
    told = shell.run("trace", str(DEMO_TRACE), "--diff", "1", "2")
    found = json.loads(shell.run("trace", str(DEMO_TRACE), "--json", "--diff", "1", "2").out)
    assert (told.code, told.error) == (0, "")
    for key in ("entered", "left"):
        assert WORDS(f"diff_{key}", count=len(found[key])) in told.out
    assert WORDS("diff_stayed", count=found["stayed"]) in told.out
    assert found["entered"]
    assert not found["instruction_left"]


@pytest.mark.parametrize("arguments", [("--diff", "1", "9"), ("--point", "9")])
def test_a_point_that_is_not_there_is_named(arguments: tuple[str, ...], shell: Shell) -> None:
    """One sentence on standard error, code 2."""
    ran = shell.run("trace", str(DEMO_TRACE), *arguments)
    assert (ran.code, ran.error) == (2, sentence("no_such_point", number=9) + "\n")
    picture = shell.folder / "run.svg"
    ran = shell.run("trace", str(DEMO_TRACE), "--picture", str(picture), "--point", "9")
    assert (ran.code, ran.error) == (2, sentence("no_such_point", number=9) + "\n")
    assert not picture.exists()


@pytest.mark.parametrize("name", ["run.svg", "run.PNG"])
def test_a_picture_is_written_and_told(name: str, shell: Shell) -> None:
    """A file of the form its name says, and the run in one paragraph for whoever does not see it."""
    path = shell.folder / name
    ran = shell.run("trace", str(DEMO_TRACE), "--picture", str(path), "--point", "1")
    assert (ran.code, ran.error) == (0, "")
    assert "issue_refund" in ran.out
    content = path.read_bytes()
    if name.endswith("svg"):
        assert ElementTree.fromstring(content.decode()).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 - ours
    else:
        with Image.open(io.BytesIO(content)) as image:
            assert image.format == "PNG"


def test_a_run_is_told_in_lines(shell: Shell) -> None:
    """In plain signs, eighty columns at most, the decision of the number marked and no other."""
    ran = shell.run("trace", str(DEMO_TRACE), "--text", "--point", "1")
    assert (ran.code, ran.error) == (0, "")
    lines = ran.out.split("\n")
    assert max(map(len, lines)) <= 80
    (marked,) = [line for line in lines if line.startswith("> 14:")]
    assert WORDS("picture_chosen", label="calls 12x issue_refund") in marked
    plain = shell.run("trace", str(DEMO_TRACE), "--text").out
    assert not [line for line in plain.split("\n") if line.startswith("> 14:")]
    assert shell.run("trace", str(DEMO_TRACE), "--text", "--point", "9").error == (
        sentence("no_such_point", number=9) + "\n"
    )


def test_a_picture_of_another_form_is_refused(shell: Shell) -> None:
    """Before anything is read."""
    with pytest.raises(SystemExit) as ended:
        shell.run("trace", str(DEMO_TRACE), "--picture", "run.gif")
    assert ended.value.code == 2


def test_a_picture_that_cannot_be_written_is_one_sentence(shell: Shell) -> None:
    """With the reason of the system."""
    path = shell.folder / "none" / "run.svg"
    ran = shell.run("trace", str(DEMO_TRACE), "--picture", str(path))
    expected = sentence("picture_not_written", path=str(path), reason="No such file or directory")
    assert (ran.code, ran.error) == (2, expected + "\n")


def test_what_draws_a_png_is_loaded_for_one_alone(shell: Shell) -> None:
    """An SVG, and a list of points, need no Pillow."""
    path = shell.folder / "run.svg"
    code = (
        "import sys; from bot.cli import run\n"
        f"run(['trace', {str(DEMO_TRACE)!r}, '--picture', {str(path)!r}], {{}})\n"
        "print('PIL' in sys.modules, file=sys.stderr)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stderr.strip() == "False"


@pytest.mark.parametrize(
    "arguments", [(), ("--json",), ("--diff", "1", "2"), ("--json", "--diff", "1", "2"), ("--text",)]
)
def test_personal_data_is_not_shown_where_that_is_set(arguments: tuple[str, ...], shell: Shell) -> None:
    """In every view of a run; escaped by who wrote it, too."""
    run = shell.folder / "run.json"
    told = DEMO_TRACE.read_text("utf-8").replace("refund", "ana\\u0040example.org refund")
    run.write_text(told.replace("refund_policy", "+49 30 1234567"), "utf-8")
    shown = shell.run("trace", str(run), *arguments).out
    assert "ana@example.org" in shown
    hidden = shell.run("trace", str(run), *arguments, REDACT_ALSO="e-mail, phone").out
    assert "[redacted: e-mail]" in hidden
    assert "ana@example.org" not in hidden


def test_an_answer_is_judged_without_personal_data_where_that_is_set(shell: Shell) -> None:
    """As the chat would keep it."""
    ran = shell.run("lint", "--question", "decision", "It wrote to ana@example.org.", REDACT_ALSO="e-mail")
    assert ran.code == 0
    assert "ana@example.org" not in ran.out
