"""A review as one archive that can be checked without us: document, data, statement log, evidence, and their hashes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping

from bot.domain.review import Evidence, Review
from bot.publishers import record

SUMS = "SHA256SUMS"
"""What `sha256sum -c` reads."""

STATEMENTS, EVIDENCE = "statements.jsonl", "evidence.json"
BEGAN = (1980, 1, 1, 0, 0, 0)
"""The time of every file within: the same review is the same archive. Source: no ZIP can name an earlier one."""


def packed(review: Review, beside: Mapping[str, bytes], kept: Iterable[tuple[Evidence, str, bytes]]) -> bytes:
    """The archive. `beside` are the page and its pictures by name; `kept` each evidence, its file's name, its bytes."""
    data = record.encode(review)
    found = {f"{review.key}.json": data, STATEMENTS: _lines(data), **beside}
    names: dict[str, str] = {}
    for evidence, name, content in kept:
        names[evidence.id] = f"evidence/{name}"
        found[names[evidence.id]] = content
    found[EVIDENCE] = _listed(review.evidence, names)
    found[SUMS] = _sums(found)
    return _zip({f"{review.key}/{name}": content for name, content in found.items()})


def _lines(data: bytes) -> bytes:
    """The statement log, one statement a line, as the record has them."""
    said = json.loads(data)["review"]["statements"]
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in said).encode()


def _listed(evidence: Iterable[Evidence], names: Mapping[str, str]) -> bytes:
    """Each evidence with both hashes: of the bytes as received, and of the copy without secrets in the archive."""
    rows = [
        {
            "id": one.id,
            "what": one.what,
            "source": one.source,
            "sha256_received": one.sha256,
            "sha256_kept": one.kept_sha256,
            "file": names.get(one.id, ""),
        }
        for one in evidence
    ]
    return f"{json.dumps(rows, indent=2, ensure_ascii=False)}\n".encode()


def _sums(found: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(found.items()))
    return "".join(lines).encode()


def _zip(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            told = zipfile.ZipInfo(name, BEGAN)
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(told, content)
    return made.getvalue()
