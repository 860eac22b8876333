"""Cards posted in Teams: in threads, in channels, and in place of an earlier one."""

import pytest

from bot.chat.teams.book import CHANNEL, PERSON, TEAM, Team
from bot.chat.teams.book import Channel as Held
from bot.chat.teams.reading import conversation
from bot.domain.errors import Later, PlaceLost, Refused, Unsure
from bot.domain.review import ThreadRef
from bot.domain.tree import Card, Paragraph, Text
from tests.adapters.teams import drawn
from tests.adapters.teams.fake.deeds import DEEDS, create
from tests.adapters.teams.fake.elements import Json
from tests.adapters.teams.fake.openid import TENANT
from tests.adapters.teams.fake.values import Call
from tests.adapters.teams.fake.world import World
from tests.adapters.teams.saying import KEY, LINK, WORDS, Said, card, key_of, play

LOST = (
    (403, "BotDisabledByAdmin"),
    (403, "BotNotInConversationRoster"),
    (403, "ConversationBlockedByUser"),
    (403, "NotEnoughPermissions"),
    (404, "ConversationNotFound"),
)
"""Answers to a post that mean nothing can be said there. Source: Microsoft's table of status codes."""

NOT_LOST = (
    (400, "BadArgument"),
    (403, "InvalidBotApiHost"),
    (404, "SomethingNew"),
    (413, "MessageSizeTooBig"),
)
"""Answers that say nothing of the place."""


def test_a_thread_is_begun_and_answered_in() -> None:
    """The card is a new post of the channel; words go under it, by the address that is kept."""

    async def story(said: Said) -> None:
        thread = await said.chat.open_thread(said.channel.id, card("AR-7"), KEY)
        (root,) = said.teams.posts(said.channel)
        assert thread == ThreadRef("teams", TENANT, said.channel.id, root.id)
        message = await said.chat.post(thread, card(), KEY)
        (reply,) = said.in_thread(thread)
        assert (message, reply.words()) == (reply.id, WORDS)

    play(story)


def test_what_is_announced_stands_outside_any_thread() -> None:
    """A post of its own, whose id is told."""

    async def story(said: Said) -> None:
        message = await said.chat.announce(said.channel.id, card(), KEY)
        assert [(post.id, post.words()) for post in said.teams.posts(said.channel)] == [(message, WORDS)]

    play(story)


def test_a_card_is_replaced_where_it_stands() -> None:
    """By its id; no other message appears."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        await said.chat.update(thread, thread.thread, card("AR-7, closed"))
        (root,) = said.teams.posts(said.channel)
        assert (root.words().partition("\n")[0], root.edited) == ("AR-7, closed", True)

    play(story)


def test_the_card_of_a_review_says_how_to_answer_in_its_channel() -> None:
    """By button and by name everywhere; by a plain reply where one was ever heard in the team."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        (root,) = said.teams.posts(said.channel)
        assert "@agent-incident answer" in root.words()
        place = await said.book.channel(thread.channel)
        assert place is not None
        await said.book.keep(TEAM + place.team, Team(place.service, hears="yes"))
        await said.chat.update(thread, thread.thread, card())
        assert "a plain reply in this thread" in root.words()
        assert "@agent-incident answer" not in root.words()

    play(story)


def test_an_update_takes_a_turn_of_its_thread_too() -> None:
    """To Teams it is one message more in the thread."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        where = conversation(thread.channel, thread.thread)
        await said.chat.post(thread, card(), KEY)
        await said.chat.update(thread, thread.thread, card())
        assert said.turns.taken.count(where) == 2

    play(story)


def test_whoever_is_called_on_is_mentioned_by_the_id_teams_has_for_them() -> None:
    """Reviews name people by their account."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        await said.chat.post(thread, card(calls=key_of(said.mia)), KEY)
        (reply,) = said.in_thread(thread)
        assert reply.card is not None
        (entity,) = reply.card["msteams"]["entities"]
        assert entity["mentioned"] == {"id": said.mia.id, "name": said.mia.name}

    play(story)


def test_somebody_picked_who_was_never_heard_can_be_called_on() -> None:
    """Teams tells who they are when it is asked; it is asked once."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        for _ in range(2):
            await said.chat.post(thread, card(calls=key_of(said.ana)), KEY)
        entities = [m.card["msteams"]["entities"] for m in said.in_thread(thread) if m.card]
        assert [one["mentioned"]["id"] for (one,) in entities] == [said.ana.id] * 2
        assert len(said.teams.calls_to("member")) == 1

    play(story)


def test_a_stranger_is_called_on_by_no_mention() -> None:
    """The card is posted all the same: its words name them."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        await said.chat.post(thread, card(calls=f"teams:{TENANT}:nobody"), KEY)
        (reply,) = said.in_thread(thread)
        assert reply.words() == WORDS

    play(story)


@pytest.mark.parametrize(("status", "code"), LOST)
def test_a_place_is_lost_by_the_code_of_the_answer(status: int, code: str) -> None:
    """For words in a thread, for the card of one, and for a post of its own."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        for kind in ("send", "create", "update"):
            said.teams.troubles.refuse(kind, status, code)
        with pytest.raises(PlaceLost):
            await said.chat.post(thread, card(), KEY)
        with pytest.raises(PlaceLost):
            await said.chat.announce(said.channel.id, card(), KEY)
        with pytest.raises(PlaceLost):
            await said.chat.update(thread, thread.thread, card())

    play(story)


@pytest.mark.parametrize(("status", "code"), NOT_LOST)
def test_a_place_is_not_lost_by_its_status_alone(status: int, code: str) -> None:
    """What is refused for another reason is refused, and the next word may pass."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.teams.troubles.refuse("send", status, code)
        with pytest.raises(Refused) as refused:
            await said.chat.post(thread, card(), KEY)
        assert not isinstance(refused.value, PlaceLost)
        assert refused.value.values["said"] == code
        await said.chat.post(thread, card(), KEY)

    play(story)


def test_a_page_of_a_proxy_loses_no_place() -> None:
    """A 403 in HTML is nobody's word on the thread."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.teams.troubles.break_down("send", status=403)
        with pytest.raises(Refused) as refused:
            await said.chat.post(thread, card(), KEY)
        assert not isinstance(refused.value, PlaceLost)

    play(story)


def test_a_card_that_was_deleted_is_lost_and_its_thread_takes_words() -> None:
    """The owner is told of the card; whoever reads the thread still can."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        (root,) = said.teams.posts(said.channel)
        root.deleted = True
        with pytest.raises(PlaceLost) as lost:
            await said.chat.update(thread, thread.thread, card())
        assert lost.value.key == "teams_card_gone"
        await said.chat.post(thread, card(), KEY)
        assert [m.words() for m in said.in_thread(thread)] == [WORDS]

    play(story)


@pytest.mark.parametrize(("status", "code"), LOST)
def test_a_thread_that_cannot_be_begun_says_a_way_on(status: int, code: str) -> None:
    """Whoever asked reads how the bot comes into the channel, and no code of the service's."""

    async def story(said: Said) -> None:
        said.teams.troubles.refuse("create", status, code)
        with pytest.raises(Refused) as refused:
            await said.thread()
        assert refused.value.key == "teams_not_in"
        assert not isinstance(refused.value, PlaceLost)

    play(story)


def test_the_app_out_of_the_team_is_a_place_lost() -> None:
    """Known from the news, when the channel is forgotten, or from the answer to the next post."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.teams.world.team("ops").installed = False
        with pytest.raises(PlaceLost):
            await said.chat.post(thread, card(), KEY)
        await said.book.forget(CHANNEL + said.channel.id)
        with pytest.raises(PlaceLost):
            await said.chat.post(thread, card(), KEY)
        with pytest.raises(PlaceLost):
            await said.chat.update(thread, thread.thread, card())

    play(story)


def test_the_app_back_in_the_team_speaks_before_anybody_has_spoken() -> None:
    """The channel was forgotten with the team: it is reached where the others of the tenant are."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        await said.book.forget(CHANNEL + said.channel.id)
        await said.chat.post(thread, card(), KEY)
        assert [m.words() for m in said.in_thread(thread)] == [WORDS]

    play(story)


def test_a_channel_nobody_was_heard_in_is_opened_in() -> None:
    """The incident channel, named in the settings: the first review of all may be for it."""

    async def story(said: Said) -> None:
        incidents = said.teams.world.add_channel("all incidents", "ops")
        await said.chat.open_thread(incidents.id, card(), KEY)
        assert [m.words().partition("\n")[0] for m in said.teams.posts(incidents)] == [WORDS]

    play(story, heard=False)


def test_nothing_is_said_where_nobody_was_ever_heard() -> None:
    """There is no address to call: no thread can be opened, and one that stands is lost."""

    async def story(said: Said) -> None:
        await said.book.forget(PERSON + said.mia.aad)
        with pytest.raises(Refused) as refused:
            await said.thread()
        assert refused.value.key == "teams_not_in"
        with pytest.raises(PlaceLost):
            await said.chat.post(ThreadRef("teams", TENANT, said.channel.id, "1"), card(), KEY)
        assert said.teams.calls == []

    play(story, heard=False)


@pytest.mark.parametrize("kind", ["private", "shared"])
def test_no_review_is_held_where_others_read_along_or_no_bot_may_speak(kind: str) -> None:
    """Nothing is posted, and the sentence is that of the kind."""

    async def story(said: Said) -> None:
        channel = said.teams.world.add_channel("beside", "ops", kind=kind)
        await said.book.keep(CHANNEL + channel.id, Held(said.teams.service, channel.team, kind=kind))
        with pytest.raises(Refused) as refused:
            await said.chat.open_thread(channel.id, card(), KEY)
        assert refused.value.key == f"teams_{kind}"
        with pytest.raises(Refused):
            await said.chat.announce(channel.id, card(), KEY)
        assert said.teams.calls == []

    play(story)


def test_a_thread_begun_without_an_id_is_not_taken_for_one() -> None:
    """Words under it would stand as posts of their own; so nobody knows, and it is begun again."""

    async def story(said: Said) -> None:
        said.teams.troubles.empty("create")
        with pytest.raises(Unsure):
            await said.thread()

    play(story)


def test_a_thread_begun_under_no_message_is_not_taken_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer names the channel, and not the post."""

    def vague(world: World, call: Call) -> tuple[int, Json]:
        return create(world, call)[0], {"id": call.body["channelData"]["channel"]["id"]}

    async def story(said: Said) -> None:
        monkeypatch.setitem(DEEDS, "create", vague)
        with pytest.raises(Unsure):
            await said.thread()
        assert len(said.teams.posts(said.channel)) == 1

    play(story)


def test_words_without_an_id_are_said() -> None:
    """Teams answers 202 and nothing else at times."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.teams.troubles.empty("send")
        assert await said.chat.post(thread, card(), KEY) == ""
        assert len(said.in_thread(thread)) == 1

    play(story)


def test_a_file_is_a_link_in_the_thread() -> None:
    """Its name leads there, and what it shows stands beside it."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        link = await said.chat.upload(thread, "run.png", b"png", "Twelve refunds in a row.")
        (reply,) = said.in_thread(thread)
        assert link == LINK
        assert any(sign.href == LINK for sign in drawn.read(reply.words()))
        assert "run.png" in drawn.text(reply.words())
        assert "Twelve refunds in a row." in drawn.text(reply.words())

    play(story)


def test_a_file_that_has_to_wait_is_kept_once() -> None:
    """It is put where the link leads when its turn has come, and not before."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.turns.wait_s = 2.0
        with pytest.raises(Later):
            await said.chat.upload(thread, "run.png", b"png")
        assert said.served.names == []
        await said.chat.upload(thread, "run.png", b"png")
        assert said.served.names == ["run.png"]

    play(story)


def test_a_file_no_link_can_lead_to_is_refused() -> None:
    """The sentence names the file, and nothing is posted."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.served.link = ""
        with pytest.raises(Refused) as refused:
            await said.chat.upload(thread, "run.png", b"png")
        assert (refused.value.key, refused.value.values) == ("teams_no_files", {"name": "run.png"})
        assert said.in_thread(thread) == []

    play(story)


def test_the_largest_card_is_taken() -> None:
    """Words beyond any measure are cut, and Teams does not find the message too large."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        flood = tuple(Paragraph((Text("\N{GRINNING FACE} 1*2_3 " * 900),)) for _ in range(40))
        await said.chat.post(thread, Card(flood), KEY)
        (reply,) = said.in_thread(thread)
        assert "There is more than one message holds" in reply.words()

    play(story)


def test_nobody_is_reacted_to_and_nothing_is_found() -> None:
    """Teams has neither for a bot: no call is made, and the house is told that nobody can look."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        calls = len(said.teams.calls)
        await said.chat.react(thread, "1", "taken")
        assert await said.chat.find(thread, KEY) is None
        assert not said.chat.looks
        assert len(said.teams.calls) == calls

    play(story)
