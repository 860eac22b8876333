"""What a command writes: to people whole lines, at once; to programs a document in UTF-8."""

import sys


def say(text: str, *, error: bool = False) -> None:
    """One text to standard output, or to standard error; signs its encoding does not have are shown as numbers."""
    stream = sys.stderr if error else sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    stream.flush()


def hand_over(text: str) -> None:
    """A document for another program, to standard output: in UTF-8, whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.removesuffix("\n").encode(errors="backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
