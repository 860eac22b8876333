"""Good answers to each question, and a review that has come as far as a test needs."""

from bot.domain.heard import Speaker
from bot.domain.review import Stage
from bot.domain.vocabulary import Question
from tests.domain.interview.thread import ANA, Thread

DECISION = {
    "point": "10:42, right after the second mail",
    "options": "It could refund the order, ask the shift lead, or close the ticket",
    "choice": "It chose to refund the order",
    "objective_given": 'Its instructions say "resolve every ticket within five minutes"',
    "objective_effect": "Closing the ticket fast",
    "reason": "The carrier's page said no data, and asking resets the timer",
    "outside": "The parcel had been delivered on Monday",
    "belief": "That the parcel was lost, which was false",
    "versions": "gpt-5 of 3 March, prompt v12",
}
CONTEXT = {
    "state": "ticket 881 open",
    "user": '"where is my parcel"',
    "data": "the carrier's page of Monday",
    "history": "none",
    "missing": "The delivery; with it, it would not have refunded, the test of May shows that",
    "excess": "None, because the ticket held nothing else",
    "rules": "never refund twice, still in its window",
}
AUTHORITY = {
    "target": "a refund of order 77",
    "identity": "its own service account",
    "grant_system": "the role refunds, 100 EUR",
    "grant_data": "the same role",
    "grant_approval": "none is asked below 100 EUR",
    "meant": "Jo set it for people in 2024",
    "approval": "none was asked",
    "path_open": "still open today",
}
WALL = {
    "class_sentence": "An agent that is measured on closed tickets can give money away",
    "sibling": "free vouchers",
    "existing": "The limit of the shop was in the way and too high",
    "walls": "The refund service refuses a second refund of one order",
    "gets_past": "refunds typed in by hand",
}
ALL = {
    Question.DECISION: DECISION,
    Question.CONTEXT: CONTEXT,
    Question.AUTHORITY: AUTHORITY,
    Question.WALL: WALL,
}


def fill(thread: Thread, by: Speaker = ANA, **other: str) -> None:
    """The open question answered by its form, with some fields said otherwise; an empty one is left out."""
    question = thread.review.asking
    assert question is not None
    letter = "" if question is Question.WALL else thread.review.current
    fields = {key: text for key, text in {**ALL[question], **other}.items() if text}
    thread.form(by, f"answer_{question}", f"{letter}:{question}", **fields)


def settle(thread: Thread, primary: str, by: Speaker = ANA, **how: str) -> None:
    """The verdict of the open question, chosen by hand."""
    question = thread.review.asking
    thread.form(by, f"verdict_{question}", f"{thread.review.current}:{question}", primary=primary, **how)


CLASSES = {Question.DECISION: "guessed", Question.CONTEXT: "missing", Question.AUTHORITY: "over_granted"}


def answer_until(thread: Thread, question: Question) -> Thread:
    """Everything answered and settled up to a question, which is open then."""
    while thread.review.asking is not question:
        if thread.review.asking is None:
            thread.tap(ANA, "earlier_no")
            continue
        asked = thread.review.asking
        fill(thread)
        if asked in CLASSES:
            settle(thread, CLASSES[asked])
            continue
        thread.tap(ANA, "check")
        thread.tap(ANA, "walls_done")
    return thread


def at(question: Question) -> Thread:
    """A review at a question."""
    return answer_until(Thread.opened(), question)


def finished() -> Thread:
    """A review that was published, reviewed."""
    thread = at(Question.CLOSE)
    thread.say(ANA, "Yes, the same thing, because nothing has changed yet.")
    thread.press(ANA, "publish")
    return thread


def stage(thread: Thread, question: Question) -> Stage:
    """How far a question of decision A, or a shared one, has come."""
    return thread.review.step(question, "" if question is Question.WALL else "A").stage
