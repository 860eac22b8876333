"""`agent-incident check`: what is configured, what is missing, in plain words."""

import argparse
import os
from collections.abc import Iterator
from dataclasses import fields
from typing import NamedTuple

from bot.chat.words import Words
from bot.cli.out import say
from bot.cli.records import beside
from bot.domain.errors import Incident, PersonError
from bot.settings import Settings
from bot.voice import load_voice
from bot.voice.speaking import SpokenVoice


class Line(NamedTuple):
    """One thing looked at."""

    is_well: bool
    text: str


def check(_: argparse.Namespace, settings: Settings) -> int:
    """1 where something must be done before it works; the line says what."""
    voice, spoken = _voice(settings)
    words = voice.words
    lines = [*_configured(settings, words), spoken, *_database(settings, voice), _target(settings, words)]
    for line in lines:
        say(words("check_ok" if line.is_well else "check_missing", what=line.text))
    return 0 if all(line.is_well for line in lines) else 1


def _voice(settings: Settings) -> tuple[SpokenVoice, Line]:
    """The words of the settings, ours where those cannot be used, and what is to be said of them."""
    try:
        voice = load_voice(settings.prompts_dir)
    except PersonError as error:
        ours = load_voice(None)
        return ours, Line(is_well=False, text=ours.error(error.key, dict(error.values)))
    text = voice.words("check_words", directory=str(settings.prompts_dir or ""))
    return voice, Line(is_well=True, text=text)


def _configured(settings: Settings, words: Words) -> Iterator[Line]:
    default = Settings()
    changed = sum(getattr(settings, f.name) != getattr(default, f.name) for f in fields(Settings))
    for text in (
        words("check_settings", count=changed),
        words("check_zone", zone=settings.workspace_zone),
        words("check_chat"),
    ):
        yield Line(is_well=True, text=text)


def _database(settings: Settings, voice: SpokenVoice) -> Iterator[Line]:
    """Whether it can be had, how many reviews it holds, and what was given up."""
    words, path = voice.words, settings.database
    if not path.exists():
        yield Line(is_well=True, text=words("check_database_new", path=str(path)))
        return
    try:
        with beside(path) as store:
            count, given_up = store.reviews(), store.dead()
    except Incident as error:
        yield Line(is_well=False, text=voice.error(error.key, dict(error.values)))
        return
    yield Line(is_well=True, text=words("check_database", path=str(path), reviews=count))
    if given_up:
        key, why = given_up[-1]
        yield Line(is_well=False, text=words("check_given_up", count=len(given_up), key=key, why=why))
    else:
        yield Line(is_well=True, text=words("check_none_given_up"))


def _target(settings: Settings, words: Words) -> Line:
    """The nearest folder that exists must take files."""
    folder = settings.markdown_dir
    there = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    if there.is_dir() and os.access(there, os.W_OK):
        return Line(is_well=True, text=words("check_markdown", path=str(folder)))
    return Line(is_well=False, text=words("check_markdown_bad", path=str(folder), why=str(there)))
