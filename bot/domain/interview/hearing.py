"""Messages of people: kept at once, worked on as one when they pause."""

from dataclasses import replace

from bot.domain import lints, talk
from bot.domain.errors import PersonError
from bot.domain.heard import Replied, Speaker
from bot.domain.interview import bursts, dontknow, fetching, identifying, notes, proceeding, tomorrow, turning
from bot.domain.interview.gaps import held, is_open, letter_for, settle_unknowns
from bot.domain.interview.pushing import push
from bot.domain.interview.quick import take_quick
from bot.domain.interview.rights import is_agent, is_in
from bot.domain.interview.room import Room, joined, name_of, with_writer
from bot.domain.interview.shallow import shallow_signs, with_signs
from bot.domain.interview.taking import answered
from bot.domain.redaction import Redaction
from bot.domain.review import Review, Statement, StatementKind, with_finding, with_statement
from bot.domain.says import Mark, Place, React, Say, Step, Wait
from bot.domain.vocabulary import Question, YesNo

SPEAK = "speak"
"""The timer that ends a burst of messages."""
BARE = 3
"""Words up to which a yes is only a yes."""


def replied(review: Review, heard: Replied, room: Room) -> Step:
    """A message in the thread: a statement, pending until its author pauses."""
    step = kept_only(review, heard, room)
    if step.errands and step.review.statements[-1].pending:
        return step.then(lambda r: waiting(r, room))
    return step


def kept_only(review: Review, heard: Replied, room: Room) -> Step:
    """A message kept in the log; once, however often the platform sends it."""
    if any(s.message == heard.message for s in review.statements):
        return Step(review)
    shown = _shown_as_agent(review, heard.by, room)
    review = shown.review
    kind = _kind(review, heard, room)
    review = with_writer(joined(review, heard.by), heard.by)
    statement = _statement(review, heard, kind)
    count = review.statement_count + 1
    review = replace(review, statements=(*review.statements, statement), statement_count=count)
    mark = Mark.TALK if kind is StatementKind.TALK else Mark.TAKEN
    step = replace(shown, review=review).doing(React(heard.message, mark))
    if is_in(review, heard):
        step = step.then(lambda r: fetching.linked(r, heard.text, heard.by.person, room))
    return step.saying(*secrets(heard.redactions, heard.message, heard.by))


def _shown_as_agent(review: Review, who: Speaker, room: Room) -> Step:
    """Somebody who wrote here before turns out to be the agent: what they wrote was its account as well."""
    known = review.participant(who.person)
    late = who.agent and known is not None and not known.agent
    return identifying.as_agent(review, who.person, room) if late else Step(review)


def _kind(review: Review, heard: Replied, room: Room) -> StatementKind:
    """What a message is to the record; a stranger's word in a restricted review stays talk until a reader takes it."""
    if is_agent(review, heard.by):
        return StatementKind.SELF_REPORT
    said = fetching.without_links(heard.text, room)
    if not is_in(review, heard) or not said or talk.is_talk(heard.text, room.lexicon(heard.text)):
        return StatementKind.TALK
    return StatementKind.ANSWER


def _statement(review: Review, heard: Replied, kind: StatementKind) -> Statement:
    """The message as the record keeps it."""
    question = review.asking or Question.CLOSE
    return Statement(
        id=review.statement_count + 1,
        message=heard.message,
        author=heard.by.person,
        at=heard.at,
        text=heard.text,
        kind=kind,
        question=question,
        decision=letter_for(question, review.current),
        permalink=heard.permalink,
        pending=kind is StatementKind.ANSWER,
        redactions=heard.redactions,
        tree=heard.tree,
    )


def secrets(found: tuple[Redaction, ...], source: str, author: Speaker) -> tuple[Say, ...]:
    """To the author alone: a secret was taken out of a message, a line or a form, and must be revoked."""
    if not found:
        return ()
    kinds = ", ".join(r.kind for r in found)
    return (Say("secret", {"kinds": kinds}, f"secret:{source}", Place.WHISPER, author.person),)


def waiting(review: Review, room: Room) -> Step:
    """A burst is going on: speak when it pauses, at once where there is no pace."""
    if room.script.pace.quiet_s == 0:
        return work_off(review, room)
    return Step(review).doing(Wait(SPEAK, wait_s(review, room)))


def wait_s(review: Review, room: Room) -> float:
    """Seconds until the bot may speak: a pause after the last message, never past the limit after the first."""
    pending = [s for s in review.statements if s.pending]
    pace = room.script.pace
    since_first = (room.now - min(s.at for s in pending)).total_seconds()
    return max(0.0, min(pace.quiet_s, pace.longest_s - since_first))


def work_off(review: Review, room: Room) -> Step:
    """The burst is over: take all pending messages as one answer, then push or go on."""
    review, burst = _no_longer_pending(review)
    return turning.in_heat(_worked_off(review, burst, room), burst, room) if burst else Step(review)


def _worked_off(review: Review, burst: tuple[Statement, ...], room: Room) -> Step:
    """What follows from a burst, by what the bot waits for."""
    if review.quick and review.asking is None:
        return take_quick(review, burst, room)
    if review.asking is None and proceeding.awaits_earlier(review):
        return _earlier_in_words(review, burst, room)
    if review.asking is Question.CLOSE and any(s.question is Question.CLOSE for s in burst):
        return _at_close(review, burst, room)
    if all(bursts.says_dont_know(s, room) and is_open(review, s.question, s.decision) for s in burst):
        who = Speaker(burst[-1].author, name_of(review, burst[-1].author))
        return Step(review) if review.quiet else dontknow.about_what_is_asked(review, who, room)
    return _answer(review, burst, room)


def _at_close(review: Review, burst: tuple[Statement, ...], room: Room) -> Step:
    """What was said to the last question, all of it; words to a question before it are taken first."""
    said, before = _parted(burst)
    review, told = bursts.taken(review, before, room)
    return tomorrow.in_words(review, said, told, room)


def _parted(burst: tuple[Statement, ...]) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """A burst at the close: what was said to the last question, and what to those before it."""
    said = tuple(s for s in burst if s.question is Question.CLOSE)
    return said, tuple(s for s in burst if s not in said)


def absorb(review: Review, room: Room) -> Review:
    """The review with what is still pending taken in silence: it is about to be finished."""
    review, burst = _no_longer_pending(review)
    if review.quick and review.asking is None and burst:
        return take_quick(review, burst, room).review
    if review.asking is not Question.CLOSE:
        return bursts.taken(review, burst, room)[0]
    said, before = _parted(burst)
    taken = bursts.taken(review, before, room)[0]
    return tomorrow.answered_in(taken, said, room) or taken


def _no_longer_pending(review: Review) -> tuple[Review, tuple[Statement, ...]]:
    burst = tuple(replace(s, pending=False) for s in review.statements if s.pending)
    for statement in burst:
        review = with_statement(review, statement)
    return review, burst


def _earlier_in_words(review: Review, burst: tuple[Statement, ...], room: Room) -> Step:
    """Yes or no to "did an earlier choice set this up?"; what else a yes says is the first answer about that choice."""
    answers = (proceeding.earlier_in_words(statement.text, room) for statement in burst)
    yes = next((answer for answer in answers if answer is not None), None)
    if yes is not YesNo.YES:
        review, told = bursts.taken(review, burst, room)
        noted = Step(review).saying(told.noted(room)) if told.anything and yes is None else Step(review)
        return noted if yes is None else noted.then(lambda r: proceeding.answer_earlier(r, yes, room))
    if len(burst) == 1 and len(burst[0].text.split()) <= BARE:
        return proceeding.answer_earlier(review, yes, room)
    review = proceeding.with_next_open(review)
    burst = tuple(replace(s, question=Question.DECISION, decision=review.current) for s in burst)
    for statement in burst:
        review = with_statement(review, statement)
    return _answer(review, burst, room)


def _answer(review: Review, burst: tuple[Statement, ...], room: Room) -> Step:
    """A burst that answers: its signs, what it gives, then one word of the bot."""
    signs = shallow_signs(review, burst, room)
    review, told = bursts.taken(review, burst, room)
    told = replace(told, heated=turning.heated_by(burst, room))
    return _go_on(with_signs(review, signs, told.facets, room), burst, signs, told, room)


def _go_on(
    review: Review,
    burst: tuple[Statement, ...],
    signs: tuple[lints.Sign, ...],
    told: notes.Notes,
    room: Room,
) -> Step:
    """Speak once about the burst, unless the bot was asked to be quiet; push only what was asked."""
    if review.quiet is not None:
        return Step(review)
    question = review.asking
    if question is not None and any(is_open(review, s.question, s.decision) for s in burst):
        return push(review, question, signs, told, room)
    return Step(review).saying(told.noted(room)) if told.anything else Step(review)


def said_above(review: Review, question: Question, decision: str, name: str, room: Room) -> Step:
    """[Said above]: the facet last asked for, and no other, reuses the newest words of its question."""
    facet = review.step(question, decision).facet
    facet = facet if facet == name else None
    others = [f for f in held(review, question, decision) if f.spans and f.facet is not facet]
    if facet is None or not others or not is_open(review, question, decision):
        raise PersonError("nothing_above")
    newest = max(others, key=lambda f: f.at)
    review = with_finding(review, replace(newest, facet=facet, signs=(), not_applicable=False))
    review = settle_unknowns(review, decision, facet, room.now)
    told = notes.Notes(author=newest.author, facets=(facet,))
    return push(answered(review, question, decision), question, (), told, room)
