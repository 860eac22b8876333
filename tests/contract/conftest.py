"""Every store there is, under one name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ports import Store
from storage.memory import MemoryStore
from storage.store import open_store
from tests.databases import blank_at


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    made: Store = (
        MemoryStore() if request.param == "memory" else open_store(blank_at(tmp_path / "reviews.sqlite3"))
    )
    yield made
    made.close()
