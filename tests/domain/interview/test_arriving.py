"""A full window that arrived, in the record and in the thread."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.domain.capturing import capture_id
from bot.domain.heard import BOT, Attached, CaptureSeen
from bot.domain.review import Span
from bot.domain.says import Place
from bot.domain.vocabulary import EvidenceClass, Family, Question, Status, WallStatus
from bot.publishers import gfm
from tests.domain.interview.answers import at, finished
from tests.domain.interview.test_walls_in_thread import CHECKS
from tests.domain.interview.thread import ANA, BEA, Thread, voice

TRACE = "0af7651916cd43dd8448eb211c80319c"
AGENT = "Refund-Desk"


def taken(thread: Thread | None = None) -> Thread:
    """A finished review whose one wall is the bot's own, taken by Bea."""
    thread = thread or finished()
    thread.press(BEA, "own_wall", "W1")
    thread.form(BEA, "accept_wall", "W1", **CHECKS)
    (wall,) = thread.review.walls
    own = replace(wall, spans=(Span("bot", "Capture context at decision time"),), family=Family.DETECT)
    thread.review = replace(thread.review, agent="refund-desk", walls=(own,))
    return thread


def seen(thread: Thread, arrived: datetime | None = None, **changes: Any) -> CaptureSeen:
    """A window that arrived just now, kept as evidence is."""
    run = Attached(
        id="run",
        at=thread.now,
        by=BOT,
        what=f"{TRACE}.pb",
        kind="trace",
        sha256="a" * 64,
        kept_sha256="b" * 64,
        source=f"trace {TRACE}",
        captured_at=thread.now,
        points=3,
    )
    said: dict[str, Any] = {
        "id": capture_id(thread.review.number, "W1", TRACE),
        "at": thread.now,
        "by": BOT,
        "review": thread.review.number,
        "wall": "W1",
        "agent": AGENT,
        "arrived_at": arrived or thread.now,
        "run": run,
    }
    return CaptureSeen(**{**said, **changes})


def test_the_wall_stands_and_the_thread_hears_why() -> None:
    """One sentence to everybody, without a button: nobody is asked anything. Its last wall closes the review."""
    thread = taken()
    thread.hear(seen(thread))
    (wall,) = thread.review.walls
    assert wall.status is WallStatus.STANDING
    (say,) = thread.last
    assert (say.key, say.place, say.buttons) == ("wall_captured", Place.THREAD, ())
    assert "W1 stands until 2026-12-13: a full window of Refund-Desk arrived on 2026-09-14" in thread.shown
    assert thread.status() is Status.CLOSED


def test_the_run_is_evidence_as_if_somebody_had_brought_it_in() -> None:
    """By its id, with its moments; the drill names it."""
    thread = taken()
    thread.hear(seen(thread))
    evidence = thread.review.evidence[-1]
    assert (evidence.kind, evidence.source) == ("trace", f"trace {TRACE}")
    assert (evidence.evidence_class, evidence.captured, evidence.points) == (EvidenceClass.LOGGED, True, 3)
    assert thread.review.walls[0].drills[-1].evidence == (evidence.id,)


def test_a_run_that_was_brought_in_before_is_no_second_evidence() -> None:
    """The same bytes are the same."""
    thread = taken()
    thread.attach(ANA, f"{TRACE}.pb", sha256="a" * 64)
    known = thread.review.evidence
    thread.hear(seen(thread))
    assert thread.review.evidence == known
    assert thread.review.walls[0].drills[-1].evidence == (known[-1].id,)


def test_the_same_news_twice_is_once() -> None:
    """And a run that came before the one that counted is no news."""
    thread = taken()
    heard = seen(thread)
    thread.hear(heard)
    before = thread.review
    assert thread.hear(heard) == ()
    assert thread.hear(seen(thread, heard.arrived_at - timedelta(minutes=1), id="other")) == ()
    assert thread.review == before


def test_a_later_window_renews_it() -> None:
    """From its own arrival on."""
    thread = taken()
    thread.hear(seen(thread))
    thread.now += timedelta(days=80)
    thread.hear(seen(thread, id="other"))
    assert "W1 stands until 2027-03-03" in thread.shown
    assert len(thread.review.walls[0].drills) == 2


@pytest.mark.parametrize("changes", [{"agent": "triage"}, {"wall": "W9"}])
def test_of_another_agent_or_wall_nothing_follows(changes: dict[str, Any]) -> None:
    """Not even evidence."""
    thread = taken()
    walls, evidence = thread.review.walls, thread.review.evidence
    assert thread.hear(seen(thread, **changes)) == ()
    assert (thread.review.walls, thread.review.evidence) == (walls, evidence)


def test_a_proposed_wall_is_not_touched() -> None:
    """Nobody took it."""
    thread = at(Question.CONTEXT)
    thread.tap(BEA, "capture_wall")
    thread.review = replace(thread.review, agent="refund-desk")
    before = thread.review
    assert thread.hear(seen(thread)) == ()
    assert thread.review == before


def test_its_owner_is_told_that_a_window_proves_it() -> None:
    """And not that anything is to be blocked."""
    thread = at(Question.CONTEXT)
    thread.tap(BEA, "capture_wall")
    thread.press(BEA, "own_wall", "W1")
    assert "one full window that it sends here proves it, and nobody is asked" in thread.shown
    assert "it is blocked" not in thread.shown


def test_a_restricted_review_hears_it_too() -> None:
    """The bot is in no list of readers, and needs to be in none."""
    thread = taken()
    thread.form(ANA, "restrict", readers=BEA.person)
    thread.hear(seen(thread))
    assert thread.review.walls[0].status is WallStatus.STANDING


def test_a_review_that_was_taken_back_hears_nothing() -> None:
    """No evidence, no word."""
    thread = taken()
    thread.review = replace(thread.review, status=Status.WITHDRAWN)
    before = thread.review
    assert thread.hear(seen(thread)) == ()
    assert thread.review == before


def test_the_document_says_recorded_and_not_blocked() -> None:
    """Nobody ran it, nobody verified it; what the case did is not claimed."""
    thread = taken()
    thread.hear(seen(thread))
    page = gfm.markdown(voice().document(thread.review))
    (row,) = [line for line in page.splitlines() if line.startswith("| W1.1 ")]
    assert "a full window of Refund-Desk arrived" in row
    assert row.count("recorded: yes") == 2
    assert "blocked" not in row
    assert "someone told" not in row
    assert "by nobody" in row
    assert "by the bot" in page
