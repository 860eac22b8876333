"""The statement log: who said what, when, to the letter. The one place where people stand by name."""

from bot.domain.report.claims import guessed
from bot.domain.report.evidence import taken_out
from bot.domain.report.page import Inlines, Page, cell, joined, moment, paragraph, strong
from bot.domain.review import RevisionKind, Statement, StatementKind
from bot.domain.tree import Block, Link, Paragraph, Quote, is_safe_link, said


def on_record(page: Page) -> list[Statement]:
    """What was taken into the record; talk between people was not."""
    return [s for s in page.review.statements if s.kind is not StatementKind.TALK]


def log_entry(page: Page, statement: Statement) -> tuple[Block, ...]:
    """One statement: who and when, and below that the words as they were written.

    A deleted one keeps who and when, never its text.
    """
    head = _head(page, statement)
    if statement.deleted:
        gone = "log.forgotten" if _forgotten(statement) else "log.deleted"
        return (paragraph(head, page.line(gone)),)
    is_account = statement.kind is StatementKind.SELF_REPORT
    account = page.line("log.self_report_below") if is_account else ()
    return (paragraph(head, account), Quote(_as_written(statement)))


def _head(page: Page, statement: Statement) -> Inlines:
    """Its number, its author by name, when, and what a reader must know of the words."""
    author = page.review.participant(statement.author)
    when: Inlines = cell(moment(statement.at))
    if statement.permalink and is_safe_link(statement.permalink):
        when = (Link(statement.permalink, when),)
    is_guess = statement.text and guessed(page, f"S{statement.id}", statement.text)
    parts = [
        strong(f"S{statement.id}"),
        cell(author.name if author else page.text("person.unlisted")),
        when,
        _edited(page, statement),
        _taken_out(page, statement),
        page.line("log.guess") if is_guess else (),
    ]
    return joined(parts, " · ")


def _as_written(statement: Statement) -> tuple[Block, ...]:
    """What its author made of it; the text alone where no tree was kept."""
    return statement.tree.blocks or (Paragraph(said(statement.text)),)


def _forgotten(statement: Statement) -> bool:
    return any(revision.kind is RevisionKind.FORGOTTEN for revision in statement.revisions)


def _edited(page: Page, statement: Statement) -> Inlines:
    """How often its text was changed, and when last."""
    edits = [revision.at for revision in statement.revisions if revision.kind is RevisionKind.EDITED]
    if not edits:
        return ()
    return page.line("log.edited_line", times=page.counted("log.times", len(edits)), at=moment(max(edits)))


def _taken_out(page: Page, statement: Statement) -> Inlines:
    redacted = taken_out(page, statement.redactions)
    return page.line("log.taken_out", redacted=redacted) if redacted else ()
