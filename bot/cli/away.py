"""`agent-incident away`: somebody is away until a day, or back, told by whoever runs the bot.

It is put into the inbox of the database, beside the process that serves it or before it starts.
"""

import argparse
from datetime import UTC, datetime
from uuid import uuid4

from bot.cli.out import say
from bot.cli.records import beside
from bot.cli.when import day_in_words
from bot.cli.workspaces import the_workspace
from bot.domain.away_words import first_day_back
from bot.domain.due import Diaries
from bot.domain.errors import PersonError
from bot.domain.heard import BOT, SaidAway, Speaker
from bot.policy import load_policy
from bot.ports import Work
from bot.settings import Settings
from bot.voice import load_voice

BACK = "back"


def away(asked: argparse.Namespace, settings: Settings) -> int:
    """One line that says what was understood. PersonError for somebody nobody met, or words that say no day."""
    words, now = load_voice(settings.prompts_dir).words, datetime.now(UTC)
    until = "" if asked.until == [BACK] else " ".join(asked.until)
    policy = load_policy(settings.policy, settings.workspace_zone).policy
    with beside(settings.database) as store:
        with store.unit() as work:
            who = _met(work, asked.who, the_workspace(store, asked.workspace))
            today = Diaries(policy, work.diaries({who.person})).today(who.person, now)
        day = first_day_back(until, today) if asked.until != [BACK] else None
        said = day.isoformat() if day else ""
        store.receive(SaidAway(id=f"away:{uuid4()}", at=now, by=BOT, person=who.person, until=said))
    say(words("away_told", name=who.name, day=day_in_words(day, words) if day else ""))
    return 0


def _met(work: Work, who: str, workspace: str) -> Speaker:
    """Somebody by name or key; PersonError where nobody met them, or several have that name."""
    wanted = who.removeprefix("@").casefold()
    found = [one for one in work.people(workspace) if wanted in {one.name.casefold(), one.person.casefold()}]
    if not found:
        raise PersonError("no_such_person", name=who)
    if len(found) > 1:
        raise PersonError("person_which", name=who, known=[one.person for one in found])
    return found[0]
