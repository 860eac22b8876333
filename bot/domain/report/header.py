"""The header: what to do first, where the review stands, what ran, who owns it."""

from bot.domain.report.bottom import counted, ruled
from bot.domain.report.claims import briefly, claim
from bot.domain.report.front import last_publishing, version_of
from bot.domain.report.page import Inlines, Page, cell, cut, joined, moment, paragraph, strong
from bot.domain.report.parts import Facts, State, Tone
from bot.domain.review import Review
from bot.domain.tree import Block, Break, Heading, Link, Panel, Paragraph, Text, is_safe_link, said
from bot.domain.verdict import missing_facets, needs_containment, unknown_facets
from bot.domain.vocabulary import Facet, Severity, Status, YesNo

TONES = {
    Status.OPEN: Tone.GOING,
    Status.FILED: Tone.CARE,
    Status.REVIEWED: Tone.GOOD,
    Status.CLOSED: Tone.GOOD,
}


def header(page: Page) -> tuple[Block, ...]:
    """Title, state, agent and its versions, owner by role; what is missing; the usual post-mortem."""
    review = page.review
    title = Heading(1, page.line("header.title", id=review.key, title=cut(review.title, 200)))
    return (
        title,
        *_contain_first(page),
        *_closed_to_most(page),
        _facts(page),
    )


def _facts(page: Page) -> Facts:
    """Its lines; the first of them as rows too, with what a list of reviews is looked through for."""
    state = _state(page)
    rest = (
        _agent(page),
        _missing(page),
        _why_ended(page),
        _asked_at_close(page),
        _postmortem(page),
    )
    listed = page.line("fact.listed")
    return Facts(paragraph(state, *rest).parts, _rows(page), paragraph(*rest).parts, listed)


def _rows(page: Page) -> tuple[tuple[Inlines, Inlines], ...]:
    """Labels and values, the same labels in every review."""
    review = page.review
    last, number = last_publishing(review), version_of(last_publishing(review))
    values: dict[str, Inlines] = {
        "status": (State(page.name("status", review.status), TONES.get(review.status, Tone.QUIET)),),
        "severity": cell(page.name("severity", review.severity)),
        "agent": said(review.agent) or page.line("header.agent_unknown"),
        "owner": cell(page.role(review.owner)),
        "opened": cell(moment(review.opened_at)),
        "version": page.line("fact.version_at", number=str(number), at=moment(last.at))
        if last and number
        else (),
        "verdict": ruled(page),
        "same_tomorrow": cell(_same_tomorrow(page)),
        "walls": cell(counted(page)),
        "unknown": cell(str(unknown_facets(review))),
    }
    return tuple((page.line(f"fact.{key}"), value) for key, value in values.items())


def _same_tomorrow(page: Page) -> str:
    """The answer alone; a stale one says so."""
    last = page.review.same_tomorrow
    answer = page.name("yes_no", last.answer if last else YesNo.UNKNOWN)
    return page.text("fact.stale", answer=answer) if last and last.stale else answer


def _contain_first(page: Page) -> tuple[Block, ...]:
    """A path that somebody passed and that nobody has closed comes before anything else."""
    if not needs_containment(page.review):
        return ()
    return (Panel("important", (Paragraph(page.line("header.not_contained")),)),)


def _closed_to_most(page: Page) -> tuple[Block, ...]:
    """Who may read it, by role."""
    review = page.review
    if not review.restricted:
        return ()
    wrote = tuple(p.person for p in review.participants if p.wrote) if review.private_channel else ()
    readers = dict.fromkeys(page.role(p) for p in (review.owner, review.opener, *review.readers, *wrote))
    line = page.line("header.restricted", readers=", ".join(readers))
    return (Panel("warning", (Paragraph(line),)),)


def _state(page: Page) -> Inlines:
    review = page.review
    return joined(
        [
            page.line("header.status", status=strong(page.name("status", review.status))),
            page.line("header.severity", severity=page.name("severity", review.severity)),
            page.line("header.owner", owner=page.role(review.owner)),
            page.line("header.opened", at=moment(review.opened_at)),
            _version(page, review),
        ],
        " · ",
    )


def _version(page: Page, review: Review) -> Inlines:
    last = last_publishing(review)
    number = version_of(last)
    if last is None or number is None:
        return ()
    return page.line("header.version", number=str(number), at=moment(last.at))


def _agent(page: Page) -> Inlines:
    """The agent, and the versions that ran at the first decision."""
    agent: Inlines = said(page.review.agent) or page.line("header.agent_unknown")
    first = page.review.decisions[0].letter
    versions = claim(page, Facet.VERSIONS, first, source=briefly)
    in_a_line = tuple(Text(", ") if isinstance(part, Break) else part for part in versions)
    return page.line("header.agent", agent=agent, versions=in_a_line)


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
    """The usual post-mortem: a link where it is one, else what was typed."""
    typed = page.review.postmortem
    link: Inlines = (Link(typed, (Text(typed),)),) if is_safe_link(typed) else said(typed)
    return page.line("header.postmortem", link=link or page.line("header.no_postmortem"))
