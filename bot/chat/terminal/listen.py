"""A typed line and what it means: who speaks, and whether it is words, a button, a command or a file."""

import difflib
import re
import shlex

from bot.chat.terminal.typed import (
    NEWEST,
    Arrives,
    AsksForm,
    Attaches,
    Deletes,
    Edits,
    IsAgent,
    Links,
    Looks,
    Mistyped,
    Opens,
    Pastes,
    PressesLabel,
    PressesNumber,
    Says,
    SaysAway,
    ShowsDiff,
    ShowsPoints,
    ShowsWindow,
    TellsOfChange,
    Typed,
    Uses,
)
from bot.domain.agents import change_in
from bot.domain.away_words import is_until
from bot.domain.wall_filters import filters

SLASH = "/agent-incident"
LOOKS = ("list", "show", "walls", "mine", "register", "help")
CHANGED = "changed"
FORMS = ("restrict", "withdraw", "merge", "close", "role")
"""Commands that open a form: they have no button of their own everywhere."""
AWAY, BACK = "away", "back"
COMMANDS = (*LOOKS, "quick", CHANGED, AWAY, BACK, *FORMS)
SURELY, PERHAPS = 0.8, 0.6
"""How like a command a word must be: to stop a whole line that begins with it, and to be offered the command."""

NAME = r"[^\W\d_][\w.-]{0,39}"
_SPEAKER = re.compile(rf"({NAME}):(?:\s+|$)(.*)", re.DOTALL)
_NAMED = re.compile(rf"({NAME}) is (the agent|here)\.?")
_MINE = r"(?:#?(\d{1,9})|last)"
_PATTERNS = {
    "number": re.compile(r"\[?(\d{1,3})\]?"),
    "look": re.compile(r"(list|walls|mine|register|help)", re.IGNORECASE),
    "show": re.compile(r"show(?: (?:AR-)?(\d{1,9}))?", re.IGNORECASE),
    "label": re.compile(r"\[([^\[\]\n]+)\](?:\s+on\s+(.+))?"),
    "edit": re.compile(rf"edit {_MINE}:\s*(.+)", re.DOTALL),
    "delete": re.compile(rf"delete {_MINE}"),
    "use": re.compile(r"use (?:AR-)?(\d{1,9})", re.IGNORECASE),
    "points": re.compile(r"points(?: (E\d{1,4}))?", re.IGNORECASE),
    "window": re.compile(r"window(?: (E\d{1,4}))?(?: (\d{1,4}))?"),
    "diff": re.compile(r"diff (\d{1,4}) (\d{1,4})(?: (E\d{1,4}))?"),
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
    if name not in known and any(_is_label(name, label) for label in labels):
        return "", line
    return found[1], found[2]


def _is_label(name: str, label: str) -> bool:
    """Whether a word is one of a list, in which `option*` stands for all that begin so."""
    return name.startswith(label[:-1]) if label.endswith("*") else name == label


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


def is_ours(body: str) -> bool:
    """Whether a line is a command of the product: one that is taken even while a form is open."""
    return body.split(maxsplit=1)[:1] == [SLASH]


def slash(text: str) -> Typed | None:
    """`/agent-incident ...`; None for text that only begins with a slash."""
    command, _, rest = text.strip().partition(" ")
    if command != SLASH:
        return _no_command(command, rest.strip())
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
    if key == CHANGED and (told := _change(argument)) is not None:
        return told
    if (key == AWAY and (not argument or is_until(argument))) or (key == BACK and not argument):
        return SaysAway(argument, is_back=key == BACK)
    return _mistyped(key, argument) or Opens(rest.strip())


def _no_command(command: str, rest: str) -> Mistyped | None:
    """A word with a slash that is nearly ours, or stands alone as a command would; None for a path or a sentence."""
    known = {SLASH: SLASH} | {f"/{word}": f"{SLASH} {word}" for word in COMMANDS}
    near = difflib.get_close_matches(command.casefold(), known, 1, SURELY if " " in rest else PERHAPS)
    if near:
        return Mistyped(command, known[near[0]])
    alone = not rest and re.fullmatch(r"/[a-z][a-z-]*", command, re.IGNORECASE)
    return Mistyped(command, "") if alone else None


def _fits(key: str, argument: str) -> bool:
    """Whether what follows could be the command's: "list" alone, "show 2"; "show stopper in billing" is a title."""
    if key == "walls":
        return filters(argument) is not None
    return not argument or (key == "show" and _is_number(argument))


def _change(argument: str) -> TellsOfChange | None:
    """`refund desk: model`; without anything, nobody knows what changed; None for other words."""
    if (found := change_in(argument)) is not None:
        return TellsOfChange(*found)
    return None if argument else TellsOfChange()


def _is_number(argument: str) -> bool:
    return re.fullmatch(r"(?:AR-)?\d{1,9}", argument, re.IGNORECASE) is not None


def _mistyped(key: str, argument: str) -> Mistyped | None:
    """A lone word, or one with a number, that is nearly a command."""
    if argument and not _is_number(argument):
        return None
    near = difflib.get_close_matches(key, COMMANDS, 1, PERHAPS)
    return Mistyped(key, f"{SLASH} {near[0]}") if near else None


def _short(text: str) -> Typed | None:
    """Buttons and commands of one line."""
    found = {name: match for name, pattern in _PATTERNS.items() if (match := pattern.fullmatch(text))}
    for name, match in found.items():
        match name:
            case "number":
                return PressesNumber(int(match[1]))
            case "look":
                return Looks(match[1].casefold())
            case "show":
                return Looks("show", match[1] or "")
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
    """Evidence: its points, a window, two windows, a link, a text to come."""
    match name:
        case "points":
            return ShowsPoints((match[1] or "").upper())
        case "window":
            return ShowsWindow(int(match[2] or 0), match[1] or "")
        case "diff":
            return ShowsDiff(int(match[1]), int(match[2]), match[3] or "")
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
