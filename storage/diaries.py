"""Rows of what is known of people's time."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, bindparam, select

from bot.domain.absence import ShownAway
from bot.domain.due import Diary
from bot.domain.review import PersonKey
from storage.moments import all_utc
from storage.tables import METADATA
from storage.upsert import or_replace

_TABLE = METADATA.tables["diary"]
_C = _TABLE.c
_KEEP = or_replace(_TABLE, "person")
_PLAIN = ("zone", "away_until", "away_said_at", "undisturbed_from", "undisturbed_until", "gone")
"""Columns named as the fields whose values they hold."""
_COLUMNS = (
    _C.person,
    *(_C[name] for name in _PLAIN),
    _C.shown_away_since,
    _C.shown_away_until,
    _C.left_channels,
)
_FIND = select(*_COLUMNS).where(_C.person.in_(bindparam("people", expanding=True)))
_FIND_ONE = select(*_COLUMNS).where(_C.person == bindparam("somebody"))
"""Asked for everything a person does: a list of one is written into the statement anew each time."""
_PLACES = msgspec.json.Decoder(frozenset[str])


def put(connection: Connection, person: PersonKey, diary: Diary) -> None:
    """Keep what is known of somebody's time; nothing is written where nothing is new."""
    row = _row(all_utc(diary))
    known = find(connection, (person,)).get(person)
    if known is None or _row(known) != row:
        connection.execute(_KEEP, {"person": person, **row})


def _row(diary: Diary) -> dict[str, object]:
    shown = diary.shown_away
    return {
        **{name: getattr(diary, name) for name in _PLAIN},
        "shown_away_since": shown.since if shown else None,
        "shown_away_until": shown.until if shown else None,
        "left_channels": msgspec.json.encode(sorted(diary.left_channels)).decode(),
    }


def find(connection: Connection, people: Iterable[PersonKey]) -> dict[PersonKey, Diary]:
    """What is known of these people's time."""
    wanted = list(people)
    if len(wanted) == 1:
        rows = connection.execute(_FIND_ONE, {"somebody": wanted[0]})
    else:
        rows = connection.execute(_FIND, {"people": wanted})
    return {PersonKey(row.person): _diary(row) for row in rows}


def _diary(row: Row[Any]) -> Diary:
    since = row.shown_away_since
    return Diary(
        **{name: getattr(row, name) for name in _PLAIN},
        shown_away=ShownAway(since, row.shown_away_until) if since is not None else None,
        left_channels=_PLACES.decode(row.left_channels),
    )
