"""A pasted link is untrusted: only the plain address of a configured host is one, and only its ids are used."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports import TraceSource
from bot.traces.sources.links import parsed
from bot.traces.sources.recognised import known
from tests.adapters.sources.bodies import GID, IDS, PROJECT, SHARE, TENANT
from tests.adapters.sources.serving import SETTINGS, Backend, as_json, built, door, fetch
from tests.adapters.traces.forms import TRACE
from tests.adapters.traces.runs import ROOT

HOST = "https://traces.example"
NAMES = sorted(SETTINGS)

GOOD = {
    "jaeger": f"/trace/{TRACE}",
    "langfuse": f"/project/p1/traces/{TRACE}",
    "langsmith": f"/o/{TENANT}/projects/p/{PROJECT}/r/{IDS[ROOT]}",
    "mlflow": f"/#/experiments/0/traces/tr-{TRACE}",
    "phoenix": f"/projects/{GID}/traces/{TRACE}",
    "tempo": f"/api/traces/{TRACE}",
}


def at(name: str, url: str = f"{HOST}/") -> TraceSource:
    return built(name, url, door())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "host",
    [
        "https://traces.example",
        "https://traces.example:443",
        "https://TRACES.example",
        "http://traces.example",
        "http://traces.example:80",
    ],
)
def test_a_link_of_the_configured_host_is_recognised(name: str, host: str) -> None:
    """In any case, with the usual port or without, plain or encrypted: it is only looked at."""
    assert at(name).recognises(host + GOOD[name])


HOSTILE = [
    "https://traces.example@elsewhere.example",
    "https://traces.example:443@elsewhere.example",
    "https://user@traces.example",
    "https://user:pass@traces.example",
    "https://@traces.example",
    "https://elsewhere.example",
    "https://traces.example.elsewhere.example",
    "https://xtraces.example",
    "https://traces.example.",
    "https://traces.example:444",
    "https://traces.example:80",
    "https://traces.example:0",
    "https://traces.example:99999",
    "https://traces.example:443443",
    "https://traces.example:-1",
    "https://traces.example: 443",
    "https://trаces.example",  # the first a is Cyrillic
    "https://traces。example",
    "https://ｔraces.example",
    "https://xn--trces-2we.example",
    "https://traces%2eexample",
    "https://traces.example%00.elsewhere.example",
    "https://traces.example\\@elsewhere.example",
    "https:\\\\traces.example",
    "https:/traces.example",
    "https:traces.example",
    "//traces.example",
    "traces.example",
    "ftp://traces.example",
    "file://traces.example",
    "javascript://traces.example",
    "gopher://traces.example",
    "HTTPS ://traces.example",
    "https://traces.example\n",
    "https://tra\tces.example",
    "https://traces.example#@elsewhere.example",
    "https://[::1]",
    "https://[traces.example]",
    "https://[::1",
    "https://127.0.0.1",
    "https://2130706433",
    "https://",
    "",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("host", HOSTILE)
def test_a_host_that_only_looks_like_the_configured_one_is_not_recognised(name: str, host: str) -> None:
    """Userinfo, other alphabets, other ports and schemes, backslashes, control signs."""
    assert not at(name).recognises(host + GOOD[name])


ODD_IDS = [
    "..",
    ".",
    "../../admin",
    "..%2f..%2fadmin",
    "%2e%2e%2fadmin",
    "x/../../y",
    "a%00b",
    "a%0d%0aHost:%20elsewhere.example",
    "a%3Fb=c",
    "a%23b",
    "a;b",
    "a%20b",
    "ä" * 32,
    "%C3%A4",
    "g" * 32,
    "0" * 33,
    "a" * 5000,
    "{}",
    "",
]
PLACES = {
    "jaeger": ["/trace/{}"],
    "langfuse": ["/project/p1/traces/{}", "/trace/{}", "/project/p1?peek={}", "/project/p1?traceId={}"],
    "langsmith": [
        f"/o/{TENANT}/projects/p/{PROJECT}/r/{{}}",
        f"/o/{TENANT}/projects/p/{{}}/r/{IDS[ROOT]}",
        "/public/{}/r",
    ],
    "mlflow": ["/#/experiments/0/traces/{}", "/#/experiments/0?selectedEvaluationId={}"],
    "phoenix": [f"/projects/{GID}/traces/{{}}", "/redirects/traces/{}"],
    "tempo": ["/api/traces/{}", "/grafana/a/grafana-exploretraces-app/explore?traceId={}"],
}
SAFE = {"langfuse": {"g" * 32, "0" * 33}}
"""Ids that a backend may have, for its ids are any word."""


@pytest.mark.parametrize(("name", "place"), [(name, place) for name in NAMES for place in PLACES[name]])
@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_id_of_another_form_is_not_recognised(name: str, place: str, odd: str) -> None:
    """No step up, no further field, no line of a header comes out of a link."""
    if odd not in SAFE.get(name, set()):
        assert not at(name).recognises(HOST + place.format(odd))


@pytest.mark.parametrize("name", NAMES)
def test_a_link_above_the_configured_path_is_not_recognised(name: str) -> None:
    """A backend below a path has only what lies below it."""
    source = at(name, f"{HOST}/observe/")
    assert source.recognises(f"{HOST}/observe{GOOD[name]}")
    assert not source.recognises(f"{HOST}{GOOD[name]}")
    assert not source.recognises(f"{HOST}/observer{GOOD[name]}")


def test_only_ids_of_a_link_reach_the_backend() -> None:
    """Whatever else stands in it, fields, a fragment, further steps, is left behind."""
    routes = {"*": as_json({"result": {"resourceSpans": []}})}
    link = f"HOST/trace/{TRACE}/more/../x?uiFind=%0d%0a&api=http://elsewhere.example#@elsewhere"
    found = fetch("jaeger", link, routes)
    assert [(seen.path, seen.query) for seen in found.seen] == [(f"/api/v3/traces/{TRACE}", {})]


def test_a_public_token_is_used_as_it_is() -> None:
    """Nothing else of the link is."""
    found = fetch(
        "langsmith", f"HOST/public/{SHARE}/r", {"*": as_json({"runs": [{"id": "x", "run_type": "llm"}]})}
    )
    assert [seen.path for seen in found.seen] == [f"/api/v1/public/{SHARE}/runs/query"]


@given(st.text(max_size=200))
def test_any_text_is_looked_at_without_a_fault(text: str) -> None:
    """A message may hold anything."""
    parsed(text)
    parsed(f"https://traces.example/{text}")
    known(text)
    known(f"https://wandb.ai/{text}")


@given(st.text(st.sampled_from('/?#&=%[]{}"@:.\\-_ abtr0123456789'), max_size=80))
def test_any_path_is_looked_at_without_a_fault(text: str) -> None:
    """By every source."""
    for source in _sources():
        source.recognises(f"{HOST}/{text}")
        source.recognises(f"{HOST}/grafana/explore?panes={text}")


def _sources() -> list[TraceSource]:
    return [at(name) for name in NAMES]


def test_recognising_contacts_nobody() -> None:
    """It happens while a message is taken."""

    async def run() -> int:
        async with Backend({}) as backend:
            for name in NAMES:
                built(name, backend.url, door()).recognises(backend.url.rstrip("/") + GOOD[name])
            return len(backend.seen)

    assert asyncio.run(run()) == 0
