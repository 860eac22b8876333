"""Which addresses may be connected to: looked at in the moment of connecting, when no name can change any more."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressInfo = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int]]

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64: the last 32 bits are an address of IPv4


class Forbidden(OSError):
    """An address that must not be connected to."""


@dataclass
class Guard:
    """Makes the sockets of one visit. `private`: the host is one that may lie at a private address."""

    host: str
    private: bool
    make: Callable[[int, int, int], socket.socket] = socket.socket
    refused: list[str] = field(default_factory=list)

    def __call__(self, info: AddressInfo) -> socket.socket:
        """A socket for an address that a name was resolved to. Forbidden where it leads inside."""
        family, kind, protocol, _, where = info
        found = where[0]
        if not self._may(found):
            self.refused.append(found)
            raise Forbidden(found)
        return self.make(family, kind, protocol)

    def _may(self, found: str) -> bool:
        try:
            addresses = _meant(ipaddress.ip_address(found.partition("%")[0]))
        except ValueError:
            return False
        if all(address.is_global and not address.is_multicast for address in addresses):
            return True
        # Link-local addresses hold the credentials of cloud machines: only the address itself opens that door.
        written = self.host.strip("[]") == found
        return self.private and (written or not any(_is_never_meant(address) for address in addresses))


def _meant(address: Address) -> tuple[Address, ...]:
    """The address, and the one of IPv4 that it carries inside."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address in _TRANSLATED:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    if address.teredo:
        return (address, *address.teredo)
    return (address, address.sixtofour) if address.sixtofour else (address,)


def _is_never_meant(address: Address) -> bool:
    return address.is_link_local or address.is_unspecified or address.is_multicast
