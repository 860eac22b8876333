"""Looking into payloads of Slack's."""

from datetime import UTC, datetime, timedelta

from bot.chat.payload import at, is_set, mapping, number, objects, text, texts

__all__ = ["at", "is_set", "mapping", "moment", "number", "objects", "text", "texts"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(ts: str) -> datetime | None:
    """When a `ts` of Slack's was (seconds since 1970, with six places); None for a text that is none."""
    seconds, _, rest = ts.partition(".")
    if not (seconds.isascii() and seconds.isdecimal() and len(seconds) <= 11):
        return None
    if rest and not (rest.isascii() and rest.isdecimal()):
        return None
    try:
        return _EPOCH + timedelta(seconds=int(seconds), microseconds=int(rest[:6].ljust(6, "0") or 0))
    except OverflowError:
        return None
