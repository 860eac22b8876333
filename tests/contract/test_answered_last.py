"""What every unit of work remembers of an agent: who owned its last review, who answered which question."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.heard import Speaker
from bot.domain.review import Finding, Participant, PersonKey, Review, Span
from bot.domain.vocabulary import EvidenceClass, Facet, Question, Status
from bot.ports import Store
from storage.rules import MOST_REMEMBERED
from tests.contract.reviews import ADA, BO, CY, MOMENT, WORKSPACE, plain

AGENT = "refunds"


def said(facet: Facet, author: PersonKey, hours: int = 0, decision: str = "A") -> Finding:
    """A finding somebody gave, so many hours after the opening."""
    at = MOMENT + timedelta(hours=hours)
    return Finding(facet, (Span("S1", "words"),), EvidenceClass.TESTIMONY, author, at, decision)


def review(number: int, *findings: Finding) -> Review:
    """A review of the agent with these findings."""
    return replace(plain(number), agent=AGENT, findings=findings)


def found(store: Store, *reviews: Review, besides: int = 99) -> dict[Question, PersonKey]:
    """Who is remembered once these reviews are kept."""
    with store.unit() as work:
        for each in reviews:
            work.keep(each)
    with store.unit() as work:
        return dict(work.answered_last(WORKSPACE, AGENT, besides))


def test_the_newest_finding_of_each_question_counts(store: Store) -> None:
    """Whatever its facet, decision and review; in the order of the questions, and the close is none of them."""
    older = review(
        1,
        said(Facet.REASON, ADA, 1),
        said(Facet.STATE, ADA, 1),
        said(Facet.CLASS_SENTENCE, CY, 9, ""),
        said(Facet.SAME_TOMORROW, CY, 9, ""),
    )
    newer = review(
        2, said(Facet.OPTIONS, CY, 3, "B"), said(Facet.CHOICE, BO, 2), said(Facet.WALLS, BO, 8, "")
    )
    remembered = found(store, older, newer)
    assert list(remembered.items()) == [
        (Question.DECISION, CY),
        (Question.CONTEXT, ADA),
        (Question.WALL, CY),
    ]


def test_of_one_moment_the_later_review_and_its_later_finding_count(store: Store) -> None:
    """Two answers of one moment never leave it to chance."""
    older = review(1, said(Facet.REASON, ADA), said(Facet.STATE, ADA), said(Facet.DATA, BO))
    assert found(store, older, review(2, said(Facet.CHOICE, CY))) == {
        Question.DECISION: CY,
        Question.CONTEXT: BO,
    }


@pytest.mark.parametrize(
    "other",
    [
        replace(review(1, said(Facet.CHOICE, ADA)), agent="mail"),
        replace(review(1, said(Facet.CHOICE, ADA)), workspace="teams:X"),
        replace(review(1, said(Facet.CHOICE, ADA)), restricted=True, readers=(ADA, BO, CY)),
        review(99, said(Facet.CHOICE, ADA)),
    ],
    ids=["another agent", "another workspace", "restricted", "the one that asks"],
)
def test_what_is_not_of_this_agent_or_not_for_everybody_tells_nothing(store: Store, other: Review) -> None:
    """A name alone would tell those who may not read it that there was such a review."""
    assert found(store, other) == {}


def test_the_agent_itself_is_not_remembered(store: Store) -> None:
    """Neither one its platform marks nor one a person marked in that review: who answered before it is."""
    with store.unit() as work:
        work.meet(Speaker(CY, "Refundo", agent=True))
        work.meet(Speaker(ADA, "Ada"))
    marked = Participant(BO, "Bo", 1, agent=True)
    findings = (said(Facet.CHOICE, ADA), said(Facet.REASON, CY, 1), said(Facet.BELIEF, BO, 2))
    assert found(store, replace(review(1, *findings), participants=(marked,))) == {Question.DECISION: ADA}


def test_only_the_newest_reviews_are_looked_at(store: Store) -> None:
    """Open to everybody, that is: others take nobody's place."""
    old = review(1, said(Facet.CHOICE, ADA))
    between = (review(number, said(Facet.STATE, BO)) for number in range(2, MOST_REMEMBERED + 1))
    hidden = replace(review(50, said(Facet.CHOICE, CY)), restricted=True)
    assert found(store, old, *between, hidden)[Question.DECISION] == ADA
    assert Question.DECISION not in found(store, review(60, said(Facet.STATE, BO)))


def test_reviews_without_an_agent_have_nothing_in_common(store: Store) -> None:
    """Nobody said which agent it was: nobody owned or answered for it."""
    unnamed = replace(review(1, said(Facet.CHOICE, ADA)), agent="", status=Status.CLOSED)
    with store.unit() as work:
        work.keep(unnamed)
    with store.unit() as work:
        assert work.answered_last(WORKSPACE, "", 99) == ()
        assert work.last_owner(WORKSPACE, "") is None


def test_the_owner_of_a_restricted_review_is_not_named_elsewhere(store: Store) -> None:
    """The newest that everybody may read counts."""
    with store.unit() as work:
        work.keep(replace(review(1), status=Status.FILED, owner=ADA))
        work.keep(replace(review(2), status=Status.FILED, owner=CY, restricted=True))
    with store.unit() as work:
        assert work.last_owner(WORKSPACE, AGENT) == ADA


def test_a_person_is_known_by_the_newest_name(store: Store) -> None:
    """Whoever was never met is nobody."""
    with store.unit() as work:
        work.meet(Speaker(ADA, "A."))
        work.meet(Speaker(ADA, "Ada"))
    with store.unit() as work:
        assert work.person(ADA) == Speaker(ADA, "Ada")
        assert work.person(BO) is None
