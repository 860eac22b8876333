"""Evidence in the chat: attached, its decision points listed, one chosen, its window shown."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.chat.capture import Caught, Keeper
from bot.chat.terminal.session import Session
from bot.chat.window import action, clean, points_card, versions, window_card
from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.heard import Attached, PointChosen, Speaker
from bot.domain.review import Evidence, Review
from bot.domain.trace import DecisionPoint
from bot.domain.trace_vocabulary import FactKind
from bot.domain.tree import Card


async def attach(session: Session, who: Speaker, catch: Callable[[], Caught]) -> None:
    """Something caught is heard of; the trouble it had, if any, is told its sender; points are listed."""
    session.need_thread()
    caught = await asyncio.to_thread(catch)
    session.screen.said(who.name, session.words("attaches", name=caught.fields["what"]))
    await session.send(Attached(**session.base(who), **caught.fields))
    if caught.error is not None:
        session.screen.note(session.sentence(caught.error), who.person)
    if caught.fields.get("points"):
        review = await session.review(who)
        found = next(e for e in review.evidence if e.sha256 == caught.fields["sha256"])
        await _offer(session, review, found)


async def attach_file(session: Session, who: Speaker, path: str, kind: str) -> None:
    """A file by its path."""
    keeper = _keeper(session)
    await attach(session, who, lambda: keeper.file(_path(path), kind=kind))


def _path(typed: str) -> Path:
    """A path as typed, `~` for one's home; a name with `~` that nobody has is a file's own."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        return Path(typed)


async def attach_text(session: Session, who: Speaker, name: str, text: str) -> None:
    """A pasted text."""
    keeper = _keeper(session)
    await attach(session, who, lambda: keeper.content(text.encode(errors="replace"), name=name, kind="text"))


async def attach_link(session: Session, who: Speaker, url: str) -> None:
    """A link."""
    await attach(session, who, lambda: _keeper(session).link(url))


def _keeper(session: Session) -> Keeper:
    return Keeper(session.house.store, session.house.read_trace, session.house.caps)


async def show_points(session: Session, who: Speaker, evidence: str) -> None:
    """The decision points of a trace once more."""
    session.need_thread()
    review = await session.review(who)
    await _offer(session, review, _trace(review, evidence))


async def points_of(session: Session, evidence: Evidence) -> Card:
    """The points of a trace, a button each. PersonError where it cannot be read."""
    points = await asyncio.to_thread(_points, session, evidence)
    return points_card(points, evidence.id, session.words)


async def _offer(session: Session, review: Review, evidence: Evidence) -> None:
    card = await points_of(session, evidence)
    session.screen.card(card, key=f"review:{review.number}:points", thread=review.key)


def _trace(review: Review, evidence: str) -> Evidence:
    """A trace by its id, the newest where none is named. PersonError `no_trace`."""
    traces = [e for e in review.evidence if e.kind == "trace" and evidence in {"", e.id}]
    if not traces:
        raise PersonError("no_trace")
    return traces[-1]


def _points(session: Session, evidence: Evidence) -> tuple[DecisionPoint, ...]:
    """The points of a trace as it was kept; PersonError `no_trace` where its bytes are gone."""
    content = session.house.store.blob(evidence.kept_sha256)
    if content is None:
        raise PersonError("no_trace")
    return tuple(clean(p) for p in candidates(session.house.read_trace(content, name=evidence.what)))


async def choose(session: Session, who: Speaker, press: str, number: int) -> None:
    """`point:E1:key`: a person says that this was the moment."""
    _, evidence, key = press.split(":", 2)
    review = await session.review(who, number)
    point = await _point(session, review, evidence, key)
    heard = PointChosen(
        **session.base(who, review=number),
        evidence=evidence,
        point=key,
        action=action(point),
        decided_at=point.at,
        agent=_fact(point, FactKind.AGENT),
        tool=point.calls[0].name if point.calls else "",
        versions=versions(point),
        identity=_fact(point, FactKind.IDENTITY),
    )
    await session.send(heard)


async def _point(session: Session, review: Review, evidence: str, key: str) -> DecisionPoint:
    points = await asyncio.to_thread(_points, session, _trace(review, evidence))
    found = next((point for point in points if point.key == key), None)
    if found is None:
        raise PersonError("no_such_point", number=key)
    return found


def _fact(point: DecisionPoint, kind: FactKind) -> str:
    fact = point.fact(kind)
    return fact.value if fact else ""


async def show_window(session: Session, who: Speaker, number: int) -> None:
    """The window of the chosen point, or of one by its place in the list."""
    session.need_thread()
    review = await session.review(who)
    if number:
        points = await asyncio.to_thread(_points, session, _trace(review, ""))
        if number > len(points):
            raise PersonError("no_such_point", number=number)
        point = points[number - 1]
    else:
        chosen = next((d for d in review.decisions if d.letter == review.current), None)
        if chosen is None or not chosen.point:
            raise PersonError("no_point_chosen")
        point = await _point(session, review, chosen.evidence, chosen.point)
    session.screen.card(
        window_card(point, session.words), key=f"review:{review.number}:window", to=who.person
    )
