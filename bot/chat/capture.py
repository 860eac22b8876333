"""Files, links and pasted text as evidence: read, hashed as received, redacted, kept, and only then heard of."""

import codecs
import hashlib
import mimetypes
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.chat.window import MOST, label
from bot.chat.words import Words
from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.redaction import Redaction, redact
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.ports import Store, TraceReader, WithoutSecrets

NO_TEXT = "application/octet-stream"
BEGINNING = 4096  # bytes by which text is told from other things


@dataclass(frozen=True)
class Caps:
    """The largest things taken: bytes of a file kept, of a trace read; characters of one answer."""

    blob_bytes: int
    trace_bytes: int
    answer_characters: int


@dataclass(frozen=True)
class Caught:
    """What an `Attached` will say, and the trouble to tell its sender of."""

    fields: dict[str, Any] = field(default_factory=dict)
    error: PersonError | None = None


@dataclass(frozen=True)
class Keeper:
    """Keeps evidence; everything here is synchronous and may take its time: call it in a worker thread."""

    store: Store
    read_trace: TraceReader
    caps: Caps
    words: Words
    without_secrets: WithoutSecrets
    rules: Rules = SECRETS

    def file(self, path: Path, *, kind: str) -> Caught:
        """A file. PersonError `file_missing` or `file_unreadable` where nothing came at all."""
        try:
            size = path.stat().st_size
            content = path.read_bytes() if path.is_file() and size <= self.caps.blob_bytes else b""
        except (FileNotFoundError, ValueError) as error:  # ValueError: no file has a NUL in its name
            raise PersonError("file_missing", path=str(path)) from error
        except OSError as error:
            raise PersonError("file_unreadable", path=str(path), reason=error.strerror or "") from error
        if not path.is_file():
            raise PersonError("file_unreadable", path=str(path), reason="")
        name = redact(path.name, rules=self.rules).text
        if size > self.caps.blob_bytes:
            return self._too_large(name, size)
        return self.content(content, name=name, kind=kind)

    def content(self, content: bytes, *, name: str, kind: str) -> Caught:
        """Bytes in hand; `kind` trace asks for a trace, another is what it is unless it can be read as one."""
        if len(content) > self.caps.blob_bytes:
            return self._too_large(name, len(content))
        media = mimetypes.guess_type(name)[0] or NO_TEXT
        is_picture = media.startswith("image/")
        # A picture that is text, as SVG is or whatever else is called so, holds secrets as text does.
        copy, redactions = (content, ()) if is_picture and not _is_utf_8(content) else self._cleaned(content)
        if is_picture:
            caught = self._kept(content, copy, name=name, kind="picture", media=media)
            caught.fields["redactions"] = redactions
            return caught
        caught = self._kept(content, copy, name=name, kind=kind, media=media)
        caught.fields["redactions"] = redactions
        return self._as_trace(caught, copy, name, kind)

    def _cleaned(self, content: bytes) -> tuple[bytes, tuple[Redaction, ...]]:
        """The copy to keep: of a run that is packed or in protobuf as of a text."""
        return self.without_secrets(content) or redacted(content, self.rules)

    def link(self, url: str) -> Caught:
        """A link: nothing is fetched here."""
        safe = redact(url, rules=self.rules)
        fields = {"what": safe.text, "kind": "link", "source": safe.text, "trouble": "link_not_fetched"}
        return Caught({**fields, "redactions": safe.redactions})

    def _as_trace(self, caught: Caught, copy: bytes, name: str, kind: str) -> Caught:
        """The same as a trace where it can be read as one; what cannot is kept all the same."""
        try:
            points = candidates(self.read_trace(copy, name=name))
        except PersonError as error:
            if kind != "trace":
                return caught
            caught.fields.update(kind="file", trouble=error.key)
            return replace(caught, error=error)
        offers = tuple((point.key, label(point, self.words, rules=self.rules)) for point in points[:MOST])
        caught.fields.update(kind="trace", points=len(points), offers=offers)
        return caught

    def _kept(self, content: bytes, copy: bytes, *, name: str, kind: str, media: str) -> Caught:
        return Caught(
            {
                "what": name,
                "kind": kind,
                "source": name,
                "media_type": media,
                "size": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "kept_sha256": self.store.keep_blob(copy),
            }
        )

    def _too_large(self, name: str, size: int) -> Caught:
        error = PersonError("file_too_large", cap=self.caps.blob_bytes, setting="BLOB_MAX_BYTES")
        fields = {"what": name, "kind": "file", "source": name, "size": size, "trouble": error.key}
        return Caught(fields, error)


def redacted(content: bytes, rules: Rules = SECRETS) -> tuple[bytes, tuple[Redaction, ...]]:
    """Text without its secrets, in the encoding it came in; bytes that are no text as they are."""
    encoding = _encoding(content)
    if encoding is None:
        return content, ()
    clean = redact(content.decode(encoding), rules=rules)
    return (clean.text.encode(encoding), clean.redactions) if clean.redactions else (content, ())


def _encoding(content: bytes) -> str | None:
    """How text is written; None for bytes that are no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        tried = ["utf-16"]
    elif b"\0" in content[:BEGINNING]:
        tried = [*_by_its_zeros(content[:BEGINNING]), "utf-8"]
    else:
        tried = ["utf-8", "cp1252", "latin-1"]
    for encoding in tried:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _by_its_zeros(beginning: bytes) -> list[str]:
    """UTF-16 without a mark at its beginning: every second byte of plain letters is zero."""
    even, odd = (beginning[start::2] for start in (0, 1))
    for zeros, letters, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros.count(0) > len(zeros) // 2 and letters.count(0) < len(letters) // 10:
            return [encoding]
    return []


def _is_utf_8(content: bytes) -> bool:
    """Whether it is text beyond doubt; no picture made of dots ever is."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
