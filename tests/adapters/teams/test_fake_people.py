"""People act in the fake, and the bot is told of it as Teams tells, or is not."""

import aiohttp
import pytest

from tests.adapters.teams.fake.forms import CannotSend
from tests.adapters.teams.fake.stage import Bot, Caller, card, dialog, message, play, submit, text_block
from tests.adapters.teams.fake.teams import FakeTeams
from tests.adapters.teams.fake.typed import Mentions
from tests.adapters.teams.fake.values import Message

PICKER = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
FORM = card(
    {"type": "Input.Text", "id": "f.what", "label": "What", "isRequired": True, "errorMessage": "Say what"},
    {"type": "Input.Text", "id": "f.more", "label": "More"},
    {"type": "Input.Date", "id": "f.day", "label": "Day", "value": "2026-09-20"},
    {"type": "Input.ChoiceSet", "id": "f.who", "label": "Who", "isMultiSelect": True, "choices": []}
    | {"choices.data": PICKER},
    actions=[submit("Send", form="wall")],
)


async def posted(teams: FakeTeams, call: Caller, *actions: object) -> Message:
    """A card of the bot in the thread of Mia, with these buttons."""
    said = await teams.say("Mia", "incidents", "hello")
    where = f"{said.place};messageid={said.id}"
    await call("POST", where, "activities", body=message(card(text_block(), actions=list(actions))))
    return teams.thread(said)[-1]


@pytest.mark.parametrize(
    ("rsc", "kind", "mention", "heard"),
    [
        (False, "standard", True, True),
        (False, "standard", False, False),
        (True, "standard", False, True),
        (True, "shared", False, False),
        (True, "shared", True, True),
        (True, "private", True, False),
    ],
)
def test_what_the_bot_hears_depends_on_permission_channel_and_mention(
    *, rsc: bool, kind: str, mention: bool, heard: bool
) -> None:
    """A plain reply is brought in a standard channel with the permission alone; a private channel is never heard."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        place = teams.world.add_channel("aside", "ops", kind=kind)
        said = await teams.say("Mia", place, "it refunded twice", mention=mention)
        assert (bot.kinds() == ["message"]) is heard
        assert said.heard is heard

    play(story, rsc=rsc)


def test_a_message_says_who_where_and_when() -> None:
    """The thread by its conversation, the tenant, the person's zone and language, the mention as an entity."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        root = await teams.say("Mia", "incidents", "our agent mailed twice")
        await teams.reply("Ana", root, "it was @Mia", mention=True)
        first, second = bot.heard
        assert first["text"] == "<at>agent-incident</at> our agent mailed twice"
        assert first["conversation"]["id"] == f"19:incidents@thread.tacv2;messageid={root.id}"
        assert (first["localTimezone"], first["locale"]) == ("Europe/Berlin", "en-US")
        assert first["channelData"]["tenant"]["id"] == teams.world.tenant
        assert second["conversation"] == first["conversation"]
        named = [one["mentioned"]["id"] for one in second["entities"] if one["type"] == "mention"]
        assert named == [teams.world.bot_id, "29:Mia"]

    play(story)


@pytest.mark.parametrize(
    ("how", "text", "entities"),
    [
        (Mentions.NBSP, "<at>agent-incident</at>&nbsp; hello", 1),
        (Mentions.WITHOUT_TEXT, "<at>agent-incident</at> hello", 1),
        (Mentions.WITHOUT_ENTITY, "<at>agent-incident</at> hello", 0),
    ],
)
def test_mentions_arrive_in_the_ways_that_were_seen(how: Mentions, text: str, entities: int) -> None:
    """Some without the entity, some without its text, some with a space that is no space."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        teams.world.mentions = how
        await teams.say("Mia", "incidents", "hello")
        assert bot.heard[0]["text"] == text
        assert sum(one["type"] == "mention" for one in bot.heard[0]["entities"]) == entities

    play(story)


def test_a_name_of_two_words_can_arrive_as_two_mentions_of_one_person() -> None:
    """What belongs together is told by the id alone; the name is escaped."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        lee = teams.world.add_person("Lee A&B")
        await teams.say("Mia", "incidents", "ask @Lee A&B")
        teams.world.mentions = Mentions.SPLIT
        await teams.say("Mia", "incidents", "ask @Lee A&B")
        whole, split = bot.heard
        assert whole["text"].endswith("ask <at>Lee A&amp;B</at>")
        assert split["text"].endswith("ask <at>Lee</at> <at>A&amp;B</at>")
        named = [one["mentioned"]["id"] for one in split["entities"] if one["type"] == "mention"]
        assert named == [teams.world.bot_id, lee.id, lee.id]

    play(story)


def test_edits_and_deletions_of_what_was_heard_are_told() -> None:
    """Each with its event, under the id of the message; of what was not heard nothing is told."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        said = await teams.say("Mia", "incidents", "it paid twice")
        aside = await teams.reply("Ana", said, "lunch?")
        await teams.edit(said, "it paid three times")
        await teams.delete(said)
        await teams.restore(said)
        await teams.edit(aside, "no lunch")
        await teams.delete(aside)
        assert bot.kinds() == [
            "message",
            "messageUpdate:editMessage",
            "messageDelete:softDeleteMessage",
            "messageUpdate:undeleteMessage",
        ]
        assert {one["id"] for one in bot.heard} == {said.id}
        assert [one.get("text") for one in bot.heard[1:3]] == ["it paid three times", None]

    play(story)


def test_a_button_sends_its_data_without_any_text() -> None:
    """No permission is needed, and the card it stands on is named."""

    async def story(teams: FakeTeams, bot: Bot, call: Caller) -> None:
        on = await posted(teams, call, submit("Take", value="W1"))
        assert (await teams.press("Ana", on, "Take")).ack.ok
        told = bot.heard[-1]
        assert told["value"] == {"press": "go", "value": "W1"}
        assert (told["type"], told["replyToId"], "text" in told) == ("message", on.id, False)
        assert told["conversation"]["id"].endswith(f";messageid={on.root}")

    play(story)


def test_a_dialog_is_opened_filled_in_by_label_and_sent() -> None:
    """Untouched fields send what they hold, empty ones nothing; people are sent by their account."""

    async def story(teams: FakeTeams, bot: Bot, call: Caller) -> None:
        on = await posted(teams, call, submit("Answer", fetch=True))
        bot.answers.append((200, dialog(FORM)))
        shown = (await teams.press("Mia", on, "Answer")).dialog
        assert shown is not None
        assert shown is teams.screen("Mia")
        sent = await teams.submit(shown, {"What": "a wall", "Who": ["Mia", "Ana"]})
        accounts = ",".join(teams.world.person(name).aad for name in ("Mia", "Ana"))
        assert bot.kinds()[-2:] == ["invoke:task/fetch", "invoke:task/submit"]
        fields = {"f.what": "a wall", "f.day": "2026-09-20", "f.who": accounts}
        assert bot.heard[-1]["value"]["data"] == {"press": "go", "form": "wall"} | fields
        assert (sent.ack.ok, teams.screen("Mia")) == (True, None)

    play(story)


def test_a_screen_lets_nobody_send_what_the_card_forbids() -> None:
    """An empty required field, an unknown one, a stranger, two lines in one, no date."""

    async def story(teams: FakeTeams, bot: Bot, call: Caller) -> None:
        on = await posted(teams, call, submit("Answer", fetch=True))
        bot.answers.append((200, dialog(FORM)))
        shown = (await teams.press("Mia", on, "Answer")).dialog
        assert shown is not None
        good = {"What": "a wall"}
        for values in ({}, {"Nope": "x"}, {"Who": "Zoe"}, {"More": "a\nb"}, {"Day": "soon"}):
            with pytest.raises(CannotSend):
                await teams.submit(shown, {**(good if values else {}), **values})
        assert bot.kinds()[-1] == "invoke:task/fetch"

    play(story)


def test_the_answer_to_a_form_is_another_card_or_words() -> None:
    """The one sent is gone; what takes its place is on the screen."""

    async def story(teams: FakeTeams, bot: Bot, call: Caller) -> None:
        on = await posted(teams, call, submit("Answer", fetch=True))
        words = {"task": {"type": "message", "value": "Somebody was quicker."}}
        bot.answers.extend([(200, dialog(FORM)), (200, dialog(FORM)), (200, words)])
        shown = (await teams.press("Mia", on, "Answer")).dialog
        assert shown is not None
        again = (await teams.submit(shown, {"What": "a wall"})).dialog
        assert (shown.open, again) == (False, teams.screen("Mia"))
        assert again is not None
        assert (await teams.submit(again, {"What": "a wall"})).said == "Somebody was quicker."
        assert (teams.screen("Mia"), teams.told("Mia")) == (None, ["Somebody was quicker."])

    play(story)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (None, "answered with None"),
        ({"task": {"type": "message", "value": ""}}, "answered with 'message'"),
        (dialog(card({"type": "Image", "url": "https://acme.test"})), "Image is not"),
        (dialog(FORM, title=""), "without a title"),
        (dialog(FORM, height="huge"), "'huge'"),
    ],
)
def test_a_broken_answer_to_an_invoke_is_a_violation(answer: dict[str, object] | None, why: str) -> None:
    """Dialogs are judged as messages are."""

    async def story(teams: FakeTeams, bot: Bot, call: Caller) -> None:
        on = await posted(teams, call, submit("Answer", fetch=True))
        bot.answers.append((200, answer))
        await teams.press("Mia", on, "Answer")
        assert why in "\n".join(teams.forgive())

    play(story)


def test_the_personal_chat_needs_no_mention_and_brings_files() -> None:
    """A file lies where its message says."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        await teams.talk("Mia", "mine")
        await teams.hand("Mia", "run.json", b"{}")
        mine, handed = bot.heard
        assert (mine["text"], mine["conversation"]["conversationType"]) == ("mine", "personal")
        assert mine["conversation"]["id"] == handed["conversation"]["id"]
        address = handed["attachments"][0]["content"]["downloadUrl"]
        async with aiohttp.ClientSession() as web, web.get(address) as response:
            assert await response.read() == b"{}"

    play(story)


def test_what_happens_to_team_and_app_is_told() -> None:
    """Who came and left, a channel gone, the app put in and taken out; never by somebody's clock."""

    async def story(teams: FakeTeams, bot: Bot, _call: Caller) -> None:
        zoe = teams.world.add_person("Zoe")
        await teams.add_member("ops", zoe)
        await teams.remove_member("ops", zoe)
        await teams.delete_channel("incidents", by="Mia")
        other = teams.world.add_team("support", ["Mia"])
        await teams.install(other, rsc=True)
        await teams.install(zoe)
        await teams.uninstall(other)
        assert bot.kinds() == [
            "conversationUpdate:teamMemberAdded",
            "conversationUpdate:teamMemberRemoved",
            "conversationUpdate:channelDeleted",
            "conversationUpdate:teamMemberAdded",
            "installationUpdate",
            "conversationUpdate",
            "installationUpdate",
            "conversationUpdate:teamMemberRemoved",
            "installationUpdate",
        ]
        assert not any("localTimezone" in told or "locale" in told for told in bot.heard)
        assert bot.heard[4]["channelData"]["team"]["id"] == other.id

    play(story)


def test_nobody_acts_where_they_are_not() -> None:
    """Neither writing nor pressing in a team one is not in, nor talking to an app one does not have."""

    async def story(teams: FakeTeams, bot: Bot, call: Caller) -> None:
        on = await posted(teams, call, submit())
        teams.world.add_person("Zoe")
        for act in (teams.say("Zoe", "incidents", "x"), teams.press("Zoe", on, "Go"), teams.talk("Zoe", "x")):
            with pytest.raises(AssertionError, match="Zoe"):
                await act
        assert len(bot.heard) == 1

    play(story)
