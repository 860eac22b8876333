"""Personal data that is taken out where a setting asks for it: e-mail addresses, telephone numbers, bank accounts.

Names of people are not found by patterns.
"""

import re
from collections.abc import Callable, Collection
from functools import cache

from bot.domain.personal import Personal
from bot.domain.phone_numbers import phones
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules, rule

EMAIL, IBAN = Personal.EMAIL.value, Personal.IBAN.value


def _iban(match: re.Match[str]) -> int:
    """All of a number whose check digits are right (ISO 13616)."""
    number = match["s"].replace(" ", "")
    digits = "".join(str(int(sign, 36)) for sign in number[4:] + number[:4])
    return len(match["s"]) if int(digits) % 97 == 1 else 0


_LOCAL = r"[\w.%+-]"
_BEGINS = rf"{_LOCAL}(?:(?<![\w.+\\-]{_LOCAL})|(?<=\\[nrtbf]{_LOCAL})|(?<=\\u[0-9a-fA-F]{{4}}{_LOCAL}))"
"""Nothing of an address stands before it; a sign that JSON writes with a backslash is none of it."""

_DOMAIN = r"(?:[^\W_](?:[\w-]{0,62})\.){1,5}[^\W\d_]{2,24}(?![\w-])"


def _emails() -> Rules:
    return (
        rule(EMAIL, "@", rf"(?P<s>(?!git@){_BEGINS}{_LOCAL}{{0,63}}+@{_DOMAIN})"),
        rule(EMAIL, "%40", rf"(?P<s>{_BEGINS}{_LOCAL}{{0,63}}?%40{_DOMAIN})"),
    )


def _ibans() -> Rules:
    number = r"(?P<s>[A-Z](?<!\w[A-Z])[A-Z]\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b"
    return (rule(IBAN, "", number, _iban),)


_RULES: dict[Personal, Callable[[], Rules]] = {
    Personal.EMAIL: _emails,
    Personal.PHONE: phones,
    Personal.IBAN: _ibans,
}
"""Made when they are asked for: most never are, and their patterns take milliseconds to compile."""


@cache
def _ordered(kinds: frozenset[Personal]) -> Rules:
    return (*SECRETS, *(one for kind in Personal if kind in kinds for one in _RULES[kind]()))


def rules_for(kinds: Collection[Personal]) -> Rules:
    """All secrets, and these kinds of personal data besides. Of the same kinds the same object, every time."""
    return _ordered(frozenset(kinds)) if kinds else SECRETS
