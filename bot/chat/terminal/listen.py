"""A typed line and what it means: who speaks, and whether it is words, a button, a command or a file."""

import difflib
import re
import shlex
from dataclasses import dataclass
from typing import TypeAlias

SLASH = "/agent-incident"
LOOKS = ("list", "show", "walls", "mine", "help")
FORMS = ("restrict", "withdraw", "close", "role")
"""Commands that open a form: they have no button of their own everywhere."""
COMMANDS = (*LOOKS, "quick", *FORMS)
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
    """Something is looked up: list, show, walls, mine or help."""

    kind: str
    argument: str = ""


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
class ShowsPoints:
    """The decision points of the newest trace, or of one piece of evidence."""

    evidence: str = ""


@dataclass(frozen=True)
class ShowsWindow:
    """What the agent was shown at the chosen point, or at one by its number in the list."""

    number: int = 0


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
    | Arrives
    | IsAgent
)

NAME = r"[^\W\d_][\w.-]{0,39}"
_SPEAKER = re.compile(rf"({NAME}):(?:\s+|$)(.*)", re.DOTALL)
_NAMED = re.compile(rf"({NAME}) is (the agent|here)\.?")
_MINE = r"(?:#?(\d{1,9})|last)"
_PATTERNS = {
    "number": re.compile(r"\[?(\d{1,3})\]?"),
    "label": re.compile(r"\[([^\[\]\n]+)\](?:\s+on\s+(.+))?"),
    "edit": re.compile(rf"edit {_MINE}:\s*(.+)", re.DOTALL),
    "delete": re.compile(rf"delete {_MINE}"),
    "use": re.compile(r"use (?:AR-)?(\d{1,9})", re.IGNORECASE),
    "points": re.compile(r"points(?: (E\d{1,4}))?", re.IGNORECASE),
    "window": re.compile(r"window(?: (\d{1,4}))?"),
    "link": re.compile(r"link (\w+://\S+)"),
    "paste": re.compile(r"paste (\S{1,80})"),
    "file": re.compile(r"(trace|attach) (.+)"),
}


def speaker(line: str, labels: frozenset[str], known: frozenset[str]) -> tuple[str, str]:
    """Who speaks, empty for whoever spoke last, and the rest of the line.

    A word that opens a line of an answer ("Options: ...") is no name, unless somebody has it.
    """
    if named := _NAMED.fullmatch(line.strip()):
        return named[1], named[2]
    found = _SPEAKER.fullmatch(line)
    if found is None:
        return "", line
    name = found[1].casefold()
    return ("", line) if name in labels and name not in known else (found[1], found[2])


def meaning(body: str) -> Typed:
    """What somebody's line means. What is no command to the letter is words for the thread."""
    text = body.strip()
    if not text:
        return Arrives()
    if text == "the agent":
        return IsAgent()
    if text == "here":
        return Arrives()
    if text.startswith("/"):
        return slash(text) or Says(body)
    return _short(text) or _file(text) or Says(body)


def slash(text: str) -> Typed | None:
    """`/agent-incident ...`; None for text that only begins with a slash."""
    command, _, rest = text.partition(" ")
    if command != SLASH:
        near = difflib.get_close_matches(command, [SLASH, *(f"/{word}" for word in COMMANDS)], 1, 0.6)
        return Mistyped(command, SLASH if near else "") if len(text.split()) <= 2 and near else None
    word, _, argument = rest.strip().partition(" ")
    key, argument = word.casefold(), argument.strip()
    if not word:
        return Looks("help")
    if key == "quick":
        return Opens(argument, quick=True)
    if key in LOOKS and _fits(key, argument):
        return Looks(key, argument)
    if key in FORMS and not argument:
        return AsksForm(key)
    return _mistyped(key, argument) or Opens(rest.strip())


def _fits(key: str, argument: str) -> bool:
    """Whether what follows could be the command's: "list" alone, "show 2"; "show stopper in billing" is a title."""
    return _is_number(argument) if key == "show" else not argument


def _is_number(argument: str) -> bool:
    return re.fullmatch(r"(?:AR-)?\d+", argument, re.IGNORECASE) is not None


def _mistyped(key: str, argument: str) -> Mistyped | None:
    """A lone word, or one with a number, that is nearly a command."""
    if argument and not _is_number(argument):
        return None
    near = difflib.get_close_matches(key, COMMANDS, 1, 0.6)
    return Mistyped(key, f"{SLASH} {near[0]}") if near else None


def _short(text: str) -> Typed | None:
    """Buttons and commands of one line."""
    found = {name: match for name, pattern in _PATTERNS.items() if (match := pattern.fullmatch(text))}
    for name, match in found.items():
        match name:
            case "number":
                return PressesNumber(int(match[1]))
            case "label":
                return PressesLabel(match[1].strip(), (match[2] or "").strip())
            case "edit":
                return Edits(int(match[1] or NEWEST), match[2])
            case "delete":
                return Deletes(int(match[1] or NEWEST))
            case "use":
                return Uses(int(match[1]))
            case _:
                return _looked_at(name, match)
    return None


def _looked_at(name: str, match: re.Match[str]) -> Typed | None:
    """Evidence: its points, its window, a link, a text to come."""
    match name:
        case "points":
            return ShowsPoints((match[1] or "").upper())
        case "window":
            return ShowsWindow(int(match[1] or 0))
        case "link":
            return Links(match[1])
        case "paste":
            return Pastes(match[1])
        case _:
            return None


def _file(text: str) -> Attaches | None:
    """`trace FILE`, `attach FILE`: one path; "trace the call back" is words."""
    found = _PATTERNS["file"].fullmatch(text)
    if found is None:
        return None
    try:
        words = shlex.split(found[2])
    except ValueError:
        return None
    if len(words) != 1 or not re.search(r"[./\\]", words[0]):
        return None
    return Attaches(words[0], "trace" if found[1] == "trace" else "file")
