"""`agent-incident trace FILE --picture OUT`: the run as a timeline, and in one paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.chat.captions import captions
from bot.chat.words import Words
from bot.cli.out import say
from bot.domain.errors import OutsideError, PersonError
from bot.domain.review import Evidence
from bot.domain.run_picture import Captions, Picture, picture
from bot.domain.trace import DecisionPoint, Trace
from bot.ports import Drawing, Store, TraceReader
from bot.publishers.run_svg import svg


def draw(trace: Trace, points: Sequence[DecisionPoint], number: int | None, out: Path, words: Words) -> int:
    """Write the picture, the point of a number marked. PersonError `no_such_point` where there is none of it.

    OutsideError `picture_not_written` where the file cannot be written.
    """
    if number is not None and not 1 <= number <= len(points):
        raise PersonError("no_such_point", number=number)
    drawn = picture(trace, points[number - 1].key if number else "", points=points)
    said = captions(drawn, words)
    try:
        out.write_bytes(_painted(drawn, said, out))
    except OSError as error:
        raise OutsideError("picture_not_written", path=str(out), reason=error.strerror or "") from error
    say(said.alternative)
    return 0


def _painted(drawn: Picture, said: Captions, out: Path) -> bytes:
    if out.suffix.lower() == ".svg":
        return svg(drawn, said).encode()
    from bot.publishers.run_png import png  # noqa: PLC0415 - Pillow, which no other command needs

    return png(drawn, said)


@dataclass(frozen=True)
class Drawer:
    """`bot.ports.RunDrawer` over one database."""

    store: Store
    read_trace: TraceReader
    words: Words

    def draw(self, evidence: Evidence, point: str) -> Drawing:
        """The run as it was kept, in pixels and in words."""
        from bot.publishers.run_png import png  # noqa: PLC0415 - as above

        content = self.store.blob(evidence.kept_sha256)
        if content is None:
            raise PersonError("no_trace", evidence=evidence.id)
        drawn = picture(self.read_trace(content, name=evidence.what), point)
        said = captions(drawn, self.words)
        return Drawing(png(drawn, said), said.alternative)
