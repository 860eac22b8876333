"""Rows of what is known of people's time."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from bot.domain.due import Diary
from bot.domain.review import PersonKey
from storage.moments import all_utc
from storage.tables import METADATA
from storage.upsert import or_replace

_TABLE = METADATA.tables["diary"]
_C = _TABLE.c
_KEEP = or_replace(_TABLE, "person")
_FIND = select(_C.person, _C.zone, _C.away_until, _C.undisturbed_until, _C.gone).where(
    _C.person.in_(bindparam("people", expanding=True))
)


def put(connection: Connection, person: PersonKey, diary: Diary) -> None:
    """Keep what is known of somebody's time; nothing is written where nothing is new."""
    kept = all_utc(diary)
    row = {name: getattr(kept, name) for name in ("zone", "away_until", "undisturbed_until", "gone")}
    known = find(connection, (person,)).get(person)
    if known is None or any(getattr(known, name) != value for name, value in row.items()):
        connection.execute(_KEEP, {"person": person, **row})


def find(connection: Connection, people: Iterable[PersonKey]) -> dict[PersonKey, Diary]:
    """What is known of these people's time."""
    rows = connection.execute(_FIND, {"people": list(people)})
    return {
        PersonKey(row.person): Diary(
            zone=row.zone,
            away_until=row.away_until,
            undisturbed_until=row.undisturbed_until,
            gone=row.gone,
        )
        for row in rows
    }
