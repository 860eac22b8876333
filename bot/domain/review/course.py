"""How far a review has come, and what was done to it on the way."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.review.people import PersonKey
from bot.domain.vocabulary import Facet, Question, YesNo


class Stage(StrEnum):
    """How far a question has come."""

    WAITING = "waiting"  # not asked yet
    ASKED = "asked"  # asked, or probed: free text belongs to it
    VERDICT = "verdict"  # facets done, its verdict is proposed
    DONE = "done"
    SKIPPED = "skipped"  # comes back once at the end


@dataclass(frozen=True)
class Progress:
    """One question of one decision: its stage, its probes, and what has been used up."""

    question: Question
    decision: str = ""
    stage: Stage = Stage.WAITING
    probes: int = 0
    probed: tuple[str, ...] = ()  # keys of the probes already put: a facet or a lint
    facet: Facet | None = None  # the facet the last probe asked for: the reply belongs to it
    answered: bool = False  # a first answer was taken
    skipped_once: bool = False
    copied: bool = False  # filled from the decision before
    reopened: bool = False  # a cold reader expected something else: comes back after the open question
    asked_of: PersonKey | None = None  # who it was handed to


@dataclass(frozen=True)
class Quiet:
    """Somebody pressed Quiet: the bot keeps, but does not ask."""

    by: PersonKey
    since: datetime
    asked_again: bool = False


@dataclass(frozen=True)
class Act:
    """Something the bot or a person did to the review: `kind` is a key, `values` fill its sentence."""

    at: datetime
    kind: str
    by: PersonKey | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Publication:
    """One published version on one target; the same target is updated, never doubled."""

    target: str
    version: int  # counts from 1 per review
    digest: str  # sha256 of what was published
    at: datetime
    link: str = ""
    trouble: str = ""  # key of the trouble where it failed


@dataclass(frozen=True)
class Poll:
    """The two-tap poll at the end."""

    person: PersonKey
    learned: YesNo = YesNo.UNKNOWN
    again: YesNo = YesNo.UNKNOWN


@dataclass(frozen=True)
class Linked:
    """An earlier review of the same class, linked by a person's word."""

    number: int
    same_class: YesNo
    by: PersonKey
    at: datetime
