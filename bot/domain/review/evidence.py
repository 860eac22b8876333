"""What a decision is held against: kept evidence, a cold reader, and whether the agent is stopped."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.redaction import Redaction
from bot.domain.review.people import PersonKey
from bot.domain.vocabulary import EvidenceClass, YesNo


@dataclass(frozen=True)
class Evidence:
    """Something kept as proof, hashed as received and as kept."""

    id: str  # E1, E2, ...
    what: str  # its name, as given
    kind: str  # trace, file, picture, link, text
    evidence_class: EvidenceClass
    added_by: PersonKey
    added_at: datetime
    source: str = ""  # a link or a file name
    media_type: str = ""
    size: int = 0  # bytes as received
    sha256: str = ""  # of the bytes as received; empty where nothing was captured
    kept_sha256: str = ""  # of the redacted copy kept
    captured_at: datetime | None = None  # when the content was recorded, None where unknown
    captured: bool = True  # False: a link that could not be fetched
    trouble: str = ""  # key of the reason where it was not captured or not read
    redactions: tuple[Redaction, ...] = ()
    looked_at_by: PersonKey | None = None  # pictures: published only after a person looked
    points: int = 0  # decision points found in it


@dataclass(frozen=True)
class ColdRead:
    """Somebody who was not there was asked which option they would expect."""

    decision: str
    reader: PersonKey
    asked_at: datetime
    options: tuple[str, ...]  # in the order shown
    read_thread: YesNo = YesNo.UNKNOWN
    picked: str = ""
    expected: YesNo = YesNo.UNKNOWN  # yes: the reader picked the agent's choice
    answered_at: datetime | None = None


@dataclass(frozen=True)
class Containment:
    """Is the agent or its access stopped; if not, who does it now."""

    contained: YesNo
    owner: PersonKey | None
    by: PersonKey
    at: datetime
