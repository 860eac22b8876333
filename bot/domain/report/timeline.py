"""The timeline, which nobody is asked for: the trace, clock times in answers, acts, and messages people marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.domain.report.clock_times import clock_times
from bot.domain.report.page import Inlines, Page, cell, moment, one_line, strong
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
    for act in page.review.acts:
        yield from _act(page, act)
    for statement in page.review.statements:
        if statement.kind is StatementKind.ANSWER and not statement.deleted:
            yield from _statement(page, statement)


def _decision(page: Page, decision: Decision) -> Row:
    """A decision's own row: its time from the trace, else as somebody typed it, else named as missing."""
    letter = decision.letter
    choice = page.review.finding(Facet.CHOICE, letter)
    what = said(one_line(choice.text)) if choice else page.line("timeline.choice_unknown")
    line = strong(page.line("timeline.decision", letter=letter, what=what))
    if decision.decided_at is not None:
        return Row(decision.decided_at, moment(decision.decided_at), line, decision.evidence)
    point = page.review.finding(Facet.POINT, letter)
    typed = clock_times(point.text, _day(page)) if point else ()
    if point is not None and typed:
        return Row(typed[0].sort_at, typed[0].typed, line, point.spans[0].source)
    missing = strong(page.line("timeline.decision_missing", letter=letter, what=what))
    return Row(LAST, page.text("timeline.no_time"), missing)


def _captures(page: Page) -> Iterator[Row]:
    for evidence in page.review.evidence:
        if evidence.captured_at is not None:
            what = page.line("timeline.captured", id=evidence.id, what=said(one_line(evidence.what)))
            yield Row(evidence.captured_at, moment(evidence.captured_at), what, evidence.id)


def _act(page: Page, act: Act) -> Iterator[Row]:
    """What was done to the review; a kind whose label is empty is left out, one without a label shows its key."""
    label = page.name("act", act.kind)
    if not label:
        return
    by = page.role(act.by) or page.text("person.bot")
    yield Row(act.at, moment(act.at), act_line(page, act, by))


def act_line(page: Page, act: Act, by: str) -> Inlines:
    """An act's sentence; people among its values by role, keys of a vocabulary by name."""
    if f"act.{act.kind}" not in page.labels:
        return page.line("timeline.act_unknown", kind=act.kind, by=by)
    values = {key: _value(page, key, value) for key, value in act.values}
    holes = {
        "by": by,
        "to": "",
        "wall": "",
        "what": "",
        "status": "",
        "version": "",
        "statement": "",
        "other": "",
    }
    return page.line(f"act.{act.kind}", **{**holes, **values})


def _value(page: Page, key: str, value: str) -> str:
    person = next((p.person for p in page.review.participants if p.person == value), None)
    if person is not None:
        return page.role(person)
    return page.name("status", value) if key == "status" else value


def _statement(page: Page, statement: Statement) -> Iterator[Row]:
    """A row for each clock time, its sentence to the letter; a marked message without one stands at its own time."""
    source = f"S{statement.id}"
    mark = page.text("timeline.mark")
    timed = False
    for sentence in sentences(statement.text):
        text = statement.text[sentence.start : sentence.end]
        for time in clock_times(text, _day(page)):
            timed = True
            what = (
                page.line("timeline.marked", mark=mark, what=said(text)) if statement.marked else said(text)
            )
            yield Row(time.sort_at, time.typed, what, source)
    if statement.marked and not timed:
        what = page.line("timeline.marked", mark=mark, what=said(statement.text))
        yield Row(statement.at, moment(statement.at), what, source)


def _day(page: Page) -> datetime:
    """The day that a time without a date belongs to: that of the first decision with a time, else of the opening."""
    decided = (d.decided_at for d in page.review.decisions if d.decided_at is not None)
    return next(decided, page.review.opened_at).astimezone(UTC)
