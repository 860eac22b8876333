"""A pasted link taken apart, without trust: what is not plainly an address of the web is no link."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST = 8192
MOST_FIELDS = 100

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Userinfo, other alphabets, percent signs and backslashes stand in no host of a backend, and in many a trick.
_HOST = re.compile(
    r"(?P<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::(?P<port>\d{1,5}))?"
)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\<>\"^`]")


@dataclass(frozen=True, slots=True)
class Link:
    """The parts of a link that a source looks at; `steps` are those of its path, percent signs undone."""

    scheme: str
    host: str
    port: int
    steps: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    fragment: str

    @property
    def has_usual_port(self) -> bool:
        """Whether it is the port that its scheme goes without."""
        return self.port == _DEFAULT_PORTS[self.scheme]

    def field(self, name: str) -> str:
        """The first value of a field of its query, "" where there is none."""
        return next((value for key, value in self.query if key == name), "")

    def inner(self) -> "Link":
        """The address behind the `#`, as applications of one page write it: a path with a query of its own."""
        path, _, query = self.fragment.partition("?")
        return Link(self.scheme, self.host, self.port, _steps(path), _fields(query), "")


def parsed(text: str) -> Link | None:
    """The link, None for what is none or is written in a way that no backend writes."""
    if len(text) > LONGEST or _FORBIDDEN.search(text):
        return None
    try:
        split = urlsplit(text)
    except ValueError:  # brackets that hold no address
        return None
    found = _HOST.fullmatch(split.netloc.lower())
    if split.scheme not in _DEFAULT_PORTS or found is None:
        return None
    port = int(found["port"] or _DEFAULT_PORTS[split.scheme])
    if not 0 < port < 65_536:
        return None
    return Link(split.scheme, found["host"], port, _steps(split.path), _fields(split.query), split.fragment)


def _steps(path: str) -> tuple[str, ...]:
    return tuple(unquote(step) for step in path.split("/") if step)


def _fields(query: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(parse_qsl(query, max_num_fields=MOST_FIELDS))
    except ValueError:  # more fields than any backend writes
        return ()


HEX_ID = re.compile(r"[0-9a-fA-F]{16}(?:[0-9a-fA-F]{16})?")
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._=-]{0,127}")


def matched(pattern: re.Pattern[str], text: str) -> str:
    """The text where the whole of it has the form of an id, else ""; no id holds a slash or begins with a dot."""
    return text if pattern.fullmatch(text) else ""
