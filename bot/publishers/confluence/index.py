"""The one page that lists all reviews by their page properties; made once, and then people's."""

import hashlib

from bot.publishers.confluence import macros
from bot.publishers.confluence.markup import element, joined
from bot.publishers.confluence.sheet import LABEL, Fitted, Identity, clipped
from bot.publishers.confluence.standing import Standing, looked_at
from bot.publishers.confluence.storage import PROPERTIES
from bot.publishers.confluence.wiki import Page, Wiki

MOST_TITLES = 3


async def listed(wiki: Wiki, title: str, place: str) -> None:
    """See to it that there is one in this space. One that somebody changed or threw away is left as it is."""
    identity = Identity("index", hashlib.sha256(place.encode()).hexdigest())
    for number in range(1, MOST_TITLES + 1):
        wanted = clipped(title, number)
        there = await wiki.titled(wanted)
        for page in there:
            if (await looked_at(wiki, page, identity)).standing is not Standing.FOREIGN:
                return
        if not there:
            await _made(wiki, wanted, identity)
            return


async def _made(wiki: Wiki, title: str, identity: Identity) -> None:
    body = joined(macros.index(PROPERTIES, LABEL), element("p", macros.anchor(identity.mark)))
    page = await wiki.create(title, body)
    if isinstance(page, Page):
        made = Fitted(identity, title, body)
        await wiki.keep(page.id, made.value(page.version, title), None)
