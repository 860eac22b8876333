"""Who hears of it when a review stands still."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.reminders import (
    Diary,
    NudgeKind,
    Policy,
    Where,
    owed,
    told,
)
from bot.domain.review import (
    Act,
    Parked,
    Progress,
    Quiet,
    Span,
    Stage,
)
from bot.domain.vocabulary import FACETS, Facet, Question, Status
from tests.domain.making import (
    ASKED,
    BUILDER,
    MONDAY,
    OWNER,
    cold_read,
    evidence,
    finding,
    full_review,
    make_review,
    statement,
    unknown,
    wall,
    with_findings,
)
from tests.domain.playing import LAST_OWNER, Player, asked, days, handed


def test_a_silent_question_is_asked_after_three_times_then_the_owner_hears() -> None:
    """After 4 working hours in the thread, next day direct, on the third day the last; on the fifth the owner."""
    assert Player(handed()).play(until=days(7)) == [
        ("Mon 14 Sep 14:00", NudgeKind.SILENT, ASKED),
        ("Tue 15 Sep 10:00", NudgeKind.STILL_SILENT, ASKED),
        ("Thu 17 Sep 10:00", NudgeKind.LAST, ASKED),
        ("Mon 21 Sep 10:00", NudgeKind.STALLED, OWNER),
    ]


def test_only_the_first_word_is_said_in_the_thread() -> None:
    """What follows is between the bot and the person; the thread never reads of lateness."""
    player = Player(handed())
    player.play(until=days(30))
    public = [(t.kind, t.place) for t in player.told if t.place is not Where.DIRECT]
    assert public == [(NudgeKind.SILENT, Where.THREAD), (NudgeKind.NEEDS_OWNER, Where.CHANNEL)]


def test_a_nudge_names_the_open_facets() -> None:
    """What is filled is not asked for."""
    filled = [finding(f, at=MONDAY) for f in tuple(Facet)[:9] if f is not Facet.OPTIONS]
    player = Player(with_findings(handed(), filled), now=MONDAY + timedelta(hours=4))
    (nudge,) = player.owed()
    assert (nudge.about, nudge.items) == ("A:decision", ("options",))


def test_asked_on_a_friday_afternoon_nobody_hears_before_monday() -> None:
    """Two hours on Friday and two on Monday make four; the word after that comes on Tuesday."""
    friday = datetime(2026, 9, 18, 15, tzinfo=UTC)
    player = Player(handed(opened_at=friday, acts=(Act(friday, "asked"),)), now=friday)
    assert player.play(until=days(8.5)) == [
        ("Mon 21 Sep 11:00", NudgeKind.SILENT, ASKED),
        ("Tue 22 Sep 10:00", NudgeKind.STILL_SILENT, ASKED),
    ]


def test_an_owner_who_was_asked_is_not_told_again_that_it_stalled() -> None:
    """The bot said that it stops asking; the agent's last owner is asked, then the channel, each once."""
    player = Player(asked(), last_owner=LAST_OWNER)
    assert player.play(until=days(120)) == [
        ("Mon 14 Sep 14:00", NudgeKind.SILENT, OWNER),
        ("Tue 15 Sep 10:00", NudgeKind.STILL_SILENT, OWNER),
        ("Thu 17 Sep 10:00", NudgeKind.LAST, OWNER),
        ("Thu 24 Sep 10:00", NudgeKind.NEEDS_OWNER, LAST_OWNER),
        ("Thu 01 Oct 10:00", NudgeKind.NEEDS_OWNER, None),
    ]


def test_without_an_earlier_owner_the_channel_is_asked_at_once() -> None:
    """A silent owner, and nobody who owned this agent before."""
    sent = Player(asked()).play(until=days(120))
    assert sent[-1] == ("Thu 24 Sep 10:00", NudgeKind.NEEDS_OWNER, None)
    assert len(sent) == 4


def test_an_answer_starts_the_silence_anew_but_not_the_count() -> None:
    """Three nudges are what one person gets about one question, however it goes on."""
    player = Player(handed())
    player.play(until=days(1.5))
    player.review = with_findings(player.review, [finding(Facet.CHOICE, at=player.now)])
    sent = player.play(until=days(20))
    to_asked = [kind for _, kind, to in sent if to == ASKED]
    assert to_asked == [NudgeKind.LAST]
    assert sent[0][0] == "Fri 18 Sep 10:00"


def test_handing_over_starts_the_count_anew() -> None:
    """The next person has had no nudge about it."""
    player = Player(handed())
    player.play(until=days(4))
    other = Progress(Question.DECISION, "A", Stage.ASKED, asked_of=BUILDER)
    acts = (*player.review.acts, Act(player.now, "asked"))
    player.review = replace(player.review, progress=(other,), acts=acts)
    kinds = [kind for _, kind, to in player.play(until=days(14)) if to == BUILDER]
    assert kinds == [NudgeKind.SILENT, NudgeKind.STILL_SILENT, NudgeKind.LAST]


def test_nobody_is_nudged_while_the_bot_has_yet_to_answer() -> None:
    """A message that waits to be worked on is not silence."""
    player = Player(handed(statements=(statement(pending=True),)))
    assert player.play(until=days(30)) == []


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.OPEN])
def test_questions_of_a_review_that_is_over_are_not_asked_after(status: Status) -> None:
    """Filed, reviewed, closed, withdrawn, merged: its questions rest."""
    assert Player(asked(status=status)).play(until=days(60)) == []


def test_later_puts_a_nudge_off_and_it_comes_back_on_that_day() -> None:
    """Nothing before the day chosen, the next word on it."""
    player = Player(handed())
    player.now = MONDAY + timedelta(hours=4)
    player.send()
    player.told = (replace(player.told[0], later=date(2026, 9, 28)),)
    assert player.play(until=days(14.5)) == [("Mon 28 Sep 10:00", NudgeKind.STILL_SILENT, ASKED)]


def test_quiet_asks_the_owner_once_and_nothing_else() -> None:
    """After five working days; walls, unknowns and silence wait until somebody says go on."""
    review = handed(
        quiet=Quiet(ASKED, MONDAY),
        walls=(wall(due=date(2026, 9, 16)),),
        unknowns=(unknown(Question.DECISION, Facet.BELIEF),),
    )
    assert Player(review).play(until=days(200)) == [("Mon 21 Sep 10:00", NudgeKind.QUIET, OWNER)]
    asked_before = replace(review, quiet=Quiet(ASKED, MONDAY, asked_again=True))
    assert Player(asked_before).play(until=days(200)) == []


def test_quiet_of_a_finished_review_does_not_silence_its_walls() -> None:
    """Quiet is about the asking in the thread; what was promised is still due."""
    review = full_review(
        status=Status.REVIEWED,
        quiet=Quiet(ASKED, MONDAY),
        walls=(wall(due=date(2026, 9, 18)),),
        same_tomorrow=None,
    )
    assert Player(review).play(until=days(2.5)) == [("Wed 16 Sep 10:00", NudgeKind.WALL_DUE, BUILDER)]


def test_somebody_away_uses_up_no_nudge_and_the_owner_hears_once() -> None:
    """The asked person is away until the 28th: the owner may wait or hand over; then it begins."""
    diaries = {ASKED: Diary(away_until=date(2026, 9, 28))}
    assert Player(handed(), diaries).play(until=days(17)) == [
        ("Mon 14 Sep 14:00", NudgeKind.AWAY, OWNER),
        ("Mon 28 Sep 09:00", NudgeKind.SILENT, ASKED),
        ("Tue 29 Sep 10:00", NudgeKind.STILL_SILENT, ASKED),
        ("Thu 01 Oct 10:00", NudgeKind.LAST, ASKED),
    ]


def test_nobody_hears_of_the_owners_own_absence() -> None:
    """The owner's nudges wait until they are back."""
    diaries = {OWNER: Diary(away_until=date(2026, 9, 28))}
    assert Player(asked(), diaries).play(until=days(14)) == [("Mon 28 Sep 09:00", NudgeKind.SILENT, OWNER)]


def test_a_question_handed_to_somebody_gone_comes_back_to_the_owner() -> None:
    """First that it is back, then its three nudges."""
    sent = Player(handed(), {ASKED: Diary(gone=True)}).play(until=days(4))
    assert [(kind, to) for _, kind, to in sent] == [
        (NudgeKind.OWNER_GONE, OWNER),
        (NudgeKind.SILENT, OWNER),
        (NudgeKind.STILL_SILENT, OWNER),
        (NudgeKind.LAST, OWNER),
    ]


def test_a_quiet_review_whose_owner_is_gone_still_asks_for_an_owner() -> None:
    """Nobody else could say go on."""
    review = handed(quiet=Quiet(ASKED, MONDAY))
    sent = Player(review, {OWNER: Diary(gone=True)}).play(until=days(100))
    assert sent == [("Mon 14 Sep 10:00", NudgeKind.NEEDS_OWNER, None)]


@pytest.mark.parametrize("later", [date.max, date.min])
@pytest.mark.parametrize("quiet", [None, Quiet(OWNER, MONDAY)])
def test_putting_off_to_the_edge_of_the_calendar_breaks_nothing(later: date, quiet: Quiet | None) -> None:
    """Neither of a question nor of a quiet review."""
    player = Player(asked(quiet=quiet))
    player.now = days(7)
    player.send()
    player.told = tuple(replace(t, later=later) for t in player.told)
    assert player.next_due() is not None


def test_a_facet_nobody_owns_is_named_and_one_with_an_owner_is_not() -> None:
    """An owned unknown is somebody's already; the rest of the question is what is asked for."""
    review = handed(unknowns=(unknown(Question.DECISION, Facet.BELIEF),))
    (nudge,) = Player(review, now=MONDAY + timedelta(hours=4)).owed()
    expected = [facet.value for facet in FACETS[Question.DECISION] if facet is not Facet.BELIEF]
    assert list(nudge.items) == expected


@pytest.mark.parametrize(
    "given_by_someone",
    [
        {"evidence": (evidence(added_at=MONDAY + timedelta(hours=3)),)},
        {"statements": (statement(at=MONDAY + timedelta(hours=3)),)},
        {"parked": (Parked(Span("S1", "make it ask first"), ASKED, MONDAY + timedelta(hours=3)),)},
        {"walls": (wall(proposed_at=MONDAY + timedelta(hours=3), due=date(2026, 12, 1)),)},
        {"cold_reads": (cold_read(answered_at=MONDAY + timedelta(hours=3)),)},
        {"acts": (Act(MONDAY, "asked"), Act(MONDAY + timedelta(hours=3), "contained", OWNER))},
    ],
)
def test_whatever_somebody_gives_is_a_sign_of_life(given_by_someone: dict[str, object]) -> None:
    """At one o'clock: four working hours from then end on Monday at five, not at two; out of hours, on Tuesday."""
    player = Player(handed(**given_by_someone))
    assert player.play(until=days(0.9)) == []
    assert player.play(until=days(1)) == [("Tue 15 Sep 09:00", NudgeKind.SILENT, ASKED)]


def test_left_between_two_questions_its_owner_hears_after_five_days_then_the_next_one() -> None:
    """Nothing is asked and nothing is finished: "did an earlier choice set this up?" was put, nobody pressed."""
    sent = Player(make_review(), last_owner=LAST_OWNER).play(until=days(120))
    assert sent == [
        ("Mon 21 Sep 10:00", NudgeKind.STALLED, OWNER),
        ("Mon 28 Sep 10:00", NudgeKind.NEEDS_OWNER, LAST_OWNER),
        ("Mon 05 Oct 10:00", NudgeKind.NEEDS_OWNER, None),
    ]


def test_the_rest_of_four_lines_is_asked_for_on_the_next_working_day() -> None:
    """At ten; left lying, the owner hears once more."""
    friday = datetime(2026, 9, 18, 16, tzinfo=UTC)
    sent = Player(make_review(quick=True, opened_at=friday), now=friday).play(until=days(14))
    assert sent == [
        ("Mon 21 Sep 10:00", NudgeKind.REST, OWNER),
        ("Fri 25 Sep 10:00", NudgeKind.STALLED, OWNER),
    ]


def test_what_was_finished_once_is_not_said_to_stand_still() -> None:
    """Opened again by a fallen wall: its walls are asked after, not its questions."""
    review = make_review(acts=(Act(MONDAY, "finished", OWNER),))
    assert Player(review).play(until=days(120)) == []


def test_nobody_hears_of_a_left_review_while_the_bot_has_yet_to_answer() -> None:
    """A message that waits to be worked on is not silence."""
    assert Player(make_review(statements=(statement(pending=True),))).play(until=days(30)) == []


def test_a_review_left_by_an_owner_who_is_gone_asks_for_an_owner_alone() -> None:
    """Nobody is told that it stalled who is not there."""
    sent = Player(make_review(), {OWNER: Diary(gone=True)}).play(until=days(60))
    assert sent == [("Mon 14 Sep 10:00", NudgeKind.NEEDS_OWNER, None)]


def test_stalled_put_off_comes_back_on_that_day_and_nobody_else_is_asked_meanwhile() -> None:
    """The owner pressed [Later]: the channel waits until they are silent from then on."""
    player = Player(handed())
    player.play(until=days(7))
    player.told = (*player.told[:-1], replace(player.told[-1], later=date(2026, 10, 5)))
    assert player.play(until=days(40)) == [
        ("Mon 05 Oct 10:00", NudgeKind.STALLED, OWNER),
        ("Mon 12 Oct 10:00", NudgeKind.NEEDS_OWNER, None),
    ]


def test_the_last_word_put_off_gives_its_reader_until_that_day() -> None:
    """The owner hears two working days after the day chosen, not before."""
    player = Player(handed())
    player.play(until=days(3))
    assert player.told[-1].kind is NudgeKind.LAST
    player.told = (*player.told[:-1], replace(player.told[-1], later=date(2026, 9, 28)))
    assert player.play(until=days(20)) == [("Wed 30 Sep 10:00", NudgeKind.STALLED, OWNER)]


def test_a_cadence_of_fewer_nudges_stalls_sooner() -> None:
    """With one word a question at most, the owner hears after it on the same fifth day."""
    review = handed()
    policy = Policy(most=1)
    first = owed(review, policy, {}, (), MONDAY + timedelta(hours=4))
    assert [nudge.kind for nudge in first] == [NudgeKind.SILENT]
    sent = tuple(told(nudge, MONDAY + timedelta(hours=4)) for nudge in first)
    assert owed(review, policy, {}, sent, days(6.9)) == ()
    (stalled,) = owed(review, policy, {}, sent, days(7))
    assert (stalled.kind, stalled.to) == (NudgeKind.STALLED, OWNER)


def test_shared_questions_are_asked_after_without_a_letter() -> None:
    """The wall question belongs to no decision."""
    review = make_review(
        asking=Question.WALL, current="B", progress=(Progress(Question.WALL, "", Stage.ASKED),)
    )
    (nudge,) = Player(review, now=MONDAY + timedelta(hours=4)).owed()
    assert (nudge.about, nudge.to, nudge.place) == (":wall", OWNER, Where.THREAD)


def test_two_people_with_a_question_each_are_asked_each_for_their_own() -> None:
    """One handed to somebody earlier, one open now."""
    waiting = (
        Progress(Question.DECISION, "A", Stage.VERDICT, asked_of=ASKED),
        Progress(Question.CONTEXT, "A", Stage.ASKED),
    )
    player = Player(make_review(asking=Question.CONTEXT, progress=waiting), now=MONDAY + timedelta(hours=4))
    assert {(n.about, n.to) for n in player.owed()} == {("A:decision", ASKED), ("A:context", OWNER)}


def test_a_last_owner_who_is_back_before_the_channel_could_be_asked_is_asked_first() -> None:
    """Late on Monday the channel would hear on Tuesday at nine; by then the last owner is back, and hears at ten."""
    diaries = {OWNER: Diary(gone=True), LAST_OWNER: Diary(away_until=date(2026, 9, 15))}
    evening = MONDAY + timedelta(hours=8)
    sent = Player(make_review(), diaries, now=evening, last_owner=LAST_OWNER).play(until=days(3))
    assert sent == [("Tue 15 Sep 10:00", NudgeKind.NEEDS_OWNER, LAST_OWNER)]


def test_a_last_owner_who_is_away_is_not_waited_for() -> None:
    """The channel is asked at once."""
    diaries = {OWNER: Diary(gone=True), LAST_OWNER: Diary(away_until=date(2026, 9, 15))}
    sent = Player(asked(), diaries, last_owner=LAST_OWNER).play(until=days(0.1))
    assert sent == [("Mon 14 Sep 10:00", NudgeKind.NEEDS_OWNER, None)]


def test_an_owner_who_puts_off_the_last_word_is_silent_from_that_day() -> None:
    """Five working days after it somebody else is asked; they do not hear a fourth time."""
    player = Player(asked())
    player.play(until=days(3))
    player.told = (*player.told[:-1], replace(player.told[-1], later=date(2026, 9, 28)))
    assert player.play(until=days(60)) == [("Mon 05 Oct 10:00", NudgeKind.NEEDS_OWNER, None)]
