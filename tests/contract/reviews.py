"""Reviews to keep: one that holds every kind of part, and any that the types allow."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.domain import review as domain
from bot.domain.redaction import Redaction
from bot.domain.review import (
    Act,
    Checks,
    ColdRead,
    Containment,
    Decision,
    Disagreement,
    Drill,
    Evidence,
    ExistingWall,
    Finding,
    Linked,
    NoWallYet,
    Outcome,
    Parked,
    Participant,
    PersonKey,
    Poll,
    Position,
    Progress,
    Quiet,
    Review,
    Revision,
    RevisionKind,
    SameTomorrow,
    Span,
    Stage,
    Statement,
    StatementKind,
    ThreadRef,
    Unknown,
    Verdict,
    Wall,
    WallChange,
    WhyUnknown,
)
from bot.domain.trace_vocabulary import Provenance
from bot.domain.tree import (
    Break,
    CodeBlock,
    CodeSpan,
    Emphasis,
    Link,
    Listing,
    Paragraph,
    Quote,
    Strong,
    Text,
    Tree,
)
from bot.domain.vocabulary import (
    EvidenceClass,
    Facet,
    Family,
    FirstGuess,
    Question,
    Ruling,
    Severity,
    Status,
    WallStatus,
    WhyNot,
    YesNo,
)

MOMENT = datetime(2027, 3, 29, 9, 0, 0, 250, tzinfo=UTC)
WORKSPACE = "slack:T1"
ADA = PersonKey("slack:T1:U-ada")
BO = PersonKey("slack:T1:U-bo")
CY = PersonKey("slack:T1:U-cy")
THREAD = ThreadRef("slack", "T1", "C1", "1711.0001")


TREE = Tree(
    Paragraph((Strong((Text("It"), Emphasis((Text(" chose"),)))), Break(), CodeSpan("refund"))),
    Listing(
        ((Paragraph((Link("https://shop.example/7", (Text("order"),)),)), Listing(())), ()), ordered=True
    ),
    Quote((CodeBlock('{"id": 7}', "json"),)),
)
"""What an author may make of a text."""


def plain(number: int = 1) -> Review:
    """A review just opened: nothing in it yet."""
    return Review(number, WORKSPACE, "Refunds went out twice", opener=ADA, owner=BO, opened_at=MOMENT)


def statement(number: int, text: str = "It chose to refund.") -> Statement:
    """A statement not yet answered; its message is `m<number>`."""
    return Statement(
        number,
        f"m{number}",
        ADA,
        MOMENT + timedelta(seconds=number),
        text,
        StatementKind.ANSWER,
        Question.DECISION,
        "A",
        pending=True,
    )


def settled(text: str) -> Verdict:
    """A settled verdict of the main decision."""
    return Verdict(Question.DECISION, text, "A", settled_by=BO, at=MOMENT)


def wall(name: str, status: WallStatus = WallStatus.PROPOSED, due: date | None = None) -> Wall:
    """A wall without drills."""
    return Wall(
        name, (Span("S1", f"{name} in words"),), Family.GATE, BO, MOMENT, status=status, due=due, owner=CY
    )


def with_everything(number: int = 7) -> Review:
    """A review that holds every kind of part, with the whole log in hand."""
    return replace(
        plain(number),
        status=Status.REVIEWED,
        version=41,
        thread=THREAD,
        channel="C1",
        asked_in="C2",
        restricted=True,
        private_channel=True,
        readers=(CY, BO),
        quick=True,
        quiet=Quiet(ADA, MOMENT, asked_again=True),
        first_guess=FirstGuess.WRONG_ASK,
        severity=Severity.SERIOUS_INCIDENT,
        aware_at="Tuesday, about noon",
        harm="money",
        jurisdiction="EU",
        postmortem="https://wiki.example/pm/7",
        agent="refund-helper",
        tool="refund",
        reason="opened twice",
        merged_into=3,
        earlier_asked=True,
        blame_probes=2,
        current="B",
        asking=Question.WALL,
        decisions=(
            Decision("A", "Refund", "E1", "span-9", MOMENT),
            Decision("B", "Not to ask"),
        ),
        progress=(
            Progress(Question.DECISION, "A", Stage.DONE, 3, ("options", "s6"), Facet.OPTIONS, answered=True),
            Progress(
                Question.WALL, stage=Stage.SKIPPED, skipped_once=True, copied=True, reopened=True, asked_of=CY
            ),
        ),
        findings=(
            Finding(
                Facet.CHOICE,
                (Span("S1", "It refunded."), Span("E1", "call refund(…)", 1200, Provenance.TRUNCATED)),
                EvidenceClass.LOGGED,
                ADA,
                MOMENT,
                "A",
                signs=("S1", "S7"),
            ),
            Finding(Facet.SIBLING, (), EvidenceClass.TESTIMONY, BO, MOMENT, not_applicable=True),
        ),
        verdicts=(
            settled("overreach"),
            Verdict(
                Question.AUTHORITY,
                "over_granted",
                "A",
                ("inherited",),
                Ruling.GOVERNANCE_DESIGN,
                disagreed_by=(CY, ADA),
            ),
        ),
        unknowns=(
            Unknown("U1", Question.CONTEXT, (Facet.DATA, Facet.USER), CY, date(2027, 4, 5), MOMENT),
            Unknown(
                "U2",
                Question.DECISION,
                (),
                BO,
                date(2027, 4, 6),
                MOMENT,
                WhyUnknown.NO_READER,
                "A",
                settled_at=MOMENT,
            ),
        ),
        disagreements=(
            Disagreement(
                "D1",
                Facet.MEANT,
                (
                    Position((Span("S1", "Meant so."),), EvidenceClass.TESTIMONY, ADA, MOMENT),
                    Position((Span("S2", "Not meant."),), EvidenceClass.RECONSTRUCTED, BO, MOMENT),
                ),
                "A",
                "the ticket of March",
            ),
        ),
        evidence=(
            Evidence(
                "E1",
                "trace.json",
                "trace",
                EvidenceClass.LOGGED,
                ADA,
                MOMENT,
                "https://traces.example/9",
                "application/json",
                4096,
                "ab" * 32,
                "cd" * 32,
                MOMENT,
                redactions=(Redaction("bearer", 2),),
                points=3,
            ),
            Evidence("E2", "shot.png", "picture", EvidenceClass.THIRD_PARTY, BO, MOMENT, looked_at_by=ADA),
            Evidence(
                "E3", "x", "link", EvidenceClass.UNKNOWN, BO, MOMENT, captured=False, trouble="fetch_404"
            ),
        ),
        cold_reads=(
            ColdRead("A", CY, MOMENT, ("ask", "refund"), YesNo.NO, "refund", YesNo.YES, MOMENT),
            ColdRead("B", ADA, MOMENT, ()),
        ),
        containment=Containment(YesNo.NO, None, ADA, MOMENT),
        existing=(ExistingWall(Span("S3", "the approval"), WhyNot.BYPASSED),),
        walls=(
            replace(
                wall("W1", WallStatus.STANDING, date(2027, 5, 1)),
                checks=Checks(YesNo.YES, YesNo.YES, YesNo.NO, YesNo.UNKNOWN, YesNo.YES),
                rare_second_person=True,
                human_approval=True,
                graded=True,
                missed_dates=1,
                drills=(
                    Drill(
                        1,
                        "staging",
                        MOMENT,
                        CY,
                        Outcome(YesNo.YES, YesNo.YES, YesNo.YES),
                        Outcome(YesNo.YES, YesNo.NO, YesNo.UNKNOWN),
                        ("E1",),
                        BO,
                        MOMENT,
                        date(2027, 8, 1),
                    ),
                    Drill(2, "", MOMENT, CY, *(Outcome(YesNo.NO, YesNo.NO, YesNo.NO),) * 2),
                ),
                changes=(
                    WallChange(MOMENT, None, WallStatus.EXPIRED),
                    WallChange(MOMENT, CY, WallStatus.BUILT, "x"),
                ),
            ),
            replace(wall("W2", WallStatus.DECLINED), declined_by=BO, why="another team's", owner=None),
        ),
        parked=(Parked(Span("S2", "cap the amount"), BO, MOMENT, handed_back=True),),
        same_tomorrow=SameTomorrow(YesNo.UNKNOWN, (Span("S9", "no idea"),), BO, MOMENT, ("W1",), stale=True),
        no_wall_yet=NoWallYet(BO, "budget", date(2027, 6, 1), MOMENT),
        participants=(Participant(ADA, "Ada", 1, "support lead"), Participant(CY, "Cy", 2, agent=True)),
        acts=(
            Act(MOMENT, "opened", ADA, (("line", "Refunds went out twice"), ("line", "again"))),
            Act(MOMENT, "tick"),
        ),
        publications=(domain.Publication("confluence", 1, "ef" * 32, MOMENT, "https://wiki.example/7"),),
        polls=(Poll(ADA, YesNo.YES, YesNo.NO), Poll(BO)),
        links=(Linked(3, YesNo.NO, BO, MOMENT),),
        statement_count=3,
        statements=(
            replace(
                statement(1),
                pending=False,
                permalink="https://chat.example/1",
                marked=True,
                redactions=(Redaction("password", 1),),
                tree=TREE,
                revisions=(
                    Revision(
                        "It refunds.", MOMENT, RevisionKind.EDITED, Tree(Paragraph((Text("It refunds."),)))
                    ),
                    Revision("", MOMENT, RevisionKind.FORGOTTEN),
                ),
            ),
            replace(statement(2, ""), pending=False, deleted=True, kind=StatementKind.TALK, decision=""),
            statement(3, "Nul \0, \U0001f600 and \u202eright to left\u202c"),
        ),
    )


def without_trees(review: Review) -> Review:
    """The same review, of its texts the words alone."""

    def bare(statement: Statement) -> Statement:
        revisions = tuple(replace(revision, tree=Tree()) for revision in statement.revisions)
        return replace(statement, tree=Tree(), revisions=revisions)

    return replace(review, statements=tuple(map(bare, review.statements)))
