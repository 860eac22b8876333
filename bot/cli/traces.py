"""`agent-incident traces`: the runs that agents sent, and one of them as a file."""

import argparse
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.cli.out import say
from bot.cli.records import beside
from bot.domain.errors import PersonError
from bot.settings import Settings
from bot.traces.receiving.finding import MOST, around, traces_of
from bot.voice import load_voice

ALWAYS = (datetime(1970, 1, 2, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


def traces(asked: argparse.Namespace, settings: Settings) -> int:
    """A list for people, or one run as OTLP protobuf to standard output."""
    if asked.run:
        return _write(asked.run, settings)
    words, zone = load_voice(settings.prompts_dir).words, ZoneInfo(settings.workspace_zone)
    with beside(settings.database) as store:
        if asked.around is None:
            found = store.received.runs(*ALWAYS, MOST, agent=asked.agent)
        else:
            at = asked.around if asked.around.tzinfo else asked.around.replace(tzinfo=zone)
            found = around(store, asked.agent, at, asked.minutes)
    for run in found:
        began = run.began.astimezone(zone).isoformat(" ", "seconds")
        agents = ", ".join(run.agents)
        say(words("traces_line", run=run.trace_id, began=began, agents=agents, spans=run.spans))
    if not found:
        say(words("traces_none"))
    elif len(found) == MOST:
        say(words("traces_more", count=MOST), error=True)
    return 0


def _write(run: str, settings: Settings) -> int:
    if sys.stdout.isatty():
        raise PersonError("traces_to_terminal", run=run)
    with beside(settings.database) as store:
        content = traces_of(store, run, max_bytes=settings.trace_max_bytes)
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
    return 0
