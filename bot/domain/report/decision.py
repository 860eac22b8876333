"""The first section: what it chose, from which options, for which goal, seen from the inside and the outside."""

import re

from bot.domain.report import verdicts
from bot.domain.report.claims import cited, claim, labelled, marked, marks
from bot.domain.report.page import Inlines, Page, cell, joined, moment, paragraph, strong
from bot.domain.review import ColdRead, Decision, Finding
from bot.domain.tree import Block, Figure, Table, Text
from bot.domain.vocabulary import Facet, Question, YesNo

CHOSEN = "✔"
_MARK = re.compile(r"^\s*(?:[-*•–·]|\(?(?:\d{1,2}|[A-Za-z])[.)])\s+")


def decision_section(page: Page, decision: Decision) -> tuple[Block | Figure, ...]:
    """Everything of the first question for one decision, its verdict last."""
    letter = decision.letter
    return (
        paragraph(_point(page, decision)),
        *_picture(page, decision),
        *_options(page, letter),
        _goals(page, letter),
        paragraph(
            labelled(page, Facet.REASON, letter),
            labelled(page, Facet.OUTSIDE, letter),
            labelled(page, Facet.BELIEF, letter),
            labelled(page, Facet.VERSIONS, letter),
        ),
        verdicts.full(page, Question.DECISION, letter, cold_reads(page, letter)),
    )


def _point(page: Page, decision: Decision) -> Inlines:
    """The moment: what was said of it, and the place in the trace that somebody chose."""
    line = labelled(page, Facet.POINT, decision.letter)
    if not decision.evidence:
        return line
    at = moment(decision.decided_at) or page.text("timeline.no_time")
    chosen = page.line(
        "decision.chosen_point", evidence=decision.evidence, point=decision.point or "?", at=at
    )
    return joined([line, chosen], " ")


def _picture(page: Page, decision: Decision) -> tuple[Figure, ...]:
    """The run with that place marked, where it was drawn; its words stand for it wherever it is not seen."""
    drawn = next((picture for picture in page.pictures if picture.decision == decision.letter), None)
    if drawn is None:
        return ()
    of = {"evidence": decision.evidence, "point": decision.point, "letter": decision.letter}
    return (Figure(drawn.file, page.text("decision.picture", described=drawn.described, **of)),)


def _options(page: Page, letter: str) -> tuple[Block, ...]:
    """Options beside the choice; a choice that is none of them has a row of its own."""
    finding = page.review.finding(Facet.OPTIONS, letter)
    listed = options(page, letter)
    if finding is None or len(listed) < 2:
        return (paragraph(labelled(page, Facet.OPTIONS, letter), labelled(page, Facet.CHOICE, letter)),)
    place = _chosen(page, letter, listed)
    tick: Inlines = (Text(CHOSEN),)
    rows: list[tuple[Inlines, Inlines]] = [
        (marked(page, finding, option), tick if at == place else ()) for at, option in enumerate(listed)
    ]
    if place is None:
        rows.append((claim(page, Facet.CHOICE, letter), tick))
    header = (page.line("decision.option"), page.line("decision.chosen"))
    return (Table(header, tuple(rows)), paragraph(_sources(page, finding), _choice(page, letter, place)))


def _sources(page: Page, finding: Finding) -> Inlines:
    """Where the options come from, and their marks: a row of the table is too narrow for it."""
    label = page.line("decision.options_from")
    return joined([label, cited(page, finding), *marks(page, finding)], " ")


def _choice(page: Page, letter: str, place: int | None) -> Inlines:
    """What it chose, in full, below the tick that only points at it."""
    return () if place is None else labelled(page, Facet.CHOICE, letter)


def _chosen(page: Page, letter: str, listed: tuple[str, ...]) -> int | None:
    """The option that was the choice: the one a reader picked and was told so, else the one the words name."""
    for read in page.review.cold_reads:
        if read.decision == letter and read.expected is YesNo.YES and read.picked in listed:
            return listed.index(read.picked)
    choice = page.review.finding(Facet.CHOICE, letter)
    named = _plain(choice.text) if choice else ""
    found = [at for at, option in enumerate(listed) if named and _plain(option) == named]
    return found[0] if len(found) == 1 else None


def options(page: Page, letter: str) -> tuple[str, ...]:
    """The options, each to the letter: as a cold reader was shown them, else a line of the answer each."""
    finding = page.review.finding(Facet.OPTIONS, letter)
    if finding is None or finding.not_applicable:
        return ()
    shown = next((read.options for read in page.review.cold_reads if read.decision == letter), ())
    if shown and all(option in finding.text for option in shown):
        return tuple(sorted(shown, key=finding.text.index))
    lines = (_MARK.sub("", line).strip() for line in finding.text.splitlines())
    return tuple(line for line in lines if line)


def _plain(text: str) -> str:
    """Words alone. Nothing less than the same words will do: "it did not stop" holds the option "stop"."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _goals(page: Page, letter: str) -> Block:
    """The goal as given beside the goal it acted on."""
    pair = (Facet.OBJECTIVE_GIVEN, Facet.OBJECTIVE_EFFECT)
    header = tuple(cell(page.title(facet)) for facet in pair)
    return Table(header, (tuple(claim(page, facet, letter) for facet in pair),))


def cold_reads(page: Page, letter: str) -> Inlines:
    """What those who were not there expected; that nobody was asked where nobody was."""
    reads = [read for read in page.review.cold_reads if read.decision == letter]
    found = joined([_cold_read(page, read) for read in reads], "; ") or page.line("cold.unasked")
    return joined([strong(page.text("cold.label")), found], " ")


def _cold_read(page: Page, read: ColdRead) -> Inlines:
    """What somebody who was not there expected."""
    reader = page.role(read.reader)
    if read.answered_at is None:
        return page.line("cold.silent", reader=reader, at=moment(read.asked_at))
    key = {YesNo.YES: "cold.yes", YesNo.NO: "cold.no"}.get(read.expected, "cold.other")
    answer = page.line(key, reader=reader, picked=read.picked)
    return joined([answer, page.line("cold.had_read") if read.read_thread is YesNo.YES else ()], " ")
