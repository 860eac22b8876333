"""Forms, looked at: who and what can be picked, and that nothing a card sends back is believed."""

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.teams.book import CLOSED, Book
from bot.chat.teams.inputs import Offered, fields_of, people_in
from bot.chat.teams.meanings import Known
from bot.chat.teams.people import People
from bot.chat.teams.post import user_of
from bot.chat.teams.reading import person
from bot.chat.teams.ways import Ways
from bot.domain.errors import OutsideError, PersonError
from bot.domain.heard import FormSent, Speaker
from bot.domain.review import PersonKey
from bot.ports import Field, Form

log = logging.getLogger(__name__)

PICKED = frozenset({"person", "people"})
ASK_S = 2.0  # a form is waited for, at most 5 s
_ID = re.compile(r"[\w.~:@-]{1,200}")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Checks:
    """Looks at forms before they are shown, and when they were sent."""

    book: Book
    known: Known
    people: People
    ways: Ways

    async def offered(self, form: Form, viewer: PersonKey) -> Offered:
        """Who can be picked: those heard of here. And channels: those of the teams that the viewer is in."""
        people = tuple(
            (person(user, self.known), reach.name) for user, reach in self.book.people() if reach.name
        )
        asks = any(asked.kind == "channel" for asked in form.fields)
        return Offered(self.known.workspace, people, await self._channels_of(viewer) if asks else ())

    async def _channels_of(self, viewer: PersonKey) -> tuple[tuple[str, str], ...]:
        """Channels a review may be held in, by name; those of a team that cannot be asked in time are left out."""
        found = [(channel, place) for channel, place in self.book.channels() if not place.kind]
        teams = {place.team: channel for channel, place in found}
        asked = {team: asyncio.create_task(self._is_in(at, viewer)) for team, at in teams.items()}
        if asked:
            await asyncio.wait(asked.values(), timeout=ASK_S)
        inside = {team for team, task in asked.items() if task.done() and task.result()}
        for task in asked.values():
            task.cancel()
        return tuple((channel, place.name or channel) for channel, place in found if place.team in inside)

    async def _is_in(self, channel: str, viewer: PersonKey) -> bool:
        try:
            return await self.ways.is_in(channel, user_of(viewer))
        except OutsideError as error:
            log.info("whether somebody is in a team could not be asked: %s", error.key)
            return False

    async def fields(self, sent: FormSent, form: Form, near: str) -> Fields:
        """What was filled in, people as keys; `near` is the channel it was sent in.

        PersonError with `field` for somebody Teams knows in no team of the bot's, and for a channel that takes no
        review, or that the sender is not in. OutsideError where Teams could not be asked.
        """
        found = dict(sent.fields)
        keys: dict[str, PersonKey] = {}
        for asked in form.fields:
            if asked.kind in PICKED:
                for id_ in people_in(found, (asked,)):
                    keys[id_] = await self._person(id_, asked, near)
            elif asked.kind == "channel" and found.get(asked.key):
                await self._channel(found[asked.key], asked, sent.by.person)
        return fields_of(found, form.fields, keys)

    async def _person(self, id_: str, asked: Field, near: str) -> PersonKey:
        """Somebody picked. Whoever never spoke here is looked up: their name, and how they are written to."""
        if not _ID.fullmatch(id_):
            raise PersonError("teams_no_such_person", field=asked.key)
        user = id_.replace(":", "~")
        if held := await self.book.known_as(user):
            return person(held, self.known)
        key = person(user, self.known)
        if await self.people.is_met(key):
            return key
        try:
            reach = await self.ways.person(user, near)
        except OutsideError as error:
            log.info("somebody picked in a form could not be looked up: %s", error.key)
            return key
        if reach is None:
            raise PersonError("teams_no_such_person", field=asked.key)
        await self.people.meet(Speaker(key, reach.name or user))
        return key

    async def _channel(self, channel: str, asked: Field, sender: PersonKey) -> None:
        """Nobody puts a review where they are not themselves."""
        place = await self.book.channel(channel)
        if place is None or not await self.ways.is_in(channel, user_of(sender)):
            raise PersonError("teams_not_in", field=asked.key)
        if place.kind:
            raise PersonError(CLOSED[place.kind], field=asked.key)

    def shown_again(self, sent: FormSent, form: Form) -> Mapping[str, str]:
        """What was filled in, as the fields of a form hold it: people by their keys."""
        found = dict(sent.fields)
        for asked in form.fields:
            if asked.kind in PICKED and asked.key in found:
                ids = sorted(people_in(found, (asked,)))
                found[asked.key] = ",".join(person(id_.replace(":", "~"), self.known) for id_ in ids)
        return found
