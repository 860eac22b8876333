"""What a review holds of a decision: findings, unknowns, disagreements and verdicts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.review.people import PersonKey
from bot.domain.review.statements import Span
from bot.domain.trace_vocabulary import Provenance
from bot.domain.vocabulary import EvidenceClass, Facet, Question, Ruling


@dataclass(frozen=True)
class Finding:
    """What is held for one facet; `signs` are the lints that still fire on it."""

    facet: Facet
    spans: tuple[Span, ...]
    evidence_class: EvidenceClass
    author: PersonKey
    at: datetime
    decision: str = ""
    not_applicable: bool = False  # "n/a, because": the spans say why
    signs: tuple[str, ...] = ()
    place: str = ""  # of words from a trace: the span and key that hold them

    @property
    def text(self) -> str:
        """The words of all spans, a line each."""
        return "\n".join(span.text for span in self.spans)

    @property
    def left_out(self) -> int:
        """Characters that follow its words in a trace and are not cited."""
        return sum(span.left_out for span in self.spans)


class WhyUnknown(StrEnum):
    """Why something stays unknown."""

    OWNED = "owned"  # somebody will find out
    NOT_LOGGED = "not_logged"  # cannot be known: it was not recorded
    NO_READER = "no_reader"  # no cold reader could be asked, or none answered


@dataclass(frozen=True)
class Unknown:
    """A finding: what nobody could say, who will find out, and by when."""

    id: str  # U1, U2, ...
    question: Question
    facets: tuple[Facet, ...]
    owner: PersonKey
    due: date
    opened_at: datetime
    why: WhyUnknown = WhyUnknown.OWNED
    decision: str = ""
    settled_at: datetime | None = None


@dataclass(frozen=True)
class Position:
    """One of the two readings of a disagreement."""

    spans: tuple[Span, ...]
    evidence_class: EvidenceClass
    author: PersonKey
    at: datetime


@dataclass(frozen=True)
class Disagreement:
    """Two readings of one facet, kept as two; never averaged, never voted."""

    id: str  # D1, D2, ...
    facet: Facet
    positions: tuple[Position, ...]
    decision: str = ""
    settle: str = ""  # what evidence would settle it, in somebody's words


@dataclass(frozen=True)
class Recorded:
    """What a trace holds for a facet, until a person takes it: `where` is its span and key, as recorded."""

    facet: Facet
    text: str
    where: str
    left_out: int = 0  # characters that follow the text in the trace
    provenance: Provenance | None = None  # where it is not what the application sent: what became of it

    @property
    def evidence_class(self) -> EvidenceClass:
        """Logged where the application itself emitted it as it stands, else reconstructed at most."""
        return EvidenceClass.LOGGED if self.provenance is None else EvidenceClass.RECONSTRUCTED

    def span(self, evidence: str) -> Span:
        """Its words as those of an evidence."""
        return Span(evidence, self.text, self.left_out, self.provenance)


@dataclass(frozen=True)
class Decision:
    """One choice of the agent; letters A to C. The point is set when a person chose one."""

    letter: str
    title: str = ""
    evidence: str = ""  # the trace it was chosen from, E1
    point: str = ""  # span id or message index in that trace
    decided_at: datetime | None = None
    recorded: tuple[Recorded, ...] = ()  # offered from that trace, and not taken yet


@dataclass(frozen=True)
class Verdict:
    """What a question came to. `primary` is a member of that question's class list."""

    question: Question
    primary: str
    decision: str = ""
    also: tuple[str, ...] = ()
    ruling: Ruling | None = None  # only for authority
    settled_by: PersonKey | None = None  # None while only proposed
    at: datetime | None = None
    disagreed_by: tuple[PersonKey, ...] = ()
