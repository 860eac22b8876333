"""A link to a recorded run: evidence at once, its moments offered when it was fetched, its trouble said once."""

from typing import Any

import pytest

from bot.domain.errors import PersonError
from bot.domain.heard import BOT, Attached, Fetched
from bot.domain.review import StatementKind
from bot.domain.run_links import RunLink
from bot.domain.says import Fetch
from tests.domain.interview.thread import ANA, BEA, HERE, Thread, spoken

RUN = "https://traces.example.com/trace/0af7651916cd43dd8448eb211c80319c"
EXPORT = "https://app.datadoghq.com/llm/traces?query=1"


def links(text: str) -> tuple[RunLink, ...]:
    """One backend that is read, and one that is not."""
    known = (RunLink(RUN, "Jaeger"), RunLink(EXPORT, "Datadog", "source_export_wanted"))
    return tuple(link for link in known if link.link in text)


def thread() -> Thread:
    """A review in which both are known."""
    opened = Thread.opened()
    opened.known["links"] = links
    return opened


def came(at: Thread, **fields: Any) -> Fetched:
    """What became of the newest fetch."""
    base = {"what": RUN, "kind": "link", "evidence": "E1", **fields}
    return Fetched(id=f"f{len(at.heard)}", at=at.now, by=BOT, thread=HERE, **base)


def test_a_link_is_evidence_at_once_and_its_run_is_fetched() -> None:
    """Nothing is said of it yet; the same link again is nothing new."""
    at = thread()
    at.say(ANA, f"It paid twice. The run is {RUN}")
    at.say(BEA, f"this one: {RUN}")
    assert [e for e in at.errands if isinstance(e, Fetch)] == [Fetch("E1", RUN)]
    (kept,) = at.review.evidence
    assert (kept.kind, kept.what, kept.source, kept.captured, kept.added_by) == (
        "link",
        "Jaeger",
        RUN,
        False,
        ANA.person,
    )
    assert "evidence" not in at.keys


def test_a_message_that_is_only_a_link_is_no_answer() -> None:
    """It stays in the log, as talk."""
    at = thread()
    at.say(ANA, RUN)
    assert at.statement(RUN).kind is StatementKind.TALK


def test_a_line_that_opens_a_review_may_carry_the_link() -> None:
    """The title is the rest of the line."""
    at = Thread.opened(f"It paid twice {RUN}", links=links)
    assert at.review.title == "It paid twice"
    assert Fetch("E1", RUN) in at.errands


def test_a_run_that_came_is_offered_like_one_that_was_dropped() -> None:
    """Its hash, and a button for each moment; the entry of the link becomes that of the trace."""
    at = thread()
    at.say(ANA, RUN)
    how = {"kind": "trace", "sha256": "ab" * 32, "kept_sha256": "cd" * 32, "points": 1, "size": 10}
    said = at.hear(came(at, **how, offers=(("a1", "14:02 refund(…)"),)))
    assert [say.key for say in said] == ["evidence", "points"]
    (kept,) = at.review.evidence
    assert (kept.kind, kept.captured, kept.sha256, kept.points, kept.source) == (
        "trace",
        True,
        "ab" * 32,
        1,
        RUN,
    )
    at.point(ANA, "a1", "refund(…)")
    assert at.review.decisions[0].evidence == "E1"


def test_a_trouble_is_said_once_and_a_way_on_with_it() -> None:
    """The same again is silence; the run may still come."""
    at = thread()
    at.say(ANA, RUN)
    (said,) = at.hear(came(at, trouble="source_arriving"))
    assert "dropped here" in spoken(said)
    assert at.hear(came(at, trouble="source_arriving")) == ()
    assert at.hear(came(at, trouble="source_given_up"))
    at.hear(came(at, kind="trace", sha256="ab" * 32))
    assert at.review.evidence[0].captured
    assert at.hear(came(at, trouble="source_down")) == ()


def test_a_link_that_is_not_read_is_kept_and_an_export_asked_for() -> None:
    """Nothing is fetched."""
    at = thread()
    at.say(ANA, f"The run is in {EXPORT}")
    assert not [e for e in at.errands if isinstance(e, Fetch)]
    assert "Export the run" in spoken(at.last[0])


def test_a_link_attached_as_such_is_fetched_too() -> None:
    """Any other link is listed as it came."""
    at = thread()
    for url in (RUN, "https://example.com/ticket/4"):
        at.hear(Attached(id=url, at=at.now, by=ANA, thread=HERE, what=url, kind="link", source=url))
    assert [e for e in at.errands if isinstance(e, Fetch)] == [Fetch("E1", RUN)]
    assert [e.source for e in at.review.evidence] == [RUN, "https://example.com/ticket/4"]


def test_a_link_added_by_an_edit_is_fetched() -> None:
    """As in a message."""
    at = thread()
    at.say(ANA, "It paid one order twice.")
    at.edit(ANA, at.statement("It paid one order twice.").message, f"It paid one order twice. {RUN}")
    assert Fetch("E1", RUN) in at.errands


def test_news_of_evidence_nobody_knows_is_refused() -> None:
    """It is a fault of ours, never a person's."""
    at = thread()
    with pytest.raises(PersonError):
        at.hear(came(at, evidence="E9"))
