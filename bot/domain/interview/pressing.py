"""Buttons: each code and what it does. Codes that begin with `form:` open a form and never come here.

Every one may be pressed twice, late, or by two people: what is done already, or is not asked any more, changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Pressed
from bot.domain.interview import (
    closing,
    cold,
    dontknow,
    drilling,
    evidence,
    finding_out,
    giving,
    hearing,
    identifying,
    leaving,
    notes,
    opening,
    owning,
    proceeding,
    proving,
    pushing,
    putting_off,
    recording,
    recurring,
    repeating,
    revising,
    steering,
    tomorrow,
    unknowns,
    walling,
)
from bot.domain.interview.containing import contained
from bot.domain.interview.examples import nearest_example
from bot.domain.interview.fields import asked_at, key_of_person, member
from bot.domain.interview.gaps import is_open
from bot.domain.interview.room import Room, joined
from bot.domain.interview.verdicts import agree, disagree, split
from bot.domain.review import Poll, Review, StatementKind, WhyUnknown
from bot.domain.says import Place, Say, Step
from bot.domain.vocabulary import FirstGuess, Question, YesNo

Action = Callable[[Review, Pressed, Room], Step]


def pressed(review: Review, heard: Pressed, room: Room) -> Step:
    """One button; PersonError for a code nobody knows."""
    action = ACTIONS.get(heard.press)
    if action is None:
        raise PersonError("unknown_button", press=heard.press)
    return action(joined(review, heard.by), heard, room)


def _guess(review: Review, heard: Pressed, _: Room) -> Step:
    """The first guess is the first: later ones are what the questions are for."""
    guess = member(FirstGuess, heard.value)
    return Step(review if review.first_guess is not None else replace(review, first_guess=guess))


def _unknown(review: Review, heard: Pressed, room: Room, why: WhyUnknown) -> Step:
    """What a question misses, left unknown; or an unknown that is there already, found out of reach."""
    held = finding_out.known(review, heard.value)
    if held is not None:
        return finding_out.never(review, held, heard.by, room)
    owner = heard.by.person if why is WhyUnknown.OWNED else review.owner
    after, told = unknowns.owned(review, heard.value, owner, None, why, room)
    return resume(after, heard.value, told, room) if told.anything else Step(review)


def resume(review: Review, value: str, told: notes.Notes, room: Room) -> Step:
    """After a "don't know": go on with the question it was about."""
    question, decision = asked_at(review, value)
    if review.quiet is not None or not is_open(review, question, decision):
        return Step(review).saying(told.noted(room))
    return pushing.push(review, question, (), told, room)


def _same(review: Review, heard: Pressed, room: Room, same: YesNo) -> Step:
    return repeating.answer_same(review, *asked_at(review, heard.value), same, room)


def _own_wall(review: Review, heard: Pressed, room: Room) -> Step:
    return giving.give(review, heard.value, heard.by.person, None, heard.by, room)


def _poll(review: Review, heard: Pressed, room: Room) -> Step:
    del room
    which, _, said = heard.value.partition(":")
    answer = member(YesNo, said)
    old = next((p for p in review.polls if p.person == heard.by.person), Poll(heard.by.person))
    new = replace(old, learned=answer) if which == "learned" else replace(old, again=answer)
    if old in review.polls:
        return Step(replace(review, polls=tuple(new if p is old else p for p in review.polls)))
    return Step(replace(review, polls=(*review.polls, new)))


def _example(review: Review, heard: Pressed, room: Room) -> Step:
    question, _ = asked_at(review, heard.value)
    found = nearest_example(review, room.script.question(question).examples)
    values = {"trade": found.trade, "text": found.text}
    return Step(review).saying(
        Say("example", values, f"example:{heard.value}", Place.WHISPER, heard.by.person)
    )


def _seen(review: Review, heard: Pressed, room: Room) -> Step:
    number, _, answer = heard.value.partition(":")
    if not number.isdecimal():
        raise PersonError("unknown_button", press=heard.value)
    if not answer:
        return Step(review).saying(Say("seen_before", {"number": number}, f"seen_before:{number}"))
    return recurring.seen(review, int(number), member(YesNo, answer), heard.by, room)


def _dont_know(review: Review, heard: Pressed, room: Room) -> Step:
    if not heard.value:
        return dontknow.about_what_is_asked(review, heard.by, room)
    question, decision = asked_at(review, heard.value)
    return dontknow.about(review, question, decision, room)


def _skip(review: Review, heard: Pressed, room: Room) -> Step:
    """Only what is open can be skipped, and with each button once: what was skipped comes back under a new one."""
    question, decision = asked_at(review, heard.value)
    again = heard.value.endswith(":1")
    if question is Question.CLOSE or not is_open(review, question, decision):
        return Step(review)
    if again != review.step(question, decision).skipped_once:
        return Step(review)
    return proceeding.skip(review, question, decision, room)


def _said_above(review: Review, heard: Pressed, room: Room) -> Step:
    question, decision = asked_at(review, heard.value)
    return hearing.said_above(review, question, decision, heard.value.rpartition(":")[2], room)


def _publish(review: Review, heard: Pressed, room: Room) -> Step:
    return closing.publish(hearing.absorb(review, room), heard.by, room, heard.value)


def _publish_over(review: Review, heard: Pressed, room: Room) -> Step:
    return closing.publish(hearing.absorb(review, room), heard.by, room, heard.value, "overwrite")


def _publish_beside(review: Review, heard: Pressed, room: Room) -> Step:
    return closing.publish(hearing.absorb(review, room), heard.by, room, heard.value, "beside")


def _deepen(review: Review, _: Pressed, room: Room) -> Step:
    return steering.resume(review, room) if review.quick else Step(review)


ACTIONS: Mapping[str, Action] = {
    "adopt": lambda r, h, room: walling.adopt(r, h.value, room),
    "agent": lambda r, h, room: identifying.named(r, "" if r.agent else h.value, "", room),
    "agree": agree,
    "approve": lambda r, h, room: closing.approve(r, h.by, room),
    "as_answer": lambda r, h, room: revising.marked_as(r, h.value, StatementKind.ANSWER, room),
    "as_talk": lambda r, h, room: revising.marked_as(r, h.value, StatementKind.TALK, room),
    "built": lambda r, h, room: proving.built(r, h.value, h.by, room),
    "call": putting_off.call,
    "capture_wall": lambda r, h, room: walling.add_capture(r, h.value, h.by, room),
    "check": lambda r, h, room: walling.check(r, h.value, room),
    "contained": lambda r, h, room: contained(r, h.by, room),
    "deepen": _deepen,
    "different": lambda r, h, room: _same(r, h, room, YesNo.NO),
    "disagree": disagree,
    "dont_know": _dont_know,
    "earlier_no": lambda r, _, room: proceeding.answer_earlier(r, YesNo.NO, room),
    "earlier_yes": lambda r, _, room: proceeding.answer_earlier(r, YesNo.YES, room),
    "example": _example,
    "expect": lambda r, h, room: cold.expects(r, h.value, h.by, room),
    "forget": lambda r, h, room: revising.forget(r, h.value, h.by, room),
    "four_lines": lambda r, _, room: opening.four_lines(r, room),
    "go_on": lambda r, _, room: steering.go_on(r, room),
    "guess": _guess,
    "hand_to": lambda r, h, room: steering.hand_to(r, h.value, h.by, room),
    "hand_over_to": lambda r, h, room: owning.hand_over(r, key_of_person(h.value), h.by, room),
    "keep_open": lambda r, _, room: closing.keep_open(r, room),
    "looked": lambda r, h, _: evidence.looked_at(r, h.value, h.by),
    "not_mine": lambda r, h, room: proving.not_mine(r, h.value, h.by, room),
    "own_review": lambda r, h, room: leaving.own(r, h.by, room, h.value),
    "own_wall": _own_wall,
    "poll": _poll,
    "publish": _publish,
    "publish_over": _publish_over,
    "publish_beside": _publish_beside,
    "publish_keep": lambda r, h, room: closing.keep_edits(r, h.value, h.by, room),
    "quiet": lambda r, h, room: steering.hush(r, h.by, room),
    "read_thread": lambda r, h, _: cold.has_read(r, h.value, h.by),
    "run_drill": drilling.steps,
    "said_above": _said_above,
    "same": lambda r, h, room: _same(r, h, room, YesNo.YES),
    "seen": _seen,
    "skip": _skip,
    "split": split,
    "take_recorded": lambda r, h, room: recording.taken(r, h.value, h.by, room),
    "thats_all": lambda r, _, room: hearing.work_off(r, room),
    "tomorrow": tomorrow.tapped,
    "unknown_me": lambda r, h, room: _unknown(r, h, room, WhyUnknown.OWNED),
    "unknown_never": lambda r, h, room: _unknown(r, h, room, WhyUnknown.NOT_LOGGED),
    "verify": lambda r, h, room: proving.verified(r, h.value, h.by, room),
    "wait": putting_off.wait,
    "walls_done": lambda r, _, room: pushing.walls_done(r, room),
}
"""Every code a button may carry, save those that open a form."""
