"""When what is held was captured, beside the moment of the decision: a proof of later may show what came later."""

from bot.domain.report.page import Page, length_of, moment
from bot.domain.review import Decision, Evidence, Finding


def class_of(page: Page, finding: Finding | None) -> str:
    """How something is known; nothing where it does not apply."""
    if finding is None:
        return page.name("evidence_class", "unknown")
    return "" if finding.not_applicable else page.name("evidence_class", finding.evidence_class)


def captured(page: Page, finding: Finding | None) -> str:
    """When the evidence behind a finding was captured; that nothing was captured where people's words are all."""
    if finding is not None and finding.not_applicable:
        return ""
    times = [moment(e.captured_at) or page.text("capture.no_time") for e in _proofs(page, finding)]
    return ", ".join(dict.fromkeys(times)) or page.text("capture.none")


def against(page: Page, finding: Finding | None, decision: Decision) -> str:
    """How far from the decision that was; empty where either time is unknown."""
    gaps = (to_decision(page, evidence, decision) for evidence in _proofs(page, finding))
    return ", ".join(dict.fromkeys(filter(None, gaps)))


def to_decision(page: Page, evidence: Evidence, decision: Decision) -> str:
    """How long before or after the decision something was captured; empty where either time is unknown."""
    if evidence.captured_at is None or decision.decided_at is None:
        return ""
    gap = evidence.captured_at - decision.decided_at
    key = "after" if evidence.captured_at > decision.decided_at else "before"
    several = len(page.review.decisions) > 1
    named = page.text("capture.lettered", letter=decision.letter) if several else page.text("capture.the_one")
    length = length_of(gap)
    return page.text(f"capture.{key if length else 'at'}", length=length, decision=named)


def _proofs(page: Page, finding: Finding | None) -> tuple[Evidence, ...]:
    """The evidence a finding's words come from, each once."""
    sources = [span.source for span in finding.spans] if finding else []
    return tuple(evidence for evidence in page.review.evidence if evidence.id in sources)
