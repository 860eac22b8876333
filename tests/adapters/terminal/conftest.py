"""What the tests of the terminal share."""

from pathlib import Path

import pytest

from tests.adapters.terminal.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A terminal over an empty folder."""
    return Desk(tmp_path)
