"""What is said in a thread of the served bot: taken, marked, revised, and kept from where it may not be."""

from pathlib import Path

from bot.domain.review import PersonKey, StatementKind
from bot.domain.vocabulary import Facet
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.typed import ANSWER, LINE
from tests.adapters.slack.workspace import Workspace, play


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


def test_the_agents_own_bot_is_kept_as_its_later_account(tmp_path: Path) -> None:
    """Other bots are not kept at all."""

    async def story(place: Workspace) -> None:
        place.slack.world.add_user("refund-desk", id_="U9", is_bot=True, bot_id="B9")
        place.slack.world.add_user("deploys", id_="U8", is_bot=True, bot_id="B8")
        place.channel.members |= {"U8", "U9"}
        slack_of(place.served).desk.agents = frozenset({"U9"})
        root = await place.open(LINE)
        await place.reply(root, "I panicked because the customer was upset.", "refund-desk")
        await place.reply(root, "build 7 is green", "deploys")
        (statement,) = place.review().statements
        assert statement.kind is StatementKind.SELF_REPORT

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


def test_the_first_message_of_somebody_new_is_kept_under_their_name(tmp_path: Path) -> None:
    """Slack tells an id with a message: the name is asked for before the message is worked off."""

    async def story(place: Workspace) -> None:
        root = await place.open(LINE)
        await place.reply(root, ANSWER, "ana")
        with place.served.app.store.unit() as work:
            names = {one.person: one.name for one in work.people("slack:T1")}
        assert names[PersonKey("slack:T1:U2")] == "ana"

    play(tmp_path, story)
