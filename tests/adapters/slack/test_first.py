"""The shortcut on a message: a review is opened from it, and it is the first evidence."""

from pathlib import Path

from tests.adapters.slack.fake.values import Message
from tests.adapters.slack.sides import slack_of
from tests.adapters.slack.workspace import Workspace, play

WORDS = "refund-desk just paid 1,140 EUR in 12 refunds\nthe limit is 100 EUR a ticket"


async def start(place: Workspace, message: Message, line: str = "") -> None:
    """The shortcut used by Mia, and its form sent."""
    await place.slack.shortcut("mia", message)
    await slack_of(place.served).desk.finish()
    view = place.slack.screen("mia")
    assert view is not None
    sent = await place.slack.submit(
        view, {"What did the agent do that you would take back?": line} if line else {}
    )
    assert not sent.errors
    await place.settle()


def test_the_message_is_the_first_evidence(tmp_path: Path) -> None:
    """Its words whole, hashed, with its address and the moment it was written; its first line opens the review."""

    async def story(place: Workspace) -> None:
        message = await place.slack.say("ana", place.channel, WORDS)
        await start(place, message)
        review = place.review()
        assert review.title == WORDS.partition("\n")[0]
        (evidence,) = review.evidence
        assert (evidence.what, evidence.kind) == ("message of ana", "text")
        assert message.ts.replace(".", "") in evidence.source
        assert evidence.captured_at is not None
        kept = place.served.app.store.blob(evidence.kept_sha256)
        assert kept is not None
        assert WORDS in kept.decode()

    play(tmp_path, story)


def test_its_files_follow_it(tmp_path: Path) -> None:
    """Fetched once the review has a number, and named in the text of the message besides."""

    async def story(place: Workspace) -> None:
        message = await place.slack.upload("ana", place.channel, "export.csv", b"id;sum\n1;95\n")
        await start(place, message, "refund-desk paid twice")
        texts = [(one.what, one.captured) for one in place.review().evidence]
        assert texts == [("message of ana", True), ("export.csv", True)]

    play(tmp_path, story)


def test_a_secret_in_it_is_kept_nowhere(tmp_path: Path) -> None:
    """Neither in the draft behind the form nor in the evidence; that it was taken out is told."""

    async def story(place: Workspace) -> None:
        secret = "ghp_" + "aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"
        message = await place.slack.say("ana", place.channel, f"its token {secret} leaked")
        await start(place, message)
        (evidence,) = place.review().evidence
        assert evidence.redactions
        assert secret.encode() not in (tmp_path / "slack.sqlite3").read_bytes()
        kept = place.served.app.store.blob(evidence.kept_sha256)
        assert kept is not None
        assert secret not in kept.decode()

    play(tmp_path, story)
