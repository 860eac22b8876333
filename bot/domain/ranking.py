"""In which order the moments of a run are offered: a count of plain signs; see `docs/decision-points.md`."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.trace import DecisionPoint
from bot.domain.trace_vocabulary import Reason

HEAVY = (Reason.SIDE_EFFECT, Reason.HAND_OFF)
"""What reaches beyond the conversation."""

SORTS = (*HEAVY, Reason.TEXT_ONLY, Reason.TOOL_CALL)
"""What a moment is before it is anything else: the last two say only that, and count nothing."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`heavy` counts for what reaches beyond the conversation, one for every other sign.

    `again` is taken off for each moment of the same sort that stands before it.
    """

    heavy: int = 4
    again: int = 1


WEIGHTS = Weights()


def ranked(points: Sequence[DecisionPoint], weights: Weights = WEIGHTS) -> tuple[DecisionPoint, ...]:
    """Points with their reasons, given in the order of time, most signs first; of equal ones the earlier first."""
    counts = [_signs(point, weights) for point in points]
    before: Counter[Reason] = Counter()
    for place in sorted(range(len(points)), key=lambda place: -counts[place]):
        sort = next((sort for sort in SORTS if sort in points[place].reasons), Reason.TOOL_CALL)
        counts[place] -= weights.again * before[sort]
        before[sort] += 1
    return tuple(points[place] for place in sorted(range(len(points)), key=lambda place: -counts[place]))


def _signs(point: DecisionPoint, weights: Weights) -> int:
    return sum(weights.heavy if reason in HEAVY else 1 for reason in point.reasons if reason not in SORTS[2:])
