"""What an answer of Confluence means: go on, wait, look first, or give up."""

import re
import time
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz

from bot.domain.errors import Later, OutsideError, Refused, Unsure

NO_SUCH = frozenset({404, 410})
BUSY = frozenset({408, 429})
LONGEST_WAIT_S = 3600.0
_CUT_SHORT_S = 1.0


class NotThere(Refused):
    """Confluence knows no such page or space, or lets us see none."""


def of_status(status: int, headers: Mapping[str, str], host: str, *, asking: bool) -> OutsideError | None:
    """The error of an answer, None for one that is to be read. After a fault nobody knows whether a deed was done."""
    if 200 <= status < 300:
        return None
    if status in BUSY:
        return Later("publish_busy", retry_after(headers), host=host)
    if status >= 500:
        return (
            Later("publish_down", retry_after(headers), host=host)
            if asking
            else Unsure("publish_unclear", host=host)
        )
    if status in NO_SUCH:
        return NotThere("publish_no_place", host=host)
    return _refused(status, host)


def _refused(status: int, host: str) -> Refused:
    match status:
        case 401:
            return Refused("publish_not_let_in", host=host)
        case 403:
            return Refused("publish_not_allowed", host=host)
        case _ if 300 <= status < 400:
            return Refused("publish_no_api", host=host)
        case _:
            return Refused("publish_refused", host=host, said=status)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that `Retry-After` asks to wait, written as seconds or as a date, at most an hour; None without.

    Data Center may say 0.
    """
    asked = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d{1,9}(\.\d{1,6})?", asked):
        return min(max(float(asked), _CUT_SHORT_S), LONGEST_WAIT_S)
    date = parsedate_tz(asked) if asked else None
    if date is None:
        return None
    try:
        return min(max(mktime_tz(date) - time.time(), _CUT_SHORT_S), LONGEST_WAIT_S)
    except (OverflowError, ValueError):  # a date in no calendar
        return None
