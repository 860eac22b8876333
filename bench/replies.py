"""One reply, from heard at the inbox to committed on SQLite: with few and many reviews open, on short and long ones.

Each comparison is made twice: with the pace of a chat, where a reply is kept and the bot waits for a pause, and at
once, as in the terminal, where the same unit of work holds the interview, its rows and its words.
"""

import itertools
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bench.bare import Bare
from bench.figures import Line, Sample, ratio, timed
from bench.seeding import PEOPLE, held, multiplied, talked
from bench.talking import answer
from bench.town import AT_ONCE_S, PACED_S, START, Town, town

FEW, MANY = 10, 10_000  # open reviews
SHORT, LONG = 10, 1_000  # statements of one review
RUNS = 200
COPIES = 40  # reviews of each length: each takes so few replies that it keeps its length
WARM_UP = 4  # replies on each side before the first that counts
PACES = {"kept": PACED_S, "worked off": AT_ONCE_S}
LATER = START + timedelta(days=2)

Told = Callable[[str], None]


@dataclass
class Side:
    """One side of a comparison: a process, which of its reviews are replied to, and the seconds it took."""

    place: Town
    numbers: tuple[int, ...]
    seconds: list[float] = field(default_factory=list)

    @property
    def sample(self) -> Sample:
        """What counts."""
        return Sample(self.seconds[WARM_UP:])

    async def replies(self, run: int) -> None:
        """One reply more, to the next review; what follows from it is done before the next."""
        number = self.numbers[run % len(self.numbers)]
        text = answer(self.place.review(number).asking, run)
        self.seconds.append(await self.place.replies(PEOPLE[run % len(PEOPLE)], number, text))
        await self.place.pauses()


async def open_reviews(folder: Path, told: Told) -> list[Line]:
    """The same replies to the same reviews, with few and with many others open."""
    few, many = folder / "few.sqlite3", folder / "many.sqlite3"
    told(f"seeding {FEW:,} and {MANY:,} reviews")
    await held(few, FEW)
    multiplied(few, many, MANY)
    bare = Bare(folder / "bare.sqlite3")
    lines = []
    for pace, quiet_s in PACES.items():
        told(f"{RUNS} replies {pace} on each")
        copies = [shutil.copy(file, folder / f"{quiet_s:g}-{file.name}") for file in (few, many)]
        async with (
            town(Path(copies[0]), at=LATER, quiet_s=quiet_s) as small,
            town(Path(copies[1]), at=LATER, quiet_s=quiet_s) as large,
        ):
            sides = tuple(Side(place, tuple(range(1, FEW + 1))) for place in (small, large))
            await _in_turns(sides, bare)
            idle = Sample([await large.ticks() for _ in range(RUNS)])
        lines += _compared(f"reply {pace}, " + "{:,} reviews open", (FEW, MANY), sides, at_most=1.2)
    bare.close()
    first = timed("bare SQLite: one row inserted and committed, durable", bare.sample)
    return [first, *lines, timed(f"a tick with nothing due, {MANY:,} reviews open", idle)]


async def long_reviews(folder: Path, told: Told) -> list[Line]:
    """The same replies to short and to long reviews of one database."""
    two, file = folder / "talked.sqlite3", folder / "lengths.sqlite3"
    told(f"holding reviews of {SHORT:,} and {LONG:,} statements")
    await talked(two, (SHORT, LONG))
    lines = []
    for pace, quiet_s in PACES.items():
        multiplied(two, file, 2 * COPIES)
        told(f"{RUNS} replies {pace} on each")
        async with town(file, at=LATER, quiet_s=quiet_s) as place:
            short = Side(place, tuple(range(1, 2 * COPIES, 2)))
            long = Side(place, tuple(range(2, 2 * COPIES + 1, 2)))
            await _in_turns((short, long))
        file.unlink()
        lines += _compared(f"reply {pace}, " + "{:,} statements", (SHORT, LONG), (short, long), at_most=3)
    return lines


async def _in_turns(sides: tuple[Side, ...], bare: Bare | None = None) -> None:
    """A reply on each side, the first side last in every second run, so that what drifts hits both."""
    for run in range(WARM_UP + RUNS):
        for side in sides if run % 2 else reversed(sides):
            await side.replies(run)
        if bare is not None:
            bare.commits()


def _compared(figure: str, sizes: tuple[int, int], sides: tuple[Side, ...], *, at_most: float) -> list[Line]:
    few, many = (side.sample for side in sides)
    each = itertools.starmap(
        timed, ((figure.format(size), s) for size, s in zip(sizes, (few, many), strict=True))
    )
    return [*each, ratio(f"  ratio {sizes[1]:,} : {sizes[0]:,}", many, few, at_most=at_most)]
