"""Thanks, greetings and the like: parts of a message that belong to no record."""

from bot.domain.cues.phrases import is_name, starting_at
from bot.domain.reading import Reading
from bot.domain.text import Sentence, Word

LISTS = ("talk", "talk_fillers", "before_names")


def is_courtesy(reading: Reading, part: Sentence) -> bool:
    """Whether words of talk cover a part, at least one that is no mere filler; "yes" alone is an answer.

    Names may close it: "thanks Ana and Tom".
    """
    words = reading.words_in(part)
    covered, courteous = part.start, False
    for i, word in enumerate(words):
        if word.end <= covered:
            continue
        talk = [hit.end for hit in starting_at(reading, "talk", word.start)]
        fillers = [hit.end for hit in starting_at(reading, "talk_fillers", word.start)]
        if not talk and not fillers:
            return courteous and _only_names(reading, words[:i], words[i:])
        courteous = courteous or bool(talk)
        covered = max(talk + fillers)
    return courteous


def _only_names(reading: Reading, before: tuple[Word, ...], rest: tuple[Word, ...]) -> bool:
    """Whether names and nothing else follow a courtesy that takes names."""
    greets = reading.within("before_names", Sentence(before[0].start, before[-1].end))
    if not any(hit.end == before[-1].end for hit in greets):
        return False
    fillers = (w for w in rest if not is_name(reading, w))
    return all(starting_at(reading, "talk_fillers", w.start) for w in fillers)
