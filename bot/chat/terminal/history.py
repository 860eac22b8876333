"""Lines typed before, kept in a file without their secrets."""

from prompt_toolkit.history import FileHistory

from bot.domain.redaction import redact


class CleanHistory(FileHistory):
    """What was typed comes back with the arrow keys; what may not be kept is not in it."""

    def store_string(self, string: str) -> None:
        """As the file keeps it."""
        super().store_string(redact(string).text)
