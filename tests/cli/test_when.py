"""`agent-incident when`: what would be sent about a review, in words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.cli.when import lines
from bot.domain.due import Diary, Policy
from bot.domain.foretold import Outlook
from bot.domain.nudges import NudgeKind
from bot.domain.review import Participant, Review
from bot.domain.vocabulary import Facet, Question
from bot.voice import load_voice, load_words
from tests.cli.runs import Shell
from tests.domain.making import ASKED, BUILDER, MONDAY, OWNER, full_review, make_review, unknown, wall
from tests.domain.playing import handed

WORDS = load_words()
MIA = Participant(BUILDER, "Mia", 1)


def said(review: Review, outlook: Outlook, now: datetime = MONDAY, weeks: float = 2) -> list[str]:
    """The lines below the heading."""
    words = load_voice(None).words
    return list(lines(review, outlook, words, now, now + timedelta(weeks=weeks)))[1:]


def test_a_wall_is_told_of_with_person_place_and_day() -> None:
    """Two working days before, on the day, and after it; in the zone of the policy."""
    review = full_review(participants=(MIA,), walls=(wall(2, due=date(2026, 12, 7)),), same_tomorrow=None)
    found = said(review, Outlook(Policy(zone="Europe/Berlin"), {}), datetime(2026, 12, 1, tzinfo=UTC))
    assert found == [
        "Thu 3 Dec 2026 10:00, Mia, direct message: W2 is due Mon 7 Dec 2026",
        "Mon 7 Dec 2026 10:00, Mia, direct message: W2 is due Mon 7 Dec 2026",
        "Thu 10 Dec 2026 10:00, Mia, direct message: W2 was due Mon 7 Dec 2026",
    ]


def test_somebody_in_another_zone_has_their_own_time_beside_it() -> None:
    """Ten in New York is four in the afternoon in Berlin."""
    review = full_review(participants=(MIA,), walls=(wall(2, due=date(2026, 12, 7)),), same_tomorrow=None)
    outlook = Outlook(Policy(zone="Europe/Berlin"), {BUILDER: Diary(zone="America/New_York")})
    [line] = said(review, outlook, datetime(2026, 12, 7, tzinfo=UTC), 0.1)
    assert line.startswith("Mon 7 Dec 2026 16:00, Mia (Mon 7 Dec 2026 10:00 in America/New_York), ")


def test_several_items_of_a_person_are_one_line() -> None:
    """As they are one message."""
    review = full_review(
        participants=(MIA,),
        walls=(wall(1, due=date(2026, 9, 16)), wall(2, due=date(2026, 9, 16))),
        same_tomorrow=None,
    )
    first = said(review, Outlook(Policy(), {}))[0]
    assert "W1 is due" in first
    assert "; W2 is due" in first


def test_a_silent_question_is_told_of_from_the_thread_to_its_owner() -> None:
    """By its number and what is open in it; then the review's owner, by the order of the cadence."""
    people = (Participant(ASKED, "Ana", 1), Participant(OWNER, "Olaf", 2))
    found = said(handed(participants=people), Outlook(Policy(), {}), weeks=1.5)
    assert [line.split(": ")[0] for line in found] == [
        "Mon 14 Sep 2026 14:00, Ana, in the thread",
        "Tue 15 Sep 2026 10:00, Ana, direct message",
        "Thu 17 Sep 2026 10:00, Ana, direct message",
        "Mon 21 Sep 2026 10:00, Olaf, direct message",
    ]
    assert "question 1 (A)" in found[0]
    assert "options" in found[0]


def test_who_is_away_is_named_with_what_waits_for_them() -> None:
    """To the review's owner."""
    people = (Participant(ASKED, "Ana", 1), Participant(OWNER, "Olaf", 2))
    outlook = Outlook(Policy(), {ASKED: Diary(away_until=date(2026, 10, 1))})
    found = said(handed(participants=people), outlook, weeks=1)
    assert found == ["Mon 14 Sep 2026 14:00, Olaf, direct message: Ana is away; question 1 (A) waits"]


def test_where_nothing_would_be_sent_that_is_said() -> None:
    """A review that waits for nothing."""
    assert said(full_review(same_tomorrow=None), Outlook(Policy(), {})) == [WORDS("when_nothing")]


@pytest.mark.parametrize("kind", NudgeKind)
def test_every_kind_of_nudge_has_its_words(kind: NudgeKind) -> None:
    """Filled with what any of them is given."""
    values = {"about": "W2", "items": "", "due": "", "past": False, "name": "Mia", "waits": "W2"}
    assert WORDS(f"when_{kind}", **values)


@pytest.mark.parametrize("question", Question)
def test_every_question_has_its_number(question: Question) -> None:
    """A person knows it by that."""
    assert WORDS(f"when_about_{question}", decision="A")


# -- the command


def test_the_command_tells_of_a_review_in_the_database(reviewed: Shell) -> None:
    """The open one, whose owner was asked long ago or just now: the first word, and it is the reader's zone."""
    ran = reviewed.run("when", "AR-1", "--weeks", "52", WORKSPACE_ZONE="Asia/Tokyo")
    assert ran.code == 0
    heading, *rest = ran.out.splitlines()
    assert heading.startswith("AR-1 ")
    assert "Asia/Tokyo" in heading
    assert any("in the thread" in line and "mira" in line for line in rest)


def test_the_policy_file_counts(reviewed: Shell) -> None:
    """The first word by direct message, where it says so."""
    file = reviewed.folder / "policy.yml"
    file.write_text("question: {first_word_to: asked}\n")
    out = reviewed.run("when", "1", "--weeks", "52", POLICY=str(file)).out
    assert "in the thread" not in out
    assert "direct message" in out


def test_looking_changes_nothing(reviewed: Shell) -> None:
    """Twice the same, and nothing is kept as told."""
    asked = ("when", "1", "--weeks", "3")
    assert reviewed.run(*asked).out == reviewed.run(*asked).out


def test_a_review_that_is_not_there_is_one_sentence(reviewed: Shell) -> None:
    """And code 2."""
    ran = reviewed.run("when", "99")
    assert ran.code == 2
    assert "AR-99" in ran.error


@pytest.mark.parametrize("weeks", ["0", "53", "x"])
def test_weeks_are_one_to_fifty_two(weeks: str, shell: Shell) -> None:
    """Others are refused before anything is read."""
    with pytest.raises(SystemExit) as ended:
        shell.run("when", "1", "--weeks", weeks)
    assert ended.value.code == 2
    assert "--weeks" in shell.capsys.readouterr().err


def test_an_unknown_of_a_review_has_its_day() -> None:
    """Before it and after it."""
    found = make_review(unknowns=(unknown(Question.DECISION, Facet.BELIEF),), same_tomorrow=None)
    lines_of_it = [line for line in said(found, Outlook(Policy(), {})) if "U1" in line]
    assert "U1 is to be found out by Mon 21 Sep 2026" in lines_of_it[0]
    assert "U1 was to be found out by Mon 21 Sep 2026" in lines_of_it[1]
