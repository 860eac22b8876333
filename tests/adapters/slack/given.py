"""What the tests of the Slack adapter share: recorded shapes with made-up values, who is known, and words."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.chat.slack.meanings import Known

PAYLOADS = Path(__file__).parent / "payloads"
NOW = datetime(2026, 12, 30, 12, 0, tzinfo=UTC)
ROOT = "1798542000.000100"
KNOWN = Known(
    team="T0ACME",
    bot_user="U0BOT",
    bot_id="B0BOT",
    url="https://acme.slack.example/",
    names={"U0ANA": "ana", "U0LEE": "Lee Baker", "U0BOT": "agent-incident"},
)


def payload(name: str, /, **event: object) -> dict[str, Any]:
    """A payload file; named fields of its event, or of a payload without one, are replaced."""
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    found.get("event", found).update(event)
    return found


class Said:
    """Words that show their key and values."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The key, then the values."""
        return " ".join([key, *map(str, values.values())])

    def has(self, key: str) -> bool:
        """Every key is there."""
        return bool(key)


SAID = Said()


def rich_texts(found: object) -> Iterator[dict[str, Any]]:
    """Every element inside `rich_text` blocks, leaves and containers."""
    if isinstance(found, list):
        for one in found:
            yield from rich_texts(one)
    if isinstance(found, dict):
        if found.get("type") != "rich_text":
            yield found
        yield from rich_texts(found.get("elements"))
