"""What people answer for: verdicts, sentences of ours they took, steps of walls, drills verified, the review itself."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.report import verdicts
from bot.domain.report.claims import BOT
from bot.domain.report.page import Inlines, Page, cell, moment
from bot.domain.review import PersonKey, Verdict, Wall, WallChange
from bot.domain.tree import said
from bot.domain.vocabulary import PER_DECISION, WallStatus

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


def _verdicts(page: Page) -> Iterator[Approval]:
    for verdict in page.review.verdicts:
        if verdict.settled_by and verdict.at:
            yield verdict.at, verdict.settled_by, verdict_line(page, verdict)


def verdict_line(page: Page, verdict: Verdict) -> Inlines:
    """That a question's verdict was settled, and as what."""
    key = "approval.verdict_of" if len(page.review.decisions) > 1 else "approval.verdict"
    return page.line(
        key,
        number=str(PER_DECISION.index(verdict.question) + 1),
        letter=verdict.decision,
        verdict=verdicts.short(page, verdict.question, verdict.decision),
    )


def _wall_steps(page: Page) -> Iterator[Approval]:
    """Steps somebody took; a wall in our words is theirs from the moment they took it."""
    for wall in page.review.walls:
        if any(span.source == BOT for span in wall.spans):
            yield wall.proposed_at, wall.proposed_by, page.line("approval.generated", wall=wall.id)
        for change in wall.changes:
            if change.by is not None and change.status in APPROVING:
                yield change.at, change.by, _step(page, wall, change)


def _step(page: Page, wall: Wall, change: WallChange) -> Inlines:
    status = page.name("wall_status", change.status)
    if not change.why:
        return page.line("approval.wall", wall=wall.id, status=status)
    return page.line("approval.wall_because", wall=wall.id, status=status, why=said(change.why))


def _drills(page: Page) -> Iterator[Approval]:
    for wall in page.review.walls:
        for drill in wall.drills:
            if drill.verifier is not None and drill.verified_at is not None:
                what = page.line("approval.drill", drill=f"{wall.id}.{drill.id}")
                yield drill.verified_at, drill.verifier, what


def _words(page: Page) -> Iterator[Approval]:
    """The review itself read and approved, and "no wall yet" accepted."""
    for act in page.review.acts:
        if act.kind == "approved" and act.by is not None:
            yield act.at, act.by, page.line("approval.read")
    accepted = page.review.no_wall_yet
    if accepted is not None:
        yield accepted.at, accepted.by, page.line("approval.no_wall_yet", reason=said(accepted.reason))
