"""Links to recorded runs: evidence as soon as they are pasted, the run itself once it was fetched."""

from dataclasses import replace

from bot.domain.errors import PersonError
from bot.domain.heard import Attached, Fetched
from bot.domain.interview import evidence
from bot.domain.interview.room import Room, joined
from bot.domain.review import Evidence, PersonKey, Review
from bot.domain.run_links import RunLink
from bot.domain.says import Fetch, Step
from bot.domain.vocabulary import EvidenceClass


def attached(review: Review, heard: Attached, room: Room) -> Step:
    """Evidence; a link to a run is fetched, any other thing is listed as it came."""
    known = {each.source for each in review.evidence}
    if heard.kind == "link" and heard.source not in known and room.links(heard.source):
        return linked(joined(review, heard.by), heard.source, heard.by.person, room)
    return evidence.attached(review, heard, room)


def without_links(text: str, room: Room) -> str:
    """What a text says besides its links to runs."""
    for found in room.links(text):
        text = text.replace(found.link, "")
    return " ".join(text.split())


def linked(review: Review, text: str, who: PersonKey, room: Room) -> Step:
    """Every link to a run in a text that is no evidence yet; of those that can be read the run is fetched."""
    step = Step(review)
    known = {each.source for each in review.evidence}
    for found in room.links(text):
        if found.link not in known:
            step = _noted(step, found, who, room)
    return step


def _noted(step: Step, found: RunLink, who: PersonKey, room: Room) -> Step:
    """A link in the list; it is spoken of when its run is there, or cannot be had."""
    number = len(step.review.evidence) + 1
    noted = Evidence(
        id=f"E{number}",
        what=found.name,
        kind="link",
        evidence_class=EvidenceClass.UNKNOWN,
        added_by=who,
        added_at=room.now,
        source=found.link,
        captured=False,
        trouble=found.trouble,
    )
    step = replace(step, review=replace(step.review, evidence=(*step.review.evidence, noted)))
    if found.trouble:
        return step.saying(evidence.told_of(noted))
    return step.doing(Fetch(noted.id, found.link))


def fetched(review: Review, heard: Fetched, room: Room) -> Step:
    """The run behind a link came, and is offered like one that was dropped; or why it did not is said, once each."""
    del room
    old = next((e for e in review.evidence if e.id == heard.evidence), None)
    if old is None:
        raise PersonError("no_such_evidence", evidence=heard.evidence)
    if old.captured or (not heard.sha256 and old.trouble == heard.trouble):
        return Step(review)
    new = evidence.filled(old, heard) if heard.sha256 else replace(old, trouble=heard.trouble)
    review = replace(review, evidence=tuple(new if e is old else e for e in review.evidence))
    step = Step(review).saying(evidence.told_of(new))
    return step.saying(evidence.offer(new, heard)) if heard.offers else step
