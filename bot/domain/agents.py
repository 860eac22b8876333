"""Agents by their key, and a change of one: of its model, prompt, tools or permissions, once however often told."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date

from bot.domain.errors import PersonError

PARTS = ("model", "prompt", "tools", "permissions")
"""What of an agent can change, in the order in which it is named."""

LONGEST = 200
"""Characters of a part, of a deploy's id, and of an agent's name."""

NAMED = 20
"""Known agents that a sentence names."""

_TOLD = re.compile(r"(?P<agent>[^:\n]*[^:\s][^:\n]*):\s*(?P<what>[^\n]*\S[^\n]*)")


def key_of(name: str) -> str:
    """The key of an agent or a tool: its name in one spelling, so that the same one is found again."""
    return " ".join(name.split()).casefold()


def change_in(words: str) -> tuple[str, str] | None:
    """The agent and what of it changed, from `refund desk: model`; None for any other words."""
    found = _TOLD.fullmatch(words)
    if found is None or max(map(len, found.groups())) > LONGEST:
        return None
    return found["agent"].strip(), found["what"].strip()


def change_id(workspace: str, agent: str, parts: Mapping[str, str], deploy: str, today: date) -> str:
    """The id of a change: the same parts of the same deploy are one; without a deploy, those of one day are."""
    named = (f"{part}={parts[part]}" for part in PARTS if part in parts)
    told = (workspace, key_of(agent), *named)
    when = ("deploy", deploy) if deploy else ("day", today.isoformat())
    digest = hashlib.sha256("\0".join((*told, *when)).encode(errors="replace")).hexdigest()
    return f"changed:{digest[:32]}"


def known_agent(agent: str, known: tuple[str, ...]) -> str:
    """The key of an agent by its name; PersonError `agent_unknown`, which names those that are known."""
    key = key_of(agent)
    if key not in known:
        shown = list(known[:NAMED])
        raise PersonError("agent_unknown", agent=agent, known=shown, more=len(known) - len(shown))
    return key
