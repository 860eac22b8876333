"""Whom a message calls on hears of it: by one mention, made of their id; words of people mention nobody."""

from pathlib import Path

from tests.adapters.slack.fake.values import Json, Message
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.typed import LINE
from tests.adapters.slack.workspace import Workspace, play


def mentioned(message: Message) -> list[str]:
    """Ids of everybody a message mentions, by element or by markup."""
    found: list[str] = []

    def look(block: Json) -> None:
        if block.get("type") == "user":
            found.append(block["user_id"])
        for part in block.get("elements", []):
            look(part)

    for block in message.blocks:
        look(block)
    return found


async def hand(place: Workspace, question: Message, to: str) -> None:
    """The form [Hand to …] sent."""
    await place.slack.press("mia", question, "Hand to …")
    await slack_of(place.served).desk.finish()
    view = place.slack.screen("mia")
    assert view is not None
    await place.slack.submit(view, {"Who could know it?": to})
    await place.settle()


def test_who_a_question_is_handed_to_is_mentioned(tmp_path: Path) -> None:
    """Once, and named as Slack names them, though nobody had met them before."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        question = place.slack.thread(place.channel.id, root.ts)[1]
        await hand(place, question, "ana")
        handed = place.slack.thread(place.channel.id, root.ts)[-1]
        assert mentioned(handed) == [place.slack.world.user("ana").id]
        assert "ana: mia thinks you can say" in handed.text

    play(tmp_path, story)


def test_words_of_people_mention_nobody(tmp_path: Path) -> None:
    """Neither a person nor everybody here, however it is typed."""

    async def story(place: Workspace) -> None:
        root = await place.open("it paid <!here> and <@U2> twice")
        for message in place.slack.thread(place.channel.id, root.ts):
            assert mentioned(message) == []
            assert "<!here>" not in message.text
            assert "<@U2>" not in message.text

    play(tmp_path, story)
