"""Draws the pictures of the register in the README: pages of made-up reviews in headless Chromium.

`make register-picture` installs what it needs.
"""

import importlib
import io
import os
import random
import shutil
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from PIL import Image

from bot.cli import run
from bot.domain.review import Review
from bot.domain.vocabulary import DecisionClass, Question, Status, WallStatus, YesNo
from storage.store import open_store
from tests.domain.report.made import rich

HERE = Path(__file__).parent
QUIET = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
CASES = (
    (
        "Final notices went to customers who had paid",
        "dunner",
        "send_notices",
        "An agent may send at most 20 letters",
    ),
    (
        "Refunds in parts under the limit",
        "refund-desk",
        "issue_refund",
        "The limit of refunds counts per order",
    ),
    (
        "The newsletter went to the staff list",
        "mailer",
        "send_mail",
        "A list is confirmed by its owner before a send",
    ),
    ("An index in use was deleted", "ops-helper", "delete_index", "Deleting waits a day and can be undone"),
    (
        "Tickets were closed that nobody had read",
        "triage",
        "close_ticket",
        "A ticket closes only with a reply in it",
    ),
)
TODAY = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)


def made(number: int, chance: random.Random) -> Review:
    """A made-up review of one of the cases, of the last year."""
    title, agent, tool, wall = CASES[number % len(CASES)]
    base = rich()
    at = TODAY - timedelta(days=(41 - number) * 8)
    states = [chance.choice([*WallStatus][:7]) for _ in base.walls]
    walls = [
        replace(
            w,
            status=state,
            proposed_at=at,
            spans=(replace(w.spans[0], text=wall),) if w.id == "W1" else w.spans,
        )
        for w, state in zip(base.walls, states, strict=True)
    ]
    verdicts = [
        replace(v, primary=chance.choice([*DecisionClass][:6]).value)
        if v.question is Question.DECISION
        else v
        for v in base.verdicts
    ]
    tomorrow = base.same_tomorrow and replace(
        base.same_tomorrow, answer=chance.choice([*YesNo]), at=TODAY - timedelta(days=3), stale=False
    )
    return replace(
        base,
        number=number,
        title=title,
        agent=agent,
        tool=tool,
        opened_at=at,
        restricted=False,
        status=chance.choice([Status.FILED, Status.REVIEWED, Status.CLOSED, Status.OPEN]),
        walls=tuple(walls),
        verdicts=tuple(verdicts),
        same_tomorrow=tomorrow,
    )


def site(place: Path) -> Path:
    """The register of the demo's review and forty made-up ones."""
    os.chdir(place)
    run(["demo"], {})
    database = place / "var" / "demo" / "agent-incident.sqlite3"
    chance = random.Random(7)  # noqa: S311 - nothing is kept secret with it
    store = open_store(database)
    for number in range(2, 42):
        with store.unit() as work:
            work.keep(made(number, chance))
    store.close()
    run(["register", "--out", str(place / "site")], {"DATABASE": str(database)})
    return place / "site"


def keep(content: bytes, name: str) -> None:
    """A picture in few colours, beside this file."""
    picture = Image.open(io.BytesIO(content)).convert("RGB").quantize(128)
    picture.save(HERE / name, optimize=True)


def shot(browser: Any, address: str, scheme: str, width: int, height: int) -> bytes:
    """What a screen of that size shows."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address)
    content: bytes = page.screenshot()
    page.close()
    return content


def main() -> None:
    """Three pictures."""
    api = importlib.import_module("playwright.sync_api")
    with tempfile.TemporaryDirectory() as place:
        folder = site(Path(place))
        with api.sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
            index, review = (folder / "index.html").as_uri(), (folder / "AR-1.html").as_uri()
            keep(shot(browser, index, "light", 1120, 1000), "register.png")
            keep(shot(browser, review, "dark", 1120, 900), "register-review.png")
            keep(shot(browser, f"{index}#q=refund", "light", 400, 800), "register-small.png")
            browser.close()


if __name__ == "__main__":
    main()
