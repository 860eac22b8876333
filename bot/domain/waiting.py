"""What an open review waits for: the question free text belongs to, those handed to somebody, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.nudges import NudgeKind, Round
from bot.domain.review import PersonKey, Progress, Review, Stage
from bot.domain.verdict import missing_facets
from bot.domain.vocabulary import FACETS, PER_DECISION, Question, Status

ASKED = "asked"
"""The kind of an Act that notes that a question or a probe was put; without it the last thing people did counts."""

FINISHED = "finished"
"""The kind of an Act that notes that somebody said that the review is done; what follows is not the interview's."""


@dataclass(frozen=True)
class Topic:
    """A question that waits for somebody's answer."""

    question: Question
    decision: str
    asked: PersonKey  # whose answer is waited for
    person: PersonKey  # they, or where they are gone who answers for the review
    since: datetime  # the last sign of life

    @property
    def about(self) -> str:
        """`A:decision`; `:wall` for a shared question."""
        return f"{self.decision}:{self.question}"


def topics(look: Round) -> tuple[Topic, ...]:
    """The question free text belongs to, and those handed to somebody; none while the bot has yet to answer."""
    review = look.review
    if review.status is not Status.OPEN or any(s.pending for s in review.statements):
        return ()
    return tuple(topic for step in asked(review) if (topic := _topic(step, look)) is not None)


def asked(review: Review) -> tuple[Progress, ...]:
    """The question free text belongs to, and those handed to somebody that still wait for an answer."""
    found: tuple[Progress, ...] = ()
    if review.asking is not None:
        letter = review.current if review.asking in PER_DECISION else ""
        found = (review.step(review.asking, letter),)
    waiting = {Stage.ASKED, Stage.VERDICT}
    handed = (p for p in review.progress if p.asked_of is not None and p.stage in waiting and p not in found)
    return (*found, *handed)


def _topic(step: Progress, look: Round) -> Topic | None:
    asked = step.asked_of or look.review.owner
    if (person := look.heir(asked)) is None:
        return None
    topic = Topic(step.question, step.decision, asked, person, last_sign(look.review))
    returned = look.sent(topic.about, person, NudgeKind.OWNER_GONE)
    return replace(topic, since=max((topic.since, *(t.at for t in returned))))


def last_sign(review: Review) -> datetime:
    """When the bot last put something, or somebody last gave something: words, a verdict, an act."""
    acts = (act.at for act in review.acts if act.by is not None or act.kind == ASKED)
    findings = (finding.at for finding in review.findings)
    verdicts = (verdict.at for verdict in review.verdicts if verdict.at is not None)
    unknowns = (unknown.opened_at for unknown in review.unknowns)
    return max((review.opened_at, *acts, *findings, *verdicts, *unknowns, *_given(review)))


def _given(review: Review) -> Iterator[datetime]:
    """When people said, attached, read or offered something that fills no facet."""
    yield from (statement.at for statement in review.statements)
    yield from (evidence.added_at for evidence in review.evidence)
    yield from (position.at for each in review.disagreements for position in each.positions)
    yield from (read.answered_at for read in review.cold_reads if read.answered_at is not None)
    yield from (parked.at for parked in review.parked)
    yield from (wall.proposed_at for wall in review.walls)


def open_facets(topic: Topic, look: Round) -> tuple[str, ...]:
    """Keys of the facets of a question that nobody has answered or owns; none: its verdict is open."""
    missing = missing_facets(look.review)
    return tuple(f.value for d, f in missing if d == topic.decision and f in FACETS[topic.question])


def is_left(review: Review) -> bool:
    """Whether a review was begun and not finished, and nothing in it is asked: between questions, or at its summary."""
    pending = any(s.pending for s in review.statements)
    finished = any(act.kind == FINISHED for act in review.acts)
    return review.status is Status.OPEN and review.asking is None and not pending and not finished
