"""`agent-incident trace` and `lint`: what the bot would make of a recorded run, or of an answer. Nothing is kept."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.chat import differing
from bot.chat.terminal.dialect import card_lines
from bot.chat.window import label, window_blocks
from bot.chat.window_json import as_json
from bot.chat.words import Words
from bot.cli.colour import ink
from bot.cli.drawing import draw, tell
from bot.cli.given import STANDARD_INPUT, text_of
from bot.cli.house import rules_of, trace_reader
from bot.cli.out import hand_over, say
from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.domain.heard import Replied, Speaker
from bot.domain.interview import Room, step
from bot.domain.interview.shallow import shallow_signs
from bot.domain.lints import Sign
from bot.domain.redaction import redact
from bot.domain.redaction_shapes import Rules
from bot.domain.review import PersonKey, Progress, Review, Stage, Statement, StatementKind
from bot.domain.says import Step
from bot.domain.script import Pace, Script
from bot.domain.trace import DecisionPoint, Trace
from bot.domain.tree import Card
from bot.domain.vocabulary import PER_DECISION, Question
from bot.settings import Settings
from bot.voice import load_voice

SOMEBODY = Speaker(PersonKey("terminal:desk:somebody"), "somebody")


def trace(asked: argparse.Namespace, settings: Settings) -> int:
    """Every decision point with its window, secrets taken out."""
    found = _read(asked.file, settings)
    points = candidates(found)
    words, rules = load_voice(settings.prompts_dir).words, rules_of(settings)
    if asked.diff:
        return _differ(points, asked, words, rules)
    if asked.picture:
        return draw(found, points, asked.point, asked.picture, words, rules)
    if asked.text:
        return tell(found, points, asked.point, words, rules)
    shown = _asked_for(points, asked.point)
    if asked.json:
        hand_over(as_json([point for _, point in shown], rules=rules))
        return 0
    say(words("trace_form", form=words(f"trace_form.{found.form}"), count=len(points)))
    for number, point in shown:
        said = label(point, words, rules=rules)
        head = words("trace_point", number=number, count=len(points), label=said)
        say("\n" + "\n".join(card_lines(Card(window_blocks(point, words, rules=rules)), head, ink())))
    return 0


def _asked_for(points: Sequence[DecisionPoint], number: int | None) -> list[tuple[int, DecisionPoint]]:
    """Every point with its number, or the one of a number. PersonError `no_such_point` where it is none of them."""
    if number is not None and not 1 <= number <= len(points):
        raise PersonError("no_such_point", number=number)
    return [(n, point) for n, point in enumerate(points, 1) if number in {None, n}]


def _differ(points: Sequence[DecisionPoint], asked: argparse.Namespace, words: Words, rules: Rules) -> int:
    seen = differing.between(points, *asked.diff)
    if asked.json:
        hand_over(differing.as_json(seen, rules=rules))
        return 0
    title = words("diff_title", before=seen.before.number, after=seen.after.number)
    blocks = differing.difference_blocks(seen, words, rules=rules)
    say("\n".join(card_lines(Card(blocks), title, ink())))
    return 0


def _read(path: Path, settings: Settings) -> Trace:
    try:
        with path.open("rb") as file:
            content = file.read(settings.trace_max_bytes + 1)  # a pipe or a device has no size to ask for
    except FileNotFoundError as error:
        raise PersonError("file_missing", path=str(path)) from error
    except OSError as error:
        raise PersonError("file_unreadable", path=str(path), reason=error.strerror or "") from error
    if len(content) > settings.trace_max_bytes:
        raise PersonError("trace_too_large", cap=settings.trace_max_bytes, setting="TRACE_MAX_BYTES")
    return trace_reader(settings)(content, name=path.name)


def lint(asked: argparse.Namespace, settings: Settings) -> int:
    """The signs that fire on a first answer to a question, and what the bot would ask next."""
    voice = load_voice(settings.prompts_dir)
    given = text_of(asked.text) if asked.text == STANDARD_INPUT else asked.text
    text = redact(given, rules=rules_of(settings)).text
    signs, after = judged(text, Question(asked.question), voice.script)
    talk = any(statement.kind is StatementKind.TALK for statement in after.review.statements)
    said = after.says[0] if after.says and "probe" in after.says[0].values else None
    probe = str(said.values["probe"]) if said else ""
    taken = [voice.script.facet(finding.facet).label for finding in after.review.findings]
    if asked.json:
        found = {"talk": talk, "signs": [str(sign) for sign in signs], "taken": taken, "probe": probe}
        hand_over(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    words = voice.words
    if talk:
        say(words("lint_talk"))
        return 0
    lines = [words("lint_sign", sign=str(sign), meaning=words(f"sign.{sign}")) for sign in signs]
    lines = lines or [words("lint_none")]
    lines += [words("lint_taken", facets=", ".join(taken))] if taken else []
    lines += [words("lint_probe", probe=probe) if probe else words("lint_no_probe")]
    say("\n".join(lines))
    return 0


def judged(text: str, question: Question, script: Script) -> tuple[Sequence[Sign], Step]:
    """An answer heard by an interview that asks this question of nothing yet: its signs, and what follows."""
    now = datetime.now(UTC)
    script = replace(script, pace=Pace(0.0, 0.0))
    room = Room(script, now)
    letter = "A" if question in PER_DECISION else ""
    review = Review(
        number=0,
        workspace="terminal:desk",
        title="",
        opener=SOMEBODY.person,
        owner=SOMEBODY.person,
        opened_at=now,
        asking=question,
        progress=(Progress(question, letter, Stage.ASKED),),
    )
    statement = Statement(
        1, "m1", SOMEBODY.person, now, text, StatementKind.ANSWER, question, decision=letter
    )
    heard = Replied(id="lint", at=now, by=SOMEBODY, message="m1", text=text)
    return shallow_signs(review, (statement,), room), step(review, heard, room)
