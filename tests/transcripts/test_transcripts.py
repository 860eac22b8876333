"""Whole dialogues through the terminal chat and a real database: what is said, and what must be answered."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.chat.dialogue import Expects, parse
from bot.domain.heard import Heard
from bot.domain.lints import Sign
from bot.domain.says import Reply
from bot.inbox import Inbox
from tests.transcripts.playing import DIALOGUES, Played, text_of, with_restarts

Perform = Callable[[str, str], Played]
ByName = Callable[[str], Played]

PLANTED = (
    "Winter2026-lantern",
    "Sommer2026-hunter",
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_0123456789",
    "sk_live_EXAMPLE",
)
"""The secrets of `secrets.play` and of its file."""

RESTARTED = ("access_control", "quick", "talk_and_bursts", "two_decisions")
"""Restarted everywhere in every run: forms, four lines, a burst and a second decision are cut in two there."""

AGAIN = (
    "access_control",
    "cold_reader",
    "disagreement",
    "edit_and_delete",
    "filed_not_learned",
    "german",
    "happy_path",
    "hand_over",
    "quick",
    "quiet",
    "refusal",
    "restricted",
    "seen_before",
    "secrets",
    "talk_and_bursts",
    "two_decisions",
)
"""Delivered again in every run: each kind of input is among them."""


def with_those_of_every_run(names: tuple[str, ...]) -> list[object]:
    """All dialogues; those that are not named are left to the long runs."""
    return [
        pytest.param(path.stem, marks=[] if path.stem in names else [pytest.mark.long]) for path in DIALOGUES
    ]


@pytest.mark.parametrize("name", [path.stem for path in DIALOGUES])
def test_a_dialogue_goes_as_written(name: str, played: ByName) -> None:
    """Every act can be done, and every expectation is met; a failure shows what was said instead."""
    assert played(name).failures == ""


@pytest.mark.parametrize("path", DIALOGUES, ids=lambda path: path.stem)
def test_a_dialogue_says_what_it_shows_and_ends_with_what_is_expected(path: Path) -> None:
    """Its first line is a remark, and nothing is done at its end that nobody looks at."""
    text = path.read_text("utf-8")
    assert text.startswith("# ")
    assert isinstance(parse(text, path.name)[-1], Expects)


def test_a_failed_expectation_is_shown_beside_what_was_said(perform: Perform) -> None:
    """With its line, and the nearest text that was seen."""
    wrong = "mia: /agent-incident our agent mailed the wrong list\n> What decision did the agent fake\n"
    failures = perform(wrong, "wrong.play").failures
    assert "wrong.play:2" in failures
    assert "- What decision did the agent fake" in failures
    assert "+ What decision did the agent make" in failures


@pytest.mark.parametrize("name", with_those_of_every_run(RESTARTED))
def test_a_restart_after_every_act_is_not_noticed(name: str, perform: Perform) -> None:
    """The same dialogue, the same answers, though every step is taken by a process of its own."""
    assert perform(with_restarts(text_of(name)), name).failures == ""


def test_a_review_restarted_after_every_act_becomes_the_same_document(
    perform: Perform, played: ByName
) -> None:
    """To the byte, and no message is lost or said twice."""
    straight, restarted = played("happy_path"), perform(with_restarts(text_of("happy_path")), "happy_path")
    assert restarted.failures == ""
    assert restarted.documents == straight.documents
    assert restarted.said == straight.said


@pytest.fixture
def delivered_again(monkeypatch: pytest.MonkeyPatch) -> list[Reply | None]:
    """Every input comes a second time under its id, and a third time behind the next: what was said to those."""
    hear, again = Inbox.hear, list[Reply | None]()
    before: list[Heard] = []

    async def heard_again(inbox: Inbox, heard: Heard) -> Reply | None:
        reply = await hear(inbox, heard)
        again.extend([await hear(inbox, each) for each in (heard, *before)])
        before[:] = [heard]
        return reply

    monkeypatch.setattr(Inbox, "hear", heard_again)
    return again


@pytest.mark.parametrize("name", with_those_of_every_run(AGAIN))
def test_what_is_delivered_again_counts_once(
    name: str, perform: Perform, delivered_again: list[Reply | None]
) -> None:
    """The dialogue goes as written, and nobody hears anything about what was known already."""
    assert perform(text_of(name), name).failures == ""
    assert set(delivered_again) == {None}


def test_a_review_whose_inputs_are_delivered_again_becomes_the_same_document(
    perform: Perform, played: ByName, request: pytest.FixtureRequest
) -> None:
    """To the byte, and no message is said twice."""
    once = played("happy_path")
    request.getfixturevalue("delivered_again")
    again = perform(text_of("happy_path"), "happy_path")
    assert again.documents == once.documents
    assert again.said == once.said


def test_at_least_half_of_the_dialogues_are_delivered_again_in_every_run() -> None:
    """Those named are there, and they are enough."""
    assert set(AGAIN) <= {path.stem for path in DIALOGUES}
    assert 2 * len(AGAIN) >= len(DIALOGUES)


def test_every_sign_of_a_shallow_answer_is_probed_once(played: ByName) -> None:
    """Over the dialogue that shows all of them; a thin answer (S13) gets the question of an empty facet instead."""
    done = played("every_sign_once")
    probes = done.session.house.voice.script.sign_probes
    told = {sign: sum(probes[sign] in text for text in done.said) for sign in Sign if sign is not Sign.S13}
    assert set(told.values()) == {1}


def test_no_secret_is_kept_anywhere(played: ByName) -> None:
    """Neither on the screen, nor in the database, nor in what was published, nor in the evidence."""
    done = played("secrets")
    kept = [*done.lines, *done.documents.values(), *done.stored]
    assert [secret for secret in PLANTED if any(secret in text for text in kept)] == []
