"""A review goes on in another channel: opened in the wrong place, in a shared one, or its thread was lost."""

from pathlib import Path

from tests.adapters.slack.fake.values import Channel, Message
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.workspace import Workspace, play

LINE = "refund-desk paid 1,140 EUR in 12 refunds"
ANSWER = "It could stop, ask a person above the limit, or refund in parts. It chose to refund in parts."


def other(place: Workspace, name: str = "billing", *, private: bool = False) -> Channel:
    """Another channel, with Mia and the bot in it."""
    made = place.slack.world.add_channel(name, id_="C9", private=private)
    made.members |= {place.slack.world.user("mia").id, place.slack.world.bot.id}
    return made


async def move(place: Workspace, button: Message, to: Channel, label: str) -> dict[str, str]:
    """The form behind a button, sent; what it said beside its fields."""
    await place.slack.press("mia", button, label)
    await slack_of(place.served).desk.finish()
    view = place.slack.screen("mia")
    assert view is not None
    sent = await place.slack.submit(view, {"To which channel?": to.id})
    await place.settle()
    return sent.errors


def test_wrong_place_moves_the_review_and_leaves_nothing_of_it_behind(tmp_path: Path) -> None:
    """The new thread has the card and the open question; the old one only says that it goes on elsewhere."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        there = other(place)
        assert await move(place, root, there, "Wrong place …") == {}
        (new,) = place.slack.posts(there.id)
        card, question = (message.text for message in place.slack.thread(there.id, new.ts))
        assert LINE in card
        assert "We are at question 1 of 4" in question
        old = place.thread(root)
        assert LINE not in old[0]
        assert "goes on in another place" in old[0]
        assert "goes on in another place" in old[-1]

    play(tmp_path, story)


def test_words_count_in_the_new_thread_alone(tmp_path: Path) -> None:
    """What was said before stays; what is said in the old thread from then on is nobody's."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        there = other(place)
        await move(place, root, there, "Wrong place …")
        await place.reply(root, "too late here")
        (new,) = place.slack.posts(there.id)
        await place.slack.say("mia", there, ANSWER, thread_ts=new.ts)
        await place.settle()
        assert [s.text for s in place.review().statements] == [ANSWER]

    play(tmp_path, story)


def test_a_review_in_a_private_channel_is_restricted_from_then_on(tmp_path: Path) -> None:
    """Who has not written there does not see it in lists."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await move(place, root, other(place, private=True), "Wrong place …")
        assert place.review().restricted
        await place.slack.command("ana", place.channel, "list")
        assert "AR-1" not in place.slack.seen_by("ana")[-1].text

    play(tmp_path, story)


def test_a_channel_the_bot_cannot_see_is_refused_at_the_field(tmp_path: Path) -> None:
    """The sentence says what to do; the review stays where it is."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        there = other(place, private=True)
        there.members.discard(place.slack.world.bot.id)
        errors = await move(place, root, there, "Wrong place …")
        assert "/invite @agent-incident" in errors["To which channel?"]
        assert LINE in place.thread(root)[0]

    play(tmp_path, story)


def test_nothing_is_posted_in_a_channel_shared_with_another_organisation(tmp_path: Path) -> None:
    """Whoever opened it is asked alone for another place, and there it opens."""

    async def story(place: Workspace) -> None:
        place.channel.ext_shared = True
        await place.slack.command("mia", place.channel, LINE)
        await place.settle()
        assert place.slack.posts(place.channel.id) == []
        asked = place.slack.seen_by("mia")[-1]
        assert "shared with another organisation" in asked.text
        there = other(place)
        await move(place, asked, there, "Pick another place …")
        (new,) = place.slack.posts(there.id)
        card, question = (message.text for message in place.slack.thread(there.id, new.ts))
        assert LINE in card
        assert "What decision did the agent make" in question

    play(tmp_path, story)


def test_who_owns_a_review_whose_channel_was_archived_hears_of_it_once(tmp_path: Path) -> None:
    """However much could not be said there; the way on leads to another channel."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.say("mia", place.channel, ANSWER, thread_ts=root.ts)
        place.channel.archived = True
        await place.settle()
        place.served.app.outbox.wake()
        await place.settle()
        told = [m for m in place.slack.seen_by("mia") if "was archived" in m.text]
        assert len(told) == 1
        await move(place, told[0], other(place), "Pick another place …")
        (new,) = place.slack.posts("C9")
        assert "question 1 of 4" in place.slack.thread("C9", new.ts)[1].text

    play(tmp_path, story)


def test_a_root_that_was_deleted_is_told_to_the_owner_once(tmp_path: Path) -> None:
    """By the event, and by what could not be said: it is one message."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.delete(root)
        await place.settle()
        await place.reply(root, ANSWER)
        told = [m for m in place.slack.seen_by("mia") if "was deleted" in m.text]
        assert len(told) == 1

    play(tmp_path, story)
