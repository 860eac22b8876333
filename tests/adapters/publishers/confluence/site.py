"""A Confluence on loopback that keeps what it is told, in both flavours, and fails as it is asked to.

What it does is what the documents and the issue threads of others say: titles unique in a space, versions that rise by
one, bodies that must be strict XML and come back rewritten, a trashed page that is only restored, 404 for a moment.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web
from lxml import etree

from tests.adapters.publishers.confluence.reading import parsed

ME, ANA = "557058:bot", "557058:ana"
NAMES = {ME: "Review Bot", ANA: "Ana Kovač"}
SPACE_ID = "98305"
MOST_BYTES = 5_242_880


@dataclass
class Version:
    """One version of a page."""

    number: int
    body: str
    author: str
    message: str = ""
    at: str = "2026-11-20T09:00:00.000Z"


@dataclass
class Sheet:
    """A page as it is kept."""

    id: str
    title: str
    parent: str
    versions: list[Version]
    status: str = "current"
    properties: dict[str, tuple[str, int, object]] = field(default_factory=dict)  # id, version, value by key
    labels: set[str] = field(default_factory=set)
    files: dict[str, list[bytes]] = field(default_factory=dict)
    file_ids: dict[str, str] = field(default_factory=dict)
    unseen: int = 0  # so many times it still answers 404

    @property
    def now(self) -> Version:
        """Its last version."""
        return self.versions[-1]


@dataclass
class Fault:
    """What becomes of the next call that fits: a status, a lost answer after the deed, or something done before it."""

    call: str  # a regular expression for `METHOD /path`
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False
    before: Callable[[], object] | None = None
    times: int = 1


@dataclass(frozen=True)
class Exchange:
    """A call and its answer, as they went over the wire."""

    method: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: bytes
    content_type: str
    status: int
    answer: bytes
    answer_type: str


@dataclass
class Site:
    """The server; `url` is its base as the settings have it."""

    space: str = "ENG"
    credentials: str = "Basic Ym90QGV4YW1wbGUub3JnOjNjcmV0"
    most_bytes: int = MOST_BYTES
    fresh: int = 0  # so many times a new page answers 404
    pages: dict[str, Sheet] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    seen: list[Exchange] = field(default_factory=list)
    url: str = ""
    _ids: int = 1000
    _runner: web.ServerRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._serve), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/wiki/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    # -- what people do by hand

    def edit(self, page: Sheet, body: str = "<p>mine</p>", title: str = "") -> None:
        """Somebody changes a page in the browser."""
        page.title = title or page.title
        page.versions.append(Version(page.now.number + 1, body, ANA, at="2026-11-21T10:30:00.000Z"))

    def page_of_somebody(self, title: str, body: str = "<p>theirs</p>") -> Sheet:
        """A page that is not ours."""
        page = Sheet(self.next_id(), title, "1", [Version(1, body, ANA)])
        self.pages[page.id] = page
        return page

    def calls(self) -> list[str]:
        """`METHOD /path` of every call, in order, without the base."""
        return [f"{one.method} {one.path.removeprefix('/wiki')}" for one in self.seen]

    def next_id(self) -> str:
        """An id that was not given yet."""
        self._ids += 1
        return str(self._ids)

    # -- what a page may be

    def declined(self, title: str, body: str, but: Sheet | None = None) -> int:
        """The status that refuses a page: not strict XML, too large, or a title that is taken; 0 for none."""
        if len(body.encode()) > self.most_bytes:
            return 413
        try:
            parsed(body)
        except etree.XMLSyntaxError:
            return 400
        taken = any(
            p.title == title and p is not but and p.status in {"current", "archived"}
            for p in self.pages.values()
        )
        return (400 if but is None else 409) if taken else 0

    def make(self, title: str, body: str, parent: str) -> Sheet:
        """A new page; it is not seen for a moment."""
        page = Sheet(self.next_id(), title.rstrip(), parent, [Version(1, rewritten(body), ME)])
        page.unseen = self.fresh
        self.pages[page.id] = page
        return page

    def change(self, page: Sheet, title: str, body: str, number: int, message: str) -> int:
        """The next version, or the status that refuses it; of a trashed page only the status changes."""
        if number != page.now.number + 1:
            return 409
        if page.status != "current":
            page.status = "current"
            return 200
        if refused := self.declined(title, body, page):
            return refused
        page.title = title
        page.versions.append(Version(number, rewritten(body), ME, message))
        return 200

    def look(self, id_: str) -> Sheet | None:
        """A page by its id, as somebody sees it now."""
        page = self.pages.get(id_)
        if page is not None and page.unseen:
            page.unseen -= 1
            return None
        return page

    # -- the wire

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        fault = self._fault(f"{request.method} {request.path}")
        if fault is not None and fault.before is not None:
            fault.before()
        if fault is not None and fault.status:
            answer = web.json_response({"message": "no"}, status=fault.status, headers=fault.headers)
        else:
            answer = await self._answer(request, body)
        self.seen.append(
            Exchange(
                request.method,
                f"{request.scheme}://{request.host}",
                request.path,
                tuple(request.query.items()),
                dict(request.headers),
                body,
                request.content_type,
                answer.status,
                answer.body if isinstance(answer.body, bytes) else b"",
                answer.content_type,
            )
        )
        if fault is not None and fault.lost:
            assert request.transport is not None
            request.transport.close()
        return answer

    def _fault(self, call: str) -> Fault | None:
        fault = next((f for f in self.faults if re.search(f.call, call)), None)
        if fault is not None:
            fault.times -= 1
            if not fault.times:
                self.faults.remove(fault)
        return fault

    async def _answer(self, request: web.BaseRequest, body: bytes) -> web.Response:
        from tests.adapters.publishers.confluence import routes  # noqa: PLC0415 - the routes know the site

        if request.headers.get("Authorization") != self.credentials:
            return web.json_response({"message": "unauthorized"}, status=401)
        return await routes.answered(self, request, body)


def rewritten(body: str) -> str:
    """A body as it comes back: Confluence gives its macros ids, so no two bodies are ever the same text."""
    return body.replace("<ac:structured-macro ", '<ac:structured-macro ac:macro-id="0f" ')
