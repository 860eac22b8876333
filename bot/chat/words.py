"""What an adapter that has words of its own (the terminal) is given to say them with."""

from typing import Protocol


class Words(Protocol):
    """The words of `prompts/cli.yml`, and by dotted key those of `prompts/report.yml`: `trace_flag.no_times`."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, filled with its values. KeyError for a key that is not there."""

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
