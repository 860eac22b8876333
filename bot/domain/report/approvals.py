"""What people answer for: verdicts, steps of walls, drills verified, the review itself."""

from datetime import datetime

from bot.domain.report import verdicts
from bot.domain.report.page import Inlines, Page, cell, moment
from bot.domain.report.timeline import act_line
from bot.domain.review import PersonKey, Verdict
from bot.domain.tree import said
from bot.domain.vocabulary import WallStatus

APPROVING = frozenset(
    {
        WallStatus.ACCEPTED,
        WallStatus.STANDING,
        WallStatus.DECLINED,
        WallStatus.NOT_APPLICABLE,
        WallStatus.SUPERSEDED,
    }
)
"""Steps of a wall that somebody answers for."""

Approval = tuple[datetime, PersonKey, Inlines]


def approvals(page: Page) -> list[tuple[Inlines, ...]]:
    """What people settled, accepted, declined or verified, by time: when, by whom, what."""
    found = [*_verdicts(page), *_wall_steps(page), *_drills(page), *_words(page)]
    by_time = sorted(found, key=lambda approval: approval[0])
    return [(cell(moment(at)), cell(page.role(by)), what) for at, by, what in by_time]


def _verdicts(page: Page) -> list[Approval]:
    return [(v.at, v.settled_by, _verdict(page, v)) for v in page.review.verdicts if v.settled_by and v.at]


def _verdict(page: Page, verdict: Verdict) -> Inlines:
    text = verdicts.short(page, verdict.question, verdict.decision)
    return page.line(
        "approval.verdict", letter=verdict.decision, question=page.question(verdict.question), verdict=text
    )


def _wall_steps(page: Page) -> list[Approval]:
    return [
        (
            c.at,
            c.by,
            page.line("approval.wall", wall=w.id, status=page.name("wall_status", c.status), why=said(c.why)),
        )
        for w in page.review.walls
        for c in w.changes
        if c.by is not None and c.status in APPROVING
    ]


def _drills(page: Page) -> list[Approval]:
    return [
        (d.verified_at, d.verifier, page.line("approval.drill", wall=w.id, drill=f"{w.id}.{d.id}"))
        for w in page.review.walls
        for d in w.drills
        if d.verifier is not None and d.verified_at is not None
    ]


def _words(page: Page) -> list[Approval]:
    """The review itself approved, and "no wall yet" accepted."""
    found: list[Approval] = [
        (a.at, a.by, act_line(page, a, page.role(a.by)))
        for a in page.review.acts
        if a.kind == "approved" and a.by is not None
    ]
    accepted = page.review.no_wall_yet
    if accepted is not None:
        found.append(
            (accepted.at, accepted.by, page.line("approval.no_wall_yet", reason=said(accepted.reason)))
        )
    return found
