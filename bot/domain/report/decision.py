"""The first section: what it chose, from which options, for which goal, seen from the inside and the outside."""

import re

from bot.domain.report import verdicts
from bot.domain.report.bottom import first_guess
from bot.domain.report.claims import cited, claim, gap, labelled
from bot.domain.report.page import Inlines, Page, cell, joined, moment, paragraph, strong
from bot.domain.review import ColdRead, Decision
from bot.domain.tree import Block, Table, Text, said
from bot.domain.vocabulary import Facet, Question, YesNo

CHOSEN = "✔"
_MARK = re.compile(r"^\s*(?:[-*•–·]|\(?(?:\d{1,2}|[A-Za-z])[.)])\s+")


def decision_section(page: Page, decision: Decision) -> tuple[Block, ...]:
    """Everything of the first question for one decision, its verdict last."""
    letter = decision.letter
    return (
        paragraph(_point(page, decision)),
        _options(page, letter),
        paragraph(_options_source(page, letter)),
        _goals(page, letter),
        paragraph(
            labelled(page, Facet.REASON, letter),
            labelled(page, Facet.OUTSIDE, letter),
            labelled(page, Facet.BELIEF, letter),
            labelled(page, Facet.VERSIONS, letter),
        ),
        paragraph(
            verdicts.full(page, Question.DECISION, letter),
            page.line("decision.first_guess", guess=first_guess(page)) if letter == "A" else (),
            _cold_reads(page, letter),
        ),
    )


def _point(page: Page, decision: Decision) -> Inlines:
    """The moment: what was said of it, and the place in the trace that somebody chose."""
    line = labelled(page, Facet.POINT, decision.letter)
    if not decision.evidence:
        return line
    chosen = page.line(
        "decision.chosen_point",
        evidence=decision.evidence,
        point=decision.point,
        at=moment(decision.decided_at),
    )
    return joined([line, chosen], " ")


def _options(page: Page, letter: str) -> Block:
    """Options beside the choice; a choice that is none of them has a row of its own."""
    header = (page.line("decision.option"), page.line("decision.chosen"))
    choice = page.review.finding(Facet.CHOICE, letter)
    rows = [(said(option), ()) for option in options(page, letter)] or [(_nothing(page, letter), ())]
    texts = [_plain(option) for option in options(page, letter)]
    place = _place_of(_plain(choice.text), texts) if choice else None
    tick: Inlines = (Text(CHOSEN),)
    table: list[tuple[Inlines, Inlines]] = [
        (row[0], tick if at == place else ()) for at, row in enumerate(rows)
    ]
    if place is None:
        table.append((claim(page, Facet.CHOICE, letter), tick))
    return Table(header, tuple(table))


def _nothing(page: Page, letter: str) -> Inlines:
    return gap(page, Facet.OPTIONS, letter)


def _options_source(page: Page, letter: str) -> Inlines:
    """Where the options and the choice come from: a table row is too narrow for it."""
    parts = []
    for facet in (Facet.OPTIONS, Facet.CHOICE):
        finding = page.review.finding(facet, letter)
        if finding is not None:
            parts.append(
                (*page.line("claim.label", label=page.title(facet)), Text(" "), *cited(page, finding))
            )
    return joined(parts, " · ")


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


def _place_of(choice: str, listed: list[str]) -> int | None:
    """The one option that the choice names, or that names the choice; None where none or several do."""
    found = [at for at, option in enumerate(listed) if option and (option in choice or choice in option)]
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _goals(page: Page, letter: str) -> Block:
    """The goal as given beside the goal it acted on."""
    pair = (Facet.OBJECTIVE_GIVEN, Facet.OBJECTIVE_EFFECT)
    header = tuple(cell(page.title(facet)) for facet in pair)
    return Table(header, (tuple(claim(page, facet, letter) for facet in pair),))


def _cold_reads(page: Page, letter: str) -> Inlines:
    reads = [read for read in page.review.cold_reads if read.decision == letter]
    label = strong(page.text("cold.label"))
    if not reads:
        return (*label, Text(" "), *page.line("cold.unasked"))
    return (*label, Text(" "), *joined([_cold_read(page, read) for read in reads], "; "))


def _cold_read(page: Page, read: ColdRead) -> Inlines:
    """What somebody who was not there expected."""
    reader = page.role(read.reader)
    if read.answered_at is None:
        return page.line("cold.silent", reader=reader, at=moment(read.asked_at))
    key = {YesNo.YES: "cold.yes", YesNo.NO: "cold.no"}.get(read.expected, "cold.other")
    answer = page.line(key, reader=reader, picked=said(read.picked))
    return joined([answer, page.line("cold.had_read") if read.read_thread is YesNo.YES else ()], " ")
