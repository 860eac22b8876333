"""The statement log: who said what, when, to the letter. The one place where people stand by name."""

from bot.domain.report.claims import guessed
from bot.domain.report.evidence import taken_out
from bot.domain.report.page import Inlines, Page, cell, joined, moment
from bot.domain.review import RevisionKind, Statement, StatementKind
from bot.domain.tree import Link, is_safe_link, said


def on_record(page: Page) -> list[Statement]:
    """What was taken into the record; talk between people was not."""
    return [s for s in page.review.statements if s.kind is not StatementKind.TALK]


def statement_row(page: Page, statement: Statement) -> tuple[Inlines, ...]:
    """One statement, its author by name; a deleted one keeps who and when, never its text."""
    author = page.review.participant(statement.author)
    when: Inlines = cell(moment(statement.at))
    if statement.permalink and is_safe_link(statement.permalink):
        when = (Link(statement.permalink, when),)
    return (
        cell(f"S{statement.id}"),
        cell(author.name if author else page.text("person.unlisted")),
        when,
        _text(page, statement),
        joined([_edited(page, statement), _taken_out(page, statement)], " · "),
    )


def _text(page: Page, statement: Statement) -> Inlines:
    if statement.deleted:
        return page.line("log.forgotten" if _forgotten(statement) else "log.deleted")
    what = said(statement.text)
    if statement.text and guessed(page, f"S{statement.id}", statement.text):
        what = joined([what, page.line("log.guess")], " ")
    if statement.kind is StatementKind.SELF_REPORT:
        return page.line("log.self_report", what=what)
    return what


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
