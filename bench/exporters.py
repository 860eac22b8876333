"""Agents that send spans without a pause, a process of their own: `python -m bench.exporters ADDRESS TOKEN KIND`.

It writes a line for each request that was taken, and ends when it is told to.
"""

import asyncio
import io
import random
import sys
import uuid

import aiohttp

from tests.adapters.receiving.sending import PROTOBUF, RUN, request, span

EXPORTERS = 4  # requests on their way at a time
KINDS = {"content": (200, 5_000), "names": (512, 300)}
"""Spans of a request, and characters of content in each: with what was said, and without."""

LETTERS = "etaoinshrdlcumwfgypb"


def body(kind: str) -> bytes:
    """A request of one run; its words are made up, for a text said again and again would be packed to nothing."""
    spans, characters = KINDS[kind]
    drawn = random.Random(1)  # noqa: S311 - the same words in every run, no secret
    words = ["".join(drawn.choices(LETTERS, k=drawn.randint(2, 9))) for _ in range(3000)]
    said = (" ".join(drawn.choices(words, k=characters))[:characters] for _ in range(spans))
    made = (span(number=nr, agent="refund-desk", input_value=text) for nr, text in enumerate(said, 1))
    return request(*made)


async def exporter(session: aiohttp.ClientSession, url: str, token: str, template: bytes) -> None:
    """One agent, each request a new run."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": PROTOBUF}
    while True:
        sent = template.replace(bytes.fromhex(RUN), uuid.uuid4().bytes)
        async with session.post(url, data=io.BytesIO(sent), headers=headers) as answer:
            if answer.status != 200:
                raise AssertionError(f"a request was answered with {answer.status}")
        print(len(sent), flush=True)


async def main() -> None:
    """All of them, until the process is ended."""
    url, token, kind = sys.argv[1:]
    template = body(kind)
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for _ in range(EXPORTERS):
            group.create_task(exporter(session, url, token, template))


if __name__ == "__main__":
    asyncio.run(main())
