"""What is held for a facet, in people's words, with how it is known; or, as plainly, that nobody knows."""

from collections.abc import Iterable

from bot.domain.report.page import Inlines, Page, joined, strong
from bot.domain.review import Finding, Position, Span, Unknown, WhyUnknown
from bot.domain.tree import Emphasis, Text, said
from bot.domain.vocabulary import EvidenceClass, Facet


def claim(page: Page, facet: Facet, decision: str = "") -> Inlines:
    """The words held, their sources and class, and every mark; where nothing is held, the unknown or the gap."""
    finding = page.review.finding(facet, decision)
    disputed = _disputed(page, facet, decision)
    if finding is None:
        return disputed or gap(page, facet, decision)
    if finding.not_applicable:
        return joined([page.line("claim.na", because=said(finding.text)), cite(page, finding.spans)], " ")
    return joined([words(page, finding), cited(page, finding), _signs(page, finding), disputed], " ")


def words(page: Page, finding: Finding | Position) -> Inlines:
    """Somebody's words to the letter; a guess stands apart and says so."""
    text = said("\n".join(span.text for span in finding.spans))
    if finding.evidence_class is not EvidenceClass.INFERRED:
        return text
    return joined([strong(page.text("mark.inferred")), (Emphasis(text),)], " ")


def cited(page: Page, finding: Finding | Position) -> Inlines:
    """Sources and evidence class: `[S4, testimony]`."""
    known = page.name("evidence_class", finding.evidence_class)
    return page.line("claim.cite", sources=_sources(finding.spans), known=known)


def cite(page: Page, spans: Iterable[Span]) -> Inlines:
    """Sources alone: `[S4]`."""
    return page.line("claim.source", sources=_sources(spans))


def gap(page: Page, facet: Facet, decision: str) -> Inlines:
    """That nobody knows: the unknown that stands for it, or that nobody was asked."""
    unknown = open_unknown(page, facet, decision)
    if unknown is None:
        return strong(page.text("claim.empty"))
    key = "claim.not_logged" if unknown.why is WhyUnknown.NOT_LOGGED else "claim.unknown"
    return strong(page.text(key, id=unknown.id))


def open_unknown(page: Page, facet: Facet, decision: str) -> Unknown | None:
    """The open unknown that stands for a facet."""
    return next(
        (
            u
            for u in page.review.unknowns
            if facet in u.facets and u.decision == decision and u.settled_at is None
        ),
        None,
    )


def labelled(page: Page, facet: Facet, decision: str = "") -> Inlines:
    """A facet's name and what is held for it, in one line."""
    return (
        *strong(page.text("claim.label", label=page.title(facet))),
        Text(" "),
        *claim(page, facet, decision),
    )


def _sources(spans: Iterable[Span]) -> str:
    return ", ".join(dict.fromkeys(span.source for span in spans))


def _signs(page: Page, finding: Finding) -> Inlines:
    """The signs of a shallow answer that still fire on it."""
    if not finding.signs:
        return ()
    named = "; ".join(page.name("sign", sign) for sign in finding.signs)
    return strong(page.text("mark.signs", signs=named))


def _disputed(page: Page, facet: Facet, decision: str) -> Inlines:
    ids = [d.id for d in page.review.disagreements if d.facet is facet and d.decision == decision]
    return strong(page.text("mark.disputed", ids=", ".join(ids))) if ids else ()
