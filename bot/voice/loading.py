"""Finds the words: our `prompts/`, and a directory of the user's own over it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.voice.forms import FormText, checked, form
from bot.voice.labels import check_holes
from bot.voice.nodes import At, Node, broken, read, text_of
from bot.voice.overriding import merged, merged_languages
from bot.voice.shape import unknown
from bot.voice.shipped import CLI, SITE
from bot.voice.templates import Source, source, with_fallback

WORD_LISTS = ("lints.yml", "words.yml", "commands.yml")
REPORT = "report.yml"
FILES = ("questions.yml", *WORD_LISTS, REPORT, "errors.yml", CLI, SITE)
TEMPLATE, FORM = ".md.j2", ".yml"
SAY, FORMS = "say", "forms"


@dataclass(frozen=True)
class Prompts:
    """The directories words are read from: ours, and theirs where there is one."""

    ours: Path
    theirs: Path | None = None

    def file(self, name: str) -> Node:
        """One of the files at the top, merged key by key. PersonError where it is missing or unsound."""
        ours = read(self.ours / name)
        over = self._over(name)
        if over is None:
            return ours
        theirs = read(over)
        if name in WORD_LISTS:
            return merged_languages(ours, theirs)
        both = merged(ours, theirs)
        if name == REPORT:
            check_holes(ours, theirs)
        return both

    def templates(self) -> dict[str, Source]:
        """Every template by its file name, `_parts.md.j2` included."""
        found = {path.name: _source(path) for path in _files(self.ours / SAY, TEMPLATE)}
        for path in self._over_files(SAY, TEMPLATE):
            if path.name not in found:
                raise unknown(At(str(path), 1), path.name)
            found[path.name] = with_fallback(_source(path), found[path.name])
        return found

    def forms(self, labels: dict[str, str]) -> dict[str, FormText]:
        """Every form by its key, the file's name without its ending."""
        ours = {path.stem: read(path) for path in _files(self.ours / FORMS, FORM)}
        found = {key: form(node, labels) for key, node in ours.items()}
        for path in self._over_files(FORMS, FORM):
            if path.stem not in found:
                raise unknown(At(str(path), 1), path.name)
            both = merged(ours[path.stem], read(path))
            found[path.stem] = checked(found[path.stem], form(both, labels), both)
        return found

    def check(self) -> None:
        """Refuse what is not a directory, and any file or folder there that nothing reads."""
        if self.theirs is None:
            return
        if not self.theirs.is_dir():
            raise broken(At(str(self.theirs), 1), "not_a_directory")
        for path in _visible(self.theirs):
            if path.name not in FILES and not (path.is_dir() and path.name in {SAY, FORMS}):
                raise unknown(At(str(path), 1), path.name)

    def _over(self, name: str) -> Path | None:
        path = self.theirs / name if self.theirs else None
        return path if path is not None and path.exists() else None

    def _over_files(self, folder: str, ending: str) -> Iterator[Path]:
        over = self._over(folder)
        if over is None:
            return
        for path in _visible(over):
            if not path.name.endswith(ending):
                raise unknown(At(str(path), 1), path.name)
            yield path


def _files(folder: Path, ending: str) -> Iterator[Path]:
    yield from sorted(folder.glob(f"*{ending}"))


def _visible(folder: Path) -> list[Path]:
    """What lies in a folder, without files that begin with a dot: those are editors' and version control's."""
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _source(path: Path) -> Source:
    return source(text_of(path), str(path))
