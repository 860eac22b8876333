"""How the fake brings activities: once, twice, in another order, again after a breakdown."""

from datetime import timedelta

import jwt

from tests.adapters.slack.fake.times import FakeTime
from tests.adapters.teams.fake.openid import APP, OpenId
from tests.adapters.teams.fake.stage import Bot, Caller, card, dialog, message, play, submit, text_block
from tests.adapters.teams.fake.teams import FakeTeams


def test_an_activity_can_come_twice_to_the_letter() -> None:
    """The same id, the same content."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        teams.courier.twice = True
        await teams.say("Mia", "incidents", "hello")
        first, second = bot.heard
        assert first == second

    play(story)


def test_activities_can_be_held_and_come_in_another_order() -> None:
    """Nothing is brought while they are held."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        teams.hold()
        said = [await teams.talk("Mia", text) for text in ("one", "two")]
        assert not bot.heard
        await teams.courier.release(lambda held: held[::-1])
        assert [told["id"] for told in bot.heard] == [said[1].id, said[0].id]

    play(story)


def test_what_broke_down_comes_again_and_then_once_more_later() -> None:
    """Three tries in all; a refusal is none."""
    time = FakeTime()

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        bot.answers.extend([(500, None), (503, None)])
        await teams.talk("Mia", "hello")
        await teams.until(lambda: len(bot.heard) == 2 and teams.courier.idle)
        time.advance(timedelta(seconds=10))
        await teams.until(lambda: len(bot.heard) == 3 and teams.courier.idle)
        assert len({told["id"] for told in bot.heard}) == 1

    play(story, time=time)


def test_a_refusal_is_a_violation_and_comes_no_more() -> None:
    """The bot must take what a good token brings."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        bot.answers.append((401, None))
        await teams.talk("Mia", "hello")
        await teams.settled()
        assert len(bot.heard) == 1
        assert teams.forgive() == ["message: answered with 401"]

    play(story)


def test_a_message_is_acknowledged_without_a_body() -> None:
    """Only an invoke has an answer."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        bot.answers.append((200, {"ok": True}))
        await teams.talk("Mia", "hello")
        assert teams.forgive() == ["message: answered with a body"]

    play(story)


def test_an_invoke_that_breaks_down_is_tried_three_times_and_the_person_told() -> None:
    """Each try is an activity of its own; whoever pressed sees that it failed."""

    async def story(teams: FakeTeams, bot: Bot, call: Caller) -> None:
        said = await teams.say("Mia", "incidents", "hello")
        body = message(card(text_block(), actions=[submit("Answer", fetch=True)]))
        await call("POST", f"{said.place};messageid={said.id}", "activities", body=body)
        on = teams.thread(said)[-1]
        bot.answers.extend([(500, None)] * 3)
        assert not (await teams.press("Mia", on, "Answer")).ack.ok
        assert len({told["id"] for told in bot.heard[1:]}) == 3
        assert teams.told("Mia") == ["Something went wrong. Please try again."]
        bot.answers.extend([(500, None), (200, dialog(card()))])
        assert (await teams.press("Mia", on, "Answer")).dialog is not None

    play(story)


def test_what_is_brought_is_signed_for_the_bot_and_the_service_address() -> None:
    """The claims of a good token, or others where a test says so."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        await teams.talk("Mia", "hello")
        teams.courier.claims = {"aud": "another"}
        await teams.talk("Mia", "hello")
        tokens = [
            jwt.decode(one.removeprefix("Bearer "), options={"verify_signature": False}) for one in bot.tokens
        ]
        assert [one["aud"] for one in tokens] == [APP, "another"]
        assert (
            {one["serviceurl"] for one in tokens}
            == {teams.service}
            == {one["serviceUrl"] for one in bot.heard}
        )

    play(story, keys=OpenId())


def test_the_service_address_may_change_between_two_activities() -> None:
    """Both are served: the newest is what activities name."""

    async def story(teams: FakeTeams, bot: Bot, call: Caller) -> None:
        await teams.talk("Mia", "hello")
        teams.world.region = "amer"
        await teams.talk("Mia", "hello")
        first, second = (told["serviceUrl"] for told in bot.heard)
        assert (first.endswith("/emea/"), second.endswith("/amer/")) == (True, True)
        chat = teams.world.chat("Mia").id
        assert (await call("POST", chat, "activities", body=message()))[0] == 201
        assert teams.calls[-1].region == "amer"

    play(story)
