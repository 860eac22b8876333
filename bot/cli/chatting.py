"""`agent-incident chat`: be the people."""

import argparse
import asyncio
import sys

from bot.chat.terminal import doing
from bot.chat.terminal.serve import piped, serve, typed_lines, writer
from bot.chat.terminal.session import Session
from bot.cli.house import at_once, enter, history, screen
from bot.clock import SystemClock
from bot.settings import Settings
from bot.voice import load_voice


def chat(_: argparse.Namespace, settings: Settings) -> int:
    """The terminal chat, until its end of input."""
    asyncio.run(_chat(at_once(settings)))
    return 0


async def _chat(settings: Settings) -> None:
    typed = sys.stdin.isatty()
    voice = load_voice(settings.prompts_dir)
    at = screen(voice.words, writer(), echo=not typed)
    app, session = await enter(settings, at, SystemClock(), voice)
    try:
        await app.start()
        await app.settle()
        _greet(session, settings)
        lines = typed_lines(session, history(settings)) if typed else piped(sys.stdin.buffer)
        await serve(session, lines)
    finally:
        await app.stop()


def _greet(session: Session, settings: Settings) -> None:
    """Where everything is kept, and where it stood."""
    session.screen.note(session.words("chat_start", database=str(settings.database.resolve())))
    if session.thread:
        session.screen.note(session.words("chat_again", thread=session.thread))
        doing.show_again(session, None)
    else:
        session.screen.note(session.words("chat_first"))
