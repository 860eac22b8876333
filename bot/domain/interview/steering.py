"""Steering the questions: go back, be quiet, hand one on, show what is open."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes, quick
from bot.domain.interview.fields import asked_at, key_of_person
from bot.domain.interview.gaps import gaps, is_open, letter_for
from bot.domain.interview.history import acted
from bot.domain.interview.proceeding import ask, labels, order, proceed, unfinished
from bot.domain.interview.rights import only_readers
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.review import PersonKey, Quiet, Review, Stage, with_progress
from bot.domain.says import Place, Say, Step
from bot.domain.verdict import unknown_facets
from bot.domain.vocabulary import Question, Status, YesNo

NUMBERS = {"1": Question.DECISION, "2": Question.CONTEXT, "3": Question.AUTHORITY, "4": Question.WALL}


def go_to(review: Review, target: str, room: Room) -> Step:
    """`edit 2`, `edit A2`: the question of that number again, with what is held."""
    lettered = target[:1].isalpha()
    letter, number = (target[0].upper(), target[1:]) if lettered else (review.current, target)
    question = NUMBERS.get(number.strip())
    if question is None or letter not in {d.letter for d in review.decisions}:
        raise PersonError("no_such_question", target=target)
    return _again(review, question, letter_for(question, letter), room)


def _again(review: Review, question: Question, decision: str, room: Room) -> Step:
    """A question a person chose to go back to; the probes it had are not put again."""
    progress = replace(review.step(question, decision), stage=Stage.ASKED, copied=True)
    return ask(with_progress(review, progress), question, decision, notes.NOTHING, room)


def back(review: Review, room: Room) -> Step:
    """The question before the open one."""
    asked = order(review)
    here = (review.asking or Question.CLOSE, letter_for(review.asking or Question.CLOSE, review.current))
    before = asked[: asked.index(here)] if here in asked else _behind(review)
    if not before:
        raise PersonError("nothing_before")
    return _again(review, *before[-1], room)


def _behind(review: Review) -> tuple[tuple[Question, str], ...]:
    """The questions before the place between two: after the last decision, before the walls; or after all."""
    asked = order(review)
    return asked if review.earlier_asked else asked[:-1]


def hush(review: Review, who: Speaker, room: Room) -> Step:
    """[Quiet]: the bot stops asking and nudging here, and goes on keeping what is said."""
    if review.quiet is not None:
        return Step(review)
    review = acted(replace(review, quiet=Quiet(who.person, room.now)), "quiet", room, who.person)
    return Step(review).saying(Say("quiet", {}, "quiet"))


def go_on(review: Review, room: Room) -> Step:
    """Back from quiet, or after a while: where we stand, then the open question; of four lines those still to come."""
    review = replace(review, quiet=None)
    if review.quick and quick.left(review):
        return quick.ask_four(review, room)
    told = notes.NOTHING.adding(notes.simple("return", **where(review)))
    return proceed(review, told, room)


def resume(review: Review, room: Room) -> Step:
    """`continue`, [Go deeper now]: a finished review is open again, the rest of the questions is asked.

    So is the last line, where finishing left it unknown.
    """
    if review.status in {Status.FILED, Status.REVIEWED, Status.CLOSED}:
        review = replace(review, status=Status.OPEN)
    line = review.same_tomorrow
    if line is not None and line.answer is YesNo.UNKNOWN:
        review = replace(review, same_tomorrow=replace(line, stale=True))
    return proceed(replace(review, quick=False), notes.NOTHING, room)


def where(review: Review) -> dict[str, str]:
    """Where the review stands: question, unknowns, day of the last word."""
    step = unfinished(review)
    question = review.asking or (step.question if step else Question.WALL)
    number = next((n for n, q in NUMBERS.items() if q is question), "4")
    last = max((f.at for f in review.findings), default=review.opened_at)
    return {"number": number, "unknowns": str(unknown_facets(review)), "last": last.date().isoformat()}


def show_open(review: Review, who: Speaker, room: Room) -> Step:
    """What is open, to the person who asks."""
    several = len(review.decisions) > 1
    rows = []
    for number, (question, decision) in ((_number(q), (q, d)) for q, d in order(review)):
        if empty := gaps(review, question, decision):
            rows.append({"id": f"{decision if several else ''}{number}", "facets": labels(empty, room)})
    values = {"rows": rows, **where(review)}
    return Step(review).saying(Say("next", values, f"next:{who.person}", Place.WHISPER, who.person))


def _number(question: Question) -> str:
    return next(n for n, q in NUMBERS.items() if q is question)


def hand_to(review: Review, value: str, who: Speaker, room: Room) -> Step:
    """[Hand to NAME]: one named question, while it is open and they have not written here."""
    question, decision = asked_at(review, value)
    to = key_of_person(value.split(":", 2)[-1])
    known = review.participant(to)
    if not is_open(review, question, decision) or (known is not None and known.wrote):
        return Step(review)
    return hand_question(review, to, who, room)


def _open(review: Review) -> tuple[Question, str]:
    """The question free text belongs to; PersonError where none is open."""
    if review.asking is None:
        raise PersonError("nothing_asked")
    return review.asking, letter_for(review.asking, review.current)


def hand_question(review: Review, to: PersonKey, who: Speaker, room: Room, value: str = "") -> Step:
    """[Hand to ...]: the open question goes to the person who can know it, or the one named, `A:context`."""
    question, decision = asked_at(review, value) if value else _open(review)
    if review.step(question, decision).stage not in {Stage.ASKED, Stage.VERDICT}:
        raise PersonError("nothing_asked")
    only_readers(review, to)
    if review.step(question, decision).asked_of == to:
        return Step(review)
    review = invited(review, to, room)
    review = with_progress(review, replace(review.step(question, decision), asked_of=to))
    values = {
        "to": name_of(review, to),
        "by": name_of(review, who.person),
        "question": room.script.question(question).text,
        "open": labels(gaps(review, question, decision), room),
    }
    return Step(review).saying(Say("handed", values, f"handed:{question}:{to}", to=to))
