"""Messages of people: kept at once, worked on when they pause; edits and deletions revise, nothing is forgotten."""

from dataclasses import replace

from bot.domain import cues, lints, talk
from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Deleted, Edited, Replied, Speaker
from bot.domain.interview import disagreeing, notes, walling
from bot.domain.interview.gaps import held, letter_for
from bot.domain.interview.history import acted
from bot.domain.interview.pushing import push
from bot.domain.interview.quick import take_quick
from bot.domain.interview.room import Room, joined, name_of, with_participant
from bot.domain.interview.taking import Taken, answered, take
from bot.domain.review import (
    Review,
    Revision,
    RevisionKind,
    Statement,
    StatementKind,
    with_finding,
    with_statement,
)
from bot.domain.says import Mark, Place, React, Say, Step, Wait
from bot.domain.vocabulary import Facet, Question, Status

SPEAK = "speak"
"""The timer that ends a burst of messages."""


def replied(review: Review, heard: Replied, room: Room) -> Step:
    """A message in the thread: a statement, pending until its author pauses."""
    review = joined(review, heard.by)
    person = review.participant(heard.by.person)
    if person is not None and not person.wrote:
        person = replace(person, wrote=True)
        review = with_participant(review, person)
    statement = _statement(review, heard, room, from_agent=bool(person and person.agent))
    review = replace(
        review,
        statements=(*review.statements, statement),
        statement_count=review.statement_count + 1,
    )
    step = Step(review).doing(React(heard.message, _mark(statement)))
    if heard.redactions:
        step = step.saying(_secret(heard))
    if not statement.pending:
        return step
    if room.script.pace.quiet_s == 0:
        return step.then(lambda r: work_off(r, room))
    return step.doing(Wait(SPEAK, wait_s(review, room)))


def _statement(review: Review, heard: Replied, room: Room, *, from_agent: bool) -> Statement:
    """The message as the record keeps it."""
    question = review.asking or Question.CLOSE
    kind = StatementKind.ANSWER
    if from_agent:
        kind = StatementKind.SELF_REPORT
    elif _is_talk(heard.text, room):
        kind = StatementKind.TALK
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
    )


def _is_talk(text: str, room: Room) -> bool:
    return talk.is_talk(text, room.lexicon(text))


def _mark(statement: Statement) -> Mark:
    return Mark.TALK if statement.kind is StatementKind.TALK else Mark.TAKEN


def _secret(heard: Replied) -> Say:
    """To the author alone: a secret was taken out, and must be revoked."""
    kinds = ", ".join(r.kind for r in heard.redactions)
    return Say("secret", {"kinds": kinds}, f"secret:{heard.message}", Place.WHISPER, heard.by.person)


def wait_s(review: Review, room: Room) -> float:
    """Seconds until the bot may speak: a pause after the last message, never past the limit after the first."""
    pending = [s for s in review.statements if s.pending]
    pace = room.script.pace
    since_first = (room.now - min(s.at for s in pending)).total_seconds()
    return max(0.0, min(pace.quiet_s, pace.longest_s - since_first))


def work_off(review: Review, room: Room) -> Step:
    """The burst is over: take all pending messages as one answer, then push or go on."""
    pending = tuple(s for s in review.statements if s.pending)
    if not pending:
        return Step(review)
    for statement in pending:
        review = with_statement(review, replace(statement, pending=False))
    if review.quick:
        return take_quick(review, pending, room)
    told = notes.Notes(author=pending[-1].author)
    signs = shallow_signs(review, pending, room)
    for statement in pending:
        review, told = _take_one(review, statement, told, room)
    return _go_on(review, signs, told, room)


def _take_one(
    review: Review, statement: Statement, told: notes.Notes, room: Room
) -> tuple[Review, notes.Notes]:
    """One message of the burst, with the notes it gives rise to."""
    lexicon = room.lexicon(statement.text)
    if lexicon is not None and cues.disagrees(statement.text, lexicon):
        kept = disagreeing.second_position(review, statement, room)
        if kept is not None:
            return kept.review, told.adding(kept.note)
    taken = take(review, statement, room)
    review = answered(taken.review, statement.question, statement.decision)
    review = walling.with_named_walls(review, taken.walls, statement.author, room)
    return review, _noted(told, taken, room)


def _noted(told: notes.Notes, taken: Taken, room: Room) -> notes.Notes:
    """The notes, with what this message gave."""
    more = []
    if taken.parked:
        more.append(notes.parked(taken.parked))
    if taken.filed:
        more.append(notes.filed(taken.filed, room))
    facets = (*told.facets, *(f for f in taken.facets if f not in told.facets))
    return replace(told, facets=facets).adding(*more)


def shallow_signs(review: Review, burst: tuple[Statement, ...], room: Room) -> tuple[lints.Sign, ...]:
    """Signs of a shallow answer on a burst read as one."""
    text = "\n".join(s.text for s in burst)
    lexicon = room.lexicon(text)
    question = burst[-1].question
    progress = review.step(question, burst[-1].decision)
    known = (x for q in room.script.questions for x in (q.hint, *(e.text for e in q.examples)))
    return lints.signs(
        text,
        question,
        lexicon=lexicon,
        turn=lints.Turn.REPLY if progress.answered else lints.Turn.FIRST,
        examples=tuple(known),
        asked=progress.facet,
    )


def _go_on(review: Review, signs: tuple[lints.Sign, ...], told: notes.Notes, room: Room) -> Step:
    """Speak once about the burst, unless the bot was asked to be quiet or the review is over."""
    if review.quiet is not None or review.asking is None:
        return Step(review)
    if review.asking is Question.CLOSE:
        return walling.closing_words(review, told, room)
    if review.status is not Status.OPEN:
        return Step(review)
    return push(review, review.asking, signs, told, room)


def edited(review: Review, heard: Edited, room: Room) -> Step:
    """A message changed: the old text stays in the log, facets follow where their words are still there."""
    statement = _in_hand(review, heard.message)
    if statement is None or statement.deleted or heard.text == statement.text:
        return Step(review)
    revision = Revision(statement.text, heard.at, RevisionKind.EDITED)
    changed = replace(statement, text=heard.text, revisions=(*statement.revisions, revision))
    review = with_statement(review, replace(changed, redactions=heard.redactions))
    review, opened = _drop_spans(review, changed)
    taken = take(review, changed, room)
    review = walling.with_named_walls(taken.review, taken.walls, changed.author, room)
    still = tuple(f for f in opened if f not in {*taken.facets, *taken.filed})
    labels = [room.script.facet(f).label for f in still]
    step = Step(review)
    if labels:
        said = Say("edited", {"open": labels}, f"edited:{statement.id}:{len(changed.revisions)}")
        return step.saying(said)
    return step


def _in_hand(review: Review, message: str) -> Statement | None:
    """The statement of a message, None where the message never was one."""
    return next((s for s in review.statements if s.message == message), None)


def deleted(review: Review, heard: Deleted, room: Room) -> Step:
    """A message deleted: its facets are open again; who and when stay, the text until somebody says forget."""
    statement = _in_hand(review, heard.message)
    if statement is None or statement.deleted:
        return Step(review)
    revision = Revision(statement.text, heard.at, RevisionKind.DELETED)
    gone = replace(
        statement, text="", deleted=True, pending=False, revisions=(*statement.revisions, revision)
    )
    review, opened = _drop_spans(with_statement(review, gone), gone)
    labels = [room.script.facet(f).label for f in opened]
    return Step(review).saying(
        Say("deleted", {"open": labels, "statement": str(statement.id)}, f"deleted:{statement.id}")
    )


def _drop_spans(review: Review, statement: Statement) -> tuple[Review, tuple[Facet, ...]]:
    """The review without spans whose words are no longer in the statement, and the facets that opened."""
    source = f"S{statement.id}"
    kept, opened = [], []
    for finding in review.findings:
        spans = tuple(s for s in finding.spans if s.source != source or s.text in statement.text)
        if spans == finding.spans:
            kept.append(finding)
        elif spans:
            kept.append(replace(finding, spans=spans))
        else:
            opened.append(finding.facet)
    existing = tuple(w for w in review.existing if w.span.source != source or w.span.text in statement.text)
    parked = tuple(p for p in review.parked if p.span.source != source or p.span.text in statement.text)
    review = replace(review, findings=tuple(kept), existing=existing, parked=parked)
    return review, tuple(opened)


def marked_as(review: Review, statement: Statement, kind: StatementKind, room: Room) -> Step:
    """Turn talk into an answer, or an answer back into talk."""
    if kind is StatementKind.TALK:
        review, _ = _drop_spans(review, replace(statement, text=""))
        return Step(with_statement(review, replace(statement, kind=kind, pending=False)))
    review = with_statement(review, replace(statement, kind=kind, pending=True))
    return work_off(review, room)


def forget(review: Review, number: str, who: Speaker, room: Room) -> Step:
    """[Forget the text] of a deleted statement, by its author or the owner: who and when stay."""
    statement = next((s for s in review.statements if str(s.id) == number), None)
    if statement is None or not statement.deleted:
        raise PersonError("nothing_to_forget")
    if who.person not in {statement.author, review.owner}:
        raise NotAllowed("not_author", author=name_of(review, statement.author))
    gone = tuple(replace(r, text="", kind=RevisionKind.FORGOTTEN) for r in statement.revisions)
    review = with_statement(review, replace(statement, revisions=gone))
    review = acted(review, "forgotten", room, who.person, statement=number)
    return Step(review).saying(Say("forgotten", {}, f"forgotten:{number}", Place.WHISPER, who.person))


def said_above(review: Review, target: tuple[Question, str], room: Room) -> Step:
    """[Said above]: the facet last asked for reuses the newest statement of its question."""
    question, decision = target
    facet = review.step(question, decision).facet
    found = [f for f in held(review, question, decision) if f.spans]
    if facet is None or not found:
        raise PersonError("nothing_above")
    newest = max(found, key=lambda f: f.at)
    again = replace(newest, facet=facet)
    review = with_finding(review, again)
    told = notes.Notes(author=newest.author, facets=(facet,))
    return push(answered(review, question, decision), question, (), told, room)


def as_agent(who: Speaker) -> Speaker:
    """The same speaker, marked as the agent itself."""
    return replace(who, agent=True)
