"""`agent-incident export --out`: a review as a file, with the pictures that the published page has beside it."""

import asyncio
from pathlib import Path

from bot.cli.drawing import Drawer
from bot.cli.house import rules_of, trace_reader
from bot.cli.records import beside, kept_evidence, write_file
from bot.domain.review import Review
from bot.publishers import record
from bot.publishers.bundle import packed
from bot.publishers.pages import Pages, Picture
from bot.settings import Settings
from bot.voice import load_voice
from bot.voice.speaking import SpokenVoice

ENDINGS = {"md": "md", "json": "json", "bundle": "zip"}
"""What the name of a file in each form ends with."""


def write(review: Review, out: Path, form: str, settings: Settings) -> tuple[Path, ...]:
    """The files written: of `md` the page and its pictures, else one. OutsideError `publish_not_written`."""
    path = _file(review, out, ENDINGS[form])
    if form == "json":
        contents = {path: record.encode(review)}
    elif form == "bundle":
        page = _page(review, f"{review.key}.md", settings)
        contents = {path: packed(review, page, kept_evidence(settings.database, review))}
    else:
        page = _page(review, path.name, settings)
        contents = {path.with_name(name): content for name, content in page.items()}
    for file, content in contents.items():
        write_file(file, content)
    return tuple(contents)


def _page(review: Review, name: str, settings: Settings) -> dict[str, bytes]:
    """The page under a name, and its pictures, by the names of their files."""
    voice = load_voice(settings.prompts_dir)
    drawn = _pictures(review, voice, settings)
    pictures = {picture.name: picture.content for picture in drawn}
    return {name: Pages(voice).page(review, drawn), **pictures}


def _file(review: Review, out: Path, ending: str) -> Path:
    """The file that is named, or the one of the review's name in a folder; a name without an ending is a folder's."""
    is_folder = out.is_dir() or not out.suffix
    return out / f"{review.key}.{ending}" if is_folder else out


def _pictures(review: Review, voice: SpokenVoice, settings: Settings) -> tuple[Picture, ...]:
    """Drawn from what is kept; a run that cannot be drawn is left out, and logged."""
    with beside(settings.database) as store:
        drawer = Drawer(store, trace_reader(settings), voice.words, rules_of(settings))
        return asyncio.run(Pages(voice, drawer).pictures(review))
