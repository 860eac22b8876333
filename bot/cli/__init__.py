"""The command line. Each command is a function of its arguments and the settings that returns an exit code.

0: done. 1: done, and something is not as it should be. 2: it could not be done, and one sentence says why.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Mapping, Sequence

from bot.cli.arguments import COMMANDS, parser, unknown_command
from bot.cli.out import say
from bot.domain.errors import Incident
from bot.voice import load_voice, load_words

CHECK = "check"
DONE, TROUBLE, REFUSED, INTERRUPTED = 0, 1, 2, 130


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Do what a command line asks; every error of ours ends as one sentence."""
    words = load_words()
    if sentence := unknown_command(arguments, words):
        say(sentence, error=True)
        return REFUSED
    asked = parser(words).parse_args(list(arguments))
    try:
        return _do(asked, environment)
    except Incident as error:
        say(_sentence(error), error=True)
        return REFUSED
    except KeyboardInterrupt:
        say(words("interrupted"), error=True)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read this has enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor is the last flush heard
        return TROUBLE


def _do(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """The command's own module is imported now: a help text needs none of them."""
    from bot.settings import read_settings  # noqa: PLC0415 - as the commands

    module = importlib.import_module(f"bot.cli.{COMMANDS[asked.command]}")
    command = getattr(module, asked.command.replace("-", "_"))
    # What is wrong with a setting is something that `check` finds, and no reason for it to end.
    code: int = command(asked, environment if asked.command == CHECK else read_settings(environment))
    return code


def _sentence(error: Incident) -> str:
    """An error in words; those of the prompts themselves are worded by ours, for theirs cannot be read."""
    return load_voice(None).error(error.key, dict(error.values))
