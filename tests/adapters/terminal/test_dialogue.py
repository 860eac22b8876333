"""Dialogue scripts are read line by line; a line that is none is named with its file and number."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.dialogue import (
    Act,
    Arrives,
    Attaches,
    Chooses,
    Deletes,
    Edits,
    Expects,
    Fills,
    IsAgent,
    Links,
    Moves,
    Passes,
    Pauses,
    Presses,
    Restarts,
    Says,
    parse,
)
from bot.domain.errors import PersonError


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("mira: It paid twice.", Says(line=1, who="mira", text="It paid twice.")),
        ("mira: /agent-incident it paid", Says(line=1, who="mira", text="/agent-incident it paid")),
        ("mira: link: the ticket", Says(line=1, who="mira", text="link: the ticket")),
        ("mira [Don't know]", Presses(line=1, who="mira", label="Don't know")),
        ("mira [Agree] on W1", Presses(line=1, who="mira", label="Agree", on="W1")),
        ("mira chooses issue_refund", Chooses(line=1, who="mira", words="issue_refund")),
        ("mira edits 3: It paid once.", Edits(line=1, who="mira", number=3, text="It paid once.")),
        ("mira deletes 3", Deletes(line=1, who="mira", number=3)),
        ("mira attaches run.json", Attaches(line=1, who="mira", path="run.json", kind="file")),
        (
            "mira attaches my run.json as trace",
            Attaches(line=1, who="mira", path="my run.json", kind="trace"),
        ),
        ("mira link: https://example.test/1", Links(line=1, who="mira", url="https://example.test/1")),
        ("lee is here", Arrives(line=1, who="lee")),
        ("refund-desk is the agent", IsAgent(line=1, who="refund-desk")),
        ("+ 30 s", Passes(line=1, time=timedelta(seconds=30))),
        ("+ 1.5 h", Passes(line=1, time=timedelta(minutes=90))),
        ("+ 2 min", Passes(line=1, time=timedelta(minutes=2))),
        ("+ 3 d", Passes(line=1, time=timedelta(days=3))),
        ("+ 2 w", Passes(line=1, time=timedelta(weeks=2))),
        ("at 2026-11-30 10:00", Moves(line=1, to=datetime(2026, 11, 30, 10, tzinfo=UTC))),
        ("at 2026-11-30", Moves(line=1, to=datetime(2026, 11, 30, tzinfo=UTC))),
        ("quiet 25 s", Pauses(line=1, seconds=25.0)),
        ("restart", Restarts(line=1)),
        ("> Taken", Expects(line=1, text="Taken")),
        ("mira> Taken", Expects(line=1, text="Taken", who="mira")),
        ("!> Taken", Expects(line=1, text="Taken", absent=True)),
        ("mira!> Taken", Expects(line=1, text="Taken", who="mira", absent=True)),
    ],
)
def test_every_kind_of_line_is_read(line: str, act: Act) -> None:
    """One line, one act."""
    assert parse(line) == (act,)


@pytest.mark.parametrize(
    ("line", "form", "target", "fields"),
    [
        ("mira form: ", "", "", ()),
        ("mira form: owner=ade; due=2026-09-18", "", "", (("owner", "ade"), ("due", "2026-09-18"))),
        ("mira form wall: text=a gate", "wall", "", (("text", "a gate"),)),
        ("mira form wall_owner W1: owner=ade", "wall_owner", "W1", (("owner", "ade"),)),
        ('mira form: why="one; two"', "", "", (("why", "one; two"),)),
        (r'mira form: why="she said \"no\""', "", "", (("why", 'she said "no"'),)),
        ("mira form: why=", "", "", (("why", ""),)),
    ],
)
def test_forms_are_read_field_by_field(
    line: str, form: str, target: str, fields: tuple[tuple[str, str], ...]
) -> None:
    """A value with a semicolon stands in quotation marks."""
    assert parse(line) == (Fills(line=1, who="mira", fields=fields, form=form, target=target),)


def test_lines_set_in_go_on_and_remarks_do_not_count() -> None:
    """The number of an act is that of its first line."""
    text = "# a remark\n\nmira: first\n  second\n# a remark between\n  third\n> answer\n"
    assert parse(text) == (
        Says(line=3, who="mira", text="first\nsecond\nthird"),
        Expects(line=7, text="answer"),
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("mira says hello", 1),
        ("mira: hello\n\n> \n", 3),
        ("  set in, with nothing before", 1),
        ("mira: hello\nmira form: owner ade", 2),
        ('mira form: why="never closed', 1),
        ("at 2026-13-45 10:00", 1),
        ("at 2026-11-30 25:99", 1),
        ("+ 30 fortnights", 1),
        ("+ 99999999999999999999 d", 1),
        ("+ 4000 d", 1),
        (f"mira deletes {'9' * 5000}", 1),
        ("\x00\x01", 1),
    ],
)
def test_a_line_that_is_none_is_named(text: str, line: int) -> None:
    """With its file, its number and how it begins."""
    with pytest.raises(PersonError) as refusal:
        parse(text, "own.play")
    values = refusal.value.values
    assert (refusal.value.key, values["file"], values["line"]) == ("play_not_understood", "own.play", line)
    shown = str(values["text"])
    assert len(shown) <= 80
    assert text.split("\n")[line - 1].strip().startswith(shown)


def test_a_script_of_nothing_has_no_acts() -> None:
    """Nor is it an error."""
    assert parse("") == parse("# remarks\n# alone\n") == ()
