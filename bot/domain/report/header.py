"""Front matter and header: where the review stands, what ran, who owns it."""

from bot.domain.report.claims import claim
from bot.domain.report.page import Inlines, Page, joined, moment, one_line, paragraph, strong
from bot.domain.review import Decision, Review
from bot.domain.tree import Block, Heading, Link, Panel, Paragraph, Text, said
from bot.domain.verdict import missing_facets, ruling_of, unknown_facets
from bot.domain.vocabulary import PER_DECISION, Facet, Severity, Status

SCHEMA = "agent-incident/review-markdown/1"
"""Names the shape of the front matter."""


def front(page: Page) -> tuple[tuple[str, object], ...]:
    """For machines: keys of our vocabulary, people by role."""
    review = page.review
    walls = [
        {"id": wall.id, "status": wall.status.value, "owner_role": page.role(wall.owner)}
        for wall in review.walls
    ]
    return (
        ("schema", SCHEMA),
        ("review_id", review.key),
        ("incident", review.title),
        ("status", review.status.value),
        ("severity", review.severity.value),
        ("agent", review.agent),
        ("started_at", moment(review.opened_at)),
        ("review_version", review.version),
        ("owner_role", page.role(review.owner)),
        ("roles", [page.role(p.person) for p in review.participants]),
        ("verdicts", {d.letter: _verdicts(review, d) for d in review.decisions}),
        ("unknown_facets", unknown_facets(review)),
        ("same_tomorrow", review.same_tomorrow.answer.value if review.same_tomorrow else "unknown"),
        ("walls", walls),
    )


def _verdicts(review: Review, decision: Decision) -> dict[str, str]:
    """The settled classes and ruling of one decision."""
    out: dict[str, str] = {}
    for question in PER_DECISION:
        verdict = review.verdict(question, decision.letter)
        if verdict is None or verdict.settled_by is None:
            continue
        out[question.value] = verdict.primary
        if (ruling := ruling_of(verdict)) is not None:
            out["ruling"] = ruling.value
    return out


def header(page: Page) -> tuple[Block, ...]:
    """Title, state, agent and its versions, owner by role; what is missing; the usual post-mortem."""
    review = page.review
    title = Heading(1, page.line("header.title", id=review.key, title=one_line(review.title)))
    return (
        title,
        *_closed_to_most(page),
        paragraph(
            _state(page),
            _agent(page),
            _missing(page),
            _why_ended(page),
            _asked_at_close(page),
            _postmortem(page),
        ),
    )


def _closed_to_most(page: Page) -> tuple[Block, ...]:
    if not page.review.restricted:
        return ()
    return (Panel("warning", (Paragraph(page.line("header.restricted")),)),)


def _state(page: Page) -> Inlines:
    review = page.review
    return joined(
        [
            page.line("header.status", status=page.name("status", review.status)),
            page.line("header.severity", severity=page.name("severity", review.severity)),
            page.line("header.opened", at=moment(review.opened_at)),
            page.line("header.owner", owner=page.role(review.owner)),
        ],
        " · ",
    )


def _agent(page: Page) -> Inlines:
    """The agent, and the versions that ran at the first decision."""
    agent: Inlines = said(page.review.agent) or page.line("header.agent_unknown")
    first = page.review.decisions[0].letter
    return page.line("header.agent", agent=agent, versions=claim(page, Facet.VERSIONS, first))


def _missing(page: Page) -> Inlines:
    """Until every facet is answered or owned, the header says how many are not."""
    missing = len(missing_facets(page.review))
    return strong(page.counted("header.missing", missing)) if missing else ()


def _why_ended(page: Page) -> Inlines:
    review = page.review
    if review.merged_into is not None:
        return page.line("header.merged", id=f"AR-{review.merged_into}")
    if review.status is Status.WITHDRAWN:
        return page.line("header.withdrawn", reason=said(review.reason))
    return ()


def _asked_at_close(page: Page) -> Inlines:
    """When people knew, harm and jurisdiction, as typed; deadlines of the law are never computed."""
    review = page.review
    known = [
        page.line(f"header.{key}", value=said(value))
        for key, value in (
            ("aware_at", review.aware_at),
            ("harm", review.harm),
            ("jurisdiction", review.jurisdiction),
        )
        if value
    ]
    asked = review.severity not in {Severity.UNKNOWN, Severity.HAZARD} or known
    return joined([*known, page.line("header.counsel")], " · ") if asked else ()


def _postmortem(page: Page) -> Inlines:
    href = page.review.postmortem
    link: Inlines = (Link(href, (Text(href),)),) if href else page.line("header.no_postmortem")
    return page.line("header.postmortem", link=link)
