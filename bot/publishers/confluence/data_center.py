"""Confluence Data Center: v1 for everything, with a personal access token."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.publishers.confluence import answers
from bot.publishers.confluence.client import Client
from bot.publishers.confluence.troubles import NotThere
from bot.publishers.confluence.wiki import CURRENT, Declined, File, Kept, Page, Value

CONTENT = ("rest", "api", "content")
ANY = ("status", "any")
WITH_VERSION = ("expand", "version")
CLASHES = frozenset({400, 409})


@dataclass(frozen=True)
class DataCenter:
    """One space of a server. Its `Wiki` is made by `space`, which is the first call of all."""

    client: Client
    key: str
    property: str
    parent: str = ""

    async def page(self, id_: str) -> Page | None:
        """By its id, the trash included."""
        answer = await self.client.get(*CONTENT, id_, query=(ANY, WITH_VERSION), also=(404,))
        return None if answer.status == 404 else self._page(answer.read(answers.FoundOfOld))

    async def titled(self, title: str) -> tuple[Page, ...]:
        """By its title."""
        query = (("type", "page"), ("spaceKey", self.key), ("title", title), ANY, WITH_VERSION)
        found = (await self.client.get(*CONTENT, query=query)).read(answers.SeveralOfOld)
        return tuple(self._page(page) for page in found.results if page.title == title)

    async def body(self, id_: str) -> str:
        """In storage format."""
        query = (ANY, ("expand", "body.storage,version"))
        found = (await self.client.get(*CONTENT, id_, query=query)).read(answers.FoundOfOld)
        return found.body.storage.value if found.body else ""

    async def create(self, title: str, body: str) -> Page | Declined:
        """Below the parent, else at the top of the space."""
        made = {"type": "page", "title": title, "space": {"key": self.key}, "body": _stored(body)}
        below = {"ancestors": [{"id": self.parent}]} if self.parent else {}
        return await self._written("POST", *CONTENT, body=made | below)

    async def write(self, page: Page, title: str, body: str, message: str) -> Page | Declined:
        """The next version."""
        made = {
            "id": page.id,
            "type": "page",
            "status": CURRENT,
            "title": title,
            "body": _stored(body),
            "version": {"number": page.version + 1, "message": message},
        }
        return await self._written("PUT", *CONTENT, page.id, body=made)

    async def restore(self, page: Page) -> Page | Declined:
        """A trashed page is only restored by this, whatever body comes with it."""
        return await self.write(page, page.title, await self.body(page.id), page.message)

    async def trash(self, page: Page) -> None:
        """A page that is gone already is as good."""
        await self.client.tell("DELETE", *CONTENT, page.id, also=(404,))

    async def kept(self, id_: str) -> Kept | None:
        """The one of our key."""
        answer = await self.client.get(*CONTENT, id_, "property", self.property, also=(404,))
        if answer.status == 404:
            return None
        found = answer.read(answers.Property)
        return Kept(str(found.id), found.version.number, answers.as_map(found.value))

    async def keep(self, id_: str, value: Value, before: Kept | None) -> bool:
        """By its key."""
        made: dict[str, object] = {"key": self.property, "value": value}
        steps = (*CONTENT, id_, "property")
        if before is None:
            return (await self.client.tell("POST", *steps, body=made, also=(409,))).status != 409
        made["version"] = {"number": before.version + 1}
        return (await self.client.tell("PUT", *steps, self.property, body=made, also=(409,))).status != 409

    async def label(self, id_: str, name: str) -> None:
        """One that is there stays."""
        await self.client.tell("POST", *CONTENT, id_, "label", body=[{"prefix": "global", "name": name}])

    async def files(self, id_: str) -> Mapping[str, str]:
        """Attached now."""
        answer = await self.client.get(*CONTENT, id_, "child", "attachment", query=(("limit", "200"),))
        return {attachment.title: attachment.id for attachment in answer.read(answers.Attachments).results}

    async def attach(self, id_: str, file: File, there: str | None) -> None:
        """Made, or the bytes of the one that is there; a name that is taken would be refused."""
        steps = (*CONTENT, id_, "child", "attachment")
        await self.client.upload("POST", *((*steps, there, "data") if there else steps), file=file)

    async def detach(self, attachment: str) -> None:
        """Into the trash of the space."""
        await self.client.tell("DELETE", *CONTENT, attachment, also=(404,))

    async def name_of(self, author: str) -> str:
        """A version carries the name itself."""
        return author

    async def _written(self, method: str, *steps: str, body: object) -> Page | Declined:
        query = (WITH_VERSION,)
        answer = await self.client.tell(method, *steps, query=query, body=body, also=(*CLASHES, 413))
        if answer.status == 413:
            return Declined.TOO_LARGE
        return Declined.CLASH if answer.status in CLASHES else self._page(answer.read(answers.FoundOfOld))

    def _page(self, found: answers.FoundOfOld) -> Page:
        version = found.version
        link = f"{str(self.client.base).rstrip('/')}/pages/viewpage.action?pageId={found.id}"
        return Page(
            found.id,
            found.title,
            found.status,
            version.number,
            link,
            version.by.display_name,
            version.when,
            version.message or "",
        )


async def space(client: Client, key: str, property_: str, parent: str) -> DataCenter:
    """The space of a key; `NotThere` where there is none, or none that we may see."""
    try:
        await client.get("rest", "api", "space", key)
    except NotThere:
        raise NotThere("publish_no_place", host=client.base.host, space=key) from None
    return DataCenter(client, key, property_, parent)


def _stored(body: str) -> Mapping[str, Mapping[str, str]]:
    return {"storage": {"value": body, "representation": "storage"}}
