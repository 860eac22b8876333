"""The front matter: what a machine needs to list, sort and check reviews; keys of our vocabulary, people by role."""

from bot.domain.report.page import Page, iso
from bot.domain.report.pictures import RunPicture
from bot.domain.review import Act, Decision, Review, Wall
from bot.domain.verdict import missing_facets, ruling_of, unknown_facets
from bot.domain.vocabulary import PER_DECISION, YesNo
from bot.domain.walls import strength

SCHEMA = "agent-incident/review-markdown/1"
"""Names the shape of the front matter; new keys may join it, a changed meaning gets the next number."""


def front(page: Page) -> tuple[tuple[str, object], ...]:
    """What is stated once: strings, numbers, true and false, lists and maps. Times are ISO 8601 in UTC."""
    review = page.review
    last = last_publishing(review)
    return (
        ("schema", SCHEMA),
        ("review_id", review.key),
        ("incident", review.title),
        ("status", review.status.value),
        ("severity", review.severity.value),
        ("restricted", review.restricted),
        ("agent", review.agent),
        ("tool", review.tool),
        ("started_at", iso(review.opened_at)),
        ("published_at", iso(last.at) if last else None),
        ("version", version_of(last)),
        ("review_version", review.version),
        ("owner_role", page.role(review.owner)),
        ("roles", [page.role(p.person) for p in review.participants]),
        ("first_guess", review.first_guess.value if review.first_guess else None),
        ("decisions", [_decision(review, decision) for decision in review.decisions]),
        ("unknown_facets", unknown_facets(review)),
        ("missing_facets", len(missing_facets(review))),
        ("same_tomorrow", _same_tomorrow(review)),
        ("walls", [_wall(page, wall) for wall in review.walls]),
        ("postmortem", review.postmortem or None),
        ("pictures", [_picture(picture) for picture in page.pictures]),
    )


def last_publishing(review: Review) -> Act | None:
    """The last time somebody had the review published: the version this document is."""
    return next((act for act in reversed(review.acts) if act.kind == "published"), None)


def version_of(published: Act | None) -> int | None:
    """The number of a published version, None before the first."""
    number = dict(published.values).get("version", "") if published else ""
    return int(number) if number.isdecimal() else None


def _decision(review: Review, decision: Decision) -> dict[str, object]:
    """One decision with its settled classes; a verdict that is only proposed is none."""
    out: dict[str, object] = {"letter": decision.letter, "decided_at": iso(decision.decided_at)}
    for question in PER_DECISION:
        verdict = review.verdict(question, decision.letter)
        settled = verdict is not None and verdict.settled_by is not None
        out[question.value] = verdict.primary if verdict is not None and settled else None
        if verdict is not None and settled and (ruling := ruling_of(verdict)) is not None:
            out["ruling"] = ruling.value
    return out


def _picture(picture: RunPicture) -> dict[str, object]:
    """A file beside the page, and its hash: so the digest of the page speaks for it too."""
    return {"decision": picture.decision, "file": picture.file, "sha256": picture.sha256}


def _same_tomorrow(review: Review) -> dict[str, object]:
    last = review.same_tomorrow
    if last is None:
        return {"answer": YesNo.UNKNOWN.value, "stale": False, "answered_at": None}
    return {"answer": last.answer.value, "stale": last.stale, "answered_at": iso(last.at)}


def _wall(page: Page, wall: Wall) -> dict[str, object]:
    return {
        "id": wall.id,
        "family": wall.family.value,
        "strength": strength(wall).value,
        "status": wall.status.value,
        "owner_role": page.role(wall.owner),
        "due": wall.due.isoformat() if wall.due else None,
    }
