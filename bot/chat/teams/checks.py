"""What was filled into a form, looked at: who is picked is found, and nothing that a card sends back is believed."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat.teams.book import CLOSED, Book
from bot.chat.teams.inputs import fields_of, people_in
from bot.chat.teams.meanings import Known
from bot.chat.teams.people import People
from bot.chat.teams.reading import person
from bot.chat.teams.ways import Ways
from bot.domain.errors import OutsideError, PersonError
from bot.domain.heard import FormSent, Speaker
from bot.domain.review import PersonKey
from bot.ports import Field, Form

log = logging.getLogger(__name__)

PICKED = frozenset({"person", "people"})
_ID = re.compile(r"[\w.~:@-]{1,200}")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Checks:
    """Looks at forms that were sent."""

    book: Book
    known: Known
    people: People
    ways: Ways

    async def fields(self, sent: FormSent, form: Form, near: str) -> Fields:
        """What was filled in, people as keys; `near` is the channel it was sent in.

        PersonError with `field` for somebody Teams knows in no team of the bot's, and for a channel that takes no
        review.
        """
        found = dict(sent.fields)
        keys: dict[str, PersonKey] = {}
        for asked in form.fields:
            if asked.kind in PICKED:
                for id_ in people_in(found, (asked,)):
                    keys[id_] = await self._person(id_, asked, near)
            elif asked.kind == "channel" and found.get(asked.key):
                await self._channel(found[asked.key], asked)
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

    async def _channel(self, channel: str, asked: Field) -> None:
        place = await self.book.channel(channel)
        if place is None:
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
