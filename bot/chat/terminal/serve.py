"""The loop: lines until their end; and lines from a terminal, with editing and history."""

from collections.abc import AsyncIterator
from pathlib import Path

from bot.chat.terminal import taking
from bot.chat.terminal.session import Session
from bot.chat.terminal.taking import END_OF_PASTE


async def serve(session: Session, lines: AsyncIterator[str]) -> None:
    """Take lines until there are no more; a text still being pasted ends with them, an open form is put away."""
    async for typed in lines:
        await taking.line(session, typed)
    if session.pasting:
        await taking.line(session, END_OF_PASTE)
    for person in session.forms:
        session.screen.note(session.words("form_cancelled"), person)
    session.forms.clear()


async def typed_lines(session: Session, history: Path) -> AsyncIterator[str]:
    """Lines typed at a terminal: edited, kept in a history file, with the speaker's name in front.

    Ctrl-C or Ctrl-D ends them.
    """
    from prompt_toolkit import PromptSession  # noqa: PLC0415 - a tenth of a second that a pipe does not need
    from prompt_toolkit.patch_stdout import patch_stdout  # noqa: PLC0415 - the same

    from bot.chat.terminal.history import CleanHistory  # noqa: PLC0415 - the same

    asking: PromptSession[str] = PromptSession(history=CleanHistory(str(history), session.house.rules))
    while True:
        try:
            with patch_stdout(raw=True):
                typed = await asking.prompt_async(prompt_of(session))
        except (EOFError, KeyboardInterrupt):
            return
        yield typed


def prompt_of(session: Session) -> str:
    """Whose turn it is, and where."""
    name = session.speaker.name if session.speaker else ""
    place = f"{session.thread} " if session.thread else ""
    return f"{place}{name}> "
