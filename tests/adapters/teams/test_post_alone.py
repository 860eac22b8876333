"""Words to one person: in their chat with the bot, else a call in a thread that shows nothing of what waits."""

import asyncio

import pytest

from bot.chat.teams.book import CHANNEL, PERSON
from bot.chat.teams.book import Channel as Held
from bot.chat.teams.lost import SHUT
from bot.domain.errors import Later, PersonLost, Refused
from bot.domain.review import PersonKey
from bot.voice import load_voice
from tests.adapters.teams.fake.openid import TENANT
from tests.adapters.teams.saying import KEY, Said, card, key_of, play

SECRET = "What you said of the vendor was kept out."
CALL = load_voice(None).words("teams_call")
NOT_INSTALLED = "ForbiddenOperationException"


def shows_nothing(said: Said) -> bool:
    """Whether no post of any channel tells what was for one person."""
    channels = said.teams.world.channels.values()
    return not any(SECRET in m.words() for place in channels for m in place.messages.values())


def test_a_direct_message_stands_in_the_chat_with_one_person() -> None:
    """The chat is begun once and kept; nobody else sees it."""

    async def story(said: Said) -> None:
        for _ in range(2):
            await said.chat.direct(key_of(said.mia), card(SECRET), KEY)
        assert said.alone(said.mia) == [SECRET, SECRET]
        assert len(said.teams.calls_to("create")) == 1
        assert shows_nothing(said)

    play(story)


def test_a_whisper_is_a_direct_message() -> None:
    """Teams shows nothing to one person in a channel."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        await said.chat.whisper(thread, key_of(said.mia), card(SECRET), KEY)
        assert said.alone(said.mia) == [SECRET]
        assert said.in_thread(thread) == []

    play(story)


def test_somebody_picked_who_was_never_heard_is_written_to() -> None:
    """Teams is asked who they are among the members of a channel, once; then their chat is begun."""

    async def story(said: Said) -> None:
        for _ in range(2):
            await said.chat.direct(key_of(said.ana), card(SECRET), KEY)
        assert said.alone(said.ana) == [SECRET, SECRET]
        assert len(said.teams.calls_to("member")) == 1

    play(story)


def test_somebody_of_another_team_is_found_there() -> None:
    """One channel of each team is asked, that of the thread first, until one knows them."""

    async def story(said: Said) -> None:
        kai = said.teams.world.add_person("Kai")
        other = said.teams.world.add_team("sales", ["Kai"])
        other.installed = True
        for name in ("zeta", "eta", "theta"):
            place = said.teams.world.add_channel(name, other)
            await said.book.keep(CHANNEL + place.id, Held(said.teams.service, other.id))
        thread = await said.thread()
        await said.chat.whisper(thread, key_of(kai), card(SECRET), KEY)
        assert said.alone(kai) == [SECRET]
        asked = [call.conversation for call in said.teams.calls_to("member")]
        assert asked[0] == said.channel.id
        assert len(asked) == 2

    play(story)


def test_a_stranger_cannot_be_written_to() -> None:
    """No team knows them, each asked once; or they are of another platform."""

    async def story(said: Said) -> None:
        for name in ("eta", "theta"):
            place = said.teams.world.add_channel(name, "ops")
            await said.book.keep(CHANNEL + place.id, Held(said.teams.service, place.team))
        for person in (f"teams:{TENANT}:nobody", "slack:T1:U1"):
            with pytest.raises(PersonLost):
                await said.chat.direct(PersonKey(person), card(SECRET), KEY)
        assert len(said.teams.calls_to("member")) == 1

    play(story)


def test_teams_that_cannot_be_asked_loses_nobody() -> None:
    """A fault of its own while somebody is looked up: it is asked again later."""

    async def story(said: Said) -> None:
        said.teams.troubles.break_down("member")
        with pytest.raises(Later):
            await said.chat.direct(key_of(said.ana), card(SECRET), KEY)
        await said.chat.direct(key_of(said.ana), card(SECRET), KEY)
        assert said.alone(said.ana) == [SECRET]

    play(story)


@pytest.mark.parametrize("code", sorted(SHUT))
def test_somebody_who_cannot_be_written_to_is_called_on_in_the_thread(code: str) -> None:
    """By a mention, without a word of what it was."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.teams.troubles.refuse("send", 403, code)
        await said.chat.whisper(thread, key_of(said.mia), card(SECRET), KEY)
        (call,) = said.in_thread(thread)
        assert call.card is not None
        assert call.card["msteams"]["entities"][0]["mentioned"]["id"] == said.mia.id
        assert CALL.split("`")[0].strip() in call.words()
        assert shows_nothing(said)

    play(story)


def test_a_chat_that_cannot_be_begun_becomes_a_call() -> None:
    """The app is not in their scope and not in any team of theirs."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.teams.troubles.refuse("create", 403, NOT_INSTALLED)
        await said.chat.whisper(thread, key_of(said.mia), card(SECRET), KEY)
        assert len(said.in_thread(thread)) == 1
        assert said.alone(said.mia) == []

    play(story)


def test_a_call_stands_where_somebody_was_last_heard() -> None:
    """A direct message belongs to no thread."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        await said.meet(said.mia, thread)
        said.mia.blocks_bot = True
        await said.chat.direct(key_of(said.mia), card(SECRET), KEY)
        assert len(said.in_thread(thread)) == 1
        assert shows_nothing(said)

    play(story)


def test_somebody_heard_in_no_thread_cannot_be_called_on() -> None:
    """Then they are lost, and the house finds another way."""

    async def story(said: Said) -> None:
        said.mia.blocks_bot = True
        with pytest.raises(PersonLost):
            await said.chat.direct(key_of(said.mia), card(SECRET), KEY)

    play(story)


def test_somebody_whose_thread_is_lost_too_cannot_be_called_on() -> None:
    """Not the place is reported, whose review may be another one: the person is."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        await said.meet(said.mia, thread)
        said.mia.blocks_bot = True
        said.channel.deleted = True
        with pytest.raises(PersonLost):
            await said.chat.direct(key_of(said.mia), card(SECRET), KEY)

    play(story)


def test_somebody_whose_account_is_gone_is_lost() -> None:
    """Teams tells of no account that ends: whoever cannot be written to is looked for before they are called on."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        await said.meet(said.mia, thread)
        said.mia.gone = True
        with pytest.raises(PersonLost):
            await said.chat.direct(key_of(said.mia), card(SECRET), KEY)
        assert said.in_thread(thread) == []

    play(story)


def test_whether_somebody_is_there_is_asked_again_where_teams_does_not_say() -> None:
    """A fault of its own loses nobody."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.mia.blocks_bot = True
        said.teams.troubles.break_down("member")
        with pytest.raises(Later):
            await said.chat.whisper(thread, key_of(said.mia), card(SECRET), KEY)
        await said.chat.whisper(thread, key_of(said.mia), card(SECRET), KEY)
        assert len(said.in_thread(thread)) == 1

    play(story)


def test_a_chat_that_is_gone_is_begun_anew() -> None:
    """Its id was kept, and Teams does not know it any more."""

    async def story(said: Said) -> None:
        reach = await said.book.person(said.mia.aad)
        assert reach is not None
        await said.book.keep(PERSON + said.mia.aad, type(reach)(**{**vars(reach), "chat": "a:stale"}))
        await said.chat.direct(key_of(said.mia), card(SECRET), KEY)
        assert said.alone(said.mia) == [SECRET]
        after = await said.book.person(said.mia.aad)
        assert after is not None
        assert after.chat == said.teams.world.chat("Mia").id

    play(story)


def test_a_chat_begun_keeps_what_was_heard_meanwhile() -> None:
    """Somebody writes in a thread while their chat is begun: where they were heard is not forgotten."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        chat = said.chat.direct(key_of(said.mia), card(SECRET), KEY)
        begun = said.teams.troubles.stall("create")
        task = asyncio.create_task(chat)
        await said.teams.until(lambda: said.teams.calls_to("create")[1:])
        await said.meet(said.mia, thread)
        begun.set()
        await task
        after = await said.book.person(said.mia.aad)
        assert after is not None
        assert (after.root, after.chat) == (thread.thread, said.teams.world.chat("Mia").id)

    play(story)


@pytest.mark.parametrize(("status", "code"), [(400, "BadArgument"), (413, "MessageSizeTooBig")])
def test_what_is_refused_for_another_reason_calls_on_nobody(status: int, code: str) -> None:
    """It says nothing of the person."""

    async def story(said: Said) -> None:
        thread = await said.thread()
        said.teams.troubles.refuse("send", status, code)
        with pytest.raises(Refused) as refused:
            await said.chat.whisper(thread, key_of(said.mia), card(SECRET), KEY)
        assert not isinstance(refused.value, PersonLost)
        assert said.in_thread(thread) == []

    play(story)


def test_nobody_is_called_on_in_their_own_chat() -> None:
    """A mention there would tell them of themselves."""

    async def story(said: Said) -> None:
        await said.chat.direct(key_of(said.mia), card(SECRET, calls=key_of(said.mia)), KEY)
        (message,) = said.teams.chat("Mia")
        assert message.card is not None
        assert "entities" not in message.card.get("msteams", {})

    play(story)
