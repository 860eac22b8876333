"""The policy file: what it can set, what it refuses, and what `check` says of it."""

import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.domain.calendar import Hours
from bot.domain.due import Policy, Who
from bot.domain.errors import PersonError
from bot.domain.vocabulary import Severity, Strength
from bot.policy import DAYS_OFF, HERE, SECTIONS, LoadedPolicy, load_policy
from bot.voice import load_voice, load_words
from tests.cli.runs import ROOT, Shell

EXAMPLE = ROOT / "docs" / "policy.example.yml"
WORDS = load_words()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a policy is written."""
    return tmp_path / "policy.yml"


def loaded(file: Path, text: str, zone: str = "UTC") -> LoadedPolicy:
    """The policy of such a file."""
    file.write_text(text, "utf-8")
    return load_policy(file, zone)


def test_the_example_is_the_default() -> None:
    """What stands in it is what holds without it."""
    assert load_policy(EXAMPLE, "Asia/Tokyo") == load_policy(None, "Asia/Tokyo")


def test_the_example_names_every_key() -> None:
    """Set or in a comment, each with a word about it."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    named = {found[1]: line for line in lines if (found := re.match(r"[ #]*([a-z_]+):", line))}
    keys = {key for section in SECTIONS.values() for key in section}
    assert keys | set(HERE) | set(SECTIONS) | {DAYS_OFF, "country", "part", "also"} | set(Severity) == set(
        named
    )
    assert [key for key in (*keys, *HERE) if "#" not in named[key]] == []


def test_every_field_of_a_policy_can_be_set() -> None:
    """Days off aside, which depend on the year."""
    set_by_key = [key.field for section in (*SECTIONS.values(), HERE) for key in section.values()]
    assert sorted([*set_by_key, "free"]) == sorted(field.name for field in fields(Policy))


def test_each_key_sets_its_field(file: Path) -> None:
    """A file in which nothing is as by default."""
    found = loaded(
        file,
        """
zone: Europe/Berlin
working_hours: 8:00-16:30
direct_messages_from: 9:15
away_statuses: [":beach:", bed]
days_off: {country: DE, part: BY, also: [2026-11-30]}
question:
  first_word_to: asked
  first_word_hours: 2
  second_word_days: 2
  last_word_days: 4
  most_words: 2
  review_owner_days: 6
  next_owner_days: 7
  next_owner: [channel]
unknown:
  first_due_days: 3
  days: [-1, +4]
wall:
  first_due_calendar_days:
    disaster: 5
    incident: {strong: 9}
  days: [-5, 1]
  late_days: 8
  late_too: [accepter, review_owner]
  repeat_calendar_days: 14
  drill_calendar_days: 10
review:
  same_tomorrow_calendar_days: 60
  quiet_days: 1
""",
    )
    first = found.policy.first_wall_calendar_days
    assert found == LoadedPolicy(
        Policy(
            zone="Europe/Berlin",
            hours=Hours(time(8), time(16, 30)),
            direct_at=time(9, 15),
            away_statuses=frozenset({"beach", "bed"}),
            first_word=Who.ASKED,
            silent_hours=2,
            still_silent_days=2,
            last_days=4,
            stalled_days=6,
            most=2,
            owner_silent_days=7,
            next_owners=(Who.CHANNEL,),
            unknown_days=(-1, 4),
            wall_days=(-5, 1),
            repeat_calendar_days=14,
            late_days=8,
            late_too=(Who.ACCEPTER, Who.REVIEW_OWNER),
            drill_calendar_days=10,
            stale_calendar_days=60,
            quiet_days=1,
            first_unknown_days=3,
            first_wall_calendar_days=first,
        ),
        "DE",
        "BY",
        frozenset({date(2026, 11, 30)}),
    )
    default = Policy().first_wall_calendar_days
    assert {cell: days for cell, days in first.items() if days != default[cell]} == {
        (Severity.DISASTER, Strength.WEAK): 5,
        (Severity.DISASTER, Strength.INTERMEDIATE): 5,
        (Severity.DISASTER, Strength.STRONG): 5,
        (Severity.INCIDENT, Strength.STRONG): 9,
    }


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "wall:\n", "days_off:\n  # country: DE\n"])
def test_what_is_left_out_has_its_default(text: str, file: Path) -> None:
    """A whole file, or a section of which every line is a comment."""
    assert loaded(file, text, "Asia/Tokyo") == LoadedPolicy(replace(Policy(), zone="Asia/Tokyo"))


@pytest.mark.parametrize(
    ("text", "line", "named"),
    [
        ("silent: 3", 1, "silent"),
        ("zone: UTC\nwall:\n  late: 3", 3, "late"),
        ("wall: [1]", 1, "key: value"),
        ("zone: Mars/Olympus", 1, "Mars/Olympus"),
        ("zone: Europe", 1, "Europe/Berlin"),
        ("zone: [UTC]", 1, "text"),
        ("working_hours: 22:00-06:00", 1, "22:00-06:00"),
        ("working_hours: 09:00-24:00", 1, "09:00-24:00"),
        ("working_hours: nine to five", 1, "nine to five"),
        ("direct_messages_from: 10", 1, "10:00"),
        ("direct_messages_from: 24:00", 1, "24:00"),
        ("away_statuses: [on holiday]", 1, "on holiday"),
        ("away_statuses: palm_tree", 1, "list"),
        ("\ndirect_messages_from: 17:00", 2, "working_hours"),
        ("working_hours: 11:00-15:00", 1, "direct_messages_from"),
        ("question:\n  second_word_days: -1", 2, "-1"),
        ("question:\n  second_word_days: 1.5", 2, "1.5"),
        ("question:\n  first_word_hours: ٣", 2, "٣"),
        ("question:\n  most_words: 4", 2, "from 1 to 3"),
        ("question:\n  first_word_to: everybody", 2, "thread, asked"),
        ("question:\n  next_owner: [last_owner]", 2, "[last_owner, channel], [channel]"),
        ("question:\n  next_owner: channel", 2, "list"),
        ("question:\n  last_word_days: 1", 2, "last_word_days"),
        ("question:\n  review_owner_days: 4\n  last_word_days: 4", 2, "review_owner_days"),
        ("unknown:\n  days: []", 2, "[-2, 0, 3]"),
        ("wall:\n  days: [3, 0]", 2, "[-2, 0, 3]"),
        ("wall:\n  days: [0, 7]", 2, "late_days"),
        ("wall:\n  repeat_calendar_days: 0", 2, "from 1 to 365"),
        ("wall:\n  late_too: [manager]", 2, "accepter"),
        ("wall:\n  first_due_calendar_days:\n    mild: 3", 3, "serious_incident"),
        ("wall:\n  first_due_calendar_days:\n    incident: {firm: 3}", 3, "intermediate"),
        ("wall:\n  first_due_calendar_days:\n    incident: {strong: 0}", 3, "from 1 to 365"),
        ("days_off:\n  country: Atlantis", 2, "Atlantis"),
        ("days_off:\n  country: DE\n  part: QQ", 3, "BY"),
        ("days_off:\n  part: BY", 1, "country"),
        ("days_off:\n  also: [2026-13-01]", 2, "2026-13-01"),
        ("days_off:\n  also: 2026-12-24", 2, "list"),
        ("days_off:\n  also: [0026-12-24]", 2, "0026-12-24"),
        ("zone: UTC\nzone: UTC", 2, "once"),
        ("zone: UTC\n wall: 1", 2, "YAML"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_with_file_and_line(
    text: str, line: int, named: str, file: Path
) -> None:
    """The line to look at, and what is wanted there or was found."""
    with pytest.raises(PersonError) as caught:
        loaded(file, text)
    said = load_voice(None).error(caught.value.key, dict(caught.value.values))
    assert said.startswith(f"{file}, line {line}: ")
    assert named in said
    assert "\n" not in said


def test_a_file_that_is_not_there_is_named(file: Path) -> None:
    """As one that cannot be read."""
    with pytest.raises(PersonError) as caught:
        load_policy(file, "UTC")
    assert caught.value.values["file"] == str(file)


# -- days off


@pytest.mark.parametrize(
    ("country", "part", "day", "free"),
    [
        ("DE", "", date(2026, 10, 3), True),
        ("DE", "BY", date(2026, 1, 6), True),
        ("DE", "BE", date(2026, 1, 6), False),
        ("us", "", date(2026, 11, 26), True),
        ("US", "", date(2026, 7, 3), True),
        ("GB", "SCT", date(2026, 11, 30), True),
        ("GB", "ENG", date(2026, 11, 30), False),
        ("DE", "", date(2027, 3, 26), True),
    ],
)
def test_holidays_are_those_of_the_country_and_of_its_part(
    country: str, part: str, day: date, *, free: bool, file: Path
) -> None:
    """Epiphany in Bavaria alone, a fourth of July on a Saturday kept on Friday, Good Friday of another year."""
    found = loaded(file, f"days_off:\n  country: {country}\n  part: {part}\n")
    assert (day in found.free(2026)) is free


def test_days_of_ones_own_are_added_to_holidays(file: Path) -> None:
    """And a policy at a moment holds them all, of years around it."""
    found = loaded(file, "days_off:\n  country: DE\n  also: [2026-12-24]\n")
    policy = found.at(datetime(2026, 12, 1, tzinfo=UTC))
    assert {date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)} <= policy.free
    assert replace(policy, free=frozenset()) == found.policy
    assert date(2031, 12, 25) in found.at(datetime(2030, 12, 1, tzinfo=UTC)).free


def test_without_a_country_no_holiday_is_known(file: Path) -> None:
    """Weekends are free by themselves."""
    assert loaded(file, "").free(2026) == frozenset()


def test_the_holidays_library_is_loaded_for_a_country_alone() -> None:
    """It takes longer to import than a help text to show."""
    code = (
        "import sys; from bot.policy import load_policy; load_policy(None, 'UTC').free(2026);"
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# -- check


def lines_of(shell: Shell, **settings: str) -> str:
    """What `check` writes."""
    return shell.run("check", **settings).out


def test_check_says_in_words_what_is_in_force(shell: Shell) -> None:
    """Cadence, hours, zone and days off of the defaults."""
    said = lines_of(shell, WORKSPACE_ZONE="Asia/Tokyo")
    for part in (
        "in the thread after 4 working hours, by direct message after 1 / 3 working days",
        "after 5 the review's owner hears",
        "on working day -2, 0, +3 counted from the date, and every 7 days after",
        "working hours 09:00 to 17:00, direct messages from 10:00, in Asia/Tokyo",
    ):
        assert part in said


def test_check_says_what_a_file_changed(shell: Shell) -> None:
    """The file, its country, and the next day off, which is to come."""
    file = shell.folder / "policy.yml"
    file.write_text("days_off: {country: DE, part: BY}\nquestion: {most_words: 1, first_word_to: asked}\n")
    said = lines_of(shell, POLICY=str(file))
    assert str(file) in said
    assert "holidays of DE (BY)" in said
    assert "a word by direct message after 4 working hours; after 5" in said
    coming = re.search(r"the next one (\d{4}-\d\d-\d\d)", said)
    assert coming is not None
    assert date.fromisoformat(coming[1]) >= datetime.now(UTC).date()


def test_check_names_what_is_wrong_with_a_file(shell: Shell) -> None:
    """As a line that something is missing, and the other lines all the same."""
    file = shell.folder / "policy.yml"
    file.write_text("zone: Mars\n")
    ran = shell.run("check", POLICY=str(file))
    assert ran.code == 1
    missing = [line for line in ran.out.splitlines() if line.startswith("missing")]
    assert len(missing) == 1
    assert f"{file}, line 1" in missing[0]
