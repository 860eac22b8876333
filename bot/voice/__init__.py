"""Every word the bot says: loads and checks `prompts/`, and renders it.

Values are never parsed as markup: see docs/decisions/0002-values-are-never-parsed.md.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.voice import environments
from bot.voice.environments import Lines
from bot.voice.nodes import read
from bot.voice.phrases import Phrases
from bot.voice.shipped import CLI, OURS, SITE

if TYPE_CHECKING:
    from bot.voice.speaking import SpokenVoice


def load_voice(directory: Path | None) -> "SpokenVoice":
    """The words as shipped, with those of a directory of the user's own over them.

    PersonError `prompts_unknown_key` or `prompts_broken` with file and line where a file cannot be used.
    """
    return _ours() if directory is None else _with(directory)


@cache
def _ours() -> "SpokenVoice":
    """Read once: the words as shipped stay as they were when the process began."""
    return _with(None)


def _with(directory: Path | None) -> "SpokenVoice":
    from bot.voice.assembling import load  # noqa: PLC0415 - a help text needs neither Markdown nor the report
    from bot.voice.loading import Prompts  # noqa: PLC0415 - nor templates and forms

    return load(Prompts(OURS, directory))


def load_words() -> Phrases:
    """The words of the command line as shipped, which it needs before a setting is read."""
    words = read(OURS / CLI)
    return Phrases(words, words, Lines(environments.plain()))


def load_site_words(directory: Path | None) -> Phrases:
    """The words of the register's site, with the labels of every vocabulary; errors are those of `load_voice`."""
    from bot.voice.labels import labels  # noqa: PLC0415 - what no other command needs
    from bot.voice.loading import REPORT, Prompts  # noqa: PLC0415 - the same

    prompts = Prompts(OURS, directory)
    lines = Lines(environments.plain())
    return Phrases(read(OURS / SITE), prompts.file(SITE), lines, labels(prompts.file(REPORT)))


__all__ = ["load_site_words", "load_voice", "load_words"]
