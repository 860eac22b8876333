"""The register as JSON, and the JSON Schema that it keeps to.

Within one number of the schema only fields are added; a field taken away, or one that means something else, is the next
number.
"""

from datetime import date
from typing import Any

import msgspec

from bot.domain.register import Register
from bot.publishers.record import DIALECT

SCHEMA = "agent-incident/register/1"


class RegisterFile(msgspec.Struct, frozen=True):
    """The register of one workspace as of a day; `viewer` is who may read what it counts, empty for everybody.

    `learned_share` is the share of finished reviews with a standing wall, 0 to 1, null where none is finished.
    """

    schema: str
    workspace: str
    as_of: date
    viewer: str
    learned_share: float | None
    register: Register


def encode(register: Register, workspace: str, viewer: str, as_of: date) -> bytes:
    """UTF-8, two spaces set in, a line feed at the end."""
    file = RegisterFile(SCHEMA, workspace, as_of, viewer, register.learned_share, register)
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def schema() -> dict[str, Any]:
    """The JSON Schema, draft 2020-12, of such a file."""
    made = msgspec.json.schema(RegisterFile)
    made["$defs"]["RegisterFile"]["properties"]["schema"] = {"const": SCHEMA}
    made["$defs"]["Again"]["properties"]["since"]["format"] = "date-time"
    return {"$schema": DIALECT, "title": SCHEMA, **made}
