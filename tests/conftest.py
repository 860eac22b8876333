"""What every run shares: how often a property is tried, and the figures that tests measured, printed at its end."""

import gc
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import settings

from tests.examples import CHECK

settings.load_profile(CHECK)  # `--hypothesis-profile` is read after this, and wins

# Python looks for circles among all that thousands of tests left, again and again: a tenth of the time.
gc.set_threshold(10_000)


@dataclass
class Figures:
    """Lines to print after the tests, by heading, in the order they came."""

    lines: dict[str, list[str]] = field(default_factory=dict)

    def say(self, line: str, *, under: str = "figures") -> None:
        """Print a line at the end of the run."""
        self.lines.setdefault(under, []).append(line)


FIGURES = pytest.StashKey[Figures]()


def pytest_configure(config: pytest.Config) -> None:
    """One collection of figures a run."""
    config.stash[FIGURES] = Figures()


@pytest.fixture(scope="session")
def figures(pytestconfig: pytest.Config) -> Figures:
    """Where a test says what it measured; it is printed whether the test passes or not."""
    return pytestconfig.stash[FIGURES]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where several processes share the tests, each hands its figures to the one that prints them."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["figures"] = session.config.stash[FIGURES].lines


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process is done: its figures are ours."""
    for heading, lines in getattr(node, "workeroutput", {}).get("figures", {}).items():
        for line in lines:
            node.config.stash[FIGURES].say(line, under=heading)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The figures, a section for each heading."""
    for heading, lines in config.stash[FIGURES].lines.items():
        terminalreporter.section(heading)
        for line in lines:
            terminalreporter.write_line(line)
