"""The cold reader: somebody who was not in the thread says which option they would expect."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes, readers, wording
from bot.domain.interview.gaps import held
from bot.domain.interview.proceeding import ask
from bot.domain.interview.rights import only_readers
from bot.domain.interview.room import Room, invited, name_of
from bot.domain.review import ColdRead, PersonKey, Review, Stage, WhyUnknown, with_progress
from bot.domain.says import Button, Place, Say, Step
from bot.domain.vocabulary import Facet, Question, YesNo


def ask_reader(review: Review, decision: str, reader: PersonKey, room: Room) -> Step:
    """Send goal, context and options, in an order that gives nothing away, to somebody who has not written."""
    if decision not in {d.letter for d in review.decisions}:
        raise PersonError("unknown_button", press=decision)
    if not readers.may_be_asked(review, reader):
        raise PersonError("reader_was_there")
    only_readers(review, reader)
    if any((r.decision, r.reader) == (decision, reader) for r in review.cold_reads):
        return Step(review)
    options = readers.options_of(review, decision, room)
    if len(options) < readers.FEWEST:
        return _without(review, decision, room)
    review = invited(review, reader, room)
    read = ColdRead(decision, reader, room.now, options)
    review = replace(review, cold_reads=(*review.cold_reads, read))
    return Step(review).saying(_to_reader(review, read, room))


def _without(review: Review, decision: str, room: Room) -> Step:
    """Fewer than two options: nobody can be asked, and that is an owned unknown at once."""
    if readers.has_unknown(review, decision):
        raise PersonError("reader_needs_options")
    review, owed = readers.without_reader(review, decision, room)
    told = notes.NOTHING.adding(notes.no_reader(owed, name_of(review, owed.owner)))
    return Step(review).saying(Say("no_reader", told.values(room), f"no_reader:{decision}"))


def _to_reader(review: Review, read: ColdRead, room: Room) -> Say:
    """The message to the reader alone; nothing in it says what the agent did."""
    context = [
        {"label": room.script.facet(f.facet).label, "text": f.text, "left_out": f.left_out}
        for f in held(review, Question.CONTEXT, read.decision)
        if f.facet is not Facet.MISSING
    ]
    goal = review.finding(Facet.OBJECTIVE_GIVEN, read.decision)
    values = {
        "review": review.key,
        "decision": read.decision,
        "goal": goal.text if goal else "",
        "goal_left_out": goal.left_out if goal else 0,
        "context": context,
        "options": list(read.options),
    }
    picks = tuple(
        Button("expect", f"{read.decision}:{place}", option) for place, option in enumerate(read.options)
    )
    return Say("cold_read", values, f"cold:{read.decision}:{read.reader}", Place.ALONE, read.reader, picks)


def has_read(review: Review, decision: str, reader: Speaker) -> Step:
    """The reader says they have read the thread; kept beside the result."""
    read = _asked(review, decision, reader.person)
    return Step(_with_read(review, read, replace(read, read_thread=YesNo.YES)))


def expects(review: Review, value: str, reader: Speaker, room: Room) -> Step:
    """One tap: which option the reader would expect. Another than the agent's reopens the first question."""
    decision, _, place = value.partition(":")
    read = _asked(review, decision, reader.person)
    if not place.isdecimal() or int(place) >= len(read.options):
        raise PersonError("unknown_button", press=value)
    picked = read.options[int(place)]
    expected = _expected(review, read, picked)
    answer = replace(read, picked=picked, expected=expected, answered_at=room.now)
    review = _settled(
        _with_read(review, read, replace(answer, read_thread=_seen(review, read))), decision, room
    )
    if expected is YesNo.NO:
        return _reopen(review, decision, picked, room)
    values = {"picked": picked, "expected": expected.value}
    return Step(review).saying(Say("cold_yes", values, f"cold_yes:{decision}:{reader.person}"))


def _seen(review: Review, read: ColdRead) -> YesNo:
    """Whether the reader had read the thread: by their word, or because they wrote in it meanwhile."""
    known = review.participant(read.reader)
    wrote = known is not None and known.wrote
    return YesNo.YES if wrote or read.read_thread is YesNo.YES else YesNo.NO


def _expected(review: Review, read: ColdRead, picked: str) -> YesNo:
    """Whether the option picked is the agent's choice; unknown where the choice is none of those shown."""
    choice = review.finding(Facet.CHOICE, read.decision)
    chosen = wording.nearest(choice.text, read.options) if choice is not None else ""
    if not chosen:
        return YesNo.UNKNOWN
    return YesNo.YES if chosen == picked else YesNo.NO


def _settled(review: Review, decision: str, room: Room) -> Review:
    """A reader answered: nobody owes that any more."""
    settled = (
        replace(u, settled_at=room.now)
        if u.why is WhyUnknown.NO_READER and u.decision == decision and u.settled_at is None
        else u
        for u in review.unknowns
    )
    return replace(review, unknowns=tuple(settled))


def _reopen(review: Review, decision: str, picked: str, room: Room) -> Step:
    """The first question comes back for its reason: at once where nothing else is open, else in its turn."""
    progress = review.step(Question.DECISION, decision)
    review = with_progress(review, replace(progress, stage=Stage.WAITING, facet=Facet.REASON, reopened=True))
    here = review.asking is Question.DECISION and review.current == decision
    if review.quiet is None and (review.asking is None or here):
        return ask(review, Question.DECISION, decision, notes.NOTHING, room)
    return Step(review).saying(Say("cold_later", {"picked": picked}, f"cold_later:{decision}:{picked}"))


def _asked(review: Review, decision: str, reader: PersonKey) -> ColdRead:
    """The open question to this reader; PersonError where there is none."""
    found = (
        r for r in review.cold_reads if (r.decision, r.reader) == (decision, reader) and not r.answered_at
    )
    read = next(found, None)
    if read is None:
        raise PersonError("reader_not_asked")
    return read


def _with_read(review: Review, old: ColdRead, new: ColdRead) -> Review:
    return replace(review, cold_reads=tuple(new if r is old else r for r in review.cold_reads))
