"""News of people and places, from recorded shapes, and everybody a payload names."""

import pytest

from bot.chat.slack.listen import people_in
from bot.chat.slack.meanings import (
    Away,
    ChannelMoved,
    HomeOpened,
    Ignored,
    JoinedChannel,
    LeftChannel,
    Meaning,
    PersonChanged,
    Throttled,
    Uninstalled,
)
from tests.adapters.slack.given import payload
from tests.adapters.slack.hearing import mean


@pytest.mark.parametrize(
    ("name", "news"),
    [
        ("app_home_opened", HomeOpened("U0ANA")),
        ("user_change", PersonChanged("U0LEE", "lee", "Europe/Lisbon", gone=True, bot=False, guest=False)),
        ("team_join", PersonChanged("U0LEE", "lee", "Europe/Lisbon", gone=False, bot=False, guest=False)),
        ("channel_id_changed", ChannelMoved("C0AGENTS", "C0MOVED")),
        ("member_joined_channel", JoinedChannel("U0BOT", "C0AGENTS", us=True)),
        ("member_left_channel", LeftChannel("U0LEE", "C0AGENTS")),
        ("app_uninstalled", Uninstalled()),
        ("tokens_revoked", Uninstalled()),
        ("dnd_updated_user", Away("U0LEE", on=True, start=1798570000, end=1798600000)),
        ("app_rate_limited", Throttled(1798542120)),
    ],
)
def test_news_of_people_and_places_is_told(name: str, news: Meaning) -> None:
    """Each event the manifest asks for means something."""
    assert mean(name) == news


@pytest.mark.parametrize(
    ("profile", "status", "until"),
    [
        ({"status_emoji": ":palm_tree:", "status_expiration": 1798800000}, "palm_tree", 1798800000),
        ({"status_emoji": ":house:", "status_expiration": 0}, "house", 0),
        ({"status_emoji": "", "status_expiration": 0}, "", 0),
        ({"status_emoji": None}, None, 0),
        ({}, None, 0),
    ],
)
def test_the_status_beside_a_name_is_read(profile: dict[str, object], status: str | None, until: int) -> None:
    """Its emoji and when it ends; where Slack leaves it out, nothing is known of it. Its text is not looked at."""
    news = mean("user_change", user={"id": "U0LEE", "profile": profile})
    assert isinstance(news, PersonChanged)
    assert (news.status, news.status_until) == (status, until)


def test_the_bot_that_leaves_a_channel_is_nobody_who_owns_something() -> None:
    """A place that is lost is found out by posting there."""
    assert isinstance(mean("member_left_channel", user="U0BOT"), Ignored)


def test_a_persons_own_token_revoked_is_not_ours() -> None:
    """The bot goes on."""
    assert isinstance(mean("tokens_revoked", tokens={"oauth": ["U0ANA"], "bot": []}), Ignored)


def test_the_messages_tab_is_not_the_home() -> None:
    """The same event opens both."""
    assert isinstance(mean("app_home_opened", tab="messages"), Ignored)


def test_everybody_a_payload_names_is_found() -> None:
    """Their names are asked for before they are shown."""
    assert people_in(payload("message_reply")) == {"U0ANA", "U0LEE"}
    assert people_in(payload("slash_command", text="<@U0LEE> was mailed")) == {"U0ANA", "U0LEE"}
    assert people_in(payload("message_action")) == {"U0ANA", "U0LEE"}


@pytest.mark.parametrize("name", ["dnd_updated_user", "member_left_channel", "user_change"])
def test_of_whom_news_tell_nobody_is_asked(name: str) -> None:
    """Slack brings them of everybody in the workspace, and most have nothing to do with the bot."""
    assert people_in(payload(name)) == frozenset()
