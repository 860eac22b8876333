"""What people write, in the bot as it is served: kept where it belongs to a review, and nowhere else."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.teams.book import PERSON, TEAM
from tests.adapters.teams.fake.typed import Mentions
from tests.adapters.teams.tenant import ANSWER, LINE, Tenant, play


def test_a_line_behind_the_bots_name_opens_a_thread(tmp_path: Path) -> None:
    """A new post with the review's card, question 1 below it; all ways to answer are words of its review."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        assert "AR-1" in place.thread(root)[0]
        assert "What decision did the agent make" in place.thread(root)[1]
        await place.reply(root, ANSWER)
        await place.reply(root, "answer nobody was asked", mention=True)
        await place.reply(root, "the limit was set in May", mention=True)
        assert place.texts() == [ANSWER, "nobody was asked", "the limit was set in May"]

    play(tmp_path, story)


@pytest.mark.parametrize("how", list(Mentions))
def test_each_form_of_a_mention_is_understood(tmp_path: Path, how: Mentions) -> None:
    """As Teams was seen to write them."""

    async def story(place: Tenant) -> None:
        place.teams.world.mentions = how
        root = await place.open()
        await place.reply(root, "answer ask agent-incident & Ana", mention=True)
        assert place.texts() == ["ask agent-incident & Ana"]

    play(tmp_path, story)


def test_where_nothing_was_granted_a_mention_is_enough(tmp_path: Path) -> None:
    """A plain reply is not brought; one that is changed to name the bot is heard of then, and revised as all are."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        plain = await place.reply(root, "it could stop")
        assert place.texts() == []
        await place.teams.edit(plain, "@agent-incident answer it could stop, or ask")
        await place.settle()
        assert place.texts() == ["it could stop, or ask"]
        await place.teams.edit(plain, "@agent-incident answer it could ask")
        await place.settle()
        assert place.texts() == ["it could ask"]

    play(tmp_path, story, rsc=False)


def test_edits_and_deletions_revise_what_was_said(tmp_path: Path) -> None:
    """The newest words count; of a deleted message who and when stay, and with an undo it is back."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        message = await place.reply(root, ANSWER)
        await place.teams.edit(message, "It could stop or refund. It chose to refund.")
        await place.settle()
        assert place.texts() == ["It could stop or refund. It chose to refund."]
        await place.teams.delete(message)
        await place.settle()
        (gone,) = place.review().statements
        assert (gone.deleted, gone.text) == (True, "")
        for _ in range(2):  # an undo, and the same once more
            place.time.advance(timedelta(seconds=1))
            await place.teams.restore(message)
            await place.settle()
            assert place.texts() == ["It could stop or refund. It chose to refund."]
            place.time.advance(timedelta(seconds=1))
            await place.teams.delete(message)
            await place.settle()
            assert place.texts() == [""]

    play(tmp_path, story)


def test_everything_twice_is_once(tmp_path: Path) -> None:
    """Openings, answers, edits, questions to the bot: whatever is brought again has been answered."""

    async def story(place: Tenant) -> None:
        place.teams.courier.twice = True
        root = await place.open()
        message = await place.reply(root, ANSWER)
        await place.teams.edit(message, f"{ANSWER} Nobody was asked.")
        await place.settle()
        before = len(place.thread(root))
        await place.reply(root, "help", mention=True)
        assert len(place.thread(root)) == before + 1
        await place.teams.talk("Mia", "list")
        await place.settle()
        assert len([said for said in place.alone("Mia") if "AR-1" in said]) == 1
        assert len(place.roots()) == 1
        assert len(place.review().statements) == 1

    play(tmp_path, story)


def test_what_is_said_elsewhere_leaves_no_trace(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the words nor who said them, nor that they were said: not stored, not learned, not logged."""
    caplog.set_level(logging.DEBUG)

    async def story(place: Tenant) -> None:
        root = await place.open()
        stranger = place.newcomer("Zebedee Quux")
        other = await place.teams.say(stranger, place.channel, "the plugh of xyzzy", mention=False)
        await place.teams.reply(stranger, other, "plugh once more")
        await place.teams.edit(other, "plugh, changed")
        await place.teams.delete(other)
        await place.settle()
        for held in place.kept():
            for word in (b"plugh", b"xyzzy", b"Quux", stranger.aad.encode(), stranger.id.encode()):
                assert word not in held
        assert not any("plugh" in line or "Quux" in line for line in caplog.messages)
        await place.reply(root, "it could stop", who="Zebedee Quux")
        assert any(stranger.aad.encode() in held for held in place.kept())

    play(tmp_path, story)


def test_in_the_chat_with_one_person_all_that_waits_is_shown(tmp_path: Path) -> None:
    """Words that are no command open nothing, where one channel takes all reviews too."""

    async def story(place: Tenant) -> None:
        await place.open()
        await place.teams.talk("Mia", "thank you, done")
        await place.settle()
        assert "AR-1" in place.alone("Mia")[-1]
        assert len(place.roots()) == 1
        await place.teams.talk("Mia", f"agent-incident {LINE} again")
        await place.settle()
        assert len(place.roots()) == 2

    play(tmp_path, story, incidents=True)


def test_a_line_written_alone_is_offered_as_a_form_where_no_channel_is_meant(tmp_path: Path) -> None:
    """What was typed is in it; the channel is picked."""

    async def story(place: Tenant) -> None:
        await place.open()
        await place.teams.talk("Mia", "agent-incident it paid twice")
        await place.settle()
        shown = await place.teams.press("Mia", place.teams.chat("Mia")[-1], "Decision review")
        assert shown.dialog is not None
        await place.teams.submit(shown.dialog, {"In which channel?": place.channel.id})
        await place.settle()
        assert len(place.roots()) == 2
        assert place.review(2).title == "it paid twice"

    play(tmp_path, story)


def test_what_is_asked_in_a_channel_is_answered_to_whoever_asked(tmp_path: Path) -> None:
    """Lists and reviews go to the person alone."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        before = place.thread(root)
        for words in ("list", "show", "walls", "mine"):
            await place.reply(root, words, "Ana", mention=True)
        assert place.thread(root) == before
        assert len(place.alone("Ana")) == 4
        assert place.alone("Mia") == []

    play(tmp_path, story)


def test_a_plain_reply_tells_that_plain_replies_are_heard(tmp_path: Path) -> None:
    """A mention does not, nor does the end of one."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        addresses = place.served.app.store.addresses
        mention = await place.reply(root, "answer it could stop", mention=True)
        await place.teams.delete(mention)
        await place.settle()
        assert not (addresses.one(f"teams:{place.teams.world.tenant}", TEAM + place.team.id) or {}).get(
            "hears"
        )
        await place.reply(root, "it could stop")
        assert (addresses.one(f"teams:{place.teams.world.tenant}", TEAM + place.team.id) or {})["hears"]

    play(tmp_path, story)


def test_a_name_and_a_zone_are_known_and_followed(tmp_path: Path) -> None:
    """By each thing somebody does."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        mia = place.teams.world.person("Mia")
        mia.zone, mia.name = "Asia/Kolkata", "Mia Weber"
        await place.reply(root, ANSWER, "Mia Weber")
        workspace = f"teams:{place.teams.world.tenant}"
        held = place.served.app.store.addresses.one(workspace, PERSON + mia.aad)
        assert held is not None
        assert (held["name"], held["zone"]) == ("Mia Weber", "Asia/Kolkata")
        with place.served.app.store.unit() as work:
            assert work.diaries([place.key("Mia Weber")])[place.key("Mia Weber")].zone == "Asia/Kolkata"
            met = work.person(place.key("Mia Weber"))
        assert met is not None
        assert met.name == "Mia Weber"

    play(tmp_path, story)
