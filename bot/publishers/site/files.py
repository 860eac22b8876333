"""Files of the site: written where they changed, and left alone where they are not ours or were changed by hand.

Each ends with a comment that names what it is and the sha256 of all that stands before it. All of them can be made anew
from the database, so none is waited for until it is on the disk: one that a crash left empty is written again.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from pathlib import Path

from bot.domain.errors import Later

_SEAL = re.compile(
    rb"\n(?:<!--|/\*) agent-incident (?P<of>[^\n]*) sha256:(?P<digest>[0-9a-f]{64}) (?:-->|\*/)\n\Z"
)


class Put(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    SAME = "same"  # it held the very same already
    LEFT = "left"  # somebody changed it, or it is another's: it was left as it is


@dataclass(frozen=True)
class Folder:
    """The folder of a site; it is made with the first file."""

    path: Path

    def put(self, name: str, content: str, of: str) -> Put:
        """Have a file hold this content and its seal. `of` names what it is: no other's file is taken for it.

        Later `publish_not_written` where the disk would not take it; what was there stays whole.
        """
        return self._put(name, sealed(name, content, of), of, over=False)

    def replace(self, name: str, content: str, of: str) -> Put:
        """The same, whatever stands there."""
        return self._put(name, sealed(name, content, of), of, over=True)

    def beside(self, name: str, content: str, of: str) -> str:
        """Have a new file hold it, whose name is like that of the one which is left alone."""
        path = Path(name)
        there = self.names()
        free = next(each for n in count(2) if (each := f"{path.stem}-{n}{path.suffix}") not in there)
        self.put(free, content, of)
        return free

    def remove(self, name: str) -> Put:
        """Take away a file of ours; one that is gone already is the same."""
        path = self.path / name
        try:
            if not path.exists():
                return Put.SAME
            if sealed_of(path.read_bytes()) is None:
                return Put.LEFT
            path.unlink()
        except OSError as error:
            raise _not_written(path, error) from error
        return Put.WRITTEN

    def names(self) -> frozenset[str]:
        """All that lies there."""
        try:
            return frozenset(path.name for path in self.path.iterdir())
        except FileNotFoundError:
            return frozenset()
        except OSError as error:
            raise _not_written(self.path, error) from error

    def text(self, name: str) -> str | None:
        """What an untouched file of ours holds, its seal included; None for any other."""
        try:
            content = (self.path / name).read_bytes()
        except OSError:
            return None
        return None if sealed_of(content) is None else content.decode()

    def _put(self, name: str, content: bytes, of: str, *, over: bool) -> Put:
        path = self.path / name
        try:
            there = path.read_bytes() if path.exists() else None
            if there == content:
                return Put.SAME
            if there and not over and sealed_of(there) != of:
                return Put.LEFT
            _write(path, content)
        except OSError as error:
            raise _not_written(path, error) from error
        return Put.WRITTEN


def sealed(name: str, content: str, of: str) -> bytes:
    """The bytes of a file: content, then its seal in a comment of the file's own kind."""
    opens, closes = ("<!--", "-->") if name.endswith(".html") else ("/*", "*/")
    body = content.rstrip("\n").encode()
    digest = hashlib.sha256(body).hexdigest()
    return body + f"\n{opens} agent-incident {of} sha256:{digest} {closes}\n".encode()


def sealed_of(content: bytes) -> str | None:
    """What an untouched file of ours says it is; None for any other."""
    found = _SEAL.search(content)
    if found is None or hashlib.sha256(content[: found.start()]).hexdigest().encode() != found["digest"]:
        return None
    return found["of"].decode(errors="replace")


def digest(name: str, content: str, of: str) -> str:
    """The sha256, in hex, of what `put` writes."""
    return hashlib.sha256(sealed(name, content, of)).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """The whole file or none of it: written beside, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def _not_written(path: Path, error: OSError) -> Later:
    return Later("publish_not_written", path=str(path), reason=error.strerror or "")
