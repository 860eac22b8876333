"""`agent-incident changed`: told beside a running process, once."""

import pytest

from bot.domain.heard import AgentChanged
from storage.store import open_store
from tests.cli.runs import Shell
from tests.databases import blank_at
from tests.domain.making import full_review, standing_wall


@pytest.fixture
def desk(shell: Shell) -> Shell:
    """Two reviews of the refund desk with a standing wall, and one of the till without."""
    stands = standing_wall()
    store = open_store(blank_at(shell.database))
    with store.unit() as work:
        for number in (7, 8):
            work.keep(full_review(number=number, agent="refund desk", walls=(stands,), same_tomorrow=None))
        work.keep(full_review(number=9, agent="till", walls=(), same_tomorrow=None))
    store.close()
    return shell


def waiting(shell: Shell) -> list[AgentChanged]:
    """What lies in the inbox."""
    store = open_store(shell.database)
    found = [pending.heard for pending in store.unhandled(9)]
    store.close()
    return [heard for heard in found if isinstance(heard, AgentChanged)]


def test_a_change_is_put_into_the_inbox_in_words(desk: Shell) -> None:
    """The agent in any spelling; parts in their order, with what they are now where that was said."""
    ran = desk.run("changed", "--agent", "Refund Desk", "--prompt", "--model", "m-5")
    assert (ran.code, ran.error) == (0, "")
    assert "2 reviews ask again" in ran.out
    (heard,) = waiting(desk)
    assert (heard.agent, heard.what) == ("refund desk", "model m-5, prompt")


def test_told_again_it_is_not_kept_twice(desk: Shell) -> None:
    """And that is said."""
    told = ("changed", "--agent", "refund desk", "--tools", "v3", "--deploy", "d-17")
    assert "ask again" in desk.run(*told).out
    ran = desk.run(*told)
    assert (ran.code, "told before" in ran.out) == (0, True)
    assert len(waiting(desk)) == 1


def test_where_nothing_relied_on_it_that_is_said(desk: Shell) -> None:
    """It is heard all the same."""
    assert "nothing is asked again" in desk.run("changed", "--agent", "till", "--model", "m-5").out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--agent", "mailer", "--model", "m-5"], "Reviews are about: refund desk, till."),
        (["--agent", "till"], "Say what changed"),
        (["--agent", "till", "--model", "x" * 201], "model is longer than 200"),
        (["--agent", "till", "--model", "m", "--workspace", "slack:T9"], "There are of:"),
    ],
)
def test_what_cannot_be_told_is_one_sentence(given: list[str], said: str, desk: Shell) -> None:
    """It names what would be accepted, and nothing is kept."""
    ran = desk.run("changed", *given)
    assert ran.code == 2
    assert said in ran.error
    assert waiting(desk) == []


def test_a_secret_in_what_changed_is_taken_out(desk: Shell) -> None:
    """As out of everything that people write."""
    desk.run("changed", "--agent", "till", "--permissions", "token ghp_" + "a1B2" * 9)
    (heard,) = waiting(desk)
    assert "ghp_" not in heard.what


def test_of_several_workspaces_one_is_named(desk: Shell) -> None:
    """By name it is found."""
    store = open_store(desk.database)
    with store.unit() as work:
        work.keep(full_review(number=10, workspace="slack:T2", agent="mailer"))
    store.close()
    ran = desk.run("changed", "--agent", "mailer", "--model", "m-5")
    assert (ran.code, "several workspaces" in ran.error) == (2, True)
    named = desk.run("changed", "--agent", "mailer", "--model", "m-5", "--workspace", "slack:T2")
    assert named.code == 0
