"""A link typed into the chat becomes the run behind it (the backend's answer is replayed)."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.chat.terminal import taking
from bot.chat.terminal.dialect import Ink
from bot.chat.terminal.screen import Screen
from bot.cli.house import at_once, catch_up, enter
from bot.clock import ManualClock
from bot.traces.receiving.digesting import Asked, digest
from tests.adapters.sources.serving import Backend, Reply, as_json
from tests.adapters.terminal.desk import DEMO_TRACE, NOON, OPENING, Desk, voice

TRACE_ID = "7a1c4e0b9d2f4c6e8a3b5d7f90112233"


def chatted(folder: Path, *lines: str, routes: Mapping[str, Reply], **settings: str) -> tuple[str, Desk]:
    """What was written while these lines were typed; `{jaeger}` in them is where the server stands."""
    desk = Desk(folder)

    async def visit() -> str:
        written: list[str] = []
        async with Backend(routes) as backend:
            at = {"jaeger_url": backend.url, "trace_private_hosts": "127.0.0.1", **settings}
            used = replace(at_once(desk.settings), **at)  # type: ignore[arg-type]  # names are those of settings
            screen = Screen(written.append, voice().words, Ink.PLAIN, written.extend)
            app, session = await enter(used, screen, ManualClock(NOON), voice())
            try:
                await catch_up(app, session)
                for line in lines:
                    await taking.line(session, line.replace("{jaeger}", backend.url))
            finally:
                await app.stop()
        return "\n".join(written)

    return asyncio.run(visit()), desk


def trace() -> dict[str, Reply]:
    """Jaeger's answer with the run of the demo."""
    run = json.loads(DEMO_TRACE.read_text("utf-8"))
    return {f"GET /api/v3/traces/{TRACE_ID}": as_json({"result": run})}


def test_a_link_to_a_run_brings_its_moments(tmp_path: Path) -> None:
    """Fetched, hashed and kept; the moment chosen is that of the first decision, and its window can be looked at."""
    link = "{jaeger}trace/" + TRACE_ID
    text, desk = chatted(tmp_path, OPENING, f"ana: {link}", "ana: 1", routes=trace())
    (kept,) = desk.review().evidence
    assert (kept.kind, kept.captured, kept.source.endswith(TRACE_ID)) == ("trace", True, True)
    assert "In E1 I see" in text
    assert desk.review().decisions[0].evidence == "E1"


def test_a_link_to_a_backend_that_is_not_set_up_says_so(tmp_path: Path) -> None:
    """Nothing is contacted."""
    link = "https://jaeger.example.com/trace/" + TRACE_ID
    text, _ = chatted(tmp_path, OPENING, f"ana: {link}", routes={})
    said = " ".join(text.split())
    assert "not set up for the bot" in said
    assert "drop the file here" in said


def test_a_run_that_an_agent_sent_is_found_by_its_id(tmp_path: Path) -> None:
    """Named in words; nothing is contacted, and what is kept of it is pinned."""
    body = Asked(DEMO_TRACE.read_bytes(), is_json=True, at=NOON, max_bytes=2**20)
    desk = Desk(tmp_path)

    async def visit() -> str:
        written: list[str] = []
        used = replace(at_once(desk.settings), traces_token="a-long-random-word")
        screen = Screen(written.append, voice().words, Ink.PLAIN, written.extend)
        app, session = await enter(used, screen, ManualClock(NOON), voice())
        try:
            app.store.received.keep_soon(digest(body).batches).result()
            await catch_up(app, session)
            for line in (OPENING, f"ana: the run is trace {TRACE_ID}"):
                await taking.line(session, line)
            app.store.received.drop(NOON + timedelta(days=400), 100)
            assert app.store.received.of_run(TRACE_ID)
        finally:
            await app.stop()
        return "\n".join(written)

    assert "In E1 I see" in asyncio.run(visit())
    (kept,) = desk.review().evidence
    assert (kept.kind, kept.source) == ("trace", f"trace {TRACE_ID}")
