"""Reviews in a folder: made once, kept up to date, and never written over what somebody changed by hand."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Later, Refused
from bot.domain.review import Review
from bot.domain.says import Choice
from bot.domain.tree import Block, Paragraph, Quote, Text, Tree
from bot.ports import Publication
from bot.publishers import record
from bot.publishers.gfm import blocks
from bot.publishers.markdown import MarkdownPublisher, digest
from tests.adapters.publishers import hostile
from tests.adapters.publishers.reading_back import meant, read_back
from tests.domain import making
from tests.domain.report.made import drawn, rich, voice


@dataclass(frozen=True)
class Shelf:
    """A publisher and its folder."""

    folder: Path

    def publish(
        self, review: Review, previous: Publication | None = None, choice: Choice = ""
    ) -> Publication:
        """Publish and wait."""
        return asyncio.run(MarkdownPublisher(self.folder, voice()).publish(review, previous, choice))

    @property
    def page(self) -> Path:
        """The Markdown file of the rich review."""
        return self.folder / "AR-12.md"

    def names(self) -> set[str]:
        """Everything that lies in the folder."""
        return {path.name for path in self.folder.iterdir()}


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A folder that does not exist yet."""
    return Shelf(tmp_path / "reviews" / "deep")


def later(review: Review) -> Review:
    """The same review, one journey on."""
    return replace(review, version=review.version + 1, harm="291 letters")


def test_both_files_are_made_with_their_folder(shelf: Shelf) -> None:
    """The link is the Markdown's path, the digest that of its bytes; the JSON beside it is the same review."""
    made = shelf.publish(rich())
    assert made == Publication(str(shelf.page), digest(shelf.page.read_bytes()))
    assert record.decode(shelf.page.with_suffix(".json").read_bytes()) == rich()
    assert shelf.names() == {"AR-12.md", "AR-12.json"}


def test_publishing_again_updates_the_same_files(shelf: Shelf) -> None:
    """Never a second one beside the first."""
    first = shelf.publish(rich())
    second = shelf.publish(later(rich()), first)
    assert second.link == first.link
    assert second.digest != first.digest
    assert "291 letters" in shelf.page.read_text()
    assert record.decode(shelf.page.with_suffix(".json").read_bytes()) == later(rich())
    assert shelf.names() == {"AR-12.md", "AR-12.json"}


def test_the_same_review_is_the_same_bytes(shelf: Shelf) -> None:
    """So that a repository of reviews shows only what changed."""
    first = shelf.publish(rich())
    before = shelf.page.read_bytes()
    assert shelf.publish(rich(), first) == first
    assert shelf.page.read_bytes() == before


def test_the_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    """Two processes whose hashes differ write the same file."""
    script = (
        "import sys; from pathlib import Path; from tests.adapters.publishers.test_markdown import Shelf, rich; "
        "Shelf(Path(sys.argv[1])).publish(rich())"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", script, str(tmp_path / seed)]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed, "PATH": ""})
    assert (tmp_path / "1" / "AR-12.md").read_bytes() == (tmp_path / "2" / "AR-12.md").read_bytes()


def test_the_file_is_front_matter_and_markdown_that_reads_back(shelf: Shelf) -> None:
    """YAML reads the head; the body begins with the one heading of the first level."""
    shelf.publish(rich())
    _, head, body = shelf.page.read_text().split("---\n", 2)
    assert yaml.safe_load(head)["review_id"] == "AR-12"
    found = read_back(body)
    headings = [block for block in found if isinstance(block, tuple) and block[:2] == ("heading", 1)]
    assert len(headings) == 1
    assert found[0] == headings[0]


HOSTILE = "</td>| a | b |\n# h\n---\n{{7*7}} <script> ``` @all ![x](y) \x1b[31m \u202e 😀"


def test_hostile_words_change_no_structure(shelf: Shelf) -> None:
    """A review full of them has the blocks of a review full of plain ones."""
    shapes: list[list[object]] = []
    for words in ("one\ntwo\nthree\nfour", HOSTILE):
        review = making.full_review(title=words, agent=words, statements=(making.statement(1, words),))
        findings = [replace(f, spans=(replace(f.spans[0], text=words),)) for f in review.findings]
        shelf.publish(replace(making.with_findings(review, findings), number=len(shapes)))
        body = (shelf.folder / f"AR-{len(shapes)}.md").read_text().split("---\n", 2)[2]
        shapes.append([shape(block) for block in read_back(body)])
    assert shapes[0] == shapes[1]


@given(st.lists(hostile.blocks, max_size=3).map(tuple))
def test_any_tree_in_the_statement_log_is_read_back_and_breaks_nothing_around_it(
    made: tuple[Block, ...],
) -> None:
    """What an author made of a text stays within its quotation; the rest of the document is as without it."""
    documents = []
    for tree in (Tree(*made), Tree(Paragraph((Text("plain"),)))):
        statements = (making.statement(1, "x", tree=tree), making.statement(2, "y"))
        documents.append(drawn(making.full_review(statements=statements)).blocks)
    assert read_back("\n".join(blocks(documents[0])) + "\n") == meant(documents[0])
    differing = [one for one, other in zip(*documents, strict=True) if one != other]
    assert differing in ([], [Quote(made)], [Quote((Paragraph((Text("x"),)),))])


@pytest.mark.parametrize(
    "typed", ["# heading", "- item", "1. one", "> quote", "```", "---", "| a | b |", "[a](b)"]
)
def test_what_was_typed_as_text_stays_text_in_the_log(typed: str) -> None:
    """With a tree and without one: only what the tree says is structure."""
    for tree in (Tree(), Tree(Paragraph((Text(typed),)))):
        document = drawn(making.full_review(statements=(making.statement(1, typed, tree=tree),)))
        (quote,) = [b for b in read_back("\n".join(blocks(document.blocks)) + "\n") if is_quote(b)]
        assert quote == ("quote", (("paragraph", tuple((sign, frozenset(), "") for sign in typed)),))


def is_quote(block: object) -> bool:
    return isinstance(block, tuple) and block[0] == "quote"


def shape(block: object) -> object:
    """What kind of block it is, and how many rows a table has."""
    assert isinstance(block, tuple)
    return block[0], len(block[1]) if block[0] == "table" else 0


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text + "A line of mine.\n",
        lambda text: text.replace("status: filed", "status: closed"),
        lambda text: text.replace("letters", "mails"),
        lambda _: "My own notes.\n",
        lambda _: "",
    ],
    ids=["added", "front matter", "body", "all of it", "emptied"],
)
@pytest.mark.parametrize("known", [True, False], ids=["published before", "never published"])
def test_what_somebody_changed_by_hand_is_left_as_it_is(
    shelf: Shelf,
    changed: Callable[[str], str],
    known: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Refused for good, with the path; neither file is touched."""
    made = shelf.publish(rich())
    theirs = changed(shelf.page.read_text())
    shelf.page.write_text(theirs)
    with pytest.raises(Refused) as error:
        shelf.publish(later(rich()), made if known else None)
    assert error.value.key == "publish_drifted"
    assert error.value.values == {"path": str(shelf.page)}
    assert shelf.page.read_text() == theirs
    assert record.decode(shelf.page.with_suffix(".json").read_bytes()) == rich()


def test_an_undone_change_lets_it_be_published_again(shelf: Shelf) -> None:
    """Which is what the error says would help; so would moving it away."""
    made = shelf.publish(rich())
    before = shelf.page.read_bytes()
    shelf.page.write_text("mine")
    with pytest.raises(Refused):
        shelf.publish(later(rich()), made)
    shelf.page.write_bytes(before)
    again = shelf.publish(later(rich()), made)
    shelf.page.rename(shelf.folder / "elsewhere.md")
    assert shelf.publish(later(rich()), again) == again


def test_a_review_of_another_database_is_not_written_over(shelf: Shelf) -> None:
    """It may have the same number; it was not opened at the same moment."""
    shelf.publish(rich())
    before = shelf.page.read_bytes()
    other = replace(rich(), opened_at=rich().opened_at + timedelta(microseconds=1))
    with pytest.raises(Refused):
        shelf.publish(other)
    assert shelf.page.read_bytes() == before


def test_a_try_that_was_cut_off_between_the_files_heals(shelf: Shelf) -> None:
    """Nobody knows of the Markdown it wrote, and the review has moved on since: the next try writes both."""
    in_the_way = shelf.page.with_suffix(".json")
    in_the_way.mkdir(parents=True)
    with pytest.raises(Later):
        shelf.publish(rich())
    assert shelf.page.exists()
    in_the_way.rmdir()
    shelf.publish(later(rich()))
    assert "291 letters" in shelf.page.read_text()
    assert record.decode(in_the_way.read_bytes()) == later(rich())


def test_a_result_that_got_lost_heals(shelf: Shelf) -> None:
    """Both files were written, and the process died before anybody heard of it."""
    first = shelf.publish(rich())
    shelf.publish(later(rich()), first)
    assert shelf.publish(later(later(rich())), first).digest == digest(shelf.page.read_bytes())


def test_what_a_cut_off_try_left_beside_is_taken_over(shelf: Shelf) -> None:
    """Half a file is replaced and not left lying about."""
    shelf.folder.mkdir(parents=True)
    (shelf.folder / ".AR-12.md.part").write_text("half of")
    shelf.publish(rich())
    assert shelf.names() == {"AR-12.md", "AR-12.json"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_leaves_the_old_file_whole(shelf: Shelf) -> None:
    """It may work later; what was there stays, and nothing half written is left beside it."""
    made = shelf.publish(rich())
    before = shelf.page.read_bytes()
    (shelf.folder / ".AR-12.md.part").symlink_to("/dev/full")
    with pytest.raises(Later) as error:
        shelf.publish(later(rich()), made)
    assert error.value.key == "publish_not_written"
    assert error.value.values == {"path": str(shelf.page), "reason": "No space left on device"}
    assert shelf.page.read_bytes() == before
    assert shelf.names() == {"AR-12.md", "AR-12.json"}
    assert shelf.publish(later(rich()), made).digest == digest(shelf.page.read_bytes())


def test_a_folder_that_cannot_be_had_may_be_there_later(tmp_path: Path) -> None:
    """A file stands where the folder is to be: said with its path, and that file is left."""
    in_the_way = tmp_path / "reviews"
    in_the_way.write_text("mine")
    with pytest.raises(Later) as error:
        Shelf(in_the_way).publish(rich())
    assert error.value.key == "publish_not_written"
    assert in_the_way.read_text() == "mine"


def test_the_errors_have_their_sentences(shelf: Shelf) -> None:
    """With the path, so that a person knows where to look."""
    for key in ("publish_drifted", "publish_not_written"):
        assert str(shelf.page) in voice().error(key, {"path": str(shelf.page), "reason": "No space left"})


def test_a_lone_surrogate_stops_neither_file(shelf: Shelf) -> None:
    """It is no character: a sign stands in its place."""
    review = making.full_review(title="a\ud800b", statements=(making.statement(1, "\udfff"),))
    shelf.publish(review)
    assert "a\ufffdb" in (shelf.folder / "AR-7.md").read_text()
    assert record.decode((shelf.folder / "AR-7.json").read_bytes()).title == "a\ufffdb"


def changed_by_hand(shelf: Shelf) -> Publication:
    """A review that was published, and then somebody wrote into its file."""
    made = shelf.publish(rich())
    shelf.page.write_text(shelf.page.read_text() + "\nWhat I found out later.\n")
    return made


def test_what_somebody_wrote_is_written_over_where_a_person_chose_that(shelf: Shelf) -> None:
    """And only then; from there on it is ours again."""
    made = changed_by_hand(shelf)
    again = shelf.publish(later(rich()), made, "overwrite")
    assert again.link == made.link
    assert "What I found out later." not in shelf.page.read_text()
    assert shelf.publish(rich(), again).link == made.link


def test_a_review_stands_beside_what_somebody_wrote_where_a_person_chose_that(shelf: Shelf) -> None:
    """Under the next name, which is the one published to from then on; what was there stays."""
    made = changed_by_hand(shelf)
    beside = shelf.publish(later(rich()), made, "beside")
    assert Path(beside.link).name == "AR-12-2.md"
    assert "What I found out later." in shelf.page.read_text()
    assert shelf.publish(rich(), beside).link == beside.link
    assert shelf.names() == {"AR-12.md", "AR-12.json", "AR-12-2.md", "AR-12-2.json"}


def test_beside_a_second_one_that_somebody_changed_is_a_third(shelf: Shelf) -> None:
    """No name is taken twice."""
    beside = shelf.publish(later(rich()), changed_by_hand(shelf), "beside")
    third = shelf.publish(rich(), beside, "beside")
    assert Path(third.link).name == "AR-12-3.md"
