"""Who took part in a review, and the thread it is held in."""

from dataclasses import dataclass
from typing import NewType

PersonKey = NewType("PersonKey", str)
"""`platform:workspace:id`, for example `slack:T1:U7`; the id may itself hold colons."""


def person_key(platform: str, workspace: str, person: str) -> PersonKey:
    """The key of a person on a chat platform."""
    return PersonKey(f"{platform}:{workspace}:{person}")


@dataclass(frozen=True)
class ThreadRef:
    """A thread of a chat platform: where one review is held."""

    platform: str
    workspace: str
    channel: str
    thread: str


@dataclass(frozen=True)
class Participant:
    """Somebody who took part, was asked, or owns something; `number` counts them in order of appearance."""

    person: PersonKey
    name: str
    number: int
    role: str = ""  # picked once; shown instead of the name in what is published
    agent: bool = False  # the agent itself: its words are kept as self-report
    wrote: bool = False  # has written in the thread: cannot be the cold reader
