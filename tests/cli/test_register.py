"""`agent-incident register`: in words, and as JSON that keeps to its schema."""

import json
from dataclasses import replace

import pytest
from jsonschema import Draft202012Validator

from bot.domain.review import SameTomorrow
from bot.domain.vocabulary import Status, YesNo
from bot.publishers import register_json
from storage.store import open_store
from tests.cli.runs import Shell
from tests.databases import blank_at
from tests.domain.making import MONDAY, OWNER, full_review, standing_wall


@pytest.fixture
def kept(shell: Shell) -> Shell:
    """The desk would do it again, the till would not, and one restricted review of the safe would."""
    yes = SameTomorrow(YesNo.YES, (), OWNER, MONDAY)
    desk = full_review(number=7, agent="desk", status=Status.FILED, same_tomorrow=yes, walls=())
    safe = replace(desk, number=9, agent="safe", restricted=True)
    stands = standing_wall()
    till = full_review(number=8, agent="till", status=Status.REVIEWED, walls=(stands,), same_tomorrow=None)
    store = open_store(blank_at(shell.database))
    with store.unit() as work:
        for review in (desk, till, safe):
            work.keep(review)
    store.close()
    return shell


def test_it_opens_with_who_would_do_it_again(kept: Shell) -> None:
    """Then who may, then the share of reviews with a standing wall, what came back, classes and walls."""
    ran = kept.run("register")
    assert (ran.code, ran.error) == (0, "")
    places = [
        ran.out.index(words)
        for words in (
            "do the same tomorrow",
            "desk, since",
            "Nobody knows",
            "till, since",
            "1 of 2 finished reviews",
            "Came back",
            "By class and tool",
            "1 standing",
        )
    ]
    assert places == sorted(places)


def test_restricted_reviews_count_for_those_who_may_read_them(kept: Shell) -> None:
    """Left out for everybody else, which the heading says."""
    everybody = kept.run("register").out
    assert "restricted reviews are left out" in everybody
    assert "safe" not in everybody
    assert "safe, since" in kept.run("register", "--viewer", OWNER).out


def test_as_json_it_keeps_to_its_schema(kept: Shell) -> None:
    """The schema that the command prints, with the same figures."""
    schema = json.loads(kept.run("register", "--schema").out)
    Draft202012Validator.check_schema(schema)
    found = json.loads(kept.run("register", "--json").out)
    Draft202012Validator(schema).validate(found)
    assert found["schema"] == register_json.SCHEMA
    assert [again["agent"] for again in found["register"]["again_yes"]] == ["desk"]
    assert (found["register"]["finished"], found["learned_share"]) == (2, 0.5)


def test_the_schema_refuses_another_shape() -> None:
    """It is not one that takes anything."""
    validator = Draft202012Validator(register_json.schema())
    assert not validator.is_valid({"schema": register_json.SCHEMA})
    assert not validator.is_valid({"schema": "agent-incident/register/2"})


def test_an_empty_database_has_no_register(shell: Shell) -> None:
    """One sentence, and no figures of nothing."""
    blank_at(shell.database)
    ran = shell.run("register")
    assert (ran.code, ran.out) == (2, "")
