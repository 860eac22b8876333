"""A finished review as a page, and the pictures that stand in files beside it."""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.errors import Incident
from bot.domain.report.pictures import RunPicture
from bot.domain.review import Decision, Review
from bot.domain.vocabulary import DECISION_LETTERS
from bot.ports import Drawing, Paint, RunDrawer, Voice
from bot.publishers.gfm import markdown

log = logging.getLogger(__name__)

PATIENCE_S = 10.0
"""How long a page waits for its pictures: the call that publishes it has 25 s in all."""


@dataclass(frozen=True)
class Picture:
    """A file beside a page, and what the page says of it."""

    content: bytes
    shown: RunPicture

    @property
    def name(self) -> str:
        """The file's name."""
        return self.shown.file


@dataclass(frozen=True)
class Pages:
    """Draws and writes them. A page never waits long for a picture, and is whole without any."""

    voice: Voice
    drawer: RunDrawer | None = None
    paint: Paint = Paint.SVG

    async def pictures(self, review: Review) -> tuple[Picture, ...]:
        """One for each decision that was chosen from a run that is kept; those that can be drawn in time."""
        found: list[Picture] = []
        try:
            async with asyncio.timeout(PATIENCE_S):
                for decision in review.decisions:
                    picture = await asyncio.to_thread(self._picture, review, decision)
                    found += [picture] if picture else []
        except TimeoutError:
            log.warning("drawing the runs of %s took too long: its page goes without", review.key)
        return tuple(found)

    def page(self, review: Review, pictures: Sequence[Picture]) -> bytes:
        """The Markdown with these pictures in it."""
        return markdown(self.voice.document(review, [picture.shown for picture in pictures])).encode()

    def _picture(self, review: Review, decision: Decision) -> Picture | None:
        drawing = self._drawn(review, decision)
        if drawing is None:
            return None
        digest = hashlib.sha256(drawing.content).hexdigest()
        file = picture_name(review, decision.letter, self.paint)
        return Picture(drawing.content, RunPicture(decision.letter, file, digest, drawing.described))

    def _drawn(self, review: Review, decision: Decision) -> Drawing | None:
        """The run; None where none was chosen from or kept, and where it cannot be drawn, whatever the reason."""
        found = next((e for e in review.evidence if e.id == decision.evidence and e.kept_sha256), None)
        if self.drawer is None or found is None or not decision.point:
            return None
        try:
            return self.drawer.draw(review, found, decision.point, self.paint)
        except Incident as error:
            log.warning("the run of %s %s is not drawn: %s", review.key, decision.letter, error.key)
        except Exception:  # a fault of ours in drawing keeps no page back
            log.exception("the run of %s %s is not drawn", review.key, decision.letter)
        return None


def picture_name(review: Review, letter: str, paint: Paint = Paint.SVG) -> str:
    """The file of a decision's run, the same for good: `AR-7-run-A.svg`."""
    return f"{review.key}-run-{letter}.{paint}"


def picture_names(review: Review, paint: Paint = Paint.SVG) -> tuple[str, ...]:
    """Every name that a picture beside this review's page may have."""
    return tuple(picture_name(review, letter, paint) for letter in DECISION_LETTERS)
