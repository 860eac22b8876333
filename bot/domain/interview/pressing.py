"""Buttons: each code and what it does. Codes that begin with `form:` open a form and never come here."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Pressed
from bot.domain.interview import (
    closing,
    cold,
    evidence,
    hearing,
    notes,
    opening,
    proceeding,
    proving,
    settling,
    steering,
    unknowns,
    walling,
)
from bot.domain.interview.history import acted
from bot.domain.interview.pushing import push
from bot.domain.interview.room import Room, joined, name_of
from bot.domain.review import Containment, Poll, Review, WhyUnknown
from bot.domain.says import Place, Say, Step
from bot.domain.verdict import needs_containment
from bot.domain.vocabulary import FirstGuess, Question, YesNo

Action = Callable[[Review, Pressed, Room], Step]


def pressed(review: Review, heard: Pressed, room: Room) -> Step:
    """One button; PersonError for a code nobody knows."""
    action = ACTIONS.get(heard.press)
    if action is None:
        raise PersonError("unknown_button", press=heard.press)
    return action(joined(review, heard.by), heard, room)


def _target(heard: Pressed) -> tuple[Question, str]:
    """`A:decision` as question and letter."""
    decision, _, question = heard.value.partition(":")
    return Question(question), decision


def _contained(review: Review, heard: Pressed, room: Room) -> Step:
    review = replace(review, containment=Containment(YesNo.YES, None, heard.by.person, room.now))
    review = acted(review, "contained", room, heard.by.person)
    values = {"by": name_of(review, heard.by.person)}
    return Step(review).saying(Say("contained", values, "contained"))


def _guess(review: Review, heard: Pressed, _: Room) -> Step:
    return Step(replace(review, first_guess=FirstGuess(heard.value)))


def _agree(review: Review, heard: Pressed, room: Room) -> Step:
    question, decision = _target(heard)
    review = settling.agree(review, question, decision, heard.by, room)
    return after_verdict(review, question, decision, room)


def after_verdict(review: Review, question: Question, decision: str, room: Room) -> Step:
    """The next thing; first, where the path may still be open, who contains it now."""
    if question is Question.AUTHORITY and needs_containment(review):
        say = Say("contain", {"owner": name_of(review, review.owner)}, f"contain:{decision}")
        return Step(review).saying(say).then(lambda r: proceeding.proceed(r, notes.NOTHING, room))
    return proceeding.proceed(review, notes.NOTHING, room)


def _disagree(review: Review, heard: Pressed, room: Room) -> Step:
    question, decision = _target(heard)
    review = settling.object_to(review, question, decision, heard.by.person)
    values = {"by": name_of(review, heard.by.person), "target": heard.value}
    del room
    return Step(review).saying(Say("disagreed", values, f"disagreed:{heard.value}:{heard.by.person}"))


def _split(review: Review, heard: Pressed, room: Room) -> Step:
    question, decision = _target(heard)
    review = settling.agree(review, question, decision, heard.by, room)
    return proceeding.answer_earlier(review, YesNo.YES, room)


def _unknown(review: Review, heard: Pressed, room: Room, why: WhyUnknown) -> Step:
    owner = heard.by.person if why is WhyUnknown.OWNED else review.owner
    review, told = unknowns.owned(review, heard.value, owner, None, why, room)
    return resume(review, heard.value, told, room)


def resume(review: Review, value: str, told: notes.Notes, room: Room) -> Step:
    """After a "don't know": go on with the question it was about."""
    question = Question(value.split(":")[1])
    if review.quiet is not None or review.asking is not question:
        return Step(review).saying(Say("noted", told.values(room), f"noted:{review.version}"))
    return push(review, question, (), told, room)


def _same(review: Review, heard: Pressed, room: Room, same: YesNo) -> Step:
    question, decision = _target(heard)
    return proceeding.answer_same(review, question, decision, same, room)


def _own_wall(review: Review, heard: Pressed, room: Room) -> Step:
    return walling.give(review, heard.value, heard.by.person, None, heard.by, room)


def _tomorrow(review: Review, heard: Pressed, room: Room) -> Step:
    answer, _, wall = heard.value.partition(":")
    walls = (walling.known_wall(review, wall).id,) if wall else ()
    review = closing.with_tomorrow(review, YesNo(answer), walls, (), heard.by, room)
    return proceeding.proceed(review, notes.NOTHING, room)


def _poll(review: Review, heard: Pressed, room: Room) -> Step:
    which, _, answer = heard.value.partition(":")
    old = next((p for p in review.polls if p.person == heard.by.person), Poll(heard.by.person))
    new = replace(old, learned=YesNo(answer)) if which == "learned" else replace(old, again=YesNo(answer))
    kept = tuple(p for p in review.polls if p.person != heard.by.person)
    del room
    return Step(replace(review, polls=(*kept, new)))


def _example(review: Review, heard: Pressed, room: Room) -> Step:
    question, _ = _target(heard)
    examples = [{"trade": e.trade, "text": e.text} for e in room.script.question(question).examples]
    say = Say("example", {"examples": examples}, f"example:{heard.value}", Place.WHISPER, heard.by.person)
    return Step(review).saying(say)


def _seen(review: Review, heard: Pressed, room: Room) -> Step:
    number, _, answer = heard.value.partition(":")
    if not answer:
        values = {"number": number}
        return Step(review).saying(Say("seen_before", values, f"seen_before:{number}"))
    return proving.seen(review, int(number), YesNo(answer), heard.by, room)


def _capture_wall(review: Review, heard: Pressed, room: Room) -> Step:
    return walling.add_capture(review, heard.value, heard.by, room)


def _speak(review: Review, _: Pressed, room: Room) -> Step:
    return hearing.work_off(review, room)


ACTIONS: Mapping[str, Action] = {
    "agree": _agree,
    "approve": lambda r, h, room: closing.approve(r, h.by, room),
    "built": lambda r, h, room: proving.built(r, h.value, h.by, room),
    "capture_wall": _capture_wall,
    "check": lambda r, h, room: walling.check(r, h.value, room),
    "contained": _contained,
    "deepen": lambda r, _, room: opening.deepen(r, room),
    "different": lambda r, h, room: _same(r, h, room, YesNo.NO),
    "disagree": _disagree,
    "dont_know": lambda r, _, room: unknowns.ask_owner(r, room),
    "earlier_no": lambda r, _, room: proceeding.answer_earlier(r, YesNo.NO, room),
    "earlier_yes": lambda r, _, room: proceeding.answer_earlier(r, YesNo.YES, room),
    "example": _example,
    "expect": lambda r, h, room: cold.expects(r, h.value, h.by, room),
    "forget": lambda r, h, room: hearing.forget(r, h.value, h.by, room),
    "go_on": lambda r, _, room: steering.go_on(r, room),
    "guess": _guess,
    "keep_open": lambda r, _, room: closing.keep_open(r, room),
    "looked": lambda r, h, _: evidence.looked_at(r, h.value, h.by),
    "not_mine": lambda r, h, room: proving.not_mine(r, h.value, h.by, room),
    "own_review": lambda r, h, room: steering.take_over(r, h.by, room),
    "own_wall": _own_wall,
    "poll": _poll,
    "publish": lambda r, h, room: closing.publish(r, h.by, room),
    "quiet": lambda r, h, room: steering.hush(r, h.by, room),
    "read_thread": lambda r, h, _: cold.has_read(r, h.value, h.by),
    "said_above": lambda r, h, room: hearing.said_above(r, _target(h), room),
    "same": lambda r, h, room: _same(r, h, room, YesNo.YES),
    "seen": _seen,
    "skip": lambda r, _, room: proceeding.skip(r, room),
    "split": _split,
    "thats_all": _speak,
    "tomorrow": _tomorrow,
    "unknown_me": lambda r, h, room: _unknown(r, h, room, WhyUnknown.OWNED),
    "unknown_never": lambda r, h, room: _unknown(r, h, room, WhyUnknown.NOT_LOGGED),
    "verify": lambda r, h, room: proving.verified(r, h.value, h.by, room),
    "walls_done": lambda r, _, room: walling.done(r, room),
}
"""Every code a button may carry, save those that open a form."""
