"""What a command writes: whole lines, at once, signs its encoding does not have as numbers."""

import sys


def say(text: str, *, error: bool = False) -> None:
    """One text to standard output, or to standard error."""
    stream = sys.stderr if error else sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()
