"""The picture of a run beside its page: in a folder and in a thread, replaced, taken away, and never in the way."""

import asyncio
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given

from bot.domain.errors import Later, PersonError, Refused
from bot.domain.report.pictures import RunPicture
from bot.domain.review import Decision, Evidence, Review, ThreadRef
from bot.domain.tree import Figure
from bot.ports import Drawing, Paint, Publication
from bot.publishers import pages, record
from bot.publishers.gfm import markdown
from bot.publishers.markdown import MarkdownPublisher, digest
from bot.publishers.seal import front_of
from bot.publishers.thread import ThreadPublisher
from tests.adapters.publishers import hostile
from tests.adapters.publishers.reading_back import meant, read_back
from tests.domain import making
from tests.domain.report.made import voice
from tests.journeys.fakes import FakeChat

THREAD = ThreadRef("test", "T1", "C1", "100")
BESIDE = {"AR-7.md", "AR-7.json"}
SVG = "AR-7-run-A.svg"


def decided(*letters: str, **changes: object) -> Review:
    """A review whose decisions of these letters were chosen from a trace that is kept."""
    made = making.full_review(thread=THREAD)
    kept = making.evidence(kept_sha256="1" * 64)
    chosen = tuple(Decision(letter, evidence="E1", point=f"step-{letter}") for letter in letters)
    return replace(made, **{"evidence": (kept,), "decisions": chosen, **changes})  # type: ignore[arg-type]  # as named there


@dataclass
class Pen:
    """A `RunDrawer` that draws the point's name, or fails at points as it is told."""

    faults: Mapping[str, BaseException] = field(default_factory=dict)
    ink: str = "black"
    asked: list[tuple[str, Paint]] = field(default_factory=list)

    def draw(self, review: Review, evidence: Evidence, point: str, paint: Paint) -> Drawing:
        """An SVG with the point in it."""
        self.asked.append((point, paint))
        if point in self.faults:
            raise self.faults[point]
        text = f'<svg xmlns="http://www.w3.org/2000/svg" fill="{self.ink}">{review.key} {point}</svg>\n'
        return Drawing(text.encode(), f"Two turns, {point} [chosen] of {evidence.id}.")


@dataclass(frozen=True)
class Shelf:
    """A folder reviews are published to, and whoever draws for it."""

    folder: Path
    pen: Pen | None

    def publish(self, review: Review, previous: Publication | None = None) -> Publication:
        """Publish and wait."""
        return asyncio.run(MarkdownPublisher(self.folder, voice(), self.pen).publish(review, previous))

    def names(self) -> set[str]:
        """Everything that lies in the folder."""
        return {path.name for path in self.folder.iterdir()}

    def page(self) -> str:
        """The Markdown."""
        return (self.folder / "AR-7.md").read_text()

    def figures(self) -> dict[str, str]:
        """The pictures that a reader of the Markdown sees: files, and the words that stand for them."""
        found = read_back(self.page().split("---\n", 2)[2])
        figures = [block for block in found if isinstance(block, tuple) and block[0] == "figure"]
        return {file: "".join(sign[0] for sign in words) for _, file, words in figures}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf, and a pen that works."""
    return Shelf(tmp_path / "reviews", Pen())


def test_the_picture_stands_beside_the_page_that_shows_it(shelf: Shelf) -> None:
    """Its words say which step of which evidence is marked, and what else is seen; the front names its hash."""
    shelf.publish(decided("A"))
    assert shelf.names() == {*BESIDE, SVG}
    (told,) = shelf.figures().values()
    assert list(shelf.figures()) == [SVG]
    for part in ("E1", "decision A marked at step step-A", "Two turns, step-A [chosen] of E1."):
        assert part in told
    front = yaml.safe_load(shelf.page().split("---\n", 2)[1])
    hashed = hashlib.sha256((shelf.folder / SVG).read_bytes()).hexdigest()
    assert front["pictures"] == [{"decision": "A", "file": SVG, "sha256": hashed}]


def test_each_decision_has_its_own_picture(shelf: Shelf) -> None:
    """In its own part of the first section, in order."""
    shelf.publish(decided("A", "B"))
    assert list(shelf.figures()) == [SVG, "AR-7-run-B.svg"]
    headings = [shelf.page().index(f"### Decision {letter}") for letter in "AB"]
    places = [shelf.page().index(f"]({name})") for name in shelf.figures()]
    assert headings[0] < places[0] < headings[1] < places[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"decisions": (Decision("A"),)},
        {"decisions": (Decision("A", evidence="E1"),)},
        {"decisions": (Decision("A", evidence="E9", point="step-A"),)},
        {"evidence": (making.evidence(kept_sha256=""),)},
    ],
    ids=["nothing chosen", "no point", "no such evidence", "not kept"],
)
def test_there_is_none_without_a_chosen_point_of_a_kept_run(
    changes: Mapping[str, object], shelf: Shelf
) -> None:
    """Nothing is drawn, and the page is that of a house that draws nothing."""
    review = decided("A", **changes)
    shelf.publish(review)
    assert (shelf.names(), shelf.pen and shelf.pen.asked) == (BESIDE, [])
    drawn = shelf.page()
    Shelf(shelf.folder, None).publish(review)
    assert shelf.page() == drawn


def test_the_page_says_the_same_without_its_picture() -> None:
    """The picture is one block more; every other block is there without it."""
    pictured = voice().document(decided("A"), [RunPicture("A", SVG, "0" * 64, "words")])
    plain = voice().document(decided("A"))
    assert tuple(block for block in pictured.blocks if not isinstance(block, Figure)) == plain.blocks
    assert len(pictured.blocks) == len(plain.blocks) + 1


def test_published_again_the_same_file_is_replaced(shelf: Shelf) -> None:
    """Never a second one beside it; the same run is the same bytes, another drawing is another page."""
    first = shelf.publish(decided("A"))
    before = (shelf.folder / SVG).read_bytes()
    assert shelf.publish(decided("A"), first) == first
    assert (shelf.folder / SVG).read_bytes() == before
    second = Shelf(shelf.folder, Pen(ink="blue")).publish(decided("A"), first)
    assert (shelf.folder / SVG).read_bytes() != before
    assert second.digest != first.digest
    assert shelf.names() == {*BESIDE, SVG}


def test_a_picture_that_is_not_shown_any_more_is_taken_away(shelf: Shelf) -> None:
    """What nobody is to see any more does not stay beside the page; other files do."""
    made = shelf.publish(decided("A", "B"))
    (shelf.folder / "AR-70-run-A.svg").write_text("another review's")
    shelf.publish(decided("A", "B", evidence=(making.evidence(kept_sha256=""),)), made)
    assert shelf.names() == {*BESIDE, "AR-70-run-A.svg"}
    assert shelf.figures() == {}


@pytest.mark.parametrize(
    "fault", [PersonError("no_trace", evidence="E1"), ValueError("of ours"), RecursionError()], ids=repr
)
def test_a_picture_that_cannot_be_drawn_keeps_no_page_back(fault: BaseException, tmp_path: Path) -> None:
    """The other one is there; the page is the same as before, without this one."""
    shelf = Shelf(tmp_path, Pen({"step-A": fault}))
    shelf.publish(decided("A", "B"))
    assert list(shelf.figures()) == ["AR-7-run-B.svg"]
    assert shelf.names() == {*BESIDE, "AR-7-run-B.svg"}
    assert record.decode((tmp_path / "AR-7.json").read_bytes()) == decided("A", "B")


def test_a_picture_that_takes_too_long_keeps_no_page_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is waited for no longer than said; the page is published without it."""
    free = threading.Event()

    class Slow(Pen):
        def draw(self, review: Review, evidence: Evidence, point: str, paint: Paint) -> Drawing:
            free.wait(60)
            return super().draw(review, evidence, point, paint)

    async def published() -> Publication:
        try:
            return await MarkdownPublisher(tmp_path, voice(), Slow()).publish(decided("A"), None)
        finally:
            free.set()

    monkeypatch.setattr(pages, "PATIENCE_S", 0.05)
    asyncio.run(published())
    assert {path.name for path in tmp_path.iterdir()} == BESIDE


def test_a_picture_that_cannot_be_written_keeps_no_page_back(shelf: Shelf) -> None:
    """Something stands in its way: it is left, and the page does not show what is not there."""
    (shelf.folder / SVG).mkdir(parents=True)
    made = shelf.publish(decided("A"))
    assert made.digest == digest((shelf.folder / "AR-7.md").read_bytes())
    assert shelf.figures() == {}
    (shelf.folder / SVG).rmdir()
    shelf.publish(decided("A"), made)
    assert list(shelf.figures()) == [SVG]


def test_beside_a_page_that_somebody_changed_no_picture_is_written(shelf: Shelf) -> None:
    """What was refused changed nothing in the folder."""
    made = shelf.publish(decided("A"))
    before = (shelf.folder / SVG).read_bytes()
    with (shelf.folder / "AR-7.md").open("a") as page:
        page.write("mine\n")
    with pytest.raises(Refused):
        Shelf(shelf.folder, Pen(ink="blue")).publish(decided("A", "B"), made)
    assert (shelf.folder / SVG).read_bytes() == before
    assert shelf.names() == {*BESIDE, SVG}


def test_the_seal_speaks_for_the_picture(shelf: Shelf) -> None:
    """A page as it was written is known by its seal; with another hash of the picture in it, it is not."""
    shelf.publish(decided("A"))
    whole_page = shelf.page().encode()
    front = front_of(whole_page)
    assert front is not None
    hashed = front["pictures"][0]["sha256"]  # type: ignore[index]  # a front matter is plain data
    assert front_of(whole_page.replace(hashed.encode(), b"0" * 64)) is None


@given(hostile.texts)
def test_whatever_a_run_is_called_the_page_reads_back(described: str) -> None:
    """Every block of it is what the document means, the picture and its words as well."""
    found = voice().document(decided("A"), [RunPicture("A", SVG, "0" * 64, described)])
    assert read_back(markdown(found).split("---\n", 2)[2]) == meant(found.blocks)


@dataclass
class Room(FakeChat):
    """A chat that takes files, each name as often as it comes; `refused` are endings it takes none of."""

    refused: tuple[str, ...] = ()
    files: list[tuple[str, bytes, str]] = field(default_factory=list)

    async def upload(self, thread: ThreadRef, name: str, content: bytes, described: str = "") -> str:
        """Kept in order."""
        assert thread == THREAD
        if name.endswith(self.refused or ("?",)):
            raise Later("slack_unreachable")
        self.files.append((name, content, described))
        return f"https://chat.example/{len(self.files)}"

    def names(self) -> list[str]:
        """The files in order."""
        return [name for name, _, _ in self.files]


def put(room: Room, pen: Pen | None, review: Review, previous: Publication | None = None) -> Publication:
    """Publish into the thread and wait."""
    return asyncio.run(ThreadPublisher({THREAD.platform: room}, voice(), pen).publish(review, previous))


def test_in_a_thread_the_picture_comes_before_the_page_that_shows_it() -> None:
    """With its words; the link is the page's."""
    room = Room()
    made = put(room, Pen(), decided("A"))
    assert room.names() == [SVG, "AR-7.md"]
    assert made.link == "https://chat.example/2"
    assert room.files[0][2] == "Two turns, step-A [chosen] of E1."
    assert f"]({SVG})" in room.files[1][1].decode()


def test_in_a_thread_what_says_the_same_is_put_there_once() -> None:
    """Neither the page nor its picture comes again."""
    room = Room()
    made = put(room, Pen(), decided("A"))
    assert put(room, Pen(), decided("A"), made) == made
    assert room.names() == [SVG, "AR-7.md"]


def test_in_a_thread_a_picture_that_is_not_taken_keeps_no_page_back() -> None:
    """The page does not show what is not there."""
    room = Room(refused=(".svg",))
    put(room, Pen(), decided("A"))
    assert room.names() == ["AR-7.md"]
    assert SVG not in room.files[0][1].decode()


def test_without_a_thread_nothing_is_drawn_yet() -> None:
    """It is tried again when there is one."""
    pen = Pen()
    with pytest.raises(Later):
        put(Room(), pen, replace(decided("A"), thread=None))
    assert pen.asked == []


def test_a_picture_beside_a_page_is_an_svg() -> None:
    """Of each chosen point, once."""
    pen = Pen()
    put(Room(), pen, decided("A", "B"))
    assert pen.asked == [("step-A", Paint.SVG), ("step-B", Paint.SVG)]
