"""A facet that several people wrote: whoever fills its form again changes their own words, and nobody else's."""

import re
from dataclasses import replace

from bot.domain.interview import filing
from bot.domain.interview.filing import source_of
from bot.domain.interview.room import Room, authors_of
from bot.domain.review import Finding, PersonKey, Review, Span, Statement, with_finding

BETWEEN = " \t\r\n.,;:"
"""What may stand between the words held and those added to them."""


def of_others(review: Review, held: Finding, who: PersonKey, room: Room) -> tuple[Span, ...]:
    """The words of a finding that somebody else said; those of a trace are nobody's once people's stand beside them."""
    authors = authors_of(review, room)
    nobody = None if any(span.source in authors for span in held.spans) else held.author
    return tuple(span for span in held.spans if authors.get(span.source, nobody) != who)


def says_the_same(review: Review, held: Finding, text: str, who: PersonKey, room: Room) -> bool:
    """Whether a text changes nothing of a facet that others wrote: no new word, none of the person's own left out."""
    others = of_others(review, held, who, room)
    parts = _parted(text, held.spans)
    own = tuple(span for span in held.spans if span not in others) or others
    return bool(others) and all(isinstance(p, Span) for p in parts) and all(s in parts for s in own if s.text)


def reworded(review: Review, held: Finding, text: str, statement: Statement, room: Room) -> Review | None:
    """The review with what one person changed in a facet that others wrote too.

    Their own words that the text no longer holds go, those of others stay. None where no word of it is theirs and
    the text leaves out some of it: that is a second reading.
    """
    others = of_others(review, held, statement.author, room)
    parts = _parted(text, held.spans)
    said, new = [p for p in parts if isinstance(p, Span)], [p for p in parts if isinstance(p, str)]
    left_out = [span for span in others if span not in said]
    if held.spans == others and any(span.text for span in left_out):
        return None
    order = [p if isinstance(p, Span) else Span(source_of(statement), p) for p in parts] + left_out
    gone = {span for span in held.spans if span not in order}
    existing = tuple(wall for wall in review.existing if wall.span not in gone)
    kept = replace(held, spans=tuple(span for span in order if span in held.spans))
    review = with_finding(replace(review, existing=existing), kept)
    for piece in new:
        span = Span(source_of(statement), piece)
        review = filing.file(review, held.facet, held.decision, span, statement, room)
    return _in_order(review, held, order, room)


def _parted(text: str, spans: tuple[Span, ...]) -> list[Span | str]:
    """A text as the spans it still holds, whatever stands between their words, and the pieces between them."""
    parts: list[Span | str] = [text]
    for span in spans:
        for place, part in enumerate(parts):
            if span.text and isinstance(part, str) and (found := _words_of(span).search(part)):
                parts[place : place + 1] = [part[: found.start()], span, part[found.end() :]]
                break
    bare = (p if isinstance(p, Span) else p.lstrip(BETWEEN).rstrip() for p in parts)
    return [part for part in bare if isinstance(part, Span) or part.strip(BETWEEN)]


def _words_of(span: Span) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, span.text.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)" if span.text[:1].isalnum() else words)


def _in_order(review: Review, held: Finding, order: list[Span], room: Room) -> Review:
    """The finding's words as they were typed; it is called after whoever said the first of them."""
    found = review.finding(held.facet, held.decision)
    if found is None or not found.spans:
        return review
    spans = tuple(sorted(found.spans, key=order.index))
    author = authors_of(review, room).get(spans[0].source, found.author)
    return with_finding(review, replace(found, spans=spans, author=author))
