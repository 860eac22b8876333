"""Service addresses the bot may call: what an activity names is believed only where it begins like one of these."""

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Services:
    """Beginnings of addresses: the host is compared whole, the path by its parts. `local` adds all of loopback."""

    beginnings: tuple[str, ...]
    local: bool = False

    def allow(self, address: str) -> bool:
        """Whether it may be called; False for what is no address."""
        asked = _read(address)
        if asked is None:
            return False
        if self.local and asked.hostname in LOOPBACK:
            return True
        allowed = (_read(beginning) for beginning in self.beginnings)
        return any(known is not None and _begins(asked, known) for known in allowed)


def _read(address: str) -> SplitResult | None:
    """The parts of an address; None with a name and password in it, a query, steps upwards, or signs of its own."""
    if not address.isascii() or not address.isprintable() or set(address) & set(" \\?#@%"):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    good = parts.scheme in PORTS and parts.hostname and port != 0 and ".." not in parts.path
    return parts if good else None


def _begins(asked: SplitResult, known: SplitResult) -> bool:
    same = _place(asked) == _place(known)
    return same and f"{asked.path}/".startswith(f"{known.path.rstrip('/')}/")


def _place(parts: SplitResult) -> tuple[str, str, int]:
    return parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme]
