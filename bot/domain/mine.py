"""What waits for one person in a review, each with what they can press: questions, walls, the review itself.

It is shown where nobody is nudged: somebody looks, and sees all that is theirs. Who asked the bot to be quiet, or is
away, sees it too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.due import Policy
from bot.domain.interview.closing import approval_words
from bot.domain.interview.ended import STATUSES as ENDED_REVIEWS
from bot.domain.interview.gaps import gaps, is_open
from bot.domain.interview.proceeding import COPIED, awaits_earlier
from bot.domain.interview.steering import where
from bot.domain.review import PersonKey, Progress, Review, Stage, ThreadRef, Unknown, Wall, WhyUnknown
from bot.domain.says import Button, Place, Say
from bot.domain.vocabulary import PER_DECISION, Facet, Question, Status, WallStatus
from bot.domain.waiting import asked
from bot.domain.walls import ENDED, holds, proved_until

DRILL_DAYS = Policy.drill_calendar_days
"""How many days before its proof runs out a standing wall waits for a drill, where no policy says otherwise."""

OWNED = frozenset({Status.OPEN, Status.FILED, Status.REVIEWED})
"""What a review is as long as its owner has something to do."""


SHOWN = 3
"""Facets that are named in a line; the others are counted."""


class Section(StrEnum):
    """Where a line stands."""

    QUESTIONS = "questions"
    WALLS = "walls"
    REVIEWS = "reviews"


@dataclass(frozen=True)
class Line:
    """Something that waits: `row` are the values of its words, `buttons` what its person can press."""

    section: Section
    review: int
    version: int  # of the review, as its buttons carry it
    thread: ThreadRef | None
    row: Mapping[str, object]
    buttons: tuple[Button, ...] = ()

    @property
    def blind(self) -> bool:
        """Whether its person must not be shown the review: a cold reader."""
        return self.row["kind"] == "cold_read"

    def say(self, to: PersonKey) -> Say:
        """The line by itself."""
        values = {"rows": [self.row]}
        return Say("mine_line", values, f"mine:{self.review}", Place.WHISPER, to, self.buttons)


Waiting = tuple[Section, dict[str, object], tuple[Button, ...]]


def of_person(
    review: Review, person: PersonKey, today: date, *, drill_days: int = DRILL_DAYS
) -> tuple[Line, ...]:
    """Everything in a review that waits for a person who may read it, in the order of the sections."""
    if review.status in ENDED_REVIEWS:
        return ()
    found = (
        *_questions(review, person),
        *_asked_to_read(review, person),
        *_unknowns(review, person),
        *_walls(review, person, soonest(today, drill_days)),
        *_owned(review, person),
    )
    head = {"review": review.key, "title": review.title}
    return tuple(
        Line(section, review.number, review.version, review.thread, {**head, **row}, buttons)
        for section, row, buttons in found
    )


def _questions(review: Review, person: PersonKey) -> Iterator[Waiting]:
    """Questions put to them, or to nobody where they own the review."""
    if review.status is not Status.OPEN:
        return
    for step in asked(review):
        if (step.asked_of or review.owner) == person:
            yield question(review, step)
    if person == review.owner and review.asking is None and awaits_earlier(review):
        row: dict[str, object] = {"kind": "earlier"}
        yield Section.QUESTIONS, row, (Button("earlier_yes"), Button("earlier_no"))


def question(review: Review, step: Progress) -> Waiting:
    """A question that waits for an answer: what is open of it, or the verdict proposed."""
    verdict = review.verdict(step.question, step.decision)
    row: dict[str, object] = {"kind": "question", "question": step.question.value}
    if step.stage is Stage.VERDICT and verdict is not None:
        target = f"{step.decision}:{step.question}"
        choose = Button(f"form:verdict_{step.question}", target)
        row |= {"kind": "verdict", "primary": verdict.primary}
        return Section.QUESTIONS, row, (Button("agree", target), choose)
    row |= named(gaps(review, step.question, step.decision))
    return Section.QUESTIONS, row, tuple(_answers(review, step))


def named(facets: tuple[Facet, ...]) -> dict[str, object]:
    """The first of some facets, and how many more there are."""
    return {"open": [facet.value for facet in facets[:SHOWN]], "more": len(facets[SHOWN:])}


def _answers(review: Review, step: Progress) -> Iterator[Button]:
    """What can be done with a question; only the one free text belongs to can be skipped or handed on."""
    question, target = step.question, f"{step.decision}:{step.question}"
    if question in COPIED and step.decision != "A" and not step.copied:
        yield from (Button("same", target), Button("different", target))
    yield _form_of(question, step.decision)
    if question is Question.WALL and step.stage is Stage.VERDICT:
        yield Button("walls_done")
        return
    empty = gaps(review, question, step.decision)
    if empty:
        probed = (step.facet,) if step.facet in empty and step.facet is not None else empty
        yield Button("form:unknown", f"{target}:{','.join(probed)}")
    if question is not Question.CLOSE and is_open(review, question, step.decision):
        yield Button("skip", f"{target}:{int(step.skipped_once)}")
        yield Button("form:hand")


def _form_of(question: Question, decision: str) -> Button:
    """The form that answers a question."""
    if question is Question.CLOSE:
        return Button("form:tomorrow")
    return Button(f"form:answer_{question}", f"{decision}:{question}")


def _asked_to_read(review: Review, person: PersonKey) -> Iterator[Waiting]:
    """Cold reads and approvals they were asked for. A cold reader is told nothing that the agent did."""
    for read in review.cold_reads:
        if read.reader == person and read.answered_at is None:
            picks = (
                Button("expect", f"{read.decision}:{n}", option) for n, option in enumerate(read.options)
            )
            row: dict[str, object] = {"kind": "cold_read", "title": ""}
            yield Section.QUESTIONS, row, (Button("read_thread", read.decision), *picks)
    if approval_words(review, person)[-1:] == ("sent_for_review",):
        yield Section.QUESTIONS, {"kind": "approval"}, (Button("approve"),)


def _unknowns(review: Review, person: PersonKey) -> Iterator[Waiting]:
    """What they would find out; what cannot be known is asked of nobody."""
    for unknown in review.unknowns:
        open_still = unknown.settled_at is None and unknown.why is not WhyUnknown.NOT_LOGGED
        if open_still and unknown.owner == person:
            row: dict[str, object] = {
                "kind": "unknown",
                "id": unknown.id,
                "due": unknown.due.isoformat(),
                **named(unknown.facets),
            }
            yield Section.QUESTIONS, row, (finds_out(unknown),)


def finds_out(unknown: Unknown) -> Button:
    """What answers an unknown."""
    if unknown.why is WhyUnknown.NO_READER:
        return Button("form:cold_reader", unknown.decision)
    return _form_of(unknown.question, unknown.decision if unknown.question in PER_DECISION else "")


STEPS: Mapping[WallStatus, tuple[str, ...]] = {
    WallStatus.PROPOSED: ("form:accept_wall", "form:date", "not_mine", "form:decline"),
    WallStatus.ACCEPTED: ("built", "form:date", "form:decline"),
    WallStatus.BUILT: ("form:drill", "form:date", "form:drop_wall"),
    WallStatus.DRILLED: (),  # somebody else verifies it
    WallStatus.STANDING: ("form:drill",),
    WallStatus.EXPIRED: ("form:drill", "form:drop_wall"),
    WallStatus.BREACHED: ("built", "form:date", "form:decline"),
}
"""What a wall's owner can do with it."""


def _walls(review: Review, person: PersonKey, soon: date) -> Iterator[Waiting]:
    """Walls they own that do not stand yet, and standing ones whose drill is due."""
    for wall in review.walls:
        if wall.owner == person and wall.status not in ENDED and (not holds(wall) or _is_due(wall, soon)):
            until = proved_until(wall) if holds(wall) else None
            row: dict[str, object] = {
                "kind": "wall",
                "wall": wall.id,
                "text": wall.text,
                "status": wall.status.value,
                "due": wall.due.isoformat() if wall.due and not holds(wall) else "",
                "until": until.isoformat() if until else "",
            }
            yield Section.WALLS, row, tuple(Button(press, wall.id) for press in STEPS[wall.status])


def _is_due(wall: Wall, soon: date) -> bool:
    until = proved_until(wall)
    return until is not None and until <= soon


def soonest(today: date, drill_days: int) -> date:
    """Until when a wall must be proved for its drill not to be due today."""
    return today + timedelta(days=drill_days)


def _owned(review: Review, person: PersonKey) -> Iterator[Waiting]:
    """The review itself, until every wall of it stands or was ended."""
    if review.owner != person or review.status not in OWNED:
        return
    live = [wall for wall in review.walls if wall.status not in ENDED]
    row: dict[str, object] = {
        "kind": "review",
        "status": review.status.value,
        "walls": len(live),
        "standing": sum(holds(wall) for wall in live),
        **where(review),
    }
    presses = {
        "go_on": review.quiet is not None and review.status is Status.OPEN,
        "deepen": review.quick,
        "form:hand_over": True,
        "publish": True,
    }
    yield Section.REVIEWS, row, tuple(Button(press) for press, offered in presses.items() if offered)
