"""Each section shows what its question asks for: options, captures beside the moment, grants, walls by grade."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.review import Checks, Containment, Decision, Linked, Review
from bot.domain.tree import Table, plain
from bot.domain.vocabulary import EvidenceClass, Facet, Question, WallStatus, YesNo
from tests.domain import making
from tests.domain.report.made import ANA, BEN, DECIDED, DEE, LOGGED, OPENED, drawn, held, rich, under, whole

FIRST = "1. What decision did the agent make, and what was it trying to optimize for?"
SECOND = "2. What context was in its window at that moment?"
THIRD = "3. Was it authorized to take that action?"
FOURTH = "4. Could the operation have caught this class of error before it landed on live work?"


def table(review: Review, first: str) -> list[list[str]]:
    """The rows of the first table whose first column has this heading."""
    found = next(b for b in drawn(review).blocks if isinstance(b, Table) and plain(b.header[0]) == first)
    return [[plain(cell) for cell in row] for row in found.rows]


# -- the decision


def with_options(options: str, choice: str) -> Review:
    return making.with_findings(
        making.full_review(), [held(Facet.OPTIONS, 1, options), held(Facet.CHOICE, 2, choice)]
    )


def test_the_chosen_option_is_ticked() -> None:
    """And the others are not; the choice stands below with its source."""
    review = with_options("- send all\n- stop\n- ask", "Send all.")
    assert table(review, "Option") == [["send all", "✔"], ["stop", ""], ["ask", ""]]
    assert "What it chose: Send all. (S2, testimony)" in under(drawn(review), FIRST)


@pytest.mark.parametrize("choice", ["it did not stop", "stop or ask", "all of them at once"])
def test_a_choice_in_other_words_is_never_ticked_on_an_option(choice: str) -> None:
    """Words that merely occur in it prove nothing: it gets a row of its own."""
    review = with_options("send all\nstop\nask", choice)
    assert table(review, "Option")[3] == [f"{choice} (S2, testimony)", "✔"]
    assert [row[1] for row in table(review, "Option")[:3]] == ["", "", ""]


def test_what_a_reader_recognised_is_the_option_chosen() -> None:
    """A cold reader who picked the agent's choice settles which option it was, whatever it was called."""
    review = with_options("send all\nstop", "it mailed everybody")
    read = making.cold_read(options=("send all", "stop"), picked="send all")
    assert table(replace(review, cold_reads=(read,)), "Option")[0] == ["send all", "✔"]


def test_options_in_one_sentence_are_not_made_into_a_table() -> None:
    """A row that holds all of them could not be ticked honestly."""
    section = under(drawn(with_options("it could send, stop or ask", "send")), FIRST)
    assert (
        "Options: it could send, stop or ask (S1, testimony)\nWhat it chose: send (S2, testimony)" in section
    )
    assert "✔" not in section


def test_options_that_do_not_apply_say_why() -> None:
    """They are not called unanswered."""
    review = replace(held(Facet.OPTIONS, 1, "n/a, because it has one button"), not_applicable=True)
    section = under(drawn(making.with_findings(making.full_review(), [review])), FIRST)
    assert "Options: not applicable: because it has one button (S1)" in section


def test_both_goals_stand_side_by_side() -> None:
    """The goal as told, with its source, beside the one it acted on."""
    assert table(rich(), "The goal it was given")[0] == [
        "clear the overdue list before 07:00 (E1, logged)",
        "In effect it worked towards an empty list. (S3, testimony)",
    ]


def test_inside_and_outside_are_two_lines_that_do_not_repeat_their_name() -> None:
    """Somebody who began with "From the inside" is not made to say it twice."""
    section = under(drawn(rich()), FIRST)
    assert "\nFrom the inside: the list was its only measure of done. (S5, testimony)\n" in section
    assert "\nFrom the outside: From outside: 290 of the 312 had paid on Friday. (S5, testimony)\n" in section


def test_the_moment_names_its_step_in_the_trace() -> None:
    """What was said of it, and the step a person chose, with its time."""
    section = under(drawn(rich()), FIRST)
    assert "It is step 00f3 of E1, 2026-09-14 06:02 UTC." in section


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "yes, somebody not listed expected the agent's choice: refund"),
        ({"expected": YesNo.NO, "picked": "stop"}, "no, somebody not listed expected something else: stop"),
        ({"answered_at": None}, "somebody not listed was asked on 2026-09-14 10:00 UTC and has not answered"),
        ({"read_thread": YesNo.YES}, "choice: refund (had read the thread)"),
    ],
)
def test_a_cold_reader_is_shown_with_what_they_expected(changes: dict[str, object], line: str) -> None:
    """Yes, no, silent, and whether they had read the thread."""
    review = making.full_review(cold_reads=(making.cold_read(**changes),))
    assert line in under(drawn(review), FIRST)


# -- the window


def captured(seconds: int) -> Review:
    evidence = making.evidence(1, captured_at=DECIDED + timedelta(seconds=seconds))
    review = making.full_review(decisions=(Decision("A", decided_at=DECIDED),), evidence=(evidence,))
    return making.with_findings(review, [held(Facet.DATA, "E1", "the list", LOGGED)])


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "at the decision"),
        (4, "4 s after the decision"),
        (-300, "5 min before the decision"),
        (3 * 86400 + 7200, "3 d 2 h after the decision"),
    ],
)
def test_a_capture_is_shown_beside_the_moment_of_the_decision(seconds: int, shown: str) -> None:
    """What was captured later may hold what came later: the reader sees by how much."""
    review = captured(seconds)
    row = next(row for row in table(review, "Slot") if row[0] == "Data it had read")
    at = f"{DECIDED + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"
    assert row[1:] == ["the list (E1)", "logged", at, shown]
    assert shown in under(drawn(review), "Evidence")


def test_words_alone_are_not_captured() -> None:
    """A slot that rests on what somebody remembers says so; so does an evidence without a time."""
    rows = {row[0]: row[2:] for row in table(making.full_review(), "Slot")}
    assert rows["Data it had read"] == ["testimony", "not captured", ""]
    untimed = making.full_review(evidence=(making.evidence(1),))
    untimed = making.with_findings(untimed, [held(Facet.DATA, "E1", "the list", LOGGED)])
    assert table(untimed, "Slot")[2][2:] == ["logged", "time unknown", ""]


def test_the_four_slots_are_always_there() -> None:
    """State, user, data and history, each filled, not applicable or unknown."""
    assert [row[0] for row in table(rich(), "Slot")] == [
        "State of the work",
        "What the user had said",
        "Data it had read",
        "Earlier turns and memory",
    ]


def test_missing_and_excess_are_two_answers() -> None:
    """What it did not know, and what it should not have seen."""
    section = under(drawn(rich()), SECOND)
    assert "What it did not know: the payments of the weekend; with them it would have flipped" in section
    assert "What should not have been there: none, because the list has no other columns" in section


# -- the grant


def test_grants_come_before_what_they_were_meant_for_and_that_before_the_approval() -> None:
    """Which grant, does it cover this, was it meant so wide, approval, is the path open: in this order."""
    section = under(drawn(rich()), THIRD)
    order = [
        "What let it reach the system",
        "What let it reach the user's data",
        "What it could do without approval",
        "Was it meant to be so wide",
        "The approval and what became of it",
        "Is the path still open",
        "Verdict: Governance design",
    ]
    places = [section.index(part) for part in order]
    assert places == sorted(places)


def test_a_grant_is_shown_with_its_proof_as_of_then() -> None:
    """How it is known, when that was captured, and how far from the decision."""
    row = table(rich(), "What gave it the right")[0]
    assert row[1:] == [
        "Role DUN-SEND, exported that morning (E2)",
        "reconstructed from records",
        "2026-09-14 05:30 UTC",
        "32 min before decision A",
    ]


def test_the_ruling_says_what_it_means() -> None:
    """In words somebody outside the trade understands."""
    assert "Governance design (granted wider than meant). The set-up allowed it." in under(
        drawn(rich()), THIRD
    )


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (None, "Contained? Nobody was asked yet."),
        (YesNo.YES, "Contained: yes, said by billing lead, 2026-09-14 08:40 UTC."),
        (YesNo.NO, "Contained: not yet; billing engineer (participant 2) does it now."),
        (YesNo.UNKNOWN, "Contained: unknown; billing engineer (participant 2) finds out."),
    ],
)
def test_containment_is_said_once_ahead_of_the_grants(answer: YesNo | None, line: str) -> None:
    """It holds for all decisions."""
    contained = Containment(answer, BEN, ANA, OPENED) if answer else None
    section = under(drawn(replace(rich(), containment=contained)), THIRD)
    assert section.startswith(line)
    assert section.count("Contained") == 1


# -- the walls


def test_a_wall_shows_its_five_answers_its_grade_and_where_it_stands() -> None:
    """Yes, no and unknown in the order a to e."""
    rows = {row[0]: row for row in table(rich(), "W")}
    assert rows["W1"][3:6] == ["y y y y y", "strong", "standing"]
    assert rows["W2"][3:6] == [
        "n n ? ? ?",
        "weak",
        "declined by billing lead: only the model's own reading would enforce it",
    ]
    assert rows["W3"][3:7] == ["y n y ? ?", "intermediate", "built", "security, due 2026-10-14"]


def test_the_five_letters_are_explained_below_the_table() -> None:
    """Nobody has to know them."""
    section = under(drawn(rich()), FOURTH)
    assert "a: enforced outside the model · b: before effect" in section
    assert "Unknown counts as no." in section


def test_a_persons_check_says_why_it_is_graded_lower() -> None:
    """Four yes and yet intermediate would puzzle."""
    wall = making.wall(1, human_approval=True)
    assert table(making.full_review(walls=(wall,)), "W")[0][4] == (
        "intermediate (a person checks: intermediate at most)"
    )


def test_a_wall_without_an_owner_says_so_and_an_ended_one_waits_for_nobody() -> None:
    """Nobody is shown as owing what was declined."""
    free = making.wall(1, owner=None, due=None)
    ended = making.wall(2, owner=None, due=None, status=WallStatus.SUPERSEDED, why="W1")
    rows = table(making.full_review(walls=(free, ended)), "W")
    assert rows[0][6] == "nobody, no date"
    assert rows[1][5:] == ["superseded by W1", ""]


def test_a_drill_shows_both_cases_who_ran_it_and_who_verified_it() -> None:
    """Blocked, recorded and told for the incident and for its sibling; the verifier is not the runner."""
    (row,) = table(rich(), "Drill")
    passed = "blocked: yes; recorded: yes; someone told: yes"
    assert row == [
        "W1.1",
        "2026-09-17 08:40 UTC, by billing engineer (participant 2), in staging",
        passed,
        passed,
        "by security, 2026-09-18 08:40 UTC",
        "2026-12-16",
        "E4",
    ]


def test_a_drill_nobody_verified_is_not_shown_as_proof() -> None:
    """Not yet, and valid for nothing."""
    wall = making.wall(1, status=WallStatus.DRILLED, drills=(making.drill(),))
    (row,) = table(making.full_review(walls=(wall,)), "Drill")
    assert row[4:6] == ["not yet", ""]


def test_walls_without_any_drill_are_only_built() -> None:
    """The document says what that is worth."""
    review = making.full_review(walls=(making.wall(1, status=WallStatus.BUILT, checks=Checks()),))
    assert "No drill was recorded: built is not standing." in under(drawn(review), FOURTH)


def test_walls_that_stood_have_one_reason_each() -> None:
    """And how that is known."""
    assert table(rich(), "Walls that stood") == [
        ["Approval is asked above 500 letters. (S8)", "was not in the path", "testimony"]
    ]


@pytest.mark.parametrize(
    ("same", "line"),
    [
        (YesNo.YES, "The same class happened before: AR-3 (said by security, 2026-09-14 08:40 UTC)."),
        (YesNo.NO, "AR-3 was looked at and is of another class (said by security, 2026-09-14 08:40 UTC)."),
    ],
)
def test_an_earlier_review_is_linked_by_somebodys_word(same: YesNo, line: str) -> None:
    """By its key alone: whoever may not read it learns no more."""
    assert line in under(drawn(replace(rich(), links=(Linked(3, same, DEE, OPENED),))), FOURTH)


# -- open ends


def test_an_unknown_has_an_owner_a_date_and_a_reason() -> None:
    """An open one, one that cannot be known, and one that was settled."""
    rows = {row[0]: row for row in table(rich(), "U")}
    assert rows["U1"][1:] == [
        "A: rules in force",
        "participant 3",
        "2026-09-21",
        "cannot be known: not logged",
        "open",
    ]
    assert rows["U5"][5] == "settled 2026-09-14 09:40 UTC"


def test_what_nobody_was_asked_for_is_named() -> None:
    """Until the review is finished, it is nobody's yet."""
    review = making.make_review()
    assert "owned by nobody yet: the moment it decided, options" in whole(drawn(review))
    assert "owned by nobody yet" not in whole(drawn(making.full_review()))


def test_an_unknown_of_a_whole_question_names_it() -> None:
    """Where no facet is given, the question itself is what nobody could say."""
    review = making.full_review(unknowns=(making.unknown(Question.CONTEXT),))
    assert table(review, "U")[0][1] == "What context was in its window at that moment?"


def test_a_class_is_named_the_same_in_a_bracket_and_in_a_column() -> None:
    """One word for one thing."""
    review = making.with_findings(
        making.full_review(),
        [
            held(Facet.DATA, 1, "x", EvidenceClass.THIRD_PARTY),
            held(Facet.BELIEF, 1, "y", EvidenceClass.THIRD_PARTY),
        ],
    )
    assert table(review, "Slot")[2][2] == "third party"
    assert "y (S1, third party)" in under(drawn(review), FIRST)
