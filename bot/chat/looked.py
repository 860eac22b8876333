"""What somebody looks at: a recorded run of a review, its decision points, and the one that is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import points
from bot.chat.house import House
from bot.chat.window import label, window_blocks
from bot.chat.words import Words
from bot.domain.errors import PersonError
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.domain.review import Evidence, PersonKey, Review
from bot.domain.trace import DecisionPoint
from bot.domain.tree import Document, Heading, Text


@dataclass(frozen=True)
class Looked:
    """What somebody looks at: a trace of a review, its decision points, and the place of the one that is shown."""

    review: Review
    evidence: Evidence
    points: Sequence[DecisionPoint]
    place: int
    rules: Rules = SECRETS  # what is taken out of what is shown

    @property
    def point(self) -> DecisionPoint:
        """The one that is shown."""
        return self.points[self.place]

    @property
    def file(self) -> str:
        """The name of its file: `window-E1-2.md` is the second point of E1."""
        return f"window-{self.evidence.id}-{self.place + 1}.md"


def document(looked: Looked, words: Words) -> Document:
    """The whole window, with where it was read from."""
    point, evidence = looked.point, looked.evidence
    front = {
        "review": looked.review.key,
        "evidence": evidence.id,
        "sha256": evidence.sha256,
        "moment": looked.place + 1,
        "point": point.key,
    }
    title = Heading(1, (Text(label(point, words, rules=looked.rules)),))
    return Document(tuple(front.items()), (title, *window_blocks(point, words, rules=looked.rules)))


def look_at(house: House, viewer: PersonKey, number: int | None, evidence: str, point: str) -> Looked:
    """What is shown, read from the run as it was kept; `point` is empty for the one that is looked at first.

    PersonError `no_such_review` for whoever may not read the review, `no_trace`, `no_such_point` or `trace_*` where
    the run does not hold it any more.
    """
    with house.store.reading() as lists:
        review = lists.review(viewer, number) if number is not None else None
    if review is None:
        raise PersonError("no_such_review", number=number or "")
    kept = points.trace_of(review, evidence)
    found = points.points_in(house.store, house.read_trace, kept)
    place = points.looked_at_first(review, kept.id, found)
    if point:
        keys = [one.key for one in found]
        if point not in keys:
            raise PersonError("no_such_point", number=point)
        place = keys.index(point)
    return Looked(review, kept, found, place, house.rules)
