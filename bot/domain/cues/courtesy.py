"""Thanks, greetings and the like: parts of a message that belong to no record."""

from bot.domain.cues.phrases import starting_at
from bot.domain.reading import Reading
from bot.domain.text import Sentence

LISTS = ("talk", "talk_fillers")


def is_courtesy(reading: Reading, part: Sentence) -> bool:
    """Whether words of talk cover a part, at least one that is no mere filler; "yes" alone is an answer."""
    covered, courteous = part.start, False
    for word in reading.words_in(part):
        if word.end <= covered:
            continue
        talk = [hit.end for hit in starting_at(reading, "talk", word.start)]
        fillers = [hit.end for hit in starting_at(reading, "talk_fillers", word.start)]
        if not talk and not fillers:
            return False
        courteous = courteous or bool(talk)
        covered = max(talk + fillers)
    return courteous
