"""Talk between people, told by form alone: emoji, thanks, +1, a message that only addresses or asks a person.

All else is taken: a lost answer costs more than a bit of talk, which one tap turns back.
"""

import re

from bot.domain.cues.courtesy import is_courtesy
from bot.domain.cues.phrases import starting_at
from bot.domain.quoting import BLANK
from bot.domain.reading import Reading, read
from bot.domain.script import Lexicon
from bot.domain.text import Sentence, Word

LISTS = (
    "talk_openers",
    "thanks_openers",
    "ask_openers",
    "ask_anyone",
    "address_openers",
    "pointing",
    "telling",
)

SHORT = 14
"""Words up to which a sentence can be no more than an address or a word of what its author is about to do."""

ASKING = 25
"""Words up to which a question is only a question."""

POINTING = 10
"""Words up to which a sentence may do no more than point at who might know."""

LONGEST = 80
"""Words beyond which a message is never talk."""

_MENTION = re.compile(r"<[@!#][^>\s]{1,80}>|<at>[^<\n]{0,80}</at>|(?<![\w@])@[\w.+-]{1,60}(?:['’]s\b)?")
_EMOJI = re.compile(
    r":[a-z0-9_+-]{1,40}:|[:;=]['’]?-?[)(DPpOo/|\\*3](?!\w)|<3|\b[xX]D\b|\^\^+|¯\\_\(ツ\)_/¯"
    r"|(?<!\w)[+-]1(?![\w.,]*\d)"
)
_PLUS_ONE = re.compile(r"\s*\+1\b(?!\s*[\d%])")
_CLAUSE = re.compile(r"[,;]|\s[-–—]+\s|\.\.+|…")


def is_talk(text: str, lexicon: Lexicon | None) -> bool:
    """Whether a message is talk: every part of it is. Without word lists, emoji and bare mentions are."""
    plain = _without_marks(text)
    if not any(c.isalnum() for c in plain):
        return True
    if lexicon is None or len(plain.split()) > LONGEST:
        return False
    reading = read(plain, lexicon)
    if _PLUS_ONE.match(text) and len(reading.words) <= SHORT and not any(c.isdigit() for c in plain):
        return True
    if BLANK in reading.masked:
        return False
    mentions = _MENTION.search(text) is not None
    judge = _is_word_to_somebody if mentions else _is_chatter
    return all(judge(reading, sentence) for sentence in reading.sentences)


def _without_marks(text: str) -> str:
    """The text with mentions and emoji blanked out."""
    for pattern in (_MENTION, _EMOJI):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    return text


def _is_word_to_somebody(reading: Reading, sentence: Sentence) -> bool:
    """Talk beside a mention: it may also ask or address the one mentioned, or point at them."""
    if _is_chatter(reading, sentence):
        return True
    words = _after_courtesies(reading, reading.words_in(sentence))
    if len(words) > SHORT:
        return False
    if _begins(reading, words, "address_openers"):
        return True
    if _begins(reading, words, "ask_openers") and not _tells(reading, sentence, words):
        return True
    points = len(words) <= POINTING and bool(reading.within("pointing", sentence))
    return points and not reading.within("telling", sentence)


def _tells(reading: Reading, sentence: Sentence, words: tuple[Word, ...]) -> bool:
    """Whether words of asking tell instead: "@ana would sign it", "who pressed it was @ana"."""
    if _ends_asking(reading, sentence):
        return False
    if starting_at(reading, "auxiliaries", words[0].start):
        return True
    return any(starting_at(reading, "telling", word.start) for word in words[1:])


def _is_chatter(reading: Reading, sentence: Sentence) -> bool:
    """A question put to people, or parts each of which is a courtesy or a word of what is about to be done."""
    if _asks(reading, sentence):
        return True
    return all(
        not reading.words_in(part)
        or is_courtesy(reading, part)
        or _is_thanks(reading, part)
        or _is_about_to(reading, part)
        for part in _parts(reading, sentence)
    )


def _asks(reading: Reading, sentence: Sentence) -> bool:
    """Whether it asks people something; what asks about the agent may be an answer in doubt."""
    words = _after_courtesies(reading, reading.words_in(sentence))
    if len(words) > ASKING:
        return False
    if _begins(reading, words, "ask_anyone"):
        return True
    if not _ends_asking(reading, sentence):
        return False
    about_agent = any(starting_at(reading, "agents", w.start) for w in words[1:3])
    return _begins(reading, words, "ask_openers") and not about_agent


def _ends_asking(reading: Reading, sentence: Sentence) -> bool:
    return reading.text[sentence.start : sentence.end].rstrip(" )*_!").endswith("?")


def _is_about_to(reading: Reading, part: Sentence) -> bool:
    """Whether a short part says what its author is about to do, or asks to wait."""
    words = _after_courtesies(reading, reading.words_in(part))
    if len(words) > SHORT or reading.within("telling", part):
        return False
    return _begins(reading, words, "talk_openers")


def _is_thanks(reading: Reading, part: Sentence) -> bool:
    """Whether a short part is thanks for something; "thanks to" names a cause."""
    words = reading.words_in(part)
    told = reading.within("telling", part) or any(c.isdigit() for w in words for c in w.word)
    return len(words) <= SHORT and not told and _begins(reading, words, "thanks_openers")


def _begins(reading: Reading, words: tuple[Word, ...], *names: str) -> bool:
    return bool(words) and any(starting_at(reading, name, words[0].start) for name in names)


def _after_courtesies(reading: Reading, words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words after at most four of talk or filler in front."""
    for i, word in enumerate(words[:4]):
        if _begins(reading, words[i:], "talk_openers", "ask_openers", "address_openers"):
            return words[i:]
        if not (starting_at(reading, "talk", word.start) or starting_at(reading, "talk_fillers", word.start)):
            return words[i:]
    return words


def _parts(reading: Reading, sentence: Sentence) -> tuple[Sentence, ...]:
    """The parts of a sentence between commas and dashes."""
    out, at = [], sentence.start
    for mark in _CLAUSE.finditer(reading.text, sentence.start, sentence.end):
        out.append(Sentence(at, mark.start()))
        at = mark.end()
    return (*out, Sentence(at, sentence.end))
