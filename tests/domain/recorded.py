"""Small recorded runs, built by hand."""

from datetime import UTC, datetime, timedelta

from bot.domain.decision_points import candidates
from bot.domain.trace import (
    ContextItem,
    DecisionPoint,
    Execution,
    Span,
    Trace,
    Turn,
    Where,
    Window,
)
from bot.domain.trace_vocabulary import Form, Link, Operation, Part

START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
HERE = Where("", "messages")


def said(position: int, role: str, text: str) -> ContextItem:
    return ContextItem(role, Part.TEXT, text, HERE, position)


def call(position: int, name: str, arguments: str = "{}", call_id: str = "") -> ContextItem:
    return ContextItem("assistant", Part.TOOL_CALL, arguments, HERE, position, name, call_id)


def came(position: int, text: str, call_id: str = "", name: str = "") -> ContextItem:
    return ContextItem("tool", Part.TOOL_RESULT, text, HERE, position, name, call_id)


def talk(*items: ContextItem) -> Trace:
    return Trace(Form.MESSAGES, messages=items)


def model(span_id: str, second: int, output: tuple[ContextItem, ...], **more: object) -> Span:
    window = Window(messages=(said(0, "user", "please"),))
    return span(span_id, second, Operation.MODEL, turn=Turn(window, output), **more)


def run(
    span_id: str, second: int, name: str, arguments: str = "{}", call_id: str = "", **more: object
) -> Span:
    tried = ContextItem("assistant", Part.TOOL_CALL, arguments, Where(span_id, "arguments"), name=name)
    result = ContextItem(
        "tool", Part.TOOL_RESULT, f"result of {span_id}", Where(span_id, "result"), name=name
    )
    return span(span_id, second, Operation.TOOL, execution=Execution(name, call_id, tried, result), **more)


def span(span_id: str, second: int, operation: Operation, **more: object) -> Span:
    begins = START + timedelta(seconds=second)
    held: dict[str, object] = {
        "trace_id": "f0",
        "span_id": span_id,
        "parent_id": "a0",
        "name": "",
        "kind": "",
        "operation": operation,
        "start": begins,
        "end": begins + timedelta(seconds=1),
        "failed": False,
    }
    return Span(**{**held, **more})  # type: ignore[arg-type] # fields come by name


def traced(*spans: Span) -> tuple[DecisionPoint, ...]:
    root = span("a0", 0, Operation.AGENT, parent_id="")
    return candidates(Trace(Form.OTLP_JSON, spans=(root, *spans)))


def results(points: tuple[DecisionPoint, ...]) -> list[tuple[str, Link, str | None]]:
    return [
        (one.name, one.link, one.result.text if one.result else None)
        for point in sorted(points, key=lambda point: point.key)
        for one in point.calls
    ]
