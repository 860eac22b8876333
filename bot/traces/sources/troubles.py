"""What a backend's answer means: read, wait, or give up. Every sentence of these keys can be said without values."""

import re
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz

from bot.domain.errors import Later, OutsideError, Refused
from bot.traces.sources.sites import Site

TOO_MANY = 429
LONGEST_WAIT_S = 3600.0
NOT_THERE_S = 15.0  # a trace is readable some seconds after it ended, at most backends
NOT_LET_IN = frozenset({401, 403, 407})
NOT_SERVED = frozenset({404, 405, 410, 501})


class NotThere(Later):
    """The backend knows no such trace, or no such address: it may not have arrived yet."""


def of_status(site: Site, status: int, headers: Mapping[str, str]) -> OutsideError | None:
    """The error of an answer; None for one that is to be read."""
    known: dict[str, object] = {"name": site.name, "host": site.api.host}
    if status == 200:
        return None
    if status == TOO_MANY:
        return Later("source_busy", retry_after(headers), **known)
    if status in NOT_LET_IN:
        return Refused("source_not_let_in", setting=site.setting, **known)
    if status in NOT_SERVED:
        return NotThere("source_not_there", NOT_THERE_S, **known)
    if status >= 500 or status == 408:
        return Later("source_down", retry_after(headers), said=status, **known)
    return Refused("source_refused", said=status, **known)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks to wait, written as seconds or as a date, at most an hour; None without."""
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", asked):
        return min(float(asked), LONGEST_WAIT_S)
    date = parsedate_tz(asked) if asked else None
    if date is None:
        return None
    try:
        return min(max(mktime_tz(date) - time.time(), 0.0), LONGEST_WAIT_S)
    except (OverflowError, ValueError):  # a date in no calendar
        return None


def is_page(media_type: str, content: bytes) -> bool:
    """Whether a web page came in place of data: a login, a proxy, or an address that the API does not have."""
    beginning = content[:256].lstrip().lower()
    return media_type in {"text/html", "application/xhtml+xml"} or beginning.startswith(
        (b"<!doctype", b"<html")
    )
