"""The review: a frozen aggregate of what was said, found, left unknown and promised.

A journey loads one review, the interview returns the next one, storage writes what differs. The statement log may
be long, so `Review.statements` holds only the statements in hand: those not yet worked on and those a journey asked
for by name; every other part is whole.

Import from here; the modules are one drawer each:

people      who took part, and where it is held
statements  the log of what was said, and spans of it
findings    what is held, unknown, disputed and ruled for a decision
evidence    kept proof, the cold reader, containment
walls       old and new walls, drills, the same tomorrow
course      stages of the questions, acts, publications, links
aggregate   `Review`, and `with_*` to replace one part
"""

from bot.domain.review.aggregate import (
    Review,
    with_finding,
    with_progress,
    with_statement,
    with_verdict,
    with_wall,
)
from bot.domain.review.course import Act, Linked, Poll, Progress, Publication, Quiet, Stage
from bot.domain.review.evidence import ColdRead, Containment, Evidence
from bot.domain.review.findings import (
    Decision,
    Disagreement,
    Finding,
    Position,
    Recorded,
    Unknown,
    Verdict,
    WhyUnknown,
)
from bot.domain.review.people import Participant, PersonKey, ThreadRef, person_key
from bot.domain.review.statements import Revision, RevisionKind, Span, Statement, StatementKind
from bot.domain.review.walls import (
    Checks,
    Drill,
    ExistingWall,
    NoWallYet,
    Outcome,
    Parked,
    SameTomorrow,
    Wall,
    WallChange,
)

__all__ = [
    "Act",
    "Checks",
    "ColdRead",
    "Containment",
    "Decision",
    "Disagreement",
    "Drill",
    "Evidence",
    "ExistingWall",
    "Finding",
    "Linked",
    "NoWallYet",
    "Outcome",
    "Parked",
    "Participant",
    "PersonKey",
    "Poll",
    "Position",
    "Progress",
    "Publication",
    "Quiet",
    "Recorded",
    "Review",
    "Revision",
    "RevisionKind",
    "SameTomorrow",
    "Span",
    "Stage",
    "Statement",
    "StatementKind",
    "ThreadRef",
    "Unknown",
    "Verdict",
    "Wall",
    "WallChange",
    "WhyUnknown",
    "person_key",
    "with_finding",
    "with_progress",
    "with_statement",
    "with_verdict",
    "with_wall",
]
