"""An empty database, there at once: making its tables takes longer than what most tests do with them."""

import tempfile
from functools import cache
from pathlib import Path

from storage.store import open_store


def blank_at(path: Path) -> Path:
    """Put an empty database there, of today's schema; the folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_blank())
    return path


@cache
def _blank() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.sqlite3"
        open_store(path).close()
        return path.read_bytes()
