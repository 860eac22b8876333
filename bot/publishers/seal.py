"""Front matter that ends with a digest of the whole file: whether somebody changed it can be told from it alone."""

import hashlib
import re
from collections.abc import Mapping

import yaml

_HEAD = re.compile(r"---\n(?P<head>(?:.*?\n)??)digest: (?P<digest>[0-9a-f]{64})\n---\n", re.DOTALL)


def sealed(front: Mapping[str, object], body: str) -> str:
    """The file. Its digest is the sha256 of all that stands in it, the line of the digest itself left out."""
    dumped = yaml.safe_dump(dict(front), sort_keys=False, allow_unicode=True, width=1000)
    head = dumped if front else ""
    return f"---\n{head}digest: {_digest(head, body)}\n---\n\n{body}"


def front_of(content: bytes) -> Mapping[str, object] | None:
    """The front matter of a file that is as it was written; None for any other."""
    try:
        text = content.decode()
        found = _HEAD.match(text)
        if found is None or not text.startswith("\n", found.end()):
            return None
        if found["digest"] != _digest(found["head"], text[found.end() + 1 :]):
            return None
        front = yaml.safe_load(found["head"] or "{}")
    except (UnicodeDecodeError, yaml.YAMLError):
        return None
    return front if isinstance(front, dict) else None


def _digest(head: str, body: str) -> str:
    return hashlib.sha256(f"---\n{head}---\n\n{body}".encode()).hexdigest()
