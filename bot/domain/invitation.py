"""25 minutes together as a calendar file: iCalendar (RFC 5545), one event, what is open as its agenda.

Written here and not by the library `icalendar`: of all it does, one event without a zone, a repetition or guests
needs text escaped, lines folded at 75 octets and times in UTC, and that is less than its packages to keep up with.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.interview.fields import asked_at
from bot.domain.interview.gaps import gaps
from bot.domain.review import Review
from bot.domain.verdict import missing_facets
from bot.domain.vocabulary import Facet

LENGTH = timedelta(minutes=25)
"""How long the call takes. Source: the table of nudges."""

OCTETS = 75
"""The longest line, its end not counted (RFC 5545, 3.1)."""

_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_SPECIAL = re.compile(r"[\\;,\n]")
_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_UNSENDABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def agenda(review: Review, about: str) -> tuple[Facet, ...]:
    """What is open: of the question a nudge is about, `A:context`; of the whole review where it is about no question.

    PersonError for a question that the review does not have.
    """
    if ":" in about:
        return gaps(review, *asked_at(review, about))
    return tuple(dict.fromkeys(facet for _, facet in missing_facets(review)))


def invitation(
    review: Review, facets: Sequence[Facet], at: datetime, now: datetime, labels: Mapping[str, str]
) -> bytes:
    """The file, for `at`; `labels` are those of `prompts/report.yml`, both times are aware.

    A review has one call: a file for another time replaces the one before in the reader's calendar.
    """
    known = f"{review.workspace}:{review.number}:call"
    properties = {
        "UID": f"{hashlib.sha256(known.encode()).hexdigest()[:32]}@agent-incident",
        "DTSTAMP": _time(now),
        "DTSTART": _time(at),
        "DTEND": _time(at + LENGTH),
        "SUMMARY": _text(labels["call.title"].replace("{id}", review.key)),
        "DESCRIPTION": _text("\n".join(_description(review, facets, labels))),
    }
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//agent-incident//EN", "METHOD:PUBLISH")
    event = ("BEGIN:VEVENT", *(f"{name}:{value}" for name, value in properties.items()), "END:VEVENT")
    lines = (folded for line in (*head, *event, "END:VCALENDAR") for folded in _folded(line))
    return "".join(f"{line}\r\n" for line in lines).encode()


def _description(review: Review, facets: Sequence[Facet], labels: Mapping[str, str]) -> Iterator[str]:
    """What the call is about, a line for everything open, and what becomes of what nobody can say."""
    yield labels["call.about"].replace("{id}", review.key).replace("{title}", review.title)
    if facets:
        yield labels["call.open"]
        yield from (f"- {labels[f'facet.{facet}']}" for facet in facets)
    yield labels["call.end"]


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    """A value of type TEXT (3.3.11): whatever people typed is text and nothing else."""
    plain = _UNSENDABLE.sub(" ", _LINE_END.sub("\n", text))
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], plain)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, none cut inside a character; all but the first begin with a blank."""
    piece, size = "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    yield piece
