"""`agent-incident register`: who would do it again tomorrow, and whether the walls stand; in words, as JSON, a site."""

import argparse
import json
from datetime import UTC, datetime

from bot.chat.terminal.dialect import card_lines
from bot.cli.colour import ink
from bot.cli.out import hand_over, say
from bot.cli.records import beside
from bot.cli.workspaces import the_workspace
from bot.domain.register import figures
from bot.domain.register_shown import register_values
from bot.domain.review import PersonKey
from bot.domain.says import Say
from bot.policy import load_policy
from bot.publishers import register_json
from bot.settings import Settings
from bot.voice import load_voice


def register(asked: argparse.Namespace, settings: Settings) -> int:
    """The figures of a workspace, of what one person may read, or everybody."""
    if asked.schema:
        hand_over(json.dumps(register_json.schema(), indent=2, ensure_ascii=False))
        return 0
    if asked.out:
        from bot.cli.register_site import write  # noqa: PLC0415 - what draws, which the figures alone need not

        return write(asked, settings)
    now, viewer = datetime.now(UTC), PersonKey(asked.viewer)
    policy = load_policy(settings.policy, settings.workspace_zone).at(now)
    with beside(settings.database) as store:
        workspace = the_workspace(store, asked.workspace)
        with store.reading() as lists:
            lines, walls = lists.reviews(viewer, workspace), lists.walls(viewer, workspace)
    found = figures(lines, walls, now.date(), stale_days=policy.stale_calendar_days)
    if asked.json:
        hand_over(register_json.encode(found, workspace, viewer, now.date()).decode())
        return 0
    voice = load_voice(settings.prompts_dir)
    title = voice.words("register_title", workspace=workspace, viewer=viewer, day=now.date().isoformat())
    say("\n".join(card_lines(voice.speak(Say("register", register_values(found))), title, ink())))
    return 0
