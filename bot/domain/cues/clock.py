"""Clock times in figures, as people write them."""

import re

_TIME = re.compile(
    r"(?<![\d:.,/\-])(?:"
    r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,6})?)?(?:\s?[ap]\.?m\b\.?)?"  # 9:05, 14:02:31, 2:15 pm
    r"|(?:1[0-2]|0?[1-9])(?:\.[0-5]\d)?\s?[ap]\.?m\b\.?"  # 9 am, 9.30 pm
    r"|(?:[01]?\d|2[0-3])h[0-5]?\d?\b"  # 14h30, 17h
    r"|(?:[01]\d|2[0-3])[0-5]\dZ\b"  # 0915Z
    r"|(?:[01]?\d|2[0-3])(?:\.[0-5]\d)?\sUhr\b"  # 14 Uhr, 14.30 Uhr
    r")(?![\d:])",
    re.IGNORECASE,
)


def clock_times(text: str) -> tuple[tuple[int, int], ...]:
    """Where clock times stand in a text, in order and apart."""
    return tuple(m.span() for m in _TIME.finditer(text))
