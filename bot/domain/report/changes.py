"""What changed since the last version that came through: a reader of that one need read no more than this."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.report.acts import act_line, has_sentence
from bot.domain.report.approvals import verdict_line
from bot.domain.report.page import Inlines, Page, cell, moment
from bot.domain.report.statements import on_record
from bot.domain.report.timeline import calendar_rows
from bot.domain.review import Statement
from bot.domain.tree import said

Change = tuple[datetime, Inlines]


def changes(page: Page, since: datetime) -> list[tuple[Inlines, ...]]:
    """What came after a moment, by time: when, what."""
    found = [change for change in _all(page) if change[0] > since]
    return [(cell(moment(at)), what) for at, what in sorted(found, key=lambda change: change[0])]


def _all(page: Page) -> Iterator[Change]:
    """Everything that ever happened to the review."""
    yield from ((act.at, act_line(page, act)) for act in page.review.acts if has_sentence(page, act))
    for evidence in page.review.evidence:
        yield evidence.added_at, page.line("change.evidence", id=evidence.id, what=said(evidence.what))
    for verdict in page.review.verdicts:
        if verdict.settled_by and verdict.at:
            yield verdict.at, verdict_line(page, verdict)
    for unknown in page.review.unknowns:
        yield unknown.opened_at, page.line("change.unknown", id=unknown.id)
        if unknown.settled_at is not None:
            yield unknown.settled_at, page.line("change.settled", id=unknown.id)
    for wall in page.review.walls:
        yield wall.proposed_at, page.line("change.wall", id=wall.id)
    yield from ((row.sort_at, row.what) for row in calendar_rows(page))
    for statement in on_record(page):
        yield from _statement(page, statement)


def _statement(page: Page, statement: Statement) -> Iterator[Change]:
    """A statement made, and each time its text was changed or taken away."""
    source = f"S{statement.id}"
    yield statement.at, page.line("change.said", id=source)
    for revision in statement.revisions:
        yield revision.at, page.line(f"change.{revision.kind}", id=source)
