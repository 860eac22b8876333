"""A drill posted by a pipeline, in the record and in the thread."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import PersonError
from bot.domain.heard import DrillPosted, Speaker
from bot.domain.interview.posting import may_post
from bot.domain.review import Outcome, PersonKey
from bot.domain.vocabulary import EvidenceClass, Status, WallStatus, YesNo
from bot.publishers import gfm
from tests.domain.interview.answers import finished
from tests.domain.interview.test_walls_in_thread import standing
from tests.domain.interview.thread import BEA, CEM, HERE, Thread, voice

PIPELINE = Speaker(PersonKey("hook:drill:nightly"), "nightly")
HELD = Outcome(YesNo.YES, YesNo.YES, YesNo.YES)
MISSED = Outcome(YesNo.NO, YesNo.YES, YesNo.YES)


def drill(thread: Thread, case: Outcome = HELD, **changes: Any) -> DrillPosted:
    """A drill of W1, run just now; its text was kept."""
    said: dict[str, Any] = {
        "id": "d1",
        "at": thread.now,
        "by": PIPELINE,
        "thread": HERE,
        "wall": "W1",
        "environment": "staging",
        "run_at": thread.now,
        "incident_case": case,
        "sibling_case": HELD,
        "what": "drill.log",
        "sha256": "a" * 64,
        "kept_sha256": "b" * 64,
        "size": 9,
    }
    return DrillPosted(**{**said, **changes})


def test_a_pass_of_a_standing_wall_is_recorded_and_asks_nobody() -> None:
    """With what shows it, by the name of the pipeline; the review stays closed."""
    thread = standing(finished())
    assert thread.hear(drill(thread)) == ()
    (wall,) = thread.review.walls
    last, evidence = wall.drills[-1], thread.review.evidence[-1]
    assert (last.run_by, last.evidence) == (PIPELINE.person, (evidence.id,))
    assert (evidence.sha256, evidence.kept_sha256, evidence.captured) == ("a" * 64, "b" * 64, True)
    assert thread.review.acts[-1].kind == "drill_posted"
    assert thread.status() is Status.CLOSED


def test_a_failure_takes_the_wall_down_and_says_so() -> None:
    """In the thread, with its owner's name; a review that was closed is open again."""
    thread = standing(finished())
    thread.hear(drill(thread, MISSED))
    assert thread.review.walls[0].status is WallStatus.BUILT
    assert thread.keys == ["drill_posted"]
    assert "nightly drilled W1, and it did not hold both cases" in thread.shown
    assert BEA.name in thread.shown
    assert thread.status() is Status.OPEN


def test_a_second_failure_is_recorded_without_a_word() -> None:
    """Everybody knows by then."""
    thread = standing(finished())
    thread.hear(drill(thread, MISSED))
    assert thread.hear(drill(thread, MISSED, id="d2")) == ()
    assert len(thread.review.walls[0].drills) == 3


def test_after_a_failure_a_pass_waits_for_a_person() -> None:
    """One tap by somebody who neither owns the wall nor ran it."""
    thread = standing(finished())
    thread.hear(drill(thread, MISSED))
    thread.hear(drill(thread, id="d2", sha256="c" * 64))
    assert thread.button("verify").value == "W1"
    thread.press(CEM, "verify", "W1")
    assert thread.review.walls[0].status is WallStatus.STANDING


def test_the_same_post_twice_is_once() -> None:
    """However it comes in."""
    thread = standing(finished())
    thread.hear(drill(thread))
    before = thread.review
    assert thread.hear(drill(thread)) == ()
    assert thread.review == before


def test_the_same_bytes_are_one_evidence() -> None:
    """A drill that shows the same again adds none."""
    thread = standing(finished())
    thread.hear(drill(thread))
    count = len(thread.review.evidence)
    thread.now += timedelta(days=1)
    thread.hear(drill(thread, id="d2"))
    assert len(thread.review.evidence) == count
    assert thread.review.walls[0].drills[-1].evidence == thread.review.walls[0].drills[-2].evidence


def test_what_lies_elsewhere_is_listed_by_its_hash_as_not_kept() -> None:
    """Nobody here can open it, so how it is known stays unknown."""
    thread = standing(finished())
    thread.hear(drill(thread, kept_sha256="", source="https://ci.example/7"))
    evidence = thread.review.evidence[-1]
    assert (evidence.captured, evidence.trouble) == (False, "drill_kept_elsewhere")
    assert (evidence.evidence_class, evidence.sha256) == (EvidenceClass.UNKNOWN, "a" * 64)


def test_the_document_says_that_nobody_looked_at_a_posted_drill() -> None:
    """Yet until when it proves the wall."""
    thread = standing(finished())
    thread.hear(drill(thread))
    page = gfm.markdown(voice().document(thread.review))
    assert "renews a drill that was verified" in page


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"wall": "W9"}, "no_such_wall"),
        ({"sha256": ""}, "drill_needs_hash"),
    ],
)
def test_what_would_be_refused_is_known_before(change: dict[str, Any], error: str) -> None:
    """A wall that there is not; a pass that shows nothing with a hash. A failure needs nothing to show it."""
    thread = standing(finished())
    with pytest.raises(PersonError, match=error):
        may_post(thread.review, drill(thread, **change), thread.now, thread.now.date())
    may_post(thread.review, drill(thread, MISSED, sha256="", what=""), thread.now, thread.now.date())


def test_a_wall_without_a_verified_drill_takes_none() -> None:
    """The first is a person's, and nothing of the post is kept."""
    thread = finished()
    before = thread.review
    with pytest.raises(PersonError, match="drill_unverified"):
        thread.hear(drill(thread))
    assert thread.review == before
