"""Buttons, forms and lists of the served bot, and the ways a reply finds to who asked."""

from dataclasses import replace
from pathlib import Path

import pytest

import bot
from bot.domain.errors import Refused
from bot.domain.review import SameTomorrow
from bot.domain.vocabulary import Facet, YesNo
from tests.adapters.slack.fake.values import Message
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.typed import LINE
from tests.adapters.slack.workspace import Workspace, play


def test_a_button_and_a_form_reach_the_interview(tmp_path: Path) -> None:
    """[Answer by form] opens a modal; what is sent is taken."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        question = place.slack.thread(place.channel.id, root.ts)[1]
        await place.slack.press("ana", question, "Answer by form")
        await slack_of(place.served).desk.finish()
        view = place.slack.screen("ana")
        assert view is not None
        sent = await place.slack.submit(view, {"options": "stop; ask a person; refund in parts"})
        assert not sent.errors
        await place.settle()
        finding = place.review().finding(Facet.OPTIONS, "A")
        assert finding is not None
        assert finding.text == "stop; ask a person; refund in parts"

    play(tmp_path, story)


def test_list_and_help_are_shown_to_who_asks_alone(tmp_path: Path) -> None:
    """In the answer to the command; nothing is posted."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        await place.slack.command("ana", place.channel, "list")
        await place.slack.command("ana", place.channel, "help")
        listed, helped = (message.text for message in place.slack.seen_by("ana"))
        assert "AR-1" in listed
        assert "/agent-incident" in helped
        assert place.slack.seen_by("mia") == []

    play(tmp_path, story)


def test_a_form_asked_for_in_words_stands_behind_a_button(tmp_path: Path) -> None:
    """A mention may open none itself; whoever asked alone sees the button, and the answer of the form."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, "<@U0BOT> restrict")
        (offered,) = place.slack.seen_by("mia")
        await place.slack.press("mia", offered, offered.labels()[0])
        await slack_of(place.served).desk.finish()
        view = place.slack.screen("mia")
        assert view is not None
        await place.slack.submit(view, {"Who may read it": ["ana"]})
        await place.settle()
        assert place.review().restricted
        assert place.review().statements == ()

    play(tmp_path, story)


def test_a_form_asked_for_outside_any_thread_is_told_where(tmp_path: Path) -> None:
    """Slack lets no command be typed in a thread: the sentence says what can be."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        await place.slack.command("mia", place.channel, "restrict")
        (told,) = (message.text for message in place.slack.seen_by("mia"))
        assert "@agent-incident restrict" in told

    play(tmp_path, story)


@pytest.mark.parametrize("error", ["expired_trigger_id", "invalid_trigger_id", "view_too_large"])
def test_a_form_that_does_not_open_is_told(error: str, tmp_path: Path) -> None:
    """Whoever pressed sees a sentence, and nobody else does."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        question = place.slack.thread(place.channel.id, root.ts)[1]
        place.slack.fail("views.open", error)
        await place.slack.press("ana", question, "Answer by form")
        await place.settle()
        (told,) = (message.text for message in place.slack.seen_by("ana"))
        assert "could not be opened" in told

    play(tmp_path, story)


@pytest.mark.parametrize(
    ("in_place", "ways"),
    [("", ["chat.postEphemeral"]), ("user_not_in_channel", ["chat.postEphemeral", "chat.postMessage"])],
)
def test_a_direct_reply_finds_another_way(in_place: str, ways: list[str], tmp_path: Path) -> None:
    """Where the address Slack gave holds no more: in the place, and at last as a direct message; once."""

    async def gone(_: str, __: object) -> None:
        raise Refused("slack_refused", said=404)

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        question = place.slack.thread(place.channel.id, root.ts)[1]
        slack_of(place.served).desk.counter.whisper.respond = gone
        place.slack.fail("views.open", "expired_trigger_id")
        if in_place:
            place.slack.fail("chat.postEphemeral", in_place)
        before = len(place.slack.calls)
        await place.slack.press("ana", question, "Answer by form")
        await place.settle()
        assert [c.method for c in place.slack.calls[before:] if c.method.startswith("chat.post")] == ways
        assert len(place.slack.seen_by("ana")) == 1

    play(tmp_path, story)


def _label_with(message: Message, words: str) -> str:
    """The label of the first button that holds these words."""
    elements = [each for block in message.blocks for each in block.get("elements", [])]
    return next(
        str(each["text"]["text"])
        for each in elements
        if each.get("type") == "button" and words in each["text"]["text"]
    )


def test_a_decision_point_of_a_trace_is_chosen_by_its_button(tmp_path: Path) -> None:
    """Offered in the thread when a trace is dropped there; what the trace holds is filled in to the letter."""
    trace = (Path(bot.__file__).parent / "demo" / "refund-run.otlp.json").read_bytes()

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.upload("mia", place.channel, "run.json", trace, thread_ts=root.ts)
        await place.settle()
        offered = place.slack.thread(place.channel.id, root.ts)[-1]
        await place.slack.press("mia", offered, _label_with(offered, "issue_refund"))
        await place.settle()
        review = place.review()
        assert (review.agent, review.tool) == ("refund-desk", "issue_refund")
        point = review.finding(Facet.POINT, "A")
        assert point is not None
        assert point.text.startswith("issue_refund(")

    play(tmp_path, story)


def test_the_run_is_shown_as_a_picture_with_the_chosen_moment(tmp_path: Path) -> None:
    """Once in the thread, with the same in words for whoever does not see it."""
    trace = (Path(bot.__file__).parent / "demo" / "refund-run.otlp.json").read_bytes()

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.upload("mia", place.channel, "run.json", trace, thread_ts=root.ts)
        await place.settle()
        offered = place.slack.thread(place.channel.id, root.ts)[-1]
        for _ in range(2):
            await place.slack.press("mia", offered, _label_with(offered, "issue_refund"))
            await place.settle()
        (asked,) = [
            call.args
            for call in place.slack.calls_to("files.getUploadURLExternal")
            if call.args["filename"].endswith(".png")
        ]
        assert asked["filename"] == "AR-1-E1.png"
        assert "The decision chosen, at 14:03:41" in asked["alt_txt"]
        (shown,) = [file for file in place.slack.world.files.values() if file.name == "AR-1-E1.png"]
        assert (shown.content or b"").startswith(b"\x89PNG")

    play(tmp_path, story)


def test_the_register_and_filtered_walls_are_shown_to_who_asks_alone(tmp_path: Path) -> None:
    """In the answer to the command; walls of the channel it is typed in, of which there are none."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        await place.slack.command("ana", place.channel, "register")
        await place.slack.command("ana", place.channel, "walls here mine")
        registered, walls = (message.text for message in place.slack.seen_by("ana"))
        assert "It would do the same tomorrow" in registered
        assert "AR-1" in registered
        assert "No such walls" in walls
        assert place.slack.seen_by("mia") == []

    play(tmp_path, story)


def test_a_change_of_an_agent_is_told_by_command(tmp_path: Path) -> None:
    """An unknown one is refused with the names that are known; half a command is told how it is written."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        with place.served.app.store.unit() as work:
            review = work.review(1)
            assert review is not None
            said = SameTomorrow(YesNo.NO, (), review.owner, place.time.now())
            work.keep(replace(review, agent="refund desk", same_tomorrow=said))
        for words in ("changed", "changed till: model", "changed Refund Desk: model m-5"):
            await place.slack.command("ana", place.channel, words)
            await place.settle()
        how, unknown, told = (message.text for message in place.slack.seen_by("ana"))
        assert "with a colon between" in how
        assert "Reviews are about: refund desk" in unknown
        assert "One review asks again" in told
        assert any("The agent changed: model m-5" in text for text in place.thread(root))

    play(tmp_path, story)
