"""Whatever a backend does, a fetch ends in a capture or in an error that says whether to try again."""

import asyncio
import gzip
import traceback
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from bot.domain.errors import Incident, Later, PersonError, Refused
from bot.traces.sources.fetching import Door, Limits
from bot.traces.sources.registry import GROUP
from tests.adapters.sources import bodies
from tests.adapters.sources.bodies import GID, PROJECT, TENANT
from tests.adapters.sources.serving import SETTINGS, Backend, Reply, as_json, built, door, fetch, status
from tests.adapters.sources.views import trace_of
from tests.adapters.traces.forms import FIRST_NS, TRACE
from tests.adapters.traces.runs import ASK_2, ROOT, genai

LINKS = {
    "jaeger": f"HOST/trace/{TRACE}",
    "langfuse": f"HOST/trace/{TRACE}",
    "langsmith": f"HOST/o/{TENANT}/projects/p/{PROJECT}/r/{bodies.IDS[ROOT]}",
    "mlflow": f"HOST/#/experiments/0/traces/tr-{TRACE}",
    "phoenix": f"HOST/projects/{GID}/traces/{TRACE}",
    "tempo": f"HOST/api/traces/{TRACE}",
}
SECRETS = ("-secret", "cGstMTpsYW5nZnVzZS1zZWNyZXQ", "YW5hOm1sZmxvdy1zZWNyZXQ", "ana:")
EVERY = pytest.mark.parametrize("name", sorted(LINKS))


def refused_by(name: str, reply: Reply, at: Door | None = None) -> Incident:
    """The error of a fetch from a backend that answers everything with one reply; it holds no credentials."""
    with pytest.raises(Incident) as caught:
        fetch(name, LINKS[name], {"*": reply}, at)
    told = "".join(traceback.format_exception(caught.value)) + repr(caught.value.values)
    assert not any(secret in told for secret in SECRETS)
    return caught.value


@EVERY
@pytest.mark.parametrize("code", [401, 403])
def test_replayed_refusal_of_the_key_is_not_tried_again(name: str, code: int) -> None:
    """Whoever runs the bot is told which setting holds the key."""
    error = refused_by(name, status(code))
    assert (type(error), error.key) == (Refused, "source_not_let_in")
    assert str(error.values["setting"]) in {*SETTINGS[name](""), "JAEGER_TOKEN"}


@EVERY
def test_replayed_404_may_be_a_run_on_its_way(name: str) -> None:
    """It is tried again: a run is readable some seconds after its end."""
    error = refused_by(name, status(404))
    assert isinstance(error, Later)
    assert (error.key, error.retry_after) == ("source_not_there", 15.0)


EMPTY: Mapping[str, Mapping[str, object]] = {
    "langfuse": {"data": [], "meta": {}},
    "langsmith": {"items": [], "runs": [], "trace_id": None},
    "phoenix": {"data": {"getTraceByOtelId": None}},
}


@pytest.mark.parametrize("name", sorted(EMPTY))
def test_replayed_empty_answer_is_an_unknown_run(name: str) -> None:
    """Some backends answer 200 and nothing for what they do not know."""
    with pytest.raises(Later) as caught:
        fetch(name, LINKS[name], {"*": as_json(EMPTY[name])})
    assert caught.value.key == "source_not_there"


@EVERY
@pytest.mark.parametrize(("asked", "waits"), [("7", 7.0), ("99999", 3600.0), ("soon", None), ("-5", None)])
def test_replayed_429_is_waited_for(name: str, asked: str, waits: float | None) -> None:
    """As long as the backend asks, at most an hour."""
    error = refused_by(name, status(429, Retry_After=asked))
    assert isinstance(error, Later)
    assert (error.key, error.retry_after) == ("source_busy", waits)


def test_replayed_429_may_name_a_date() -> None:
    """HTTP allows a date in place of seconds; one that is past means now."""
    past = format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)
    error = refused_by("jaeger", status(429, Retry_After=past))
    assert isinstance(error, Later)
    assert error.retry_after == 0.0


@EVERY
@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_replayed_fault_of_the_backend_is_tried_again(name: str, code: int) -> None:
    """It may pass."""
    error = refused_by(name, status(code, Retry_After="3"))
    assert isinstance(error, Later)
    assert (error.key, error.retry_after, error.values["said"]) == ("source_down", 3.0, code)


@EVERY
@pytest.mark.parametrize("code", [400, 418, 422])
def test_replayed_refusal_of_the_question_is_final(name: str, code: int) -> None:
    """The same question would be refused again."""
    error = refused_by(name, status(code))
    assert (type(error), error.key) == (Refused, "source_refused")


def a_page(_: web.Request) -> web.StreamResponse:
    return web.Response(text="<!doctype html><title>Log in</title>", content_type="text/html")


def a_page_called_json(_: web.Request) -> web.StreamResponse:
    return web.Response(text="\n <html>", content_type="application/json")


@EVERY
@pytest.mark.parametrize("reply", [a_page, a_page_called_json])
def test_replayed_web_page_is_no_data(name: str, reply: Reply) -> None:
    """A login before the API, or an application of one page that answers every address."""
    error = refused_by(name, reply)
    assert (type(error), error.key) == (Refused, "source_no_api")


@EVERY
def test_replayed_redirect_elsewhere_is_not_followed(name: str) -> None:
    """Neither the key nor anything else reaches the other host."""

    async def run() -> tuple[Incident, int]:
        async with Backend({"*": as_json({})}) as elsewhere:

            def away(_: web.Request) -> web.StreamResponse:
                return web.Response(status=302, headers={"Location": elsewhere.url})

            async with Backend({"*": away}) as backend:
                source = built(name, backend.url, door())
                with pytest.raises(Refused) as caught:
                    await source.fetch(LINKS[name].replace("HOST", backend.url.rstrip("/")))
                return caught.value, len(elsewhere.seen)

    error, seen = asyncio.run(run())
    assert (error.key, seen) == ("source_redirected", 0)


@pytest.mark.parametrize(
    "location",
    [
        "http://elsewhere.example/",
        "//elsewhere.example/",
        "https://127.0.0.1/",
        "http://user:pass@127.0.0.1/",
        "file:///etc/passwd",
        "http://[",
        "",
    ],
)
def test_replayed_redirect_of_any_spelling_stays_or_ends(location: str) -> None:
    """Another host, port or scheme, userinfo, or no address at all."""

    def away(_: web.Request) -> web.StreamResponse:
        return web.Response(status=307, headers={"Location": location})

    assert refused_by("jaeger", away).key == "source_redirected"


def test_replayed_redirect_on_the_same_host_is_followed() -> None:
    """As to an address with a slash more; the key goes along, for it is the same place."""

    def moved(_: web.Request) -> web.StreamResponse:
        return web.Response(status=308, headers={"Location": f"/v3/{TRACE}/"})

    routes = {
        f"GET /api/v3/traces/{TRACE}": moved,
        f"GET /v3/{TRACE}/": as_json(bodies.jaeger_v3(genai())),
    }
    found = fetch("jaeger", LINKS["jaeger"], routes)
    assert [seen.headers["Authorization"] for seen in found.seen] == ["Bearer jaeger-secret"] * 2


def test_replayed_redirect_in_a_circle_ends() -> None:
    """After a few hops."""

    def around(request: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": request.path})

    assert refused_by("tempo", around).key == "source_redirected"


SMALL = Limits(bytes=2000, spans=100, seconds=10.0)


@EVERY
def test_replayed_answer_beyond_the_cap_is_refused(name: str) -> None:
    """While it comes, not after."""

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        while True:
            await response.write(b" " * 1000)

    error = refused_by(name, endless, door(limits=SMALL))
    assert isinstance(error, PersonError)
    assert (error.key, error.values["cap"]) == ("trace_too_large", 2000)


def test_replayed_small_answer_that_unpacks_to_a_large_one_is_refused() -> None:
    """The cap counts what it unpacks to."""
    packed = gzip.compress(b'{"result": "' + b" " * 100_000 + b'"}')
    assert len(packed) < SMALL.bytes

    def bomb(_: web.Request) -> web.StreamResponse:
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        return web.Response(body=packed, headers=headers)

    assert refused_by("jaeger", bomb, door(limits=SMALL)).key == "trace_too_large"


def test_replayed_packed_answer_is_captured_unpacked() -> None:
    """What is hashed and kept is what was said, not how it was packed on the way."""
    body = bodies.jaeger_v3(genai())

    def packed(_: web.Request) -> web.StreamResponse:
        headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
        return web.Response(body=gzip.compress(body), headers=headers)

    assert fetch("jaeger", LINKS["jaeger"], {"*": packed}).capture.content == body


@pytest.mark.parametrize("packing", ["gzip", "br"])
def test_replayed_answer_packed_in_a_way_that_cannot_be_undone(packing: str) -> None:
    """Broken, or of a kind that nobody asked for."""

    def odd(_: web.Request) -> web.StreamResponse:
        headers = {"Content-Encoding": packing, "Content-Type": "application/json"}
        return web.Response(body=b"\x1f\x8b\x00\x01", headers=headers)

    assert refused_by("jaeger", odd).key == "source_unreadable"


@EVERY
def test_replayed_backend_that_says_nothing_is_left_in_time(name: str) -> None:
    """The time for a whole fetch is a setting."""

    async def silent(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    error = refused_by(name, silent, door(limits=replace(SMALL, seconds=0.2)))
    assert isinstance(error, Later)
    assert (error.key, error.retry_after) == ("source_slow", None)


def test_replayed_backend_that_trickles_is_left_in_time() -> None:
    """Bytes that go on coming do not stretch it."""

    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b"{")
        await asyncio.Event().wait()
        raise AssertionError

    assert refused_by("tempo", trickle, door(limits=replace(SMALL, seconds=0.2))).key == "source_slow"


@EVERY
def test_replayed_connection_that_breaks_is_tried_again(name: str) -> None:
    """In the middle of an answer."""

    async def broken(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"{")
        assert request.transport is not None
        request.transport.abort()
        return response

    error = refused_by(name, broken)
    assert (type(error), error.key) == (Later, "source_unreachable")


def test_a_backend_that_is_down_is_tried_again() -> None:
    """Nobody listens there."""

    async def run() -> Incident:
        async with Backend({}) as backend:
            source = built("jaeger", backend.url, door())
            link = f"{backend.url}trace/{TRACE}"
        with pytest.raises(Later) as caught:
            await source.fetch(link)
        return caught.value

    assert asyncio.run(run()).key == "source_unreachable"


LYING = pytest.mark.parametrize("name", ["langfuse", "langsmith", "phoenix"])


@LYING
@pytest.mark.parametrize("body", [b"{", b"[]", b'{"data": 7}', b'"x"', b"[" * 5000, b"\xff\xfe"])
def test_replayed_answer_of_another_form_is_refused(name: str, body: bytes) -> None:
    """A source that looks into an answer says that it cannot be read, whatever it is."""
    error = refused_by(name, as_json(body))
    assert error.key in {"source_unreadable", "source_not_there"}


def test_replayed_answer_that_is_no_trace_is_captured_all_the_same() -> None:
    """It is evidence; whoever keeps it says why it cannot be read."""
    found = fetch("tempo", LINKS["tempo"], {"*": as_json(b'{"hello": 1}')})
    assert found.capture.content == b'{"hello": 1}'


END = datetime.fromtimestamp(FIRST_NS // 10**9 + 60, UTC)


@pytest.mark.parametrize("lost", [ROOT, ""], ids=["no-root", "whole"])
@pytest.mark.parametrize("minutes", [1, 60, -60], ids=["fresh", "old", "ahead"])
def test_replayed_run_is_arriving_while_it_is_fresh_and_not_whole(lost: str, minutes: int) -> None:
    """An old run is taken as it is: what has not come will not, and its flags say what is missing."""
    run = genai().without(lost)
    at = door(now=END + timedelta(minutes=minutes))
    routes = {"*": as_json(bodies.jaeger_v3(run))}
    if lost and minutes == 1:
        with pytest.raises(Later) as caught:
            fetch("jaeger", LINKS["jaeger"], routes, at)
        assert (caught.value.key, caught.value.retry_after) == ("source_arriving", 10.0)
    else:
        found = fetch("jaeger", LINKS["jaeger"], routes, at)
        assert len(trace_of(found.capture).spans) == len(run.spans)
        assert found.capture.captured_at == at.now()


@pytest.mark.parametrize("known", [3, 5], ids=["fewer", "more"])
def test_replayed_phoenix_that_is_still_taking_in_is_arriving(known: int) -> None:
    """Spans handed out are counted against those it says it has."""
    routes = bodies.phoenix_routes(bodies.phoenix_spans(genai()), known=known)
    with pytest.raises(Later) as caught:
        fetch("phoenix", LINKS["phoenix"], routes)
    assert caught.value.key == "source_arriving"


def test_replayed_phoenix_whose_pages_end_early_is_arriving() -> None:
    """A page that says it is the last, while more spans are known."""
    routes = bodies.phoenix_routes(bodies.phoenix_spans(genai().without(ASK_2)), known=4)
    with pytest.raises(Later) as caught:
        fetch("phoenix", LINKS["phoenix"], routes)
    assert caught.value.key == "source_arriving"


@pytest.mark.parametrize("name", ["langfuse", "phoenix"])
def test_replayed_run_of_too_many_spans_is_refused_while_paging(name: str) -> None:
    """After the page that goes beyond the cap, no further one is asked for."""
    routes = (
        bodies.langfuse_pages(bodies.langfuse_v2(genai()), 1)
        if name == "langfuse"
        else bodies.phoenix_routes(bodies.phoenix_spans(genai()), size=1)
    )
    with pytest.raises(PersonError) as caught:
        fetch(name, LINKS[name], routes, door(limits=Limits(bytes=10**6, spans=2, seconds=10.0)))
    assert (caught.value.key, caught.value.values["cap"]) == ("trace_too_many_spans", 2)


@pytest.mark.parametrize("name", ["langfuse", "langsmith", "phoenix"])
def test_replayed_pages_without_an_end_are_left(name: str) -> None:
    """A cursor that always leads on, to pages that hold nothing."""
    found = {"traceId": TRACE, "numSpans": 1, "project": {"id": GID}}
    page = {"data": [], "meta": {"cursor": "x"}, "next_cursor": "x", "runs": [{}], "cursors": {"next": "x"}}
    routes: dict[str, Reply] = {"*": as_json({**page, "trace_id": None})}
    if name == "phoenix":
        routes["POST /graphql"] = as_json({"data": {"getTraceByOtelId": found}})
    if name == "langsmith":
        routes |= {f"GET /api/v2/runs/{bodies.IDS[ROOT]}": status(404)}
    with pytest.raises(Refused) as caught:
        fetch(name, LINKS[name], routes, door(limits=Limits(bytes=10**6, spans=100, seconds=10.0, calls=5)))
    assert caught.value.key == "source_endless"


def test_replayed_phoenix_that_names_a_strange_project_is_refused() -> None:
    """What a backend says is put into no address unlooked at."""
    found = {"traceId": TRACE, "numSpans": 1, "project": {"id": "../../admin?x"}}
    error = refused_by("phoenix", as_json({"data": {"getTraceByOtelId": found}}))
    assert error.key == "source_unreadable"


CREDENTIALS = {
    "jaeger": ("Authorization", "Bearer jaeger-secret"),
    "langfuse": ("Authorization", "Basic cGstMTpsYW5nZnVzZS1zZWNyZXQ="),
    "langsmith": ("x-api-key", "langsmith-secret"),
    "mlflow": ("Authorization", "Basic YW5hOm1sZmxvdy1zZWNyZXQ="),
    "phoenix": ("Authorization", "Bearer phoenix-secret"),
    "tempo": ("X-Scope-OrgID", "team-a"),
}


@EVERY
def test_replayed_backend_is_greeted_with_its_credentials(name: str) -> None:
    """A small call that tells whether the key works; the source shows no secret of its own."""

    async def run() -> tuple[dict[str, str], str]:
        async with Backend({"*": as_json({})}) as backend:
            source = built(name, backend.url, door())
            await source.greet()
            return dict(backend.seen[0].headers), repr(source)

    headers, shown = asyncio.run(run())
    header, value = CREDENTIALS[name]
    assert headers[header] == value
    assert not any(secret in shown for secret in (*SECRETS, value))


@EVERY
def test_replayed_backend_that_does_not_let_in_is_told_of_at_the_greeting(name: str) -> None:
    """Before anybody pastes a link."""

    async def run() -> Incident:
        async with Backend({"*": status(401)}) as backend:
            with pytest.raises(Refused) as caught:
                await built(name, backend.url, door()).greet()
            return caught.value

    assert asyncio.run(run()).key == "source_not_let_in"


def test_the_links_of_these_tests_are_of_all_our_sources() -> None:
    """None is left out."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - looked at here alone

    assert {entry.name for entry in entry_points(group=GROUP)} == set(LINKS) == set(CREDENTIALS)
