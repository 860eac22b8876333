"""The close: same thing tomorrow, the summary with its gaps, finishing, and what a finished review becomes."""

from dataclasses import replace
from datetime import date

from bot.domain import verdict, walls
from bot.domain.errors import PersonError
from bot.domain.heard import Published, Speaker
from bot.domain.interview import notes
from bot.domain.interview.gaps import gaps
from bot.domain.interview.history import acted, with_status
from bot.domain.interview.rights import only_owner
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import (
    Decision,
    NoWallYet,
    PersonKey,
    Publication,
    Review,
    SameTomorrow,
    Span,
    WhyUnknown,
)
from bot.domain.says import Place, Publish, Say, Step
from bot.domain.vocabulary import PER_DECISION, Facet, Question, Status, Strength, YesNo


def with_tomorrow(
    review: Review,
    answer: YesNo,
    walls_named: tuple[str, ...],
    because: tuple[Span, ...],
    who: Speaker,
    room: Room,
) -> Review:
    """The review with its last line: would the same thing happen tomorrow?"""
    same = SameTomorrow(answer, because, who.person, room.now, walls_named)
    return replace(review, same_tomorrow=same, asking=None)


def summary(review: Review, told: notes.Notes, room: Room) -> Step:
    """Everything asked: what is held, what is not, and what to do with it."""
    empty = verdict.missing_facets(review)
    unasked = [d.letter for d in review.decisions if not _cold_read(review, d)]
    values = {
        **told.values(room),
        "open": [room.script.facet(facet).label for _, facet in empty],
        "unknowns": verdict.unknown_facets(review),
        "walls": len(review.walls),
        "strong": sum(walls.strength(w) is Strength.STRONG for w in review.walls),
        "weak_only": bool(review.walls) and all(walls.strength(w) is Strength.WEAK for w in review.walls),
        "no_walls": not review.walls,
        "no_cold_reader": bool(unasked),
        "contain": verdict.needs_containment(review),
        "disagreements": len(review.disagreements),
        "owner": name_of(review, review.owner),
    }
    review = replace(review, asking=None)
    return Step(review).saying(Say("summary", values, f"summary:{review.version}"))


def _cold_read(review: Review, decision: Decision) -> bool:
    return any(read.decision == decision.letter for read in review.cold_reads)


def finish(review: Review, who: Speaker, room: Room) -> Step:
    """`done` at any time: what is empty becomes owned unknowns of the owner, and the review is published."""
    only_owner(review, who)
    review = _with_unknowns(review, room)
    review = _without_reader(review, room)
    if review.same_tomorrow is None:
        same = SameTomorrow(YesNo.UNKNOWN, (), who.person, room.now)
        review = replace(review, same_tomorrow=same)
    status = verdict.finished_status(review)
    review = replace(review, status=status, asking=None)
    review = with_status(review)
    review = acted(review, "finished", room, who.person, status=review.status.value)
    return publish(review, who, room)


def _with_unknowns(review: Review, room: Room) -> Review:
    """One unknown for each question that has empty facets."""
    each = tuple((q, d.letter) for d in review.decisions for q in PER_DECISION)
    for question, decision in (*each, (Question.WALL, "")):
        empty = gaps(review, question, decision)
        review, _ = record_unknown(review, question, empty, notes.NOTHING, room, decision=decision)
    return review


def _without_reader(review: Review, room: Room) -> Review:
    """Where no cold reader was asked, that is an owned unknown; it holds nothing back."""
    for decision in review.decisions:
        known = any(u.why is WhyUnknown.NO_READER and u.decision == decision.letter for u in review.unknowns)
        if not known and not _cold_read(review, decision):
            review, _ = record_unknown(
                review,
                Question.DECISION,
                (Facet.REASON,),
                notes.NOTHING,
                room,
                decision=decision.letter,
                why=WhyUnknown.NO_READER,
            )
    return review


def publish(review: Review, who: Speaker, room: Room) -> Step:
    """Publish the review as it stands, to every target."""
    only_owner(review, who)
    if review.status is Status.OPEN:
        return finish(review, who, room)
    version = max((p.version for p in review.publications), default=0) + 1
    review = acted(review, "published", room, who.person, version=str(version))
    return Step(review).doing(Publish(version))


def published(review: Review, heard: Published, room: Room) -> Step:
    """A target answered: its link or its trouble goes into the thread."""
    new = Publication(heard.target, heard.version, heard.digest, heard.at, heard.link, heard.trouble)
    review = replace(review, publications=(*review.publications, new))
    values = {
        "target": heard.target,
        "link": heard.link,
        "trouble": heard.trouble,
        "status": review.status.value,
        "unknowns": verdict.unknown_facets(review),
        "version": heard.version,
    }
    del room
    return Step(review).saying(Say("published", values, f"published:{heard.target}:{heard.version}"))


def accept_no_wall(review: Review, reason: str, on: date, who: Speaker, room: Room) -> Step:
    """Accept "no wall yet" by name with a reason and a date to look again."""
    if not reason.strip():
        raise PersonError("reason_needed")
    accepted = NoWallYet(who.person, reason, on, room.now)
    review = acted(replace(review, no_wall_yet=accepted), "no_wall_yet", room, who.person)
    return Step(with_status(review))


def keep_open(review: Review, room: Room) -> Step:
    """[Keep open]: nothing is published, the thread stays open for more."""
    del room
    return Step(review).saying(Say("kept_open", {}, f"kept_open:{review.version}"))


def send_for_review(review: Review, to: PersonKey, who: Speaker, room: Room) -> Step:
    """Ask somebody to read it before it is published; their approval is kept by name."""
    only_owner(review, who)
    review = acted(invited(review, to, room), "sent_for_review", room, who.person, to=to)
    values = {"review": review.key, "title": review.title, "by": name_of(review, who.person)}
    asked = Say("please_review", values, f"please_review:{to}", Place.ALONE, to)
    return Step(review).saying(asked)


def approve(review: Review, who: Speaker, room: Room) -> Step:
    """Somebody read the review and stands by it."""
    review = acted(review, "approved", room, who.person)
    values = {"by": name_of(review, who.person)}
    return Step(review).saying(Say("approved", values, f"approved:{who.person}"))
