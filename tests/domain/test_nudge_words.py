"""What a nudge says: what is open, why it matters, and the ways out; several of one person as one message."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.interview.filling import FORMS
from bot.domain.interview.pressing import ACTIONS
from bot.domain.nudge_words import SHOWN, direct, in_thread
from bot.domain.nudges import Nudge, NudgeKind, Where
from bot.domain.review import Decision, PersonKey, Progress, Quiet, Review, Stage, WallChange
from bot.domain.says import Place, Say
from bot.domain.tree import CardButton
from bot.domain.vocabulary import DecisionClass, Facet, Question, WallStatus, YesNo
from tests.domain.interview.thread import spoken, voice
from tests.domain.making import (
    ASKED,
    BUILDER,
    MONDAY,
    OWNER,
    READER,
    finding,
    full_review,
    no_wall_yet,
    same_tomorrow,
    standing_wall,
    unknown,
    verdict,
    wall,
    with_findings,
    with_verdicts,
)
from tests.domain.playing import LAST_OWNER, asked, handed

TODAY = date(2026, 9, 28)
CLASS = "An agent that is measured on closed tickets can give money away twice"
LONG = "something that goes on and on, as what people write about their work does when they are asked what it is for, "


def nudge(
    kind: NudgeKind,
    about: str,
    to: PersonKey | None = OWNER,
    *items: str,
    place: Where = Where.DIRECT,
    due_at: datetime = MONDAY,
    review: int = 7,
) -> Nudge:
    """One that is owed since Monday."""
    return Nudge(review, kind, about, to, place, due_at, TODAY, items)


def reviewed(**changes: object) -> Review:
    """A finished review that names its class and the sibling case."""
    texts = (finding(Facet.CLASS_SENTENCE, CLASS), finding(Facet.SIBLING, "free vouchers"))
    return with_findings(full_review(**changes), texts)


def said(one: Nudge, review: Review, to: PersonKey | None = None) -> Say:
    """The message of one item to its person."""
    reader = to or one.to
    assert reader is not None
    return direct(reader, [(one, review)], TODAY)


def buttons(say: Say) -> list[CardButton]:
    """What can be pressed, as people see it."""
    return list(voice().speak(say).buttons)


def labels(say: Say) -> list[str]:
    """Their words."""
    return [button.label for button in buttons(say)]


def presses(say: Say) -> list[str]:
    """Their codes."""
    return [button.press for button in buttons(say)]


# -- every kind
def every_kind(words: str = "") -> Iterable[tuple[Nudge, Review]]:
    """A nudge of each kind outside the thread; `words` make what people wrote longer."""
    review = reviewed(
        title=f"Refund paid twelve times {words}",
        walls=(
            wall(1, status=WallStatus.ACCEPTED, why=words),
            standing_wall(2),
            standing_wall(
                3, status=WallStatus.EXPIRED, changes=(WallChange(MONDAY, None, WallStatus.EXPIRED, words),)
            ),
        ),
        unknowns=(unknown(Question.DECISION, Facet.BELIEF, Facet.OPTIONS, Facet.REASON, Facet.CHOICE),),
        no_wall_yet=no_wall_yet(by=OWNER, reason=f"the vendor ships it {words}"),
        quiet=Quiet(OWNER, MONDAY),
    )
    if words:
        review = with_findings(review, [finding(f, words) for f in (Facet.CLASS_SENTENCE, Facet.SIBLING)])
        spans = tuple(replace(span, text=words) for span in review.walls[0].spans)
        review = replace(review, walls=tuple(replace(each, spans=spans) for each in review.walls))
    waits = handed(title=review.title)
    for kind in (NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST):
        yield nudge(kind, "A:decision", ASKED), waits
    yield nudge(NudgeKind.STALLED, "A:decision"), waits
    yield nudge(NudgeKind.STALLED, "rest"), waits
    yield nudge(NudgeKind.REST, "rest"), replace(waits, quick=True)
    yield nudge(NudgeKind.UNKNOWN_DUE, "U1", ASKED), review
    yield nudge(NudgeKind.WALL_DUE, "W1", BUILDER), review
    yield nudge(NudgeKind.WALL_LATE, "W1", BUILDER), review
    yield nudge(NudgeKind.WALL_LATE, "W1"), review
    yield nudge(NudgeKind.DRILL_DUE, "W2", BUILDER), review
    yield nudge(NudgeKind.DRILL_DUE, "W3", BUILDER), review
    yield nudge(NudgeKind.SAME_TOMORROW, "same_tomorrow"), review
    yield nudge(NudgeKind.NO_WALL_YET, "no_wall_yet"), review
    yield nudge(NudgeKind.QUIET, "quiet"), review
    yield nudge(NudgeKind.AWAY, f"{BUILDER}:2026-12-03", OWNER, "W1", "U1", "A:decision"), review
    yield nudge(NudgeKind.OWNER_GONE, "W1"), review
    yield nudge(NudgeKind.OWNER_GONE, "U1"), review
    yield nudge(NudgeKind.OWNER_GONE, "A:decision"), waits
    yield nudge(NudgeKind.NEEDS_OWNER, f"owner:{OWNER}", LAST_OWNER), review


EVERY = list(every_kind())


def test_every_kind_has_its_words() -> None:
    """None is forgotten in the cases below."""
    assert {one.kind for one, _ in EVERY} == set(NudgeKind)


@pytest.mark.parametrize(("one", "review"), EVERY, ids=lambda x: getattr(x, "kind", ""))
def test_a_nudge_names_its_review_and_can_be_left(one: Nudge, review: Review) -> None:
    """It begins with the review, every button of it is understood and is of that review, and its values are JSON."""
    say = said(one, review)
    assert spoken(say).startswith("AR-7")
    assert (say.place, say.to) == (Place.ALONE, one.to)
    assert json.loads(json.dumps(say.values)) == say.values
    shown = buttons(say)
    assert shown
    assert all(button.review == 7 for button in shown)
    known = {*ACTIONS, *(f"form:{form}" for form in FORMS)}
    assert {button.press for button in shown} <= known


@pytest.mark.parametrize(("one", "review"), EVERY, ids=lambda x: getattr(x, "kind", ""))
def test_what_can_be_put_off_has_later(one: Nudge, review: Review) -> None:
    """Last of its buttons, about what the nudge is about; somebody away, and a review without owner, are said once."""
    later = [button for button in buttons(said(one, review)) if button.press == "form:later"]
    if one.kind in {NudgeKind.AWAY, NudgeKind.NEEDS_OWNER}:
        assert later == []
    else:
        assert [(b.value, b.label) for b in later] == [(one.about, "Later ▾")]
        assert buttons(said(one, review))[-1] in later


@pytest.mark.parametrize(("one", "review"), list(every_kind(LONG * 3)), ids=lambda x: getattr(x, "kind", ""))
def test_one_item_is_at_most_ninety_words(one: Nudge, review: Review) -> None:
    """However much people wrote."""
    assert len(re.findall(r"\w+", spoken(said(one, review)))) <= 90


# -- questions
def test_the_first_word_in_the_thread_names_only_what_is_open() -> None:
    """To whom it was put, with the ways out of the table, and nothing of how long it has been."""
    one = nudge(NudgeKind.SILENT, "A:decision", ASKED, "options", place=Where.THREAD)
    review = with_findings(handed(), (finding(f, f"said of {f}") for f in Facet if f is not Facet.OPTIONS))
    say = in_thread(one, review)
    assert (say.place, say.to) == (Place.THREAD, ASKED)
    assert spoken(say) == "Still with you: only options is open. One line helps."
    assert labels(say) == ["Answer", "Don't know", "Hand to …", "Later ▾"]
    assert [button.value for button in buttons(say)][1:] == [
        "A:decision:options",
        "A:decision",
        "A:decision",
    ]


def test_a_verdict_that_waits_is_one_tap_in_the_thread() -> None:
    """It says what the answer reads as."""
    progress = (Progress(Question.DECISION, "A", Stage.VERDICT, asked_of=ASKED),)
    read = verdict(Question.DECISION, DecisionClass.GUESSED, settled_by=None)
    review = with_verdicts(asked(progress=progress), [read])
    say = in_thread(nudge(NudgeKind.SILENT, "A:decision", ASKED, place=Where.THREAD), review)
    assert spoken(say).startswith("Still with you: the answer reads as acted on")
    assert presses(say)[:2] == ["agree", "form:verdict_decision"]


def test_the_last_word_says_that_it_is_the_last() -> None:
    """One tap records what is empty as unknown; a call is offered."""
    say = said(nudge(NudgeKind.LAST, "A:decision", ASKED), handed())
    assert "I will stop asking. Record as unknown, hand over, or 25 minutes together?" in spoken(say)
    assert labels(say) == ["Record as unknown", "Answer", "Hand to …", "25 minutes together", "Later ▾"]
    unknown_me, *_, call, _ = buttons(say)
    assert unknown_me.value.startswith("A:decision:options,")
    assert call.value == "A:decision"


def test_the_owner_hears_who_was_asked_and_is_asked_no_more() -> None:
    """A review in which nothing is asked stands still without anybody's name."""
    stalled = spoken(said(nudge(NudgeKind.STALLED, "A:decision"), handed()))
    assert "question 1 stands still" in stalled
    assert "asked was asked, and is asked no more." in stalled
    rest = said(nudge(NudgeKind.STALLED, "rest"), handed())
    assert presses(rest) == ["go_on", "publish", "form:hand_over", "call", "form:later"]


def test_four_lines_are_gone_deeper_into() -> None:
    """The rest, on the next working day."""
    assert presses(said(nudge(NudgeKind.REST, "rest"), handed(quick=True)))[:2] == ["deepen", "publish"]


# -- unknowns and the last line
def test_an_unknown_is_answered_handed_on_or_out_of_reach() -> None:
    """With its date, in words."""
    review = reviewed(unknowns=(unknown(Question.DECISION, Facet.BELIEF),))
    say = said(nudge(NudgeKind.UNKNOWN_DUE, "U1", ASKED), review)
    assert spoken(say).startswith("AR-7 U1 was due Mon 21 Sep: the belief it rested on.")
    assert [(b.press, b.value) for b in buttons(say)][:3] == [
        ("form:answer_decision", "A:decision"),
        ("unknown_never", "U1"),
        ("form:unknown", "U1"),
    ]


def test_of_several_decisions_an_unknown_names_its_own() -> None:
    """The same thing may be unknown of each."""
    one = unknown(Question.DECISION, Facet.BELIEF)
    review = reviewed(unknowns=(one,), decisions=(Decision("A"), Decision("B")))
    say = said(nudge(NudgeKind.UNKNOWN_DUE, "U1", ASKED), review)
    assert spoken(say).startswith("AR-7 U1, of decision A, was due Mon 21 Sep: the belief it rested on.")


@pytest.mark.parametrize(("stale", "more"), [(True, True), (False, False)])
def test_the_last_line_is_asked_again(
    stale: bool,  # noqa: FBT001 - a column of the table of cases
    more: bool,  # noqa: FBT001 - a column of the table of cases
) -> None:
    """With what was answered when, and why it is asked; each wall that stands is an answer."""
    line = same_tomorrow(YesNo.NO, stale=stale, walls=("W1",))
    say = said(
        nudge(NudgeKind.SAME_TOMORROW, "same_tomorrow"),
        reviewed(same_tomorrow=line, walls=(standing_wall(),)),
    )
    assert "on Mon 14 Sep “same thing tomorrow?” was answered no" in spoken(say)
    assert ("what runs has changed since" in spoken(say)) is more
    assert labels(say) == ["Same thing", "W1 stops it", "Don't know", "Answer", "Later ▾"]


# -- walls
@pytest.mark.parametrize(
    ("due", "when"),
    [
        (date(2026, 10, 1), "is due Thu 1 Oct"),
        (TODAY, "is due today"),
        (date(2026, 9, 24), "was due Thu 24 Sep"),
        (date(2027, 1, 4), "is due Mon 4 Jan 2027"),
        (None, "has no date yet"),
    ],
)
def test_a_walls_date_is_said_in_words(due: date | None, when: str) -> None:
    """The year only where it is another one."""
    review = reviewed(walls=(wall(status=WallStatus.ACCEPTED, due=due),))
    shown = spoken(said(nudge(NudgeKind.WALL_DUE, "W1", BUILDER), review))
    assert f"AR-7 W1 “the refund tool refuses above the limit of the order” {when}." in shown
    assert f"It stops: “{CLASS}”." in shown
    assert "Done means: the incident and its sibling (“free vouchers”) tried against it" in shown


@pytest.mark.parametrize(
    ("status", "first"),
    [
        (WallStatus.PROPOSED, ["Accept", "Needs date", "Not mine", "Decline"]),
        (WallStatus.ACCEPTED, ["Built", "Needs date", "Blocked by …", "Decline"]),
        (WallStatus.BUILT, ["Record result", "Needs date", "Blocked by …", "No longer needed"]),
        (WallStatus.DRILLED, []),
        (WallStatus.BREACHED, ["Built", "Needs date", "Blocked by …", "Decline"]),
    ],
)
def test_a_walls_owner_is_offered_the_next_step(status: WallStatus, first: list[str]) -> None:
    """And Later."""
    review = reviewed(walls=(wall(status=status),))
    assert labels(said(nudge(NudgeKind.WALL_DUE, "W1", BUILDER), review)) == [*first, "Later ▾"]


def test_a_wall_of_nobody_is_taken_given_or_declined_by_the_reviews_owner() -> None:
    """It says that nobody owns it."""
    say = said(nudge(NudgeKind.WALL_DUE, "W1"), reviewed(walls=(wall(owner=None),)))
    assert "Nobody owns it." in spoken(say)
    assert presses(say) == ["own_wall", "form:wall_owner", "form:decline", "form:later"]


def test_a_late_wall_is_the_answer_to_same_tomorrow() -> None:
    """For its owner, and for who accepted that no wall stands yet, who can set another day."""
    review = reviewed(walls=(wall(status=WallStatus.ACCEPTED),), no_wall_yet=no_wall_yet(by=READER))
    line = "Until W1 stands, the answer to “same tomorrow?” is yes."
    owner = said(nudge(NudgeKind.WALL_LATE, "W1", BUILDER), review)
    accepter = said(nudge(NudgeKind.WALL_LATE, "W1", READER), review)
    assert line in spoken(owner)
    assert line in spoken(accepter)
    assert "You accepted" in spoken(accepter)
    assert "You accepted" not in spoken(owner)
    assert presses(accepter) == ["form:no_wall", "form:later"]


def test_what_blocks_a_wall_is_said_with_it() -> None:
    """In the words of whoever said it."""
    review = reviewed(walls=(wall(status=WallStatus.ACCEPTED, why="The vendor ships in May."),))
    assert "Blocked: “The vendor ships in May”." in spoken(
        said(nudge(NudgeKind.WALL_DUE, "W1", BUILDER), review)
    )


def test_a_drill_is_asked_for_before_it_runs_out_and_once_what_runs_changed() -> None:
    """What changed is said."""
    changes = (WallChange(MONDAY, None, WallStatus.EXPIRED, "model gpt-6"),)
    review = reviewed(walls=(standing_wall(), standing_wall(2, status=WallStatus.EXPIRED, changes=changes)))
    first, second = (said(nudge(NudgeKind.DRILL_DUE, about, BUILDER), review) for about in ("W1", "W2"))
    assert "does W1 still hold? Its last drill proves it until Sun 13 Dec." in spoken(first)
    assert "Its proof is gone (“model gpt-6” changed)." in spoken(second)
    assert labels(first)[:2] == labels(second)[:2] == ["Run drill", "Record result"]


# -- people
def test_somebody_away_is_waited_for_or_handed_on_from() -> None:
    """Each of their things has its button."""
    about = f"{BUILDER}:2026-12-03"
    review = reviewed(walls=(wall(),), unknowns=(unknown(Question.DECISION, Facet.BELIEF),))
    say = said(nudge(NudgeKind.AWAY, about, OWNER, "W1", "U1", "A:decision"), review)
    assert "builder is away until Thu 3 Dec. Until then waits: W1, U1, question 1." in spoken(say)
    assert [(b.press, b.value, b.label) for b in buttons(say)] == [
        ("wait", about, "Wait"),
        ("form:wall_owner", "W1", "Give W1 to …"),
        ("form:unknown", "U1", "Hand U1 to …"),
        ("form:hand", "A:decision", "Hand to …"),
    ]


def test_of_somebody_away_for_an_unknown_time_no_day_is_said() -> None:
    """Neither when they are told of, nor when it is waited for them."""
    about = f"{BUILDER}:since-2026-11-20"
    say = said(nudge(NudgeKind.AWAY, about, OWNER, "W1"), reviewed(walls=(wall(),)))
    assert "builder is away. Meanwhile waits: W1." in spoken(say)
    assert presses(say)[0] == "wait"


def test_what_somebody_accepted_by_name_is_handed_to_nobody() -> None:
    """It waits with them."""
    review = reviewed(no_wall_yet=no_wall_yet(by=READER))
    assert presses(said(nudge(NudgeKind.AWAY, f"{READER}:2026-12-03", OWNER, "no_wall_yet"), review)) == [
        "wait"
    ]


def test_the_channel_hears_that_a_review_needs_an_owner_and_nothing_else() -> None:
    """Neither its title nor whose it was; nobody is called on."""
    one = nudge(NudgeKind.NEEDS_OWNER, f"owner:{OWNER}", None, place=Where.CHANNEL)
    say = in_thread(one, reviewed(title="A secret of ours"))
    assert spoken(say) == "AR-7 needs an owner. Whoever takes it finishes, publishes and hands over."
    assert voice().speak(say).calls == ""
    assert [(b.press, b.label, b.review) for b in buttons(say)] == [("own_review", "Take it", 7)]


def test_somebody_who_may_not_read_a_review_is_told_nothing_of_it() -> None:
    """Only that there is something, and who can let them in; no button, for none could be used."""
    review = reviewed(title="A secret of ours", restricted=True, walls=(wall(),))
    say = said(nudge(NudgeKind.WALL_DUE, "W1", LAST_OWNER), review)
    assert "secret" not in json.dumps(say.values)
    assert "restricted to named readers" in spoken(say)
    assert presses(say) == []
    assert "secret" in spoken(said(nudge(NudgeKind.REST, "rest", OWNER), replace(review, quick=True)))


# -- several in one
def walls_of(count: int, review: int) -> list[tuple[Nudge, Review]]:
    """That many walls of a review, the later ones owed longer."""
    whole = reviewed(
        number=review, walls=tuple(wall(n, status=WallStatus.ACCEPTED) for n in range(1, count + 1))
    )
    return [
        (
            nudge(NudgeKind.WALL_DUE, w.id, BUILDER, due_at=MONDAY - timedelta(days=place), review=review),
            whole,
        )
        for place, w in enumerate(whole.walls)
    ]


def test_several_items_are_one_message_longest_owed_first() -> None:
    """Of any number of reviews; each button begins with the number of its item, and carries its review."""
    say = direct(BUILDER, [*walls_of(2, 7), *walls_of(1, 9)], TODAY)
    lines = [line for line in spoken(say).splitlines() if line.startswith("- ")]
    assert [line[2:9] for line in lines] == ["AR-7 W2", "AR-7 W1", "AR-9 W1"]
    found = [(b.label, b.value, b.review) for b in buttons(say) if b.press == "built"]
    assert found == [("1 · Built", "W2", 7), ("2 · Built", "W1", 7), ("3 · Built", "W1", 9)]


def test_one_item_has_no_number() -> None:
    """There is nothing to tell apart."""
    say = direct(BUILDER, walls_of(1, 7), TODAY)
    assert "Built" in labels(say)
    assert not any("·" in label for label in labels(say))


@pytest.mark.parametrize(("count", "more"), [(SHOWN, ""), (SHOWN + 3, "3 more: /agent-incident mine")])
def test_what_does_not_fit_is_counted(count: int, more: str) -> None:
    """Ten items are shown, those owed longest."""
    say = direct(BUILDER, walls_of(count, 7), TODAY)
    lines = spoken(say).splitlines()
    assert len([line for line in lines if line.startswith("- ")]) == SHOWN
    assert lines[-1].startswith(more or "- ")
    assert lines[1].startswith(f"- AR-7 W{count} ")
    assert {b.label.partition(" ")[0] for b in buttons(say)} == {str(n) for n in range(1, SHOWN + 1)}


def test_the_order_of_what_comes_in_does_not_matter() -> None:
    """The same debts are the same message."""
    items = [*walls_of(4, 9), *walls_of(3, 7)]
    assert direct(BUILDER, items, TODAY) == direct(BUILDER, items[::-1], TODAY)
