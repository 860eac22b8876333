"""News of people and places, from recorded shapes, and everybody a payload names."""

import pytest

from bot.chat.slack.listen import people_in
from bot.chat.slack.meanings import (
    Away,
    ChannelMoved,
    HomeOpened,
    Ignored,
    JoinedChannel,
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
        ("app_uninstalled", Uninstalled()),
        ("tokens_revoked", Uninstalled()),
        ("dnd_updated_user", Away("U0LEE", on=True, start=1798570000, end=1798600000)),
        ("app_rate_limited", Throttled(1798542120)),
    ],
)
def test_news_of_people_and_places_is_told(name: str, news: Meaning) -> None:
    """Each event the manifest asks for means something."""
    assert mean(name) == news


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
