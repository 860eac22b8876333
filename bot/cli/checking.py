"""`agent-incident check`: what is configured, what is missing, in plain words."""

import argparse
import asyncio
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import NamedTuple

from bot.chat.findings import Finding
from bot.chat.words import Words
from bot.cli.house import REVIEWS
from bot.cli.out import say
from bot.cli.records import beside
from bot.domain.errors import Incident, PersonError
from bot.settings import Settings, read_settings
from bot.voice import load_voice
from bot.voice.speaking import SpokenVoice

SLACK_KEYS = frozenset({"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"})

TEAMS_KEYS = frozenset({"TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID"})

HOOKS_TOKEN_CHARACTERS = 20
"""Of a token that nobody guesses: whoever has it may void the proof of every wall."""


class Line(NamedTuple):
    """One thing looked at."""

    is_well: bool
    text: str


def check(_: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """1 where something must be done before it works; the line says what."""
    settings, refused = _usable(environment)
    voice, spoken = _voice(settings)
    words = voice.words
    lines = [
        *(Line(is_well=False, text=voice.error(e.key, dict(e.values))) for e in refused),
        *_configured(settings, words),
        *_policy(settings, voice),
        spoken,
        *_database(settings, voice),
        _target(settings, words),
        *_sources(settings, environment, voice),
        _receiver(settings, words),
        _hooks(settings, words),
        *_chat(settings, refused, voice),
    ]
    for line in lines:
        say(words("check_ok" if line.is_well else "check_missing", what=line.text))
    return 0 if all(line.is_well for line in lines) else 1


def _usable(environment: Mapping[str, str]) -> tuple[Settings, tuple[PersonError, ...]]:
    """The settings as if those that cannot be used were absent, and what is wrong with each of those."""
    left, refused = dict(environment), list[PersonError]()
    while True:
        try:
            return read_settings(left), tuple(refused)
        except PersonError as error:
            refused.append(error)
            del left[str(error.values["name"])]


def _chat(settings: Settings, refused: tuple[PersonError, ...], voice: SpokenVoice) -> Iterator[Line]:
    """The terminal alone, or what is found in Slack and in Teams."""
    bad = {str(error.values["name"]) for error in refused}
    slack = [settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret]
    teams = [settings.teams_app_id, settings.teams_app_password, settings.teams_tenant_id]
    if not (any(slack) or any(teams) or bad & (SLACK_KEYS | TEAMS_KEYS)):
        yield Line(is_well=True, text=voice.words("check_chat"))
    if any(slack):
        yield from _slack(settings, bad, voice)
    if any(teams) and not bad & TEAMS_KEYS:
        from bot.cli.looking_teams import teams as look  # noqa: PLC0415 - the packages of Teams may be absent

        yield from _found(asyncio.run(look(settings)), voice.words)


def _slack(settings: Settings, bad: set[str], voice: SpokenVoice) -> Iterator[Line]:
    from bot.cli.looking import slack as look  # noqa: PLC0415 - Slack's packages take long to load

    yield from _found(asyncio.run(look(settings)), voice.words)
    has_way_in = bool(settings.slack_app_token or settings.slack_signing_secret)
    if not (bad & SLACK_KEYS or (settings.slack_bot_token and has_way_in)):
        yield Line(is_well=False, text=voice.error("serve_nothing", {}))


def _found(findings: Iterable[Finding], words: Words) -> Iterator[Line]:
    return (Line(one.is_well, words(one.what, **one.values)) for one in findings)


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
    ):
        yield Line(is_well=True, text=text)


def _policy(settings: Settings, voice: SpokenVoice) -> Iterator[Line]:
    """When and whom the bot reminds, or what is wrong with the file that says so."""
    from bot.cli.cadence import in_force  # noqa: PLC0415 - a policy may need the holidays of a country

    try:
        yield from (Line(is_well=True, text=text) for text in in_force(settings, voice.words))
    except PersonError as error:
        yield Line(is_well=False, text=voice.error(error.key, dict(error.values)))


def _database(settings: Settings, voice: SpokenVoice) -> Iterator[Line]:
    """Whether it can be had, how many reviews it holds, and what was given up."""
    words, path = voice.words, settings.database
    try:
        with beside(path) as store:
            count, given_up = store.reviews(), store.dead()
    except Incident as error:
        if error.key == "storage_missing":
            yield Line(is_well=True, text=words("check_database_new", path=str(path)))
        else:
            yield Line(is_well=False, text=voice.error(error.key, dict(error.values)))
        return
    yield Line(is_well=True, text=words("check_database", path=str(path), reviews=count))
    if given_up:
        key, why = given_up[-1]
        yield Line(is_well=False, text=words("check_given_up", count=len(given_up), key=key, why=why))
    else:
        yield Line(is_well=True, text=words("check_none_given_up"))


def _sources(settings: Settings, environment: Mapping[str, str], voice: SpokenVoice) -> Iterator[Line]:
    """A line for each place that traces are fetched from: whether it lets us in."""
    from bot.cli.sources import greeted, trace_sources  # noqa: PLC0415 - the HTTP client takes long to load

    words, found = voice.words, trace_sources(settings, environment)
    for error in found.refused:
        yield Line(is_well=False, text=voice.error(error.key, dict(error.values)))
    for one in asyncio.run(greeted(found)):
        if one.trouble is None:
            yield Line(is_well=True, text=words("check_source", name=one.name))
        else:
            why = voice.error(one.trouble.key, dict(one.trouble.values))
            yield Line(is_well=False, text=words("check_source_trouble", name=one.name, why=why))
    if not found.active and not found.refused:
        yield Line(is_well=True, text=words("check_sources_none"))


def _hooks(settings: Settings, words: Words) -> Line:
    """Whether deploys and pipelines may call, and whether their token could be guessed."""
    if not settings.hooks_token:
        return Line(is_well=True, text=words("check_hooks_off", least=HOOKS_TOKEN_CHARACTERS))
    if len(settings.hooks_token) < HOOKS_TOKEN_CHARACTERS:
        return Line(is_well=False, text=words("check_hooks_short", least=HOOKS_TOKEN_CHARACTERS))
    at = {"host": settings.http_host, "port": settings.http_port, "least": HOOKS_TOKEN_CHARACTERS}
    return Line(is_well=True, text=words("check_hooks_on", **at))


def _receiver(settings: Settings, words: Words) -> Line:
    """Whether agents may send their traces."""
    if not settings.traces_token:
        return Line(is_well=True, text=words("check_traces_off"))
    at = {"host": settings.http_host, "port": settings.http_port, "days": settings.traces_keep_days}
    return Line(is_well=True, text=words("check_traces_on", **at))


def _target(settings: Settings, words: Words) -> Line:
    """The nearest folder that exists must take files."""
    folder = settings.markdown_dir
    if folder is None:
        return Line(is_well=True, text=words("check_thread", path=str(REVIEWS)))
    try:
        there = next(p for p in (folder, *folder.absolute().parents) if p.exists())
        if there.is_dir() and os.access(there, os.W_OK):
            return Line(is_well=True, text=words("check_markdown", path=str(folder)))
        why = str(there)
    except OSError as error:  # a name no file can have
        why = error.strerror or ""
    return Line(is_well=False, text=words("check_markdown_bad", path=str(folder), why=why))
