"""What a failed try means for its row: wait, look first, or give up."""

import zlib
from datetime import datetime, timedelta

from bot.domain.errors import Incident, Later, OutsideError, PersonError, Refused
from bot.ports import Claim, Dead, Result, RetryAt, Unclear

TRIES = (
    20  # of a call whose outcome stays unknown: about an hour, so that a vendor's bad minutes lose nothing
)
FAULT_TRIES = 8  # of one that fails by a fault of ours: about four minutes, for it will hardly mend itself
FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 300.0


def outcome(claim: Claim, error: BaseException, now: datetime) -> Result:
    """Sort an error of the call itself.

    `Later` waits as long as it takes: a vendor that is down for a day loses nothing. Whatever nobody sorted (an
    unknown answer, a time limit, a fault of ours) may have come after the deed, like `Unsure`: it is looked for.
    """
    at = now + timedelta(seconds=wait_s(claim.outgoing.key, claim.attempt))
    why = reason(error)
    match error:
        case Later(retry_after=seconds):
            return RetryAt(at if seconds is None else now + timedelta(seconds=max(seconds, 1.0)), why)
        case Refused() | PersonError():
            return Dead(why)
        case _:
            most = TRIES if isinstance(error, (OutsideError, TimeoutError)) else FAULT_TRIES
            looked = claim.ambiguous  # never given up before it was looked for
            return Dead(why) if looked and claim.attempt >= most else Unclear(at, why)


def still_unclear(claim: Claim, error: BaseException, now: datetime) -> Result:
    """Sort an error of looking for what an earlier try made: what waits must be looked for again."""
    match outcome(claim, error, now):
        case RetryAt(at, why):
            return Unclear(at, why)
        case result:
            return result


def wait_s(key: str, attempt: int) -> float:
    """Seconds to wait after a failed try: doubling, capped, spread by the key so that rows part."""
    spread = 0.75 + 0.5 * (zlib.crc32(f"{key}:{attempt}".encode()) % 1000) / 1000
    return min(FIRST_WAIT_S * 2.0 ** (attempt - 1), LONGEST_WAIT_S) * spread


def reason(error: BaseException) -> str:
    """Why a try failed, as kept beside its row: the key and values of ours, else what Python calls it."""
    if isinstance(error, Incident):
        return " ".join([error.key, *(f"{name}={value}" for name, value in error.values.items())])
    return f"{type(error).__name__}: {error}"[:300]
