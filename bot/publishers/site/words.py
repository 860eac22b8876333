"""The words of the site, by key: those of `prompts/site.yml`, and the labels of every vocabulary."""

from typing import Protocol


class Words(Protocol):
    """Finds them."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key, filled."""
