"""`agent-incident export`, `score` and `schema`: reviews at any stage, read beside a running process."""

import argparse
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from bot.cli.out import hand_over, say
from bot.domain.errors import OutsideError, PersonError
from bot.domain.review import Evidence, Review
from bot.domain.score import explained
from bot.publishers import record
from bot.publishers.gfm import markdown
from bot.settings import Settings
from bot.voice import load_voice
from storage.store import SqlStore, open_store_beside

LONGEST_NAME = 120
"""Bytes of a file's name, before which its id is put: no system takes more than 255."""


def export(asked: argparse.Namespace, settings: Settings) -> int:
    """One review, to standard output, or into a file with its pictures beside it."""
    review = whole_review(settings.database, asked.review)
    if asked.out or asked.format == "bundle":
        from bot.cli.exporting import write  # noqa: PLC0415 - what draws, which standard output needs not

        say("\n".join(map(str, write(review, asked.out or Path(), asked.format, settings))))
    elif asked.format == "json":
        hand_over(record.encode(review).decode())
    else:
        hand_over(markdown(load_voice(settings.prompts_dir).document(review)))
    if asked.evidence:
        write_evidence(settings.database, asked.review, asked.evidence)
    return 0


def score(asked: argparse.Namespace, settings: Settings) -> int:
    """The points of one review, a reason for each, and what keeps the next one back."""
    review = whole_review(settings.database, asked.review)
    lines = explained(review, review.statements, load_voice(settings.prompts_dir).labels)
    say("\n".join((f"{review.key} {review.title}", *lines)))
    return 0


def schema(_: argparse.Namespace, __: Settings) -> int:
    """The JSON Schema, to standard output."""
    hand_over(json.dumps(record.schema(), indent=2, ensure_ascii=False))
    return 0


@contextlib.contextmanager
def beside(database: Path) -> Iterator[SqlStore]:
    """The database of a process that may be running, for reading. OutsideError `storage_*` where there is none."""
    store = open_store_beside(database)
    try:
        yield store
    finally:
        store.close()


def whole_review(database: Path, number: int) -> Review:
    """A review with its whole statement log, whoever may read it: this is the machine's owner asking."""
    with beside(database) as store:
        found = store.whole(number)
    if found is None:
        raise PersonError("review_unknown", number=number)
    return found


def write_evidence(database: Path, number: int, folder: Path) -> None:
    """Every captured evidence as it was kept, without secrets: `E1-refund-run.json`."""
    for _, name, content in kept_evidence(database, whole_review(database, number)):
        write_file(folder / name, content)


def kept_evidence(database: Path, review: Review) -> Iterator[tuple[Evidence, str, bytes]]:
    """Every captured evidence of a review, the name of its file, and its bytes as they were kept."""
    with beside(database) as store:
        for evidence in review.evidence:
            content = store.blob(evidence.kept_sha256) if evidence.kept_sha256 else None
            if content is not None:
                yield evidence, f"{evidence.id}-{_file_name(evidence.what)}", content


def _file_name(name: str) -> str:
    """A name that stays in its folder on any system, the end of one that is too long for it."""
    safe = "".join(c if c.isalnum() or c in "._-" else "_" for c in name)
    return safe.encode(errors="replace")[-LONGEST_NAME:].decode(errors="ignore") or "evidence"


def write_file(path: Path, content: bytes) -> None:
    """Into a folder that is made where it is missing. OutsideError `publish_not_written`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise OutsideError("publish_not_written", path=str(path), reason=error.strerror or "") from error
