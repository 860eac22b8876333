"""The outbox in memory."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.ports import Claim, Dead, OpenThread, Outgoing, Result, RetryAt, Sent, Unclear
from storage import wire
from storage.memory.rows import Errand, Rows
from storage.moments import utc
from storage.rules import needs_thread


def put(rows: Rows, row: Outgoing) -> None:
    """Add a row; a newest-only one takes the place of its pending predecessor."""
    if row.key in rows.outbox:
        return
    next_at = utc(row.due_at)
    what = wire.read_sendable(wire.kind_of(row.what), wire.encode(row.what))
    if row.newest_only:
        for old in [each for each in rows.outbox.values() if _replaced(each, row)]:
            del rows.outbox[old.row.key]
            if old.attempts and old.next_at is not None:
                next_at = max(next_at, old.next_at)
    row = replace(row, what=what, due_at=utc(row.due_at))
    rows.outbox[row.key] = Errand(row, rows.count("errand"), next_at)


def _replaced(old: Errand, new: Outgoing) -> bool:
    return (
        old.state == "pending"
        and old.row.newest_only
        and (old.row.review, old.row.lane) == (new.review, new.lane)
    )


def claim(rows: Rows, now: datetime, limit: int, lease_s: float) -> tuple[Claim, ...]:
    """Lease the first due row of each review and lane."""
    due = [e for e in _open(rows) if e.next_at is not None and e.next_at <= now and _may_go(rows, e, now)]
    until = utc(now) + timedelta(seconds=lease_s)
    claims = []
    for errand in sorted(due, key=lambda e: (e.next_at, e.seq))[:limit]:
        taken = replace(
            errand,
            state="sending",
            next_at=until,
            attempts=errand.attempts + 1,
            token=rows.count("token"),
            ambiguous=errand.ambiguous or errand.state == "sending",
        )
        rows.outbox[errand.row.key] = taken
        review = rows.reviews.get(errand.row.review)
        thread, *place = (review.thread, review.channel, review.workspace) if review else (None, "", "")
        claims.append(Claim(taken.row, taken.token, taken.attempts, taken.ambiguous, until, thread, *place))
    return tuple(claims)


def settle(rows: Rows, claim: Claim, result: Result) -> bool:
    """Write what came of a try."""
    errand = rows.outbox.get(claim.outgoing.key)
    if errand is None or errand.state != "sending" or errand.token != claim.token:
        return False
    rows.outbox[claim.outgoing.key] = replace(errand, **_became(result))
    return True


def _became(result: Result) -> dict[str, Any]:
    match result:
        case Sent(message):
            return {"state": "sent", "next_at": None, "message": message, "why": ""}
        case RetryAt(at, why):
            return {"state": "pending", "next_at": utc(at), "why": why}
        case Unclear(at, why):
            return {"state": "pending", "next_at": utc(at), "why": why, "ambiguous": True}
        case Dead(why):
            return {"state": "dead", "next_at": None, "why": why}


def sent(rows: Rows, review: int | None, limit: int) -> tuple[tuple[Outgoing, str], ...]:
    """The newest rows sent, oldest first, with the ids of their messages."""
    ours = [e for e in rows.outbox.values() if review in {None, e.row.review}]
    found = [e for e in ours if e.state == "sent" and not e.unsaid]
    newest = sorted(found, key=lambda e: e.seq)[-limit:]
    return tuple((e.row, e.message) for e in newest)


def unsay(rows: Rows, number: int, texts: tuple[str, ...]) -> None:
    """Mark rows that are done with and hold one of these texts: they are not shown again."""
    for key, errand in rows.outbox.items():
        body = wire.encode(errand.row.what)
        holds = any(wire.encode(text)[1:-1] in body for text in texts)
        if errand.row.review == number and errand.next_at is None and holds:
            rows.outbox[key] = replace(errand, unsaid=True)


def is_opening(rows: Rows) -> bool:
    """Whether a row that opens a thread is not done with."""
    return any(_opens(errand) for errand in _open(rows))


def next_turn(rows: Rows) -> datetime | None:
    """When a row may be claimed next, or a lease ends."""
    moments = (e.next_at for e in _open(rows) if e.state == "sending" or _may_go(rows, e, None))
    return min((moment for moment in moments if moment is not None), default=None)


def _open(rows: Rows) -> Iterable[Errand]:
    return [errand for errand in rows.outbox.values() if errand.next_at is not None]


def _may_go(rows: Rows, errand: Errand, now: datetime | None) -> bool:
    """Whether its turn has come at `now`; None: whether its turn comes when it is due."""
    others = [e for e in _open(rows) if e.row.review == errand.row.review and e is not errand]
    review = rows.reviews.get(errand.row.review)
    has_thread = review is not None and review.thread is not None
    if needs_thread(errand.row.what) and (not has_thread or any(_opens(e) for e in others)):
        return False
    lane = [e for e in others if e.row.lane == errand.row.lane]
    if any(e.state == "sending" and (now is None or _after(e, now)) for e in lane):
        return False
    ahead = [e for e in lane if _place(e) < _place(errand) and (has_thread or not needs_thread(e.row.what))]
    return not any(e.attempts or (now is not None and not _after(e, now)) for e in ahead)


def _after(errand: Errand, now: datetime) -> bool:
    return errand.next_at is not None and errand.next_at > now


def _opens(errand: Errand) -> bool:
    return isinstance(errand.row.what, OpenThread)


def _place(errand: Errand) -> tuple[bool, int]:
    return (not _opens(errand), errand.seq)
