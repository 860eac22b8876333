"""What the signs are called, which facet the probe of each asks for, and what a judge of an answer sees."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.reading import Hit, Reading
from bot.domain.text import Sentence
from bot.domain.vocabulary import Facet, Question, question_of


class Sign(StrEnum):
    """The fourteen signs of a shallow answer."""

    S1 = "S1"  # restates what it did
    S2 = "S2"  # blames a person or team
    S3 = "S3"  # "human error" and its kin
    S4 = "S4"  # a word that only names the surprise, alone
    S5 = "S5"  # hindsight
    S6 = "S6"  # no goal
    S7 = "S7"  # fewer than two options
    S8 = "S8"  # vague negatives
    S9 = "S9"  # the agent's confession as reason
    S10 = "S10"  # a guess
    S11 = "S11"  # a wall for the one case, or one of care alone
    S12 = "S12"  # authority answered by intent
    S13 = "S13"  # too thin, or copied
    S14 = "S14"  # "the root cause is"


BLAME = (Sign.S2, Sign.S3)
"""Signs whose probe its author alone should see."""

_TARGETS = {
    Sign.S1: Facet.OPTIONS,
    Sign.S2: Facet.REASON,
    Sign.S4: Facet.BELIEF,
    Sign.S5: Facet.REASON,
    Sign.S6: Facet.OBJECTIVE_GIVEN,
    Sign.S7: Facet.OPTIONS,
    Sign.S9: Facet.REASON,
    Sign.S11: Facet.WALLS,
    Sign.S12: Facet.GRANT_SYSTEM,
}

SIGN_LISTS = (
    "blame",
    "fault_verbs",
    "others_fault_verbs",
    "people_error",
    "surprise",
    "hindsight",
    "vague",
    "confession",
    "guess",
    "soft_wall",
    "this_one",
    "intent",
    "elsewhere",
    "single_cause",
)
"""The lists whose entries count against an answer; `innocent` cancels them."""


LISTS = (
    *SIGN_LISTS,
    "heat",
    "database_words",
    "innocent",
    "people",
    "things",
    "ourselves",
    "by_words",
    "goal",
    "from_before",
    "guess_marked",
    "case_noun",
    "repaired",
    "control",
    "grant",
    "concrete",
    "false_belief",
    "common",
)
"""Every list the judges read."""

LONGEST_PHRASE = 80
"""Characters of the longest entry of `innocent`, with room."""


class Turn(StrEnum):
    """What kind of answer is judged."""

    FIRST = "first"  # the first answer to the question
    REPLY = "reply"  # a reply to a probe, or a later word
    FORM = "form"  # a field of a form, or a line of the quick start


def probe_target(sign: Sign, question: Question) -> Facet | None:
    """The facet that the probe of a sign asks for; None: the most valuable empty one.

    A facet belongs to one question: asked of another, the probe takes what is empty there.
    """
    target = _TARGETS.get(sign)
    return target if target is None or question_of(target) is question else None


@dataclass(frozen=True)
class Answer:
    """An answer as a judge sees it."""

    reading: Reading
    question: Question
    turn: Turn
    asked: Facet | None  # the facet of the probe it replies to
    known: tuple[str, ...]  # hints, examples and its author's earlier answers
    judged: tuple[Sentence, ...]  # sentences that are no owned unknown and no "n/a, because"

    def hits(self, name: str) -> tuple[Hit, ...]:
        """Entries of a list in the judged sentences, innocent uses left out."""
        found = tuple(hit for sentence in self.judged for hit in self.reading.within(name, sentence))
        return tuple(hit for hit in found if name not in SIGN_LISTS or not self._is_innocent(hit))

    def has(self, name: str) -> bool:
        """Whether any entry of a list stands in the judged sentences."""
        return bool(self.hits(name))

    def sentence_of(self, hit: Hit) -> Sentence:
        """The sentence a hit stands in."""
        return self.judged[bisect_right(self.judged, hit.start, key=lambda s: s.start) - 1]

    def _is_innocent(self, hit: Hit) -> bool:
        """Whether a phrase of the list `innocent` touches the hit; none is longer than this."""
        near = self.reading.within("innocent", Hit(max(0, hit.start - LONGEST_PHRASE), hit.end))
        return any(plain.end > hit.start for plain in near)
