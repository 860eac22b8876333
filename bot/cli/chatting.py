"""`agent-incident chat`: be the people."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator

from bot.chat.terminal import doing
from bot.chat.terminal.pipe import piped
from bot.chat.terminal.serve import serve, typed_lines
from bot.chat.terminal.session import Session
from bot.cli.house import at_once, catch_up, enter, history, screen
from bot.cli.out import say
from bot.clock import SystemClock
from bot.settings import Settings
from bot.voice import load_voice


def chat(_: argparse.Namespace, settings: Settings) -> int:
    """The terminal chat, until its end of input."""
    if hasattr(signal, "SIGPIPE"):
        # Nobody reads any more: it ends as by `kill`, for what could not be shown must not count as shown.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    asyncio.run(_chat(at_once(settings)))
    return 0


async def _chat(settings: Settings) -> None:
    typed = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
    voice = load_voice(settings.prompts_dir)
    at = screen(voice.words, say, echo=not typed)
    app, session = await enter(settings, at, SystemClock(), voice)
    try:
        await app.start()
        await catch_up(app, session)
        _greet(session, settings)
        await serve(session, _lines(session, settings, typed=typed))
        if typed:
            session.screen.note(session.words("interrupted"))
    finally:
        await app.stop()


def _lines(session: Session, settings: Settings, *, typed: bool) -> AsyncIterator[str]:
    """Typed ones with editing and history, piped ones as they come."""
    if typed:
        return typed_lines(session, history(settings))
    if sys.stdin is None:  # started without any: nobody says anything
        return piped(os.open(os.devnull, os.O_RDONLY), lambda _: None)
    return piped(
        sys.stdin.fileno(),
        lambda encoding: session.screen.note(session.words("line_encoding", encoding=encoding)),
    )


def _greet(session: Session, settings: Settings) -> None:
    """Where everything is kept, and where it stood."""
    session.screen.note(session.words("chat_start", database=str(settings.database.resolve())))
    if session.thread:
        session.screen.note(session.words("chat_again", thread=session.thread))
        doing.show_again(session, None)
    else:
        session.screen.note(session.words("chat_first"))
