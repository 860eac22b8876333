"""How fast the bot speaks in one thread: within every documented window, and patient where that is not enough."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pace import Pace
from bot.cli.serving import TEAMS_REFILL_S
from bot.domain.errors import Later
from tests.adapters.teams.fake.pace import Windows
from tests.adapters.teams.fake.values import Message
from tests.adapters.teams.faults import ANSWER, LINE
from tests.adapters.teams.hall import Hall, play

THREAD = "19:incidents@thread.tacv2;messageid=1"
BEGAN = datetime(2026, 9, 14, 9, 0, tzinfo=UTC)
REPLIES = 12


class Speaker:
    """Says whatever the pace lets pass, and the card now and then, to a thread whose windows are counted."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.said = 0
        self._pace = Pace(monotonic=lambda: self.now_s, refill_s=TEAMS_REFILL_S)
        self._windows = Windows()

    def tries(self, kind: str) -> str:
        """`said`, `paced`, or what Teams would refuse."""
        try:
            if kind == "update":
                self._pace.update(f"{THREAD}:1")
            self._pace.post(THREAD)
        except Later:
            return "paced"
        self.said += 1
        now = BEGAN + timedelta(seconds=self.now_s)
        return "refused" if self._windows.wait_s(kind, THREAD, now) else "said"


def test_two_hours_of_talk_stay_within_every_window() -> None:
    """Words and cards as fast as the pace lets them, for more than the longest window: nothing is refused."""
    speaker = Speaker()
    became: Counter[str] = Counter()
    for tenth in range(2 * 36_000):
        speaker.now_s = tenth / 10
        became[speaker.tries("update")] += 1
        became[speaker.tries("send")] += 1
    assert became["refused"] == 0
    assert speaker.said >= 3_500  # and the pace holds up no more than it must


@given(st.lists(st.tuples(st.floats(0.0, 90.0), st.sampled_from(["send", "update"])), max_size=200))
def test_no_moments_of_speaking_break_a_window(tries: list[tuple[float, str]]) -> None:
    """Whatever bursts and silences it is asked to speak in."""
    speaker = Speaker()
    for wait_s, kind in tries:
        speaker.now_s += wait_s if wait_s > 1 else wait_s / 10
        assert speaker.tries(kind) != "refused"


def bots(place: Hall, root: Message) -> Iterator[Message]:
    """What the bot wrote in a thread."""
    return (m for m in place.teams.thread(root) if m.by == place.teams.world.bot_id)


async def busy(place: Hall) -> Message:
    """Many people write at once in one thread, and all that follows is said."""
    channel = place.teams.world.add_channel("incidents", "ops")
    root = await place.open(channel, LINE)
    for number in range(REPLIES):
        await place.teams.reply("Mia", root, f"{ANSWER} ({number})")
    await place.settle()
    held = [s.text for s in place.review(1).statements]
    assert sorted(held) == sorted(f"{ANSWER} ({number})" for number in range(REPLIES))
    return root


def test_a_busy_thread_is_never_told_to_wait(tmp_path: Path) -> None:
    """Each call is one message: none was refused and made again."""

    async def story(place: Hall) -> None:
        root = await busy(place)
        calls = [*place.teams.calls_to("send"), *place.teams.calls_to("create")]
        assert len(calls) == len(list(bots(place, root)))

    play(tmp_path, story, limits=True)


def test_a_bot_that_speaks_too_fast_waits_as_it_is_told(tmp_path: Path) -> None:
    """Without any pace of its own Teams refuses some; the thread ends as with it, in the same order, nothing twice."""
    threads: list[list[str]] = []
    refused: list[bool] = []

    async def story(place: Hall) -> None:
        root = await busy(place)
        said = [message.words() for message in bots(place, root)]
        calls = [*place.teams.calls_to("send"), *place.teams.calls_to("create")]
        refused.append(len(calls) > len(said))
        threads.append(said)

    play(tmp_path / "fast", story, limits=True, paced=False)
    play(tmp_path / "paced", story, limits=True)
    assert refused == [True, False]
    assert threads[0] == threads[1]
