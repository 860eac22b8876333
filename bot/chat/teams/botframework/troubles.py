"""Answers of the service as errors of ours: wait, unknown, or give up.

Source: Microsoft's page on rate limiting of bots, which names 412, 429, 502 and 504 as those to try again.
"""

import json
from collections.abc import Awaitable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from bot.domain.errors import Later, OutsideError, Refused, Unsure

UNAUTHORIZED, PRECONDITION, TOO_MANY, FAULT = 401, 412, 429, 500
TRY_AGAIN = (
    408  # the request did not come in whole; whether the deed was done is as unclear as with a lost answer
)
CREDENTIALS_S = 300.0  # between two tries while the service does not take our token
LONGEST_S = 3600.0  # whoever asks to wait longer is asked again after this

Given = TypeVar("Given")


async def repeatable(call: Awaitable[Given]) -> Given:
    """A call that changes nothing, or nothing the second time. Never Unsure."""
    try:
        return await call
    except Unsure as error:
        raise Later(error.key, retry_after=None, **error.values) from error


def of_answer(status: int, headers: Mapping[str, str], body: bytes) -> OutsideError:
    """What an answer that is no success means for something that may have been made; the body may be a web page."""
    code = code_in(body)
    if status == TOO_MANY:
        return Later("teams_busy", retry_after=retry_after(headers))
    if status == UNAUTHORIZED:
        return Later("teams_credentials", retry_after=CREDENTIALS_S, said=code or str(status))
    if status in (PRECONDITION, TRY_AGAIN) or status >= FAULT or status < 400:
        return Unsure("teams_down", said=code or str(status))
    return Refused("teams_refused", said=code or str(status), status=status)


def code_in(body: bytes) -> str:
    """The service's own name of an error, empty where the answer is none of its own."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        return ""
    error = told.get("error") if isinstance(told, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) else ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that were asked for, as a number or a date; None where nobody said how long."""
    said = headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said), LONGEST_S)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    seconds = (until.astimezone(UTC) - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), LONGEST_S)
