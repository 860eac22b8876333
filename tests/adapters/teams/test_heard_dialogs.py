"""Dialogs of the bot as it is served: opened, sent, sent again by a client that heard nothing, and refused."""

import asyncio
import copy
import logging
from pathlib import Path
from typing import Any

import pytest

from bot.chat.teams.book import PERSON
from bot.cli.served import ServedHouse
from bot.domain.errors import OutsideError
from bot.domain.says import Reply
from bot.voice import load_voice
from tests.adapters.teams.fake import events
from tests.adapters.teams.fake.delivery import Ack
from tests.adapters.teams.fake.elements import actions_of, inputs_of
from tests.adapters.teams.fake.values import Dialog, Message
from tests.adapters.teams.tenant import LINE, Tenant, play
from tests.adapters.terminal.desk import DEMO_TRACE

WORDS = load_voice(None).words
SENT_TO = "Who could know it?"


async def pressed(place: Tenant, on: Message, label: str, who: str = "Mia") -> Dialog:
    """The dialog that a button opens."""
    shown = await place.teams.press(who, on, label)
    assert shown.dialog is not None, shown.said
    return shown.dialog


async def asked(place: Tenant) -> Message:
    """Question 1 of a new review."""
    root = await place.open()
    return next(m for m in place.teams.thread(root) if "Hand to …" in m.labels())


async def form_of(place: Tenant, root: Message, words: str, who: str = "Mia") -> Dialog | str:
    """The form that is asked for in words in a thread; else the sentence why not."""
    await place.reply(root, words, who, mention=True)
    offered = place.teams.thread(root)[-1]
    shown = await place.teams.press(who, offered, offered.labels()[0])
    return shown.said if shown.dialog is None else shown.dialog


async def brought(place: Tenant, dialog: Dialog, fields: dict[str, str], who: str = "Mia") -> Ack:
    """A form as a client sends it, whatever its screen would allow: one try, an activity of its own."""
    data = actions_of(dialog.card)[0]["data"] | fields
    person = place.teams.world.person(who)
    activity = events.invoke(place.teams.world, person, dialog.message, "task/submit", data)
    return await place.teams.courier.invoke(lambda: activity)


def called(place: Tenant) -> set[str]:
    """Ids of everybody the bot calls on in threads."""
    cards = [message.card or {} for message in place.channel.messages.values()]
    found = [one for card in cards for one in (card.get("msteams") or {}).get("entities", [])]
    return {str(one["mentioned"]["id"]) for one in found}


def choices(dialog: Dialog, label: str) -> list[str]:
    """What can be picked in a field."""
    field = next(one for one in inputs_of(dialog.card) if one["label"] == label)
    return [str(choice["title"]) for choice in field["choices"]]


def test_a_form_is_filled_in_and_taken(tmp_path: Path) -> None:
    """It closes; what it said is in the record."""

    async def story(place: Tenant) -> None:
        question = await asked(place)
        dialog = await pressed(place, question, "Answer by form")
        label = inputs_of(dialog.card)[0]["label"]
        shown = await place.teams.submit(dialog, {label: "when it chose to refund"})
        assert (shown.dialog, shown.said) == (None, "")
        await place.settle()
        assert "when it chose to refund" in place.texts()[0]

    play(tmp_path, story)


@pytest.mark.parametrize("alone", [False, True])
def test_the_form_that_opens_a_review_asks_for_no_channel_where_one_is_meant(
    tmp_path: Path,
    alone: bool,  # noqa: FBT001 - a case
) -> None:
    """That of the post it was asked for in, else the one of all reviews."""

    async def story(place: Tenant) -> None:
        if alone:
            await place.open()
            await place.teams.talk("Ana", "agent-incident")
            await place.settle()
            offered = place.teams.chat("Ana")[-1]
        else:
            post = await place.teams.say("Ana", place.channel, "")
            await place.settle()
            offered = place.teams.thread(post)[-1]
        before = len(place.roots())
        dialog = await pressed(place, offered, WORDS("teams_open_title"), "Ana")
        assert [one["label"] for one in inputs_of(dialog.card)] == [WORDS("teams_open_line")]
        await place.teams.submit(dialog, {WORDS("teams_open_line"): "it paid twice"})
        await place.settle()
        assert len(place.roots()) == before + 1
        assert "it paid twice" in place.thread(place.roots()[-1])[0]

    play(tmp_path, story, incidents=alone)


def test_a_form_that_a_client_sends_again_counts_once(tmp_path: Path) -> None:
    """Each try has an id of its own. It is answered the same, one that is refused too."""

    async def story(place: Tenant) -> None:
        question = await asked(place)
        dialog = await pressed(place, question, "Answer by form")
        key = inputs_of(dialog.card)[0]["id"]
        first, again = await asyncio.gather(
            *(brought(place, dialog, {key: "it chose to refund"}) for _ in range(2))
        )
        assert (first.status, first.body, again.body) == (200, {}, {})
        await place.settle()
        assert len(place.review().statements) == 1
        handing = await pressed(place, question, "Hand to …")
        refused = [await brought(place, handing, {"f.to": "nobody-at-all"}) for _ in range(2)]
        assert refused[0].body == refused[1].body
        assert refused[0].body["task"]["type"] == "continue"

    play(tmp_path, story)


def test_the_same_form_sent_on_purpose_later_counts(tmp_path: Path) -> None:
    """It was shown anew: each showing is another input, one after a restart of the process too."""

    async def story(place: Tenant) -> None:
        question = await asked(place)
        ids = set()
        for _ in range(2):
            dialog = await pressed(place, question, "Answer by form")
            ids.add(actions_of(dialog.card)[0]["data"]["showing"])
            label = inputs_of(dialog.card)[0]["label"]
            await place.teams.submit(dialog, {label: "it chose to refund"})
            await place.settle()
        assert len(ids) == 2

    play(tmp_path, story)


def test_a_refused_form_is_shown_again_as_it_was_filled_in(tmp_path: Path) -> None:
    """The sentence stands at its field; mended, it is taken."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        dialog = await form_of(place, root, "withdraw")
        assert isinstance(dialog, Dialog)
        label = inputs_of(dialog.card)[0]["label"]
        place.newcomer("Zoe")
        shown = await place.teams.submit(dialog, {label: "it was another agent's"})
        assert shown.said == ""
        await place.settle()
        other = await place.open("another one")
        handing = await form_of(place, other, "role")
        assert isinstance(handing, Dialog)
        label, role = (one["label"] for one in inputs_of(handing.card))
        shown = await place.teams.submit(handing, {label: "Ana", role: "on call"})
        assert shown.dialog is not None
        assert "Ana" in [
            choice["title"]
            for one in inputs_of(shown.dialog.card)
            for choice in one.get("choices", [])
            if choice["value"] == one.get("value")
        ]
        assert "on call" in [one.get("value") for one in inputs_of(shown.dialog.card)]
        mended = await place.teams.submit(shown.dialog, {label: "Mia"})
        assert (mended.dialog, mended.said) == (None, "")

    play(tmp_path, story)


def test_somebody_nobody_met_is_picked_by_their_account(tmp_path: Path) -> None:
    """Their name is learned from Teams, and how they are called on: what is handed to them is theirs."""

    async def story(place: Tenant) -> None:
        question = await asked(place)
        zoe = place.newcomer("Zoe Quist")
        dialog = await pressed(place, question, "Hand to …")
        assert "Zoe Quist" not in choices(dialog, SENT_TO)
        shown = await place.teams.submit(dialog, {SENT_TO: "Zoe Quist"})
        assert (shown.dialog, shown.said) == (None, "")
        await place.settle()
        assert any("Zoe Quist" in text for text in place.thread(place.roots()[-1]))
        assert called(place) == {zoe.id}
        workspace = f"teams:{place.teams.world.tenant}"
        held = place.served.app.store.addresses.one(workspace, PERSON + zoe.aad)
        assert held is not None
        assert (held["id"], held["name"]) == (zoe.id, "Zoe Quist")

    play(tmp_path, story)


def test_somebody_teams_does_not_know_is_refused_at_the_field(tmp_path: Path) -> None:
    """So is what is no id at all; where Teams cannot be asked, whoever is picked is taken."""

    async def story(place: Tenant) -> None:
        question = await asked(place)
        dialog = await pressed(place, question, "Hand to …")
        for wrong in ("00000000-0000-4000-8000-000000000000", "x y\n<at>", "é" * 300):
            answer = (await brought(place, dialog, {"f.to": wrong})).body
            card = answer["task"]["value"]["card"]["content"]
            assert "Teams knows nobody like that" in card["body"][0]["text"]
        zoe = place.newcomer("Zoe Quist")
        place.teams.troubles.break_down("member", times=5)
        assert (await brought(place, dialog, {"f.to": zoe.aad})).body == {}
        place.teams.troubles.forget()
        await place.settle()
        assert called(place) == {zoe.id}

    play(tmp_path, story)


def test_a_channel_that_is_picked_is_one_the_bot_is_in(tmp_path: Path) -> None:
    """Whatever comes back in its place is refused at its field."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        dialog = await form_of(place, root, "move")
        assert isinstance(dialog, Dialog)
        answer = (await brought(place, dialog, {"f.to": "19:elsewhere@thread.tacv2"})).body
        card = answer["task"]["value"]["card"]["content"]
        assert "I am not in that channel's team" in card["body"][0]["text"]
        assert (await brought(place, dialog, {"f.to": place.team.id})).body == {}
        await place.settle()
        assert place.review().channel == place.team.id

    play(tmp_path, story)


def test_nobody_puts_a_review_where_they_are_not(tmp_path: Path) -> None:
    """A team that Mia is not in is not offered, nor taken; where Teams cannot say, the form is shown again."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        world = place.teams.world
        place.team.members.discard(world.person("Ana").id)
        board = world.add_team("board", ["Ana"])
        await place.teams.install(board, by="Ana")
        await place.settle()
        dialog = await form_of(place, root, "move")
        assert isinstance(dialog, Dialog)
        field = next(one for one in inputs_of(dialog.card) if one["id"] == "f.to")
        assert {choice["value"] for choice in field["choices"]} == {place.channel.id, place.team.id}
        answer = (await brought(place, dialog, {"f.to": board.id})).body
        card = answer["task"]["value"]["card"]["content"]
        assert "I am not in that channel's team" in card["body"][0]["text"]
        place.teams.troubles.break_down("member", times=2)
        answer = (await brought(place, dialog, {"f.to": place.team.id})).body
        assert answer["task"]["type"] == "continue"
        assert place.review().channel == place.channel.id

    play(tmp_path, story)


def test_a_restricted_review_opens_nothing_for_others(tmp_path: Path) -> None:
    """Neither its forms nor its runs, nor is it listed or shown; a file for it is not taken from them."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        await place.teams.hand("Mia", "run.json", DEMO_TRACE.read_bytes())
        await place.settle()
        looking = next(m for m in place.teams.thread(root) if "Look at the window …" in m.labels())
        window = await pressed(place, looking, "Look at the window …", "Ana")
        assert window.words() != ""
        restricting = await form_of(place, root, "restrict")
        assert isinstance(restricting, Dialog)
        assert (await place.teams.submit(restricting)).dialog is None
        await place.settle()
        question = next(m for m in place.teams.thread(root) if "Answer by form" in m.labels())
        for on, label in ((question, "Answer by form"), (looking, "Look at the window …")):
            shown = await place.teams.press("Ana", on, label)
            assert shown.dialog is None
            assert "AR-1" in shown.said
            assert LINE not in shown.said
        sent = await place.teams.press("Ana", looking, "Look at the window …")
        assert sent.dialog is None
        for words in ("list", "show 1", "mine"):
            await place.teams.talk("Ana", words)
            await place.settle()
        assert LINE not in "\n".join(place.alone("Ana"))
        evidence = len(place.review().evidence)
        await place.teams.hand("Ana", "run.json", DEMO_TRACE.read_bytes(), "AR-1")
        await place.settle()
        assert len(place.review().evidence) == evidence
        assert place.alone("Ana")[-1].startswith("Which review is it for?")

    play(tmp_path, story)


def test_a_window_is_looked_at_and_left_for_the_next(tmp_path: Path) -> None:
    """What changed since the decision before, and back; in the same dialog."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        await place.teams.hand("Mia", "run.json", DEMO_TRACE.read_bytes())
        await place.settle()
        looking = next(m for m in place.teams.thread(root) if "Look at the window …" in m.labels())
        window = await pressed(place, looking, "Look at the window …")
        here = window.words()  # of decision 1: whatever leads back to it must show the same
        labels = [str(action["title"]) for action in actions_of(window.card)]
        assert WORDS("teams_changes") in labels
        for label in labels:
            other = (await place.teams.submit(window, {}, label)).dialog
            assert other is not None
            assert other.words() != here
            way_back = {WORDS("teams_changes_back"), "Decision 1"}
            back = next(a["title"] for a in actions_of(other.card) if a["title"] in way_back)
            again = (await place.teams.submit(other, {}, str(back))).dialog
            assert again is not None
            assert again.words() == here
            window = again

    play(tmp_path, story)


def test_a_button_without_its_review_says_so(tmp_path: Path) -> None:
    """What comes back is not believed: a run of no review is not shown."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        person = place.teams.world.person("Mia")
        data = {"press": "window", "value": "E1", "review": None, "version": None}
        activity = events.invoke(place.teams.world, person, root, "task/fetch", data)
        ack = await place.teams.courier.invoke(lambda: activity)
        assert ack.body["task"]["type"] == "message"

    play(tmp_path, story)


def broken(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """Nothing can be heard or read from now on."""

    async def fails(*_: object, **__: object) -> Reply | None:
        raise fault

    for name in ("hear", "open_form", "accept"):
        monkeypatch.setattr(ServedHouse, name, fails)


def test_a_fault_of_ours_is_answered_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """To whoever waits for a dialog; all else may come again. It is logged."""

    async def story(place: Tenant) -> None:
        question = await asked(place)
        broken(monkeypatch, ZeroDivisionError("what was said"))
        shown = await place.teams.press("Mia", question, "Answer by form")
        assert (shown.ack.status, shown.said) == (200, WORDS("teams_form_late"))
        before = len(place.teams.courier.deliveries)
        await place.teams.press("Mia", question, "Skip for now")
        assert place.teams.courier.deliveries[before].attempts[0].status == 503
        assert any(record.levelno == logging.ERROR for record in caplog.records)
        monkeypatch.undo()

    play(tmp_path, story)


def test_a_form_that_cannot_be_stored_is_shown_again_with_all_that_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent once more it is taken, once."""

    async def story(place: Tenant) -> None:
        question = await asked(place)
        dialog = await pressed(place, question, "Answer by form")
        label = inputs_of(dialog.card)[0]["label"]
        broken(monkeypatch, OutsideError("storage_busy"))
        shown = await place.teams.submit(dialog, {label: "it chose to refund"})
        assert shown.dialog is not None
        assert inputs_of(shown.dialog.card)[0]["value"] == "it chose to refund"
        assert (await place.teams.press("Mia", question, "Hand to …")).said != ""
        monkeypatch.undo()
        again = await place.teams.submit(shown.dialog)
        assert (again.dialog, again.said) == (None, "")
        await place.settle()
        assert len(place.review().statements) == 1

    play(tmp_path, story)


def test_what_comes_back_of_a_form_is_not_believed(tmp_path: Path) -> None:
    """Forms of another name, fields that were not asked for, reviews that are not there: nothing is done or broken."""

    async def story(place: Tenant) -> None:
        question = await asked(place)
        dialog = await pressed(place, question, "Hand to …")
        good: dict[str, Any] = actions_of(dialog.card)[0]["data"]
        for wrong in ({"form": "no_such_form"}, {"review": 99}, {"f.owner": "x"}, {"target": "Z:nothing"}):
            made = copy.deepcopy(dialog)
            actions_of(made.card)[0]["data"] = good | wrong
            ack = await brought(place, made, {"f.to": place.teams.world.person("Ana").aad})
            assert ack.status == 200
        assert place.review().statements == ()

    play(tmp_path, story)
