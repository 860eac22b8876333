"""What is noticed at each moment of a run: the signs of the moment itself, and those of its place in the run."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.domain.course import Step, course
from bot.domain.growing import anywhere
from bot.domain.reasons import (
    AGENT_ROLES,
    acts,
    agrees,
    asks_by_tool,
    asks_leave,
    canonical,
    disagrees,
    hands_off,
    looks_failed,
    opposite,
    refuses,
    words_of,
)
from bot.domain.signs import Signs
from bot.domain.trace import ContextItem, DecisionPoint
from bot.domain.trace_vocabulary import Part, Reason

_ORDER = {reason: place for place, reason in enumerate(Reason)}


def reasons(
    points: Sequence[DecisionPoint], closing: tuple[ContextItem, ...], signs: Signs
) -> list[tuple[Reason, ...]]:
    """The reasons that hold for each of the points, which are given in the order of time, in the order of `Reason`.

    `closing` are all messages of the run, where the record has them apart from the decisions.
    """
    steps = course(points, closing, signs)
    failed = frozenset(
        call.call_id for point in points for call in point.calls if call.failed and call.call_id
    )
    places = _places(points, signs)
    held = []
    for place, (step, repeats) in enumerate(zip(steps, _repeats(steps, signs), strict=True)):
        found = {*_of_calls(step, failed, signs), *_of_words(step, signs), *repeats, *places[place]}
        if any(disagrees(reply, signs) for reply in step.replies):
            found.add(Reason.CORRECTED)
        if _changed_course(step.point, failed, signs):
            found.add(Reason.AFTER_ERROR)
        held.append(tuple(sorted(found, key=_ORDER.__getitem__)))
    return held


def _of_calls(step: Step, failed: frozenset[str], signs: Signs) -> set[Reason]:
    """What a point's calls say of themselves."""
    calls = step.point.calls
    if not calls:
        return set()
    acting = [call for call in calls if acts(call.name, signs)]
    holds = {
        Reason.SIDE_EFFECT: bool(acting),
        Reason.HAND_OFF: any(hands_off(call.name, signs) for call in calls),
        Reason.PERMISSION: any(asks_by_tool(call.name, signs) for call in calls),
        Reason.UNASKED: bool(acting) and not step.asked,
        Reason.FAILED: any(
            call.failed or call.call_id in failed or (call.result and looks_failed(call.result.text, signs))
            for call in acting
        ),
        Reason.UNSAID: step.unsaid,
        Reason.TOOL_CALL: True,
    }
    return {reason for reason, held in holds.items() if held}


def _of_words(step: Step, signs: Signs) -> set[Reason]:
    """What an answer in words alone says of itself."""
    point = step.point
    declined = any(item.kind is Part.REFUSAL and item.text for item in point.output)
    if not point.text_only:
        return {Reason.REFUSAL} if declined else set()
    said = " ".join(item.text for item in point.output if item.kind is Part.TEXT)
    newest = _newest(point)
    told = newest is not None and newest.kind is Part.TOOL_RESULT
    heard = newest is not None and newest.kind is Part.TEXT
    refused = declined or refuses(said, signs)
    holds = {
        Reason.REFUSAL: refused,
        Reason.UNCHECKED: refused and not told,
        Reason.PERMISSION: asks_leave(said, signs),
        Reason.NOT_DONE: bool(newest and heard and step.asked and agrees(newest.text, signs)),
        Reason.UNSAID: step.unsaid,
        Reason.TOLD: told,
        Reason.NO_QUESTION: "?" not in said and not asks_leave(said, signs),
        Reason.TEXT_ONLY: True,
    }
    return {reason for reason, held in holds.items() if held}


def _places(points: Sequence[DecisionPoint], signs: Signs) -> defaultdict[int, set[Reason]]:
    """What stands first or last of its kind in the run."""
    acting = [n for n, point in enumerate(points) if any(acts(call.name, signs) for call in point.calls)]
    words = [n for n, point in enumerate(points) if point.text_only]
    told = [n for n in words if (last := _newest(points[n])) and last.kind is Part.TOOL_RESULT]
    found: defaultdict[int, set[Reason]] = defaultdict(set)
    for reason, places in (
        (Reason.FIRST_ACT, acting[:1]),
        (Reason.LAST_ACT, acting[-1:]),
        (Reason.FIRST_TOLD, told[:1]),
        (Reason.LAST_WORDS, words[-1:]),
    ):
        for place in places:
            found[place].add(reason)
    return found


def _newest(point: DecisionPoint) -> ContextItem | None:
    """The last piece of its window."""
    shown = point.window.messages
    return anywhere(shown)[-1] if shown else None


def _repeats(steps: Sequence[Step], signs: Signs) -> Iterator[set[Reason]]:
    """For each step whether it makes an earlier call again, or takes one back that shares a value with it."""
    made: set[tuple[str, str]] = set()
    held: defaultdict[str, set[str]] = defaultdict(set)  # the values that a tool was called with
    for step in steps:
        found = set()
        for call in step.given:
            if (call.name, call.arguments) in made:
                found.add(Reason.REPEATED)
            if not held.get(opposite(call.name, signs), set()).isdisjoint(call.values):
                found.add(Reason.TOOK_BACK)
        for call in step.given:
            made.add((call.name, call.arguments))
            held[" ".join(words_of(call.name))].update(call.values)
        yield found


def _changed_course(point: DecisionPoint, failed: frozenset[str], signs: Signs) -> bool:
    """Whether the last result it was shown was an error, and it did not simply try the same again."""
    if not point.calls and not point.text_only:
        return False
    tail = last_exchange(anywhere(point.window.messages))
    wrong = {
        item.call_id
        for item in tail
        if item.kind is Part.TOOL_RESULT and (item.call_id in failed or looks_failed(item.text, signs))
    }
    if not wrong:
        return False
    tried = {_spelled(item) for item in tail if item.kind is Part.TOOL_CALL and item.call_id in wrong}
    again = {_spelled(call.arguments) for call in point.calls if call.arguments}
    return not (tried and tried <= again)


def last_exchange(messages: Sequence[ContextItem]) -> Sequence[ContextItem]:
    """The agent's last message in a window and all that came after it."""
    start = 0
    for position in range(len(messages) - 1, -1, -1):
        if messages[position].role in AGENT_ROLES:
            start = position
            while start and messages[start - 1].message == messages[position].message:
                start -= 1
            break
    return messages[start:]


def _spelled(item: ContextItem) -> tuple[str, str]:
    return item.name, canonical(item.text)
