"""The appendix, for an auditor: evidence, statements, approvals, what was published and what changed since."""

from collections.abc import Sequence

from bot.domain.report.approvals import approvals
from bot.domain.report.changes import changes
from bot.domain.report.evidence import evidence_row
from bot.domain.report.page import Inlines, Page, cell, moment, paragraph
from bot.domain.report.parts import Fold
from bot.domain.report.statements import log_entry, on_record
from bot.domain.review import Publication
from bot.domain.tree import Block, CodeSpan, Heading, Link, Table, is_safe_link

EVIDENCE = ("id", "what", "known", "captured", "gap", "added", "sha256", "redactions")
APPROVED = ("when", "by", "what")
CHANGED = ("when", "what")
PUBLISHED = ("version", "target", "at", "digest")


def appendix(page: Page) -> tuple[Block, ...]:
    """Everything behind the four sections."""
    return (
        Heading(2, page.line("heading.appendix")),
        Heading(3, page.line("heading.evidence")),
        *_table(page, "evidence", EVIDENCE, [evidence_row(page, e) for e in page.review.evidence]),
        Fold(3, page.line("heading.log"), page.line("log.elsewhere", file=f"{page.review.key}.md")),
        *_log(page),
        Heading(3, page.line("heading.approvals")),
        *_table(page, "approval", APPROVED, approvals(page)),
        Heading(3, page.line("heading.publications")),
        *_table(page, "publication", PUBLISHED, [_publication(page, p) for p in page.review.publications]),
        *_changes(page),
    )


def _table(
    page: Page, name: str, columns: tuple[str, ...], rows: Sequence[tuple[Inlines, ...]]
) -> tuple[Block, ...]:
    """A table, or the sentence that there is nothing."""
    if not rows:
        return (paragraph(page.line(f"{name}.none")),)
    return (Table(tuple(page.line(f"{name}.{column}") for column in columns), tuple(rows)),)


def _log(page: Page) -> tuple[Block, ...]:
    """Every statement on record, or the sentence that there is none."""
    entries = tuple(block for statement in on_record(page) for block in log_entry(page, statement))
    return entries or (paragraph(page.line("log.none")),)


def _publication(page: Page, publication: Publication) -> tuple[Inlines, ...]:
    digest: Inlines = (CodeSpan(publication.digest),) if publication.digest else ()
    if publication.trouble:
        digest = page.line("publication.trouble", why=page.name("trouble", publication.trouble))
    target: Inlines = cell(publication.target)
    if publication.link and is_safe_link(publication.link):
        target = (Link(publication.link, target),)
    return (cell(f"v{publication.version}"), target, cell(moment(publication.at)), digest)


def _changes(page: Page) -> tuple[Block, ...]:
    """What was done since the last version that came through; nothing before the first."""
    published = [p.at for p in page.review.publications if not p.trouble]
    if not published:
        return ()
    rows = changes(page, max(published))
    return (Heading(3, page.line("heading.changes")), *_table(page, "change", CHANGED, rows))
