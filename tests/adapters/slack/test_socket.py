"""The watchdog of Socket Mode: a line that is dead, or alive and deaf, is built anew; a quiet one is left alone."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.slack.echo import LATE_S, LONGEST_S, Echo
from bot.chat.slack.socket import Socket
from bot.domain.heard import Pressed, Speaker
from bot.domain.review import PersonKey
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.workspace import Workspace, play

LINE = "refund-desk paid 1,140 EUR in 12 refunds"
ANSWER = "It could stop, ask a person above the limit, or refund in parts. It chose to refund in parts."


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Seconds since it was made."""
        return self.seconds


def socket_of(place: Workspace, hand: Hand) -> Socket:
    """The socket of the process, its sense of time in our hand."""
    socket = slack_of(place.served).socket
    assert socket is not None
    socket.echo.monotonic = hand
    return socket


def test_a_quiet_line_is_left_alone(tmp_path: Path) -> None:
    """Nothing was said by anybody: nothing is missing."""

    async def story(place: Workspace) -> None:
        hand = Hand()
        socket = socket_of(place, hand)
        hand.seconds += 10_000
        assert await socket.look()
        assert place.slack.sockets.opened == 1

    play(tmp_path, story)


def test_a_line_that_answers_pings_and_brings_nothing_is_built_anew(tmp_path: Path) -> None:
    """What we post does not come back: the next line hears again, and answers are taken."""

    async def story(place: Workspace) -> None:
        hand = Hand()
        socket = socket_of(place, hand)
        root = await place.open(LINE)
        place.slack.sockets.go_deaf()
        hand.seconds += 1
        await place.slack.say("mia", place.channel, ANSWER, thread_ts=root.ts)
        by = Speaker(PersonKey("slack:T1:U1"), "mia")
        await place.served.app.inbox.hear(
            Pressed(id="home", at=place.time.now(), by=by, review=1, press="quiet")
        )
        await place.served.app.outbox.drain()  # a post that no event tells of
        assert await socket.look()
        hand.seconds += LATE_S + 1
        assert not await socket.look()
        place.time.advance(timedelta(seconds=3))  # Slack brings what was not acknowledged once more
        await place.slack.until(lambda: place.review().statements)
        assert [s.text for s in place.review().statements] == [ANSWER]

    play(tmp_path, story)


def test_a_line_that_was_cut_heals(tmp_path: Path) -> None:
    """By the watchdog's next round at the latest."""

    async def story(place: Workspace) -> None:
        socket = socket_of(place, Hand())
        root = await place.open(LINE)
        place.slack.sockets.cut()
        await place.slack.until(lambda: not place.slack.sockets.lines)
        await socket.look()
        await place.reply(root, ANSWER)
        assert [s.text for s in place.review().statements] == [ANSWER]

    play(tmp_path, story)


@pytest.mark.parametrize("outran", [True, False])
def test_an_event_counts_as_heard_even_where_it_outran_the_answer_of_the_call(outran: bool) -> None:  # noqa: FBT001 - a case
    """Slack tells of a post while the call that made it is still under way, or after."""
    hand = Hand()
    echo = Echo(hand)
    hand.seconds = 5.0
    if outran:
        echo.heard()
        echo.posted(5.0)
    else:
        echo.posted(5.0)
        echo.heard()
    hand.seconds += 10 * LATE_S
    assert not echo.is_missing()


def test_where_no_line_ever_hears_the_new_ones_come_ever_more_rarely() -> None:
    """Events may be switched off on Slack's side: a new line each minute would help nobody."""
    hand = Hand()
    echo = Echo(hand)
    waits = []
    for _ in range(12):
        echo.posted(hand.seconds)
        begun = hand.seconds
        while not echo.is_missing():
            hand.seconds += 10
        waits.append(hand.seconds - begun)
        echo.begin_anew()
    assert waits == sorted(waits)
    assert LONGEST_S <= waits[-1] <= LONGEST_S + 10
