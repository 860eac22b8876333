"""The bottom line: at most five lines of what the review came to, and the line that is also its last."""

import re
from collections import Counter

from bot.domain.report import verdicts
from bot.domain.report.claims import cite, disputed, gap, marked
from bot.domain.report.page import Inlines, Page, cut, day, joined, moment, one_line, strong
from bot.domain.report.parts import BottomLine
from bot.domain.review import Decision, SameTomorrow, Unknown
from bot.domain.tree import Block, Heading, Paragraph, said
from bot.domain.verdict import missing_facets, unknown_facets, why_missing
from bot.domain.vocabulary import PER_DECISION, Facet, Status, WallStatus

AT_MOST = 240
"""Signs of somebody's words in the bottom line; the section holds them whole."""


def bottom_line(page: Page) -> tuple[Block, ...]:
    """At most five lines: decision, verdict, same tomorrow, walls, unknowns."""
    lines = (_decided(page), _came_to(page), same_tomorrow(page, AT_MOST), _walls(page), unknowns(page))
    return (
        Heading(2, page.line("heading.bottom_line")),
        BottomLine(tuple((Paragraph(line),) for line in lines)),
    )


def _decided(page: Page) -> Inlines:
    choices = [_lettered(page, d, _choice(page, d)) for d in page.review.decisions]
    return page.line("bottom.decision", decision=joined(choices, " · "))


def _choice(page: Page, decision: Decision) -> Inlines:
    """The choice in people's words, on one line, without its sources: those stand in the section."""
    finding = page.review.finding(Facet.CHOICE, decision.letter)
    second = disputed(page, Facet.CHOICE, decision.letter)
    if finding is None:
        return second or gap(page, Facet.CHOICE, decision.letter)
    return joined([marked(page, finding, cut(finding.text, AT_MOST)), second], " ")


def _came_to(page: Page) -> Inlines:
    return page.line("bottom.verdict", verdict=ruled(page))


def ruled(page: Page) -> Inlines:
    """The three verdicts of each decision: first whether the set-up allowed it, then the window, then the choice."""
    each = [_lettered(page, d, strong(_verdicts(page, d.letter))) for d in page.review.decisions]
    return joined(each, " · ")


def _verdicts(page: Page, letter: str) -> str:
    """What each of the three came to; said once where there is none at all."""
    if not any(page.review.verdict(question, letter) for question in PER_DECISION):
        return page.text("verdict.none")
    return "; ".join(
        page.text(f"bottom.of.{question}", verdict=verdicts.brief(page, question, letter))
        for question in reversed(PER_DECISION)
    )


def first_guess(page: Page) -> str:
    """What the opener thought at first; never a verdict."""
    guess = page.review.first_guess
    return page.name("first_guess", guess) if guess else page.text("header.no_guess")


def _lettered(page: Page, decision: Decision, what: Inlines) -> Inlines:
    """With its letter where there are several decisions."""
    if len(page.review.decisions) == 1:
        return what
    return page.line("bottom.lettered", letter=decision.letter, what=what)


def same_tomorrow(page: Page, at_most: int | None = None) -> Inlines:
    """The last line of every review, whole or cut to a length; a stale answer says so."""
    last = page.review.same_tomorrow
    if last is None:
        return page.line("tomorrow.unasked")
    words = _because(page, last)
    because: Inlines = said(cut(words, at_most) if at_most else words) or page.line("tomorrow.no_reason")
    stopped = page.line("tomorrow.walls", walls=", ".join(last.walls)) if last.walls else ()
    answer = page.line("tomorrow.line", answer=strong(page.name("yes_no", last.answer)), because=because)
    said_by = page.line("tomorrow.by", by=page.role(last.by), at=moment(last.at))
    stale = strong(page.text("tomorrow.stale")) if last.stale else ()
    return joined([answer, cite(page, last.because), stopped, said_by, stale], " ")


def _because(page: Page, last: SameTomorrow) -> str:
    """The reason in somebody's words; their own "No, because" is not said a second time."""
    words = one_line(" ".join(span.text for span in last.because))
    answer, because = re.escape(page.name("yes_no", last.answer)), re.escape(page.text("tomorrow.because"))
    return re.sub(rf"\A(?:{answer}\b[\s,.:;–-]*)?(?:{because}\b[\s,:]*)?", "", words, flags=re.IGNORECASE)


def _walls(page: Page) -> Inlines:
    """How far they are; "no wall yet" with who accepted that."""
    return joined([page.line("bottom.walls", counts=counted(page)), no_wall_yet(page)], " ")


def counted(page: Page) -> str:
    """How many walls stand, and how far the others are."""
    counts = Counter(wall.status for wall in page.review.walls)
    others = [status for status in WallStatus if counts[status] and status is not WallStatus.STANDING]
    named = [
        page.text("bottom.so_many", n=str(counts[s]), status=page.name("wall_status", s)) for s in others
    ]
    standing = page.counted("bottom.standing", counts[WallStatus.STANDING])
    return ", ".join([standing, *named])


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
    """How many facets nobody could say; of a filed review, that it was filed and not learned from, and why."""
    review = page.review
    filed = review.status is Status.FILED
    head = strong(page.counted("bottom.filed" if filed else "bottom.unknowns", unknown_facets(review)))
    named = ", ".join(unknown.id for unknown in review.unknowns if _stands_for_something(unknown))
    unowned = page.counted("bottom.unowned", len(missing_facets(review))) if missing_facets(review) else ""
    listed = "; ".join(filter(None, (named, unowned)))
    return joined(
        [
            head,
            page.line("bottom.unknown_ids", ids=listed) if listed else (),
            _no_verdict(page) if filed else (),
        ],
        " ",
    )


def _stands_for_something(unknown: Unknown) -> bool:
    return unknown.settled_at is None and bool(unknown.facets)


def _no_verdict(page: Page) -> Inlines:
    """Which of the three questions have no verdict that says something: what keeps a review from being learned from."""
    lacking = why_missing(page.review)
    if not lacking:
        return ()
    key = "bottom.question_of" if len(page.review.decisions) > 1 else "bottom.question"
    named = [page.text(key, number=str(PER_DECISION.index(q) + 1), letter=letter) for letter, q in lacking]
    return page.line("bottom.no_verdict", questions=", ".join(named))
