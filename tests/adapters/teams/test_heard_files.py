"""Files handed to the bot in its chat with one person: for which review, from where, and how large."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from bot.chat.teams.files import Files
from bot.cli.served import ServedHouse
from bot.domain.review import Evidence
from tests.adapters.teams.fake import events
from tests.adapters.teams.fake.typed import Typed
from tests.adapters.teams.fake.values import Message
from tests.adapters.teams.tenant import LINE, Tenant, play
from tests.adapters.terminal.desk import DEMO_TRACE

ASKS = "Which review is it for?"


async def handed(place: Tenant, words: str = "", content: bytes = b"a note", name: str = "note.txt") -> None:
    """Mia hands a file over."""
    await place.teams.hand("Mia", name, content, words)
    await place.settle()


def evidence(place: Tenant, number: int = 1) -> list[Evidence]:
    """What a review holds as evidence."""
    return list(place.review(number).evidence)


def test_a_file_is_for_the_only_open_review(tmp_path: Path) -> None:
    """A run that can be read offers its decision points in the thread."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        await handed(place, content=DEMO_TRACE.read_bytes(), name="run.json")
        (found,) = evidence(place)
        assert (found.kind, found.trouble) == ("trace", "")
        assert any("Look at the window …" in m.labels() for m in place.teams.thread(root))

    play(tmp_path, story)


def test_a_file_is_for_the_review_that_is_named(tmp_path: Path) -> None:
    """By its key among words, or by its number alone; a number among words is of anything."""

    async def story(place: Tenant) -> None:
        await place.open()
        await place.open("another one")
        await handed(place, "this is for ar-2, from 2026")
        await handed(place, " 1 ")
        assert (len(evidence(place, 1)), len(evidence(place, 2))) == (1, 1)
        for unclear in ("", "the 2 runs of 2026", "AR-99"):
            await handed(place, unclear)
            assert place.alone("Mia")[-1].startswith(ASKS)
        assert (len(evidence(place, 1)), len(evidence(place, 2))) == (1, 1)

    play(tmp_path, story)


def test_a_file_brought_twice_is_once(tmp_path: Path) -> None:
    """And whoever handed it is asked once where it is not clear what it is for."""

    async def story(place: Tenant) -> None:
        place.teams.courier.twice = True
        await place.open()
        await handed(place)
        assert len(evidence(place)) == 1
        await place.open("another one")
        await handed(place)
        assert [text.startswith(ASKS) for text in place.alone("Mia")].count(True) == 1

    play(tmp_path, story)


def test_a_file_that_is_too_large_or_gone_is_listed_as_not_captured(tmp_path: Path) -> None:
    """With the reason."""

    async def story(place: Tenant) -> None:
        await place.open()
        files = place.desk.files
        house = cast("ServedHouse", files.house)
        small = replace(house, caps=replace(house.caps, blob_bytes=10))
        place.desk.files = replace(files, house=small)
        await handed(place, content=b"x" * 11)
        await handed(place, content=b"x" * 10)
        assert [one.trouble for one in evidence(place)] == ["file_too_large", ""]

    play(tmp_path, story)


async def brought(place: Tenant, name: str, url: str) -> None:
    """A file whose address is somebody's own invention."""
    world = place.teams.world
    chat = world.chat("Mia")
    message = Message(world.message_id(), chat.id, world.person("Mia").id, "")
    held = {"downloadUrl": url, "uniqueId": "u", "fileType": "txt"}
    kind = "application/vnd.microsoft.teams.file.download.info"
    file = {"contentType": kind, "name": name, "content": held}
    await place.teams.courier.event(events.message(world, message, Typed(""), [file]))
    await place.settle()


def test_a_file_is_fetched_from_microsoft_alone(tmp_path: Path) -> None:
    """Any other address is not called, and the file is listed as not captured; so is one that is gone."""

    async def story(place: Tenant) -> None:
        await place.open()
        await brought(place, "ours.txt", f"{place.url}/teams/files/x/y")
        await brought(place, "gone.txt", f"{place.teams.world.base}/files/no-such-file")
        await brought(place, "nowhere.txt", "")
        assert [one.trouble for one in evidence(place)] == ["file_not_fetched"] * 3

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://contoso-my.sharepoint.com/personal/x/download.aspx?UniqueId=1&tempauth=2", True),
        ("https://contoso.sharepoint.us/x", True),
        ("http://contoso.sharepoint.com/x", False),
        ("https://sharepoint.com.evil.example/x", False),
        ("https://evilsharepoint.com/x", False),
        ("https://contoso.sharepoint.com@evil.example/x", False),
        ("https://[contoso.sharepoint.com/x", False),
        ("https://files.example/a/b?c=d", True),
        ("https://files.example/ab", False),
        ("https://files.example.evil.example/a/b", False),
        ("https://files.example:444/a/b", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_which_addresses_files_lie_at(url: str, held: bool) -> None:  # noqa: FBT001 - a case
    """Hosts of Microsoft's for files over TLS, and beginnings that were allowed besides, by host and path."""
    files = Files(house=cast("ServedHouse", None), workspace="teams:t", also=("https://files.example/a/",))
    assert files.is_held(url) is held


def test_an_opening_line_beside_a_file_is_only_words(tmp_path: Path) -> None:
    """A file opens nothing."""

    async def story(place: Tenant) -> None:
        await handed(place, f"agent-incident {LINE}")
        assert place.alone("Mia")[-1].startswith(ASKS)
        assert place.roots() == []

    play(tmp_path, story)
