"""A play is judged by what was said since the last act; an act that cannot be done ends it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.chat.dialogue import parse
from bot.chat.player import Outcome, play
from bot.domain.errors import PersonError


@dataclass
class Echo:
    """A chat in which everything said comes back to all, and what is pressed comes back to its person alone."""

    clock: datetime = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
    shown: list[str] = field(default_factory=list)
    alone: dict[str, list[str]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    async def says(self, who: str, text: str) -> None:
        """Comes back to all."""
        self._act("says", who)
        self.shown.append(text)

    async def presses(self, who: str, label: str, on: str) -> None:
        """Comes back to its person; a button called Gone is none."""
        self._act("presses", who)
        if label == "Gone":
            raise PersonError("no_such_button", label=label, known="")
        self.alone[who] = [f"{label} {on}".strip()]

    async def chooses(self, who: str, words: str) -> None:
        """Noted."""
        self._act("chooses", who, words)

    async def fills(self, who: str, fields: dict[str, str], form: str, target: str) -> None:
        """Noted."""
        self._act("fills", who, form, target, *fields)

    async def edits(self, who: str, number: int, text: str) -> None:
        """Noted."""
        self._act("edits", who, str(number), text)

    async def deletes(self, who: str, number: int) -> None:
        """Noted."""
        self._act("deletes", who, str(number))

    async def attaches(self, who: str, path: str, kind: str) -> None:
        """Noted."""
        self._act("attaches", who, path, kind)

    async def links(self, who: str, url: str) -> None:
        """Noted."""
        self._act("links", who, url)

    async def arrives(self, who: str) -> None:
        """Noted."""
        self._act("arrives", who)

    async def is_agent(self, who: str) -> None:
        """Noted."""
        self._act("is_agent", who)

    async def passes(self, time: timedelta) -> None:
        """Moves the clock."""
        self._act("passes", str(time))
        self.clock += time

    async def pauses(self, seconds: float) -> None:
        """Noted."""
        self._act("pauses", str(seconds))

    async def restart(self) -> None:
        """Noted."""
        self._act("restart")

    def now(self) -> datetime:
        """The clock."""
        return self.clock

    def heard_in_thread(self) -> Sequence[str]:
        """Since the last act."""
        return self.shown

    def heard_alone(self, name: str) -> Sequence[str]:
        """Since the last act."""
        return self.alone.get(name, [])

    def _act(self, *what: str) -> None:
        self.shown, self.alone = [], {}
        self.done.append(" ".join(what))


def played(script: str) -> tuple[Outcome, Echo]:
    """A script against the echo."""
    echo = Echo()
    return asyncio.run(play(parse(script), echo)), echo


def test_what_was_expected_and_said_is_well() -> None:
    """White space and the shape of an apostrophe do not matter, and a part of what was said is enough."""
    outcome, _ = played("mira: It didn’t\n  stop  there.\n> didn't stop\n!> never said")
    assert (outcome.acts, outcome.expectations, outcome.went_well) == (1, 2, True)


def test_what_was_not_said_is_missing_and_the_nearest_is_shown() -> None:
    """The play goes on: later expectations are judged as well."""
    outcome, _ = played("mira: It paid twice.\n> It paid thrice.\n> It paid")
    (failure,) = outcome.failures
    assert (failure.line, failure.kind, failure.wanted, failure.seen) == (
        2,
        "missing",
        "It paid thrice.",
        ("It paid twice.",),
    )
    assert failure.excerpt() == ("- It paid thrice.", "+ It paid twice.")
    assert outcome.expectations == 2


def test_what_must_not_be_said_and_was_is_present() -> None:
    """It is shown where it was said."""
    outcome, _ = played("mira: It paid twice.\n!> paid twice")
    (failure,) = outcome.failures
    assert (failure.kind, failure.seen) == ("present", ("It paid twice.",))


def test_only_what_came_since_the_last_act_counts() -> None:
    """What was said before is no answer to this."""
    outcome, _ = played("mira: one\nmira: two\n> one")
    assert [failure.kind for failure in outcome.failures] == ["missing"]


def test_alone_and_in_the_thread_are_two_places() -> None:
    """Each person hears what is theirs."""
    outcome, _ = played("mira [Agree] on W1\nmira> Agree W1\nade!> Agree\n!> Agree")
    assert outcome.went_well
    outcome, _ = played("mira [Agree]\nade> Agree")
    assert [(f.kind, f.who, f.seen) for f in outcome.failures] == [("missing", "ade", ())]


def test_an_act_that_cannot_be_done_ends_the_play() -> None:
    """Its line and its reason are told; what stands behind it was not played."""
    outcome, echo = played("mira: one\nmira [Gone]\nmira: two\n> two")
    (failure,) = outcome.failures
    assert (failure.line, failure.kind, failure.wanted) == (2, "act", "Presses")
    assert failure.error is not None
    assert failure.error.key == "no_such_button"
    assert (outcome.acts, outcome.expectations, echo.done) == (1, 0, ["says mira", "presses mira"])


def test_every_act_reaches_the_chat() -> None:
    """Each kind by its own method, with all it holds."""
    _, echo = played(
        "lee is here\nrefund-desk is the agent\nmira chooses issue\nmira form wall W1: text=x\n"
        "mira edits 1: y\nmira deletes 1\nmira attaches a.json as trace\nmira link: https://example.test\n"
        "+ 30 s\nquiet 25 s\nrestart"
    )
    assert echo.done == [
        "arrives lee",
        "is_agent refund-desk",
        "chooses mira issue",
        "fills mira wall W1 text",
        "edits mira 1 y",
        "deletes mira 1",
        "attaches mira a.json trace",
        "links mira https://example.test",
        "passes 0:00:30",
        "pauses 25.0",
        "restart",
    ]


def test_the_clock_moves_forward_alone() -> None:
    """`at` passes the time until then; a moment that is over cannot be played."""
    outcome, echo = played("at 2026-09-14 10:30\nat 2026-09-14 10:00")
    assert echo.clock == datetime(2026, 9, 14, 10, 30, tzinfo=UTC)
    assert [f.error.key for f in outcome.failures if f.error] == ["play_back_in_time"]
