"""Heat: swearing, insults, shouting. It is no sign of a shallow answer: what it is about may be answered well."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.cues.courtesy import is_courtesy
from bot.domain.quoting import line_end, mask
from bot.domain.reading import Reading, read
from bot.domain.script import Lexicon
from bot.domain.text import Sentence, Word

HEAT = "heat"
"""The list of words and phrases that are heat by themselves."""

RECITING = ("goal", "said", "rules_strong", "rules_label")
"""Lists whose words lead up to an instruction, which may be written in capitals."""

REACH = 120
"""Characters before words in capitals in which an instruction may be spoken of."""

LOUD = 3
"""Exclamation marks in a row from which a sentence is shouted."""

RUN = 4
"""Words in capitals in a row from which they may be shouted; ids and acronyms seldom follow each other so long."""

PLAIN = 2
"""Of those, words that everybody uses: acronyms and names have none."""

_MARKS = re.compile(r"(?<=[^\s!?(\[{=<>&|:;,])[!?]{3,}+")
_BETWEEN = re.compile(r"[,*_!?…-]{0,3}[ \t]{1,3}[*_–—-]?[ \t]?")
_HEADS = re.compile(r"[ \t*_]*(?::|\r?\n\s*\S)")


def is_heated(text: str, lexicon: Lexicon | None) -> bool:
    """Whether a message is written in heat; what it quotes is left out.

    Without word lists for its language (`lexicon` None) exclamation marks alone tell.
    """
    if lexicon is None:
        return _is_loud(mask(text))
    reading = read(text, lexicon)
    plain = frozenset(lexicon.words("common")) - frozenset(lexicon.words("database_words"))
    return reading.has(HEAT) or any(_is_shouted(reading, sentence, plain) for sentence in reading.sentences)


def _is_loud(masked: str) -> bool:
    return any(marks.group().count("!") >= LOUD for marks in _MARKS.finditer(masked))


def _is_shouted(reading: Reading, sentence: Sentence, plain: frozenset[str]) -> bool:
    """Whether a sentence is shouted, by its marks or in capitals; thanks may be loud."""
    if _is_loud(reading.masked[sentence.start : sentence.end]) and not _is_kind(reading, sentence):
        return True
    return any(_shouts(reading, run, plain) for run in _runs(reading, sentence))


def _is_kind(reading: Reading, sentence: Sentence) -> bool:
    return is_courtesy(reading, sentence) or bool(reading.within("thanks_openers", sentence))


def _runs(reading: Reading, sentence: Sentence) -> Iterator[Sequence[Word]]:
    """Words in capitals that follow each other within a sentence; quotations and hyphens part them."""
    run: list[Word] = []
    for word in reading.words_in(sentence):
        capital = _is_capital(reading, word)
        if run and not (capital and _BETWEEN.fullmatch(reading.masked, run[-1].end, word.start)):
            yield run
            run = []
        if capital:
            run.append(word)
    if run:
        yield run


def _is_capital(reading: Reading, word: Word) -> bool:
    """Whether a word is letters, all of them capitals."""
    written = reading.text[word.start : word.end]
    return written.isupper() and written.replace("'", "").replace("’", "").isalpha()


def _shouts(reading: Reading, run: Sequence[Word], plain: frozenset[str]) -> bool:
    """Whether words in capitals are shouted: they are no acronyms, head nothing and recite no instruction."""
    if len(run) < RUN or sum(word.word in plain for word in run) < PLAIN:
        return False
    return _HEADS.match(reading.text, run[-1].end) is None and not _is_recited(reading, run)


def _is_recited(reading: Reading, run: Sequence[Word]) -> bool:
    """Whether words before it, or behind it on its line, speak of an instruction."""
    before = Sentence(max(0, run[0].start - REACH), run[0].start)
    behind = Sentence(run[-1].end, line_end(reading.text, run[-1].end))
    return any(reading.within(name, near) for name in RECITING for near in (before, behind))
