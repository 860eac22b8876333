"""The fourth section: the class of error, the walls that stood, the walls to build and how each is proved."""

from dataclasses import fields

from bot.domain.report.bottom import no_wall_yet
from bot.domain.report.capture import class_of
from bot.domain.report.claims import BOT, cite, disputed, labelled, marked, marks
from bot.domain.report.page import Inlines, Page, cell, day, joined, moment, paragraph
from bot.domain.report.parts import State, Tone
from bot.domain.review import Checks, Drill, ExistingWall, Finding, Linked, Outcome, Wall
from bot.domain.tree import Block, Table, said
from bot.domain.vocabulary import Facet, WallStatus, YesNo
from bot.domain.walls import ENDED, counts, strength

WALL_COLUMNS = ("id", "wall", "family", "checks", "strength", "status", "owner")
DRILL_COLUMNS = ("wall", "run", "incident", "sibling", "verified", "valid", "evidence")

TONES = {
    WallStatus.ACCEPTED: Tone.GOING,
    WallStatus.BUILT: Tone.GOING,
    WallStatus.DRILLED: Tone.GOING,
    WallStatus.STANDING: Tone.GOOD,
    WallStatus.EXPIRED: Tone.CARE,
    WallStatus.BREACHED: Tone.BAD,
}


def wall_section(page: Page) -> tuple[Block, ...]:
    """Everything of the fourth question; it is shared by all decisions."""
    return (
        paragraph(labelled(page, Facet.CLASS_SENTENCE), labelled(page, Facet.SIBLING), _seen_before(page)),
        *_existing(page),
        *_walls(page),
        *_drills(page),
        paragraph(labelled(page, Facet.GETS_PAST), no_wall_yet(page)),
    )


def _seen_before(page: Page) -> Inlines:
    """Earlier reviews that somebody looked at: the same class, or another."""
    return joined([_linked(page, link) for link in page.review.links], " ")


def _linked(page: Page, link: Linked) -> Inlines:
    key = "wall.same_class" if link.same_class is YesNo.YES else "wall.other_class"
    return page.line(key, id=f"AR-{link.number}", by=page.role(link.by), at=moment(link.at))


def _existing(page: Page) -> tuple[Block, ...]:
    """The walls that stood, and the one reason each did not hold."""
    facet = Facet.EXISTING
    if not page.review.existing:
        return (paragraph(labelled(page, facet)),)
    finding = page.review.finding(facet)
    header = (cell(page.title(facet)), page.line("wall.why_not"), page.line("wall.known"))
    table = Table(header, tuple(_stood(page, wall, finding) for wall in page.review.existing))
    return (table, paragraph(*marks(page, finding))) if finding else (table,)


def _stood(page: Page, wall: ExistingWall, finding: Finding | None) -> tuple[Inlines, ...]:
    text = marked(page, finding, wall.span.text) if finding else said(wall.span.text)
    said_of_it = joined([text, cite(page, (wall.span,))], " ")
    return (said_of_it, cell(page.name("why_not", wall.why_not)), cell(class_of(page, finding)))


def _walls(page: Page) -> tuple[Block, ...]:
    if not page.review.walls:
        return (paragraph(labelled(page, Facet.WALLS)),)
    header = tuple(page.line(f"wall.{column}") for column in WALL_COLUMNS)
    return (
        Table(header, tuple(_wall(page, wall) for wall in page.review.walls)),
        paragraph(page.line("wall.key"), disputed(page, Facet.WALLS, "")),
    )


def _wall(page: Page, wall: Wall) -> tuple[Inlines, ...]:
    return (
        cell(wall.id),
        joined([said(wall.text), cite(page, wall.spans), _taken(page, wall)], " "),
        cell(page.name("family", wall.family)),
        cell(_checks(page, wall.checks)),
        joined([cell(page.name("strength", strength(wall))), _by_person(page, wall)], " "),
        _status(page, wall),
        cell(_owner(page, wall)),
    )


def _taken(page: Page, wall: Wall) -> Inlines:
    """Who took a sentence of ours for a wall of theirs."""
    if not any(span.source == BOT for span in wall.spans):
        return ()
    return page.line("wall.taken", by=page.role(wall.proposed_by), at=moment(wall.proposed_at))


def _by_person(page: Page, wall: Wall) -> Inlines:
    """That a person's approval enforces it, which is why it may be graded lower than its answers."""
    if not wall.human_approval:
        return ()
    return page.line("wall.second_person" if wall.rare_second_person else "wall.by_person")


def _checks(page: Page, checks: Checks) -> str:
    """The five answers in the order a to e."""
    return " ".join(page.text(f"wall.check.{getattr(checks, check.name)}") for check in fields(checks))


def _status(page: Page, wall: Wall) -> Inlines:
    """Where it stands, with the reason and the name where it was ended."""
    status: Inlines = (State(page.name("wall_status", wall.status), TONES.get(wall.status, Tone.QUIET)),)
    if wall.status is WallStatus.SUPERSEDED:
        return joined([status, page.line("wall.superseded", other=wall.why)], " ")
    if wall.declined_by is not None:
        return joined(
            [status, page.line("wall.declined", by=page.role(wall.declined_by), why=said(wall.why))], " "
        )
    return joined([status, page.line("wall.because", why=said(wall.why)) if wall.why else ()], " ")


def _owner(page: Page, wall: Wall) -> str:
    """By role, and by when; a wall that was ended waits for nobody."""
    owner = page.role(wall.owner)
    if wall.status in ENDED:
        return owner
    due = page.text("wall.due", due=day(wall.due)) if wall.due else page.text("wall.no_date")
    return f"{owner or page.text('person.nobody')}, {due}"


def _drills(page: Page) -> tuple[Block, ...]:
    """Proofs by trying; a wall without one is only built."""
    rows = tuple(_drill(page, wall, drill) for wall in page.review.walls for drill in wall.drills)
    if not rows:
        return (paragraph(page.line("drill.none")),) if page.review.walls else ()
    return (Table(tuple(page.line(f"drill.{column}") for column in DRILL_COLUMNS), rows),)


def _drill(page: Page, wall: Wall, drill: Drill) -> tuple[Inlines, ...]:
    parts = ("recorded",) if drill.captured else ("blocked", "recorded", "told")
    return (
        cell(f"{wall.id}.{drill.id}"),
        _run(page, drill),
        cell(_outcome(page, drill.incident_case, parts)),
        cell(_outcome(page, drill.sibling_case, parts)),
        cell(_verified(page, drill)),
        cell(day(drill.valid_until)),
        cell(", ".join(drill.evidence)),
    )


def _run(page: Page, drill: Drill) -> Inlines:
    """When it was run, by whom and where; a window that arrived was run by nobody."""
    if drill.captured:
        return page.line("drill.captured_line", at=moment(drill.run_at), agent=said(drill.environment))
    return page.line(
        "drill.run_line", at=moment(drill.run_at), by=page.role(drill.run_by), where=said(drill.environment)
    )


def _verified(page: Page, drill: Drill) -> str:
    """Who looked at a drill and when; a window that arrived, or a drill that a pipeline posted, counts without."""
    if drill.captured:
        return page.text("drill.captured")
    if drill.verifier is None:
        return page.text("drill.posted" if counts(drill) else "drill.not_verified")
    return page.text("drill.verified_line", by=page.role(drill.verifier), at=moment(drill.verified_at))


def _outcome(page: Page, outcome: Outcome, parts: tuple[str, ...]) -> str:
    """One answer for each part of what a case showed."""
    return "; ".join(
        page.text(
            "drill.part", what=page.text(f"drill.{part}"), answer=page.name("yes_no", getattr(outcome, part))
        )
        for part in parts
    )
