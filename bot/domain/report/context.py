"""The second section: what was in the window, how each item is known, and how far from the decision it was captured."""

from bot.domain.report import verdicts
from bot.domain.report.claims import claim, labelled
from bot.domain.report.page import Inlines, Page, cell, moment, paragraph, span_of_time
from bot.domain.review import Decision, Evidence, Finding
from bot.domain.tree import Block, Table
from bot.domain.vocabulary import EvidenceClass, Facet, Question

SLOTS = (Facet.STATE, Facet.USER, Facet.DATA, Facet.HISTORY)


def context_section(page: Page, decision: Decision) -> tuple[Block, ...]:
    """The four slots, then what should not have been there, what was missing, and the rules in force."""
    letter = decision.letter
    return (
        Table(
            (
                page.line("context.slot"),
                page.line("context.held"),
                page.line("context.class"),
                page.line("context.captured"),
                page.line("context.gap"),
            ),
            tuple(_slot(page, facet, decision) for facet in SLOTS),
        ),
        paragraph(
            labelled(page, Facet.MISSING, letter),
            labelled(page, Facet.EXCESS, letter),
            labelled(page, Facet.RULES, letter),
        ),
        paragraph(verdicts.full(page, Question.CONTEXT, letter)),
    )


def _slot(page: Page, facet: Facet, decision: Decision) -> tuple[Inlines, ...]:
    """One slot. The gap is captured minus decided: what was captured later may hold what came later."""
    finding = page.review.finding(facet, decision.letter)
    known = finding.evidence_class if finding else EvidenceClass.UNKNOWN
    captured = _captured(page, finding)
    return (
        cell(page.title(facet)),
        claim(page, facet, decision.letter),
        cell(page.name("evidence_class", known)),
        cell(captured or page.text("context.not_captured")),
        cell(_gaps(page, finding, decision)),
    )


def _proofs(page: Page, finding: Finding | None) -> tuple[Evidence, ...]:
    """The evidence a finding's words come from, each once."""
    sources = [span.source for span in finding.spans] if finding else []
    return tuple(evidence for evidence in page.review.evidence if evidence.id in sources)


def _captured(page: Page, finding: Finding | None) -> str:
    times = [moment(e.captured_at) or page.text("context.time_unknown") for e in _proofs(page, finding)]
    return ", ".join(dict.fromkeys(times))


def _gaps(page: Page, finding: Finding | None, decision: Decision) -> str:
    return ", ".join(
        dict.fromkeys(filter(None, (to_decision(page, e, decision) for e in _proofs(page, finding))))
    )


def to_decision(page: Page, evidence: Evidence, decision: Decision) -> str:
    """How long after the decision something was captured; empty where either time is unknown."""
    if evidence.captured_at is None or decision.decided_at is None:
        return ""
    gap = evidence.captured_at - decision.decided_at
    return page.text("context.to_decision", gap=span_of_time(gap), letter=decision.letter)
