"""The four questions, their facets and probes, and what the bot understands, as typed values.

The words come from `prompts/questions.yml`, `prompts/lints.yml` and `prompts/words.yml`; `bot/voice.py` fills these
values. The domain reads them only to decide (which probe exists, what counts as a copy of an example), never to speak.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.vocabulary import Facet, Question


@dataclass(frozen=True)
class Example:
    """A finished answer from one trade, shown behind a button."""

    trade: str
    text: str


@dataclass(frozen=True)
class QuestionText:
    """A question as asked: the verbatim sentence, its one-line hint, examples from several trades."""

    question: Question
    text: str
    hint: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class FacetText:
    """What a facet is called, in few plain words, and the probes that ask for it, best first."""

    facet: Facet
    label: str
    probes: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Word lists of one language: list name -> entries. An entry is a word, a phrase, or a `*` stem (`refund*`).

    Lists are named in `prompts/lints.yml` (signs of a shallow answer) and `prompts/words.yml` (cues, talk, commands).
    """

    language: str
    lists: Mapping[str, tuple[str, ...]]

    def words(self, name: str) -> tuple[str, ...]:
        """The entries of a list, empty where the language has none."""
        return self.lists.get(name, ())

    def __hash__(self) -> int:
        """By its language alone: the lists are a mapping, and what was read is remembered by lexicon."""
        return hash(self.language)


@dataclass(frozen=True)
class Pace:
    """How long the bot waits before it speaks, in seconds."""

    quiet_s: float = 25.0  # after the last message taken
    longest_s: float = 90.0  # after the first message of a burst


@dataclass(frozen=True)
class Script:
    """Everything the interview reads besides the review itself."""

    questions: tuple[QuestionText, ...]
    facets: tuple[FacetText, ...]
    lexicons: tuple[Lexicon, ...]
    sign_probes: Mapping[str, str] = field(default_factory=dict)  # S1 -> the probe that follows it
    pace: Pace = field(default_factory=Pace)

    def question(self, question: Question) -> QuestionText:
        """The words of a question."""
        return next(text for text in self.questions if text.question is question)

    def facet(self, facet: Facet) -> FacetText:
        """The words of a facet."""
        return next(text for text in self.facets if text.facet is facet)
