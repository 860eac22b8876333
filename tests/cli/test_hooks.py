"""What pipelines call: `/hooks/changed` and `/hooks/drill` on the served bot, by token, once."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.cli.hook_bodies import TEXT_BYTES
from bot.cli.hooks import CHANGED, DRILL, LARGEST
from bot.cli.serving import Served, serving
from bot.domain.review import Review
from bot.domain.vocabulary import Status, WallStatus
from bot.settings import Settings
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.databases import blank_at
from tests.domain.making import VERIFIER, drill, full_review, wall

TOKEN = "hooks-1"
HELD = {"blocked": True, "recorded": True, "told": True}


@dataclass
class Desk:
    """The served bot with a closed review of the desk whose wall stands since the day before."""

    served: Served
    time: FakeTime
    url: str

    async def call(self, path: str, body: object, **headers: str) -> tuple[int, dict[str, Any]]:
        """Status and answer of a call; a body that is no bytes is sent as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json", **headers}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url + path, data=content, headers=sent) as answer,
        ):
            text = await answer.text()
            return answer.status, json.loads(text) if answer.content_type == "application/json" else {}

    def drilled(self, **changes: object) -> dict[str, object]:
        """The body of a drill that passed, run just now."""
        body = {
            "wall": "AR-7 W1",
            "incident": HELD,
            "sibling": HELD,
            "environment": "staging",
            "run_by": "nightly",
            "run_at": self.time.now().isoformat(),
            "evidence": {"text": "both cases refused", "name": "drill.log"},
        }
        return {**body, **changes}

    @property
    def review(self) -> Review:
        """The review as it stands."""
        with self.served.app.store.unit() as work:
            found = work.review(7)
        assert found is not None
        return found


def play(folder: Path, story: Callable[[Desk], Awaitable[None]], *, token: str = TOKEN) -> None:
    """A story at the served bot."""

    async def run() -> None:
        time = FakeTime()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        async with FakeSlack(time) as slack:
            settings = replace(
                Settings(),
                database=blank_at(folder / "r.sqlite3"),
                slack_bot_token=slack.world.bot_token,
                slack_app_token=slack.world.app_token,
                slack_api_url=slack.base_url,
                http_port=port,
                hooks_token=token,
            )
            async with serving(settings, time) as served:
                with served.app.store.unit() as work:
                    work.keep(_standing(time))
                await story(Desk(served, time, f"http://127.0.0.1:{port}"))

    asyncio.run(run())


def _standing(time: FakeTime) -> Review:
    run = time.now() - timedelta(days=1)
    proof = drill(run_at=run, verifier=VERIFIER, verified_at=run, valid_until=(run + timedelta(90)).date())
    stands = wall(1, status=WallStatus.STANDING, drills=(proof,))
    waits = wall(2, status=WallStatus.BUILT)
    return full_review(
        workspace="slack:T1",
        agent="desk",
        walls=(stands, waits),
        status=Status.REVIEWED,
        same_tomorrow=None,
    )


def test_a_change_is_heard_and_answered_with_how_many_ask_again(tmp_path: Path) -> None:
    """Of the workspace that is served, unless another is named; the wall has lost its proof once it is worked off."""

    async def story(desk: Desk) -> None:
        status, answer = await desk.call(CHANGED, {"agent": "Desk", "model": "m-5", "deploy": "d-17"})
        assert (status, answer) == (200, {"agent": "desk", "what": "model m-5", "reviews": 1})
        await desk.served.app.settle()
        assert desk.review.walls[0].status is WallStatus.EXPIRED
        assert (await desk.call(CHANGED, {"agent": "Desk", "model": "m-5", "deploy": "d-17"}))[0] == 200
        await desk.served.app.settle()
        assert [act.kind for act in desk.review.acts] == ["agent_changed"]

    play(tmp_path, story)


def test_a_drill_that_passed_renews_the_wall_and_keeps_what_shows_it(tmp_path: Path) -> None:
    """By the answer the pipeline knows; the text is kept without its secrets, under its hash."""

    async def story(desk: Desk) -> None:
        text = "refused, token ghp_" + "a1B2" * 9
        body = desk.drilled(evidence={"text": text, "name": "drill.log"})
        status, answer = await desk.call(DRILL, body)
        until = (desk.time.now() + timedelta(90)).date().isoformat()
        assert status == 200
        assert answer == {
            "review": "AR-7",
            "wall": "W1",
            "status": "standing",
            "valid_until": until,
            "recorded": True,
        }
        (evidence,) = desk.review.evidence
        kept = desk.served.app.store.blob(evidence.kept_sha256)
        assert kept is not None
        assert b"ghp_" not in kept
        assert evidence.size == len(text)

    play(tmp_path, story)


def test_a_drill_that_failed_puts_the_wall_back(tmp_path: Path) -> None:
    """Either case is enough, and nothing need show it."""

    async def story(desk: Desk) -> None:
        body = desk.drilled(sibling={**HELD, "told": False}, evidence={})
        status, answer = await desk.call(DRILL, body)
        assert (status, answer["status"]) == (200, "built")
        assert desk.review.walls[0].status is WallStatus.BUILT

    play(tmp_path, story)


def test_the_same_post_twice_is_one_drill(tmp_path: Path) -> None:
    """By its key, whatever else it says; without one, by its bytes. Another body is another drill."""

    async def story(desk: Desk) -> None:
        body = desk.drilled()
        for again in (body, body, desk.drilled(environment="copy")):
            assert (await desk.call(DRILL, again))[0] == 200
        assert len(desk.review.walls[0].drills) == 3
        for environment in ("one", "two"):
            keyed = desk.drilled(environment=environment, key="night-12")
            assert (await desk.call(DRILL, keyed))[1]["recorded"] is True
        assert len(desk.review.walls[0].drills) == 4

    play(tmp_path, story)


def test_a_refused_drill_can_be_posted_again_once_it_would_be_taken(tmp_path: Path) -> None:
    """Nothing of it was kept: the same key counts from the first that is taken."""

    async def story(desk: Desk) -> None:
        body = desk.drilled(wall="AR-7 W2", key="night-12")
        status, answer = await desk.call(DRILL, body)
        assert (status, answer["error"]) == (422, "drill_unverified")
        review = desk.review
        verified = replace(review.walls[1], drills=review.walls[0].drills)
        with desk.served.app.store.unit() as work:
            work.keep(replace(review, walls=(review.walls[0], verified)))
        assert (await desk.call(DRILL, body))[1]["status"] == "drilled"

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        (CHANGED, {"agent": "till", "model": "m"}, 404, "agent_unknown"),
        (CHANGED, {"agent": "desk"}, 422, "change_nothing"),
        (CHANGED, {"agent": "desk", "modle": "m"}, 400, "hooks_unreadable"),
        (CHANGED, {"agent": "", "model": "m"}, 400, "hooks_unreadable"),
        (CHANGED, {"agent": "x" * 201, "model": "m"}, 400, "hooks_unreadable"),
        (CHANGED, b"\xff", 400, "hooks_unreadable"),
        (CHANGED, b"[" * 100_000, 400, "hooks_unreadable"),
        (CHANGED, b" " * (LARGEST + 1), 413, "hooks_too_large"),
        (DRILL, {"wall": "W1"}, 422, "hooks_wall"),
        (DRILL, {"wall": "AR-8 W1"}, 404, "review_unknown"),
        (DRILL, {"wall": "AR-7 W9"}, 404, "no_such_wall"),
        (DRILL, {"run_at": "2026-09-14T10:00:00"}, 400, "hooks_unreadable"),
        (DRILL, {"run_at": "2999-01-01T00:00:00Z"}, 422, "drill_not_run_yet"),
        (DRILL, {"evidence": {}}, 422, "drill_needs_hash"),
        (DRILL, {"evidence": {"link": "https://ci.example/7"}}, 422, "drill_needs_hash"),
        (DRILL, {"evidence": {"link": "file:///etc/passwd", "sha256": "a" * 64}}, 422, "hooks_evidence"),
        (DRILL, {"evidence": {"text": "a", "sha256": "a" * 64}}, 422, "hooks_evidence"),
        (DRILL, {"evidence": {"sha256": "short"}}, 400, "hooks_unreadable"),
        (DRILL, {"evidence": {"text": "x" * (TEXT_BYTES + 1)}}, 413, "hooks_too_large"),
    ],
)
def test_what_cannot_be_taken_says_why(
    path: str, body: bytes | dict[str, object], status: int, error: str, tmp_path: Path
) -> None:
    """One sentence in JSON, and nothing has changed."""

    async def story(desk: Desk) -> None:
        before = desk.review
        sent = desk.drilled(**body) if path == DRILL and isinstance(body, dict) else body
        found, answer = await desk.call(path, sent)
        assert (found, answer["error"]) == (status, error)
        assert answer["message"]
        assert desk.review == before
        assert desk.served.app.store.unhandled(9) == ()

    play(tmp_path, story)


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer hooks-2", "Basic hooks-1", "hooks-1", "Bearer ä"])
def test_without_the_token_nothing_is_looked_into(given: str, tmp_path: Path) -> None:
    """Not even whether the body can be read."""

    async def story(desk: Desk) -> None:
        for path in (CHANGED, DRILL):
            assert (await desk.call(path, b"{", Authorization=given))[0] == 401

    play(tmp_path, story)


def test_a_packed_body_is_refused(tmp_path: Path) -> None:
    """As is one of another kind."""

    async def story(desk: Desk) -> None:
        assert (await desk.call(CHANGED, b"x", **{"Content-Encoding": "gzip"}))[0] == 415
        assert (await desk.call(CHANGED, b"x", **{"Content-Type": "text/plain"}))[0] == 415

    play(tmp_path, story)


def test_nothing_is_there_unless_a_token_is_set(tmp_path: Path) -> None:
    """By Socket Mode, no port is opened at all."""

    async def story(desk: Desk) -> None:
        assert "/hooks/" not in desk.served.where
        with pytest.raises(aiohttp.ClientConnectorError):
            await desk.call(CHANGED, {})

    play(tmp_path, story, token="")
