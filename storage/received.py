"""Spans received, on a database; see `bot.ports.Received` for what each method promises."""

import json
from concurrent.futures import Future
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, delete, exists, func, select, update

from bot.domain.redaction import Redaction
from bot.ports import ReceivedRun, ReceivedSpans
from storage.columns import Moment
from storage.engine import Database
from storage.runs import LONGEST, by_time, run_of
from storage.tables import METADATA
from storage.upsert import new_only

_TABLE = METADATA.tables["received"]
_PIN = METADATA.tables["pin"]
_C = _TABLE.c
_OF_THE_RUN = _C.trace_id == bindparam("of_run")

_KEEP = new_only(_TABLE).values(
    pinned=select(exists().where(_PIN.c.trace_id == bindparam("of_run"))).scalar_subquery()
)
_OF_RUN = select(_TABLE).where(_OF_THE_RUN).order_by(_C.seq)
_SET_PIN = new_only(_PIN)
_PINNED = update(_TABLE).where(_OF_THE_RUN).values(pinned=True)
_OLD = (
    select(_C.seq)
    .where(_C.pinned.is_(False), _C.received_at < bindparam("before", type_=Moment))
    .order_by(_C.received_at, _C.seq)
    .limit(bindparam("most"))
)
_DROP = delete(_TABLE).where(_C.seq.in_(_OLD))
_SAME = ("id", "trace_id", "agent", "began", "ended", "spans", "received_at", "sha256", "packed")
"""Columns that hold a field as it is."""


class SqlReceived:
    """A `Received` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep_soon(self, batches: tuple[ReceivedSpans, ...]) -> "Future[None]":
        """Have them kept together with inputs that wait."""
        rows = [_row(batch) for batch in batches]
        return self._database.put_in_soon(lambda connection: _keep(connection, rows))

    def of_run(self, trace_id: str) -> tuple[ReceivedSpans, ...]:
        """All of a run."""
        with self._database.reading() as connection:
            return of_run(connection, trace_id)

    def runs(
        self, since: datetime, until: datetime, limit: int, *, agent: str = ""
    ) -> tuple[ReceivedRun, ...]:
        """The newest runs of a time."""
        with self._database.reading() as connection:
            found = newest(connection, since, until, limit, agent)
        parts: dict[str, list[Any]] = {}
        for row in found:
            parts.setdefault(row.trace_id, []).append(row)
        return tuple(sorted(map(run_of, parts.values()), key=by_time))

    def pin(self, trace_id: str, review: int) -> None:
        """A review cites a run."""

        def unit(connection: Connection) -> None:
            connection.execute(_SET_PIN, {"trace_id": trace_id, "review": review})
            connection.execute(_PINNED, {"of_run": trace_id})

        self._database.write(unit)

    def drop(self, before: datetime, limit: int) -> int:
        """Forget the oldest; where there is nothing to forget, nothing is written."""
        with self._database.reading() as connection:
            if not old(connection, before, 1):
                return 0
        return self._database.write(lambda connection: drop(connection, before, limit))


def of_run(connection: Connection, trace_id: str) -> tuple[ReceivedSpans, ...]:
    """All of a run."""
    return tuple(map(_batch, connection.execute(_OF_RUN, {"of_run": trace_id})))


def newest(
    connection: Connection, since: datetime, until: datetime, limit: int, agent: str
) -> list[Row[Any]]:
    """A line for each agent of each of the newest runs of a time."""
    asked = {"earliest": since - LONGEST, "since": since, "until": until, "most": limit}
    if agent:
        return list(connection.execute(_OF_AGENT, {**asked, "of_agent": agent.casefold()}))
    return list(connection.execute(_OF_ALL, asked))


def old(connection: Connection, before: datetime, limit: int) -> list[int]:
    """The oldest rows that may be dropped."""
    return list(connection.execute(_OLD, {"before": before, "most": limit}).scalars())


def drop(connection: Connection, before: datetime, limit: int) -> int:
    """Drop them; how many there were."""
    return connection.execute(_DROP, {"before": before, "most": limit}).rowcount


def _lines(*which: ColumnElement[bool]) -> Select[Any]:
    """The newest runs with spans that fit; a line for each agent in them."""
    found = (
        select(_C.trace_id)
        .where(
            *which,
            _C.began >= bindparam("earliest", type_=Moment),
            _C.began <= bindparam("until", type_=Moment),
            _C.ended >= bindparam("since", type_=Moment),
        )
        .group_by(_C.trace_id)
        .order_by(func.max(_C.began).desc(), _C.trace_id)
        .limit(bindparam("most"))
    )
    return (
        select(
            _C.trace_id,
            _C.agent,
            func.min(_C.began, type_=Moment).label("began"),
            func.max(_C.ended, type_=Moment).label("ended"),
            func.sum(_C.spans).label("spans"),
            func.max(_C.received_at, type_=Moment).label("received_at"),
        )
        .where(_C.trace_id.in_(found))
        .group_by(_C.trace_id, _C.agent)
    )


_OF_ALL = _lines()
_OF_AGENT = _lines(_C.agent_key == bindparam("of_agent"))


def _keep(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(_KEEP, rows)


def _row(batch: ReceivedSpans) -> dict[str, Any]:
    return {
        **{name: getattr(batch, name) for name in _SAME},
        "agent_key": batch.agent.casefold(),
        "redactions": json.dumps([asdict(redaction) for redaction in batch.redactions]),
        "of_run": batch.trace_id,
    }


def _batch(row: Row[Any]) -> ReceivedSpans:
    redactions = tuple(Redaction(**each) for each in json.loads(row.redactions))
    return ReceivedSpans(**{name: getattr(row, name) for name in _SAME}, redactions=redactions)
