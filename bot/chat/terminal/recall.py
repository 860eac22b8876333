"""What stood on the screen before a restart, drawn again from what was sent and what was said."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from bot.chat.terminal.house import House
from bot.chat.terminal.screen import Message, Shown, message_of
from bot.chat.terminal.session import Session
from bot.domain.errors import OutsideError
from bot.domain.says import Place, Say
from bot.domain.tree import Card
from bot.ports import OpenThread, Outgoing

NEWEST = 500
"""Messages of the bot that are drawn again at the start; older ones come back with `use N`."""

CARD = "card"
"""The id of a Say that replaces the text of a thread's first message."""

VERSIONS = 10**6
"""More than one review ever has."""

ROWS = tuple[tuple[Outgoing, str], ...]


async def everything(session: Session) -> None:
    """The screen of a new session stands as the newest messages left it; its thread is the newest."""
    rows = await asyncio.to_thread(session.house.store.sent, None, NEWEST)
    shown = list(_shown(session.house, rows))
    numbers = sorted({row.review for row, _ in rows})
    messages = await asyncio.to_thread(_messages, session.house, numbers)
    session.screen.rebuilt(shown, messages)
    session.thread = session.screen.newest_thread


async def thread(session: Session, number: int) -> None:
    """The same for one review that is older than what was drawn again."""
    screen, key = session.screen, f"AR-{number}"
    if any(shown.thread == key for shown in screen.shown):
        return
    rows = await asyncio.to_thread(session.house.store.sent, number, NEWEST)
    screen.shown = [*_shown(session.house, rows), *screen.shown]
    screen.messages = [*await asyncio.to_thread(_messages, session.house, [number]), *screen.messages]


def _shown(house: House, rows: ROWS) -> Iterable[Shown]:
    """The cards as they stand now: the first of a thread in its newest form."""
    found: dict[str, Shown] = {}
    for row, message in _as_shown(rows):
        say = row.what.card if isinstance(row.what, OpenThread) else row.what
        if not isinstance(say, Say) or (card := _spoken(house, say)) is None:
            continue
        old = found.get(message)
        if say.id == CARD and old is not None:
            found[message] = replace(old, card=card)
        else:
            thread = "" if say.place in {Place.ALONE, Place.CHANNEL} else f"AR-{row.review}"
            found[message] = _of_its_act(Shown(message, row.key, card, thread, say.to))
    return found.values()


def _of_its_act(shown: Shown) -> Shown:
    """What was said at one version of a review came of one act; acts of an earlier process count below zero."""
    return replace(shown, burst=-((shown.review or 0) * VERSIONS + (shown.version or 0)))


def _as_shown(rows: ROWS) -> ROWS:
    """The rows with the opening of a thread before all else of it: it was written down last, and shown first."""
    first: dict[int, int] = {}
    for place, (row, _) in enumerate(rows):
        first.setdefault(row.review, place)
    openings = {row.review: (row, message) for row, message in rows if isinstance(row.what, OpenThread)}
    found: list[tuple[Outgoing, str]] = []
    for place, (row, message) in enumerate(rows):
        if first[row.review] == place and row.review in openings:
            found.append(openings[row.review])
        if not isinstance(row.what, OpenThread):
            found.append((row, message))
    return tuple(found)


def _spoken(house: House, say: Say) -> Card | None:
    """What was said, in the words of today; None where they lack what was said then: an older version said it."""
    try:
        return house.voice.speak(say)
    except OutsideError:
        return None


def _messages(house: House, numbers: Iterable[int]) -> list[Message]:
    """The numbered messages of people, in order."""
    with house.store.unit() as work:
        statements = [s for number in numbers for s in work.log(number)]
    return [found for s in statements if (found := message_of(s.message, s.author)) is not None]
