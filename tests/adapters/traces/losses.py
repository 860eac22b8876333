"""A recorded run with something lost from it, and what is then found missing."""

from bot.domain.decision_points import candidates
from bot.domain.trace import DecisionPoint
from bot.domain.trace_vocabulary import Flag
from bot.traces.reading import read
from tests.adapters.traces.forms import otlp_json
from tests.adapters.traces.runs import ASK_1, Run, genai

INPUT = "gen_ai.input.messages"
TOOLS = "gen_ai.tool.definitions"


def points(run: Run) -> tuple[DecisionPoint, ...]:
    return candidates(read(otlp_json(run)))


def flags(run: Run) -> set[Flag]:
    return {flag for point in points(run) for flag in point.flags}


def content_of(run: Run, span_id: str, key: str) -> str:
    return next(str(span.attributes[key]) for span in run.spans if span.id == span_id)


def without_content(run: Run) -> Run:
    """The run as instrumentations record it by default: no instructions, inputs, outputs or tools."""
    for span in run.spans:
        marks = ("messages", "instructions", "definitions", "arguments", "result")
        gone = {key: None for key in span.attributes if key.endswith(marks)}
        run = run.with_keys(span.id, gone)
    return run


def cut(run: Run, span_id: str, key: str, size: int) -> Run:
    return run.with_keys(span_id, {key: content_of(run, span_id, key)[:size]})


def with_part(part: str) -> Run:
    run = genai()
    return run.with_keys(ASK_1, {INPUT: content_of(run, ASK_1, INPUT).replace("[{", f"[{part}, {{", 2)})
