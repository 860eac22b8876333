"""The cold reader: somebody who was not in the thread says which option they would expect."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.interview import notes, wording
from bot.domain.interview.gaps import held
from bot.domain.interview.proceeding import ask
from bot.domain.interview.rights import may_read
from bot.domain.interview.room import Room, invited
from bot.domain.interview.unknowns import record_unknown
from bot.domain.review import ColdRead, PersonKey, Review, Stage, WhyUnknown, with_progress
from bot.domain.says import Button, Place, Say, Step
from bot.domain.vocabulary import Facet, Question, Status, YesNo


def ask_reader(review: Review, decision: str, reader: PersonKey, room: Room) -> Step:
    """Send goal, context and options, in an order that gives nothing away, to somebody who has not written."""
    known = review.participant(reader)
    if known is not None and (known.wrote or known.agent):
        raise PersonError("reader_was_there")
    if not may_read(review, reader):
        raise PersonError("reader_may_not_read")
    options = options_of(review, decision, room)
    if len(options) < 2:
        return _without(review, decision, room)
    review = invited(review, reader, room)
    read = ColdRead(decision, reader, room.now, options)
    review = replace(review, cold_reads=(*review.cold_reads, read))
    return Step(review).saying(_to_reader(review, read, room))


def _without(review: Review, decision: str, room: Room) -> Step:
    """Fewer than two options: nobody can be asked, and that is an owned unknown at once."""
    review, told = record_unknown(
        review,
        Question.DECISION,
        (Facet.OPTIONS,),
        notes.NOTHING,
        room,
        decision=decision,
        why=WhyUnknown.NO_READER,
    )
    return Step(review).saying(Say("no_reader", told.values(room), f"no_reader:{decision}"))


def options_of(review: Review, decision: str, room: Room) -> tuple[str, ...]:
    """The options as named, in alphabetical order: the agent's choice has no place of its own."""
    finding = review.finding(Facet.OPTIONS, decision)
    if finding is None:
        return ()
    lexicon = room.lexicon(finding.text) or room.script.lexicons[0]
    return tuple(sorted(set(wording.split_options(finding.text, lexicon)), key=str.casefold))


def _to_reader(review: Review, read: ColdRead, room: Room) -> Say:
    """The message to the reader alone; nothing in it says what the agent did."""
    context = [
        {"label": room.script.facet(f.facet).label, "text": f.text}
        for f in held(review, Question.CONTEXT, read.decision)
        if f.facet is not Facet.MISSING
    ]
    goal = review.finding(Facet.OBJECTIVE_GIVEN, read.decision)
    values = {
        "review": review.key,
        "decision": read.decision,
        "goal": goal.text if goal else "",
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
    picked = read.options[int(place)]
    expected = YesNo.YES if _is_choice(review, decision, picked, room) else YesNo.NO
    seen = YesNo.YES if read.read_thread is YesNo.YES else YesNo.NO
    answer = replace(read, picked=picked, expected=expected, answered_at=room.now, read_thread=seen)
    review = _with_read(review, read, answer)
    if expected is YesNo.YES:
        return Step(review).saying(
            Say("cold_yes", {"picked": picked}, f"cold_yes:{decision}:{reader.person}")
        )
    return _reopen(review, decision, picked, room)


def _is_choice(review: Review, decision: str, picked: str, room: Room) -> bool:
    """Whether the option picked is the one the agent chose: the option that shares most words with the choice."""
    choice = review.finding(Facet.CHOICE, decision)
    if choice is None:
        return False
    options = options_of(review, decision, room)
    return wording.nearest(choice.text, options) == picked


def _reopen(review: Review, decision: str, picked: str, room: Room) -> Step:
    """The first question comes back for its reason: at once where nothing else is open, else in its turn."""
    progress = review.step(Question.DECISION, decision)
    progress = replace(progress, stage=Stage.WAITING, facet=Facet.REASON, reopened=True, probes=0, probed=())
    review = with_progress(review, progress)
    told = notes.NOTHING.adding(notes.simple("cold_no", picked=picked, decision=decision))
    if review.asking is None and review.status is Status.OPEN and review.quiet is None:
        return ask(review, Question.DECISION, decision, told, room)
    values = {**told.values(room), "picked": picked}
    return Step(review).saying(Say("cold_later", values, f"cold_later:{decision}:{picked}"))


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
