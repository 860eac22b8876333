"""Messages changed, deleted, marked as talk or as an answer, forgotten: the log keeps it all, the record follows."""

from dataclasses import replace

from bot.domain import talk
from bot.domain.errors import NotAllowed, PersonError
from bot.domain.heard import Deleted, Edited, Speaker
from bot.domain.interview import disagreeing, fetching, hearing, notes, tomorrow, walling
from bot.domain.interview.dropping import Dropped, blanked, drop
from bot.domain.interview.history import acted
from bot.domain.interview.proceeding import proceed
from bot.domain.interview.rights import is_in
from bot.domain.interview.room import Room, name_of
from bot.domain.interview.taking import take
from bot.domain.review import Review, Revision, RevisionKind, Statement, StatementKind, with_statement
from bot.domain.says import Place, Say, Step
from bot.domain.tree import Tree
from bot.domain.vocabulary import Facet, Question


def edited(review: Review, heard: Edited, room: Room) -> Step:
    """A message changed: the old text stays in the log, facets follow where their words are still there.

    One that was deleted is changed only by being back, and not where its text was forgotten for good.
    """
    statement = _in_hand(review, heard.message)
    if statement is None or (statement.deleted and (_is_forgotten(statement) or not heard.restored)):
        return Step(review)
    if (heard.text, heard.tree) == (statement.text, statement.tree):
        return Step(review)
    revision = Revision(statement.text, heard.at, RevisionKind.EDITED, statement.tree)
    revisions = statement.revisions if statement.deleted else (*statement.revisions, revision)
    changed = replace(statement, text=heard.text, tree=heard.tree, deleted=False, revisions=revisions)
    changed = replace(changed, redactions=heard.redactions or statement.redactions)
    step = Step(with_statement(review, changed))
    if heard.text == statement.text:  # only how it looks was changed: every facet keeps its words
        return step
    step = step.saying(*hearing.secrets(heard.redactions, heard.message, heard.by))
    if is_in(review, heard):
        step = step.then(lambda r: fetching.linked(r, heard.text, heard.by.person, room))
    if statement.pending or statement.kind is StatementKind.SELF_REPORT:
        return step
    if statement.kind is StatementKind.TALK:
        was_talk = talk.is_talk(statement.text, room.lexicon(statement.text)) and is_in(review, heard)
        return step.then(lambda r: _talk_reworded(r, changed, room)) if was_talk else step
    return step.then(lambda r: _reworded(r, changed, room))


def _talk_reworded(review: Review, statement: Statement, room: Room) -> Step:
    """Talk that now says something is an answer, and waits like any other.

    Only what was talk by its form: what a person marked as talk, or a stranger wrote, waits for somebody to mark it.
    """
    if talk.is_talk(statement.text, room.lexicon(statement.text)):
        return Step(review)
    return hearing.waiting(with_statement(review, _as_answer(statement)), room)


def _reworded(review: Review, statement: Statement, room: Room) -> Step:
    """An answer in new words: what they no longer say is open again, unless they say it otherwise."""
    again = disagreeing.reworded(review, statement.revisions[-1].text, statement, room)
    if again is not None:
        return Step(again)
    dropped = drop(review, statement, room)
    if (second := disagreeing.in_words(dropped.review, statement, room)) is not None:
        step = Step(second.review).saying(notes.NOTHING.adding(second.note).noted(room))
        return _telling(
            step, dropped.opened, "edited", f"edited:{statement.id}:{len(statement.revisions)}", room
        )
    if statement.question is Question.CLOSE and (line := _line_again(dropped, statement, room)) is not None:
        return line
    taken = take(dropped.review, statement, None, room)
    review = walling.with_named_walls(taken.review, taken.walls, statement.author, room)
    still = tuple(f for f in dropped.opened if f not in {*taken.facets, *taken.filed})
    return _telling(Step(review), still, "edited", f"edited:{statement.id}:{len(statement.revisions)}", room)


def _line_again(dropped: Dropped, statement: Statement, room: Room) -> Step | None:
    """The last line read anew from the words that gave it, or that were asked for; None where they say none."""
    asked = dropped.review.asking is Question.CLOSE
    if not asked and Facet.SAME_TOMORROW not in dropped.opened:
        return None
    after = tomorrow.answered_in(dropped.review, (statement,), room)
    if after is None:
        return None
    return proceed(after, notes.NOTHING, room) if asked else Step(after).saying(notes.NOTHING.noted(room))


def _telling(step: Step, opened: tuple[Facet, ...], key: str, key_id: str, room: Room) -> Step:
    """The step, and which facets it opened again; nothing where it opened none."""
    labels = [room.script.facet(facet).label for facet in opened]
    return step.saying(Say(key, {"open": labels}, key_id)) if labels else step


def _in_hand(review: Review, message: str) -> Statement | None:
    """The statement of a message, None where the message never was one."""
    return next((s for s in review.statements if s.message == message), None)


def _is_forgotten(statement: Statement) -> bool:
    return all(revision.kind is RevisionKind.FORGOTTEN for revision in statement.revisions)


def deleted(review: Review, heard: Deleted, room: Room) -> Step:
    """A message deleted: its facets are open again; who and when stay, the text until somebody says forget."""
    statement = _in_hand(review, heard.message)
    if statement is None or statement.deleted:
        return Step(review)
    revision = Revision(statement.text, heard.at, RevisionKind.DELETED, statement.tree)
    revisions = (*statement.revisions, revision)
    gone = replace(statement, text="", tree=Tree(), deleted=True, pending=False, revisions=revisions)
    dropped = drop(with_statement(review, gone), gone, room)
    labels = [room.script.facet(f).label for f in dropped.opened]
    values = {"open": labels, "statement": str(statement.id)}
    return Step(dropped.review).saying(Say("deleted", values, f"deleted:{statement.id}"))


def marked_as(review: Review, number: str, kind: StatementKind, room: Room) -> Step:
    """Turn talk into an answer, or an answer back into talk."""
    statement = _numbered(review, number)
    if statement is None or statement.deleted or statement.kind is StatementKind.SELF_REPORT:
        raise PersonError("nothing_to_mark")
    if statement.kind is kind:
        return Step(review)
    if kind is StatementKind.TALK:
        mute = replace(statement, kind=kind, pending=False)
        dropped = drop(with_statement(review, mute), replace(mute, text=""), room)
        return _telling(Step(dropped.review), dropped.opened, "edited", f"talk:{statement.id}", room)
    return hearing.waiting(with_statement(review, _as_answer(statement)), room)


def _as_answer(statement: Statement) -> Statement:
    return replace(statement, kind=StatementKind.ANSWER, pending=True)


def _numbered(review: Review, number: str) -> Statement | None:
    return next((s for s in review.statements if str(s.id) == number), None)


def forget(review: Review, number: str, who: Speaker, room: Room) -> Step:
    """[Forget the text] of a deleted statement, by its author or the owner: who and when stay."""
    statement = _numbered(review, number)
    if statement is None or not statement.deleted:
        raise PersonError("nothing_to_forget")
    if who.person not in {statement.author, review.owner}:
        raise NotAllowed("not_author", author=name_of(review, statement.author))
    if _is_forgotten(statement):
        return Step(review)
    forgotten = RevisionKind.FORGOTTEN
    gone = tuple(replace(r, text="", tree=Tree(), kind=forgotten) for r in statement.revisions)
    review = blanked(with_statement(review, replace(statement, revisions=gone)), statement)
    review = acted(review, "forgotten", room, who.person, statement=number)
    return Step(review).saying(Say("forgotten", {}, f"forgotten:{number}", Place.WHISPER, who.person))
