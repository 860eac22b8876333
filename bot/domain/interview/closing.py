"""The close: same thing tomorrow, the summary with its gaps, and what a finished review becomes."""

from dataclasses import replace
from datetime import date

from bot.domain import verdict, walls
from bot.domain.errors import PersonError
from bot.domain.heard import Published, Speaker
from bot.domain.interview import notes, readers
from bot.domain.interview.gaps import gaps, settle_unknowns
from bot.domain.interview.history import acted, with_status
from bot.domain.interview.rights import only_owner, only_readers
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import (
    NoWallYet,
    PersonKey,
    Publication,
    Review,
    SameTomorrow,
    Span,
)
from bot.domain.says import Choice, Place, Publish, Say, Step
from bot.domain.vocabulary import FACETS, PER_DECISION, Facet, Question, Status, Strength, YesNo
from bot.domain.walls import ENDED

FINISHED = frozenset({Status.FILED, Status.REVIEWED, Status.CLOSED})

DRIFTED = frozenset({"publish_drifted", "publish_put_away"})
"""Troubles of a target that somebody changed by hand, or put away: the owner decides what becomes of it."""


def with_tomorrow(
    review: Review,
    answer: YesNo,
    walls_named: tuple[str, ...],
    because: tuple[Span, ...],
    who: Speaker,
    room: Room,
) -> Review:
    """The review with its last line: would the same thing happen tomorrow? Another open question stays open."""
    same = SameTomorrow(answer, because, who.person, room.now, walls_named)
    asking = None if review.asking is Question.CLOSE else review.asking
    review = settle_unknowns(review, "", Facet.SAME_TOMORROW, room.now)
    return replace(review, same_tomorrow=same, asking=asking)


def summary(review: Review, told: notes.Notes, room: Room) -> Step:
    """Everything asked: what is held, what is not, and what to do with it."""
    empty = verdict.missing_facets(review)
    unread = [d.letter for d in review.decisions if readers.is_offered(review, d.letter, room)]
    live = [w for w in review.walls if w.status not in ENDED]
    values = {
        **told.values(room),
        "open": [room.script.facet(facet).label for _, facet in empty],
        "unknowns": verdict.unknown_facets(review),
        "walls": len(live),
        "strong": sum(walls.strength(w) is Strength.STRONG for w in live),
        "no_wall": all(walls.strength(w) is Strength.WEAK for w in live) and review.no_wall_yet is None,
        "unread": unread[0] if unread else "",
        "contain": verdict.needs_containment(review),
        "disagreements": len(review.disagreements),
        "owner": name_of(review, review.owner),
    }
    review = replace(review, asking=None)
    return Step(review).saying(Say("summary", values, "summary"))


def finish(review: Review, who: Speaker, room: Room) -> Step:
    """`done` at any time: what is empty becomes owned unknowns of the owner, and the review is published."""
    only_owner(review, who)
    if review.status in FINISHED:
        return publish(review, who, room)
    if review.same_tomorrow is None:
        same = SameTomorrow(YesNo.UNKNOWN, (), who.person, room.now)
        review = replace(review, same_tomorrow=same)
    review = replace(review, status=verdict.finished_status(review), asking=None)
    review = _without_reader(kept_whole(review, room), room)
    review = acted(review, "finished", room, who.person, status=review.status.value)
    return publish(review, who, room)


def kept_whole(review: Review, room: Room) -> Review:
    """A finished review holds no gap: what is empty is one owned unknown a question, and its status follows.

    Also later, when words are taken back or a verdict comes after all.
    """
    if review.status not in FINISHED:
        return review
    each = tuple((q, d.letter) for d in review.decisions for q in PER_DECISION)
    for question, decision in (*each, (Question.WALL, "")):
        empty = gaps(review, question, decision)
        review, _ = record_unknown(review, question, empty, notes.NOTHING, room, decision=decision)
    missing = tuple(f for f in FACETS[Question.CLOSE] if ("", f) in verdict.missing_facets(review))
    review, _ = record_unknown(review, Question.CLOSE, missing, notes.NOTHING, room, decision="")
    return with_status(review)


def _without_reader(review: Review, room: Room) -> Review:
    """Where no cold reader answered, that is an owned unknown; it holds nothing back."""
    for decision in review.decisions:
        answered = any(r.decision == decision.letter and r.answered_at for r in review.cold_reads)
        if not answered and not readers.has_unknown(review, decision.letter):
            review, _ = readers.without_reader(review, decision.letter, room)
    return review


def publish(review: Review, who: Speaker, room: Room, target: str = "", choice: Choice = "") -> Step:
    """Publish the review as it stands, to every target or to one again; `choice` as `Publish` has it."""
    only_owner(review, who)
    if review.status is Status.OPEN:
        return finish(review, who, room)
    if target and not any(p.target == target and p.trouble for p in review.publications):
        raise PersonError("publish_unknown_target", target=target)
    version = max((p.version for p in review.publications), default=0) + 1
    values = {"version": str(version), **({"target": target} if target else {})}
    values |= {"choice": choice} if choice else {}
    if _is_on_its_way(review, values):
        return Step(review)
    review = acted(review, "published", room, who.person, **values)
    return Step(review).doing(Publish(version, target, choice))


def _is_on_its_way(review: Review, values: dict[str, str]) -> bool:
    """Whether this very version was asked for last and nothing came back yet: a second tap changes nothing."""
    last = review.acts[-1]
    asked = dict(last.values)
    covers = asked.get("target", values.get("target")) == values.get("target")
    return last.kind == "published" and asked["version"] == values["version"] and covers


def published(review: Review, heard: Published, room: Room) -> Step:
    """A target answered: its link or its trouble goes into the thread."""
    new = Publication(heard.target, heard.version, heard.digest, heard.at, heard.link, heard.trouble)
    if any(replace(p, at=new.at) == new for p in review.publications):
        return Step(review)
    others = (p for p in review.publications if (p.target, p.version) != (new.target, new.version))
    review = replace(review, publications=(*others, new))
    values = {
        "target": heard.target,
        "link": heard.link,
        "trouble": heard.trouble,
        "told": dict(heard.told),
        "drifted": heard.trouble in DRIFTED,
        "status": review.status.value,
        "unknowns": verdict.unknown_facets(review),
        "version": heard.version,
    }
    del room
    return Step(review).saying(Say("published", values, f"published:{heard.target}:{heard.version}"))


def keep_edits(review: Review, target: str, who: Speaker, room: Room) -> Step:
    """[Keep what stands there]: what somebody wrote at a target stays, and that is said."""
    only_owner(review, who)
    review = acted(review, "edits_kept", room, who.person, target=target)
    return Step(review).saying(Say("edits_kept", {"target": target}, f"edits_kept:{target}"))


def accept_no_wall(review: Review, reason: str, on: date, who: Speaker, room: Room) -> Step:
    """Accept "no wall yet" by name with a reason and a date to look again."""
    old = review.no_wall_yet
    if old is not None and (old.by, old.reason, old.review_on) == (who.person, reason, on):
        return Step(review)
    accepted = NoWallYet(who.person, reason, on, room.now)
    review = acted(replace(review, no_wall_yet=accepted), "no_wall_yet", room, who.person)
    values = {"by": name_of(review, who.person), "on": on.isoformat()}
    return Step(with_status(review)).saying(Say("no_wall_kept", values, "no_wall_kept"))


def keep_open(review: Review, room: Room) -> Step:
    """[Keep open]: nothing is published, the thread stays open for more."""
    del room
    return Step(review).saying(Say("kept_open", {}, "kept_open"))


def send_for_review(review: Review, to: PersonKey, who: Speaker, room: Room) -> Step:
    """Ask somebody to read it before it is published; their approval is kept by name."""
    only_owner(review, who)
    only_readers(review, to)
    last = review.acts[-1]
    if last.kind == "sent_for_review" and ("to", to) in last.values:
        return Step(review)
    review = acted(invited(review, to, room), "sent_for_review", room, who.person, to=to)
    values = {"review": review.key, "title": review.title, "by": name_of(review, who.person)}
    asked = Say("please_review", values, f"please_review:{to}", Place.ALONE, to)
    told = notes.NOTHING.adding(notes.simple("sent", to=name_of(review, to)))
    return Step(review).saying(asked, told.noted(room))


def approve(review: Review, who: Speaker, room: Room) -> Step:
    """Somebody who was asked to read the review stands by it, once for each time they were asked."""
    words = approval_words(review, who.person)
    if not words:
        raise PersonError("not_asked_to_review")
    if words[-1] == "approved":
        return Step(review)
    review = acted(review, "approved", room, who.person)
    values = {"by": name_of(review, who.person)}
    return Step(review).saying(Say("approved", values, f"approved:{who.person}"))


def approval_words(review: Review, person: PersonKey) -> tuple[str, ...]:
    """`sent_for_review` each time somebody was asked to read the review, `approved` each time they stood by it."""
    return tuple(
        act.kind
        for act in review.acts
        if (act.kind == "approved" and act.by == person)
        or (act.kind == "sent_for_review" and ("to", person) in act.values)
    )
