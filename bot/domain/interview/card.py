"""The card: the review's first post, always showing where things stand."""

from bot.domain import verdict
from bot.domain.heard import Speaker
from bot.domain.interview.rights import is_agent, may_read
from bot.domain.interview.room import name_of
from bot.domain.interview.steering import where
from bot.domain.review import Review
from bot.domain.says import Button, Say
from bot.domain.vocabulary import Status, WallStatus, YesNo


def card(review: Review, last_owner: Speaker | None = None) -> Say:
    """What the card shows now; `last_owner` owned the agent's last review, and is offered this one."""
    traces = [
        {"id": e.id, "what": e.what, "sha256": e.sha256[:12], "at": e.added_at.strftime("%H:%M UTC")}
        for e in review.evidence
        if e.captured
    ]
    contained = review.containment.contained if review.containment else YesNo.UNKNOWN
    values = {
        "review": review.key,
        "title": review.title,
        "status": review.status.value,
        "owner": name_of(review, review.owner),
        "missing": len(verdict.missing_facets(review)),
        "standing": sum(w.status is WallStatus.STANDING for w in review.walls),
        "walls": len(review.walls),
        "traces": traces,
        "contained": contained.value,
        "contain_owner": name_of(review, review.containment.owner) if review.containment else "",
        "first_guess": review.first_guess.value if review.first_guess else "",
        "restricted": review.restricted,
        **_newest(review),
        "fresh": not review.findings and not review.quick and review.status is Status.OPEN,
        **where(review),
    }
    return Say("card", values, id="card", buttons=_to_last_owner(review, last_owner))


def _newest(review: Review) -> dict[str, object]:
    """The facets taken last: where a platform has no reactions, the card shows what was taken."""
    last = max((found.at for found in review.findings), default=None)
    taken = [found.facet.value for found in review.findings if found.at == last]
    return {"newest": taken[:3], "more": len(taken[3:])}


def _to_last_owner(review: Review, last: Speaker | None) -> tuple[Button, ...]:
    """One tap hands the review to them, where somebody else owns it and they may read it."""
    if last is None or last.person == review.owner or is_agent(review, last):
        return ()
    if not may_read(review, last.person):
        return ()
    return (Button("hand_over_to", last.person, last.name),)
