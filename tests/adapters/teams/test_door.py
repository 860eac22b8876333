"""The one address for all that Teams brings, and the shelf of files: what is let in, and what comes out."""

import asyncio
import gzip
import json
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.teams.botframework import KeysUnreachable, NotAdmitted
from bot.chat.teams.door import LARGEST, MESSAGES, Door
from bot.chat.teams.meanings import Activity
from bot.chat.teams.shelf import FILES, KEPT, Shelf
from bot.chat.teams.taking import Answer
from storage.memory.store import MemoryStore
from tests.adapters.slack.fake.times import FakeTime

GOOD = json.dumps({"type": "message"}).encode()
JSON = {"Content-Type": "application/json; charset=utf-8"}


class Entrance:
    """Lets everybody in, or nobody."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    async def admit(self, authorization: str, activity: Activity) -> None:
        """See `botframework.Entrance`."""
        del authorization, activity
        if self.error is not None:
            raise self.error


class Desk:
    """Writes down what it is brought."""

    def __init__(self, answer: Answer | None = None, fault: Exception | None = None) -> None:
        self.taken: list[Activity] = []
        self.answer = answer or Answer()
        self.fault = fault

    async def take(self, activity: Activity) -> Answer:
        """See `door.Desk`."""
        self.taken.append(activity)
        if self.fault is not None:
            raise self.fault
        return self.answer

    def failed(self, activity: Activity) -> Answer:
        """See `door.Desk`."""
        return Answer(200, {"failed": activity["type"]})


def posted(
    body: bytes, headers: dict[str, str], *, entrance: Entrance | None = None, desk: Desk | None = None
) -> tuple[int, str, Desk]:
    """What a request is answered: status and body, and the desk behind the door."""
    desk = desk or Desk()
    door = Door(entrance or Entrance(), desk)

    async def run() -> tuple[int, str]:
        app = web.Application()
        app.add_routes(door.routes())
        async with TestServer(app, skip_url_asserts=True) as server, aiohttp.ClientSession() as session:
            url = server.make_url(MESSAGES)
            async with session.post(url, data=body, headers=headers) as response:
                return response.status, await response.text()

    return *asyncio.run(run()), desk


def test_an_activity_is_taken_and_acknowledged() -> None:
    """Without a body, unless one is waited for."""
    status, text, desk = posted(GOOD, JSON)
    assert (status, text, desk.taken) == (202, "", [{"type": "message"}])
    status, text, _ = posted(GOOD, JSON, desk=Desk(Answer(200, {"task": {}})))
    assert (status, text) == (200, '{"task": {}}')


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (GOOD, {"Content-Type": "text/plain"}, 415),
        (GOOD, {"Content-Type": ""}, 415),
        (gzip.compress(GOOD), {**JSON, "Content-Encoding": "gzip"}, 415),
        (b"", JSON, 400),
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b'"message"', JSON, 400),
        (b"{}", JSON, 400),
        (b'{"type": 7}', JSON, 400),
        (b"\xff\xfe\x00", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b'{"type": "message", "n": ' + b"9" * 5_000 + b"}", JSON, 400),
        (b'{"type": "message", "text": "' + b"x" * LARGEST + b'"}', JSON, 413),
    ],
)
def test_what_is_no_activity_reaches_nobody(body: bytes, headers: dict[str, str], status: int) -> None:
    """Whatever it is: another kind, packed, malformed, too large."""
    found, _, desk = posted(body, headers)
    assert (found, desk.taken) == (status, [])


@pytest.mark.parametrize(("error", "status"), [(NotAdmitted("no token"), 401), (KeysUnreachable(""), 503)])
def test_who_is_not_let_in_reaches_nobody(error: Exception, status: int) -> None:
    """The reason is logged, and not told."""
    found, text, desk = posted(GOOD, JSON, entrance=Entrance(error))
    assert (found, text, desk.taken) == (status, "", [])


def test_a_fault_of_ours_is_answered_by_the_desk(caplog: pytest.LogCaptureFixture) -> None:
    """Whoever waits for a dialog must hear something; the fault is in the log with its place."""
    status, text, _ = posted(GOOD, JSON, desk=Desk(fault=ZeroDivisionError()))
    assert (status, text) == (200, '{"failed": "message"}')
    assert [record.exc_info is not None for record in caplog.records] == [True]


HERE = "https://bot.example.org/"


def shelf(url: str = HERE) -> tuple[Shelf, FakeTime]:
    """A shelf over a store of its own, and its clock."""
    time = FakeTime()
    made = Shelf(url, "teams:t", time)
    made.open(MemoryStore())
    return made, time


async def got(made: Shelf, *paths: str, verb: str = "GET") -> list[tuple[int, dict[str, str], bytes]]:
    """What stands under paths."""
    app = web.Application()
    app.add_routes(made.routes())
    found = []
    async with TestServer(app, skip_url_asserts=True) as server, aiohttp.ClientSession() as session:
        for path in paths:
            async with session.request(verb, f"{server.make_url('')}".rstrip("/") + path) as response:
                found.append((response.status, dict(response.headers), await response.read()))
    return found


def test_whoever_has_the_link_has_the_file() -> None:
    """Under its name, as a download that runs nowhere; a look at the head alone is answered too."""
    made, _ = shelf()
    content = b"<script>alert(1)</script>"

    async def story() -> None:
        link = await made.put("wind/ow é.html", content)
        assert link.startswith(f"{HERE}teams/files/")
        path = link.removeprefix(HERE.rstrip("/"))
        ((status, headers, body),) = await got(made, path)
        assert (status, body) == (200, content)
        assert headers["Content-Type"] == "text/plain; charset=utf-8"
        assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''wind%2Fow%20%C3%A9.html"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "private, no-store"
        ((status, _, body),) = await got(made, path, verb="HEAD")
        assert (status, body) == (200, b"")
        ((status, _, _),) = await got(made, path, verb="POST")
        assert status == 405

    asyncio.run(story())


def test_a_link_cannot_be_guessed() -> None:
    """Nor does a right one give another name, nor the same content twice the same link."""
    made, _ = shelf()

    async def story() -> None:
        one, two = await made.put("a.json", b"{}"), await made.put("a.json", b"{}")
        assert one != two
        token = one.removeprefix(f"{HERE}teams/files/").partition("/")[0]
        assert len(token) >= 32
        wrong = (f"{FILES}/{token}/b.json", f"{FILES}/{token[:-1]}/a.json", f"{FILES}/%00/a.json", FILES)
        assert [status for status, _, _ in await got(made, *wrong)] == [404] * 4

    asyncio.run(story())


def test_a_link_ends() -> None:
    """After 30 days, and is forgotten."""
    made, time = shelf()

    async def story() -> None:
        path = (await made.put("a.png", b"png")).removeprefix(HERE.rstrip("/"))
        time.advance(KEPT)
        ((status, headers, _),) = await got(made, path)
        assert (status, headers["Content-Type"]) == (200, "image/png")
        time.advance(timedelta(seconds=1))
        ((status, _, _),) = await got(made, path)
        assert status == 404

    asyncio.run(story())


def test_without_an_address_of_its_own_nothing_is_put_on_the_shelf() -> None:
    """Nobody could get it."""
    made, _ = shelf("")
    assert asyncio.run(made.put("a.json", b"{}")) == ""
    assert made.routes() == []


def test_files_of_another_process_are_got_here(tmp_path: Path) -> None:
    """The store holds them."""
    del tmp_path
    time, store = FakeTime(), MemoryStore()
    one, two = (Shelf(HERE, "teams:t", time) for _ in range(2))
    one.open(store)
    two.open(store)

    async def story() -> None:
        path = (await one.put("a.json", b"{}")).removeprefix(HERE.rstrip("/"))
        ((status, _, body),) = await got(two, path)
        assert (status, body) == (200, b"{}")

    asyncio.run(story())
