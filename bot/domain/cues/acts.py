"""Whether a sentence tells an act of the agent in the past: "it refunded ...", "Sent 3 mails"."""

from bot.domain.cues.phrases import starting_at
from bot.domain.reading import Reading
from bot.domain.text import Sentence, Word

LISTS = ("agents", "past_acts", "not_acts", "auxiliaries")

BETWEEN = 2
"""Words that may stand between the agent and its act: "it then quietly refunded"."""


def tells_an_act(reading: Reading, sentence: Sentence) -> bool:
    """Whether the agent is the subject of an act in the past, or the sentence begins with one."""
    words = reading.words_in(sentence)
    return bool(words and _is_act(reading, words[0])) or agent_acts(reading, sentence)


def agent_acts(reading: Reading, sentence: Sentence) -> bool:
    """Whether the agent is the subject of an act in the past."""
    words = reading.words_in(sentence)
    return any(
        starting_at(reading, "agents", word.start) and _acts_soon(reading, words[i + 1 : i + 2 + BETWEEN])
        for i, word in enumerate(words)
    )


def _acts_soon(reading: Reading, words: tuple[Word, ...]) -> bool:
    for word in words:
        if _is_act(reading, word):
            return True
        if starting_at(reading, "auxiliaries", word.start):
            return False
    return False


def _is_act(reading: Reading, word: Word) -> bool:
    return bool(starting_at(reading, "past_acts", word.start)) and not starting_at(
        reading, "not_acts", word.start
    )
