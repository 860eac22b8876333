"""`errors.yml`: one kind sentence for each error key."""

from collections.abc import Mapping

from bot.voice.environments import FAULTS
from bot.voice.phrases import Phrases

UNEXPECTED = "unexpected"
"""The sentence of an error that has none of its own; it is given `key`."""

PROBLEM = "problem"
"""A value of this name is itself a key: its sentence is `problem_<key>`, filled with the same values."""


class Sentences:
    """The sentences, from texts that were checked when they were loaded."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def of(self, key: str, values: Mapping[str, object]) -> str:
        """The sentence of an error; one that has none, or lacks a value, is named by its key."""
        try:
            return self._phrases.of(key, self._explained(values))
        except FAULTS:
            return self._phrases.of(UNEXPECTED, {"key": key})

    def _explained(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """The values, the problem among them in words."""
        if PROBLEM not in values:
            return values
        return {**values, PROBLEM: self._phrases.of(f"{PROBLEM}_{values[PROBLEM]}", values)}
