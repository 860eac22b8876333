"""The grade of a wall, and the steps of its life."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain import walls
from bot.domain.errors import NotAllowed, PersonError
from bot.domain.review import Checks, Drill, Outcome, PersonKey, Review, Wall, WallChange
from bot.domain.verdict import finished_status
from bot.domain.vocabulary import ContextClass, Question, Status, Strength, WallStatus, YesNo
from tests.domain.making import (
    ASKED,
    BUILDER,
    MONDAY,
    OWNER,
    PASSED,
    READER,
    SLIPPED,
    VERIFIER,
    YES_TO_ALL,
    drill,
    full_review,
    made_reviews,
    no_wall_yet,
    standing_wall,
    verdict,
    wall,
    with_verdicts,
)

TODAY = MONDAY.date()
LATER = MONDAY + timedelta(days=1)

Y, N, U = YesNo.YES, YesNo.NO, YesNo.UNKNOWN


@pytest.mark.parametrize("checks", [Checks(*five) for five in product(YesNo, repeat=5)])
def test_a_wall_is_graded_by_its_first_four_checks(checks: Checks) -> None:
    """Weak unless outside the model; strong where b, c and d hold too; unknown counts as no; e changes nothing."""
    others = (checks.before_effect, checks.independent, checks.stops_sibling)
    if checks.outside_model in {N, U}:
        expected = Strength.WEAK
    elif N in others or U in others:
        expected = Strength.INTERMEDIATE
    else:
        expected = Strength.STRONG
    assert walls.strength(wall(checks=checks)) is expected


def test_a_persons_approval_is_intermediate_at_most() -> None:
    """Unless it is rare, for what cannot be undone, by a second person who sees the real effect."""
    approval = wall(checks=YES_TO_ALL, human_approval=True)
    assert walls.strength(approval) is Strength.INTERMEDIATE
    assert walls.strength(replace(approval, rare_second_person=True)) is Strength.STRONG
    inside = replace(approval, checks=replace(YES_TO_ALL, outside_model=N), rare_second_person=True)
    assert walls.strength(inside) is Strength.WEAK


def test_a_wall_goes_from_proposed_to_standing_step_by_step() -> None:
    """Each step is written down with who and when."""
    stood = walls.accept(wall(), by=BUILDER, now=MONDAY, today=TODAY)
    stood = walls.built(stood, by=BUILDER, now=MONDAY)
    stood = walls.record_drill(stood, drill(), by=BUILDER, now=LATER)
    assert not walls.holds(stood)
    stood = walls.verify_drill(stood, by=VERIFIER, now=LATER, today=LATER.date())
    assert walls.holds(stood)
    assert stood.changes == (
        WallChange(MONDAY, BUILDER, WallStatus.ACCEPTED),
        WallChange(MONDAY, BUILDER, WallStatus.BUILT),
        WallChange(LATER, BUILDER, WallStatus.DRILLED),
        WallChange(LATER, VERIFIER, WallStatus.STANDING),
    )


Step = Callable[[Wall, PersonKey], Wall]
OWNERS_STEPS: tuple[tuple[str, WallStatus, Step], ...] = (
    ("accept", WallStatus.PROPOSED, lambda w, by: walls.accept(w, by=by, now=MONDAY, today=TODAY)),
    (
        "other_date",
        WallStatus.ACCEPTED,
        lambda w, by: walls.other_date(w, due=date(2026, 11, 2), by=by, now=MONDAY, today=TODAY),
    ),
    ("not_mine", WallStatus.PROPOSED, lambda w, by: walls.not_mine(w, by=by, now=MONDAY)),
    ("built", WallStatus.ACCEPTED, lambda w, by: walls.built(w, by=by, now=MONDAY)),
)


@pytest.mark.parametrize(("name", "status", "step"), OWNERS_STEPS)
@pytest.mark.parametrize("owner", [BUILDER, None])
def test_only_its_owner_answers_for_a_wall(
    name: str, status: WallStatus, step: Step, owner: PersonKey | None
) -> None:
    """Accepting, dating, handing back and building belong to the owner; to nobody where there is none."""
    with pytest.raises(NotAllowed) as refused:
        step(wall(status=status, owner=owner), OWNER)
    assert refused.value.key == "not_owner", name


@pytest.mark.parametrize("status", list(WallStatus))
def test_steps_are_refused_where_they_make_no_sense(status: WallStatus) -> None:
    """A wall is accepted until it is ended, built once accepted, drilled once built, and ended once."""
    going_on = set(WallStatus) - {WallStatus.DECLINED, WallStatus.NOT_APPLICABLE, WallStatus.SUPERSEDED}
    allowed = {
        "accept": going_on,
        "built": {WallStatus.ACCEPTED, WallStatus.EXPIRED, WallStatus.BREACHED},
        "drill": {WallStatus.BUILT, WallStatus.DRILLED, WallStatus.STANDING, WallStatus.EXPIRED},
        "decline": going_on,
    }
    steps: dict[str, Callable[[Wall], Wall]] = {
        "accept": lambda w: walls.accept(w, by=BUILDER, now=MONDAY, today=TODAY),
        "built": lambda w: walls.built(w, by=BUILDER, now=MONDAY),
        "drill": lambda w: walls.record_drill(w, drill(), by=BUILDER, now=MONDAY),
        "decline": lambda w: walls.decline(w, by=OWNER, now=MONDAY, why="no budget this year"),
    }
    for name, step in steps.items():
        if status in allowed[name]:
            step(wall(status=status))
            continue
        with pytest.raises(PersonError) as refused:
            step(wall(status=status))
        assert (refused.value.key, refused.value.values["status"]) == ("wall_not_now", status), name


def test_a_wall_is_accepted_with_a_date() -> None:
    """Without one there is nothing to remind of."""
    with pytest.raises(PersonError) as refused:
        walls.accept(wall(due=None), by=BUILDER, now=MONDAY, today=TODAY)
    assert refused.value.key == "wall_needs_date"


def test_a_wall_is_not_accepted_with_a_date_that_is_past() -> None:
    """The offer lay too long: its owner picks a day that can be met, and hears which one cannot."""
    with pytest.raises(PersonError) as refused:
        walls.accept(wall(due=date(2026, 9, 13)), by=BUILDER, now=MONDAY, today=TODAY)
    assert (refused.value.key, refused.value.values["due"]) == ("wall_date_past", "2026-09-13")


@pytest.mark.parametrize("status", [WallStatus.ACCEPTED, WallStatus.BUILT, WallStatus.STANDING])
def test_accepting_a_wall_that_is_further_along_leaves_it_where_it_is(status: WallStatus) -> None:
    """Whoever takes over a wall that is built takes it as built."""
    before = wall(status=status)
    assert walls.accept(before, by=BUILDER, now=MONDAY, today=TODAY) == before


def test_another_date_accepts_a_proposal() -> None:
    """[Other date] is an acceptance, with the owner's own date."""
    dated = walls.other_date(
        wall(due=None), due=date(2026, 11, 2), by=BUILDER, now=MONDAY, today=TODAY, why=""
    )
    assert (dated.status, dated.due, dated.missed_dates) == (WallStatus.ACCEPTED, date(2026, 11, 2), 0)


def test_a_date_moved_before_it_is_past_is_not_missed() -> None:
    """On the day itself it is not past either."""
    promised = wall(status=WallStatus.ACCEPTED, due=TODAY)
    moved = walls.other_date(promised, due=date(2026, 9, 30), by=BUILDER, now=MONDAY, today=TODAY)
    assert moved.missed_dates == 0


def test_the_second_missed_date_needs_a_reason() -> None:
    """The first is moved without a word, the second with one, which is kept."""
    late = wall(status=WallStatus.ACCEPTED, due=date(2026, 9, 11))
    once = walls.other_date(late, due=date(2026, 9, 18), by=BUILDER, now=MONDAY, today=TODAY)
    assert once.missed_dates == 1
    week_later = MONDAY + timedelta(days=7)
    again = {"due": date(2026, 9, 28), "by": BUILDER, "now": week_later, "today": week_later.date()}
    for words in ("", "  \n"):
        with pytest.raises(PersonError) as refused:
            walls.other_date(once, **again, why=words)  # type: ignore[arg-type]  # one table of arguments
        assert refused.value.key == "wall_needs_reason"
    twice = walls.other_date(once, **again, why="the vendor is late")  # type: ignore[arg-type]  # the same table
    assert (twice.missed_dates, twice.changes[-1].why) == (2, "the vendor is late")


def test_a_new_date_is_not_in_the_past() -> None:
    """A date that is missed when it is given is a slip."""
    with pytest.raises(PersonError) as refused:
        walls.other_date(wall(), due=date(2026, 9, 13), by=BUILDER, now=MONDAY, today=TODAY)
    assert refused.value.key == "wall_date_past"


def test_a_wall_handed_back_is_proposed_and_nobodys() -> None:
    """[Not mine] waits for another owner."""
    freed = walls.not_mine(wall(status=WallStatus.ACCEPTED), by=BUILDER, now=MONDAY)
    assert (freed.owner, freed.status) == (None, WallStatus.PROPOSED)


@pytest.mark.parametrize("status", [WallStatus.BUILT, WallStatus.DRILLED, WallStatus.STANDING])
def test_what_is_built_stays_built_when_its_owner_hands_it_back(status: WallStatus) -> None:
    """Only the owner goes."""
    freed = walls.not_mine(wall(status=status), by=BUILDER, now=MONDAY)
    assert (freed.owner, freed.status) == (None, status)


def handed(before: Wall, to: PersonKey) -> Wall:
    """The wall in other hands, by the review's owner."""
    return walls.hand_on(before, owner=to, due=date(2026, 10, 9), by=OWNER, now=MONDAY)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (WallStatus.PROPOSED, WallStatus.PROPOSED),
        (WallStatus.ACCEPTED, WallStatus.PROPOSED),
        (WallStatus.BUILT, WallStatus.BUILT),
        (WallStatus.EXPIRED, WallStatus.EXPIRED),
    ],
)
def test_another_owner_has_yet_to_promise_and_finds_built_what_is_built(
    before: WallStatus, after: WallStatus
) -> None:
    """A promise is the promise of one person."""
    given = handed(wall(status=before), VERIFIER)
    assert (given.owner, given.due, given.status) == (VERIFIER, date(2026, 10, 9), after)


def test_a_standing_wall_stands_on_in_other_hands() -> None:
    """Its owner is gone, its proof is not."""
    assert walls.holds(handed(standing_wall(), ASKED))


def test_who_verified_a_wall_does_not_own_it_without_its_proof_falling() -> None:
    """The drill stays on record and waits for somebody else's word."""
    given = handed(standing_wall(), VERIFIER)
    assert (given.owner, given.status) == (VERIFIER, WallStatus.DRILLED)
    assert given.drills[-1].verifier is None
    assert given.changes[-1] == WallChange(MONDAY, OWNER, WallStatus.DRILLED)
    with pytest.raises(NotAllowed, match="verifier_is_owner"):
        walls.verify_drill(given, by=VERIFIER, now=MONDAY, today=TODAY)
    assert walls.holds(walls.verify_drill(given, by=READER, now=MONDAY, today=TODAY))


@pytest.mark.parametrize("verifier", [BUILDER, ASKED])
def test_a_drill_is_verified_by_neither_the_owner_nor_who_ran_it(verifier: PersonKey) -> None:
    """Two other pairs of eyes: the owner's and the runner's are taken."""
    drilled = walls.record_drill(wall(status=WallStatus.BUILT), drill(run_by=ASKED), by=ASKED, now=MONDAY)
    with pytest.raises(NotAllowed) as refused:
        walls.verify_drill(drilled, by=verifier, now=MONDAY, today=TODAY)
    assert refused.value.key == "verifier_is_owner"


def test_a_verified_drill_is_valid_for_90_days_from_the_day_it_was_run() -> None:
    """Verifying it late does not prolong it."""
    drilled = walls.record_drill(wall(status=WallStatus.BUILT), drill(), by=BUILDER, now=MONDAY)
    assert drilled.drills[-1].valid_until is None
    month_later = MONDAY + timedelta(days=30)
    stood = walls.verify_drill(drilled, by=VERIFIER, now=month_later, today=month_later.date())
    proof = stood.drills[-1]
    assert (proof.verifier, proof.verified_at, proof.valid_until) == (
        VERIFIER,
        month_later,
        date(2026, 12, 13),
    )


def test_a_drill_without_evidence_proves_nothing() -> None:
    """Somebody's word is not a drill."""
    drilled = walls.record_drill(wall(status=WallStatus.BUILT), drill(evidence=()), by=BUILDER, now=MONDAY)
    with pytest.raises(PersonError) as refused:
        walls.verify_drill(drilled, by=VERIFIER, now=MONDAY, today=TODAY)
    assert refused.value.key == "drill_needs_evidence"


@pytest.mark.parametrize("case", ["incident_case", "sibling_case"])
@pytest.mark.parametrize("miss", ["blocked", "recorded", "told"])
@pytest.mark.parametrize("status", [WallStatus.BUILT, WallStatus.STANDING])
def test_a_drill_that_does_not_pass_puts_the_wall_back_to_built(
    case: str, miss: str, status: WallStatus
) -> None:
    """Both cases must be blocked, recorded, and somebody told; the failed drill stays on record."""
    outcome = replace(PASSED, **{miss: N})
    failed = walls.record_drill(
        standing_wall(status=status), drill(**{case: outcome}), by=BUILDER, now=MONDAY
    )
    assert failed.status is WallStatus.BUILT
    assert len(failed.drills) == 2
    with pytest.raises(PersonError):
        walls.verify_drill(failed, by=VERIFIER, now=MONDAY, today=TODAY)


def test_a_recorded_drill_brings_no_verifier_of_its_own() -> None:
    """Whoever records it cannot have it verified in the same breath."""
    forged = drill(id=99, verifier=VERIFIER, verified_at=MONDAY, valid_until=date(2099, 1, 1))
    drilled = walls.record_drill(wall(status=WallStatus.BUILT), forged, by=BUILDER, now=MONDAY)
    assert drilled.drills == (drill(id=1),)


def test_a_drill_is_recorded_after_it_was_run() -> None:
    """One in the future would be valid for too long."""
    with pytest.raises(PersonError) as refused:
        walls.record_drill(wall(status=WallStatus.BUILT), drill(run_at=LATER), by=BUILDER, now=MONDAY)
    assert refused.value.key == "drill_not_run_yet"


def test_a_drill_older_than_90_days_is_not_verified() -> None:
    """It would expire at once."""
    drilled = walls.record_drill(wall(status=WallStatus.BUILT), drill(), by=BUILDER, now=MONDAY)
    much_later = MONDAY + timedelta(days=91)
    with pytest.raises(PersonError) as refused:
        walls.verify_drill(drilled, by=VERIFIER, now=much_later, today=much_later.date())
    assert refused.value.key == "drill_run_out"


def test_a_standing_wall_stands_while_its_next_drill_waits_for_a_verifier() -> None:
    """Drilling early costs nothing; verified, it prolongs."""
    now = MONDAY + timedelta(days=80)
    waiting = walls.record_drill(standing_wall(), drill(run_at=now), by=BUILDER, now=now)
    assert walls.holds(waiting)
    assert walls.proved_until(waiting) == date(2026, 12, 13)
    longer = walls.verify_drill(waiting, by=VERIFIER, now=now, today=now.date())
    assert walls.proved_until(longer) == now.date() + timedelta(days=90)


def test_a_verified_drill_is_not_verified_again() -> None:
    """There is nothing left to vouch for."""
    with pytest.raises(PersonError) as refused:
        walls.verify_drill(standing_wall(), by=OWNER, now=MONDAY, today=TODAY)
    assert refused.value.key == "wall_not_now"


def test_a_drill_that_does_not_hold_up_is_failed() -> None:
    """Its verifier sends it back to built, and says why."""
    drilled = walls.record_drill(wall(status=WallStatus.BUILT), drill(), by=BUILDER, now=MONDAY)
    failed = walls.fail(drilled, by=VERIFIER, now=MONDAY, why="it ran against a stub")
    assert failed.status is WallStatus.BUILT
    assert failed.changes[-1] == WallChange(MONDAY, VERIFIER, WallStatus.BUILT, "it ran against a stub")


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 12, 12), WallStatus.STANDING),
        (date(2026, 12, 13), WallStatus.STANDING),
        (date(2026, 12, 14), WallStatus.EXPIRED),
    ],
)
def test_a_wall_expires_the_day_after_its_drill_runs_out(today: date, status: WallStatus) -> None:
    """90 days from the drill are still good."""
    assert walls.expire(standing_wall(), now=LATER, today=today).status is status


def test_expiring_is_the_calendars_doing_and_happens_once() -> None:
    """Nobody's name stands beside it, and a second look changes nothing."""
    day = date(2027, 1, 1)
    expired = walls.expire(standing_wall(), now=LATER, today=day)
    assert expired.changes == (WallChange(LATER, None, WallStatus.EXPIRED),)
    assert walls.expire(expired, now=LATER, today=day) is expired


@pytest.mark.parametrize("status", [WallStatus.STANDING, WallStatus.DRILLED])
def test_a_change_of_what_runs_expires_a_drill(status: WallStatus) -> None:
    """What was drilled is no longer what runs; what changed is written down."""
    changed = walls.outdated(standing_wall(status=status), what="model", now=LATER)
    assert (changed.status, changed.changes[-1].why) == (WallStatus.EXPIRED, "model")
    assert walls.outdated(changed, what="model", now=LATER) is changed


@pytest.mark.parametrize("status", [WallStatus.PROPOSED, WallStatus.ACCEPTED, WallStatus.BUILT])
def test_a_change_of_what_runs_leaves_walls_alone_that_were_not_drilled(status: WallStatus) -> None:
    """There is no proof to lose."""
    undrilled = wall(status=status)
    assert walls.outdated(undrilled, what="prompt", now=LATER) is undrilled


def test_after_a_change_older_drills_prove_nothing() -> None:
    """An expired wall stands again by a drill of the day of the change or later."""
    changed = walls.outdated(standing_wall(), what="model", now=MONDAY + timedelta(days=10))
    now = MONDAY + timedelta(days=12)
    with pytest.raises(PersonError) as refused:
        walls.record_drill(changed, drill(run_at=MONDAY + timedelta(days=9)), by=BUILDER, now=now)
    assert refused.value.key == "drill_too_old"
    drilled = walls.record_drill(changed, drill(run_at=MONDAY + timedelta(days=10)), by=BUILDER, now=now)
    assert walls.holds(walls.verify_drill(drilled, by=VERIFIER, now=now, today=now.date()))


def test_a_drill_older_than_one_that_failed_proves_nothing() -> None:
    """The later try showed that it does not hold; one of that day or later may show that it does again."""
    built = wall(status=WallStatus.BUILT)
    ran = drill(run_at=MONDAY + timedelta(days=5), sibling_case=SLIPPED)
    now = MONDAY + timedelta(days=6)
    failed = walls.record_drill(built, ran, by=BUILDER, now=now)
    with pytest.raises(PersonError) as refused:
        walls.record_drill(failed, drill(run_at=MONDAY + timedelta(days=4)), by=BUILDER, now=now)
    assert (refused.value.key, refused.value.values["until"]) == ("drill_too_old", "2026-09-19")
    again = walls.record_drill(failed, drill(run_at=MONDAY + timedelta(days=5)), by=BUILDER, now=now)
    assert again.status is WallStatus.DRILLED


def test_a_step_back_of_the_verifier_keeps_the_drill_on_record() -> None:
    """What was tried stays, whatever became of it."""
    drilled = walls.record_drill(wall(status=WallStatus.BUILT), drill(), by=BUILDER, now=MONDAY)
    assert walls.fail(drilled, by=VERIFIER, now=MONDAY).drills == drilled.drills


def test_an_expired_wall_takes_a_drill_run_before_it_expired() -> None:
    """Run in time and recorded late, it is still fresh."""
    expired = walls.expire(standing_wall(), now=MONDAY + timedelta(days=91), today=date(2026, 12, 14))
    run_at, now = MONDAY + timedelta(days=89), MONDAY + timedelta(days=92)
    drilled = walls.record_drill(expired, drill(run_at=run_at), by=BUILDER, now=now)
    assert drilled.status is WallStatus.DRILLED


def test_a_repeat_breaches_a_standing_wall() -> None:
    """Where the class came back is written down; hearing it twice changes nothing."""
    breached = walls.breach(standing_wall(), now=LATER, why="AR-12")
    assert breached.changes[-1] == WallChange(LATER, None, WallStatus.BREACHED, "AR-12")
    assert walls.breach(breached, now=LATER, why="AR-12") is breached


def test_a_wall_that_never_stood_is_not_breached() -> None:
    """The class did not come past it."""
    proposed = wall()
    assert walls.breach(proposed, now=LATER, why="AR-12") is proposed


@pytest.mark.parametrize("status", [WallStatus.BREACHED, WallStatus.EXPIRED])
def test_another_date_with_a_reason_does_not_make_drills_older(status: WallStatus) -> None:
    """What was lost was lost when it fell, not when its owner asked for more time."""
    fallen = (WallChange(MONDAY, None, status, "the model changed"),)
    down = wall(status=status, changes=fallen, due=date(2026, 9, 10), missed_dates=1)
    week_later = MONDAY + timedelta(days=7)
    moved = walls.other_date(
        down, due=date(2026, 10, 1), by=BUILDER, now=week_later, today=week_later.date(), why="one is ill"
    )
    built = walls.built(moved, by=BUILDER, now=week_later)
    between = drill(run_at=MONDAY + timedelta(days=2))
    drilled = walls.record_drill(built, between, by=BUILDER, now=week_later)
    assert drilled.status is WallStatus.DRILLED


def test_a_breached_wall_must_be_built_and_drilled_anew() -> None:
    """A drill from before the breach was wrong, or is no proof any more."""
    breached = walls.breach(standing_wall(), now=MONDAY + timedelta(days=10), why="AR-12")
    now = MONDAY + timedelta(days=20)
    with pytest.raises(PersonError):
        walls.record_drill(breached, drill(run_at=now), by=BUILDER, now=now)
    rebuilt = walls.built(breached, by=BUILDER, now=now)
    with pytest.raises(PersonError) as refused:
        walls.record_drill(rebuilt, drill(), by=BUILDER, now=now)
    assert refused.value.key == "drill_too_old"
    assert walls.record_drill(rebuilt, drill(run_at=now), by=BUILDER, now=now).status is WallStatus.DRILLED


def test_declining_names_who_and_why() -> None:
    """Without a reason it is not accepted."""
    declined = walls.decline(wall(), by=OWNER, now=MONDAY, why="the tool is retired in May")
    assert (declined.status, declined.declined_by, declined.why) == (
        WallStatus.DECLINED,
        OWNER,
        "the tool is retired in May",
    )
    for end in (walls.decline, walls.not_applicable):
        with pytest.raises(PersonError) as refused:
            end(wall(), by=OWNER, now=MONDAY, why=" ")
        assert refused.value.key == "wall_needs_reason"


def test_a_wall_is_superseded_by_one_that_is_still_there() -> None:
    """The other is named; itself, or one that was ended, cannot take over."""
    gone = walls.supersede(wall(1), other=wall(2), by=OWNER, now=MONDAY)
    assert (gone.status, gone.why) == (WallStatus.SUPERSEDED, "W2")
    with pytest.raises(PersonError):
        walls.supersede(wall(1), other=wall(1), by=OWNER, now=MONDAY)
    with pytest.raises(PersonError):
        walls.supersede(wall(2), other=gone, by=OWNER, now=MONDAY)


SETTLED = {
    WallStatus.STANDING,
    WallStatus.SUPERSEDED,
    WallStatus.NOT_APPLICABLE,
    WallStatus.DECLINED,
}


NO_WORD_OF_CONTEXT = verdict(Question.CONTEXT, ContextClass.UNKNOWN)


def finished_as(status: Status, **changes: Any) -> Review:
    """A finished review with the verdicts its status says: all three, or one of them missing."""
    review = full_review(status=status, **changes)
    return with_verdicts(review, [NO_WORD_OF_CONTEXT] if status is Status.FILED else [])


@pytest.mark.parametrize("finished", [Status.FILED, Status.REVIEWED])
@pytest.mark.parametrize("status", list(WallStatus))
def test_a_finished_review_closes_once_no_wall_is_waited_for(finished: Status, status: WallStatus) -> None:
    """Standing, superseded, not applicable or declined by name; one other wall keeps it as it is."""
    other = wall(2, status=status, declined_by=OWNER)
    review = finished_as(finished, walls=(standing_wall(1), other))
    assert walls.status_after(review) is (Status.CLOSED if status in SETTLED else finished)


def test_declined_by_nobody_does_not_close() -> None:
    """A refusal has a name."""
    review = full_review(status=Status.REVIEWED, walls=(wall(status=WallStatus.DECLINED),))
    assert walls.status_after(review) is Status.REVIEWED


def test_without_walls_a_review_closes_by_a_named_acceptance() -> None:
    """Somebody accepts by name that there is no wall yet."""
    assert walls.status_after(finished_as(Status.FILED)) is Status.FILED
    accepted = finished_as(Status.FILED, no_wall_yet=no_wall_yet())
    assert walls.status_after(accepted) is Status.CLOSED


def test_an_acceptance_does_not_close_a_review_that_has_a_wall_to_build() -> None:
    """With a wall proposed it waits for that."""
    review = finished_as(Status.REVIEWED, walls=(wall(),), no_wall_yet=no_wall_yet())
    assert walls.status_after(review) is Status.REVIEWED


def test_a_filed_review_is_reviewed_once_its_verdicts_are_there_and_filed_again_without_one() -> None:
    """It is filed while one of the three has no verdict, whenever that is settled."""
    filed = finished_as(Status.FILED, walls=(wall(),))
    answered = with_verdicts(filed, [verdict(Question.CONTEXT, ContextClass.LOST)])
    assert walls.status_after(answered) is Status.REVIEWED
    taken_back = with_verdicts(replace(answered, status=Status.REVIEWED), [NO_WORD_OF_CONTEXT])
    assert walls.status_after(taken_back) is Status.FILED


def _named(review: Review) -> list[Wall]:
    """Its walls, without those whose words were taken back: they end without a reason."""
    return [w for w in review.walls if w.status is not WallStatus.NOT_APPLICABLE or w.why]


def test_a_wall_whose_words_were_taken_back_closes_no_review() -> None:
    """There is none then; one that no longer applies, with its reason, does."""
    for why, after in (("", Status.REVIEWED), ("the tool was switched off", Status.CLOSED)):
        ended = wall(status=WallStatus.NOT_APPLICABLE, why=why)
        assert walls.status_after(finished_as(Status.REVIEWED, walls=(ended,))) is after


@given(made_reviews())
def test_the_status_of_a_review_follows_its_walls_and_verdicts(review: Review) -> None:
    """Taken back or never finished: as it was. Else closed, filed or reviewed; open only where a closed one fell."""
    after = walls.status_after(review)
    waiting = [w for w in review.walls if w.status not in SETTLED or _refused_by_nobody(w)]
    if review.status in {Status.OPEN, Status.WITHDRAWN, Status.MERGED}:
        assert after is review.status
    elif waiting:
        fell = review.status is Status.CLOSED
        assert after is (Status.OPEN if fell else finished_status(review))
    elif _named(review) or review.no_wall_yet or review.status is Status.CLOSED:
        assert after is Status.CLOSED
    else:
        assert after is finished_status(review)
    assert walls.status_after(replace(review, status=after)) is after


def _refused_by_nobody(each: Wall) -> bool:
    return each.status is WallStatus.DECLINED and each.declined_by is None


@pytest.mark.parametrize("status", [Status.OPEN, Status.WITHDRAWN, Status.MERGED])
def test_what_is_not_finished_does_not_close(status: Status) -> None:
    """An open review stays open whatever its walls do."""
    review = full_review(status=status, walls=(standing_wall(),))
    assert walls.status_after(review) is status


@pytest.mark.parametrize("status", list(WallStatus))
def test_a_closed_review_opens_again_when_a_wall_falls(status: WallStatus) -> None:
    """Expired, breached, or put back by a failed drill: it waits for a wall again."""
    review = full_review(
        status=Status.CLOSED, walls=(wall(1, status=status, declined_by=OWNER), standing_wall(2))
    )
    assert walls.status_after(review) is (Status.CLOSED if status in SETTLED else Status.OPEN)


def test_a_breach_does_not_undo_a_review_that_is_not_closed() -> None:
    """Reopening that is the repeat's own step."""
    review = full_review(status=Status.REVIEWED, walls=(wall(status=WallStatus.BREACHED),))
    assert walls.status_after(review) is Status.REVIEWED


PEOPLE = st.sampled_from([BUILDER, VERIFIER, OWNER])
OUTCOMES = st.sampled_from([PASSED, PASSED, SLIPPED])


class LifeOfAWall(RuleBasedStateMachine):
    """Any steps in any order by anybody: whatever is refused, a standing wall is a proved one."""

    @initialize()
    def begin(self) -> None:
        """A proposed wall on Monday."""
        self.wall = wall()
        self.now = MONDAY

    @property
    def today(self) -> date:
        """The date of the moment."""
        return self.now.date()

    def attempt(self, step: Callable[[], Wall]) -> None:
        """Do a step, or leave the wall as it was where it is refused."""
        before = self.wall
        try:
            self.wall = step()
        except PersonError:
            return
        if self.wall.changes == before.changes:
            assert self.wall.status is before.status
            return
        if self.wall is not before:
            assert self.wall.changes[:-1] == before.changes
            assert self.wall.changes[-1].status is self.wall.status
            assert self.wall.drills[: len(before.drills) - 1] == before.drills[:-1]

    @rule(days=st.integers(1, 60))
    def time_passes(self, days: int) -> None:
        """The calendar looks at the wall."""
        self.now += timedelta(days=days)
        self.wall = walls.expire(self.wall, now=self.now, today=self.today)

    @rule(by=PEOPLE)
    def accept(self, by: PersonKey) -> None:
        """[Accept]."""
        self.attempt(lambda: walls.accept(self.wall, by=by, now=self.now, today=self.today))

    @rule(by=PEOPLE, days=st.integers(-5, 40), why=st.sampled_from(["", "late"]))
    def other_date(self, by: PersonKey, days: int, why: str) -> None:
        """[Other date]; two missed ones are never without a reason."""
        due = self.today + timedelta(days=days)
        self.attempt(
            lambda: walls.other_date(self.wall, due=due, by=by, now=self.now, today=self.today, why=why)
        )
        assert self.wall.missed_dates < 2 or any(change.why == "late" for change in self.wall.changes)

    @rule(by=PEOPLE)
    def built(self, by: PersonKey) -> None:
        """[Built]."""
        self.attempt(lambda: walls.built(self.wall, by=by, now=self.now))

    @rule(by=PEOPLE, age=st.integers(0, 100), incident=OUTCOMES, sibling=OUTCOMES)
    def record(self, by: PersonKey, age: int, incident: Outcome, sibling: Outcome) -> None:
        """A drill, old or new, that passed or not."""
        run_at = self.now - timedelta(days=age)
        tried = drill(run_at=run_at, run_by=by, incident_case=incident, sibling_case=sibling)
        self.attempt(lambda: walls.record_drill(self.wall, tried, by=by, now=self.now))

    @rule(by=PEOPLE)
    def verify(self, by: PersonKey) -> None:
        """Somebody vouches for it."""
        self.attempt(lambda: walls.verify_drill(self.wall, by=by, now=self.now, today=self.today))

    @rule(by=PEOPLE)
    def fail(self, by: PersonKey) -> None:
        """Somebody says that it does not hold."""
        self.attempt(lambda: walls.fail(self.wall, by=by, now=self.now))

    @rule(by=PEOPLE)
    def not_mine(self, by: PersonKey) -> None:
        """[Not mine]."""
        self.attempt(lambda: walls.not_mine(self.wall, by=by, now=self.now))

    @precondition(lambda self: self.wall.status not in walls.ENDED)
    @rule(to=PEOPLE)
    def taken_over(self, to: PersonKey) -> None:
        """Somebody else owns it from now on, whatever its state."""
        due = self.wall.due or self.today
        self.attempt(lambda: walls.hand_on(self.wall, owner=to, due=due, by=OWNER, now=self.now))

    @rule()
    def change_of_model(self) -> None:
        """After a change no wall stands."""
        self.attempt(lambda: walls.outdated(self.wall, what="model", now=self.now))
        assert not walls.holds(self.wall)

    @rule()
    def repeat(self) -> None:
        """After a repeat no wall stands."""
        self.attempt(lambda: walls.breach(self.wall, now=self.now, why="AR-12"))
        assert not walls.holds(self.wall)

    @invariant()
    def a_standing_wall_is_proved(self) -> None:
        """By a drill that passed, was verified by somebody else, is valid, and is younger than the last loss."""
        if not hasattr(self, "wall") or not walls.holds(self.wall):
            return
        proofs = [d for d in self.wall.drills if self._proves(d)]
        assert proofs, "stands without a passed, verified, valid drill"
        lost = [c.at for c in self.wall.changes if c.why in {"model", "AR-12"}]
        newest = max(d.run_at for d in proofs).date()
        assert all(newest >= at.date() for at in lost)
        assert all(
            newest >= d.run_at.date()
            for d in self.wall.drills
            if SLIPPED in {d.incident_case, d.sibling_case}
        )

    def _proves(self, tried: Drill) -> bool:
        passed = tried.incident_case.passed and tried.sibling_case.passed
        others = tried.verifier not in {None, tried.run_by, self.wall.owner}
        return passed and others and (self.today - tried.run_at.date()).days <= 90 and bool(tried.evidence)


TestLifeOfAWall = LifeOfAWall.TestCase


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))  # noqa: DTZ001 - made aware below
def test_no_drill_is_valid_for_more_than_90_days(naive: datetime) -> None:
    """Whenever it is run."""
    run = drill(run_at=naive.replace(tzinfo=MONDAY.tzinfo))
    assert (walls.valid_until(run) - run.run_at.date()).days == 90
