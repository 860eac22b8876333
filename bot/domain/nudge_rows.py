"""One nudge as the row of its sentence and its buttons: what is open, why it matters, and the ways out.

A row holds values that are JSON; what is said of them stands in `prompts/say/_nudge.md.j2`.
"""

from collections.abc import Callable, Mapping

from bot.domain.absence import read_about
from bot.domain.interview.fields import asked_at
from bot.domain.interview.rights import may_read
from bot.domain.interview.room import name_of
from bot.domain.interview.steering import NUMBERS
from bot.domain.interview.whose import hands_on, is_question
from bot.domain.mine import finds_out, named, question
from bot.domain.nudge_item import Item, Row, Waiting, day_parts, due_parts, one_line
from bot.domain.nudge_walls import drill_due, no_wall_yet, wall_due, wall_row, wall_ways
from bot.domain.nudges import Nudge, NudgeKind
from bot.domain.review import Review, Unknown
from bot.domain.says import Button
from bot.domain.silence import REST
from bot.domain.vocabulary import Question
from bot.domain.walls import holds

NOT_PUT_OFF = frozenset({NudgeKind.AWAY, NudgeKind.NEEDS_OWNER})
"""Said once, and never again: there is nothing to put off."""

NUMBER = {asked: number for number, asked in NUMBERS.items()}


def waiting(item: Item) -> Waiting:
    """The row of a nudge and its buttons, [Later] last.

    LookupError or PersonError where the review does not have what the nudge is about.
    """
    kind, review = item.nudge.kind, item.review
    if item.to is not None and not may_read(review, item.to):
        return _closed_to_reader(item), ()
    later = () if kind in NOT_PUT_OFF else (Button("form:later", item.about),)
    row, buttons = _KINDS[kind](item)
    head: Row = {"kind": kind.value, "review": review.key, "title": one_line(review.title)}
    return {**row, **head}, (*buttons, *later)


def _closed_to_reader(item: Item) -> Row:
    """Nothing of a restricted review for somebody who may not read it, and nothing they could press in it."""
    return {"kind": "closed_to_reader", "review": item.review.key, "title": ""}


# -- questions
def _last(item: Item) -> Waiting:
    """The last word: record what is empty as unknown, hand it on, or talk."""
    row, buttons = _asked(item)
    answers = tuple(b for b in buttons if b.press != "form:unknown")
    unknown = tuple(Button("unknown_me", b.value) for b in buttons if b.press == "form:unknown")
    return row, (*unknown, *answers, Button("call", item.about))


def _stalled(item: Item) -> Waiting:
    """The review's owner hears that a question, or the whole review, stands still."""
    if item.about == REST:
        row, buttons = _rest(item)
        return row, (*buttons, Button("call", item.about))
    row, buttons = _asked(item)
    asked, decision = asked_at(item.review, item.about)
    who = item.review.step(asked, decision).asked_of
    return {**row, "name": name_of(item.review, who)}, (*buttons, Button("call", item.about))


def _asked(item: Item) -> Waiting:
    """A question: what is open of it, or the verdict proposed; answer it, say that nobody knows, hand it on."""
    asked, decision = asked_at(item.review, item.about)
    _, row, buttons = question(item.review, item.review.step(asked, decision))
    kept = tuple(b for b in buttons if b.press not in {"skip", "form:hand"})
    hand = () if asked is Question.CLOSE else (Button("form:hand", item.about),)
    what: Row = {"what": "question", "question": asked.value, "open": [], "more": 0, "primary": ""}
    return {**what, **row, "number": number_of(item.review, item.about)}, (*kept, *hand)


def number_of(review: Review, about: str) -> str:
    """The number of a question, `2`, or `B2` where there are several decisions; empty for the last line."""
    asked, decision = asked_at(review, about)
    several = len(review.decisions) > 1
    return f"{decision if several else ''}{NUMBER[asked]}" if asked in NUMBER else ""


def _rest(item: Item) -> Waiting:
    """A review that was begun and left: go on, finish it as it is, or hand it over."""
    onward = Button("deepen" if item.review.quick else "go_on")
    return {"what": REST}, (onward, Button("publish"), Button("form:hand_over"))


def _quiet(item: Item) -> Waiting:
    """Whether to ask again."""
    asked = item.review.quiet
    since = day_parts(asked.since.date(), item.today) if asked else ""
    return {"day": since}, (Button("go_on"), Button("publish"), Button("form:hand_over"))


def _same_tomorrow(item: Item) -> Waiting:
    """The last line, once more: the same, a wall that stands, nobody knows."""
    line = item.review.same_tomorrow
    if line is None:
        raise LookupError(item.about)
    row: Row = {
        "answer": line.answer.value,
        "stale": line.stale,
        "day": day_parts(line.at.date(), item.today),
    }
    standing = tuple(Button("tomorrow", f"no:{w.id}") for w in item.review.walls if holds(w))
    ways = (Button("tomorrow", "yes"), *standing, Button("tomorrow", "unknown"), Button("form:tomorrow"))
    return row, ways


# -- unknowns
def _unknown(item: Item) -> Waiting:
    """What somebody would find out, at its date: the answer, another person, or that nobody can."""
    unknown = _the_unknown(item)
    return _unknown_row(unknown, item), _unknown_ways(unknown)


def _the_unknown(item: Item) -> Unknown:
    found = {unknown.id: unknown for unknown in item.review.unknowns}
    return found[item.about]


def _unknown_row(unknown: Unknown, item: Item) -> Row:
    several = len(item.review.decisions) > 1
    where = unknown.decision if several else ""
    return {"id": unknown.id, "decision": where, **due_parts(unknown.due, item), **named(unknown.facets)}


def _unknown_ways(unknown: Unknown) -> tuple[Button, ...]:
    return (finds_out(unknown), Button("unknown_never", unknown.id), Button("form:unknown", unknown.id))


# -- people
def _away(item: Item) -> Waiting:
    """Somebody is away: what waits for them until when; wait, or hand each on."""
    who, back = read_about(item.about)
    given = tuple(about for about in item.nudge.items if _can_be_given(about, item.review))
    row: Row = {
        "name": name_of(item.review, who),
        "day": day_parts(back, item.today) if back else "",
        "things": [_thing(about, item.review) for about in given],
    }
    hands = (hands_on(item.review, about) for about in given)
    return row, (Button("wait", item.about), *filter(None, hands))


def _thing(about: str, review: Review) -> Row:
    """A wall or an unknown by its id, a question by its number."""
    if is_question(about):
        return {"id": "", "number": number_of(review, about)}
    return {"id": about, "number": ""}


def _can_be_given(about: str, review: Review) -> bool:
    """Whether somebody else can do it: a question, a wall, an unknown; what a person accepted by name is theirs."""
    unknown = any(each.id == about for each in review.unknowns)
    return is_question(about) or unknown or review.wall(about) is not None


def _gone(item: Item) -> Waiting:
    """What somebody gone owned, back with who answers for the review."""
    thing = _thing(item.about, item.review)
    if is_question(item.about):
        row, buttons = _asked(item)
        asked, decision = asked_at(item.review, item.about)
        owner = item.review.step(asked, decision).asked_of
    elif (wall := item.review.wall(item.about)) is not None:
        row, owner = wall_row(wall, item), wall.owner
        buttons = tuple(Button(press, wall.id) for press in wall_ways(wall, item))
    else:
        unknown = _the_unknown(item)
        row, owner, buttons = _unknown_row(unknown, item), unknown.owner, _unknown_ways(unknown)
    return {"text": "", **row, **thing, "name": name_of(item.review, owner)}, buttons


def _needs_owner(item: Item) -> Waiting:
    """The agent's last owner is asked to take the review."""
    return {}, (take_it(item.nudge),)


def take_it(nudge: Nudge) -> Button:
    """[Take it]: whose review it was when this was asked, and the day, so that an old button takes nothing away."""
    return Button("own_review", f"{nudge.about}:{nudge.for_day.isoformat()}")


_KINDS: Mapping[NudgeKind, Callable[[Item], Waiting]] = {
    NudgeKind.SILENT: _asked,
    NudgeKind.STILL_SILENT: _asked,
    NudgeKind.LAST: _last,
    NudgeKind.STALLED: _stalled,
    NudgeKind.REST: _rest,
    NudgeKind.UNKNOWN_DUE: _unknown,
    NudgeKind.WALL_DUE: wall_due,
    NudgeKind.WALL_LATE: wall_due,
    NudgeKind.DRILL_DUE: drill_due,
    NudgeKind.SAME_TOMORROW: _same_tomorrow,
    NudgeKind.NO_WALL_YET: no_wall_yet,
    NudgeKind.QUIET: _quiet,
    NudgeKind.AWAY: _away,
    NudgeKind.OWNER_GONE: _gone,
    NudgeKind.NEEDS_OWNER: _needs_owner,
}
