"""`agent-incident check` with trace sources set: a line for each, whether it lets the bot in."""

import asyncio
from collections.abc import Mapping

from bot.voice import load_voice
from tests.adapters.sources.serving import SETTINGS, Backend, Reply, as_json, status
from tests.cli.runs import Ran, Shell

WORDS = load_voice(None).words


def checked(shell: Shell, reply: Reply, settings: Mapping[str, str], *names: str) -> Ran:
    """A check with these sources at a backend that gives one reply to everything."""

    async def run() -> Ran:
        async with Backend({"*": reply}) as backend:
            found = {key: value for name in names for key, value in SETTINGS[name](backend.url).items()}
            ran = await asyncio.to_thread(shell.run, "check", **found, **settings)
            assert "-secret" not in ran.out + ran.error
            return ran

    return asyncio.run(run())


HERE = {"TRACE_PRIVATE_HOSTS": "127.0.0.1"}


def test_sources_that_let_the_bot_in_are_well(shell: Shell) -> None:
    """A line for each."""
    ran = checked(shell, as_json({}), HERE, "jaeger", "langfuse")
    assert ran.code == 0
    for name in ("Jaeger", "Langfuse"):
        assert WORDS("check_ok", what=WORDS("check_source", name=name)) in ran.out.splitlines()


def test_a_source_that_does_not_let_the_bot_in_is_to_be_put_right(shell: Shell) -> None:
    """The line names the setting that holds the key; the other source is looked at all the same."""
    ran = checked(shell, status(401), HERE, "langfuse", "phoenix")
    assert ran.code == 1
    missing = [line for line in ran.out.splitlines() if line.startswith("missing")]
    assert len(missing) == 2
    assert "LANGFUSE_SECRET_KEY" in missing[0]
    assert "PHOENIX_API_KEY" in missing[1]


def test_a_source_at_a_private_address_is_told_with_its_setting(shell: Shell) -> None:
    """Before anybody pastes a link."""
    ran = checked(shell, as_json({}), {}, "jaeger")
    assert ran.code == 1
    (line,) = [line for line in ran.out.splitlines() if line.startswith("missing")]
    assert "TRACE_PRIVATE_HOSTS" in line


def test_a_source_with_half_its_settings_is_told(shell: Shell) -> None:
    """It is no reason for the others not to be looked at."""
    ran = shell.run("check", LANGFUSE_PUBLIC_KEY="pk-1")
    assert ran.code == 1
    assert "LANGFUSE_SECRET_KEY" in ran.out


def test_without_sources_it_says_that_files_work(shell: Shell) -> None:
    """Nothing is missing."""
    ran = shell.run("check")
    assert ran.code == 0
    assert WORDS("check_ok", what=WORDS("check_sources_none")) in ran.out.splitlines()
