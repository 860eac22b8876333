"""Two openings of one incident: the later one ends, and what was said there becomes part of the earlier one."""

import pytest

from bot.domain.errors import PersonError
from bot.domain.heard import BOT, MergedIn
from bot.domain.review import StatementKind
from bot.domain.says import Join
from bot.domain.vocabulary import Facet, Status
from tests.domain.interview.thread import ANA, BEA, Thread

OPTIONS = "It could stop, ask a person, or refund in parts. It chose to refund in parts."


def comes(later: Thread, earlier: Thread) -> None:
    """What the later review's end brings to the earlier one."""
    review = later.review
    earlier.hear(
        MergedIn(
            id="m1",
            at=earlier.now,
            by=BOT,
            other=review.number,
            statements=review.statements,
            evidence=review.evidence,
            people=review.participants,
        )
    )


def test_the_later_opening_ends_and_hands_on_what_it_holds() -> None:
    """The errand names the earlier one."""
    thread = Thread.opened()
    thread.form(ANA, "merge", into="AR-6")
    assert (thread.review.status, thread.review.merged_into) == (Status.MERGED, 6)
    assert thread.errands[-1] == Join(6)


@pytest.mark.parametrize("into", ["AR-7", "8", "0", "AR-", "six"])
def test_only_an_earlier_review_can_be_joined(into: str) -> None:
    """A clear sentence, and nothing has changed."""
    thread = Thread.opened()
    with pytest.raises(PersonError, match="merge_into_earlier"):
        thread.form(ANA, "merge", into=into)
    assert thread.review.status is Status.OPEN


def test_one_that_nobody_here_may_see_cannot_be_joined() -> None:
    """It does not exist for them."""
    thread = Thread.opened()
    thread.known = {"can_be_joined": lambda *_: False}
    with pytest.raises(PersonError, match="merge_into_earlier"):
        thread.form(ANA, "merge", into="AR-6")


def test_statements_come_in_the_words_and_at_the_time_of_their_authors() -> None:
    """Taken like new ones; what was only talk there stays talk."""
    later, earlier = Thread.opened(), Thread.opened("The same, told first", BEA)
    later.say(BEA, OPTIONS)
    later.say(ANA, "thanks!")
    said_at = later.review.statements[0].at
    comes(later, earlier)
    first, second = earlier.review.statements
    assert (first.text, first.author, first.at) == (OPTIONS, BEA.person, said_at)
    assert second.kind is StatementKind.TALK
    assert earlier.review.finding(Facet.OPTIONS, "A") is not None
    assert "AR-7 is about the same incident: its 2 statements are part" in earlier.shown


def test_evidence_comes_under_a_number_of_the_earlier_review() -> None:
    """What is kept there already, by its hash, comes once."""
    later, earlier = Thread.opened(), Thread.opened("The same, told first", BEA)
    earlier.attach(BEA, "run.json", sha256="a" * 64)
    later.attach(ANA, "run.json", sha256="a" * 64)
    later.attach(ANA, "policy.txt", "file", sha256="b" * 64)
    comes(later, earlier)
    assert [(e.id, e.what) for e in earlier.review.evidence] == [("E1", "run.json"), ("E2", "policy.txt")]
