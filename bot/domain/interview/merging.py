"""Two openings of one incident: the later one ends, and what was said there becomes part of the earlier one."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import MergedIn, Speaker
from bot.domain.interview import hearing, owning
from bot.domain.interview.gaps import letter_for
from bot.domain.interview.history import acted
from bot.domain.interview.room import Room, with_writer
from bot.domain.review import Evidence, Review, Statement, StatementKind
from bot.domain.says import Join, Say, Step
from bot.domain.vocabulary import Question, Status


def merge(review: Review, into: str, who: Speaker, room: Room) -> Step:
    """[Same as AR-6]: this opening ends and names the earlier one, where its statements and evidence go."""
    owning.only_an_opening(review, who)
    typed = into.strip().upper().removeprefix("AR-")
    number = int(typed) if typed.isascii() and typed.isdecimal() else 0
    if not 0 < number < review.number or not room.can_be_joined(number, who.person):
        raise PersonError("merge_into_earlier", number=into)
    review = replace(review, status=Status.MERGED, merged_into=number, asking=None)
    review = acted(review, "merged", room, who.person, other=str(number))
    return Step(review).saying(Say("merged", {"other": f"AR-{number}"}, "merged")).doing(Join(number))


def merged_in(review: Review, heard: MergedIn, room: Room) -> Step:
    """What was said in the other opening, in the words and at the time of its authors; then worked on as one."""
    names = {p.person: Speaker(p.person, p.name, p.agent) for p in heard.people}
    for statement in heard.statements:
        review = with_writer(review, names.get(statement.author, Speaker(statement.author, "")))
        review = _with(review, statement)
    known = {one.sha256 for one in review.evidence}
    for one in heard.evidence:
        if not one.sha256 or one.sha256 not in known:
            review = _with_evidence(review, one)
    review = acted(review, "merged_in", room, other=str(heard.other))
    values = {
        "other": f"AR-{heard.other}",
        "statements": len(heard.statements),
        "evidence": len(heard.evidence),
    }
    said = Step(review).saying(Say("merged_in", values, f"merged_in:{heard.other}"))
    return said.then(lambda after: hearing.work_off(after, room))


def _with(review: Review, statement: Statement) -> Review:
    """One statement more in the log, to be worked on like a new one where it is an answer and still there."""
    question = review.asking or Question.CLOSE
    number = review.statement_count + 1
    answer = statement.kind is StatementKind.ANSWER and not statement.deleted
    here = replace(
        statement,
        id=number,
        question=question,
        decision=letter_for(question, review.current),
        pending=answer and review.status is Status.OPEN,
    )
    return replace(review, statements=(*review.statements, here), statement_count=number)


def _with_evidence(review: Review, one: Evidence) -> Review:
    """One piece of evidence more, under a number of this review."""
    return replace(review, evidence=(*review.evidence, replace(one, id=f"E{len(review.evidence) + 1}")))
