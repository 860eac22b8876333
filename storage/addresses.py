"""Rows of what chat adapters keep of how people and channels are reached."""

import json
from collections.abc import Mapping

from sqlalchemy import bindparam, delete, select

from storage.engine import Database
from storage.tables import METADATA
from storage.upsert import or_replace

_TABLE = METADATA.tables["address"]
_HERE = _TABLE.c.workspace == bindparam("here")
_THIS = _TABLE.c.key == bindparam("this")
_KEEP = or_replace(_TABLE, "workspace", "key")
_FORGET = delete(_TABLE).where(_HERE, _THIS)
_OF = select(_TABLE.c.key, _TABLE.c.body).where(_HERE)
_ONE = select(_TABLE.c.body).where(_HERE, _THIS)


class SqlAddresses:
    """`bot.ports.Addresses` on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, workspace: str, key: str, address: Mapping[str, str]) -> None:
        """Keep it, in place of an earlier one."""
        row = {"workspace": workspace, "key": key, "body": json.dumps(dict(address))}
        self._database.write(lambda connection: connection.execute(_KEEP, row))

    def forget(self, workspace: str, key: str) -> None:
        """Forget it."""
        self._database.write(lambda connection: connection.execute(_FORGET, {"here": workspace, "this": key}))

    def of(self, workspace: str) -> Mapping[str, Mapping[str, str]]:
        """All of a workspace."""
        with self._database.reading() as connection:
            return {row.key: json.loads(row.body) for row in connection.execute(_OF, {"here": workspace})}

    def one(self, workspace: str, key: str) -> Mapping[str, str] | None:
        """One by its key."""
        with self._database.reading() as connection:
            body = connection.execute(_ONE, {"here": workspace, "this": key}).scalar()
        return None if body is None else dict(json.loads(body))
