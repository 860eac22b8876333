"""Commands and their arguments; the words stand in `prompts/cli.yml`."""

import argparse
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from bot.chat.words import Words
from bot.domain.agents import PARTS
from bot.domain.vocabulary import Question

PROGRAM = "agent-incident"
QUESTIONS = tuple(question.value for question in Question if question is not Question.CLOSE)

COMMANDS: Mapping[str, str] = {
    "chat": "chatting",
    "demo": "playing",
    "play": "playing",
    "export": "records",
    "score": "records",
    "when": "when",
    "register": "register",
    "changed": "changed",
    "away": "away",
    "schema": "records",
    "trace": "reading",
    "traces": "traces",
    "lint": "reading",
    "check": "checking",
    "manifest": "manifest",
    "teams-package": "teams_package",
    "serve": "serving",
}
"""Each command, and the module of `bot.cli` whose function of that name, with `_` for `-`, does it."""


def parser(words: Words) -> argparse.ArgumentParser:
    """All commands."""
    made = argparse.ArgumentParser(PROGRAM, description=words("about"), epilog=words("epilog"))
    made.add_argument("--version", action=_Version, nargs=0, help=words("help_version"))
    commands = made.add_subparsers(dest="command", required=True, metavar="command")
    for name in COMMANDS:
        text = words(f"help_{name}")
        ADD[name](commands.add_parser(name, help=text, description=text), words)
    return made


class _Version(argparse.Action):
    """Prints the version and ends."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """As argparse asks."""
        from importlib.metadata import version  # noqa: PLC0415 - reads mail headers, which no other command needs

        del namespace, values, option_string
        print(PROGRAM, version(PROGRAM))  # noqa: T201 - the one answer that needs no words
        parser.exit()


def unknown_command(arguments: Sequence[str], words: Words) -> str:
    """The sentence about a command that there is not, the nearest one in it; empty where all is well."""
    first = next((a for a in arguments if not a.startswith("-")), None)
    if first is None or first in COMMANDS:
        return ""
    near = difflib.get_close_matches(first, COMMANDS, 1, 0.5)
    if near:
        return words("command_near", word=first, nearest=f"{PROGRAM} {near[0]}")
    return words("command_unknown", word=first)


def number(text: str) -> int:
    """The number of a review, with or without AR-. ValueError where it is none, which argparse words."""
    found = re.fullmatch(r"(?:AR-)?(\d{1,9})", text, re.IGNORECASE | re.ASCII)
    if found is None:
        raise ValueError(text)
    return int(found[1])


def _nothing(_: argparse.ArgumentParser, __: Words) -> None:
    """No arguments."""


def _play(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("script", help=words("arg_script"))


def _export(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("review", type=number, help=words("arg_review"))
    made.add_argument("--format", choices=("md", "json", "bundle"), default="md", help=words("arg_format"))
    made.add_argument("--out", type=Path, metavar="PATH", help=words("arg_out"))
    made.add_argument("--evidence", type=Path, metavar="DIR", help=words("arg_evidence"))


def _score(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("review", type=number, help=words("arg_review"))


def _when(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("review", type=number, help=words("arg_review"))
    made.add_argument("--weeks", type=weeks, default=4, metavar="N", help=words("arg_weeks"))


def _register(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("--json", action="store_true", help=words("arg_json"))
    made.add_argument("--schema", action="store_true", help=words("arg_register_schema"))
    made.add_argument("--out", type=Path, metavar="DIR", help=words("arg_register_out"))
    made.add_argument("--workspace", default="", metavar="slack:T0123", help=words("arg_workspace"))
    made.add_argument("--viewer", default="", metavar="slack:T0123:U0123", help=words("arg_viewer"))


def _changed(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("--agent", required=True, metavar="NAME", help=words("arg_changed_agent"))
    for part in PARTS:
        made.add_argument(f"--{part}", nargs="?", const="", metavar="NEW", help=words(f"arg_changed_{part}"))
    made.add_argument("--deploy", default="", metavar="ID", help=words("arg_deploy"))
    made.add_argument("--workspace", default="", metavar="slack:T0123", help=words("arg_workspace"))


def _away(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("who", help=words("arg_away_who"))
    made.add_argument("until", nargs="+", help=words("arg_away_until"))
    made.add_argument("--workspace", default="", metavar="slack:T0123", help=words("arg_workspace"))


def weeks(text: str) -> int:
    """How many weeks, a year at most. ValueError where it is no such number, which argparse words."""
    found = int(text)
    if not 1 <= found <= 52:
        raise ValueError(text)
    return found


def _trace(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("file", type=Path, help=words("arg_trace"))
    made.add_argument("--json", action="store_true", help=words("arg_json"))
    made.add_argument("--point", type=int, metavar="N", help=words("arg_point"))
    either = made.add_mutually_exclusive_group()
    either.add_argument("--diff", type=int, nargs=2, metavar=("A", "B"), help=words("arg_diff"))
    either.add_argument("--picture", type=svg_or_png, metavar="OUT", help=words("arg_picture"))
    either.add_argument("--text", action="store_true", help=words("arg_timeline"))


def svg_or_png(text: str) -> Path:
    """A file by its name, which ends as a picture's does. ValueError where it does not, which argparse words."""
    found = Path(text)
    if found.suffix.lower() not in {".svg", ".png"}:
        raise ValueError(text)
    return found


def _traces(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("run", nargs="?", default="", metavar="trace_id", help=words("arg_run"))
    made.add_argument("--agent", default="", metavar="NAME", help=words("arg_agent"))
    made.add_argument("--around", type=moment, metavar="2026-11-27T14:02", help=words("arg_around"))
    made.add_argument("--minutes", type=minutes, default=30.0, help=words("arg_minutes"))


def moment(text: str) -> datetime:
    """A moment, of a zone where one is written. ValueError where it is none, which argparse words."""
    found = datetime.fromisoformat(text)
    if not 1970 < found.year < 9999:  # room for a day more or less, in any zone
        raise ValueError(text)
    return found


def minutes(text: str) -> float:
    """How many minutes, a week at most. ValueError where it is no such number, which argparse words."""
    found = float(text)
    if not 0 <= found <= 7 * 24 * 60:
        raise ValueError(text)
    return found


def _lint(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("--question", choices=QUESTIONS, required=True, help=words("arg_question"))
    made.add_argument("--json", action="store_true", help=words("arg_json"))
    made.add_argument("text", help=words("arg_text"))


def _manifest(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("--url", default="", metavar="https://…", help=words("arg_url"))


def _serve(made: argparse.ArgumentParser, words: Words) -> None:
    made.add_argument("--insecure-local", action="store_true", help=words("arg_insecure_local"))


def _teams_package(made: argparse.ArgumentParser, words: Words) -> None:
    out = Path("agent-incident-teams.zip")
    made.add_argument("--app-id", default="", metavar="ID", help=words("arg_app_id"))
    made.add_argument("--url", default="", metavar="https://…", help=words("arg_package_url"))
    made.add_argument("--out", type=Path, default=out, metavar="FILE", help=words("arg_package_out"))
    made.add_argument("--from", type=Path, dest="folder", metavar="DIR", help=words("arg_package_folder"))
    made.add_argument("--package-version", default="", metavar="1.0.1", help=words("arg_package_version"))
    made.add_argument("--mentions-only", action="store_true", help=words("arg_mentions_only"))


ADD: Mapping[str, Callable[[argparse.ArgumentParser, Words], None]] = {
    "chat": _nothing,
    "demo": _nothing,
    "play": _play,
    "export": _export,
    "score": _score,
    "when": _when,
    "register": _register,
    "changed": _changed,
    "away": _away,
    "schema": _nothing,
    "trace": _trace,
    "traces": _traces,
    "lint": _lint,
    "check": _nothing,
    "manifest": _manifest,
    "teams-package": _teams_package,
    "serve": _serve,
}
"""What each command takes."""
