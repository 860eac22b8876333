"""Telephone numbers as people and records write them: international, national with their gaps, and behind a label.

What only looks like one is left alone: ids, orders, amounts, moments, addresses of machines. A number in one piece is
one with a `+`, or behind a word that says so; `docs/decisions/0008-telephone-numbers.md` says what that leaves out.
"""

import re
from collections.abc import Callable

from bot.domain.redaction_shapes import IS, QUOTE, Measure, Rule, Rules, begins, rule

PHONE = "phone"
_GAP = r"[ \u00a0\u2009\u202f.\u2011\u2013/-]"
_YEAR = r"(?:19|20)\d\d"
_MOMENT = re.compile(
    rf"(?<!\d)(?:{_YEAR}-[01]\d-[0-3]\d|[0-3]?\d[./-][0-3]?\d[./-]{_YEAR}|[0-2]?\d:[0-5]\d)(?!\d)"
)
"""A date or a time, which has the gaps of a number."""

_COUNTRY = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|21[12368]|2[2346]\d|25[0-8]|29[01789]|35\d|37[0-8]"
    r"|38[0-35-79]|42[013]|50\d|59\d|67[02-9]|68[0-35-9]|69[0-2]|80[08]|85[02356]|87[08]|88[0-36]|96[0-8]|97[0-79]"
    r"|99[2-689]"
)
"""Country codes of ITU-T E.164; none is the beginning of another."""

_FIRST_ZERO = frozenset({"39", "225", "229", "241", "242", "378"})
"""Countries in which a number keeps its first zero behind the code."""

_TEN = {"1": re.compile(r"[2-9]\d\d[2-9]\d{6}"), "7": re.compile(r"[3-9]\d{9}")}
"""Codes whose numbers all have ten digits."""

_DECIMAL = re.compile(r"[+]?\d{4,}\.\d{1,3}|\d{1,3}(?:\.\d+ \d+)+(?:\.\d+)?")
"""One amount, or several coordinates."""


def _is_international(number: str) -> bool:
    """Whether a `+` or `00`, a country code and a number as that country has them follow each other."""
    digits = re.sub(r"\D", "", number.replace("(0)", "")).removeprefix("00")
    code = _COUNTRY.match(digits)
    if code is None:
        return False
    own = digits[code.end() :]
    if (shape := _TEN.get(code[0])) is not None:
        return shape.fullmatch(own) is not None
    if _DECIMAL.fullmatch(number):
        return False
    least = 5 if len(code[0]) == 3 else 7
    return least <= len(own) <= 11 and (own[0] != "0" or code[0] in _FIRST_ZERO)


_OCTETS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_ZIP = re.compile(r"\d{5}-\d{4}")


def _is_national(number: str) -> bool:
    """Whether its digits, in their groups, may be a number with its leading zero."""
    groups = re.findall(r"\d+", number)
    if max(map(len, groups)) == 2:
        return len(groups) == 5
    digits = sum(map(len, groups))
    return 9 <= digits <= 12 and not any(shape.fullmatch(number) for shape in (_OCTETS, _ZIP, _DECIMAL))


def _is_row(number: str) -> bool:
    """Digits two by two, more or fewer than numbers have: bytes, the address of a machine."""
    groups = re.findall(r"\d+", number)
    return max(map(len, groups)) == 2 and len(groups) % 5 != 0


def _is_north_american(number: str) -> bool:
    return sum(map(str.isdigit, number)) in {10, 11}


def _is_labelled(number: str) -> bool:
    return 7 <= sum(map(str.isdigit, number)) <= 15 and not _OCTETS.fullmatch(number)


_ID = re.compile(
    r"(?:\b|_|(?<=[a-z])(?=[A-Z]))"
    r"(?i:order|invoice|ticket|ref|reference|case|id|nr|no|number|serial|account|parcel|tracking|isbn|issn|sku|policy"
    r"|claim|customer|booking|article|item|part|batch|lot|hash|version|span|trace|iban|card|amount|total|ip|zip|code)s?"
    rf"(?:{IS}{QUOTE}?|\W{{0,4}})\Z"
)
"""A word that says what the digits behind it are."""


_NEXT = re.compile(r"[ /]{1,3}[(]?0[1-9]")
"""Another number with its leading zero begins."""


def _longest(is_one: Callable[[str], bool]) -> Measure:
    """Measures the longest beginning, up to a gap, that is one."""
    return lambda match: max(_fitting(match, is_one), default=0)


def _unless_an_id(is_one: Callable[[str], bool]) -> Measure:
    """The same without a `+`: shorter where another number follows, none behind a word for an id, or in a row."""

    def measure(match: re.Match[str]) -> int:
        start, number = match.start("s"), match["s"]
        if _ID.search(match.string[max(start - 120, 0) : start]) or _is_row(number):
            return 0
        fitting = _fitting(match, is_one)
        return next((end for end in fitting if _NEXT.match(number, end)), max(fitting, default=0))

    return measure


def _fitting(match: re.Match[str], is_one: Callable[[str], bool]) -> list[int]:
    """The beginnings, up to a gap, that are one; what follows a date or a time does not count."""
    start, number = match.start("s"), match["s"]
    moment = _MOMENT.search(match.string, start, match.end() + 6)
    before = number[: moment.start() - start] if moment else number
    ends = (group.end() for group in re.finditer(r"\d+", before))
    return [end for end in ends if is_one(number[:end])]


_DIGITS = r"(?:[ \u00a0\u2009\u202f.\u2011\u2013/()-]{0,3}\d)"
_NO_WORD = r"(?![^\W_x]|_|x(?!\d{1,6}\b))"
"""No more of a word; an extension ("x12") may follow."""

_NO_MORE = rf"{_NO_WORD}(?![.,:-]\d)"

_OPEN = r"\w.:;#+/\\=&@%$€£-"
"""What digits without a `+` do not stand behind: signs of words, amounts, addresses and ids."""


def _apart(first: str) -> str:
    """Behind `first`: it is not in the middle of a row of numbers; a moment or another number may stand before it."""
    return (
        rf"(?:(?<!\d[ .,-]{first})|(?<=\d{{5}}[ ,]{first})|(?<=\D\d{{3}}[ .-]\d{{4}}[ ,]{first})"
        rf"|(?<=\d{{4}}-\d\d-\d\d[ ,]{first})|(?<=\d\d[./-]\d\d[./-]\d{{4}}[ ,]{first})|(?<=:\d\d[ ,]{first}))"
    )


_LABEL = (
    r"[pPmMtTfFwWhH](?:(?<![iI][pP])(?<!(?:art|ead|cro|ear)[pP])(?<=[pP])(?i:hone)|(?<=[mM])(?i:obile?)"
    r"|(?<=[tT])(?i:elefon|el[eé]fono|él[eé]phone)|(?<=[fF])(?i:ax)|(?<=[wW])(?i:hatsapp)|(?<=[tT])(?:(?<![A-Za-z].)|(?<=\\[nrtbf].))(?i:el)|(?<=[hH])(?:(?<![A-Za-z].)|(?<=\\[nrtbf].))(?i:andy))"
    r"\d?(?:[ _-]?(?i:numbers?|num|no|nr|nummer))?\.?"
)


def phones() -> Rules:
    """The rules: one kind, written in these ways."""
    return (_labelled(), *_with_code(), *_national())


def _labelled() -> Rule:
    words = " ".join(("phone", "mobil", "tel", "tél", "fax", "whatsapp", "handy"))
    known = rf"{_LABEL}(?:{IS}{QUOTE}?|\s{{1,3}}(?:(?:is|was)\s)?)"
    number = rf"(?P<s>\+?\(?\d{_DIGITS}{{6,16}}){_NO_WORD}"
    return rule(PHONE, words, known + number, _longest(_is_labelled))


def _with_code() -> Rules:
    """With a country code; a `+` also as some writers of JSON, and all addresses, have it."""
    number = rf"[1-9]{_DIGITS}{{6,16}}"
    plus = rf"(?P<s>{begins('[+]', '+A-Za-z0-9_')}{number}){_NO_WORD}"
    escaped = rf"(?:\\u002[bB]|%2[bB])(?P<s>{number}){_NO_WORD}"
    zeros = (
        rf"(?P<s>{begins('00', _OPEN)}{_apart('00')}[1-9]\d{{0,2}}(?=[ .-])"
        rf"(?:(?![ /]{{1,3}}00){_DIGITS}){{6,16}}){_NO_WORD}"
    )
    return (
        rule(PHONE, "+", plus, _longest(_is_international)),
        rule(PHONE, "u002b %2b", escaped, _longest(_is_international)),
        rule(PHONE, "00", zeros, _unless_an_id(_is_international)),
    )


def _national() -> Rules:
    """With a leading zero; as in North America."""
    zero = (
        rf"(?P<s>{begins('[(0]', _OPEN)}{_apart('[(0]')}(?:(?<=[(])0|(?<=0))(?!\d[./-][0-3]?\d[./-]{_YEAR}(?!\d))"
        rf"[1-9]\d{{0,4}}[)]?(?:{_GAP}{{1,3}}[(]?\d{{2,8}}[)]?){{1,12}}){_NO_MORE}"
    )
    american = (
        rf"(?P<s>{begins('[(1-9]', _OPEN)}{_apart('[(1-9]')}"
        r"(?:(?<=1)[ .-][(]?[2-9]\d\d[)]?[ .-]{1,2}|(?<=[(])[2-9]\d\d[)][ .-]{0,2}|(?<=[2-9])\d\d[ .-])"
        rf"[2-9]\d\d[ .-]\d{{4}}){_NO_MORE}"
    )
    return (
        rule(PHONE, "0", zero, _unless_an_id(_is_national)),
        rule(PHONE, "", american, _unless_an_id(_is_north_american)),
    )
