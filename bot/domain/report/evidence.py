"""The evidence list: what was kept, how it is known, captured when and by whom, its hashes, what was taken out."""

from bot.domain.redaction import Redaction
from bot.domain.report.capture import to_decision
from bot.domain.report.page import Inlines, Page, cell, joined, moment
from bot.domain.review import Evidence
from bot.domain.tree import Break, CodeSpan, Link, Text, is_safe_link, said


def evidence_row(page: Page, evidence: Evidence) -> tuple[Inlines, ...]:
    """One row of the list."""
    gaps = (to_decision(page, evidence, decision) for decision in page.review.decisions)
    added = page.text("evidence.added_line", by=page.role(evidence.added_by), at=moment(evidence.added_at))
    return (
        cell(evidence.id),
        joined([*_what(page, evidence), _trouble(page, evidence)], " · "),
        cell(page.name("evidence_class", evidence.evidence_class)),
        cell(moment(evidence.captured_at) or page.text(_no_time(evidence))),
        cell(", ".join(filter(None, gaps))),
        cell(added),
        _hashes(page, evidence),
        cell(taken_out(page, evidence.redactions) or page.text("evidence.no_redactions")),
    )


def _no_time(evidence: Evidence) -> str:
    return "capture.no_time" if evidence.captured else "capture.none"


def taken_out(page: Page, redactions: tuple[Redaction, ...]) -> str:
    """Kinds of secrets taken out, and how many of each."""
    return ", ".join(page.text("evidence.redacted", kind=r.kind, n=str(r.count)) for r in redactions)


def _what(page: Page, evidence: Evidence) -> tuple[Inlines, ...]:
    """Its name and where it came from; a picture shows neither before somebody looked at it."""
    if evidence.kind != "picture":
        return (_named(evidence), _source(page, evidence))
    if evidence.looked_at_by is None:
        return (page.line("evidence.unseen_picture"),)
    seen = page.line("evidence.seen_picture", by=page.role(evidence.looked_at_by))
    return (_named(evidence), _source(page, evidence), seen)


def _named(evidence: Evidence) -> Inlines:
    if is_safe_link(evidence.what):
        return (Link(evidence.what, (Text(evidence.what),)),)
    return said(evidence.what)


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


def _hashes(page: Page, evidence: Evidence) -> Inlines:
    """The sha256 of the bytes as received and of the redacted copy kept, once where nothing was taken out."""
    received, kept = evidence.sha256, evidence.kept_sha256
    if not received:
        return page.line("evidence.no_hash")
    if received == kept:
        return page.line("evidence.same_hash", hash=(CodeSpan(received),))
    both = [page.line("evidence.received", hash=(CodeSpan(received),))]
    both.append(
        page.line("evidence.kept", hash=(CodeSpan(kept),)) if kept else page.line("evidence.not_kept")
    )
    return (*both[0], Break(), *both[1])
