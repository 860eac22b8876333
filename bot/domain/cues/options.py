"""How many ways out a text names: the ones it could have taken, the one it took included."""

import re

from bot.domain.quoting import BLANK
from bot.domain.reading import Hit, Reading
from bot.domain.text import Sentence

LISTS = ("contrast", "open_to_it", "or_words", "no_option", "options_label")

_LIST_LINE = re.compile(r"^[ \t]*(?:[-*•–·]|\(?(?:\d{1,2}|[a-hA-H])[.):])[ \t]+\S", re.MULTILINE)
_LETTERED = re.compile(r"(?:(?<=\s)|^)\(?([a-hA-H1-9])[.):]\s")
_SEPARATOR = re.compile(r"[,;/|→]|\s[-–]\s")
_QUOTES = re.compile(f"{BLANK}+(?:, ?{BLANK}+){{2,}}")
_NUMBER = re.compile(r"\d[.,]\d")


def options_in(reading: Reading) -> int:
    """The number of ways named: 2 or more where there was a choice, 1 where only the one taken may be, or 0."""
    if reading.has("no_option"):
        return 1
    named = 2 if reading.has("contrast") else 0
    for i, sentence in enumerate(reading.sentences):
        if reading.within("open_to_it", sentence):
            named = max(named, _enumerated(reading, sentence), _listed_after(reading, i))
    return max(named, _lettered(reading.text))


def enumerates(reading: Reading, sentence: Sentence) -> bool:
    """Whether one sentence sets out at least two ways."""
    if _lettered(reading.text[sentence.start : sentence.end]) >= 2:
        return True
    return bool(reading.within("open_to_it", sentence)) and _enumerated(reading, sentence) >= 2


def _enumerated(reading: Reading, sentence: Sentence) -> int:
    """Items of an enumeration in one sentence: parted by "or", or by two commas or more."""
    ors = len(reading.within("or_words", sentence))
    if ors:
        return 1 + ors + _separators(reading, sentence)
    colon = reading.masked.find(":", sentence.start, sentence.end)
    listed = Sentence(colon + 1, sentence.end) if colon >= 0 else sentence
    commas = _separators(reading, listed)
    named = colon >= 0 or bool(reading.within("options_label", sentence))
    return max(1 + commas if commas >= 2 and named else 1, _quoted_items(reading, sentence))


def _quoted_items(reading: Reading, sentence: Sentence) -> int:
    """Quotations that follow each other, parted by commas."""
    runs = _QUOTES.search(reading.masked, sentence.start, sentence.end)
    return runs.group().count(",") + 1 if runs else 1


def _separators(reading: Reading, span: Sentence | Hit) -> int:
    text = reading.masked[span.start : span.end]
    return len(_SEPARATOR.findall(text)) - len(_NUMBER.findall(text))


def _listed_after(reading: Reading, at: int) -> int:
    """List lines that follow a sentence at once, or a code block that does, line by line."""
    start = reading.sentences[at].end
    rest = reading.text[start : start + 2000].lstrip(" \t:.\n")
    lines = rest.splitlines()
    if lines and lines[0].lstrip().startswith("```"):
        return sum(1 for line in lines[1:] if line.strip() and "```" not in line)
    count = 0
    for line in lines:
        if not _LIST_LINE.match(line):
            break
        count += 1
    return count


def _lettered(text: str) -> int:
    """Ways told apart by letter or number: `a) ... b) ...`."""
    marks = [m.group(1).lower() for m in _LETTERED.finditer(text)]
    if len(set(marks)) >= 2 and marks[0] in {"a", "1"} and not marks[0].isdigit():
        return len(set(marks))
    return 0
