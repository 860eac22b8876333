"""One review that holds everything a document can show, made by hand, and small ways to look at what is drawn.

The incident is made up: an agent of a billing desk sent final notices to customers who had paid.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from bot.domain.redaction import Redaction
from bot.domain.report import document
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
    Outcome,
    Participant,
    PersonKey,
    Position,
    Publication,
    Review,
    Revision,
    RevisionKind,
    SameTomorrow,
    Span,
    Statement,
    StatementKind,
    Unknown,
    Verdict,
    Wall,
    WallChange,
    WhyUnknown,
)
from bot.domain.tree import (
    Block,
    CodeBlock,
    Document,
    Figure,
    Heading,
    Inline,
    Listing,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    plain,
)
from bot.domain.vocabulary import (
    PER_DECISION,
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
from bot.voice import load_voice
from bot.voice.speaking import SpokenVoice

DECIDED = datetime(2026, 9, 14, 6, 2, 30, tzinfo=UTC)
OPENED = datetime(2026, 9, 14, 8, 40, tzinfo=UTC)

ANA = PersonKey("terminal:desk:ana")
BEN = PersonKey("terminal:desk:ben")
CEM = PersonKey("terminal:desk:cem")
DEE = PersonKey("terminal:desk:dee")
EVE = PersonKey("terminal:desk:eve")
AGENT = PersonKey("terminal:desk:dunner")
NAMES = ("Ana Kovač", "Ben Osei", "Cem Yıldız", "Dee Marsh", "Eve Lund")

PEOPLE = (
    Participant(ANA, NAMES[0], 1, "billing lead", wrote=True),
    Participant(BEN, NAMES[1], 2, "billing engineer", wrote=True),
    Participant(CEM, NAMES[2], 3, wrote=True),
    Participant(DEE, NAMES[3], 4, "security", wrote=True),
    Participant(EVE, NAMES[4], 5, "billing engineer"),
    Participant(AGENT, "dunner-bot", 6, agent=True, wrote=True),
)

LOGGED, REBUILT, SEEN = EvidenceClass.LOGGED, EvidenceClass.RECONSTRUCTED, EvidenceClass.TESTIMONY
ACCOUNT, GUESS = EvidenceClass.SELF_REPORT, EvidenceClass.INFERRED

LOG = (
    (ANA, "At 06:02 it sent 312 final notices. It could send all, send only those two weeks late, or stop and ask."),
    (ANA, "It sent all of them. The instruction is \"clear the overdue list before 07:00\"."),
    (BEN, "In effect it worked towards an empty list. It took the list for the customers who still owe; false."),
    (AGENT, "I panicked because the deadline was close."),
    (CEM, "From the inside: the list was its only measure of done. From outside: 290 of the 312 had paid on Friday."),
    (BEN, "State: job started at 06:00. User: nobody. Data: the list of Friday 17:00. History: presumably nothing."),
    (BEN, "Missing: the payments of the weekend; with them the list is 22 long, it would have flipped."),
    (BEN, "Role DUN-SEND, exported that morning, E2. Approval is asked above 500 letters. Key tok [redacted: bearer]"),
    (ANA, "It was meant for reminders, not for final notices."),
    (DEE, "No: the ticket of March says final notices too."),
    (ANA, "An agent that works from a copied list can act on people the list no longer describes."),
    (BEN, "The letter service refuses a final notice without a balance read in the last hour."),
    (CEM, "Tell it in the prompt to check payments."),
    (ANA, "No, because the letter service asks for the balance now."),
)  # fmt: skip


@cache
def voice() -> SpokenVoice:
    """The words as they ship."""
    return load_voice(None)


def drawn(review: Review) -> Document:
    """The document of a review, in the words that ship."""
    return document(review, voice().labels)


def held(
    facet: Facet, source: int | str, text: str, known: EvidenceClass = SEEN, decision: str = "A"
) -> Finding:
    """What somebody said in `S<source>`, or an evidence shows, for a facet."""
    name = f"S{source}" if isinstance(source, int) else source
    author = LOG[source - 1][0] if isinstance(source, int) else BEN
    return Finding(facet, (Span(name, text),), known, author, OPENED, decision)


def log() -> tuple[Statement, ...]:
    """The statement log: an edit, a redaction, the agent's own words, some talk, and a text that was deleted."""
    made = [
        Statement(
            number,
            f"m{number}",
            author,
            OPENED + timedelta(minutes=number),
            text,
            StatementKind.SELF_REPORT if author == AGENT else StatementKind.ANSWER,
            Question.DECISION,
            "A",
        )
        for number, (author, text) in enumerate(LOG, 1)
    ]
    later = OPENED + timedelta(hours=2)
    made[0] = replace(made[0], revisions=(Revision("It sent them.", later, RevisionKind.EDITED),))
    made[7] = replace(made[7], redactions=(Redaction("bearer", 1),), permalink="https://chat.example/m8")
    talk = replace(made[0], id=15, message="m15", text="thanks all", kind=StatementKind.TALK, revisions=())
    gone = replace(
        made[4],
        id=16,
        message="m16",
        text="",
        deleted=True,
        revisions=(Revision("my own fault", later, RevisionKind.DELETED),),
    )
    return (*made, talk, gone)


FINDINGS = (
    held(Facet.POINT, "E1", "call send_notices(list=overdue)", LOGGED),
    held(Facet.OPTIONS, 1, "send all\nsend only those two weeks late\nstop and ask"),
    held(Facet.CHOICE, 2, "It sent all of them."),
    held(Facet.OBJECTIVE_GIVEN, "E1", "clear the overdue list before 07:00", LOGGED),
    held(Facet.OBJECTIVE_EFFECT, 3, "In effect it worked towards an empty list."),
    held(Facet.REASON, 5, "From the inside: the list was its only measure of done."),
    held(Facet.OUTSIDE, 5, "From outside: 290 of the 312 had paid on Friday."),
    held(Facet.BELIEF, 3, "It took the list for the customers who still owe; false."),
    held(Facet.VERSIONS, "E1", "model m-4 (2026-08), prompt dunning-12", LOGGED),
    held(Facet.STATE, "E1", "job started at 06:00", LOGGED),
    replace(held(Facet.USER, 6, "n/a, because nobody was in the loop"), not_applicable=True),
    held(Facet.DATA, "E1", "the list of Friday 17:00", LOGGED),
    held(Facet.HISTORY, 6, "History: presumably nothing.", GUESS),
    held(Facet.MISSING, 7, "the payments of the weekend; with them it would have flipped"),
    held(Facet.EXCESS, 6, "none, because the list has no other columns"),
    held(Facet.TARGET, "E1", "send_notices, 312 customers", LOGGED),
    held(Facet.IDENTITY, "E2", "service account dunner", REBUILT),
    held(Facet.GRANT_SYSTEM, "E2", "Role DUN-SEND, exported that morning", REBUILT),
    held(Facet.GRANT_DATA, "E2", "Role DUN-SEND reads the ledger", REBUILT),
    held(Facet.GRANT_APPROVAL, 8, "Approval is asked above 500 letters."),
    held(Facet.MEANT, 9, "It was meant for reminders, not for final notices."),
    held(Facet.APPROVAL, 8, "none was asked below 500"),
    held(Facet.PATH_OPEN, 14, "closed, the letter service asks for the balance"),
    replace(held(Facet.CHOICE, 2, "not to ask", decision="B"), signs=("S1",)),
    held(Facet.REASON, 4, "I panicked because the deadline was close.", ACCOUNT, "B"),
    held(
        Facet.CLASS_SENTENCE,
        11,
        "An agent that works from a copied list can act on people the list no longer describes.",
        decision="",
    ),
    held(Facet.SIBLING, 11, "cancelling subscriptions from last week's export", decision=""),
    held(Facet.EXISTING, 8, "Approval is asked above 500 letters.", decision=""),
    held(Facet.GETS_PAST, 12, "letters typed in by hand", decision=""),
)

BLOCKED = Outcome(YesNo.YES, YesNo.YES, YesNo.YES)

WALLS = (
    Wall(
        "W1",
        (Span("S12", LOG[11][1]),),
        Family.VERIFY_STATE,
        BEN,
        OPENED,
        Checks(YesNo.YES, YesNo.YES, YesNo.YES, YesNo.YES, YesNo.YES),
        graded=True,
        owner=BEN,
        due=date(2026, 9, 29),
        status=WallStatus.STANDING,
        drills=(
            Drill(
                1,
                "staging",
                OPENED + timedelta(days=3),
                BEN,
                BLOCKED,
                BLOCKED,
                ("E4",),
                DEE,
                OPENED + timedelta(days=4),
                date(2026, 12, 16),
            ),
        ),
        changes=(
            WallChange(OPENED, BEN, WallStatus.PROPOSED),
            WallChange(OPENED + timedelta(days=1), BEN, WallStatus.ACCEPTED),
            WallChange(OPENED + timedelta(days=4), DEE, WallStatus.STANDING),
        ),
    ),
    Wall(
        "W2",
        (Span("S13", LOG[12][1]),),
        Family.ADVISE,
        CEM,
        OPENED,
        Checks(YesNo.NO, YesNo.NO),
        graded=True,
        status=WallStatus.DECLINED,
        declined_by=ANA,
        why="only the model's own reading would enforce it",
        changes=(WallChange(OPENED + timedelta(days=1), ANA, WallStatus.DECLINED, "only words"),),
    ),
    Wall(
        "W3",
        (Span("bot", "Capture what was in its window at the moment it decides."),),
        Family.DETECT,
        BEN,
        OPENED + timedelta(minutes=40),
        Checks(YesNo.YES, YesNo.NO, YesNo.YES),
        graded=True,
        owner=DEE,
        due=date(2026, 10, 14),
        status=WallStatus.BUILT,
    ),
)

EVIDENCE = (
    Evidence(
        "E1",
        "run.json",
        "trace",
        LOGGED,
        ANA,
        OPENED,
        "run.json",
        "application/json",
        4096,
        "1a" * 32,
        "2b" * 32,
        DECIDED + timedelta(seconds=4),
        redactions=(Redaction("bearer", 2),),
        points=3,
    ),
    Evidence(
        "E2",
        "role export",
        "file",
        REBUILT,
        BEN,
        OPENED + timedelta(minutes=8),
        sha256="3c" * 32,
        kept_sha256="3c" * 32,
        captured_at=DECIDED - timedelta(minutes=32),
    ),
    Evidence(
        "E3",
        "screen.png",
        "picture",
        REBUILT,
        CEM,
        OPENED + timedelta(minutes=9),
        "https://files.example/screen.png",
        sha256="4d" * 32,
        kept_sha256="4d" * 32,
    ),
    Evidence(
        "E4",
        "drill log",
        "text",
        REBUILT,
        BEN,
        OPENED + timedelta(days=3),
        sha256="5e" * 32,
        kept_sha256="5e" * 32,
    ),
    Evidence(
        "E5",
        "https://tickets.example/88",
        "link",
        EvidenceClass.UNKNOWN,
        DEE,
        OPENED + timedelta(minutes=20),
        "https://tickets.example/88",
        captured=False,
        trouble="trace_empty",
    ),
)


def verdicts() -> tuple[Verdict, ...]:
    """Settled for both decisions, but for the window of the second, which is only proposed."""
    at = OPENED + timedelta(minutes=50)
    return (
        Verdict(Question.DECISION, "literal_goal", "A", ("guessed",), settled_by=ANA, at=at),
        Verdict(Question.CONTEXT, "stale_or_wrong", "A", settled_by=ANA, at=at),
        Verdict(
            Question.AUTHORITY,
            "over_granted",
            "A",
            ruling=Ruling.GOVERNANCE_DESIGN,
            settled_by=ANA,
            at=at,
            disagreed_by=(DEE,),
        ),
        Verdict(Question.DECISION, "no_stop", "B", settled_by=BEN, at=at),
        Verdict(Question.CONTEXT, "missing", "B"),
        Verdict(
            Question.AUTHORITY, "as_intended", "B", ruling=Ruling.GOVERNANCE_DESIGN, settled_by=ANA, at=at
        ),
    )


def unknowns() -> tuple[Unknown, ...]:
    """Of A: the rules, nobody can know. Of B: all that is empty, somebody finds out. A settled one."""
    held_of_b = {Facet.CHOICE}
    each = [
        Unknown(
            f"U{number}",
            question,
            tuple(f for f in _facets(question) if f not in held_of_b),
            BEN,
            date(2026, 9, 21),
            OPENED,
            decision="B",
        )
        for number, question in enumerate(PER_DECISION, 2)
    ]
    rules = Unknown(
        "U1",
        Question.CONTEXT,
        (Facet.RULES,),
        CEM,
        date(2026, 9, 21),
        OPENED,
        WhyUnknown.NOT_LOGGED,
        decision="A",
    )
    settled = Unknown(
        "U5",
        Question.WALL,
        (Facet.SIBLING,),
        ANA,
        date(2026, 9, 21),
        OPENED,
        settled_at=OPENED + timedelta(hours=1),
    )
    return (rules, *each, settled)


def _facets(question: Question) -> tuple[Facet, ...]:
    return {
        Question.DECISION: tuple(Facet)[0:9],
        Question.CONTEXT: tuple(Facet)[9:16],
        Question.AUTHORITY: tuple(Facet)[16:24],
    }[question]


def rich() -> Review:
    """A finished review with two decisions: everything a document can show is in it."""
    return Review(
        number=12,
        workspace="terminal:desk",
        title="Final notices went to customers who had paid",
        opener=ANA,
        owner=ANA,
        opened_at=OPENED,
        status=Status.FILED,
        version=57,
        restricted=True,
        readers=(DEE,),
        first_guess=FirstGuess.WRONG_ASK,
        severity=Severity.INCIDENT,
        aware_at="Monday, about 8",
        harm="290 letters",
        jurisdiction="EU",
        postmortem="https://wiki.example/pm/12",
        agent="dunner",
        tool="send_notices",
        decisions=(
            Decision("A", "Send to the whole list", "E1", "00f3", DECIDED),
            Decision("B", "Not to ask"),
        ),
        findings=FINDINGS,
        verdicts=verdicts(),
        unknowns=unknowns(),
        disagreements=(
            Disagreement(
                "D1",
                Facet.MEANT,
                (
                    Position((Span("S9", LOG[8][1]),), SEEN, ANA, OPENED),
                    Position((Span("S10", LOG[9][1]),), GUESS, DEE, OPENED),
                ),
                "A",
                "the ticket of March",
            ),
        ),
        evidence=EVIDENCE,
        cold_reads=(
            ColdRead(
                "A",
                EVE,
                OPENED,
                ("send all", "send only those two weeks late", "stop and ask"),
                YesNo.NO,
                "stop and ask",
                YesNo.NO,
                OPENED + timedelta(hours=3),
            ),
        ),
        containment=Containment(YesNo.YES, None, BEN, OPENED + timedelta(minutes=2)),
        existing=(ExistingWall(Span("S8", "Approval is asked above 500 letters."), WhyNot.NOT_IN_PATH),),
        walls=WALLS,
        same_tomorrow=SameTomorrow(
            YesNo.NO, (Span("S14", LOG[13][1]),), ANA, OPENED + timedelta(days=4), ("W1",), stale=True
        ),
        participants=PEOPLE,
        acts=(
            Act(OPENED, "opened", ANA),
            Act(OPENED + timedelta(minutes=2), "contained", BEN),
            Act(OPENED + timedelta(hours=4), "finished", ANA, (("status", "filed"),)),
            Act(OPENED + timedelta(hours=4), "published", ANA, (("version", "1"),)),
            Act(OPENED + timedelta(days=4), "wall_standing", DEE, (("wall", "W1"),)),
            Act(OPENED + timedelta(days=5), "approved", EVE),
            Act(OPENED + timedelta(days=5), "published", ANA, (("version", "2"),)),
        ),
        publications=(
            Publication(
                "markdown", 1, "6f" * 32, OPENED + timedelta(hours=4, seconds=1), "var/reviews/AR-12.md"
            ),
        ),
        links=(Linked(3, YesNo.YES, ANA, OPENED + timedelta(hours=1)),),
        statement_count=16,
        statements=log(),
    )


def text_of(block: Block | Figure) -> str:
    """A block's text without marks: a line for each line, cells of a row parted by ` | `."""
    match block:
        case Heading(_, parts) | Paragraph(parts):
            return plain(parts)
        case Table(header, rows):
            return "\n".join(" | ".join(map(_flat, row)) for row in (header, *rows))
        case Listing(items):
            return "\n".join(text_of(inner) for item in items for inner in item)
        case Quote(blocks) | Panel(_, blocks):
            return "\n".join(map(text_of, blocks))
        case CodeBlock(code):
            return code
        case Figure(_, described):
            return described
    return ""


def _flat(parts: tuple[Inline, ...]) -> str:
    return plain(parts).replace("\n", " / ")


def whole(found: Document) -> str:
    """The text of a whole document."""
    return "\n".join(map(text_of, found.blocks))


def headings(found: Document, level: int) -> list[str]:
    """The headings of one level, in order."""
    return [plain(b.parts) for b in found.blocks if isinstance(b, Heading) and b.level == level]


def entries(review: Review) -> list[tuple[str, str]]:
    """The statement log of a review: what stands above each statement, and its words as they are shown."""
    blocks = drawn(review).blocks
    at = {plain(b.parts): at for at, b in enumerate(blocks) if isinstance(b, Heading)}
    found: list[tuple[str, str]] = []
    for block in blocks[at["Statement log"] + 1 : at["Approvals"]]:
        if isinstance(block, Quote):
            found[-1] = (found[-1][0], text_of(block))
        else:
            found.append((text_of(block), ""))
    return found


def under(found: Document, heading: str) -> str:
    """The text below a heading, up to the next of its level or above."""
    level, out = 0, []
    for block in found.blocks:
        if level and (isinstance(block, Rule) or (isinstance(block, Heading) and block.level <= level)):
            break
        if level:
            out.append(text_of(block))
        if isinstance(block, Heading) and plain(block.parts) == heading:
            level = block.level
    if not level:
        raise KeyError(heading)
    return "\n".join(out)
