"""The picture of a run, as the document knows it: the file it is in, and what it shows, in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RunPicture:
    """The run that a decision was chosen from, drawn into a file that stands beside the page.

    `decision` is its letter, `sha256` the file's in hex; `described` is the same in words.
    """

    decision: str
    file: str
    sha256: str
    described: str
