"""The bytes of a dropped file before anything is read from them: size, gzip, encoding."""

import codecs
import zlib
from collections.abc import Iterable

from bot.domain.errors import PersonError

_GZIP = b"\x1f\x8b"
_UTF8_MARK = b"\xef\xbb\xbf"
_AT_A_TIME = 256 * 1024
_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
    (b"{\x00\x00", "UTF-32"),
    (b"[\x00\x00", "UTF-32"),
    (b"\x00\x00\x00{", "UTF-32"),
    (b"\x00\x00\x00[", "UTF-32"),
    (b"{\x00", "UTF-16"),
    (b"[\x00", "UTF-16"),
    (b"\x00{", "UTF-16"),
    (b"\x00[", "UTF-16"),
)


def unpacked(content: bytes, max_bytes: int) -> bytes:
    """The bytes, out of gzip where they are in it; the cap counts before and after.

    PersonError trace_too_large (cap in bytes, setting), trace_cut_short, trace_bad_gzip.
    """
    if len(content) > max_bytes:
        raise too_large(max_bytes)
    if not content.startswith(_GZIP):
        return content
    found = b""
    while content:  # several gzip streams may follow each other in one file
        stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            found += stream.decompress(content, max_bytes + 1 - len(found))
        except zlib.error as broken:
            raise PersonError("trace_bad_gzip") from broken
        if len(found) > max_bytes:
            raise too_large(max_bytes)
        if not stream.eof:
            raise PersonError("trace_cut_short")
        content = stream.unused_data
    return found


def too_large(cap: int) -> PersonError:
    """The refusal of a file of more than `cap` bytes, naming the setting that raises it."""
    return PersonError("trace_too_large", cap=cap, setting="TRACE_MAX_BYTES")


def as_text(content: bytes) -> bytes | None:
    """The bytes if they are UTF-8, without its mark; None if they may be protobuf.

    PersonError trace_not_text (encoding) where they are text in another encoding.
    """
    for beginning, encoding in _ENCODINGS:
        if content.startswith(beginning):
            raise PersonError("trace_not_text", encoding=encoding)
    return content.removeprefix(_UTF8_MARK) if _is_utf_8(content) else None


def _is_utf_8(content: bytes) -> bool:
    """Read piece by piece: as one text, with signs of four bytes in it, a file would be four times as large."""
    view, start = memoryview(content), 0
    try:
        while start < len(view):
            end = start + _AT_A_TIME
            _, read = codecs.utf_8_decode(view[start:end], "strict", end >= len(view))
            start += read  # a sign that the piece ends within is left to the next
    except UnicodeDecodeError:
        return False
    return True


def unknown(content: bytes) -> PersonError:
    """The refusal of bytes that are neither JSON nor protobuf."""
    try:
        return PersonError("trace_unknown_format", seen=_printable(content.decode()))
    except UnicodeDecodeError:
        return PersonError("trace_not_text", encoding="")


def seen(keys: Iterable[str], content: bytes) -> str:
    """What a JSON text of no known format shows: its first members, else how it begins."""
    named = ", ".join(_printable(key) for key in list(keys)[:6])
    return named or _printable(content.decode(errors="replace"))


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text[:40]).strip()
