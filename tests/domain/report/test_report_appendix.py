"""The timeline nobody was asked for, and what an auditor needs: proofs, words, approvals, versions."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.redaction import Redaction
from bot.domain.review import (
    Act,
    Decision,
    Publication,
    Review,
    Revision,
    RevisionKind,
    StatementKind,
    WallChange,
)
from bot.domain.tree import (
    Break,
    CodeBlock,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    Tree,
    plain,
)
from bot.domain.vocabulary import Facet, Question, WallStatus
from tests.domain import making
from tests.domain.report.made import (
    ANA,
    DECIDED,
    DEE,
    OPENED,
    drawn,
    entries,
    held,
    rich,
    under,
    voice,
    whole,
)

LATER = OPENED + timedelta(days=9)


def rows(review: Review, heading: str) -> list[list[str]]:
    """The rows below a heading."""
    return [line.split(" | ") for line in under(drawn(review), heading).splitlines()[1:] if " | " in line]


# -- the timeline


def test_the_timeline_is_in_the_order_of_time() -> None:
    """Captures, decisions, clock times in answers and acts, sorted together."""
    what = [row[1] for row in rows(rich(), "Timeline")]
    assert what[:5] == [
        "E2 was captured: role export",
        "State: job started at 06:00.",
        "At 06:02 it sent 312 final notices.",
        "Decision A: It sent all of them. (sections 1 to 3)",
        "E1 was captured: run.json",
    ]


def test_decision_rows_stand_out_and_point_at_the_sections() -> None:
    """They are the only bold ones."""
    (table,) = [b for b in drawn(rich()).blocks if isinstance(b, Table) and plain(b.header[0]) == "When"][:1]
    bold = [plain(row[1]) for row in table.rows if any(isinstance(part, Strong) for part in row[1])]
    assert [line[:11] for line in bold] == ["Decision A:", "Decision B:"]
    assert all("(sections 1 to 3)" in line for line in bold)


def test_a_decision_without_a_time_is_named_as_missing_at_the_end() -> None:
    """It is not left out, and not given a place it does not have."""
    when, what, source = rows(rich(), "Timeline")[-1]
    assert when == "time unknown"
    assert (
        what
        == "Decision B: not to ask (sections 1 to 3). Nobody could say when, so it has no place in the order."
    )
    assert source == ""


def test_a_decision_is_placed_by_the_time_somebody_typed() -> None:
    """Where no trace knows it."""
    review = making.with_findings(making.full_review(), [held(Facet.POINT, 1, "about 9:41 it chose")])
    assert ["9:41", "Decision A: as somebody said it (sections 1 to 3)", "S1"] in rows(review, "Timeline")


def test_a_marked_message_is_there_whatever_it_was() -> None:
    """With a clock of its own where it names no time, talk included; unmarked talk is not."""
    talk = making.statement(1, "call with the vendor", kind=StatementKind.TALK)
    marked = making.full_review(statements=(replace(talk, marked=True),))
    assert ["2026-09-14 10:00 UTC", "🕐 call with the vendor", "S1"] in rows(marked, "Timeline")
    assert "call with" not in under(drawn(making.full_review(statements=(talk,))), "Timeline")


def test_words_that_were_taken_back_are_not_in_the_timeline() -> None:
    """Neither for a time in them nor for a mark."""
    gone = making.statement(1, "at 09:00 it began", deleted=True, marked=True)
    assert "it began" not in under(drawn(making.full_review(statements=(gone,))), "Timeline")


def test_what_the_calendar_did_to_a_wall_is_there() -> None:
    """Nobody did it, and yet it happened."""
    expired = WallChange(LATER, None, WallStatus.EXPIRED)
    review = making.full_review(walls=(making.wall(1, changes=(expired,)),))
    assert ["2026-09-23 08:40 UTC", "W1 is expired", ""] in rows(review, "Timeline")


def test_an_act_without_a_sentence_of_ours_still_shows() -> None:
    """A kind that a newer version keeps is named by its key, with who did it."""
    review = replace(rich(), acts=(Act(OPENED, "painted", ANA),))
    assert ["2026-09-14 08:40 UTC", "painted (billing lead)", ""] in rows(review, "Timeline")


def test_every_act_that_is_kept_has_a_sentence_without_a_hole() -> None:
    """Whatever values an act holds, nothing in braces is left."""
    kinds = [key.removeprefix("act.") for key in voice().labels if key.startswith("act.")]
    review = replace(rich(), acts=tuple(Act(OPENED, kind, ANA) for kind in kinds))
    assert kinds
    assert "{" not in under(drawn(review), "Timeline")


# -- evidence


def test_evidence_shows_both_hashes() -> None:
    """Of the bytes as received and of the copy kept; one where nothing was taken out."""
    evidence = {row[0]: row for row in rows(rich(), "Evidence")}
    assert evidence["E1"][6] == f"{'1a' * 32} as received / {'2b' * 32} as kept"
    assert evidence["E2"][6] == f"{'3c' * 32}, as received and as kept"


def test_evidence_says_who_captured_what_when_and_what_was_taken_out() -> None:
    """Its class, its times beside the decision, who added it by role, and the kinds of secrets removed."""
    (row,) = [row for row in rows(rich(), "Evidence") if row[0] == "E1"]
    assert row[1:6] == [
        "run.json",
        "logged",
        "2026-09-14 06:02 UTC",
        "4 s after decision A",
        "by billing lead, 2026-09-14 08:40 UTC",
    ]
    assert row[7] == "bearer: 2"


def test_a_link_that_could_not_be_fetched_is_listed_as_not_captured() -> None:
    """With its address, its reason, and no hash."""
    (row,) = [row for row in rows(rich(), "Evidence") if row[0] == "E5"]
    assert row[1] == "https://tickets.example/88 · not captured or not read: there is nothing in it"
    assert row[3] == "not captured"
    assert row[6] == "none, nothing was captured"


def test_a_kept_hash_that_is_missing_is_said() -> None:
    """A hash as received alone does not pass for both."""
    review = replace(rich(), evidence=(making.evidence(1, kept_sha256=""),))
    assert "no copy was kept" in rows(review, "Evidence")[0][6]


# -- the log


def test_the_log_shows_who_when_and_the_words_whole() -> None:
    """In the order they were said, edits counted with the last time, what was taken out named."""
    log = entries(rich())
    assert [head.split(" · ")[0] for head, _ in log] == [f"S{n}" for n in (*range(1, 15), 16)]
    assert log[0][0] == "S1 · Ana Kovač · 2026-09-14 08:41 UTC · edited once, last 2026-09-14 10:40 UTC"
    assert log[7][0].endswith(" · taken out: bearer: 1")
    assert log[7][1].endswith("Key tok [redacted: bearer]")


def test_edits_are_counted_and_an_old_text_is_not_shown() -> None:
    """The record keeps it; the document shows what stands."""
    revisions = tuple(
        Revision(f"old {n}", OPENED + timedelta(hours=n), RevisionKind.EDITED) for n in range(2)
    )
    said = making.statement(1, "new", revisions=revisions, redactions=(Redaction("key", 1),))
    ((head, words),) = entries(making.full_review(statements=(said,)))
    assert head.endswith(" · edited 2 times, last 2026-09-14 09:40 UTC · taken out: key: 1")
    assert words == "new"


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (RevisionKind.DELETED, "(deleted by its author)"),
        (RevisionKind.FORGOTTEN, "(text forgotten at somebody's word)"),
    ],
)
def test_a_text_that_is_gone_leaves_who_and_when(kind: RevisionKind, shown: str) -> None:
    """And how it went."""
    gone = making.statement(1, "", deleted=True, revisions=(Revision("x", OPENED, kind),))
    log = entries(making.full_review(statements=(gone,)))
    assert log == [(f"S1 · somebody not listed · 2026-09-14 10:00 UTC\n{shown}", "")]


def test_a_statement_is_shown_as_its_author_wrote_it() -> None:
    """A list is a list, code is code, a link is a link; and where no tree was kept, its lines are lines."""
    made = (
        Listing(((Paragraph((Link("https://shop.example/7", (Text("order"),)),)),),)),
        CodeBlock('{"id": 7}'),
    )
    review = making.full_review(
        statements=(
            making.statement(1, "- order (https://shop.example/7)\n{}", tree=Tree(*made)),
            making.statement(2, "# one\n- two"),
        )
    )
    quotes = [block for block in drawn(review).blocks if isinstance(block, Quote)]
    assert quotes == [Quote(made), Quote((Paragraph((Text("# one"), Break(), Text("- two"))),))]


@pytest.mark.parametrize("kind", [RevisionKind.DELETED, RevisionKind.FORGOTTEN])
def test_a_tree_is_not_shown_once_its_text_is_gone(kind: RevisionKind) -> None:
    """Nor are the older ones."""
    old = Revision("", OPENED, kind, Tree(CodeBlock("my own fault")))
    gone = making.statement(1, "", deleted=True, tree=old.tree, revisions=(old,))
    assert "my own fault" not in whole(drawn(making.full_review(statements=(gone,))))


# -- approvals, versions, changes


def test_approvals_name_what_people_answer_for() -> None:
    """Verdicts, walls, drills and the review itself, by time and by role."""
    approved = rows(rich(), "Approvals")
    assert [row[0] for row in approved] == sorted(row[0] for row in approved)
    assert ["2026-09-18 08:40 UTC", "security", "verified drill W1.1"] in approved
    assert ["2026-09-15 08:40 UTC", "billing lead", "W2: declined (only words)"] in approved
    assert [
        "2026-09-19 08:40 UTC",
        "billing engineer (participant 5)",
        "read the review and stands by it",
    ] in approved


def test_a_proposed_verdict_is_no_approval() -> None:
    """Nobody answered for it."""
    assert not any("question 2 of decision B" in row[2] for row in rows(rich(), "Approvals"))


def test_each_published_version_has_its_hash() -> None:
    """And one that did not come through has its reason."""
    failed = Publication("wiki", 2, "", LATER, trouble="publish_drifted")
    review = replace(rich(), publications=(*rich().publications, failed))
    assert rows(review, "Published versions") == [
        ["v1", "markdown", "2026-09-14 12:40 UTC", "6f" * 32],
        ["v2", "wiki", "2026-09-23 08:40 UTC", "not published: somebody changed it by hand"],
    ]


def test_changes_since_the_last_version_are_all_there() -> None:
    """A reader of that one need read no more than these."""
    before = OPENED + timedelta(hours=4, seconds=1)
    at = before + timedelta(days=1)
    review = replace(
        rich(),
        acts=(Act(at, "approved", DEE),),
        evidence=(making.evidence(6, added_at=at),),
        verdicts=(making.verdict(Question.CONTEXT, "lost", at=at),),
        unknowns=(making.unknown(Question.CONTEXT, Facet.RULES, opened_at=before, settled_at=at),),
        walls=(making.wall(1, proposed_at=at, changes=(WallChange(at, None, WallStatus.BREACHED),)),),
        statements=(
            making.statement(1, at=OPENED, revisions=(Revision("x", at, RevisionKind.EDITED),)),
            making.statement(2, at=at),
        ),
    )
    assert {row[1] for row in rows(review, "Changes since the last published version")} == {
        "security read the review and stands by it",
        "E6 was added: run.json",
        "settled question 2 of decision A: it had been there and was lost (cut, summarised, new session)",
        "U1 was settled",
        "W1 was proposed",
        "W1 is breached",
        "S1 was edited",
        "S2 was said",
    }


def test_before_the_first_version_there_are_no_changes_to_list() -> None:
    """Nor after one that failed."""
    failed = Publication("markdown", 1, "", OPENED, trouble="publish_not_written")
    for publications in ((), (failed,)):
        found = drawn(replace(rich(), publications=publications))
        with pytest.raises(KeyError):
            under(found, "Changes since the last published version")


def test_empty_parts_say_that_they_are_empty() -> None:
    """A heading with nothing below it would look like a mistake."""
    found = drawn(making.make_review())
    for heading, sentence in {
        "Evidence": "No evidence was added.",
        "Statement log": "Nothing was said in the thread.",
        "Approvals": "Nothing was approved yet.",
        "Published versions": "Not published before this version.",
    }.items():
        assert under(found, heading) == sentence


# -- front matter


def test_the_front_matter_holds_what_a_machine_needs() -> None:
    """Keys of the vocabulary, times in ISO 8601, people by role, a proposed verdict as none."""
    front = dict(drawn(rich()).front)
    assert front["review_id"] == "AR-12"
    assert front["status"] == "filed"
    assert front["restricted"] is True
    assert front["started_at"] == "2026-09-14T08:40:00Z"
    assert front["published_at"] == "2026-09-19T08:40:00Z"
    assert front["version"] == 2
    assert front["owner_role"] == "billing lead"
    assert front["unknown_facets"] == 24
    assert front["missing_facets"] == 0
    assert front["same_tomorrow"] == {
        "answer": "no",
        "stale": True,
        "answered_at": "2026-09-18T08:40:00Z",
    }
    assert front["decisions"] == [
        {
            "letter": "A",
            "decided_at": "2026-09-14T06:02:30Z",
            "decision": "literal_goal",
            "context": "stale_or_wrong",
            "authority": "over_granted",
            "ruling": "governance_design",
        },
        {
            "letter": "B",
            "decided_at": None,
            "decision": "no_stop",
            "context": None,
            "authority": "as_intended",
            "ruling": "governance_design",
        },
    ]


def test_walls_in_the_front_matter_can_be_followed_up() -> None:
    """By id, status, strength, owner and date."""
    walls = dict(drawn(rich()).front)["walls"]
    assert isinstance(walls, list)
    assert walls[2] == {
        "id": "W3",
        "family": "detect",
        "strength": "intermediate",
        "status": "built",
        "owner_role": "security",
        "due": "2026-10-14",
    }


def test_a_review_just_opened_has_every_key() -> None:
    """A reader of many files never has to ask whether a key is there."""
    assert dict(drawn(making.make_review()).front).keys() == dict(drawn(rich()).front).keys()
    assert dict(drawn(making.make_review()).front)["published_at"] is None


@pytest.mark.parametrize(("decided", "place"), [(DECIDED, 1), (None, -2)])
def test_a_clock_time_belongs_to_the_day_of_the_decision(decided: datetime | None, place: int) -> None:
    """Where that is not known, to the day the review was opened."""
    next_day = OPENED + timedelta(days=1)
    review = making.full_review(
        decisions=(Decision("A", decided_at=decided),),
        opened_at=next_day,
        acts=(Act(next_day, "opened", ANA),),
        statements=(making.statement(1, "it ended at 23:50", at=next_day),),
    )
    assert rows(review, "Timeline")[place][0] == "23:50"
