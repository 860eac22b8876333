"""Looking things up: lists and forms. Reads only, no lock, each for one viewer."""

from dataclasses import dataclass
from datetime import date

from bot.domain.due import Policy
from bot.domain.errors import PersonError
from bot.domain.interview.fields import aimed
from bot.domain.interview.filling import prefill
from bot.domain.mine import Line, Section, of_person
from bot.domain.register import Register, figures, is_late
from bot.domain.register_shown import register_values
from bot.domain.review import PersonKey, Review
from bot.domain.says import FormAsked, Place, Say
from bot.domain.wall_filters import Filters, filters
from bot.ports import Lists

DEFAULTS = Policy()

MOST_WALLS = 40
"""Walls that one list shows, those due first first: a message holds no more lines that anybody reads."""


@dataclass(frozen=True)
class Asked:
    """A question to the lists: `kind` is list, show, walls, mine, register or help."""

    kind: str
    argument: str
    viewer: PersonKey
    workspace: str


def look(lists: Lists, asked: Asked, today: date, policy: Policy = DEFAULTS) -> Say:
    """The answer, for the viewer alone. PersonError `no_such_review`."""
    match asked.kind:
        case "list":
            values = _reviews(lists, asked)
        case "show":
            values = _shown(_one(lists, asked))
        case "walls":
            values = _walls(lists, asked, today)
        case "mine":
            values = _mine(lists, asked, today, policy)
        case "register":
            values = register_values(registered(lists, asked, today, policy))
        case _:
            values = {}
    return Say(asked.kind, values, f"look:{asked.kind}", Place.WHISPER, asked.viewer)


def _reviews(lists: Lists, asked: Asked) -> dict[str, object]:
    rows = [
        {
            "number": line.number,
            "title": line.title,
            "status": line.status.value,
            "unknowns": line.unknowns,
            "walls": len(line.walls),
            "standing": sum(status == "standing" for status in line.walls),
        }
        for line in lists.reviews(asked.viewer, asked.workspace)
    ]
    return {"rows": rows}


def _one(lists: Lists, asked: Asked) -> Review:
    """The review named by its number, with or without AR-."""
    text = asked.argument.upper().removeprefix("AR-").strip()
    review = lists.review(asked.viewer, int(text)) if text.isdecimal() else None
    if review is None:
        raise PersonError("no_such_review", number=asked.argument)
    return review


def _shown(review: Review) -> dict[str, object]:
    findings = [
        {"facet": f.facet.value, "text": f.text, "class": f.evidence_class, "left_out": f.left_out}
        for f in review.findings
    ]
    unknowns = [
        {"id": u.id, "facets": [f.value for f in u.facets], "due": u.due.isoformat()}
        for u in review.unknowns
        if u.settled_at is None
    ]
    walls = [{"id": w.id, "text": w.text, "status": w.status.value} for w in review.walls]
    return {
        "review": review.key,
        "title": review.title,
        "status": review.status.value,
        "findings": findings,
        "unknowns": unknowns,
        "walls": walls,
    }


def _walls(lists: Lists, asked: Asked, today: date) -> dict[str, object]:
    """The first of the walls that are asked for, and how many more there are."""
    wanted = filters(asked.argument) or Filters()
    every = lists.walls(asked.viewer, asked.workspace)
    lines = [line for line in every if wanted.fit(line, asked.viewer, today)]
    rows = [
        {
            "review": line.review,
            "wall": line.wall,
            "text": line.text,
            "status": line.status.value,
            "due": line.due.isoformat() if line.due else "",
            "late": is_late(line, today),
        }
        for line in lines[:MOST_WALLS]
    ]
    return {"rows": rows, "more": len(lines) - len(rows), "filtered": wanted != Filters()}


def registered(lists: Lists, asked: Asked, today: date, policy: Policy) -> Register:
    """The figures of what the viewer may read."""
    reviews = lists.reviews(asked.viewer, asked.workspace)
    walls = lists.walls(asked.viewer, asked.workspace)
    return figures(reviews, walls, today, stale_days=policy.stale_calendar_days)


def mine(lists: Lists, asked: Asked, today: date, policy: Policy = DEFAULTS) -> tuple[Line, ...]:
    """All that waits for the viewer, section by section, newest reviews first; walls by due date."""
    days = policy.drill_calendar_days
    reviews = lists.mine(asked.viewer, asked.workspace, today, drill_days=days)
    found = [line for each in reviews for line in of_person(each, asked.viewer, today, drill_days=days)]
    return tuple(sorted(found, key=_place))


def _place(line: Line) -> tuple[int, bool, str]:
    """Walls that are due first come first, those without a date last; all else stays as it came."""
    due = str(line.row["due"] or line.row["until"]) if line.section is Section.WALLS else ""
    return (tuple(Section).index(line.section), line.section is Section.WALLS and not due, due)


def _mine(lists: Lists, asked: Asked, today: date, policy: Policy) -> dict[str, object]:
    rows: dict[Section, list[object]] = {section: [] for section in Section}
    for line in mine(lists, asked, today, policy):
        rows[line.section].append(line.row)
    return {
        "questions": rows[Section.QUESTIONS],
        "walls": rows[Section.WALLS],
        "reviews": rows[Section.REVIEWS],
    }


def opened_form(lists: Lists, asked: Asked, form: str, target: str) -> FormAsked:
    """A form filled with what the review holds; `asked.argument` is the review's number."""
    review = _one(lists, asked)
    target = aimed(review, target)
    return FormAsked(form, target, prefill(review, form, target))
