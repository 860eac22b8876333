"""A story as OpenLLMetry, OpenInference and the AI SDK of Vercel write it."""

import json

from tests.adapters.traces.runs import Run
from tests.adapters.traces.story import (
    STORY,
    TOOLS,
    Call,
    Json,
    Story,
    calls_of,
    chat,
    definition,
    told_in_spans,
)


def _flat(prefix: str, messages: list[Json]) -> Json:
    found: Json = {}
    for number, message in enumerate(messages):
        start = f"{prefix}.{number}"
        found |= {f"{start}.{key}": value for key, value in message.items() if isinstance(value, str)}
        for place, call in enumerate(calls_of(message)):
            leaves = {"id": call.id, "name": call.tool, "arguments": call.arguments}
            found |= {f"{start}.tool_calls.{place}.{key}": value for key, value in leaves.items()}
    return found


def openllmetry(story: Story = STORY) -> Run:
    """OpenLLMetry: flattened, with its own kinds, entities and functions."""

    def turn(number: int) -> Json:
        messages, answer = chat(story, number)
        return _flat("gen_ai.prompt", messages) | _flat("gen_ai.completion", [answer])

    def ran(call: Call) -> Json:
        arguments = f'{{"args": [], "kwargs": {call.arguments}}}'
        return {
            "traceloop.span.kind": "tool",
            "traceloop.entity.name": call.tool,
            "traceloop.entity.input": arguments,
            "traceloop.entity.output": call.result,
        }

    functions = {
        f"llm.request.functions.{number}.{leaf}": value
        for number, tool in enumerate(TOOLS)
        for leaf, value in zip(("name", "description", "parameters"), tool, strict=True)
    }
    shared = {
        "gen_ai.system": "example",
        "gen_ai.response.model": "example-model-1",
        "llm.request.type": "chat",
    }
    root = {"traceloop.span.kind": "workflow", "traceloop.workflow.name": "mailroom"}
    used = "gen_ai.usage.prompt_tokens"
    return told_in_spans(story, turn, root=root, shared={**shared, **functions}, ran=ran, used=used)


def openinference(story: Story = STORY) -> Run:
    """OpenInference: one attribute a leaf."""

    def leaves(side: str, messages: list[Json]) -> Json:
        found: Json = {}
        for key, value in _flat(f"llm.{side}_messages", messages).items():
            start, number, *rest = key.rsplit(".", key.count(".") - 1)
            found[f"{start}.{number}.{_renamed('.'.join(rest))}"] = value
        return found

    def turn(number: int) -> Json:
        messages, answer = chat(story, number)
        return leaves("input", messages) | leaves("output", [answer])

    def ran(call: Call) -> Json:
        return {
            "openinference.span.kind": "TOOL",
            "tool.name": call.tool,
            "tool.id": call.id,
            "input.value": call.arguments,
            "output.value": call.result,
        }

    schemas = {
        f"llm.tools.{number}.tool.json_schema": json.dumps(definition(tool))
        for number, tool in enumerate(TOOLS)
    }
    shared = {
        "openinference.span.kind": "LLM",
        "llm.provider": "example",
        "llm.model_name": "example-model-1",
    }
    root = {"openinference.span.kind": "AGENT", "agent.name": "mailroom"}
    used = "llm.token_count.prompt"
    return told_in_spans(story, turn, root=root, shared={**shared, **schemas}, ran=ran, used=used)


def _renamed(leaf: str) -> str:
    for old, new in ((".name", ".function.name"), (".arguments", ".function.arguments")):
        leaf = leaf.replace(old, new)
    head, _, rest = leaf.partition("tool_calls.")
    place, _, last = rest.partition(".")
    return f"message.tool_calls.{place}.tool_call.{last}" if rest else f"message.{head}"


def vercel(story: Story = STORY) -> Run:
    """The AI SDK up to 6: an outer span around every call of the model, which repeats its content."""

    def turn(number: int) -> Json:
        messages, answer = chat(story, number)
        calls = [
            {"type": "tool-call", "toolCallId": call.id, "toolName": call.tool, "input": call.arguments}
            for call in calls_of(answer)
        ]
        said = {"ai.response.text": answer["content"]} if "content" in answer else {}
        return {
            "ai.prompt.messages": json.dumps([_vercel(message) for message in messages], ensure_ascii=False),
            "ai.prompt.tools": [
                json.dumps(
                    {"inputSchema" if key == "parameters" else key: value for key, value in tool.items()}
                )
                for tool in map(definition, TOOLS)
            ],
            **said,
            **({"ai.response.toolCalls": json.dumps(calls)} if calls else {}),
        }

    def ran(call: Call) -> Json:
        return {
            "ai.operationId": "ai.toolCall",
            "ai.toolCall.name": call.tool,
            "ai.toolCall.id": call.id,
            "ai.toolCall.args": call.arguments,
            "ai.toolCall.result": call.result,
        }

    shared = {
        "ai.operationId": "ai.generateText.doGenerate",
        "ai.model.provider": "example",
        "ai.response.model": "example-model-1",
    }
    root = {
        "ai.operationId": "ai.generateText",
        "ai.telemetry.functionId": "mailroom",
        "ai.prompt": json.dumps({"system": story.rules, "prompt": story.question}, ensure_ascii=False),
        "ai.response.text": story.answer,
    }
    return told_in_spans(story, turn, root=root, shared=shared, ran=ran, used="ai.usage.inputTokens")


def _vercel(message: Json) -> Json:
    """A message as the AI SDK holds it: calls and results are blocks, arguments are values."""
    calls = [
        {
            "type": "tool-call",
            "toolCallId": call.id,
            "toolName": call.tool,
            "input": json.loads(call.arguments),
        }
        for call in calls_of(message)
    ]
    if message["role"] == "tool":
        result = {"type": "text", "value": message["content"]}
        calls = [{"type": "tool-result", "toolCallId": message["tool_call_id"], "output": result}]
    if calls or message["role"] != "system":
        said = [{"type": "text", "text": message["content"]}] if not calls else []
        return {"role": message["role"], "content": [*said, *calls]}
    return message
