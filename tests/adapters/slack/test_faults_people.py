"""Marks, names, forms, Homes and the heartbeat, each error met once; and that every error of Slack's is judged."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli.serving import serving
from bot.domain.errors import OutsideError
from bot.settings import Settings
from bot.voice import load_voice
from tests.adapters.slack.fake import schemas
from tests.adapters.slack.fake.slack import FakeSlack
from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.slack.fake.values import texts_of
from tests.adapters.slack.fault_uses import GONE, PEOPLE, USES
from tests.adapters.slack.faults import Scene, Story, faults, few, findings, plain
from tests.adapters.slack.sides import slack_of
from tests.adapters.terminal.desk import DEMO_TRACE
from tests.databases import blank_at
from tests.house.test_manifest import called


async def mark(scene: Scene) -> None:
    """The answer is marked as taken."""
    root = await scene.open()
    scene.begin()
    message = await scene.answer(root)
    scene.seen.marks, scene.seen.matter = tuple(message.reactions), "marks"


async def name(scene: Scene) -> None:
    """Somebody new writes twice; after the second time their name is known."""
    root = await scene.open()
    scene.begin()
    await scene.answer(root, scene.colleague)
    await scene.place.reply(root, "It had no limit on refunds at all.", scene.colleague)
    assert slack_of(scene.place.served).desk.people.names.get(scene.colleague.id) == scene.colleague.name
    scene.seen.matter = "words"


async def form(scene: Scene) -> None:
    """A command without words opens a form."""
    scene.begin()
    await scene.place.slack.command(scene.colleague, scene.channel)
    await scene.place.settle()
    look_at_screen(scene)


async def home_review(scene: Scene) -> None:
    """[Show] on the Home of somebody who owns one review."""
    await scene.place.slack.command(scene.colleague, scene.channel, scene.line)
    await scene.place.settle()
    await scene.place.slack.open_home(scene.colleague)
    await scene.place.settle()
    home = scene.place.slack.home(scene.colleague)
    assert home is not None
    scene.begin()
    await scene.place.slack.press(scene.colleague, home, "Show")
    await scene.place.settle()
    look_at_screen(scene)


async def window(scene: Scene) -> None:
    """The window of a decision point of a trace, looked at by somebody."""
    root = await scene.open()
    await scene.place.slack.upload(
        "mia", scene.channel, "run.json", DEMO_TRACE.read_bytes(), thread_ts=root.ts
    )
    await scene.place.settle()
    scene.begin()
    offer = scene.place.slack.thread(scene.channel.id, root.ts)[-1]
    await scene.place.slack.press(scene.colleague, offer, "Look at the window …")
    await scene.place.settle()
    look_at_screen(scene)
    scene.seen.matter = "shown"


async def home(scene: Scene) -> None:
    """Looked at twice: the second time it is there."""
    scene.begin()
    for _ in range(2):
        await scene.place.slack.open_home(scene.colleague)
        await scene.place.settle()
    shown = scene.place.slack.home(scene.colleague)
    assert shown is not None
    scene.seen.home = "\n".join(texts_of(shown.body["blocks"]))


async def heartbeat(scene: Scene) -> None:
    """The watchdog asks Slack; whatever it says, the line that hears stays."""
    root = await scene.open()
    socket = slack_of(scene.place.served).socket
    assert socket is not None
    scene.begin()
    assert await socket.look()
    await scene.answer(root)


def look_at_screen(scene: Scene) -> None:
    """What the colleague has in front of them."""
    view = scene.place.slack.screen(scene.colleague)
    scene.seen.shown = plain("\n".join(texts_of(view.body["blocks"]))) if view else ""


STORIES: Mapping[str, Story] = {
    "a mark on a message": mark,
    "the name of somebody": name,
    "a form": form,
    "a review shown on the Home": home_review,
    "a window of a decision point": window,
    "a window filled": window,
    "the Home": home,
    "the heartbeat": heartbeat,
}


def test_one_error_of_each_kind(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing lost, nothing posted twice, and told to whom the table says."""
    assert findings(tmp_path, STORIES, few(PEOPLE), caplog) == []


@pytest.mark.long
@pytest.mark.parametrize("use", PEOPLE)
def test_each_documented_error(use: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The same for every error Slack documents, and for what happens on the way."""
    assert findings(tmp_path, STORIES, faults({use: PEOPLE[use]}), caplog) == []


@pytest.mark.skipif(bool(schemas.ABSENT), reason=schemas.ABSENT)
def test_every_documented_error_of_every_call_is_judged() -> None:
    """Once for each use of the method: none is left out, none is made up."""
    for method in called():
        documented = set((schemas.schema(method) or {})["errors"])
        uses = {name: use for name, use in USES.items() if use.method == method}
        assert uses, method
        for name, use in uses.items():
            judged = Counter(error for errors in use.errors.values() for error in errors)
            assert judged.keys() == documented, name
            assert max(judged.values()) == 1, name


@pytest.mark.parametrize("error", ["internal_error", *GONE])
def test_a_start_that_slack_refuses_is_told_in_words(error: str, tmp_path: Path) -> None:
    """Nothing is served, and the sentence says why."""

    async def start() -> None:
        async with FakeSlack(FakeTime()) as slack:
            slack.fail("auth.test", error)
            settings = replace(
                Settings(),
                database=blank_at(tmp_path / "slack.sqlite3"),
                slack_bot_token=slack.world.bot_token,
                slack_app_token=slack.world.app_token,
                slack_api_url=slack.base_url,
            )
            with pytest.raises(OutsideError) as told:
                async with serving(settings, FakeTime()):
                    raise AssertionError("it is served")
            sentence = load_voice(None).error(told.value.key, dict(told.value.values))
            assert "no words yet" not in sentence

    asyncio.run(start())
