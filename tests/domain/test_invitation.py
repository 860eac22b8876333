"""The calendar file of a call: one event that any calendar can read, whatever people typed into the review."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import PersonError
from bot.domain.invitation import agenda, invitation
from bot.domain.review import Review
from bot.domain.vocabulary import Facet, Question
from tests.domain.interview.thread import voice
from tests.domain.making import MONDAY, finding, full_review, make_review, unknown, with_findings
from tests.domain.playing import asked

AT = datetime(2026, 9, 15, 14, 30, tzinfo=timezone(timedelta(hours=2)))
OPEN = (Facet.OPTIONS, Facet.BELIEF)


def made(review: Review, *facets: Facet, at: datetime = AT, now: datetime = MONDAY) -> bytes:
    """The file in the words that ship."""
    return invitation(review, facets, at, now, voice().labels)


def read(file: bytes) -> dict[str, str]:
    """Its properties by name, lines joined again and text as it was meant (RFC 5545, 3.1 and 3.3.11)."""
    lines = re.sub(r"\r\n[ \t]", "", file.decode()).removesuffix("\r\n").split("\r\n")
    return {name: meant(value) for name, _, value in (line.partition(":") for line in lines)}


def meant(value: str) -> str:
    """A TEXT without its escapes."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def test_a_call_takes_twenty_five_minutes() -> None:
    """Its times are in UTC, wherever the reader is."""
    event = read(made(make_review(), *OPEN))
    assert (event["DTSTART"], event["DTEND"]) == ("20260915T123000Z", "20260915T125500Z")
    assert event["DTSTAMP"] == "20260914T100000Z"


def test_what_is_open_is_the_agenda() -> None:
    """A line for each facet, as people call it, under the review's title."""
    event = read(made(make_review(), *OPEN))
    assert event["SUMMARY"] == "AR-7: 25 minutes together"
    lines = event["DESCRIPTION"].split("\n")
    assert lines[0] == "Decision review AR-7: Refund paid twelve times"
    assert lines[2:-1] == ["- options", "- the belief it rested on"]


def test_nothing_open_is_no_agenda() -> None:
    """What the call is about, and what becomes of what nobody can say."""
    assert len(read(made(make_review()))["DESCRIPTION"].split("\n")) == 2


def test_another_time_replaces_the_event() -> None:
    """A review has one call: the same id, whenever and about whatever it is."""
    first = read(made(make_review(), *OPEN))
    second = read(made(make_review(), at=AT + timedelta(days=1), now=MONDAY + timedelta(hours=1)))
    assert first["UID"] == second["UID"]
    assert first["DTSTAMP"] < second["DTSTAMP"]
    assert read(made(make_review(number=8)))["UID"] != first["UID"]
    assert read(made(make_review(workspace="test:T2")))["UID"] != first["UID"]


def test_the_same_call_is_the_same_file() -> None:
    """Nothing in it is by chance."""
    assert made(make_review(), *OPEN) == made(make_review(), *OPEN)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_people_typed_stays_text(title: str) -> None:
    """No line of the file is longer than 75 octets, and none is theirs: commas, colons, line ends mean nothing."""
    file = made(make_review(title=title), *OPEN)
    lines = file.removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in lines)
    assert all(line.decode() for line in lines)
    assert [line.partition(b":")[0] for line in lines if not line.startswith(b" ")] == [
        b"BEGIN", b"VERSION", b"PRODID", b"METHOD", b"BEGIN", b"UID", b"DTSTAMP", b"DTSTART", b"DTEND", b"SUMMARY",
        b"DESCRIPTION", b"END", b"END",
    ]  # fmt: skip
    shown = " ".join(read(file)["DESCRIPTION"].split())
    kept = re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", " ", title)
    assert shown.startswith(" ".join(f"Decision review AR-7: {kept}".split()))


def test_half_a_sign_is_no_reason_to_send_nothing() -> None:
    """What no file can hold is left out."""
    assert "x y" in read(made(make_review(title="x\ud800y")))["DESCRIPTION"]


def test_the_agenda_of_a_question_is_what_it_lacks() -> None:
    """Neither what was answered nor what somebody finds out."""
    review = with_findings(
        asked(unknowns=(unknown(Question.DECISION, Facet.BELIEF),)), [finding(Facet.OPTIONS)]
    )
    found = agenda(review, "A:decision")
    assert Facet.CHOICE in found
    assert not {Facet.OPTIONS, Facet.BELIEF, Facet.DATA} & set(found)


def test_the_agenda_of_a_review_is_all_that_is_open() -> None:
    """Where what is waited for is no question."""
    assert {Facet.CHOICE, Facet.DATA, Facet.WALLS} <= set(agenda(asked(), "rest"))
    assert Facet.CHOICE not in agenda(full_review(), "rest")


def test_a_question_that_is_not_there_has_no_agenda() -> None:
    """A button of another make."""
    with pytest.raises(PersonError):
        agenda(asked(), "C:decision")


def test_a_moment_is_written_in_utc() -> None:
    """Whatever zone it came in."""
    assert made(make_review(), at=AT) == made(make_review(), at=AT.astimezone(UTC))
