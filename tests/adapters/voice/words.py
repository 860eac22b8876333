"""A directory of somebody's own words, and the voice that speaks from it."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from bot.domain.errors import PersonError
from bot.domain.tree import (
    Block,
    CodeBlock,
    Heading,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain,
)
from bot.voice import load_voice
from bot.voice.assembling import load
from bot.voice.loading import Prompts
from bot.voice.shipped import OURS
from bot.voice.speaking import SpokenVoice


@cache
def ours() -> SpokenVoice:
    """The voice as shipped."""
    return load_voice(None)


SOME = {
    "say": ("_notes", "card", "approved", "earlier", "help", "quiet"),
    "forms": ("class", "close", "date", "decline", "hand", "tomorrow", "verdict_authority", "wall"),
}
SENTENCES = ("unexpected", "prompts_", "problem_", "person_needed", "nothing_asked", "file_missing")


def spoken_from(folder: Path, files: dict[str, str]) -> SpokenVoice:
    """The voice with these files over some of ours, which are read in a tenth of the time."""
    written(folder, files)
    return load(Prompts(some_of_ours(folder), folder))


def refused(folder: Path, files: dict[str, str]) -> PersonError:
    """The error that these files are refused with."""
    with pytest.raises(PersonError) as caught:
        spoken_from(folder, files)
    return caught.value


def some_of_ours(folder: Path) -> Path:
    """Questions, labels and commands as shipped, and a few of each kind of the rest, beside a folder."""
    some = folder.parent / f"{folder.name} ours"
    for kind, names in SOME.items():
        (some / kind).mkdir(parents=True, exist_ok=True)
        for path in (OURS / kind).iterdir():
            if path.name.partition(".")[0] in names:
                shutil.copy(path, some / kind)
    for name in ("questions.yml", "report.yml", "commands.yml"):
        shutil.copy(OURS / name, some)
    lines = (OURS / "errors.yml").read_text("utf-8").splitlines()
    (some / "errors.yml").write_text("\n".join(line for line in lines if line.startswith(SENTENCES)))
    for name, text in {
        "cli.yml": "about: x",
        "lints.yml": "en: {s3: [x]}",
        "words.yml": "en: {talk: [x]}",
    }.items():
        (some / name).write_text(text)
    return some


def written(folder: Path, files: dict[str, str]) -> None:
    """Put files into a folder, by their path below it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def place(error: PersonError) -> tuple[str, int]:
    """The name of the file and the line an error points at."""
    file, line = error.values["file"], error.values["line"]
    assert isinstance(file, str)
    assert isinstance(line, int)
    return Path(file).name, line


def shown(blocks: tuple[Block, ...]) -> list[str]:
    """The text of each paragraph, heading, cell and code block, in order, without marks."""
    out: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(parts) | Heading(parts=parts):
                out.append(plain(parts))
            case Listing(items):
                out += [text for item in items for text in shown(item)]
            case Quote(inner) | Panel(blocks=inner):
                out += shown(inner)
            case CodeBlock(text):
                out.append(text)
            case Table(header, rows):
                out += [plain(cell) for row in (header, *rows) for cell in row]
            case Rule():
                pass
    return out
