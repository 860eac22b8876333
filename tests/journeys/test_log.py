"""What a step asks of the statement log is read from the store, and what it changes there is kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.heard import FormSent, Heard, Replied, Speaker
from bot.domain.review import PersonKey, Progress, Review, Stage, StatementKind
from bot.domain.script import Pace
from bot.domain.vocabulary import Facet, Question
from bot.journeys.answering import answering
from bot.journeys.desk import Desk
from bot.ports import Store
from bot.voice import load_voice
from storage.memory import MemoryStore
from storage.store import open_store
from tests.journeys.fakes import MIA, START, THREAD, new_review

DESK = Desk(replace(load_voice(None).script, pace=Pace(0.0, 90.0)), START, ())
BEN = Speaker(PersonKey("terminal:desk:ben"), "Ben")
OPTIONS = "It could refund it, ask the shift lead, or close it."


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of each kind with one review, whose first question is open."""
    made: Store = MemoryStore() if request.param == "memory" else open_store(tmp_path / "reviews.sqlite3")
    with made.unit() as work:
        number = work.new_number()
        progress = (Progress(Question.DECISION, "A", Stage.ASKED),)
        work.keep(replace(new_review(number, THREAD), asking=Question.DECISION, progress=progress))
    yield made
    made.close()


def hear(store: Store, heard: Heard) -> Review:
    """One thing heard in a unit of its own; the review as stored after it, with its whole log."""
    with store.unit() as work:
        answering(work, heard, DESK)
    with store.unit() as work:
        review = work.review(1)
        assert review is not None
        return replace(review, statements=work.log(1))


def said(id_: str, by: Speaker, text: str) -> Replied:
    """A message in the thread."""
    return Replied(id=id_, at=START, by=by, thread=THREAD, message=id_, text=text)


def form(id_: str, by: Speaker, options: str) -> FormSent:
    """The form of the first question, its options filled."""
    fields = (("options", options),)
    return FormSent(
        id=id_, at=START, by=by, thread=THREAD, form="answer_decision", target="A:decision", fields=fields
    )


def test_a_part_of_a_facet_stays_its_authors_though_their_statement_is_long_worked_off(store: Store) -> None:
    """Who said it is looked up in the log."""
    hear(store, form("e1", MIA, "It could refund the order"))
    hear(store, form("e2", BEN, "It could refund the order\nIt could ask the shift lead"))
    review = hear(store, form("e3", MIA, "It could stop\nIt could ask the shift lead"))
    options = review.finding(Facet.OPTIONS, "A")
    assert options is not None
    assert [(s.source, s.text) for s in options.spans] == [
        ("S3", "It could stop"),
        ("S2", "It could ask the shift lead"),
    ]
    assert (options.author, review.disagreements) == (MIA.person, ())


def test_earlier_statements_of_the_agent_are_kept_as_its_account_and_given_back(store: Store) -> None:
    """Marked after its words were worked off, and unmarked."""
    before = hear(store, said("e1", BEN, OPTIONS))
    assert before.finding(Facet.OPTIONS, "A")
    marked = hear(store, said("e2", MIA, "the agent is @ben"))
    assert [s.kind for s in marked.statements] == [StatementKind.SELF_REPORT]
    assert marked.finding(Facet.OPTIONS, "A") is None
    back = hear(store, said("e3", MIA, "the agent is not @ben"))
    assert [s.kind for s in back.statements] == [StatementKind.ANSWER]
    assert back.finding(Facet.OPTIONS, "A")
