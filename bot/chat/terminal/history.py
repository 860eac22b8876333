"""Lines typed before, kept in a file without their secrets."""

import contextlib
from collections.abc import Iterable

from prompt_toolkit.history import FileHistory

from bot.domain.redaction import redact
from bot.domain.redaction_shapes import Rules


class CleanHistory(FileHistory):
    """What was typed comes back with the arrow keys; what may not be kept is not in it.

    A file that cannot be read or written is no reason to stop: nothing is remembered then.
    """

    def __init__(self, filename: str, rules: Rules) -> None:
        super().__init__(filename)
        self._rules = rules

    def load_history_strings(self) -> Iterable[str]:
        """What the file holds, newest first."""
        with contextlib.suppress(OSError):
            yield from super().load_history_strings()

    def store_string(self, string: str) -> None:
        """As the file keeps it."""
        with contextlib.suppress(OSError):
            super().store_string(redact(string, rules=self._rules).text)
