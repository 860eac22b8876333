"""What a typed line can mean."""

from dataclasses import dataclass
from typing import TypeAlias

NEWEST = 0
"""The number of a message that stands for somebody's newest."""


@dataclass(frozen=True)
class Says:
    """Words for the thread."""

    text: str


@dataclass(frozen=True)
class Opens:
    """A review is opened with one line."""

    line: str
    quick: bool = False


@dataclass(frozen=True)
class Looks:
    """Something is looked up: list, show, walls, mine, register or help."""

    kind: str
    argument: str = ""


@dataclass(frozen=True)
class TellsOfChange:
    """An agent is not what it was; both empty where that was not said so that it can be read."""

    agent: str = ""
    what: str = ""


@dataclass(frozen=True)
class AsksForm:
    """A form is opened by its name."""

    form: str


@dataclass(frozen=True)
class Mistyped:
    """A command nobody knows, and the nearest one, empty where none is near."""

    word: str
    nearest: str


@dataclass(frozen=True)
class PressesNumber:
    """A button by its number on the newest card."""

    number: int


@dataclass(frozen=True)
class PressesLabel:
    """A button by its label, `on` words of its card."""

    label: str
    on: str = ""


@dataclass(frozen=True)
class Edits:
    """A message of one's own in new words."""

    number: int
    text: str


@dataclass(frozen=True)
class Deletes:
    """A message of one's own taken back."""

    number: int


@dataclass(frozen=True)
class Attaches:
    """A file; `kind` is trace where it is said to be one."""

    path: str
    kind: str = "file"


@dataclass(frozen=True)
class Links:
    """A link given as evidence."""

    url: str


@dataclass(frozen=True)
class Pastes:
    """The lines that follow, up to a lone full stop, are text called so."""

    name: str


@dataclass(frozen=True)
class Uses:
    """Another review's thread."""

    number: int


@dataclass(frozen=True)
class SaysAway:
    """Somebody is away, in their words until when, or back."""

    until: str = ""
    is_back: bool = False


@dataclass(frozen=True)
class ShowsPoints:
    """The decision points of the newest trace, or of one piece of evidence."""

    evidence: str = ""


@dataclass(frozen=True)
class ShowsWindow:
    """What the agent was shown at the chosen point, or at one by its number in the list of a trace, the newest."""

    number: int = 0
    evidence: str = ""


@dataclass(frozen=True)
class ShowsDiff:
    """What entered and left the context between two points, by their numbers in the list of a trace, the newest."""

    before: int
    after: int
    evidence: str = ""


@dataclass(frozen=True)
class Arrives:
    """Somebody is here and says nothing."""


@dataclass(frozen=True)
class IsAgent:
    """Whoever has this name is the agent itself."""


Typed: TypeAlias = (
    Says
    | Opens
    | Looks
    | TellsOfChange
    | SaysAway
    | AsksForm
    | Mistyped
    | PressesNumber
    | PressesLabel
    | Edits
    | Deletes
    | Attaches
    | Links
    | Pastes
    | Uses
    | ShowsPoints
    | ShowsWindow
    | ShowsDiff
    | Arrives
    | IsAgent
)
