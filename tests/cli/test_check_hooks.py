"""`agent-incident check` about deploys and pipelines: whether they may call, where, and how long their token is."""

import pytest

from bot.cli.checking import HOOKS_TOKEN_CHARACTERS
from bot.voice import load_words
from tests.cli.runs import Shell

WORDS = load_words()
LONG = "k" * HOOKS_TOKEN_CHARACTERS
PLACE = {"host": "127.0.0.1", "port": 8080}


@pytest.mark.parametrize(
    ("token", "line", "code"),
    [
        ("", WORDS("check_ok", what=WORDS("check_hooks_off", least=20)), 0),
        (LONG, WORDS("check_ok", what=WORDS("check_hooks_on", least=20, **PLACE)), 0),
        (LONG[1:], WORDS("check_missing", what=WORDS("check_hooks_short", least=20)), 1),
    ],
    ids=["off", "on", "short"],
)
def test_check_says_whether_pipelines_may_call(token: str, line: str, code: int, shell: Shell) -> None:
    """And how long the token is at least, never the token; one that could be guessed is to be replaced."""
    ran = shell.run("check", HOOKS_TOKEN=token)
    assert line in ran.out.splitlines()
    assert ran.code == code
    assert "kkk" not in ran.out
