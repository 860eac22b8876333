"""Steering a review: go back, be quiet, hand over, restrict, withdraw, show what is open."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes
from bot.domain.interview.gaps import gaps, letter_for
from bot.domain.interview.history import acted
from bot.domain.interview.proceeding import ask, order, proceed
from bot.domain.interview.rights import only_owner
from bot.domain.interview.room import Room, invited, joined, name_of
from bot.domain.review import PersonKey, Quiet, Review, with_progress
from bot.domain.says import Place, Say, Step
from bot.domain.vocabulary import PER_DECISION, Facet, Question, Status

NUMBERS = {"1": Question.DECISION, "2": Question.CONTEXT, "3": Question.AUTHORITY, "4": Question.WALL}


def go_to(review: Review, target: str, room: Room) -> Step:
    """`edit 2`, `edit A2`: the question of that number again, with what is held."""
    letter, number = (target[0].upper(), target[1:]) if target[:1].isalpha() else (review.current, target)
    question = NUMBERS.get(number.strip())
    known = {d.letter for d in review.decisions}
    if question is None or letter not in known:
        raise PersonError("no_such_question", target=target)
    decision = letter_for(question, letter)
    review = _unlocked(review, question, decision)
    return ask(review, question, decision, notes.NOTHING, room)


def _unlocked(review: Review, question: Question, decision: str) -> Review:
    """The review with three fresh probes for a question a person chose to go back to."""
    progress = replace(review.step(question, decision), probes=0, probed=(), copied=True)
    return with_progress(review, progress)


def back(review: Review, room: Room) -> Step:
    """The question before the open one."""
    asked = order(review)
    here = (review.asking or Question.WALL, letter_for(review.asking or Question.WALL, review.current))
    place = asked.index(here) if here in asked else len(asked)
    if place == 0:
        raise PersonError("nothing_before")
    question, decision = asked[place - 1]
    return ask(_unlocked(review, question, decision), question, decision, notes.NOTHING, room)


def hush(review: Review, who: Speaker, room: Room) -> Step:
    """[Quiet]: the bot stops asking and nudging here, and goes on keeping what is said."""
    if review.quiet is not None:
        return Step(review)
    review = acted(replace(review, quiet=Quiet(who.person, room.now)), "quiet", room, who.person)
    return Step(review).saying(Say("quiet", {}, f"quiet:{review.version}"))


def go_on(review: Review, room: Room) -> Step:
    """Back from quiet, or after a while: where we stand, then the open question."""
    review = replace(review, quiet=None)
    told = notes.NOTHING.adding(notes.simple("return", **where(review)))
    return proceed(review, told, room)


def where(review: Review) -> dict[str, str]:
    """Where the review stands: question, unknowns, day of the last word."""
    asked = tuple(q for q, _ in order(review))
    question = review.asking or Question.WALL
    number = 4 if question not in asked else asked.index(question) % len(PER_DECISION) + 1
    number = 4 if question is Question.WALL else number
    said = [f.at for f in review.findings]
    last = max(said, default=review.opened_at)
    open_unknowns = sum(1 for u in review.unknowns if u.settled_at is None)
    return {"number": str(number), "unknowns": str(open_unknowns), "last": last.date().isoformat()}


def show_open(review: Review, who: Speaker, room: Room) -> Step:
    """What is open, to the person who asks."""
    rows = []
    for question, decision in order(review):
        empty = gaps(review, question, decision)
        if empty:
            labels = ", ".join(room.script.facet(f).label for f in empty)
            rows.append({"question": room.script.question(question).text, "facets": labels})
    values = {"rows": rows, **where(review)}
    return Step(review).saying(Say("next", values, f"next:{who.person}", Place.WHISPER, who.person))


def hand_question(review: Review, to: PersonKey, who: Speaker, room: Room) -> Step:
    """[Hand to ...]: the open question goes to the person who can know it."""
    question = review.asking
    if question is None:
        raise PersonError("nothing_asked")
    decision = letter_for(question, review.current)
    review = invited(review, to, room)
    progress = replace(review.step(question, decision), asked_of=to)
    review = with_progress(review, progress)
    values = {
        "to": name_of(review, to),
        "by": name_of(review, who.person),
        "question": room.script.question(question).text,
        "open": [room.script.facet(f).label for f in gaps(review, question, decision)],
    }
    return Step(review).saying(Say("handed", values, f"handed:{question}:{to}"))


def hand_over(review: Review, to: PersonKey, who: Speaker, room: Room) -> Step:
    """One tap: somebody else owns the review, with a brief of five lines."""
    only_owner(review, who)
    review = invited(review, to, room)
    moved = tuple(
        replace(u, owner=to) if u.owner == review.owner and u.settled_at is None else u
        for u in review.unknowns
    )
    review = acted(replace(review, owner=to, unknowns=moved), "handed_over", room, who.person, to=to)
    choice = review.finding(Facet.CHOICE, "A")
    values = {
        "review": review.key,
        "title": review.title,
        "by": name_of(review, who.person),
        "choice": choice.text if choice else "",
        "walls": len(review.walls),
        "status": review.status.value,
        **where(review),
    }
    brief = Say("brief", values, f"brief:{to}", Place.ALONE, to)
    told = Say("handed_over", {"to": name_of(review, to)}, f"handed_over:{to}")
    return Step(review).saying(told, brief)


def take_over(review: Review, who: Speaker, room: Room) -> Step:
    """[I'll own it], where the owner is gone."""
    review = joined(review, who)
    return Step(acted(replace(review, owner=who.person), "handed_over", room, who.person, to=who.person))


def restrict(review: Review, readers: tuple[PersonKey, ...], who: Speaker, room: Room) -> Step:
    """From now on only these people, the owner and the opener read it."""
    only_owner(review, who)
    for reader in readers:
        review = invited(review, reader, room)
    review = replace(review, restricted=True, readers=readers)
    review = acted(review, "restricted", room, who.person)
    names = [name_of(review, r) for r in readers]
    return Step(review).saying(Say("restricted", {"readers": names}, f"restricted:{review.version}"))


def withdraw(review: Review, reason: str, who: Speaker, room: Room) -> Step:
    """An opening taken back: number and reason stay, nothing asks any more."""
    only_owner(review, who)
    if not reason.strip():
        raise PersonError("reason_needed")
    review = replace(review, status=Status.WITHDRAWN, reason=reason, asking=None)
    review = acted(review, "withdrawn", room, who.person)
    return Step(review).saying(Say("withdrawn", {"reason": reason}, "withdrawn"))
