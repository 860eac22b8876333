"""What stood on the screen before a restart, drawn again from what was sent and what was said."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace

from bot.chat.terminal.house import House
from bot.chat.terminal.screen import Message, Shown, message_of
from bot.chat.terminal.session import Session
from bot.domain.says import Place, Say
from bot.ports import OpenThread, Outgoing

NEWEST = 500
"""Messages of the bot that are drawn again at the start; older ones come back with `use N`."""

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
    for row, message in rows:
        match row.what:
            case OpenThread(card):
                thread = f"AR-{row.review}"
                found[message] = Shown(message, row.key, house.voice.speak(card), thread)
            case Say(id="card") as say:
                old = found.get(message) or Shown(message, row.key, house.voice.speak(say), message)
                found[message] = replace(old, card=house.voice.speak(say))
            case Say(place=Place.THREAD) as say:
                found[message] = Shown(message, row.key, house.voice.speak(say), f"AR-{row.review}")
            case Say() as say:
                thread = f"AR-{row.review}" if say.place is Place.WHISPER else ""
                found[message] = Shown(message, row.key, house.voice.speak(say), thread, say.to)
            case _:
                pass
    return found.values()


def _messages(house: House, numbers: Iterable[int]) -> list[Message]:
    """The numbered messages of people, in order."""
    with house.store.unit() as work:
        statements = [s for number in numbers for s in work.log(number)]
    return [found for s in statements if (found := message_of(s.message, s.author)) is not None]
