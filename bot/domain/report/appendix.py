"""The appendix, for an auditor: evidence, statements, approvals, what was published and what changed since.

The statement log is the one place where people stand by name.
"""

from collections.abc import Sequence

from bot.domain.report.approvals import approvals
from bot.domain.report.context import to_decision
from bot.domain.report.page import Inlines, Page, cell, joined, moment, paragraph
from bot.domain.report.timeline import act_line
from bot.domain.review import Evidence, Publication, RevisionKind, Statement, StatementKind
from bot.domain.tree import Block, CodeSpan, Heading, Link, Table, is_safe_link, said

EVIDENCE = ("id", "what", "known", "captured", "added", "gap", "sha256", "redactions")
LOG = ("id", "who", "when", "text", "edited")
APPROVED = ("when", "by", "what")
PUBLISHED = ("version", "target", "at", "digest")


def appendix(page: Page) -> tuple[Block, ...]:
    """Everything behind the four sections."""
    return (
        Heading(2, page.line("heading.appendix")),
        Heading(3, page.line("heading.evidence")),
        *_table(page, "evidence", EVIDENCE, [_evidence(page, e) for e in page.review.evidence]),
        Heading(3, page.line("heading.log")),
        *_table(page, "log", LOG, [_logged(page, s) for s in _on_record(page)]),
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


def _evidence(page: Page, evidence: Evidence) -> tuple[Inlines, ...]:
    added = page.text("evidence.added_line", by=page.role(evidence.added_by), at=moment(evidence.added_at))
    gaps = (to_decision(page, evidence, decision) for decision in page.review.decisions)
    redacted = [page.text("evidence.redacted", kind=r.kind, n=str(r.count)) for r in evidence.redactions]
    return (
        cell(evidence.id),
        joined([said(evidence.what), _source(page, evidence), _trouble(page, evidence)], " · "),
        cell(page.name("evidence_class", evidence.evidence_class)),
        cell(moment(evidence.captured_at) or page.text("context.time_unknown")),
        cell(added),
        cell(", ".join(filter(None, gaps))),
        (CodeSpan(evidence.sha256),) if evidence.sha256 else cell(page.text("evidence.no_hash")),
        cell(", ".join(redacted) or page.text("evidence.no_redactions")),
    )


def _source(page: Page, evidence: Evidence) -> Inlines:
    """Where it came from, where that says more than its name."""
    if not evidence.source or evidence.source == evidence.what:
        return ()
    if is_safe_link(evidence.source):
        return (Link(evidence.source, page.line("evidence.link")),)
    return said(evidence.source)


def _trouble(page: Page, evidence: Evidence) -> Inlines:
    if not evidence.trouble:
        return () if evidence.captured else page.line("evidence.not_captured")
    return page.line("evidence.trouble", why=page.name("trouble", evidence.trouble))


def _on_record(page: Page) -> list[Statement]:
    """What was taken into the record; talk between people was not."""
    return [s for s in page.review.statements if s.kind is not StatementKind.TALK]


def _logged(page: Page, statement: Statement) -> tuple[Inlines, ...]:
    """One statement, its author by name; a deleted one keeps who and when, never its text."""
    author = page.review.participant(statement.author)
    name = author.name if author else page.text("person.unlisted")
    text = said(statement.text)
    if statement.deleted:
        text = page.line("log.forgotten" if _forgotten(statement) else "log.deleted")
    if statement.kind is StatementKind.SELF_REPORT:
        text = joined([page.line("log.self_report"), text], " ")
    when: Inlines = cell(moment(statement.at))
    if statement.permalink and is_safe_link(statement.permalink):
        when = (Link(statement.permalink, when),)
    return (cell(f"S{statement.id}"), cell(name), when, text, _edited(page, statement))


def _forgotten(statement: Statement) -> bool:
    return any(revision.kind is RevisionKind.FORGOTTEN for revision in statement.revisions)


def _edited(page: Page, statement: Statement) -> Inlines:
    """How often its text was changed, and when last."""
    edits = [revision.at for revision in statement.revisions if revision.kind is RevisionKind.EDITED]
    return page.line("log.edited_line", n=str(len(edits)), at=moment(max(edits))) if edits else ()


def _publication(page: Page, publication: Publication) -> tuple[Inlines, ...]:
    digest: Inlines = (CodeSpan(publication.digest),) if publication.digest else ()
    if publication.trouble:
        digest = page.line("publication.trouble", why=page.name("trouble", publication.trouble))
    target: Inlines = cell(publication.target)
    if publication.link and is_safe_link(publication.link):
        target = (Link(publication.link, target),)
    return (cell(f"v{publication.version}"), target, cell(moment(publication.at)), digest)


def _changes(page: Page) -> tuple[Block, ...]:
    """What was done since the last version that came through."""
    published = [p.at for p in page.review.publications if not p.trouble]
    if not published:
        return ()
    since = [act for act in page.review.acts if act.at > max(published) and page.name("act", act.kind)]
    rows = [
        (
            cell(moment(act.at)),
            cell(page.role(act.by) or page.text("person.bot")),
            act_line(page, act, page.role(act.by)),
        )
        for act in since
    ]
    return (Heading(3, page.line("heading.changes")), *_table(page, "change", APPROVED, rows))
