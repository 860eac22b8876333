"""Evidence in the chat: attached, its decision points listed, one chosen, its window shown."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.chat import points
from bot.chat.capture import Caught, Keeper
from bot.chat.differing import between, difference_card
from bot.chat.house import keeper
from bot.chat.terminal.session import Session
from bot.chat.window import points_card, window_card
from bot.domain.errors import PersonError
from bot.domain.heard import Attached, PointChosen, Speaker
from bot.domain.review import Evidence, Review
from bot.domain.trace import DecisionPoint


async def attach(session: Session, who: Speaker, catch: Callable[[], Caught]) -> None:
    """Something caught is heard of; the trouble it had, if any, is told its sender."""
    session.need_thread()
    caught = await asyncio.to_thread(catch)
    session.screen.said(who.name, session.words("attaches", name=caught.fields["what"]))
    await session.send(Attached(**session.base(who), **caught.fields))
    if caught.error is not None:
        session.screen.note(session.sentence(caught.error), who.person)


async def attach_file(session: Session, who: Speaker, path: str, kind: str) -> None:
    """A file by its path."""
    keeps = _keeper(session)
    await attach(session, who, lambda: keeps.file(_path(path), kind=kind))


def _path(typed: str) -> Path:
    """A path as typed, `~` for one's home; a name with `~` that nobody has is a file's own."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)


async def attach_text(session: Session, who: Speaker, name: str, text: str) -> None:
    """A pasted text."""
    keeps = _keeper(session)
    await attach(session, who, lambda: keeps.content(text.encode(errors="replace"), name=name, kind="text"))


async def keep_long(session: Session, who: Speaker, text: str) -> None:
    """Too long to be an answer: kept whole all the same. Always PersonError `answer_too_long`."""
    await attach_text(session, who, session.words("long_answer_name", name=who.name), text)
    cap = session.house.caps.answer_characters
    raise PersonError("answer_too_long", cap=cap, setting="ANSWER_MAX_CHARS", count=len(text))


async def attach_link(session: Session, who: Speaker, url: str) -> None:
    """A link."""
    await attach(session, who, lambda: _keeper(session).link(url))


def _keeper(session: Session) -> Keeper:
    return keeper(session.house, session.words)


async def show_points(session: Session, who: Speaker, evidence: str) -> None:
    """The decision points of a trace once more."""
    session.need_thread()
    review = await session.review(who)
    await _offer(session, review, points.trace_of(review, evidence))


async def _offer(session: Session, review: Review, evidence: Evidence) -> None:
    card = points_card(
        await _points(session, evidence), evidence.id, session.words, rules=session.house.rules
    )
    session.screen.card(card, key=f"review:{review.number}:points", thread=review.key)


async def choose(session: Session, who: Speaker, press: str, number: int) -> None:
    """`point:E1:key`: a person says that this was the moment."""
    _, evidence, key = press.split(":", 2)
    review = await session.review(who, number)
    point = await _point(session, review, evidence, key)
    await session.send(PointChosen(**session.base(who, review=number), **points.chosen(point, evidence)))


async def _point(session: Session, review: Review, evidence: str, key: str) -> DecisionPoint:
    house, trace = session.house, points.trace_of(review, evidence)
    return await asyncio.to_thread(
        points.point_in, house.store, house.read_trace, trace, key, rules=house.rules
    )


async def _points(session: Session, evidence: Evidence) -> tuple[DecisionPoint, ...]:
    house = session.house
    return await asyncio.to_thread(points.points_in, house.store, house.read_trace, evidence)


async def show_window(session: Session, who: Speaker, number: int, evidence: str) -> None:
    """The window of the chosen point, or of one by its place in the list of a trace."""
    session.need_thread()
    review = await session.review(who)
    if number:
        found = await _points(session, points.trace_of(review, evidence))
        if number > len(found):
            raise PersonError("no_such_point", number=number)
        _shown(session, who, review, found[number - 1])
    elif evidence:
        await look_into(session, who, evidence, review.number)
    else:
        chosen = next((d for d in review.decisions if d.letter == review.current), None)
        if chosen is None or not chosen.point:
            raise PersonError("no_point_chosen")
        _shown(session, who, review, await _point(session, review, chosen.evidence, chosen.point))


async def show_difference(session: Session, who: Speaker, numbers: tuple[int, int], evidence: str) -> None:
    """What entered and left the context between two points, by their places in the list of a trace."""
    session.need_thread()
    review = await session.review(who)
    found = await _points(session, points.trace_of(review, evidence))
    card = difference_card(between(found, *numbers), session.words, rules=session.house.rules)
    session.screen.card(card, key=f"review:{review.number}:diff", to=who.person)


async def look_into(session: Session, who: Speaker, evidence: str, number: int) -> None:
    """The window of one point of a trace, and how the others are asked for."""
    review = await session.review(who, number)
    trace = points.trace_of(review, evidence)
    found = await _points(session, trace)
    place = points.looked_at_first(review, trace.id, found)
    _shown(session, who, review, found[place])
    if len(found) > 1:
        which = session.words("window_which", number=place + 1, count=len(found), evidence=trace.id)
        session.screen.note(which, who.person)


def _shown(session: Session, who: Speaker, review: Review, point: DecisionPoint) -> None:
    card = window_card(point, session.words, rules=session.house.rules)
    session.screen.card(card, key=f"review:{review.number}:window", to=who.person)
