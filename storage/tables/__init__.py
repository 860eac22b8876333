"""Every table, so that anybody can read a database of ours with plain SQL.

A column is named after the field it holds; a value of several fields is spread over columns
(`same_tomorrow_answer`). `nr` is the place in its list. Closed word lists are kept as their words, lists as JSON
text. People are keyed `platform:workspace:id`, moments are UTC. `text` beside `spans` says the same words once more,
for reading.
"""

from storage.tables.answers import (
    ColdReadRow,
    DisagreementRow,
    EvidenceRow,
    FindingRow,
    PositionRow,
    RevisionRow,
    StatementRow,
    UnknownRow,
    VerdictRow,
)
from storage.tables.base import Row
from storage.tables.doors import AddressRow, BlobRow, CounterRow, InboxRow, OutboxRow, TimerRow
from storage.tables.receiving import PinRow, ReceivedRow
from storage.tables.review import (
    ActRow,
    DecisionRow,
    LinkedRow,
    ParticipantRow,
    PersonRow,
    PollRow,
    ProgressRow,
    PublicationRow,
    ReviewRow,
)
from storage.tables.time import DiaryRow, OwingRow, ToldRow
from storage.tables.walls import DrillRow, ExistingWallRow, ParkedRow, WallChangeRow, WallRow

METADATA = Row.metadata

__all__ = [
    "METADATA",
    "ActRow",
    "AddressRow",
    "BlobRow",
    "ColdReadRow",
    "CounterRow",
    "DecisionRow",
    "DiaryRow",
    "DisagreementRow",
    "DrillRow",
    "EvidenceRow",
    "ExistingWallRow",
    "FindingRow",
    "InboxRow",
    "LinkedRow",
    "OutboxRow",
    "OwingRow",
    "ParkedRow",
    "ParticipantRow",
    "PersonRow",
    "PinRow",
    "PollRow",
    "PositionRow",
    "ProgressRow",
    "PublicationRow",
    "ReceivedRow",
    "ReviewRow",
    "RevisionRow",
    "StatementRow",
    "TimerRow",
    "ToldRow",
    "UnknownRow",
    "VerdictRow",
    "WallChangeRow",
    "WallRow",
]
