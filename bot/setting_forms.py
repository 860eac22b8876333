"""Forms that values of settings have: each reads a text, or raises `Wanted` with the form of a good one."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.personal import Personal

LONGEST_WAIT_S = 3600.0
LARGEST_COUNT = 10**12
LARGEST_PORT = 65_535
LONGEST_DAYS = 3650
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Wanted(ValueError):
    """A value of another form was wanted: `form` shows it in signs, not in words."""

    def __init__(self, form: str, *, is_secret: bool = False) -> None:
        super().__init__(form)
        self.form = form
        self.is_secret = is_secret


def path(value: str) -> Path:
    """A path, with the home folder of whoever is named."""
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # "~somebody", whom this machine does not know
        raise Wanted("/…") from error


def folder(value: str) -> Path:
    """A folder that is there."""
    found = path(value)
    try:
        there = found.is_dir()
    except OSError as error:  # a name too long, or in a folder that may not be entered
        raise Wanted("…/") from error
    if not there:
        raise Wanted("…/")
    return found


def whole(*, least: int, most: int) -> Callable[[str], int]:
    """A whole number between two, both included."""

    def parse(value: str) -> int:
        digits = value.isascii() and value.isdigit() and len(value) <= len(str(most))
        if not digits or not least <= int(value) <= most:
            raise Wanted(f"{least} … {most}")
        return int(value)

    return parse


count = whole(least=1, most=LARGEST_COUNT)
port = whole(least=0, most=LARGEST_PORT)
days = whole(least=1, most=LONGEST_DAYS)


def seconds(*, at_least: float, at_most: float = LONGEST_WAIT_S) -> Callable[[str], float]:
    """A number of seconds, whole or not."""
    wanted = Wanted(f"{at_least:g} … {at_most:g}")

    def parse(value: str) -> float:
        try:
            found = float(value)
        except ValueError:
            raise wanted from None
        if not at_least <= found <= at_most:  # NaN is in no range
            raise wanted
        return found

    return parse


def zone(value: str) -> str:
    """A time zone by its name."""
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: the name of a folder of zones
        raise Wanted("Europe/Berlin") from error


def token(*prefixes: str) -> Callable[[str], str]:
    """A word for a header, which begins as one of its kind does: tokens mixed up are found at the start."""

    def parse(value: str) -> str:
        if not value.startswith(prefixes) or not value.isprintable() or " " in value:
            raise Wanted(f"{prefixes[0]}…", is_secret=True)
        return value

    return parse


def address(value: str) -> str:
    """An address a path is put behind."""
    if not re.fullmatch(r"https?://[^\s?#]+", value):
        raise Wanted("https://…/")
    return value if value.endswith("/") else f"{value}/"


def hosts(value: str) -> str:
    """Names and addresses of hosts, with commas, as they stand in the address of a setting."""
    found = [host.strip().lower() for host in value.split(",")]
    if not all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*|[0-9a-f:]*:[0-9a-f:.]*", host) for host in found):
        raise Wanted("127.0.0.1, traces.example.org")
    return ",".join(found)


def personal(value: str) -> tuple[Personal, ...]:
    """Kinds of personal data, with commas."""
    try:
        return tuple(Personal(kind.strip()) for kind in value.split(","))
    except ValueError as error:
        raise Wanted(", ".join(Personal)) from error


def slack_id(value: str) -> str:
    """An id as Slack gives it."""
    if not re.fullmatch(r"[A-Z][A-Z0-9]{2,20}", value):
        raise Wanted("C0123456789")
    return value


def slack_ids(value: str) -> str:
    """Ids of Slack's, with commas."""
    for one in value.split(","):
        slack_id(one.strip())
    return value


GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
A_GUID = "00000000-0000-0000-0000-000000000000"


def guid(value: str) -> str:
    """An id as Entra shows it, in small letters."""
    if not GUID.fullmatch(value):
        raise Wanted(A_GUID)
    return value.lower()


def guids(value: str) -> tuple[str, ...]:
    """Ids of Entra's, with commas."""
    return tuple(guid(one.strip()) for one in value.split(","))


def client_secret(value: str) -> str:
    """The value of a client secret. Entra shows an id beside it, a GUID, which opens nothing."""
    if GUID.fullmatch(value):
        raise Wanted("abc8Q~…", is_secret=True)
    return token("")(value)


def teams_channel(value: str) -> str:
    """The id of a channel, or the link to it as Teams copies it, which holds the id."""
    inside = re.fullmatch(r"https://[^\s/]+/l/channel/([^\s/?#]+)(?:[/?#]\S*)?", value)
    found = unquote(inside[1]) if inside else value
    if not re.fullmatch(r"19:[\w.-]{1,200}@thread\.(?:tacv2|skype)", found, re.ASCII):
        raise Wanted("19:…@thread.tacv2")
    return found


def secure_page(value: str) -> str:
    """An address as it is, by https, or on this machine: a password goes there, or what it is worth is decided."""
    parts = urlsplit(value) if re.fullmatch(r"https?://[^\s?#@]+", value) else None
    if parts is None or (parts.scheme != "https" and parts.hostname not in LOOPBACK):
        raise Wanted("https://…")
    return value


def secure_address(value: str) -> str:
    """The same, a path to be put behind it."""
    return address(secure_page(value))


def secure_addresses(value: str) -> tuple[str, ...]:
    """Several of them, with commas."""
    return tuple(secure_address(one.strip()) for one in value.split(","))


def mail_address(value: str) -> str:
    """An e-mail address, as it goes into a header."""
    if not re.fullmatch(r"[^\s@:]+@[^\s@:]+", value):
        raise Wanted("ana@example.org")
    return value


def space_key(value: str) -> str:
    """The key of a space in Confluence; that of somebody's own begins with a tilde."""
    if not re.fullmatch(r"~?[A-Za-z0-9][A-Za-z0-9._:-]{0,254}", value):
        raise Wanted("ENG")
    return value


def page_id(value: str) -> str:
    """The id of a page in Confluence, as it stands in the page's address."""
    if not re.fullmatch(r"[0-9]{1,20}", value):
        raise Wanted("123456789")
    return value


def one_of(*known: str) -> Callable[[str], str]:
    """One word of several."""

    def parse(value: str) -> str:
        if value not in known:
            raise Wanted(" | ".join(known))
        return value

    return parse
