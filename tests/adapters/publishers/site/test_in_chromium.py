"""The register in headless Chromium: opened from its folder, looked through, printed, and read by axe-core.

`make browser` installs what it needs and runs it; elsewhere it is skipped.
"""

import importlib
import importlib.util
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run
from bot.domain.vocabulary import Status, WallStatus
from storage.store import open_store
from tests.domain.report.made import rich

CHROMIUM = shutil.which("chromium")
INSTALLED = all(importlib.util.find_spec(name) for name in ("playwright", "axe_playwright_python"))
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not CHROMIUM or not INSTALLED,
        reason="Chromium, its driver or axe-core is missing: make browser installs them",
    ),
]

QUIET = (
    "--no-sandbox",  # tests may run as root
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
PAGES = ("index.html", "walls.html", "classes.html", "all.html", "AR-1.html", "AR-60.html")
MANY = 60
STATUSES = tuple(WallStatus)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review of the demo, with its recorded run, and sixty made-up ones beside it."""
    place = tmp_path_factory.mktemp("register")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        assert run(["demo"], {}) == 0
    database = place / "var" / "demo" / "agent-incident.sqlite3"
    store = open_store(database)
    for number in range(2, MANY + 1):
        line = replace(
            rich(),
            number=number,
            workspace="terminal:desk",
            title=f"Final notice {number} <b>went</b> out",
            restricted=False,
            opened_at=rich().opened_at - timedelta(days=7 * number),
            status=Status.OPEN if number == 3 else Status.FILED,
            walls=tuple(replace(w, status=STATUSES[number % len(STATUSES)]) for w in rich().walls),
        )
        with store.unit() as work:
            work.keep(line)
    store.close()
    assert run(["register", "--out", str(place / "site")], {"DATABASE": str(database)}) == 0
    return place / "site"


@dataclass
class Seen:
    """A page of the browser, and what it complained of or asked for."""

    page: Any
    folder: Path
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def go(self, name: str) -> None:
        """Open a file of the register, from the folder."""
        self.page.goto((self.folder / name.partition("#")[0]).as_uri() + "".join(name.partition("#")[1:]))

    def rows(self) -> list[str]:
        """The rows of the list, as they are seen."""
        found: list[str] = self.page.locator(".list tbody tr").all_inner_texts()
        return found


@pytest.fixture(scope="module")
def chromium(folder: Path) -> Iterator[Any]:
    """The browser, begun once the register is written: its driver keeps a loop running in this thread."""
    del folder
    api = importlib.import_module("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """A light and a dark screen."""
    return str(request.param)


@pytest.fixture
def seen(chromium: Any, folder: Path) -> Iterator[Seen]:
    """A page on a wide screen; nothing was said on the console and nothing asked for off the folder."""
    yield from _watched(chromium, folder, width=1200, scheme="light")


def _watched(chromium: Any, folder: Path, *, width: int, scheme: str, script: str = "on") -> Iterator[Seen]:
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=script == "on"
    )
    found = Seen(context.new_page(), folder)
    found.page.on("console", lambda message: found.said.append(message.text))
    found.page.on("pageerror", lambda error: found.said.append(str(error)))
    found.page.on("request", lambda request: found.asked.append(request.url))
    yield found
    context.close()
    assert found.said == []
    inside = (folder.as_uri() + "/", "data:")
    assert [address for address in found.asked if not address.startswith(inside)] == []


def test_a_search_narrows_the_list_and_stands_in_the_address(seen: Seen) -> None:
    """All words must be there, in any order and in capitals or not; the address brings it back."""
    seen.go("index.html")
    assert len(seen.rows()) == 50
    seen.page.get_by_role("searchbox", name="Search").fill("WENT ar-17")
    assert [row.split()[0] for row in seen.rows()] == ["AR-17"]
    assert "<b>went</b>" in seen.rows()[0]
    address = seen.page.url
    seen.go("walls.html")
    seen.page.goto(address)
    assert [row.split()[0] for row in seen.rows()] == ["AR-17"]
    seen.page.get_by_role("searchbox", name="Search").fill("no such thing")
    assert (seen.rows(), seen.page.get_by_role("status").inner_text()) == (
        [],
        "Nothing here holds all of that.",
    )


def test_choices_narrow_it_too(seen: Seen) -> None:
    """A state alone, and together with words."""
    seen.go("index.html")
    seen.page.locator("select[name=status]").select_option("status:open")
    assert [row.split()[0] for row in seen.rows()] == ["AR-3"]
    seen.page.get_by_role("searchbox", name="Search").fill("ar-17")
    assert seen.rows() == []


def test_more_rows_are_shown_when_asked_for(seen: Seen) -> None:
    """And the keyboard goes on at the first of them."""
    seen.go("index.html")
    seen.page.get_by_role("button", name="Show 10 more").click()
    assert len(seen.rows()) == MANY
    assert seen.page.evaluate("document.activeElement.textContent") == "AR-10"
    assert not seen.page.locator(".more button").is_visible()


def test_a_review_is_found_opened_and_left_by_keyboard(seen: Seen) -> None:
    """From anywhere: / to search, Tab to the result, Enter to open it, and the way back."""
    seen.go("index.html")
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("ar-21")
    for _ in range(4):
        seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/AR-21.html")
    assert "Final notice 21 <b>went</b> out" in seen.page.locator("h1").inner_text()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "Go to the content"
    seen.page.go_back()
    assert [row.split()[0] for row in seen.rows()] == ["AR-21"]


def test_every_link_of_the_register_leads_to_a_file(seen: Seen) -> None:
    """Those of a page's own places lead to something on it."""
    for name in PAGES:
        seen.go(name)
        links = seen.page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
        for link in {link for link in links if ":" not in link.partition("#")[0]}:
            file, _, place = link.partition("#")
            assert (seen.folder / (file or name)).is_file(), (name, link)
            if place and not file and "=" not in place:
                assert seen.page.locator(f"[id='{place}']").count() == 1, (name, link)


def test_a_count_of_walls_leads_to_those_walls(seen: Seen) -> None:
    """As many rows as the number said."""
    seen.go("walls.html")
    number = seen.page.locator("#ages ~ table tbody td a").first
    count = int(number.inner_text())
    number.click()
    assert seen.page.get_by_role("status").inner_text().startswith(f"{min(count, 50)} of {count} shown")


def test_the_run_stands_in_the_page_and_its_log_unfolds(seen: Seen) -> None:
    """The picture has its words; the statement log opens when its heading is pressed."""
    seen.go("AR-1.html")
    picture = seen.page.locator("figure svg").first
    assert picture.is_visible()
    assert picture.get_attribute("role") == "img"
    log = seen.page.locator("details.fold")
    assert not log.locator("blockquote").first.is_visible()
    log.locator("summary").first.click()
    assert log.locator("blockquote").first.is_visible()


def test_without_a_script_the_first_rows_and_the_whole_table_are_there(chromium: Any, folder: Path) -> None:
    """And no field that would do nothing."""
    for found in _watched(chromium, folder, width=1200, scheme="light", script="off"):
        found.go("index.html")
        assert len(found.rows()) == 50
        assert not found.page.locator(".list form").is_visible()
        found.page.get_by_role("link", name="All reviews in one table").click()
        assert found.page.locator("tbody tr").count() == MANY


@pytest.mark.parametrize("name", PAGES)
def test_a_small_screen_shows_all_of_a_page(name: str, chromium: Any, folder: Path, scheme: str) -> None:
    """At 400 pixels nothing is wider than the screen but what scrolls by itself."""
    for found in _watched(chromium, folder, width=400, scheme=scheme):
        found.go(name)
        assert found.page.evaluate("document.documentElement.scrollWidth") <= 400


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1200, 400])
def test_axe_finds_nothing_serious(name: str, width: int, chromium: Any, folder: Path, scheme: str) -> None:
    """Nor anything moderate: contrast, labels, landmarks, order of headings."""
    package = importlib.import_module("axe_playwright_python")
    axe = Path(str(package.__file__)).with_name("axe.min.js").read_text("utf-8")
    for found in _watched(chromium, folder, width=width, scheme=scheme):
        found.go(name)
        for fold in found.page.locator("details > summary").all():
            fold.click()
        found.page.evaluate(axe)
        result = found.page.evaluate("axe.run(document, {preload: false})")
        worse = [v for v in result["violations"] if v["impact"] in {"critical", "serious", "moderate"}]
        assert [(v["id"], v["nodes"][0]["html"][:120]) for v in worse] == []
        assert len(result["passes"]) > 10


def test_on_paper_everything_is_unfolded_and_nothing_is_to_be_pressed(seen: Seen) -> None:
    """The log is printed, navigation and search are not; afterwards it is folded again."""
    seen.go("AR-1.html")
    seen.page.emulate_media(media="print")
    seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert seen.page.locator("details.fold blockquote").first.is_visible()
    assert not seen.page.locator("body > header").is_visible()
    assert seen.page.pdf(format="A4").startswith(b"%PDF")
    seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not seen.page.locator("details.fold[open]").count()
