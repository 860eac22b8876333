"""Files of the site: what is written, what stays, and what is never touched."""

from pathlib import Path

import pytest

from bot.domain.errors import Later
from bot.publishers.markdown import digest as digest_of
from bot.publishers.site.files import Folder, Put, digest, sealed_of


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder that does not exist yet."""
    return Folder(tmp_path / "deep" / "register")


def test_a_file_is_written_once_and_again_where_it_changed(folder: Folder) -> None:
    """The same content is not written a second time."""
    assert folder.put("a.html", "<p>1</p>", "x") is Put.WRITTEN
    before = (folder.path / "a.html").stat().st_mtime_ns
    assert folder.put("a.html", "<p>1</p>", "x") is Put.SAME
    assert (folder.path / "a.html").stat().st_mtime_ns == before
    assert folder.put("a.html", "<p>2</p>", "x") is Put.WRITTEN
    assert (folder.path / "a.html").read_text().startswith("<p>2</p>\n")
    assert folder.names() == {"a.html"}


def test_what_a_file_is_stands_in_its_seal(folder: Folder) -> None:
    """With the digest that is told beforehand."""
    folder.put("a.js", "let a = 1;\n", "AR-7 2026")
    content = (folder.path / "a.js").read_bytes()
    assert sealed_of(content) == "AR-7 2026"
    assert digest("a.js", "let a = 1;\n", "AR-7 2026") == digest_of(content)


@pytest.mark.parametrize(
    "changed", [b"", b"mine", b"<p>1</p> and mine"], ids=["emptied", "replaced", "changed within"]
)
def test_a_file_changed_by_hand_is_left(folder: Folder, changed: bytes) -> None:
    """An empty one is what a crash leaves, and is nobody's words."""
    folder.put("a.html", "<p>1</p>", "x")
    path = folder.path / "a.html"
    path.write_bytes(path.read_bytes().replace(b"<p>1</p>", changed) if b"<p>" in changed else changed)
    left = path.read_bytes()
    assert folder.put("a.html", "<p>2</p>", "x") is (Put.LEFT if changed else Put.WRITTEN)
    assert (path.read_bytes() == left) is bool(changed)
    assert folder.remove("a.html") is (Put.LEFT if changed else Put.WRITTEN)


def test_another_reviews_page_is_not_taken_for_this_ones(folder: Folder) -> None:
    """A folder of another database may hold the same numbers."""
    folder.put("AR-7.html", "<p>1</p>", "AR-7 2025-01-01")
    assert folder.put("AR-7.html", "<p>2</p>", "AR-7 2026-01-01") is Put.LEFT


def test_what_is_put_beside_takes_the_next_free_name(folder: Folder) -> None:
    """Nothing that lies there is written over."""
    folder.put("AR-7.html", "<p>1</p>", "x")
    assert folder.beside("AR-7.html", "<p>2</p>", "x") == "AR-7-2.html"
    assert folder.beside("AR-7.html", "<p>3</p>", "x") == "AR-7-3.html"
    assert (folder.path / "AR-7-2.html").read_text().startswith("<p>2</p>")


def test_a_disk_that_takes_nothing_is_told_of(tmp_path: Path) -> None:
    """With the path; another try may work."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(Later) as caught:
        Folder(tmp_path / "file").put("a.html", "x", "x")
    assert caught.value.key == "publish_not_written"
