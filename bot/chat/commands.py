"""What follows `/agent-incident`, or the bot's name: a command, or the line that opens a review."""

import difflib
import re
from collections.abc import Iterable

from bot.domain.agents import change_in
from bot.domain.away_words import is_until
from bot.domain.wall_filters import filters

LOOKS = ("list", "show", "walls", "mine", "register", "help")
FORMS = ("restrict", "withdraw", "merge", "move", "close", "role", "disagree", "reader", "verdict")
"""Commands that open a form of the thread's review: they have no button of their own everywhere."""

QUESTIONS = ("decision", "context", "authority", "wall")
"""Questions by their number, from 1: `verdict 2`, `disagree A2`."""

NEAR = 0.6
"""How like a command a lone word must be to be taken for a slip of the keys."""

AWAY, BACK = "away", "back"
"""Says until when somebody is away, `away until 3 Dec`, and that they are back."""

CHANGED = "changed"
"""Says that an agent changed: `changed refund desk: model`."""

_ABOUT = re.compile(r"(?P<letter>[a-c]?)(?P<number>[1-4]?)")
_NUMBER = re.compile(r"(?:AR-)?\d{1,9}", re.IGNORECASE)


def command(text: str) -> tuple[str, str]:
    """Kind and argument. Nothing typed opens the form; what is no command to the letter opens a review."""
    line = text.strip()
    word, _, rest = line.partition(" ")
    key, argument = word.casefold(), rest.strip()
    if not line:
        return "open", ""
    if key == "quick":
        return "quick", argument
    if key in LOOKS and _fits(key, argument):
        return key, argument
    if form_of(line) is not None:
        return "form", line
    if key == CHANGED and (not argument or change_in(argument) is not None):
        return CHANGED, argument
    if key == AWAY and (not argument or is_until(argument)):
        return AWAY, argument
    if key == BACK and not argument:
        return BACK, ""
    near = _near(key, argument, (*LOOKS, "quick", CHANGED, AWAY, BACK, *FORMS))
    return ("unknown", near) if near else ("open", line)


def form_of(line: str) -> tuple[str, str] | None:
    """The form a command opens and what it is about: `verdict A2` is `verdict_context` about `A:context`.

    Without a letter it is about the decision being asked; None for any other words.
    """
    word, _, rest = line.casefold().partition(" ")
    about = _ABOUT.fullmatch(rest.strip())
    if word not in FORMS or about is None:
        return None
    letter, number = about["letter"].upper(), about["number"]
    question = QUESTIONS[int(number) - 1] if number else ""
    match word:
        case "reader" if not number:
            return "cold_reader", letter
        case "disagree" if number:
            return word, f"{letter if question != 'wall' else ''}:{question}"
        case "verdict" if question not in {"", "wall"}:
            return f"verdict_{question}", f"{letter}:{question}"
        case "reader" | "disagree" | "verdict":
            return None
        case _:
            return None if rest else (word, "")


def addressed(text: str) -> tuple[str, str] | None:
    """What somebody asks the bot by its name in a thread: a list, a form, or `away`; None for words of the review.

    `back` is one of those: in a thread, it goes back to the question before.
    """
    kind, argument = command(text)
    return (kind, argument) if kind in {"list", "walls", "mine", "show", "form", "help", AWAY} else None


def _fits(key: str, argument: str) -> bool:
    """Whether what follows could be the command's: "show 2"; "show stopper in billing" is a title."""
    if key == "walls":
        return filters(argument) is not None
    return not argument or (key == "show" and _NUMBER.fullmatch(argument) is not None)


def _near(key: str, argument: str, known: Iterable[str]) -> str:
    """The command a lone word, or one with a number, is nearly; empty where it is none."""
    if argument and _NUMBER.fullmatch(argument) is None:
        return ""
    return next(iter(difflib.get_close_matches(key, list(known), 1, NEAR)), "")
