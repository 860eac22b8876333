"""The product's own script language: what people do in a review, and what they expect to hear. No platform in it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from bot.domain.errors import PersonError


@dataclass(frozen=True, kw_only=True)
class At:
    """Where in the script: its line, from 1."""

    line: int


@dataclass(frozen=True, kw_only=True)
class Says(At):
    """`mira: ...`, further lines set in."""

    who: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Presses(At):
    """`mira [Agree]`, `mira [Agree] on W1`."""

    who: str
    label: str
    on: str = ""


@dataclass(frozen=True, kw_only=True)
class Chooses(At):
    """`mira chooses issue_refund`: the decision point whose line holds these words."""

    who: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Fills(At):
    """`mira form: key=value; key="..."`, or `mira form wall: ...` by name; `target` as in `wall_owner W1`."""

    who: str
    fields: tuple[tuple[str, str], ...]
    form: str = ""
    target: str = ""


@dataclass(frozen=True, kw_only=True)
class Edits(At):
    """`mira edits 3: ...`."""

    who: str
    number: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Deletes(At):
    """`mira deletes 3`."""

    who: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Attaches(At):
    """`mira attaches run.json as trace`; a path is taken from the script's folder."""

    who: str
    path: str
    kind: str = "file"


@dataclass(frozen=True, kw_only=True)
class Links(At):
    """`mira link: https://...`."""

    who: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Arrives(At):
    """`lee is here`: known, and silent."""

    who: str


@dataclass(frozen=True, kw_only=True)
class IsAgent(At):
    """`refund-desk is the agent`: what it says is the agent's own account."""

    who: str


@dataclass(frozen=True, kw_only=True)
class Passes(At):
    """`+ 30 s`: time passes."""

    time: timedelta


@dataclass(frozen=True, kw_only=True)
class Moves(At):
    """`at 2026-11-30 10:00`, in UTC."""

    to: datetime


@dataclass(frozen=True, kw_only=True)
class Pauses(At):
    """`quiet 25 s`: how long people must have been quiet before the bot speaks; none unless said."""

    seconds: float


@dataclass(frozen=True, kw_only=True)
class Restarts(At):
    """`restart`: what is in memory is gone, what is in the database stays."""


@dataclass(frozen=True, kw_only=True)
class Expects(At):
    """`> ...` in the thread, `mira> ...` by that person alone, `!> ...` must not appear; since the last act."""

    text: str
    who: str = ""
    absent: bool = False


Act: TypeAlias = (
    Says
    | Presses
    | Chooses
    | Fills
    | Edits
    | Deletes
    | Attaches
    | Links
    | Arrives
    | IsAgent
    | Passes
    | Moves
    | Pauses
    | Restarts
    | Expects
)

_NAME = r"(?P<who>[^\W\d_][\w.-]*)"
_TIME = r"(?P<count>\d+(?:\.\d+)?)\s*(?P<unit>s|min|h|d|w)"
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_FIELD = re.compile(r'\s*(?P<key>\w+)\s*=\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^;"]*))\s*(?:;|$)')

Values = dict[str, str]
LONGEST = timedelta(days=3660)
"""Ten years: no play takes longer at once."""


def parse(text: str, name: str = "") -> tuple[Act, ...]:
    """A script's acts. PersonError `play_not_understood` with file, line and text where a line is none.

    A line that is set in goes on with the line before; a line that begins with `#` is a remark.
    """
    return tuple(_act(line, whole, name) for line, whole in _whole_lines(text, name))


def _whole_lines(text: str, name: str) -> Iterator[tuple[int, str]]:
    """Each act with its further lines, and the number of its first."""
    at, held = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        if line[0].isspace():
            if not held:
                raise _not_understood(name, number, line)
            held += "\n" + line.strip()
            continue
        if held:
            yield at, held
        at, held = number, line.rstrip()
    if held:
        yield at, held


def _act(line: int, text: str, name: str) -> Act:
    for pattern, build in GRAMMAR:
        if found := pattern.fullmatch(text):
            try:
                values = {key: value or "" for key, value in found.groupdict().items()}
                return replace(build(values), line=line)
            except (ValueError, OverflowError) as wrong:
                raise _not_understood(name, line, text) from wrong
    raise _not_understood(name, line, text)


def _not_understood(name: str, line: int, text: str) -> PersonError:
    return PersonError("play_not_understood", file=name, line=line, text=text.strip().split("\n")[0][:80])


def _fields(text: str) -> tuple[tuple[str, str], ...]:
    """`key=value; key="..."`; ValueError where it is not."""
    found, place = [], 0
    while place < len(text.rstrip()):
        match = _FIELD.match(text, place)
        if match is None or match.end() == place:
            raise ValueError(text[place:])
        quoted = match["quoted"]
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else match["bare"].strip()
        found.append((match["key"], value))
        place = match.end()
    return tuple(found)


def _time(values: Values) -> timedelta:
    """ValueError where it is longer than any review."""
    time = timedelta(**{_UNITS[values["unit"]]: float(values["count"])})
    if time > LONGEST:
        raise ValueError(values["count"])
    return time


def _moment(values: Values) -> datetime:
    return datetime.fromisoformat(f"{values['day']} {values['clock'] or '00:00'}").replace(tzinfo=UTC)


def _expected(values: Values) -> Expects:
    return Expects(line=0, text=values["text"].strip(), who=values["who"], absent=bool(values["absent"]))


def _filled(values: Values) -> Fills:
    fields = _fields(values["text"])
    return Fills(line=0, who=values["who"], fields=fields, form=values["form"], target=values["target"])


GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[Values], Act]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), build)
    for pattern, build in (
        (rf"(?:{_NAME})?(?P<absent>!?)>\s?(?P<text>.+)", _expected),
        ("restart", lambda _: Restarts(line=0)),
        (rf"\+\s*{_TIME}", lambda v: Passes(line=0, time=_time(v))),
        (rf"quiet\s+{_TIME}", lambda v: Pauses(line=0, seconds=_time(v).total_seconds())),
        (
            r"at (?P<day>\d{4}-\d\d-\d\d)(?:[ T](?P<clock>\d\d:\d\d(?::\d\d)?))?",
            lambda v: Moves(line=0, to=_moment(v)),
        ),
        (rf"{_NAME} is here\.?", lambda v: Arrives(line=0, who=v["who"])),
        (rf"{_NAME} is the agent\.?", lambda v: IsAgent(line=0, who=v["who"])),
        (
            rf"{_NAME} \[(?P<label>[^\n\]]+)\](?: on (?P<on>.+))?",
            lambda v: Presses(line=0, who=v["who"], label=v["label"], on=v["on"]),
        ),
        (rf"{_NAME} chooses (?P<words>.+)", lambda v: Chooses(line=0, who=v["who"], words=v["words"])),
        (rf"{_NAME} form(?: (?P<form>\w+)(?: (?P<target>\S+))?)?:(?P<text>.*)", _filled),
        (
            rf"{_NAME} edits (?P<number>\d+):\s*(?P<text>.+)",
            lambda v: Edits(line=0, who=v["who"], number=int(v["number"]), text=v["text"]),
        ),
        (
            rf"{_NAME} deletes (?P<number>\d+)",
            lambda v: Deletes(line=0, who=v["who"], number=int(v["number"])),
        ),
        (
            rf"{_NAME} attaches (?P<path>\S.*?)(?: as (?P<kind>trace|file))?",
            lambda v: Attaches(line=0, who=v["who"], path=v["path"], kind=v["kind"] or "file"),
        ),
        (rf"{_NAME} link:\s*(?P<url>\S+)", lambda v: Links(line=0, who=v["who"], url=v["url"])),
        (rf"{_NAME}:\s*(?P<text>.+)", lambda v: Says(line=0, who=v["who"], text=v["text"])),
    )
)
"""What a line may be, tried in this order: a name with a colon speaks, whatever follows."""
