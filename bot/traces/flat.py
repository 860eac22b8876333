"""Attributes flattened into one a leaf, `prefix.N.rest`: put back together, and their gaps."""

from collections.abc import Iterable, Mapping

Leaves = Mapping[str, object]


def indexed(leaves: Leaves, prefix: str) -> list[tuple[int, dict[str, object]]]:
    """The leaves under `prefix.N.`, by N, each under the rest of its key."""
    found: dict[int, dict[str, object]] = {}
    start = f"{prefix}."
    for key, value in leaves.items():
        if key.startswith(start):
            number, _, rest = key[len(start) :].partition(".")
            position = _number(number)
            if rest and position is not None:
                found.setdefault(position, {})[rest] = value
    return sorted(found.items())


def gap(keys: Iterable[str], prefixes: tuple[str, ...]) -> bool:
    """Whether a number is missing at any level under the prefixes: an SDK over its limit drops the oldest first."""
    numbered: dict[str, set[int]] = {}
    for key in keys:
        if key.startswith(prefixes):
            steps = key.split(".")
            for place, step in enumerate(steps):
                number = _number(step)
                if number is not None:
                    numbered.setdefault(".".join(steps[:place]), set()).add(number)
    return any(max(found) != len(found) - 1 for found in numbered.values())


def _number(step: str) -> int | None:
    return int(step) if len(step) <= 6 and step.isascii() and step.isdecimal() else None
