import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

import bot
from bot.domain.errors import Refused
from bot.domain.review import PersonKey, StatementKind
from bot.domain.vocabulary import Facet
from tests.adapters.slack.workspace import Workspace, play

LINE = "refund-desk paid 1,140 EUR in 12 refunds"
ANSWER = (
    "It could stop, ask a person above the limit, or refund in parts. It chose to refund in parts. "
    'It had been told "resolve the ticket in one touch".'
)


def test_a_command_opens_a_thread_with_the_card_and_the_first_question(tmp_path: Path) -> None:
    """The root is the card; the question stands below it."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        card, question, *_ = place.thread(root)
        assert "Decision review AR-1" in card
        assert LINE in card
        assert "What decision did the agent make" in question

    play(tmp_path, story)


def test_a_reply_in_the_thread_is_taken_and_answered(tmp_path: Path) -> None:
    """Marked with a reaction, filed under its facets, and pushed on."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        message = await place.reply(root, ANSWER)
        review = place.review()
        assert [s.text for s in review.statements] == [ANSWER]
        assert review.finding(Facet.OPTIONS, "A") is not None
        assert "white_check_mark" in message.reactions
        assert "Taken: options" in place.thread(root)[-1]

    play(tmp_path, story)


def test_words_outside_the_threads_of_reviews_are_kept_nowhere(tmp_path: Path) -> None:
    """Neither a message at the root nor one in somebody else's thread."""

    async def story(place: Workspace) -> None:
        await place.open(LINE)
        other = await place.slack.say("ana", place.channel, "lunch?")
        await place.slack.say("mia", place.channel, "in ten minutes", thread_ts=other.ts)
        await place.settle()
        assert place.review().statements == ()

    play(tmp_path, story)


def test_an_edit_and_a_deletion_revise_the_statement(tmp_path: Path) -> None:
    """Old texts stay in the log."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        message = await place.reply(root, ANSWER)
        await place.slack.edit(message, ANSWER.replace("stop", "refuse"))
        await place.settle()
        await place.slack.delete(message)
        await place.settle()
        (statement,) = place.review().statements
        assert statement.deleted
        assert [r.text for r in statement.revisions] == [ANSWER, ANSWER.replace("stop", "refuse")]

    play(tmp_path, story)


def test_a_button_and_a_form_reach_the_interview(tmp_path: Path) -> None:
    """[Answer by form] opens a modal; what is sent is taken."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        question = place.slack.thread(place.channel.id, root.ts)[1]
        await place.slack.press("ana", question, "Answer by form")
        await place.served.desk.finish()
        view = place.slack.screen("ana")
        assert view is not None
        sent = await place.slack.submit(view, {"options": "stop; ask a person; refund in parts"})
        assert not sent.errors
        await place.settle()
        finding = place.review().finding(Facet.OPTIONS, "A")
        assert finding is not None
        assert finding.text == "stop; ask a person; refund in parts"

    play(tmp_path, story)


def test_the_card_is_updated_in_place(tmp_path: Path) -> None:
    """One post, its text follows the review."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        before = place.slack.card(place.channel.id, root.ts).text
        await place.reply(root, ANSWER)
        after = place.slack.card(place.channel.id, root.ts).text
        assert before != after
        assert len(place.slack.posts(place.channel.id)) == 1

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


def test_a_command_without_words_opens_the_form(tmp_path: Path) -> None:
    """One field; sent, it opens the review where the command was typed."""

    async def story(place: Workspace) -> None:
        await place.slack.command("mia", place.channel)
        await place.served.desk.finish()
        view = place.slack.screen("mia")
        assert view is not None
        await place.slack.submit(view, {"What did the agent do that you would take back?": LINE})
        await place.settle()
        (root,) = place.slack.posts(place.channel.id)
        assert LINE in root.text

    play(tmp_path, story)


def test_a_pasted_secret_is_stored_nowhere(tmp_path: Path) -> None:
    """Not in the statement, the inbox row or the file; its author is told alone."""
    secret = "sk_live_EXAMPLEexample1234567890abcd"

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, f"The call used Authorization: Bearer {secret}, as its log shows.")
        (statement,) = place.review().statements
        assert secret not in statement.text
        assert any("evoke" in message.text for message in place.slack.seen_by("mia"))

    play(tmp_path, story)
    assert all(secret.encode() not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_a_file_in_the_thread_becomes_evidence(tmp_path: Path) -> None:
    """Fetched with the bot's token, hashed and kept; its text is an answer of its own."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.upload(
            "mia", place.channel, "policy.txt", b"limit: 200 EUR an order", thread_ts=root.ts
        )
        await place.settle()
        (evidence,) = place.review().evidence
        assert (evidence.what, evidence.captured) == ("policy.txt", True)
        assert place.served.app.store.blob(evidence.kept_sha256) == b"limit: 200 EUR an order"

    play(tmp_path, story)


def test_a_lost_reply_makes_no_second_message(tmp_path: Path) -> None:
    """The post is found by the key in its metadata, and adopted."""

    async def story(place: Workspace) -> None:
        place.slack.troubles.drop("chat.postMessage", when="after")
        root = await place.open(LINE)
        await place.settle()
        assert len(place.slack.posts(place.channel.id)) == 1
        assert len(place.thread(root)) == 2

    play(tmp_path, story)


def test_the_agents_own_bot_is_kept_as_its_later_account(tmp_path: Path) -> None:
    """Other bots are not kept at all."""

    async def story(place: Workspace) -> None:
        place.slack.world.add_user("refund-desk", id_="U9", is_bot=True, bot_id="B9")
        place.slack.world.add_user("deploys", id_="U8", is_bot=True, bot_id="B8")
        place.channel.members |= {"U8", "U9"}
        place.served.desk.agents = frozenset({"U9"})
        root = await place.open(LINE)
        await place.reply(root, "I panicked because the customer was upset.", "refund-desk")
        await place.reply(root, "build 7 is green", "deploys")
        (statement,) = place.review().statements
        assert statement.kind is StatementKind.SELF_REPORT

    play(tmp_path, story)


def test_a_private_channel_the_bot_is_not_in_is_told_to_the_opener(tmp_path: Path) -> None:
    """By direct message, with what to do; once, and nowhere else."""

    async def story(place: Workspace) -> None:
        board = place.slack.world.add_channel("board", members=["mia"], private=True, bot=False)
        await place.slack.command("mia", board, LINE)
        await place.settle()
        (told,) = (message.text for message in place.slack.seen_by("mia"))
        assert "AR-1" in told
        assert "/invite @agent-incident" in told
        assert place.slack.posts(board.id) == place.slack.posts(place.channel.id) == []

    play(tmp_path, story)


def test_an_archived_channel_is_told_to_the_opener(tmp_path: Path) -> None:
    """The thread cannot be opened there, and that is said."""

    async def story(place: Workspace) -> None:
        place.channel.archived = True
        await place.slack.command("mia", place.channel, LINE)
        await place.settle()
        (told,) = (message.text for message in place.slack.seen_by("mia"))
        assert "archived" in told

    play(tmp_path, story)


def test_a_public_channel_the_bot_is_not_in_is_joined(tmp_path: Path) -> None:
    """The thread is there without anybody inviting the bot."""

    async def story(place: Workspace) -> None:
        town = place.slack.world.add_channel("town", members=["mia"], bot=False)
        await place.slack.command("mia", town, LINE)
        await place.settle()
        (root,) = (m for m in place.slack.posts(town.id) if m.user == place.slack.world.bot.id)
        assert LINE in root.text

    play(tmp_path, story)


@pytest.mark.parametrize("by_form", [False, True], ids=["by command", "by form"])
def test_a_review_opened_in_a_private_channel_is_restricted(by_form: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter of the test
    """Whoever is not in it finds nothing of it in the lists."""

    async def story(place: Workspace) -> None:
        board = place.slack.world.add_channel("board", members=["mia"], private=True)
        await place.slack.command("mia", board, "" if by_form else LINE)
        await place.settle()
        if by_form:
            view = place.slack.screen("mia")
            assert view is not None
            await place.slack.submit(view, {"What did the agent do that you would take back?": LINE})
            await place.settle()
        assert place.review().restricted
        await place.slack.command("ana", place.channel, "list")
        (listed,) = (message.text for message in place.slack.seen_by("ana"))
        assert LINE not in listed

    play(tmp_path, story)


def test_a_reaction_makes_an_answer_of_talk_and_back(tmp_path: Path) -> None:
    """The marks are the bot's own; a check mark elsewhere means nothing."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        message = await place.reply(root, ANSWER)
        elsewhere = await place.slack.say("ana", place.channel, "lunch?")
        await place.slack.react("mia", elsewhere, "white_check_mark")
        await place.slack.react("ana", message, "speech_balloon")
        await place.settle()
        review = place.review()
        assert [s.kind for s in review.statements] == [StatementKind.TALK]
        assert review.finding(Facet.OPTIONS, "A") is None
        await place.slack.unreact("ana", message, "speech_balloon")
        await place.settle()
        review = place.review()
        assert [s.kind for s in review.statements] == [StatementKind.ANSWER]
        assert review.finding(Facet.OPTIONS, "A") is not None

    play(tmp_path, story)


def test_the_message_shortcut_marks_talk(tmp_path: Path) -> None:
    """For those who do not find the reaction."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        message = await place.reply(root, ANSWER)
        await place.slack.shortcut("ana", message, callback_id="as_talk")
        await place.settle()
        assert [s.kind for s in place.review().statements] == [StatementKind.TALK]

    play(tmp_path, story)


def test_a_form_asked_for_in_words_stands_behind_a_button(tmp_path: Path) -> None:
    """A mention may open none itself; whoever asked alone sees the button, and the answer of the form."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, "<@U0BOT> restrict")
        (offered,) = place.slack.seen_by("mia")
        await place.slack.press("mia", offered, offered.labels()[0])
        await place.served.desk.finish()
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


def test_the_first_message_of_somebody_new_is_kept_under_their_name(tmp_path: Path) -> None:
    """Slack tells an id with a message: the name is asked for before the message is worked off."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, ANSWER, "ana")
        with place.served.app.store.unit() as work:
            names = {one.person: one.name for one in work.people("slack:T1")}
        assert names[PersonKey("slack:T1:U2")] == "ana"

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
        place.served.desk.counter.whisper.respond = gone
        place.slack.fail("views.open", "expired_trigger_id")
        if in_place:
            place.slack.fail("chat.postEphemeral", in_place)
        before = len(place.slack.calls)
        await place.slack.press("ana", question, "Answer by form")
        await place.settle()
        assert [c.method for c in place.slack.calls[before:] if c.method.startswith("chat.post")] == ways
        assert len(place.slack.seen_by("ana")) == 1

    play(tmp_path, story)


def test_an_answer_to_a_card_whose_reply_was_lost_is_kept(tmp_path: Path) -> None:
    """The thread is there for people before we know of it: Slack is asked to bring the answer again."""

    async def story(place: Workspace) -> None:
        place.slack.troubles.drop("chat.postMessage", when="after")
        await place.slack.command("mia", place.channel, LINE)
        await place.slack.until(lambda: place.slack.posts(place.channel.id))
        (root,) = place.slack.posts(place.channel.id)
        replying = asyncio.create_task(place.slack.say("ana", place.channel, ANSWER, thread_ts=root.ts))
        for _ in range(10):
            await place.served.app.inbox.finish()
            await place.served.app.settle()
            place.time.advance(timedelta(seconds=31))
        await replying
        await place.settle()
        assert [s.text for s in place.review().statements] == [ANSWER]

    play(tmp_path, story)


def test_a_decision_point_of_a_trace_is_chosen_by_its_button(tmp_path: Path) -> None:
    """Offered in the thread when a trace is dropped there; what the trace holds is filled in to the letter."""
    trace = (Path(bot.__file__).parent / "demo" / "refund-run.otlp.json").read_bytes()

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.slack.upload("mia", place.channel, "run.json", trace, thread_ts=root.ts)
        await place.settle()
        offered = place.slack.thread(place.channel.id, root.ts)[-1]
        label = next(
            e["text"]["text"]
            for block in offered.blocks
            for e in block.get("elements", [])
            if e.get("type") == "button" and "issue_refund" in e["text"]["text"]
        )
        await place.slack.press("mia", offered, label)
        await place.settle()
        review = place.review()
        assert (review.agent, review.tool) == ("refund-desk", "issue_refund")
        point = review.finding(Facet.POINT, "A")
        assert point is not None
        assert point.text.startswith("issue_refund(")

    play(tmp_path, story)
