"""`agent-incident teams-package`: the zip that is uploaded to Teams, for one bot."""

import argparse
from importlib.metadata import version
from pathlib import Path

from bot.chat.teams.door import MESSAGES
from bot.chat.teams.package import OURS, Installed, packed
from bot.cli.arguments import PROGRAM
from bot.cli.manifest import ADDRESS, LONGEST_URL
from bot.cli.out import say
from bot.cli.records import write_file
from bot.domain.errors import OutsideError, PersonError
from bot.setting_forms import A_GUID, Wanted, guid
from bot.settings import Settings
from bot.voice import load_voice


def teams_package(asked: argparse.Namespace, settings: Settings) -> int:
    """Written, and what follows said. PersonError where Teams would refuse it: then nothing is written."""
    address = address_of(asked.url or settings.public_url)
    bot = Installed(
        app_id=_app_id(asked.app_id or settings.teams_app_id),
        address=address,
        version=asked.package_version or version(PROGRAM),
        hears_replies=not asked.mentions_only,
    )
    content = packed(bot, asked.folder or OURS)
    _write(asked.out, content)
    words = load_voice(settings.prompts_dir).words
    shown = {"path": str(asked.out), "endpoint": address + MESSAGES, "version": bot.version}
    say(words("teams_package_written", **shown, replies=bot.hears_replies))
    return 0


def address_of(given: str) -> str:
    """The bot's address in the world, without our path. PersonError `teams_address` where Teams could not call it."""
    if not given:
        raise PersonError("teams_package_url")
    base = given.strip().rstrip("/").removesuffix(MESSAGES)
    if len(base + MESSAGES) > LONGEST_URL or not ADDRESS.fullmatch(base):
        raise PersonError("teams_address", url=given)
    return base


def _app_id(given: str) -> str:
    if not given:
        raise PersonError("teams_package_app")
    try:
        return guid(given.strip())
    except Wanted:
        raise PersonError("teams_app_id", value=given, wants=A_GUID) from None


def _write(path: Path, content: bytes) -> None:
    try:
        write_file(path, content)
    except OutsideError as error:  # its own sentence is about a review
        raise OutsideError("teams_package_lost", path=str(path), reason=error.values["reason"]) from error
