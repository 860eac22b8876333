"""Plays a dialogue script through any chat, and reports where the bot said something else."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat.dialogue import (
    Act,
    Arrives,
    Attaches,
    Chooses,
    Deletes,
    Edits,
    Expects,
    Fills,
    IsAgent,
    Links,
    Moves,
    Passes,
    Pauses,
    Presses,
    Restarts,
    Says,
)
from bot.domain.errors import Incident, PersonError


class Driver(Protocol):
    """A chat with people in it. When a method returns, everything that follows from it was said."""

    async def says(self, who: str, text: str) -> None:
        """Words for the thread, or a command of the product that begins with a slash."""

    async def presses(self, who: str, label: str, on: str) -> None:
        """A button by its label; PersonError where there is none, or several."""

    async def chooses(self, who: str, words: str) -> None:
        """A decision point by words of its line; PersonError where there is none."""

    async def fills(self, who: str, fields: dict[str, str], form: str, target: str) -> None:
        """The form just opened, or one by its name, filled and sent."""

    async def edits(self, who: str, number: int, text: str) -> None:
        """One's own message, by its number in the thread."""

    async def deletes(self, who: str, number: int) -> None:
        """One's own message, by its number in the thread."""

    async def attaches(self, who: str, path: str, kind: str) -> None:
        """A file, its path taken from the script's folder."""

    async def links(self, who: str, url: str) -> None:
        """A link."""

    async def arrives(self, who: str) -> None:
        """Somebody is known from now on, and has said nothing."""

    async def is_agent(self, who: str) -> None:
        """Whoever has this name is the agent itself."""

    async def passes(self, time: timedelta) -> None:
        """Time passes."""

    async def pauses(self, seconds: float) -> None:
        """From now on the bot waits this long before it speaks."""

    async def restart(self) -> None:
        """Drop what is in memory and start from the database."""

    def now(self) -> datetime:
        """The time of the play."""

    def heard_in_thread(self) -> Sequence[str]:
        """Every message shown to everybody since the last act began."""

    def heard_alone(self, name: str) -> Sequence[str]:
        """Every message shown to this person alone since the last act began."""


@dataclass(frozen=True)
class Failure:
    """An expectation that was not met: what was wanted in which place, what was seen instead, nearest first."""

    line: int
    kind: str  # missing: it was not said; present: it was; act: it could not be done
    wanted: str
    who: str = ""
    seen: tuple[str, ...] = ()
    error: Incident | None = None

    def excerpt(self) -> tuple[str, ...]:
        """Lines as of a diff: `-` what was wanted, `+` what was seen, the nearest only."""
        seen = self.seen[0].splitlines() if self.seen else []
        return (*(f"- {line}" for line in self.wanted.splitlines()), *(f"+ {line}" for line in seen))


@dataclass(frozen=True)
class Outcome:
    """How a play went; the acts after one that could not be done were not played."""

    acts: int
    expectations: int
    failures: tuple[Failure, ...] = ()

    @property
    def went_well(self) -> bool:
        """Whether all that was expected was seen."""
        return not self.failures


async def play(acts: Sequence[Act], driver: Driver) -> Outcome:
    """Play a script to its end, or to the first act that cannot be done."""
    failures: list[Failure] = []
    done = expected = 0
    for act in acts:
        if isinstance(act, Expects):
            expected += 1
            failures += _judged(act, driver)
            continue
        try:
            await _do(act, driver)
        except PersonError as error:
            failures.append(Failure(act.line, "act", type(act).__name__, error=error))
            break
        done += 1
    return Outcome(done, expected, tuple(failures))


async def _do(act: Act, driver: Driver) -> None:
    match act:
        case Says():
            await driver.says(act.who, act.text)
        case Presses():
            await driver.presses(act.who, act.label, act.on)
        case Chooses():
            await driver.chooses(act.who, act.words)
        case Fills():
            await driver.fills(act.who, dict(act.fields), act.form, act.target)
        case Edits():
            await driver.edits(act.who, act.number, act.text)
        case Deletes():
            await driver.deletes(act.who, act.number)
        case Attaches():
            await driver.attaches(act.who, act.path, act.kind)
        case Links():
            await driver.links(act.who, act.url)
        case _:
            await _around(act, driver)


async def _around(act: Act, driver: Driver) -> None:
    """What is done to the play, not in it."""
    match act:
        case Arrives():
            await driver.arrives(act.who)
        case IsAgent():
            await driver.is_agent(act.who)
        case Passes():
            await driver.passes(act.time)
        case Moves():
            by = act.to - driver.now()
            if by < timedelta():
                raise PersonError("play_back_in_time", now=driver.now().isoformat(" ", "minutes"))
            await driver.passes(by)
        case Pauses():
            await driver.pauses(act.seconds)
        case Restarts():
            await driver.restart()
        case _:
            raise TypeError(type(act).__name__)


def _judged(act: Expects, driver: Driver) -> list[Failure]:
    seen = driver.heard_alone(act.who) if act.who else driver.heard_in_thread()
    wanted = _folded(act.text)
    found = [text for text in seen if wanted in _folded(text)]
    if bool(found) != act.absent:
        return []
    kind = "present" if act.absent else "missing"
    return [Failure(act.line, kind, act.text, act.who, tuple(found or _nearest(wanted, seen)))]


def _nearest(wanted: str, seen: Sequence[str]) -> list[str]:
    """What was seen, what is most like the wanted first."""
    return sorted(seen, key=lambda text: -_likeness(wanted, _folded(text)))


def _likeness(wanted: str, text: str) -> float:
    matcher = difflib.SequenceMatcher(None, wanted, text[:2000], autojunk=False)
    return matcher.find_longest_match().size / max(1, len(wanted))


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").split())
