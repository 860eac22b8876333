"""Slack's own text: nothing of ours is obeyed in it, and people's is read as they meant it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.slack import mrkdwn

NAMES = {"U0ANA": "ana", "C0AGENTS": "agents", "S0OPS": "on-call"}


@pytest.mark.parametrize(
    ("theirs", "read"),
    [
        ("<@U0ANA> said so", "@ana said so"),
        ("<@U0NEW|lee> said so", "@lee said so"),
        ("<@U0NEW> said so", "@U0NEW said so"),
        ("in <#C0AGENTS>", "in #agents"),
        ("in <#C0OTHER|shop>", "in #shop"),
        ("<!here> look", "@here look"),
        ("<!subteam^S0OPS> look", "@on-call look"),
        ("<!subteam^S0NEW|@desk> look", "@desk look"),
        ("<!date^1798542000^{date}|30 Dec> it ran", "30 Dec it ran"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<https://a.example/x|a.example/x>", "https://a.example/x"),
        ("<https://a.example/x|the run>", "the run (https://a.example/x)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt; stays", "&lt; stays"),
        (":tada: *bold* _it_", ":tada: *bold* _it_"),
        ("no end <@U0ANA", "no end <@U0ANA"),
    ],
)
def test_text_of_people_is_read_as_they_see_it(theirs: str, read: str) -> None:
    """Mentions are names, links addresses, entities the signs that were typed."""
    assert mrkdwn.plain(theirs, NAMES) == read


@given(st.text())
def test_escaped_text_holds_no_mark_of_slacks_and_reads_back(text: str) -> None:
    """No angle bracket is left, and what was typed comes back to the letter."""
    written = mrkdwn.escaped(text)
    assert "<" not in written
    assert ">" not in written
    assert mrkdwn.plain(written, {}) == text


@pytest.mark.parametrize(
    ("theirs", "rest", "named"),
    [
        ("<@U0BOT> next", "next", True),
        (" <@U0BOT|bot>: go on", "go on", True),
        ("go on <@U0BOT>", "go on", True),
        ("what <@U0BOT> said is wrong", "what <@U0BOT> said is wrong", True),
        ("<@U0BOTTLE> next", "<@U0BOTTLE> next", False),
        ("@agent-incident next", "@agent-incident next", False),
        ("<@U0BOT>", "", True),
    ],
)
def test_only_a_real_mention_of_the_bot_is_taken_off_the_ends(theirs: str, rest: str, named: bool) -> None:  # noqa: FBT001 - a column of the table
    """Within a sentence it stays, and a name that only begins alike is another's."""
    assert mrkdwn.without_mention(theirs, "U0BOT") == (rest, named)


def test_people_mentioned_are_found_by_id() -> None:
    """People alone, not groups or channels."""
    assert mrkdwn.mentioned("<@U0ANA> and <@W0LEE|lee>, <#C0AGENTS>, <!here>") == {"U0ANA", "W0LEE"}


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=40))
def test_clean_text_can_be_sent_and_hides_nothing(text: str) -> None:
    """No half sign, no control character, nothing that turns the direction of what follows."""
    shown = mrkdwn.clean(text)
    assert mrkdwn.is_sendable(shown)
    assert not any(ord(char) < 0x20 and char not in "\t\n" for char in shown)
    assert not set(shown) & set("\u202e\u2066\u200f\x7f\x85")
