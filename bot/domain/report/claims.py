"""What is held for a facet, in people's words, with how it is known; or, as plainly, that nobody knows."""

import re
from collections.abc import Callable, Iterable

from bot.domain.report.page import Inlines, Page, joined, strong
from bot.domain.review import Finding, Position, Span, Unknown, WhyUnknown
from bot.domain.tree import Emphasis, said
from bot.domain.vocabulary import EvidenceClass, Facet

BOT = "bot"
"""The source of a sentence of our own that somebody took: it is marked wherever it stands."""

_NOT_APPLICABLE = re.compile(r"\A\s*n/?a\b[\s,.:;–-]*", re.IGNORECASE)

Cited = Callable[[Page, Finding | Position], Inlines]


def claim(page: Page, facet: Facet, decision: str = "", *, source: Cited | None = None) -> Inlines:
    """The words held, their source and every mark; where nothing is held, the unknown or the gap.

    `source` draws where it is from and how it is known: both in one bracket where no column of its own shows the class.
    """
    finding = page.review.finding(facet, decision)
    if finding is None:
        return disputed(page, facet, decision) or gap(page, facet, decision)
    return _told(page, finding, words(page, finding), source or cited)


def _told(page: Page, finding: Finding, text: Inlines, source: Cited) -> Inlines:
    """Words with their source and marks."""
    if finding.not_applicable:
        because = _NOT_APPLICABLE.sub("", finding.text, count=1)
        held = (page.line("claim.na", because=said(because)), cite(page, finding.spans))
        return joined([*held, disputed(page, finding.facet, finding.decision)], " ")
    return joined([text, source(page, finding), *marks(page, finding), _not_a_reason(page, finding)], " ")


def words(page: Page, finding: Finding | Position) -> Inlines:
    """Somebody's words to the letter; a guess stands apart and says so."""
    return marked(page, finding, "\n".join(span.text for span in finding.spans if span.text))


def marked(page: Page, finding: Finding | Position, text: str) -> Inlines:
    """A part of what is held, marked where it is a guess."""
    if finding.evidence_class is not EvidenceClass.INFERRED:
        return said(text)
    return joined([strong(page.text("mark.inferred")), (Emphasis(said(text)),)], " ")


def guessed(page: Page, source: str, text: str) -> Inlines:
    """A statement's words marked as a guess where a finding or a position holds them as one; else nothing."""
    positions = [p for d in page.review.disagreements for p in d.positions]
    held: list[Finding | Position] = [*page.review.findings, *positions]
    for one in held:
        spans = (s.text for s in one.spans if s.source == source and s.text)
        if one.evidence_class is EvidenceClass.INFERRED and any(s in text or text in s for s in spans):
            return marked(page, one, text)
    return ()


def marks(page: Page, finding: Finding) -> tuple[Inlines, ...]:
    """What a reader must know beside the words: that they go on, were not sent so, are thin, or are disputed."""
    disputes = disputed(page, finding.facet, finding.decision)
    return *_of_the_record(page, finding), _signs(page, finding), disputes


def cited(page: Page, finding: Finding | Position) -> Inlines:
    """Sources and evidence class: `(S4, testimony)`; of words from a trace also the span and key that hold them."""
    known = page.name("evidence_class", finding.evidence_class)
    sources = _sources(page, finding.spans)
    if isinstance(finding, Finding) and finding.place:
        sources = f"{sources}, {finding.place}"
    return page.line("claim.cite", sources=sources, known=known)


def briefly(page: Page, finding: Finding | Position) -> Inlines:
    """The same without span and key, where the line is to be short and the claim stands in full elsewhere."""
    known = page.name("evidence_class", finding.evidence_class)
    return page.line("claim.cite", sources=_sources(page, finding.spans), known=known)


def bare(page: Page, finding: Finding | Position) -> Inlines:
    """Sources alone, beside a column that shows the class."""
    return cite(page, finding.spans)


def cite(page: Page, spans: Iterable[Span]) -> Inlines:
    """Sources alone: `(S4)`; nothing for nothing."""
    sources = _sources(page, spans)
    return page.line("claim.source", sources=sources) if sources else ()


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
    """A facet's name and what is held for it, in one line; words that begin with the name do not say it twice."""
    title = page.title(facet)
    label = strong(page.text("claim.label", label=title))
    finding = page.review.finding(facet, decision)
    if finding is None:
        return joined([label, claim(page, facet, decision)], " ")
    twice = re.compile(rf"\A\s*{re.escape(title)}\s*[:,…]\s*", re.IGNORECASE)
    text = twice.sub("", "\n".join(span.text for span in finding.spans if span.text), count=1)
    return joined([label, _told(page, finding, marked(page, finding, text), cited)], " ")


def disputed(page: Page, facet: Facet, decision: str) -> Inlines:
    """That there are two accounts of a facet, and where they stand."""
    ids = [d.id for d in page.review.disagreements if d.facet is facet and d.decision == decision]
    return strong(page.text("mark.disputed", ids=", ".join(ids))) if ids else ()


def _sources(page: Page, spans: Iterable[Span]) -> str:
    named = (page.text("claim.generated") if span.source == BOT else span.source for span in spans)
    return ", ".join(dict.fromkeys(named))


def _of_the_record(page: Page, finding: Finding) -> tuple[Inlines, ...]:
    """Of words from a trace: how much of them is left out, and what became of them before they were recorded."""
    left = strong(page.text("mark.left_out", n=str(finding.left_out))) if finding.left_out else ()
    became = dict.fromkeys(span.provenance for span in finding.spans if span.provenance)
    named = (page.text("mark.provenance", what=page.name("provenance", each)) for each in became)
    return left, *map(strong, named)


def _signs(page: Page, finding: Finding) -> Inlines:
    """The signs of a shallow answer that still fire on it."""
    if not finding.signs:
        return ()
    named = "; ".join(page.name("sign", sign) for sign in finding.signs)
    return strong(page.text("mark.signs", signs=named))


def _not_a_reason(page: Page, finding: Finding) -> Inlines:
    """The agent's later account is no evidence of its reason: the facet is as open as without it."""
    if finding.facet is not Facet.REASON or finding.evidence_class is not EvidenceClass.SELF_REPORT:
        return ()
    return joined([page.line("mark.self_report"), gap(page, finding.facet, finding.decision)], " ")
