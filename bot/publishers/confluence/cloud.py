"""Confluence Cloud: v2 for pages, their properties and attachments; v1 for what v2 cannot write, labels and files."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.errors import OutsideError
from bot.publishers.confluence import answers
from bot.publishers.confluence.client import Client
from bot.publishers.confluence.troubles import NotThere
from bot.publishers.confluence.wiki import CURRENT, Declined, File, Kept, Page, Value

V2 = ("api", "v2")
V1 = ("rest", "api")
EVERY_STATUS = (("status", CURRENT), ("status", "archived"), ("status", "trashed"))
CLASHES = frozenset({400, 409})


@dataclass(frozen=True)
class Cloud:
    """One space of a site. Its `Wiki` is made by `space`, which is the first call of all."""

    client: Client
    key: str
    property: str
    parent: str = ""
    space_id: str = ""

    async def page(self, id_: str) -> Page | None:
        """By its id; every status but deleted for good."""
        query = (*EVERY_STATUS,)
        answer = await self.client.get(*V2, "pages", id_, query=query, also=(404,))
        return None if answer.status == 404 else self._page(answer.read(answers.Found))

    async def titled(self, title: str) -> tuple[Page, ...]:
        """By its title."""
        query = (("space-id", self.space_id), ("title", title), *EVERY_STATUS)
        found = (await self.client.get(*V2, "pages", query=query)).read(answers.Several)
        return tuple(self._page(page, found.links.base) for page in found.results if page.title == title)

    async def body(self, id_: str) -> str:
        """In storage format."""
        query = (("body-format", "storage"), *EVERY_STATUS)
        found = (await self.client.get(*V2, "pages", id_, query=query)).read(answers.Found)
        return found.body.storage.value if found.body else ""

    async def create(self, title: str, body: str) -> Page | Declined:
        """Below the parent, else below the homepage of the space."""
        made = {"spaceId": self.space_id, "status": CURRENT, "title": title, "body": _stored(body)}
        below = {"parentId": self.parent} if self.parent else {}
        return await self._written("POST", *V2, "pages", body=made | below)

    async def write(self, page: Page, title: str, body: str, message: str) -> Page | Declined:
        """The next version."""
        made = {
            "id": page.id,
            "status": CURRENT,
            "title": title,
            "body": _stored(body),
            "version": {"number": page.version + 1, "message": message},
        }
        return await self._written("PUT", *V2, "pages", page.id, body=made)

    async def restore(self, page: Page) -> Page | Declined:
        """A trashed page is only restored by this, whatever body comes with it."""
        return await self.write(page, page.title, await self.body(page.id), page.message)

    async def trash(self, page: Page) -> None:
        """A page that is gone already is as good."""
        await self.client.tell("DELETE", *V2, "pages", page.id, also=(404,))

    async def kept(self, id_: str) -> Kept | None:
        """The one of our key."""
        query = (("key", self.property),)
        answer = await self.client.get(*V2, "pages", id_, "properties", query=query, also=(404,))
        found = [] if answer.status == 404 else answer.read(answers.Properties).results
        return _kept(found[0]) if found else None

    async def keep(self, id_: str, value: Value, before: Kept | None) -> bool:
        """By its id, where there is one."""
        made: dict[str, object] = {"key": self.property, "value": value}
        steps = (*V2, "pages", id_, "properties")
        if before is None:
            return (await self.client.tell("POST", *steps, body=made, also=(409,))).status != 409
        made["version"] = {"number": before.version + 1}
        return (await self.client.tell("PUT", *steps, before.id, body=made, also=(409,))).status != 409

    async def label(self, id_: str, name: str) -> None:
        """By v1."""
        await self.client.tell(
            "POST", *V1, "content", id_, "label", body=[{"prefix": "global", "name": name}]
        )

    async def files(self, id_: str) -> Mapping[str, str]:
        """Attached now."""
        query = (("limit", "250"),)
        found = (await self.client.get(*V2, "pages", id_, "attachments", query=query)).read(
            answers.Attachments
        )
        return {attachment.title: attachment.id for attachment in found.results}

    async def attach(self, id_: str, file: File, there: str | None) -> None:  # noqa: ARG002 - v1 of Cloud finds it by name
        """By v1: made, or a new version of the one of that name."""
        await self.client.upload("PUT", *V1, "content", id_, "child", "attachment", file=file)

    async def detach(self, attachment: str) -> None:
        """Into the trash of the space."""
        await self.client.tell("DELETE", *V2, "attachments", attachment.removeprefix("att"), also=(404,))

    async def name_of(self, author: str) -> str:
        """By v1; the account's id where that does not say."""
        if not author:
            return ""
        try:
            answer = await self.client.get(*V1, "user", query=(("accountId", author),))
            return answer.read(answers.By).display_name or author
        except OutsideError:
            return author

    async def _written(self, method: str, *steps: str, body: object) -> Page | Declined:
        answer = await self.client.tell(method, *steps, body=body, also=(*CLASHES, 413))
        if answer.status == 413:
            return Declined.TOO_LARGE
        return Declined.CLASH if answer.status in CLASHES else self._page(answer.read(answers.Found))

    def _page(self, found: answers.Found, base: str = "") -> Page:
        version = found.version
        link = link_of(found.id, found.links.base or base or str(self.client.base), found.links.webui)
        return Page(
            found.id,
            found.title,
            found.status,
            version.number,
            link,
            version.author_id,
            version.created_at,
            version.message,
        )


async def space(client: Client, key: str, property_: str, parent: str) -> Cloud:
    """The space of a key; `NotThere` where there is none, or none that we may see."""
    query = (("keys", key), ("limit", "1"))
    found = (await client.get(*V2, "spaces", query=query)).read(answers.Spaces).results
    if not found or found[0].status != CURRENT:
        raise NotThere("publish_no_place", host=client.base.host, space=key)
    return Cloud(client, key, property_, parent, found[0].id)


def link_of(id_: str, base: str, webui: str) -> str:
    """Where people see a page: an address that names its id."""
    base = base.rstrip("/")
    return f"{base}{webui}" if f"/{id_}" in webui else f"{base}/pages/viewpage.action?pageId={id_}"


def _stored(body: str) -> Mapping[str, str]:
    return {"representation": "storage", "value": body}


def _kept(found: answers.Property) -> Kept:
    return Kept(str(found.id), found.version.number, answers.as_map(found.value))
