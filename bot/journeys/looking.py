"""Looking things up: lists and forms. Reads only, no lock, each for one viewer."""

from dataclasses import dataclass

from bot.domain.errors import PersonError
from bot.domain.interview.filling import prefill
from bot.domain.review import PersonKey, Review
from bot.domain.says import FormAsked, Place, Say
from bot.ports import Lists


@dataclass(frozen=True)
class Asked:
    """A question to the lists: `kind` is list, show, walls, mine or help."""

    kind: str
    argument: str
    viewer: PersonKey
    workspace: str


def look(lists: Lists, asked: Asked) -> Say:
    """The answer, for the viewer alone."""
    match asked.kind:
        case "list":
            values = _reviews(lists, asked)
        case "show":
            values = _shown(_one(lists, asked))
        case "walls" | "mine":
            values = _walls(lists, asked)
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
    findings = [{"facet": f.facet.value, "text": f.text, "class": f.evidence_class} for f in review.findings]
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


def _walls(lists: Lists, asked: Asked) -> dict[str, object]:
    rows = [
        {
            "review": line.review,
            "wall": line.wall,
            "text": line.text,
            "status": line.status.value,
            "due": line.due.isoformat() if line.due else "",
            "mine": line.owner == asked.viewer,
        }
        for line in lists.walls(asked.viewer, asked.workspace)
    ]
    return {"rows": [r for r in rows if r["mine"]] if asked.kind == "mine" else rows}


def opened_form(lists: Lists, asked: Asked, form: str, target: str) -> FormAsked:
    """A form filled with what the review holds; `asked.argument` is the review's number."""
    review = _one(lists, asked)
    return FormAsked(form, target, prefill(review, form, target))
