"""No connection leads inside unless a setting says so: looked at in the moment of connecting."""

import asyncio
import socket

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.domain.errors import Incident, Refused
from bot.traces.sources.guarding import AddressInfo, Forbidden, Guard
from tests.adapters.sources.serving import Backend, as_json, built, door
from tests.adapters.traces.forms import TRACE

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104 - an address that must not be reached
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "2001:0:7f00:1::",
    "not an address",
]
OUTSIDE = ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"]
NEVER_BY_NAME = ["169.254.169.254", "fe80::1", "0.0.0.0", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"]  # noqa: S104 - as above


def info(address: str) -> AddressInfo:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, 443)


class Sockets:
    """Makes sockets that lead nowhere."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, family: int, kind: int, protocol: int) -> socket.socket:
        """One that nobody connects."""
        self.made += 1
        return socket.socket(family, kind, protocol)


def may(host: str, address: str, *, private: bool) -> bool:
    sockets = Sockets()
    try:
        Guard(host, private, sockets)(info(address)).close()
    except Forbidden:
        assert sockets.made == 0
        return False
    return True


@pytest.mark.parametrize("address", INSIDE)
def test_a_name_that_leads_inside_is_refused(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, and all of them inside addresses of IPv6."""
    assert not may("traces.example", address, private=False)


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_name_that_leads_outside_is_connected_to(address: str) -> None:
    """Translated and mapped addresses count as what they carry."""
    assert may("traces.example", address, private=False)


@pytest.mark.parametrize("address", [one for one in INSIDE if one not in {*NEVER_BY_NAME, "not an address"}])
def test_a_host_of_the_setting_may_lie_inside(address: str) -> None:
    """Where whoever runs the bot said so."""
    never = {"::", "ff02::1", "224.0.0.1", "fe80::1%eth0", "2002:a9fe:a9fe::"}
    assert may("traces.internal", address, private=True) is (address not in never)


@pytest.mark.parametrize("address", NEVER_BY_NAME)
def test_the_addresses_of_cloud_machines_are_reached_by_no_name(address: str) -> None:
    """A name of the setting that is pointed there later opens nothing; only the address itself would."""
    assert not may("traces.internal", address, private=True)
    assert may(address, address, private=True)


class Turned(AbstractResolver):
    """A resolver that leads every name to this machine, as DNS does for a name that was turned inside."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """It is this machine."""
        here = ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0)
        return [here]

    async def close(self) -> None:
        """Nothing is held."""


def rebound(private: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Incident | None, int]:
    """A fetch by a name that resolves to this machine, and how many requests came."""

    async def run() -> tuple[Incident | None, int]:
        async with Backend({"*": as_json({"result": {}})}) as backend:
            port = int(backend.url.rstrip("/").rsplit(":", 1)[1])
            monkeypatch.setattr(aiohttp.connector, "DefaultResolver", lambda **_: Turned())
            source = built("jaeger", f"http://traces.example:{port}/", door(private=private))
            try:
                await source.fetch(f"http://traces.example:{port}/trace/{TRACE}")
            except Incident as error:
                return error, len(backend.seen)
            return None, len(backend.seen)

    return asyncio.run(run())


def test_a_name_that_was_turned_inside_is_refused_when_connecting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the name led to before: the address that is connected to counts."""
    error, seen = rebound("other.example", monkeypatch)
    assert isinstance(error, Refused)
    assert (error.key, error.values["setting"], seen) == ("source_private", "TRACE_PRIVATE_HOSTS", 0)


def test_the_same_name_in_the_setting_is_fetched_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin of the test above."""
    error, seen = rebound("traces.example", monkeypatch)
    assert (error, seen) == (None, 1)


def test_an_address_in_a_setting_is_looked_at_like_a_name() -> None:
    """No resolver is asked for it, and it is refused all the same."""

    async def run() -> Incident:
        async with Backend({"*": as_json({})}) as backend:
            source = built("jaeger", backend.url, door(private=""))
            with pytest.raises(Refused) as caught:
                await source.fetch(f"{backend.url}trace/{TRACE}")
            assert backend.seen == []
            return caught.value

    assert asyncio.run(run()).key == "source_private"
