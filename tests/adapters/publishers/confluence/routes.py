"""The calls that the Confluence on loopback knows: v2 and the two things v1 is for in Cloud, and v1 of Data Center."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from tests.adapters.publishers.confluence.site import NAMES, SPACE_ID, Sheet, Site

Call = Callable[[Site, web.BaseRequest, Any, "re.Match[str]"], web.Response]
NO = {"message": "no"}


async def answered(site: Site, request: web.BaseRequest, body: bytes) -> web.Response:
    """The answer of the first route that fits; 404 where none does."""
    path = re.sub(r"^(?:/ex/confluence/[\w-]+)?/wiki", "", request.path)
    told: Any = _form(request, body) if "multipart" in request.content_type else _json(body)
    for pattern, call in ROUTES.items():
        if found := re.fullmatch(pattern, f"{request.method} {path}"):
            return call(site, request, told, found)
    return _no(404)


def _json(body: bytes) -> object:
    return json.loads(body) if body else None


def _form(request: web.BaseRequest, body: bytes) -> tuple[str, bytes]:
    """The one file of a form, which must come with the header that says that no page sent it."""
    assert request.headers["X-Atlassian-Token"] == "no-check"
    boundary = request.headers["Content-Type"].split("boundary=")[1].strip('"').encode()
    for part in body.split(b"--" + boundary)[1:-1]:
        head, _, content = part.strip(b"\r\n").partition(b"\r\n\r\n")
        if name := re.search(rb'filename="([^"]+)"', head):
            return name[1].decode(), content
    raise AssertionError("a form without a file")


def _no(status: int) -> web.Response:
    return web.json_response(NO, status=status)


# -- Cloud


def _spaces(site: Site, request: web.BaseRequest, _: Any, __: Any) -> web.Response:
    found = (
        [{"id": SPACE_ID, "key": site.space, "status": "current"}]
        if request.query["keys"] == site.space
        else []
    )
    return web.json_response({"results": found, "_links": {"base": _base(site)}})


def _pages(site: Site, request: web.BaseRequest, _: Any, __: Any) -> web.Response:
    wanted = request.query.getall("status", ["current", "archived"])
    assert request.query["space-id"] == SPACE_ID
    found = [p for p in site.pages.values() if p.title == request.query["title"] and p.status in wanted]
    results = [_page(site, p) | {"_links": {"webui": _webui(site, p)}} for p in found]
    return web.json_response({"results": results, "_links": {"base": _base(site)}})


def _create(site: Site, _: web.BaseRequest, told: Any, __: Any) -> web.Response:
    body = told["body"]["value"]
    if told.get("parentId", "1") not in {*site.pages, "1", "42"}:
        return _no(404)
    if refused := site.declined(told["title"], body):
        return _no(refused)
    return web.json_response(_page(site, site.make(told["title"], body, told.get("parentId", "1"))))


def _read(site: Site, request: web.BaseRequest, _: Any, found: "re.Match[str]") -> web.Response:
    page = site.look(found[1])
    if page is None or page.status not in request.query.getall("status", ["current", "archived"]):
        return _no(404)
    return web.json_response(_page(site, page, body="body-format" in request.query))


def _update(site: Site, _: web.BaseRequest, told: Any, found: "re.Match[str]") -> web.Response:
    page = site.look(found[1])
    if page is None:
        return _no(404)
    version = told["version"]
    body = told["body"]["value"]
    status = site.change(page, told["title"], body, version["number"], version.get("message", ""))
    return web.json_response(_page(site, page)) if status == 200 else _no(status)


def _trash(site: Site, _: web.BaseRequest, __: Any, found: "re.Match[str]") -> web.Response:
    site.pages[found[1]].status = "trashed"
    return web.Response(status=204, content_type="application/json")


def _properties(site: Site, request: web.BaseRequest, _: Any, found: "re.Match[str]") -> web.Response:
    page = site.look(found[1])
    if page is None:
        return _no(404)
    kept = page.properties.get(request.query["key"])
    results = [_property(request.query["key"], *kept)] if kept else []
    return web.json_response({"results": results, "_links": {"base": _base(site)}})


def _keep(site: Site, _: web.BaseRequest, told: Any, found: "re.Match[str]") -> web.Response:
    page = site.look(found[1])
    if page is None:
        return _no(404)
    if told["key"] in page.properties:
        return _no(409)
    page.properties[told["key"]] = (site.next_id(), 1, told["value"])
    return web.json_response(_property(told["key"], *page.properties[told["key"]]))


def _keep_again(site: Site, _: web.BaseRequest, told: Any, found: "re.Match[str]") -> web.Response:
    page = site.pages[found[1]]
    id_, version, _value = page.properties[told["key"]]
    if found[2] not in {id_, told["key"]} or told["version"]["number"] != version + 1:
        return _no(409)
    page.properties[told["key"]] = (id_, version + 1, told["value"])
    return web.json_response(_property(told["key"], *page.properties[told["key"]]))


def _attachments(site: Site, _: web.BaseRequest, __: Any, found: "re.Match[str]") -> web.Response:
    page = site.look(found[1])
    if page is None:
        return _no(404)
    results = [{"id": id_, "title": name, "status": "current"} for name, id_ in page.file_ids.items()]
    return web.json_response({"results": results})


def _detach(site: Site, _: web.BaseRequest, __: Any, found: "re.Match[str]") -> web.Response:
    for page in site.pages.values():
        for name, id_ in list(page.file_ids.items()):
            if id_.removeprefix("att") == found[1]:
                del page.file_ids[name], page.files[name]
    return web.Response(status=204, content_type="application/json")


def _page(site: Site, page: Sheet, *, body: bool = False) -> dict[str, Any]:
    now = page.now
    written = {"number": now.number, "message": now.message, "authorId": now.author, "createdAt": now.at}
    found = {
        "id": page.id,
        "status": page.status,
        "title": page.title,
        "spaceId": SPACE_ID,
        "parentId": page.parent,
        "authorId": page.versions[0].author,
        "version": written,
        "_links": {"webui": _webui(site, page), "base": _base(site)},
    }
    stored = {"storage": {"representation": "storage", "value": now.body}}
    return found | ({"body": stored} if body else {})


def _property(key: str, id_: str, version: int, value: object) -> dict[str, Any]:
    return {"id": id_, "key": key, "value": value, "version": {"number": version}}


def _webui(site: Site, page: Sheet) -> str:
    return f"/spaces/{site.space}/pages/{page.id}/x"


def _base(site: Site) -> str:
    return site.url.rstrip("/")


# -- v1, of both


def _label(site: Site, _: web.BaseRequest, told: Any, found: "re.Match[str]") -> web.Response:
    page = site.look(found[1])
    if page is None:
        return _no(404)
    page.labels |= {label["name"] for label in told if label["prefix"] == "global"}
    return web.json_response({"results": []})


def _attach(site: Site, request: web.BaseRequest, told: Any, found: "re.Match[str]") -> web.Response:
    """PUT makes or replaces, which Cloud alone has; POST makes, and refuses a name that is there."""
    page, (name, content) = site.look(found[1]), told
    if page is None:
        return _no(404)
    if request.method == "POST" and name in page.files:
        return _no(400)
    page.files.setdefault(name, []).append(content)
    page.file_ids.setdefault(name, f"att{site.next_id()}")
    return web.json_response({"results": []})


def _user(_: Site, request: web.BaseRequest, __: Any, ___: Any) -> web.Response:
    account = request.query["accountId"]
    return web.json_response({"accountId": account, "displayName": NAMES[account]})


# -- Data Center


def _space(site: Site, _: web.BaseRequest, __: Any, found: "re.Match[str]") -> web.Response:
    return web.json_response({"id": 1, "key": site.space}) if found[1] == site.space else _no(404)


def _contents(site: Site, request: web.BaseRequest, _: Any, __: Any) -> web.Response:
    query = request.query
    assert (query["spaceKey"], query["type"], query["status"]) == (site.space, "page", "any")
    found = [_content(site, p) for p in site.pages.values() if p.title == query["title"]]
    return web.json_response({"results": found})


def _content_read(site: Site, request: web.BaseRequest, _: Any, found: "re.Match[str]") -> web.Response:
    page = site.look(found[1])
    if page is None or (page.status != "current" and request.query.get("status") != "any"):
        return _no(404)
    return web.json_response(_content(site, page))


def _content_create(site: Site, _: web.BaseRequest, told: Any, __: Any) -> web.Response:
    assert (told["type"], told["space"]) == ("page", {"key": site.space})
    body, parent = told["body"]["storage"]["value"], told.get("ancestors", [{"id": "1"}])[0]["id"]
    if refused := site.declined(told["title"], body):
        return _no(refused)
    return web.json_response(_content(site, site.make(told["title"], body, parent)))


def _content_update(site: Site, _: web.BaseRequest, told: Any, found: "re.Match[str]") -> web.Response:
    page, version = site.pages[found[1]], told["version"]
    body = told["body"]["storage"]["value"]
    status = site.change(page, told["title"], body, version["number"], version["message"])
    return web.json_response(_content(site, page)) if status == 200 else _no(status)


def _one_property(site: Site, _: web.BaseRequest, __: Any, found: "re.Match[str]") -> web.Response:
    page = site.look(found[1])
    kept = page.properties.get(found[2]) if page else None
    return web.json_response(_property(found[2], *kept)) if kept else _no(404)


def _attach_again(site: Site, _: web.BaseRequest, told: Any, found: "re.Match[str]") -> web.Response:
    page, (name, content) = site.pages[found[1]], told
    assert page.file_ids[name] == found[2]
    page.files[name].append(content)
    return web.json_response({"id": found[2]})


def _content(site: Site, page: Sheet) -> dict[str, Any]:
    now = page.now
    version = {
        "number": now.number,
        "when": now.at,
        "message": now.message,
        "by": {"displayName": NAMES[now.author]},
    }
    return {
        "id": page.id,
        "type": "page",
        "status": page.status,
        "title": page.title,
        "version": version,
        "body": {"storage": {"value": now.body, "representation": "storage"}},
        "_links": {"webui": f"/display/{site.space}/x", "base": _base(site)},
    }


V2, V1 = r"/api/v2", r"/rest/api"
ROUTES: Mapping[str, Call] = {
    rf"GET {V2}/spaces": _spaces,
    rf"GET {V2}/pages": _pages,
    rf"POST {V2}/pages": _create,
    rf"GET {V2}/pages/(\d+)": _read,
    rf"PUT {V2}/pages/(\d+)": _update,
    rf"DELETE {V2}/pages/(\d+)": _trash,
    rf"GET {V2}/pages/(\d+)/properties": _properties,
    rf"POST {V2}/pages/(\d+)/properties": _keep,
    rf"PUT {V2}/pages/(\d+)/properties/(\d+)": _keep_again,
    rf"GET {V2}/pages/(\d+)/attachments": _attachments,
    rf"DELETE {V2}/attachments/(\d+)": _detach,
    rf"POST {V1}/content/(\d+)/label": _label,
    rf"(?:PUT|POST) {V1}/content/(\d+)/child/attachment": _attach,
    rf"GET {V1}/user": _user,
    rf"GET {V1}/space/(\w+)": _space,
    rf"GET {V1}/content": _contents,
    rf"POST {V1}/content": _content_create,
    rf"GET {V1}/content/(\d+)": _content_read,
    rf"PUT {V1}/content/(\d+)": _content_update,
    rf"DELETE {V1}/content/(\d+)": _trash,
    rf"DELETE {V1}/content/att(\d+)": _detach,
    rf"GET {V1}/content/(\d+)/property/([\w.-]+)": _one_property,
    rf"POST {V1}/content/(\d+)/property": _keep,
    rf"PUT {V1}/content/(\d+)/property/([\w.-]+)": _keep_again,
    rf"GET {V1}/content/(\d+)/child/attachment": _attachments,
    rf"POST {V1}/content/(\d+)/child/attachment/(att\d+)/data": _attach_again,
}
