"""Forms about walls: one more, its owner, taking it, another date, a drill, declined, no longer needed."""

from collections.abc import Callable, Mapping

from bot.domain.heard import FormSent
from bot.domain.interview import giving, notes, proving, pushing, walling
from bot.domain.interview.fields import (
    Fields,
    coming_day,
    day,
    kept,
    member,
    moment,
    needed,
    outcome,
    person,
    with_reason,
    yes_no,
)
from bot.domain.interview.filing import source_of
from bot.domain.interview.room import Room
from bot.domain.review import Checks, Review, Span, Stage
from bot.domain.says import Step
from bot.domain.vocabulary import Family, Question

Filler = Callable[[Review, FormSent, Fields, Room], Step]


def _wall(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """One more wall; what the class still lacks is asked before the walls are checked."""
    text = needed(fields, "text")
    family = member(Family, fields["family"]) if fields.get("family", "").strip() else None
    if any(span.text == text for wall in review.walls for span in wall.spans):
        return Step(review)
    review, statement = kept(review, heard, text, Question.WALL)
    review = walling.with_new_wall(review, Span(source_of(statement), text), family, heard.by.person, room)
    told = notes.NOTHING.adding(notes.simple("wall", id=review.walls[-1].id))
    if review.asking is Question.WALL and review.step(Question.WALL).stage is not Stage.VERDICT:
        return pushing.push(review, Question.WALL, (), told, room)
    return walling.changed(review, told, room)


def _wall_owner(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    due = coming_day(fields["due"], room) if fields.get("due", "").strip() else None
    return giving.give(review, heard.target, person(fields), due, heard.by, room)


def _accept(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    checks = Checks(
        before_effect=yes_no(fields, "before_effect"),
        stops_sibling=yes_no(fields, "stops_sibling"),
        auditable=yes_no(fields, "auditable"),
    )
    due = day(fields["due"]) if fields.get("due", "").strip() else None
    given = proving.Accepted(checks, due, yes_no(fields, "rare_second_person"))
    return proving.accepted(review, heard.target, given, heard.by, room)


def _drill(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    record = proving.Record(
        environment=needed(fields, "environment"),
        incident_case=outcome(fields, "incident"),
        sibling_case=outcome(fields, "sibling"),
        evidence=tuple(fields.get("evidence", "").upper().replace(",", " ").split()),
        run_at=moment(fields.get("run_at", ""), room),
    )
    if _is_the_last(review, heard, record):
        return Step(review)
    return proving.drilled(review, heard.target, record, heard.by, room)


def _is_the_last(review: Review, heard: FormSent, record: proving.Record) -> bool:
    """Whether this drill was recorded just now: the form was sent twice."""
    last = walling.known_wall(review, heard.target).drills[-1:]
    return any(
        (d.environment, d.incident_case, d.sibling_case, d.evidence, d.run_by, d.run_at.date())
        == (
            record.environment,
            record.incident_case,
            record.sibling_case,
            record.evidence,
            heard.by.person,
            record.run_at.date(),
        )
        for d in last
    )


def _date(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    due, why = day(fields.get("due", "")), fields.get("why", "").strip()
    return _because(proving.dated(review, heard.target, due, why, heard.by, room), heard, why)


def _decline(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """Refused by name, with why."""
    why = needed(fields, "why")
    return _because(proving.declined(review, heard.target, why, heard.by, room), heard, why)


def _drop(review: Review, heard: FormSent, fields: Fields, room: Room) -> Step:
    """No longer needed: what it was for is gone, or another wall does its work."""
    why = fields.get("why", "").strip()
    if other := fields.get("other", "").strip().upper():
        return _because(proving.superseded(review, heard.target, other, heard.by, room), heard, why)
    return _because(proving.dropped(review, heard.target, needed(fields, "why"), heard.by, room), heard, why)


def _because(step: Step, heard: FormSent, why: str) -> Step:
    """The step, its reason kept as a statement about the walls."""
    return with_reason(step, heard, why, Question.WALL)


WALL_FORMS: Mapping[str, Filler] = {
    "accept_wall": _accept,
    "date": _date,
    "decline": _decline,
    "drill": _drill,
    "drop_wall": _drop,
    "wall": _wall,
    "wall_owner": _wall_owner,
}
"""Every form about a wall and what sending it does."""
