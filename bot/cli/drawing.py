"""Runs drawn as timelines: by `agent-incident trace FILE --picture OUT` or `--text`, in chats, beside pages."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.chat.captions import Room, captions
from bot.chat.words import Words
from bot.cli.out import say
from bot.domain.errors import OutsideError, PersonError
from bot.domain.redaction_rules import SECRETS
from bot.domain.redaction_shapes import Rules
from bot.domain.review import Evidence, Review
from bot.domain.run_picture import Captions, Picture, picture
from bot.domain.trace import DecisionPoint, Trace
from bot.ports import Drawing, Paint, Store, TraceReader
from bot.publishers import run_text
from bot.publishers.run_svg import svg

IN_CHAT = 74
"""Columns of a picture of text in a chat: with what stands before each of its lines they are 80."""


def draw(
    trace: Trace,
    points: Sequence[DecisionPoint],
    number: int | None,
    out: Path,
    words: Words,
    rules: Rules = SECRETS,
) -> int:
    """Write the picture, the point of a number marked. PersonError `no_such_point` where there is none of it.

    OutsideError `picture_not_written` where the file cannot be written.
    """
    drawn = _marked(trace, points, number, rules)
    paint = Paint(out.suffix.lower().removeprefix("."))
    said = saying_what_lacks(drawn, captions(drawn, words), paint, words)
    try:
        out.write_bytes(painted(drawn, said, paint))
    except OSError as error:
        raise OutsideError("picture_not_written", path=str(out), reason=error.strerror or "") from error
    say(said.alternative)
    return 0


def tell(
    trace: Trace,
    points: Sequence[DecisionPoint],
    number: int | None,
    words: Words,
    rules: Rules = SECRETS,
) -> int:
    """The picture as lines of text, to standard output. PersonError as above."""
    drawn = _marked(trace, points, number, rules)
    say(run_text.text(drawn, captions(drawn, words, _room(drawn, run_text.WIDTH))).removesuffix("\n"))
    return 0


def _marked(trace: Trace, points: Sequence[DecisionPoint], number: int | None, rules: Rules) -> Picture:
    if number is not None and not 1 <= number <= len(points):
        raise PersonError("no_such_point", number=number)
    return picture(trace, points[number - 1].key if number else "", points=points, rules=rules)


def _room(drawn: Picture, width: int) -> Room:
    return Room(run_text.room(drawn, width), width)


def saying_what_lacks(drawn: Picture, said: Captions, paint: Paint, words: Words) -> Captions:
    """The words with a note where the picture cannot show all of them; in what stands for the picture as well."""
    if paint is not Paint.PNG:
        return said
    from bot.publishers.run_png import lacks  # noqa: PLC0415 - as below

    if not lacks(drawn, said):
        return said
    note = words("picture_boxes")
    return replace(said, notes=(*said.notes, note), alternative=f"{said.alternative} {note}")


def painted(drawn: Picture, said: Captions, paint: Paint) -> bytes:
    """The picture as a file."""
    match paint:
        case Paint.SVG:
            return svg(drawn, said).encode()
        case Paint.PNG:
            from bot.publishers.run_png import png  # noqa: PLC0415 - Pillow, which no other command needs

            return png(drawn, said)
        case Paint.TEXT:
            return run_text.text(drawn, said, IN_CHAT).encode()


@dataclass(frozen=True)
class Drawer:
    """`bot.ports.RunDrawer` over one database."""

    store: Store
    read_trace: TraceReader
    words: Words
    rules: Rules = SECRETS

    def draw(self, review: Review, evidence: Evidence, point: str, paint: Paint) -> Drawing:
        """The run as it was kept, as a picture and in words."""
        content = self.store.blob(evidence.kept_sha256)
        if content is None:
            raise PersonError("no_trace", evidence=evidence.id)
        drawn = picture(self.read_trace(content, name=evidence.what), point, rules=self.rules)
        room = _room(drawn, IN_CHAT) if paint is Paint.TEXT else None
        said = captions(drawn, self.words, room)
        if review.restricted:  # the file may be passed on without the page that says so
            closed = self.words("picture_restricted", review=review.key)
            said = replace(said, notes=(*said.notes, closed))
        said = saying_what_lacks(drawn, said, paint, self.words)
        return Drawing(painted(drawn, said, paint), said.alternative)
