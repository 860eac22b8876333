"""What a look at a chat platform finds, for `agent-incident check`."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

LOOK_S = 6.0  # for everything together; what starts and ends around it has the rest of 10 s


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `what` is the key of its words in `prompts/cli.yml`, which show `values`."""

    what: str
    is_well: bool
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Held:
    """An open review, and where its thread is."""

    review: str  # AR-7
    workspace: str
    channel: str


def well(what: str, **values: object) -> Finding:
    """Something that is as it should be."""
    return Finding(what, is_well=True, values=values)


def missing(what: str, **values: object) -> Finding:
    """Something to be done by whoever runs the bot."""
    return Finding(what, is_well=False, values=values)


async def gathered(
    *legs: AsyncIterator[Finding], late: Finding, within_s: float = LOOK_S
) -> tuple[Finding, ...]:
    """What several looks find at the same time, each thing once; one that takes too long ends with `late`."""
    found = await asyncio.gather(*(_in_time(leg, late, within_s) for leg in legs))
    once: list[Finding] = []
    for finding in (finding for leg in found for finding in leg):
        if finding not in once:
            once.append(finding)
    return tuple(once)


async def _in_time(leg: AsyncIterator[Finding], late: Finding, within_s: float) -> list[Finding]:
    found: list[Finding] = []
    try:
        async with asyncio.timeout(within_s):
            async for finding in leg:
                found.append(finding)  # noqa: PERF401 - what was found before the time is up stays
    except TimeoutError:
        found.append(late)
    return found
