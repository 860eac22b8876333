"""The bottom line: at most five lines of what the review came to, and the line that is also its last."""

from collections import Counter

from bot.domain.report import verdicts
from bot.domain.report.claims import gap
from bot.domain.report.page import Inlines, Page, day, joined, moment, one_line, strong
from bot.domain.review import Decision
from bot.domain.tree import Block, Emphasis, Heading, Listing, Paragraph, Text
from bot.domain.verdict import owned_unknowns, unknown_facets
from bot.domain.vocabulary import PER_DECISION, EvidenceClass, Facet, Status, WallStatus


def bottom_line(page: Page) -> tuple[Block, ...]:
    """At most five lines: decision, verdict, same tomorrow, walls, unknowns."""
    lines = (_decided(page), _came_to(page), same_tomorrow(page), _walls(page), unknowns(page))
    return (
        Heading(2, page.line("heading.bottom_line")),
        Listing(tuple((Paragraph(line),) for line in lines)),
    )


def _decided(page: Page) -> Inlines:
    choices = [_lettered(page, d, _choice(page, d)) for d in page.review.decisions]
    return page.line("bottom.decision", decision=joined(choices, "; "))


def _choice(page: Page, decision: Decision) -> Inlines:
    """The choice in people's words, on one line, without its sources: those stand in the section."""
    finding = page.review.finding(Facet.CHOICE, decision.letter)
    if finding is None:
        return gap(page, Facet.CHOICE, decision.letter)
    text: Inlines = (Text(one_line(finding.text)),)
    if finding.evidence_class is not EvidenceClass.INFERRED:
        return text
    return joined([strong(page.text("mark.inferred")), (Emphasis(text),)], " ")


def _came_to(page: Page) -> Inlines:
    """The three verdicts of each decision, and what the opener had guessed at first."""
    each = []
    for decision in page.review.decisions:
        short = [verdicts.short(page, q, decision.letter) for q in reversed(PER_DECISION)]
        each.append(_lettered(page, decision, strong(" · ".join(short))))
    return page.line("bottom.verdict", verdict=joined(each, "; "), guess=first_guess(page))


def first_guess(page: Page) -> str:
    """What the opener thought at first; never a verdict."""
    guess = page.review.first_guess
    return page.name("first_guess", guess) if guess else page.text("header.no_guess")


def _lettered(page: Page, decision: Decision, what: Inlines) -> Inlines:
    """With its letter where there are several decisions."""
    if len(page.review.decisions) == 1:
        return what
    return page.line("bottom.lettered", letter=decision.letter, what=what)


def same_tomorrow(page: Page) -> Inlines:
    """The last line of every review; a stale answer says so."""
    last = page.review.same_tomorrow
    if last is None:
        return page.line("tomorrow.unasked")
    words = one_line(" ".join(span.text for span in last.because))
    because: Inlines = (Text(words),) if words else page.line("tomorrow.no_reason")
    stopped = page.line("tomorrow.walls", walls=", ".join(last.walls)) if last.walls else ()
    answer = page.line("tomorrow.line", answer=strong(page.name("yes_no", last.answer)), because=because)
    said_by = page.line("tomorrow.by", by=page.role(last.by), at=moment(last.at))
    stale = strong(page.text("tomorrow.stale")) if last.stale else ()
    return joined([answer, stopped, said_by, stale], " ")


def _walls(page: Page) -> Inlines:
    """How many stand, and how far the others are; "no wall yet" with who accepted that."""
    review = page.review
    counts = Counter(wall.status for wall in review.walls)
    others = [status for status in WallStatus if counts[status] and status is not WallStatus.STANDING]
    named = [
        page.text("bottom.so_many", n=str(counts[s]), status=page.name("wall_status", s)) for s in others
    ]
    standing = page.counted("bottom.standing", counts[WallStatus.STANDING])
    line = page.line("bottom.walls", counts=", ".join([standing, *named]))
    return joined([line, no_wall_yet(page)], " ")


def no_wall_yet(page: Page) -> Inlines:
    """That somebody accepted to publish without a wall that holds; nothing where nobody did."""
    accepted = page.review.no_wall_yet
    if accepted is None:
        return ()
    return page.line(
        "bottom.no_wall_yet",
        by=page.role(accepted.by),
        reason=one_line(accepted.reason),
        on=day(accepted.review_on),
    )


def unknowns(page: Page) -> Inlines:
    """How many facets nobody could say; of a filed review, that it was filed and not learned from."""
    review = page.review
    count = unknown_facets(review)
    ids = ", ".join(u.id for u in review.unknowns if u.settled_at is None) if owned_unknowns(review) else ""
    listed: Inlines = page.line("bottom.unknown_ids", ids=ids) if ids else ()
    key = "bottom.filed" if review.status is Status.FILED else "bottom.unknowns"
    return joined([strong(page.counted(key, count)), listed], " ")
