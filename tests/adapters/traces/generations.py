"""A story as each generation of the GenAI conventions writes it."""

import json
from collections.abc import Callable, Mapping
from functools import partial

from tests.adapters.traces.runs import Run, Told
from tests.adapters.traces.story import (
    STORY,
    TOOLS,
    Call,
    Json,
    Story,
    chat,
    definition,
    parts,
    told_in_spans,
)

GENAI = {"gen_ai.operation.name": "chat", "gen_ai.response.model": "example-model-1"}
OLD = GENAI | {"gen_ai.system": "example"}
NEW = GENAI | {"gen_ai.provider.name": "example"}


def _genai(
    story: Story,
    turn: Callable[[int], Json],
    shared: Mapping[str, object],
    *,
    events: Callable[[int], tuple[Told, ...]] = lambda _: (),
    logs: Callable[[int], tuple[Told, ...]] = lambda _: (),
) -> Run:
    def ran(call: Call) -> Json:
        return {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": call.tool,
            "gen_ai.tool.call.id": call.id,
            "gen_ai.tool.call.arguments": call.arguments,
            "gen_ai.tool.call.result": call.result,
        }

    root = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": "mailroom"}
    return told_in_spans(story, turn, root=root, shared=shared, ran=ran, events=events, logs=logs)


def _latest(story: Story, number: int) -> Json:
    messages, answer = chat(story, number)
    return {
        "gen_ai.system_instructions": [{"type": "text", "content": story.rules}],
        "gen_ai.input.messages": [parts(message) for message in messages[1:]],
        "gen_ai.output.messages": [parts(answer)],
        "gen_ai.tool.definitions": [definition(tool) for tool in TOOLS],
    }


def _as_text(held: Mapping[str, object]) -> Json:
    return {key: json.dumps(value, ensure_ascii=False) for key, value in held.items()}


def attributes_1_37(story: Story = STORY) -> Run:
    """From 1.37 on: attributes with JSON text."""
    return _genai(story, lambda number: _as_text(_latest(story, number)), NEW)


def structured_1_37(story: Story = STORY) -> Run:
    """From 1.37 on: structured attributes."""
    return _genai(story, partial(_latest, story), NEW)


def event_1_37(story: Story = STORY) -> Run:
    """From 1.37 on: the one log event of the whole call."""
    return _genai(
        story,
        lambda _: {},
        NEW,
        logs=lambda number: (
            Told("gen_ai.client.inference.operation.details", _latest(story, number), at_s=5 + 10 * number),
        ),
    )


def _told(story: Story, number: int) -> list[tuple[str, Json]]:
    """The events of one answer: one a message, and one for the choice."""
    messages, answer = chat(story, number)
    found: list[tuple[str, Json]] = []
    for message in messages:
        held = {("id" if key == "tool_call_id" else key): value for key, value in message.items()}
        found.append((f"gen_ai.{message['role']}.message", held))
    return [*found, ("gen_ai.choice", {"index": 0, "finish_reason": "stop", "message": answer})]


def log_events_1_28(story: Story = STORY) -> Run:
    """1.28 to 1.36: one log record a message, the content in its body; they come in the wrong order."""
    return _genai(
        story,
        lambda _: {},
        OLD,
        logs=lambda number: tuple(
            Told(name, {"gen_ai.system": "example"}, body, at_s=100 * number + second)
            for second, (name, body) in enumerate(_told(story, number))
        )[::-1],
    )


def span_events_1_28(story: Story = STORY) -> Run:
    """1.28 to 1.36: the same as span events, the body as JSON text in an attribute."""
    return _genai(
        story,
        lambda _: {},
        OLD,
        events=lambda number: tuple(
            Told(name, {"gen_ai.event.content": json.dumps(body, ensure_ascii=False)})
            for name, body in _told(story, number)
        ),
    )


def flat_span_events_1_28(story: Story = STORY) -> Run:
    """1.28 to 1.36: the same as span events, an attribute a member."""
    return _genai(
        story,
        lambda _: {},
        OLD,
        events=lambda number: tuple(
            Told(name, {key: _leaf(value) for key, value in body.items()})
            for name, body in _told(story, number)
        ),
    )


def _leaf(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _prompts(story: Story, number: int) -> Json:
    messages, answer = chat(story, number)
    return _as_text({"gen_ai.prompt": messages, "gen_ai.completion": [answer]})


def attributes_1_27(story: Story = STORY) -> Run:
    """1.27 and before: prompt and completion as JSON."""
    return _genai(story, partial(_prompts, story), OLD)


def span_events_1_27(story: Story = STORY) -> Run:
    """1.27 and before: the same on two span events."""
    return _genai(
        story,
        lambda _: {},
        OLD,
        events=lambda number: tuple(
            Told(f"gen_ai.content.{key.removeprefix('gen_ai.')}", {key: value})
            for key, value in _prompts(story, number).items()
        ),
    )
