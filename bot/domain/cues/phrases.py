"""What a whole message, or a sentence of it, says by its form: do not know, not applicable, I disagree, a guess."""

from bot.domain.reading import Hit, Reading, read
from bot.domain.script import Lexicon
from bot.domain.text import Sentence, Word
from bot.domain.vocabulary import WhyNot

LISTS = (
    "not_applicable",
    "because",
    "dont_know",
    "fillers",
    "disagree",
    "flip",
    "unknown_words",
    "owner_words",
    "guess",
    "guess_marked",
    "inferred",
    "common",
    "confession",
    "from_before",
    *(f"why_{why}" for why in WhyNot if why is not WhyNot.UNKNOWN),
)

OPENING = 4
"""Words within which a message must say that it disagrees, or that something does not apply."""

NOT_A_NAME = 2
"""Letters up to which a word with a capital is taken for initials or an abbreviation."""

NO_REASON = WhyNot.UNKNOWN
"""Why an existing wall did not hold, where nothing says so."""


def dont_know(text: str, lexicon: Lexicon) -> bool:
    """Whether the whole message says no more than that its author does not know."""
    return is_dont_know(read(text, lexicon))


def not_applicable(text: str, lexicon: Lexicon) -> bool:
    """Whether the message is "n/a, because ..." or "none, because ..."."""
    reading = read(text, lexicon)
    return any(is_not_applicable(reading, sentence) for sentence in reading.sentences[:1])


def disagrees(text: str, lexicon: Lexicon) -> bool:
    """Whether the message begins by disagreeing."""
    reading = read(text, lexicon)
    return any(_opens(reading, hit) for hit in reading.found("disagree"))


def flip_answered(text: str, lexicon: Lexicon) -> bool:
    """Whether the text says if what was missing would have changed the choice."""
    return read(text, lexicon).has("flip")


def guess_words(text: str, lexicon: Lexicon) -> bool:
    """Whether the text rests on a guess, marked as one or not: its class is `inferred`."""
    return read(text, lexicon).has("guess", "inferred")


def confession(text: str, lexicon: Lexicon) -> bool:
    """Whether the text gives the agent's later account as the reason, and nothing from before the act."""
    reading = read(text, lexicon)
    return reading.has("confession") and not reading.has("from_before")


def existing_why(text: str, lexicon: Lexicon) -> WhyNot:
    """Why a wall did not hold, by the words used; the earliest words decide."""
    reading = read(text, lexicon)
    found = [
        (reading.found(f"why_{why}")[0].start, why)
        for why in WhyNot
        if why is not WhyNot.UNKNOWN and reading.has(f"why_{why}")
    ]
    return min(found)[1] if found else NO_REASON


def is_dont_know(reading: Reading) -> bool:
    """As `dont_know`, for a text that was read already."""
    return reading.has("dont_know") and says_only(reading, "dont_know", "fillers")


def is_not_applicable(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is "n/a, because ...", its label left aside."""
    said = reading.within("not_applicable", sentence)
    because = reading.within("because", sentence)
    if not said or not because or because[-1].start < said[0].start:
        return False
    return len(reading.words_in(Sentence(sentence.start, said[0].start))) < OPENING


def is_owned_unknown(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence names something nobody knows and who will find out."""
    if not reading.within("unknown_words", sentence):
        return False
    return bool(reading.within("owner_words", sentence)) or "@" in reading.text[sentence.start : sentence.end]


def says_only(reading: Reading, *names: str) -> bool:
    """Whether every word of a message belongs to an entry of these lists, and nothing is quoted."""
    if reading.masked != reading.text:
        return False
    covered = 0
    for word in reading.words:
        if word.end <= covered:
            continue
        ends = [hit.end for name in names for hit in starting_at(reading, name, word.start)]
        if not ends:
            return False
        covered = max(ends)
    return bool(reading.words)


def starting_at(reading: Reading, name: str, at: int) -> tuple[Hit, ...]:
    """Entries of a list that begin exactly at an offset."""
    return reading.within(name, Hit(at, at + 1))


def is_name(reading: Reading, word: Word) -> bool:
    """Whether a word has the form of a name: one capital, letters, and not a word everybody uses."""
    written = reading.text[word.start : word.end].removesuffix("'s").removesuffix("’s")
    if not (written.istitle() and written.isalpha() and len(written) > NOT_A_NAME):
        return False
    return not starting_at(reading, "common", word.start)


def _opens(reading: Reading, hit: Hit) -> bool:
    return len(reading.words_in(Sentence(0, hit.start))) < OPENING
