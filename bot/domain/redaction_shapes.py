"""What rules of redaction are made of: one kind of secret, and the signs around it in text and in JSON of any depth.

Every pattern is bounded and has no nested repetition, so that a text of any kind is read in linear time. Each names the
secret `s` inside its surroundings; only that part is replaced.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Measure: TypeAlias = Callable[["re.Match[str]"], int]
"""How many signs of what a pattern found, from its beginning, are the secret; 0 where none is."""


@dataclass(frozen=True)
class Rule:
    """One kind of secret. `literals`, in lower case, are looked for first; none means: always tried.

    `measure` looks closer at what the pattern found; without it, all of it is the secret.
    """

    kind: str
    literals: tuple[str, ...]
    pattern: re.Pattern[str]
    measure: Measure | None = None


Rules: TypeAlias = tuple[Rule, ...]
"""Tried one after the other, each on what the one before it left."""


def rule(kind: str, literals: str, pattern: str, measure: Measure | None = None) -> Rule:
    """A rule; its literals with blanks between them."""
    return Rule(kind, tuple(literals.split()), re.compile(pattern), measure)


_ESCAPE = r"\\[nrtbf]"
"""A sign that JSON writes with a letter: a new line ends a word, though its `n` looks like a part of one."""

END = r"(?![A-Za-z0-9_-])"
QUOTE = r"(?:\\{0,7}[\"'])"
"""A quotation mark, also one of JSON inside a text of JSON, three deep."""

_GAP = r"\s{0,40}"
_VALUE_OF_A_PAIR = (
    rf",{_GAP}(?:{QUOTE}(?:type|vType){QUOTE}{_GAP}:{_GAP}{QUOTE}[A-Za-z0-9]{{1,10}}{QUOTE}{_GAP},{_GAP})?"
    rf"{QUOTE}value{QUOTE}{_GAP}:"
    rf"(?:{_GAP}\{{[\s{{\[\"'\\:a-zA-Z_]{{0,160}}?{QUOTE}(?:string|int)_?[vV]alue{QUOTE}{_GAP}:)?"
)
"""From a key to its value where both are members: `"key": "password", "value": {"stringValue": …`."""

IS = rf"{QUOTE}?{_GAP}(?:[=:](?!//)|{_VALUE_OF_A_PAIR}){_GAP}(?:\[{_GAP})?"
"""From a name to its value: in a text, in JSON of any depth, as the key and value of an attribute, as a list of one."""


def begins(first: str, inside: str = "A-Za-z0-9_-", *, or_where: str = "") -> str:
    """`first`, a pattern of fixed length, where no sign of `inside` stands before it, or where `or_where` holds behind.

    People paste tokens behind a mention or a label without a space: one glued to a word is taken where it is whole, as
    its vendor makes them. What only begins like one ("a task-ant-colony") is an ordinary word. What is before `first`
    is looked at after it, so that a search skips from one to the next.
    """
    glued = f"|{or_where}" if or_where else ""
    return rf"{first}(?:(?<![{inside}]{first})|(?<={_ESCAPE}{first}){glued})"
