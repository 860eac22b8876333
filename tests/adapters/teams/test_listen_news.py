"""News of teams, channels, people and the app, as Teams tells them."""

import pytest

from bot.chat.teams.meanings import ChannelGone, ChannelTold, Ignored, Installed, LeftTeam, Meaning, Removed
from tests.adapters.teams.given import ACCOUNT, BOT, CHANNEL, TEAM, TENANT, Json, activity, alone, mean


def of_team(kind: str = "conversationUpdate", event: str = "", **more: object) -> Json:
    """Something that happened in the team."""
    told = {"tenant": {"id": TENANT}, "team": {"id": TEAM, "name": "ops", "aadGroupId": "group-1"}}
    place = {"conversationType": "channel", "isGroup": True, "tenantId": TENANT, "id": TEAM}
    found = activity(kind, conversation=place, channelData=told | ({"eventType": event} if event else {}))
    return found | more


def of_channel(event: str, **channel: str) -> Json:
    """Something that happened to the channel."""
    found = of_team(event=event)
    found["channelData"] = found["channelData"] | {"channel": {"id": CHANNEL} | channel}
    return found


@pytest.mark.parametrize(
    ("action", "kind"),
    [("add", Installed), ("add-upgrade", Installed), ("remove", Removed), ("remove-upgrade", Ignored)],
)
def test_the_app_is_there_or_not(action: str, kind: type[Meaning]) -> None:
    """Replaced by a newer package, it is taken out only to be put in again: nothing is lost by that."""
    assert isinstance(mean(of_team("installationUpdate", action=action)), kind)


def test_the_bot_comes_into_a_team_and_leaves_it() -> None:
    """Told as a change of members."""
    come = mean(of_team(event="teamMemberAdded", membersAdded=[{"id": "29:x"}, {"id": BOT}]))
    assert isinstance(come, Installed)
    assert (come.place.team, come.place.team_name) == (TEAM, "ops")
    assert isinstance(mean(of_team(event="teamMemberRemoved", membersRemoved=[{"id": BOT}])), Removed)


def test_a_team_that_is_deleted_is_one_the_bot_is_not_in() -> None:
    """At once, and for good."""
    for event in ("teamDeleted", "teamHardDeleted"):
        assert isinstance(mean(of_team(event=event)), Removed)


def test_people_come_and_leave() -> None:
    """By their account where it is told, else by Teams' own id; the same activity twice is once."""
    members = [{"id": "29:mia", "aadObjectId": ACCOUNT}, {"id": "29:ana"}]
    found = of_team(event="teamMemberRemoved", membersRemoved=members)
    meant = mean(found)
    assert isinstance(meant, LeftTeam)
    assert (meant.people, meant.here, meant.channel) == ((ACCOUNT, "29~ana"), False, "")
    assert meant == mean(found)
    come = mean(of_team(event="teamMemberAdded", membersAdded=members))
    assert isinstance(come, LeftTeam)
    assert come.here


def test_people_of_one_channel_come_and_leave_that_one() -> None:
    """A shared channel has members of its own."""
    found = of_channel("channelMemberRemoved") | {"membersRemoved": [{"id": "29:ana"}]}
    meant = mean(found)
    assert isinstance(meant, LeftTeam)
    assert meant.channel == CHANNEL


@pytest.mark.parametrize("event", ["channelCreated", "channelRenamed", "channelRestored", "channelShared"])
def test_a_channel_tells_its_name_and_kind(event: str) -> None:
    """What it is called from now on, and whether a review can be held there."""
    meant = mean(of_channel(event, name="incidents", type="Shared"))
    assert isinstance(meant, ChannelTold)
    assert (meant.place.channel, meant.place.name, meant.place.kind) == (CHANNEL, "incidents", "shared")


def test_a_channel_that_is_deleted_is_gone() -> None:
    """With all its threads."""
    meant = mean(of_channel("channelDeleted", name="incidents"))
    assert isinstance(meant, ChannelGone)
    assert meant.place.channel == CHANNEL


def test_all_other_news_are_nothing() -> None:
    """A team under another name; a chat with one person that was begun is an installation."""
    assert isinstance(mean(of_team(event="teamRenamed")), Ignored)
    assert isinstance(mean(of_team(membersAdded=[{}])), Ignored)
    assert isinstance(mean(alone("conversationUpdate", membersAdded=[{"id": "29:x"}])), Ignored)
    assert isinstance(mean(alone("conversationUpdate", membersAdded=[{"id": BOT}])), Installed)
    assert isinstance(mean(activity("typing")), Ignored)
    assert isinstance(mean(activity("messageReaction")), Ignored)
