"""News of the app, of teams, channels and people, in the bot as it is served."""

from pathlib import Path

import pytest

from bot.chat.teams.book import CHANNEL, TEAM
from tests.adapters.teams.fake import events
from tests.adapters.teams.tenant import ANSWER, LINE, Tenant, play

GONE = "I cannot write in its thread any more"


def lost(place: Tenant, who: str = "Mia") -> list[str]:
    """What somebody was told alone of places that are lost."""
    return [text for text in place.alone(who) if GONE in text]


async def installed_for_mia(place: Tenant) -> None:
    """Mia has the app for herself, so that she can be written to whatever becomes of the team."""
    await place.teams.install(place.teams.world.person("Mia"))
    await place.settle()


def test_the_app_taken_out_of_a_team_is_told_to_the_owner_of_each_review_once(tmp_path: Path) -> None:
    """Teams tells twice, and again where nobody answered; nothing is forgotten but the way there."""

    async def story(place: Tenant) -> None:
        await installed_for_mia(place)
        root = await place.open()
        await place.open("another one")
        for _ in range(2):
            await place.teams.uninstall(place.team, by="Ana")
            await place.settle()
        assert len(lost(place)) == 2
        addresses = place.served.app.store.addresses.of(f"teams:{place.teams.world.tenant}")
        assert not [key for key in addresses if key.startswith((CHANNEL, TEAM))]
        await place.teams.install(place.team, by="Ana", rsc=True)
        await place.reply(root, ANSWER)
        assert place.texts() == [ANSWER]

    play(tmp_path, story)


def test_an_owner_without_the_app_is_lost_with_the_team(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody can be told then, and nothing breaks."""

    async def story(place: Tenant) -> None:
        await place.open()
        await place.teams.uninstall(place.team, by="Ana")
        await place.settle()
        assert place.alone("Mia") == []
        assert not [record for record in caplog.records if record.exc_info]

    play(tmp_path, story)


def test_a_newer_package_loses_nothing(tmp_path: Path) -> None:
    """The app is taken out only to be put in again."""

    async def story(place: Tenant) -> None:
        await installed_for_mia(place)
        root = await place.open()
        mia = place.teams.world.person("Mia")
        for action in ("remove-upgrade", "add-upgrade"):
            told = events.installation(place.teams.world, place.team, mia, action)
            await place.teams.courier.event(told)
            await place.settle()
        assert lost(place) == []
        await place.reply(root, ANSWER)
        assert place.texts() == [ANSWER]

    play(tmp_path, story)


def test_a_deleted_channel_is_told_to_the_owner_once(tmp_path: Path) -> None:
    """Reviews of other channels go on."""

    async def story(place: Tenant) -> None:
        await place.open()
        other = place.teams.world.add_channel("other", place.team)
        await place.teams.say("Ana", other, f"agent-incident {LINE}")
        await place.settle()
        await place.teams.delete_channel(place.channel, by="Mia")
        await place.settle()
        assert len(lost(place)) == 1
        assert "AR-1" in lost(place)[0]
        assert lost(place, "Ana") == []

    play(tmp_path, story)


def test_somebody_who_left_the_team_is_out_of_its_channels(tmp_path: Path) -> None:
    """Teams names them by its own id; of those nobody met, nothing is heard. Coming back puts it right."""

    async def story(place: Tenant) -> None:
        root = await place.open()
        await place.reply(root, ANSWER, "Ana")
        place.newcomer("Zebedee Quux")

        def outside() -> set[str]:
            with place.served.app.store.unit() as work:
                return set(work.diaries([place.key("Ana")])[place.key("Ana")].left_channels)

        assert outside() == set()
        await place.teams.remove_member(place.team, "Ana")
        await place.teams.remove_member(place.team, "Zebedee Quux")
        await place.settle()
        assert outside() == {place.channel.id, place.team.id}
        await place.teams.add_member(place.team, "Ana")
        await place.settle()
        assert outside() == set()
        assert not any(b"Quux" in held for held in place.kept())

    play(tmp_path, story)


def test_a_channel_is_offered_by_the_name_it_has_now(tmp_path: Path) -> None:
    """A shared or private one is not: no review is held there. What a message does not tell stays as it was told."""

    async def story(place: Tenant) -> None:
        await place.open()
        mia = place.teams.world.person("Mia")
        for name, kind in (("incidents", "standard"), ("partners", "shared"), ("board", "private")):
            channel = place.channel
            if kind != "standard":
                channel = place.teams.world.add_channel(name, place.team)
            told = events.channel_gone(place.teams.world, channel, mia)
            shown = {"id": channel.id, "name": name, "type": kind}
            told["channelData"] = told["channelData"] | {"eventType": "channelRenamed", "channel": shown}
            await place.teams.courier.event(told)
        partners = place.teams.world.channel("partners")
        await place.teams.say("Mia", partners, "list")
        await place.settle()
        await place.teams.talk("Mia", "agent-incident it paid twice")
        await place.settle()
        pressed = await place.teams.press("Mia", place.teams.chat("Mia")[-1], "Decision review")
        assert pressed.dialog is not None
        offered = [c["title"] for one in pressed.dialog.card["body"] for c in one.get("choices", [])]
        assert "incidents" in offered
        assert not {"partners", "board"} & set(offered)

    play(tmp_path, story)
