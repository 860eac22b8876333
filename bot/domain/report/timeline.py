"""The timeline, which nobody is asked for: the trace, clock times in answers, acts, and messages people marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.report.acts import act_line, has_sentence
from bot.domain.report.claims import disputed, guessed, marked
from bot.domain.report.clock_times import clock_times
from bot.domain.report.page import Inlines, Page, cell, joined, moment, one_line, strong
from bot.domain.review import Act, Decision, Statement, StatementKind
from bot.domain.text import sentences
from bot.domain.tree import Block, Heading, Paragraph, Table, said
from bot.domain.vocabulary import Facet

LAST = datetime.max.replace(tzinfo=UTC)
"""Where rows without any time are sorted."""


@dataclass(frozen=True)
class Row:
    """One line of the timeline: its time as shown, what happened, and where that is from."""

    sort_at: datetime
    shown: str
    what: Inlines
    source: str = ""


def timeline(page: Page) -> tuple[Block, ...]:
    """Rows by time; a decision stands out, and one without a time is named all the same."""
    rows = sorted(_rows(page), key=lambda row: row.sort_at)
    header = (page.line("timeline.when"), page.line("timeline.what"), page.line("timeline.source"))
    table = Table(header, tuple((cell(row.shown), row.what, cell(row.source)) for row in rows))
    return (Heading(2, page.line("heading.timeline")), table, Paragraph(page.line("timeline.note")))


def _rows(page: Page) -> Iterator[Row]:
    for decision in page.review.decisions:
        yield _decision(page, decision)
    yield from _captures(page)
    yield from calendar_rows(page)
    yield from (_act(page, act) for act in page.review.acts if has_sentence(page, act))
    for statement in page.review.statements:
        if _speaks(statement):
            yield from _statement(page, statement)


def _speaks(statement: Statement) -> bool:
    """Whether its words belong here: answers, and what somebody marked, but no text that was taken back."""
    return not statement.deleted and (statement.kind is StatementKind.ANSWER or statement.marked)


def _decision(page: Page, decision: Decision) -> Row:
    """A decision's own row: its time from the trace, else as somebody typed it, else named as missing."""
    letter = decision.letter
    what = _chosen(page, letter)
    line = strong(page.line("timeline.decision", letter=letter, what=what))
    if decision.decided_at is not None:
        return Row(decision.decided_at, moment(decision.decided_at), line, decision.evidence)
    point = page.review.finding(Facet.POINT, letter)
    typed = clock_times(point.text, _day(page)) if point else ()
    if point is not None and typed:
        return Row(typed[0].sort_at, typed[0].typed, line, point.spans[0].source)
    missing = strong(page.line("timeline.decision_missing", letter=letter, what=what))
    return Row(LAST, page.text("timeline.no_time"), missing)


def _chosen(page: Page, letter: str) -> Inlines:
    """What it chose, with every mark: a guess is one here as well."""
    choice = page.review.finding(Facet.CHOICE, letter)
    second = disputed(page, Facet.CHOICE, letter)
    if choice is None:
        return second or page.line("timeline.choice_unknown")
    return joined([marked(page, choice, one_line(choice.text)), second], " ")


def _captures(page: Page) -> Iterator[Row]:
    for evidence in page.review.evidence:
        if evidence.captured_at is not None:
            what = page.line("timeline.captured", id=evidence.id, what=said(one_line(evidence.what)))
            yield Row(evidence.captured_at, moment(evidence.captured_at), what, evidence.id)


def calendar_rows(page: Page) -> Iterator[Row]:
    """What the calendar or another review did to a wall: nobody did it, and yet it happened."""
    for wall in page.review.walls:
        for change in wall.changes:
            if change.by is None:
                status = page.name("wall_status", change.status)
                what = page.line("timeline.wall", wall=wall.id, status=status)
                yield Row(change.at, moment(change.at), what)


def _act(page: Page, act: Act) -> Row:
    return Row(act.at, moment(act.at), act_line(page, act))


def _statement(page: Page, statement: Statement) -> Iterator[Row]:
    """A row for each clock time, its sentence to the letter; a marked message without one stands at its own time."""
    source = f"S{statement.id}"
    timed = False
    for sentence in sentences(statement.text):
        text = statement.text[sentence.start : sentence.end]
        for time in clock_times(text, _day(page)):
            timed = True
            yield Row(time.sort_at, time.typed, _words(page, statement, text), source)
    if statement.marked and not timed:
        yield Row(statement.at, moment(statement.at), _words(page, statement, statement.text), source)


def _words(page: Page, statement: Statement, text: str) -> Inlines:
    """Somebody's words, with the sign they were marked with, and as what they are held."""
    what = guessed(page, f"S{statement.id}", text) or said(text)
    if statement.kind is StatementKind.SELF_REPORT:
        what = page.line("log.self_report", what=what)
    mark = page.text("timeline.mark")
    return page.line("timeline.marked", mark=mark, what=what) if statement.marked else what


def _day(page: Page) -> datetime:
    """The day that a time without a date belongs to: that of the first decision with a time, else of the opening."""
    decided = (d.decided_at for d in page.review.decisions if d.decided_at is not None)
    return next(decided, page.review.opened_at).astimezone(UTC)
