"""`agent-incident changed`: an agent's model, prompt, tools or permissions changed; its reviews ask again.

What it tells is put into the inbox of the database, beside the process that serves it or before it starts.
"""

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.chat.words import Words
from bot.cli.house import rules_of
from bot.cli.out import say
from bot.cli.records import beside
from bot.cli.workspaces import the_workspace
from bot.domain.agents import LONGEST, PARTS, change_id, known_agent
from bot.domain.errors import PersonError
from bot.domain.heard import BOT, AgentChanged
from bot.domain.redaction import redact
from bot.domain.redaction_shapes import Rules
from bot.ports import Store
from bot.settings import Settings
from bot.voice import load_voice


@dataclass(frozen=True)
class Change:
    """What is told: the parts that changed, each with what it is now, or nothing where that was not said."""

    workspace: str
    agent: str
    parts: Mapping[str, str]
    deploy: str = ""


def changed(asked: argparse.Namespace, settings: Settings) -> int:
    """One line that says what follows."""
    words, now = load_voice(settings.prompts_dir).words, datetime.now(UTC)
    given = {part: value for part in PARTS if (value := getattr(asked, part)) is not None}
    with beside(settings.database) as store:
        change = Change(the_workspace(store, asked.workspace), asked.agent, given, asked.deploy)
        heard, reviews = told(store, change, words, rules_of(settings), now)
        is_new = store.receive(heard)
    if is_new:
        say(words("changed_told", agent=heard.agent, what=heard.what, reviews=reviews))
    else:
        say(words("changed_before"))
    return 0


def told(store: Store, change: Change, words: Words, rules: Rules, now: datetime) -> tuple[AgentChanged, int]:
    """A change as it is heard, and how many reviews are asked again by now.

    PersonError `change_nothing`, `change_too_long`, or `agent_unknown`, which names the agents that are known.
    """
    _only_short({"agent": change.agent, "deploy": change.deploy, **change.parts})
    if not change.parts:
        raise PersonError("change_nothing")
    with store.unit() as work:
        agent = known_agent(change.agent, work.agents(change.workspace))
        reviews = len(work.relying(change.workspace, agent))
    what = ", ".join(
        words(f"change_{part}", value=change.parts[part]) for part in PARTS if part in change.parts
    )
    heard = AgentChanged(
        id=change_id(change.workspace, agent, change.parts, change.deploy, now.date()),
        at=now,
        by=BOT,
        workspace=change.workspace,
        agent=agent,
        what=redact(what, rules=rules).text,
    )
    return heard, reviews


def _only_short(fields: Mapping[str, str]) -> None:
    for field, value in fields.items():
        if len(value) > LONGEST:
            raise PersonError("change_too_long", field=field, most=LONGEST)
