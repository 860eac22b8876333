import pytest

from bot.domain.errors import NotAllowed
from bot.domain.redaction import Redaction
from bot.domain.review import RevisionKind
from bot.domain.says import Place
from bot.domain.verdict import missing_facets
from bot.domain.vocabulary import Facet, Question, WallStatus
from tests.domain.interview.answers import at, fill, finished
from tests.domain.interview.thread import ANA, BEA, CEM, Thread

OPTIONS = "It could refund it, ask the shift lead, or close it."
BELIEF = "It believed the parcel was lost, which was false."


def test_an_edit_keeps_the_old_text_and_the_facets_whose_words_are_still_there() -> None:
    """The others are open again, and the bot says which."""
    thread = Thread.opened()
    thread.say(ANA, f"{OPTIONS} {BELIEF}")
    thread.edit(ANA, "m1", f"{OPTIONS} That is all I can say for now.")
    assert thread.review.finding(Facet.OPTIONS, "A")
    assert thread.review.finding(Facet.BELIEF, "A") is None
    assert "Open again: the belief it rested on" in thread.shown
    (revision,) = thread.review.statements[0].revisions
    assert (revision.text, revision.kind) == (f"{OPTIONS} {BELIEF}", RevisionKind.EDITED)


def test_an_edit_while_the_bot_waits_is_taken_once() -> None:
    """A pending message is only worked on when the burst is over."""
    thread = Thread.opened(pace=25.0)
    thread.say(ANA, "We should add a limit per order.")
    thread.edit(ANA, "m1", "We should add a limit per order and day.")
    thread.press(ANA, "thats_all")
    assert [p.span.text for p in thread.review.parked] == ["We should add a limit per order and day."]


def test_edited_talk_stays_talk_unless_it_says_something() -> None:
    """Form decides, as with a new message."""
    thread = Thread.opened()
    thread.say(BEA, "thanks!")
    thread.edit(BEA, "m1", "thanks a lot!")
    assert thread.review.findings == ()
    thread.edit(BEA, "m1", OPTIONS)
    assert thread.review.finding(Facet.OPTIONS, "A")


def test_a_deletion_opens_its_facets_and_keeps_who_and_when() -> None:
    """The text stays until its author or the owner says forget, and then it is gone everywhere."""
    thread = Thread.opened()
    thread.say(BEA, OPTIONS)
    thread.delete(BEA, "m1")
    (statement,) = thread.review.statements
    assert (statement.text, statement.author) == ("", BEA.person)
    assert "Open again: options" in thread.shown
    with pytest.raises(NotAllowed, match="not_author"):
        thread.press(CEM, "forget", "1")
    thread.tap(ANA, "forget")
    (statement,) = thread.review.statements
    assert [(r.text, r.kind) for r in statement.revisions] == [("", RevisionKind.FORGOTTEN)]
    assert thread.last[0].place is Place.WHISPER


def test_a_message_that_is_back_says_again_what_it_says() -> None:
    """Its facets are taken anew; an edit that comes late brings nothing back, nor what was forgotten for good."""
    thread = Thread.opened()
    thread.say(BEA, OPTIONS)
    thread.delete(BEA, "m1")
    thread.edit(BEA, "m1", OPTIONS)
    assert thread.review.finding(Facet.OPTIONS, "A") is None
    thread.edit(BEA, "m1", OPTIONS, restored=True)
    (statement,) = thread.review.statements
    assert (statement.text, statement.deleted) == (OPTIONS, False)
    assert [revision.kind for revision in statement.revisions] == [RevisionKind.DELETED]
    assert thread.review.finding(Facet.OPTIONS, "A")
    thread.delete(BEA, "m1")
    assert thread.review.finding(Facet.OPTIONS, "A") is None
    thread.press(BEA, "forget", "1")
    thread.edit(BEA, "m1", OPTIONS, restored=True)
    assert thread.review.statements[0].text == ""


def test_a_wall_nobody_took_goes_with_its_words_and_one_that_somebody_took_stays() -> None:
    """What people rely on is not undone by a deletion; forgotten, it shows no word of it."""
    for taken, status in ((False, WallStatus.NOT_APPLICABLE), (True, WallStatus.PROPOSED)):
        thread = at(Question.WALL)
        thread.say(BEA, "The refund service should refuse a second refund of one order, whoever asks.")
        message = thread.review.statements[-1]
        if taken:
            thread.press(CEM, "own_wall", "W1")
        thread.delete(BEA, message.message)
        (wall,) = thread.review.walls
        assert wall.status is status
        thread.press(BEA, "forget", str(message.id))
        assert thread.review.walls[0].text == ""


def test_the_reading_that_is_left_of_two_is_what_is_held() -> None:
    """A disagreement ends when one side is taken back."""
    thread = Thread.opened()
    thread.say(ANA, BELIEF)
    thread.say(BEA, "I disagree: it believed the page was current.")
    assert [d.facet for d in thread.review.disagreements] == [Facet.BELIEF]
    thread.delete(ANA, "m1")
    assert not thread.review.disagreements
    held = thread.review.finding(Facet.BELIEF, "A")
    assert held is not None
    assert held.author == BEA.person


def test_a_deletion_in_a_finished_review_leaves_no_gap() -> None:
    """What opens is owned at once by whoever owns the review."""
    thread = finished()
    statement = thread.review.statements[0]
    thread.delete(ANA, statement.message)
    assert missing_facets(thread.review) == ()
    assert any(u.question is Question.DECISION and u.facets for u in thread.review.unknowns)


def test_a_secret_is_told_to_its_author_alone_also_in_an_edit() -> None:
    """It was taken out at capture; they must revoke it."""
    thread = Thread.opened()
    found = (Redaction("api key", 1),)
    thread.say(ANA, "It used the key [redacted: api key] of the shop.", redactions=found)
    whispers = [say for say in thread.last if say.key == "secret"]
    assert [(say.place, say.to) for say in whispers] == [(Place.WHISPER, ANA.person)]
    assert "api key" in thread.shown


def test_the_same_message_twice_is_one_statement() -> None:
    """However often the platform sends it."""
    thread = Thread.opened(pace=25.0)
    thread.say(ANA, OPTIONS)
    thread.hear(thread.heard[-1])
    assert thread.review.statement_count == 1


def test_unchanged_fields_of_a_form_are_not_put_into_another_persons_mouth() -> None:
    """Who sends a form has said what they changed."""
    thread = Thread.opened()
    fill(thread, ANA, belief="")
    held = {f.facet.value: f.text for f in thread.review.findings}
    thread.form(BEA, "answer_decision", "A:decision", **{**held, "belief": BELIEF})
    assert thread.review.statements[-1].text == BELIEF
    assert thread.review.disagreements == ()
