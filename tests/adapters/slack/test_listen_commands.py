"""What is typed to the bot, from recorded shapes: by slash command, by its name, in the form that opens."""

import pytest

from bot.chat.slack.meanings import Said
from bot.domain.redaction import Redaction
from tests.adapters.slack.given import NOW, ROOT
from tests.adapters.slack.hearing import ANA, SECRET, command, mean


@pytest.mark.parametrize(
    ("words", "kind", "argument"),
    [
        ("", "help", ""),
        ("list", "list", ""),
        ("show 7", "show", "7"),
        ("mine", "mine", ""),
        ("away 2 weeks", "away", "2 weeks"),
    ],
)
def test_the_bot_asked_by_name_for_a_list_answers_anywhere(words: str, kind: str, argument: str) -> None:
    """In any thread these are no answers; its name alone asks for help."""
    found = command("app_mention", text=f"<@U0BOT> {words}", blocks=[])
    assert (found.kind, found.argument, found.place.root) == (kind, argument, ROOT)


@pytest.mark.parametrize(
    ("typed", "kind", "argument"),
    [
        ("it refunded an order", "open", "it refunded an order"),
        ("", "open", ""),
        ("  ", "open", ""),
        ("quick it refunded", "quick", "it refunded"),
        ("list", "list", ""),
        ("List ", "list", ""),
        ("show 7", "show", "7"),
        ("show AR-7", "show", "AR-7"),
        ("show stopper in billing", "open", "show stopper in billing"),
        ("walls", "walls", ""),
        ("walls mine overdue", "walls", "mine overdue"),
        ("walls unproved here", "walls", "unproved here"),
        ("walls <#C0BILLING|billing>", "walls", "C0BILLING"),
        ("walls of text went out", "open", "walls of text went out"),
        ("register", "register", ""),
        ("register of customers was mailed", "open", "register of customers was mailed"),
        ("changed", "changed", ""),
        ("changed refund desk: model to m-5", "changed", "refund desk: model to m-5"),
        ("changed the price of an order", "open", "changed the price of an order"),
        ("change", "unknown", "changed"),
        ("away until 3 Dec", "away", "until 3 Dec"),
        ("Away 2 weeks", "away", "2 weeks"),
        ("away", "away", ""),
        ("away team was mailed", "open", "away team was mailed"),
        ("back", "back", ""),
        ("back pay was sent twice", "open", "back pay was sent twice"),
        ("mine", "mine", ""),
        ("help", "help", ""),
        ("help us, it mailed everybody", "open", "help us, it mailed everybody"),
        ("withdraw", "form", "withdraw"),
        ("lits", "unknown", "list"),
        ("hlep", "unknown", "help"),
        ("shwo 7", "unknown", "show"),
        ("<@U0LEE> was mailed twice", "open", "@Lee Baker was mailed twice"),
    ],
)
def test_a_slash_command_is_told_from_a_line_that_opens_a_review(
    typed: str, kind: str, argument: str
) -> None:
    """To the letter it is a command, nearly one it is asked about, anything else is what happened."""
    found = command("slash_command", text=typed)
    assert (found.kind, found.argument) == (kind, argument)
    assert (found.id, found.by, found.at) == ("slack:T0ACME:101.202.made-up-command", ANA, NOW)
    assert (found.place.channel, found.place.root) == ("C0AGENTS", "")


@pytest.mark.parametrize(
    ("name", "private", "direct"),
    [("agents", None, False), ("privategroup", True, False), ("directmessage", True, True)],
)
def test_a_command_tells_a_private_place_where_slack_does(
    name: str,
    private: bool | None,  # noqa: FBT001 - a column of the table
    direct: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """A named private channel cannot be told from a public one by its command."""
    place = command("slash_command", channel_name=name).place
    assert (place.private, place.direct) == (private, direct)


def test_back_in_a_thread_is_a_word_of_the_review() -> None:
    """It goes back to the question before, as without the bot's name."""
    found = mean("app_mention", text="<@U0BOT> back", blocks=[])
    assert isinstance(found, Said)


def test_a_secret_in_a_command_is_taken_out() -> None:
    """It would become the title of a review."""
    found = command("slash_command", text=f"it posted {SECRET}")
    assert found.argument == "it posted [redacted: slack token]"
    assert found.redactions == (Redaction("slack token", 1),)


def test_the_form_that_opens_a_review_is_a_command() -> None:
    """As if its line had been typed in the channel it was opened from."""
    found = command("view_submission_open")
    assert (found.kind, found.argument) == ("open", "it refunded an order nobody asked about")
    assert found.place.channel == "C0AGENTS"
