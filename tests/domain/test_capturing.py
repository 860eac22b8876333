"""Walls that record what an agent sees: which they are, which window proves one, and what it does not claim."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.domain.capturing import TAKEN, captured, captures, drilled, full_window, is_proof, since, waits
from bot.domain.nudge_words import direct
from bot.domain.nudges import Nudge, NudgeKind
from bot.domain.nudges import Where as Said
from bot.domain.review import Review, Span, Wall
from bot.domain.trace import ContextItem, DecisionPoint, Fact, Tool, ToolCall, Where, Window
from bot.domain.trace_vocabulary import FactKind, Flag, Link, Part
from bot.domain.vocabulary import Family, Status, WallStatus, YesNo
from bot.domain.walls import (
    breach,
    built,
    counts,
    expire,
    outdated,
    passed,
    proved_until,
    verify_drill,
)
from tests.domain.interview.thread import spoken
from tests.domain.making import BUILDER, MONDAY, VERIFIER, drill, make_review, standing_wall, wall

AGENT = "refund-desk"
HERE = Where("a1", "gen_ai.input.messages")
ASKED = ContextItem("user", Part.TEXT, "refund order 17", HERE, 0)
ANSWER = ContextItem("assistant", Part.TEXT, "I cannot", HERE, 1)
ARGUMENTS = ContextItem("assistant", Part.TOOL_CALL, '{"order": 17}', HERE, 1, "refund")
CALL = ToolCall("refund", "c1", ARGUMENTS, None, Link.NONE)
TODAY = MONDAY.date()
LATER = MONDAY + timedelta(hours=1)


def capture_wall(**changes: object) -> Wall:
    """The wall that the bot proposed on Monday, taken by its owner."""
    own = {"spans": (Span("bot", "Capture context at decision time"),), "family": Family.DETECT}
    return wall(1, **{**own, "status": WallStatus.ACCEPTED, **changes})


def review_with(*walls: Wall, **changes: object) -> Review:
    """A review of the agent with walls."""
    return make_review(**{"agent": AGENT, "walls": walls, **changes})


def proved(before: Wall, at: datetime = LATER) -> Wall:
    """The wall after a window that arrived then."""
    return captured(before, drilled(before, agent="Refund-Desk", arrived_at=at, evidence="E1"), now=at)


def decision(*flags: Flag, agent: str = "Refund-Desk", **changes: object) -> DecisionPoint:
    """An answer in words whose window is on record."""
    point = DecisionPoint(
        key="a1",
        trace_id="f0",
        span_id="a1",
        message=None,
        start=MONDAY,
        end=MONDAY,
        window=Window(messages=(ASKED,)),
        output=(ANSWER,),
        calls=(),
        facts=(Fact(FactKind.AGENT, agent, HERE),),
        flags=flags,
    )
    return replace(point, **changes)  # type: ignore[arg-type] # fields come by name


def test_only_the_bots_own_wall_that_records_is_one() -> None:
    """A wall in somebody's words is theirs to drill, and so is a wall of another kind."""
    assert captures(capture_wall())
    assert not captures(capture_wall(spans=(Span("S1", "log what it sees"),)))
    assert not captures(capture_wall(family=Family.GATE))


@pytest.mark.parametrize("status", WallStatus)
def test_it_waits_once_taken_until_it_is_proved(status: WallStatus) -> None:
    """Not while it is proposed, breached or ended; a proved one has time."""
    proof = drill(valid_until=TODAY + timedelta(days=90))
    review = review_with(capture_wall(status=status, drills=(proof,)))
    expected = status in TAKEN - {WallStatus.STANDING}
    assert bool(waits(review, TODAY, 7)) is expected


def test_a_standing_one_waits_again_as_soon_as_its_drill_is_due() -> None:
    """So many days before its proof ends, that day included."""
    review = review_with(proved(capture_wall()))
    ends = TODAY + timedelta(days=90)
    assert waits(review, ends - timedelta(days=8), 7) == ()
    assert waits(review, ends - timedelta(days=7), 7) == review.walls


@pytest.mark.parametrize("changes", [{"agent": ""}, {"status": Status.WITHDRAWN}, {"status": Status.MERGED}])
def test_nothing_waits_without_an_agent_or_in_an_opening_taken_back(changes: dict[str, object]) -> None:
    """No run could be told to be its own."""
    assert waits(review_with(capture_wall(), **changes), TODAY, 7) == ()


@pytest.mark.parametrize("status", sorted(TAKEN))
def test_a_window_makes_it_stand_for_ninety_days_from_its_arrival(status: WallStatus) -> None:
    """Whatever it was, nobody is asked, and nothing is in its way any more."""
    after = proved(capture_wall(status=status, why="the vendor ships in October"))
    assert (after.status, after.why) == (WallStatus.STANDING, "")
    assert proved_until(after) == date(2026, 12, 13)
    assert after.changes[-1].by is None
    (last,) = after.drills
    assert passed(last)
    assert counts(last)


def test_it_claims_that_the_window_was_recorded_and_nothing_else() -> None:
    """Not that anything was blocked, nor that somebody was told, nor that anybody looked."""
    (last,) = proved(capture_wall()).drills
    for case in (last.incident_case, last.sibling_case):
        assert (case.blocked, case.recorded, case.told) == (YesNo.UNKNOWN, YesNo.YES, YesNo.UNKNOWN)
        assert not case.passed
    assert (last.captured, last.verifier, last.verified_at) == (True, None, None)
    assert not passed(replace(last, captured=False))


def test_it_expires_like_any_other_and_the_next_window_brings_it_back() -> None:
    """After its ninety days, or when the agent changed."""
    stands = proved(capture_wall())
    late = LATER + timedelta(days=91)
    for down in (expire(stands, now=late, today=late.date()), outdated(stands, what="model", now=late)):
        assert down.status is WallStatus.EXPIRED
        again = proved(down, late + timedelta(hours=1))
        assert expire(again, now=late, today=late.date()).status is WallStatus.STANDING


def test_a_window_counts_from_the_proposal_on() -> None:
    """Accepting or building it does not set the time back."""
    taken = built(capture_wall(), by=BUILDER, now=LATER)
    assert since(taken) == MONDAY
    assert not is_proof(review_with(taken), taken, AGENT, MONDAY)
    assert is_proof(review_with(taken), taken, AGENT, MONDAY + timedelta(seconds=1))


def test_after_a_change_of_the_agent_only_newer_windows_count() -> None:
    """What an older release recorded says nothing of this one; that a proof grew old says nothing of the record."""
    stands = proved(capture_wall())
    changed = outdated(stands, what="model", now=LATER + timedelta(hours=5))
    old = expire(stands, now=LATER + timedelta(days=91), today=TODAY + timedelta(days=91))
    assert since(changed) == LATER + timedelta(hours=5)
    assert since(old) == LATER


def test_after_a_breach_it_is_built_anew_before_a_window_counts() -> None:
    """One that arrived meanwhile shows what did not hold."""
    down = breach(proved(capture_wall()), now=LATER + timedelta(days=1), why="AR-9")
    arrives = LATER + timedelta(days=2)
    assert not is_proof(review_with(down), down, AGENT, arrives)
    anew = built(down, by=BUILDER, now=LATER + timedelta(days=3))
    assert not is_proof(review_with(anew), anew, AGENT, arrives)
    assert is_proof(review_with(anew), anew, AGENT, LATER + timedelta(days=4))


def test_the_same_window_is_no_second_drill() -> None:
    """A newer one is."""
    after = proved(capture_wall())
    assert not is_proof(review_with(after), after, AGENT, LATER)
    assert is_proof(review_with(after), after, AGENT, LATER + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("agent", "is_its"), [("Refund-Desk", True), ("refund-desk ", True), ("triage", False), ("", False)]
)
def test_agents_are_matched_by_name(agent: str, is_its: bool) -> None:  # noqa: FBT001 - a column of the table above
    """In any spelling of case and space."""
    waiting = capture_wall()
    assert is_proof(review_with(waiting), waiting, agent, LATER) is is_its
    assert not is_proof(review_with(waiting, agent=""), waiting, agent, LATER)


def test_walls_of_people_are_no_concern_of_it() -> None:
    """However well the runs of their agent are recorded."""
    other = replace(standing_wall(), status=WallStatus.BUILT)
    assert waits(review_with(other), TODAY, 7) == ()
    assert not is_proof(review_with(other), other, AGENT, LATER)


def test_a_person_may_still_drill_and_verify_it() -> None:
    """As any other wall."""
    drilled_by_hand = capture_wall(status=WallStatus.DRILLED, drills=(drill(),))
    stands = verify_drill(drilled_by_hand, by=VERIFIER, now=LATER, today=TODAY)
    assert stands.status is WallStatus.STANDING


def test_a_reminder_says_what_proves_it() -> None:
    """That a window arrives, not that anything is blocked."""
    review = review_with(capture_wall())
    due = Nudge(7, NudgeKind.WALL_DUE, "W1", BUILDER, Said.DIRECT, MONDAY, TODAY)
    shown = spoken(direct(BUILDER, [(due, review)], TODAY))
    assert "One full window that it sends here proves that." in shown
    assert "blocked" not in shown


def test_a_window_with_all_of_it_is_full() -> None:
    """What it was shown and what it answered; which name matched is told as recorded."""
    found = full_window((decision(Flag.NO_AUTHORISATION_RECORD, Flag.NO_TOOL_DEFINITIONS),), AGENT)
    assert found is not None
    assert (found.point, found.agent) == ("a1", "Refund-Desk")


@pytest.mark.parametrize(
    "flag",
    [
        Flag.NO_CONTENT,
        Flag.NO_INPUT,
        Flag.NO_OUTPUT,
        Flag.UNREAD_FORM,
        Flag.REDACTED,
        Flag.BY_REFERENCE,
        Flag.TRUNCATED,
        Flag.ATTRS_DROPPED,
        Flag.MESSAGE_INDEX_GAP,
        Flag.COMPACTED,
        Flag.WINDOW_REBUILT,
        Flag.SERVER_SIDE_CONTEXT,
        Flag.MULTIMODAL_NOT_INLINED,
        Flag.DERIVED_BY_BACKEND,
        Flag.TOKEN_GAP,
        Flag.NO_TIMES,
        Flag.PARTIAL,
        Flag.EXECUTION_WITHOUT_CALL,
        Flag.TOOL_NAMES_ONLY,
    ],
)
def test_a_window_with_anything_missing_is_not(flag: Flag) -> None:
    """A gap, a cut, a reference, something dropped, derived, or never recorded."""
    assert full_window((decision(flag),), AGENT) is None


def test_one_decision_of_the_run_is_enough() -> None:
    """The others may lack what they lack."""
    found = full_window((decision(Flag.TRUNCATED), decision(key="b2")), AGENT)
    assert found is not None
    assert found.point == "b2"


def test_a_call_is_full_with_its_arguments_and_the_tools_on_offer() -> None:
    """Tools are part of what it was shown; in a run that calls none, none are missing."""
    tool = Tool("refund", "", '{"type": "object"}', "{}", HERE)
    calls = decision(output=(ARGUMENTS,), calls=(CALL,), window=Window(messages=(ASKED,), tools=(tool,)))
    assert full_window((calls,), AGENT) is not None
    bare = replace(calls, calls=(replace(CALL, arguments=None),))
    assert full_window((bare,), AGENT) is None
    unsaid = replace(calls, flags=(Flag.NO_TOOL_DEFINITIONS,))
    words = decision(Flag.NO_TOOL_DEFINITIONS)
    assert full_window((unsaid, words), AGENT) is None
    assert full_window((words,), AGENT) is not None


def test_an_empty_window_is_no_window() -> None:
    """Neither is one that holds blanks."""
    blank = replace(ASKED, text=" ")
    assert full_window((decision(window=Window()),), AGENT) is None
    assert full_window((decision(window=Window(messages=(blank,))),), AGENT) is None


def test_a_decision_of_another_agent_in_the_run_is_not_its_own() -> None:
    """By the name of the agent, and only where none is recorded by that of the service."""
    service = Fact(FactKind.SERVICE, AGENT, HERE)
    other = decision(agent="triage", facts=(Fact(FactKind.AGENT, "triage", HERE), service))
    assert full_window((other,), AGENT) is None
    assert full_window((decision(facts=(service,)),), AGENT) is not None
    assert full_window((decision(facts=()),), AGENT) is None
