"""Inputs and errands for tests of stores."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.heard import Opened, Replied, Speaker, Ticked
from bot.domain.review import Review, ThreadRef
from bot.domain.says import Place, Say
from bot.ports import Claim, OpenThread, Outgoing, Store
from tests.contract.reviews import ADA, MOMENT, THREAD, WORKSPACE, plain

ASKER = Speaker(ADA, "Ada")
LEASE_S = 60.0


def later(seconds: float) -> datetime:
    """A moment after the beginning of every test."""
    return MOMENT + timedelta(seconds=seconds)


def reply(name: str, *, thread: ThreadRef | None = THREAD, review: int | None = None) -> Replied:
    """A message in a thread."""
    return Replied(
        id=name, at=MOMENT, by=ASKER, thread=thread, review=review, message=name, text="It refunded."
    )


def opening(name: str) -> Opened:
    """A request for a new review: it belongs to none."""
    return Opened(
        id=name, at=MOMENT, by=ASKER, line="Refunds went out twice", workspace=WORKSPACE, channel="C1"
    )


def tick(name: str, review: int) -> Ticked:
    """A timer's input."""
    return Ticked(id=name, at=MOMENT, by=ASKER, review=review, timer="speak")


def errand(key: str, review: int = 1, *, lane: str = "words", due_at: datetime = MOMENT) -> Outgoing:
    """Something to say in a thread."""
    return Outgoing(key, review, Say("ask", {"n": 1}, id=key), due_at, lane)


def direct(key: str, review: int = 1) -> Outgoing:
    """Something to say to one person alone."""
    return Outgoing(key, review, Say("nudge", place=Place.ALONE, to=ADA), MOMENT)


def card(key: str, *, due_at: datetime = MOMENT) -> Outgoing:
    """A new state of the card, which makes older ones needless."""
    return Outgoing(key, 1, Say("card", id="card"), due_at, "card", newest_only=True)


def thread_opening(key: str, review: int = 1, *, lane: str = "words") -> Outgoing:
    """The first post of a review."""
    return Outgoing(key, review, OpenThread(Say("card", id="card")), MOMENT, lane)


def in_thread(number: int = 1) -> Review:
    """A review that has its thread."""
    return replace(plain(number), thread=replace(THREAD, thread=f"t{number}"), channel="C1")


def said(store: Store, *rows: Outgoing, reviews: tuple[Review, ...] | None = None) -> None:
    """Put rows into the outbox, and the reviews they belong to into the store."""
    with store.unit() as work:
        for review in (in_thread(),) if reviews is None else reviews:
            work.keep(review)
        for row in rows:
            work.say(row)


def claimed(store: Store, at: datetime = MOMENT, limit: int = 10) -> list[Claim]:
    """What may be sent now."""
    return list(store.claim(at, limit, LEASE_S))


def keys(claims: list[Claim]) -> list[str]:
    """The keys of what was claimed."""
    return [claim.outgoing.key for claim in claims]
