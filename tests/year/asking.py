"""What people do about questions over the year: they answer, hand on, do not know, ask for quiet, take it back."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.review import (
    NoWallYet,
    PersonKey,
    Progress,
    Quiet,
    Review,
    SameTomorrow,
    Stage,
    Unknown,
    with_progress,
)
from bot.domain.vocabulary import FACETS, Facet, Question, Status, YesNo
from bot.domain.walls import status_after
from tests.domain.making import finding, with_findings
from tests.year.building import proposed
from tests.year.town import ENDED, Town

ORDER = tuple(Question)
SHARED = {Question.WALL, Question.CLOSE}


def begin(town: Town) -> None:
    """A review is opened: its first question is put to its owner; some are four lines, and nobody asks."""
    if town.rng.random() < 0.1:
        town.open(quick=True)
    else:
        _ask(town, town.open(), Question.DECISION)


def _ask(town: Town, review: Review, question: Question, of: PersonKey | None = None) -> None:
    letter = "" if question in SHARED else "A"
    step = replace(review.step(question, letter), stage=Stage.ASKED, asked_of=of)
    town.keep(replace(with_progress(review, step), asking=question), "asked")


def _open_ones(town: Town) -> list[Review]:
    return [
        r for r in town.reviews.values() if r.status is Status.OPEN and r.number % 7
    ]  # one in seven is left


def answer(town: Town) -> None:
    """Who was asked answers; the next question is put, now and then to somebody else. After the last, it is filed."""
    reviews = [r for r in _open_ones(town) if r.asking is not None]
    if not reviews:
        return
    review = town.rng.choice(reviews)
    assert review.asking is not None
    step = review.step(review.asking, "" if review.asking in SHARED else "A")
    by = step.asked_of or review.owner
    if town.people[by].gone or town.is_away(by):
        return
    review = town.keep(with_progress(review, replace(step, stage=Stage.DONE)), "answered", by)
    if review.asking is Question.WALL:
        review = town.keep(replace(review, walls=proposed(town)))
    if review.asking is Question.CLOSE:
        _finish(town, review, by)
        return
    following = ORDER[ORDER.index(step.question) + 1]
    of = town.someone() if following not in SHARED and town.rng.random() < 0.2 else None
    _ask(town, review, following, of)


def _finish(town: Town, review: Review, by: PersonKey) -> None:
    said = SameTomorrow(town.rng.choice(list(YesNo)), (), by, town.now)
    accepted = None
    if town.rng.random() < 0.4:
        day = town.now.date() + timedelta(town.rng.randrange(10, 60))
        accepted = NoWallYet(town.someone(), "the vendor ships it", day, town.now)
    status = town.rng.choice([Status.FILED, Status.REVIEWED])
    said_of_all = (finding(facet, at=town.now, author=by) for facet in Facet)
    review = with_findings(review, said_of_all)
    done = replace(review, asking=None, same_tomorrow=said, no_wall_yet=accepted, status=status)
    town.keep(replace(done, status=status_after(done)), "finished", by)


def finish_four_lines(town: Town) -> None:
    """The owner of four lines files them as they are, with the walls they thought of."""
    quick = [r for r in _open_ones(town) if r.quick and not town.people[r.owner].gone]
    if quick:
        review = town.rng.choice(quick)
        _finish(town, replace(review, walls=proposed(town)), review.owner)


def hand_question(town: Town) -> None:
    """A question is handed to somebody; now and then the next one is put meanwhile."""
    reviews = [r for r in _open_ones(town) if r.asking is not None and r.asking not in SHARED]
    if not reviews:
        return
    review, to = town.rng.choice(reviews), town.someone()
    assert review.asking is not None
    _ask(town, review, review.asking, to)
    following = ORDER[ORDER.index(review.asking) + 1]
    if town.rng.random() < 0.5 and following not in SHARED:
        _ask(town, town.reviews[review.number], following)


def answer_handed(town: Town) -> None:
    """Somebody answers what was handed to them a while ago."""
    reviews = [(r, p) for r in _open_ones(town) for p in r.progress if _waits_beside(r, p)]
    if reviews:
        review, step = town.rng.choice(reviews)
        town.keep(with_progress(review, replace(step, stage=Stage.DONE)), "answered", step.asked_of)


def _waits_beside(review: Review, step: Progress) -> bool:
    return step.asked_of is not None and step.stage is Stage.ASKED and step.question is not review.asking


def leave_unknown(town: Town) -> None:
    """Nobody knows: somebody will find out, by a day."""
    reviews = _open_ones(town)
    if reviews:
        review = town.rng.choice(reviews)
        question = town.rng.choice(ORDER[:3])
        due = town.now.date() + timedelta(town.rng.randrange(3, 20))
        unknown = Unknown(
            f"U{len(review.unknowns) + 1}",
            question,
            FACETS[question][:2],
            town.someone(),
            due,
            town.now,
            decision="A",
        )
        town.keep(replace(review, unknowns=(*review.unknowns, unknown)))


def settle_unknown(town: Town) -> None:
    """Somebody found out."""
    waiting = [(r, u) for r in town.going_on() for u in r.unknowns if u.settled_at is None]
    if waiting:
        review, unknown = town.rng.choice(waiting)
        settled = replace(unknown, settled_at=town.now)
        unknowns = tuple(settled if u is unknown else u for u in review.unknowns)
        town.keep(replace(review, unknowns=unknowns), "answered", unknown.owner)


def hand_over(town: Town) -> None:
    """The review is somebody else's: handed over, or taken from an owner who is gone."""
    orphans = [r for r in town.going_on() if town.people[r.owner].gone]
    reviews = orphans or town.going_on()
    if reviews and (orphans or town.rng.random() < 0.3):
        review, to = town.rng.choice(reviews), town.someone()
        town.keep(replace(review, owner=to), "handed_over", to)


def ask_for_quiet(town: Town) -> None:
    """Somebody wants to hear no more of the questions."""
    reviews = [r for r in _open_ones(town) if r.quiet is None]
    if reviews:
        review = town.rng.choice(reviews)
        town.keep(replace(review, quiet=Quiet(review.owner, town.now)), "quiet", review.owner)


def go_on(town: Town) -> None:
    """The quiet is over."""
    reviews = [r for r in _open_ones(town) if r.quiet is not None]
    if reviews:
        review = town.rng.choice(reviews)
        town.keep(replace(review, quiet=None), "go_on", review.owner)


def take_back(town: Town) -> None:
    """It was nothing, or the same as another."""
    reviews = _open_ones(town)
    if reviews and town.rng.random() < 0.5:
        ended = town.rng.choice(sorted(ENDED))
        town.keep(replace(town.rng.choice(reviews), status=ended, asking=None), "withdrawn")


ASKING_ACTS = (
    (answer, 30),
    (answer_handed, 6),
    (finish_four_lines, 2),
    (hand_question, 6),
    (leave_unknown, 4),
    (settle_unknown, 5),
    (hand_over, 3),
    (ask_for_quiet, 1),
    (go_on, 1),
    (take_back, 1),
)
"""What happens to questions, and how often beside all else that happens."""
