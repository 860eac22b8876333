"""A question as it is put: its words, what is held, what is open, and the buttons that only this review has."""

from dataclasses import replace

from bot.domain.capturing import captures
from bot.domain.heard import Speaker
from bot.domain.interview import notes, readers
from bot.domain.interview.filing import span_key
from bot.domain.interview.gaps import gaps, held
from bot.domain.interview.rights import is_agent, may_read
from bot.domain.interview.room import Room, name_of
from bot.domain.review import Progress, Review
from bot.domain.says import Button, Say
from bot.domain.verdict import families_for, walls_named
from bot.domain.vocabulary import DECISION_LETTERS, Question, WallStatus, YesNo
from bot.domain.walls import ENDED

FAMILIES_SHOWN = 3
BUTTON_CHARACTERS = 60
"""Longest label of a button that shows somebody's words."""


def question(review: Review, asked: Progress, told: notes.Notes, room: Room) -> Say:
    """The message of a question; `asked` is its progress before it was put."""
    key = "cold_no" if asked.reopened else f"ask_{asked.question}"
    values = {**_common(review, asked, told, room), **_own(review, asked, room)}
    return Say(key, values, f"ask:{asked.decision}:{asked.question}", buttons=_buttons(review, asked, room))


def _common(review: Review, asked: Progress, told: notes.Notes, room: Room) -> dict[str, object]:
    """What every question shows."""
    text = room.script.question(asked.question)
    found = held(review, asked.question, asked.decision)
    empty = gaps(review, asked.question, asked.decision)
    return {
        **told.values(room),
        "question": text.text,
        "hint": text.hint,
        "decision": asked.decision if len(review.decisions) > 1 else "",
        "held": [{"label": room.script.facet(f.facet).label, "text": f.text} for f in found],
        "open": [room.script.facet(f).label for f in empty],
        "target": f"{asked.decision}:{asked.question}",
        "skipped": str(int(asked.skipped_once)),
        "asked_of": name_of(review, asked.asked_of),
        "bursts": room.script.pace.quiet_s > 0,
    }


def _own(review: Review, asked: Progress, room: Room) -> dict[str, object]:
    """What this question shows besides."""
    match asked.question:
        case Question.DECISION if asked.reopened:
            return {"picked": _picked(review, asked.decision)}
        case Question.DECISION:
            return {"agent_missing": asked.decision == "A" and not (review.agent and review.tool)}
        case Question.CONTEXT:
            return {"capture": not logged(review) and not has_capture_wall(review)}
        case Question.AUTHORITY:
            return {"unread": asked.decision if readers.is_offered(review, asked.decision, room) else ""}
        case Question.WALL:
            return {
                "parked": [p.span.text for p in review.parked],
                "families": [f.value for f in families_for(review)[:FAMILIES_SHOWN]],
            }
        case _:
            return {"standing": [w.id for w in review.walls if w.status is WallStatus.STANDING]}


def logged(review: Review) -> bool:
    """Whether any trace was captured."""
    return any(e.kind == "trace" and e.captured for e in review.evidence)


def has_capture_wall(review: Review) -> bool:
    """Whether the bot's own wall, capture of the window, was added."""
    return any(captures(wall) for wall in review.walls)


def _picked(review: Review, decision: str) -> str:
    """What the last reader expected who did not expect the agent's choice."""
    no = [r.picked for r in review.cold_reads if r.decision == decision and r.expected is YesNo.NO]
    return no[-1] if no else ""


def _buttons(review: Review, asked: Progress, room: Room) -> tuple[Button, ...]:
    """First whoever answered it last time, then what belongs to the question."""
    return (*_last_time(review, asked, room), *_of_question(review, asked, room))


def _last_time(review: Review, asked: Progress, room: Room) -> tuple[Button, ...]:
    """One tap hands the question to whoever answered it for this agent last time."""
    who = dict(room.answered_last(review.agent)).get(asked.question)
    if who is None or not _can_be_handed(review, asked, who):
        return ()
    return (Button("hand_to", f"{asked.decision}:{asked.question}:{who.person}", who.name),)


def _can_be_handed(review: Review, asked: Progress, who: Speaker) -> bool:
    """Whether a question can still be handed to somebody: they may read, have not written here, and are not asked."""
    if who.person == (asked.asked_of or review.owner) or is_agent(review, who):
        return False
    known = review.participant(who.person)
    return may_read(review, who.person) and not (known is not None and known.wrote)


def _of_question(review: Review, asked: Progress, room: Room) -> tuple[Button, ...]:
    """Agents known here at the first question, parked fixes at the fourth, walls one may name at the close."""
    match asked.question:
        case Question.DECISION if asked.decision == "A" and not asked.reopened and not review.agent:
            return tuple(Button("agent", key, key) for key in list(room.agents)[:3])
        case Question.WALL:
            named = {span for wall in walls_named(review) for span in wall.spans}
            fixes = (fix.span for fix in review.parked if fix.span not in named)
            return tuple(Button("adopt", span_key(span), span.text[:BUTTON_CHARACTERS]) for span in fixes)
        case Question.CLOSE:
            live = (w for w in review.walls if w.status not in ENDED)
            return tuple(
                Button("tomorrow", f"no:{w.id}", f"{w.id} {w.text}"[:BUTTON_CHARACTERS]) for w in live
            )
        case _:
            return ()


def same(review: Review, asked: Question, decision: str, told: notes.Notes, room: Room) -> Say:
    """What the decision before had, and whether it holds here."""
    before = DECISION_LETTERS[DECISION_LETTERS.index(decision) - 1]
    common = _common(review, Progress(asked, before), told, room)
    values = {**common, "decision": decision, "before": before, "target": f"{decision}:{asked}"}
    return replace(Say("same_before", values), id=f"same:{decision}:{asked}")
