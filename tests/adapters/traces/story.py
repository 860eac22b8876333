"""What happens in a run that is two tools and three answers long, and the spans that tell of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.adapters.traces.runs import PARAMETERS, QUESTION, ROOT, RULES, Run, Told, Written

Json = dict[str, object]

FIND = '{"type": "object", "properties": {"parcel": {"type": "string"}, "deep": {"type": "boolean", "default": false}}}'
TOOLS = (("find_parcel", "Where it is.", FIND), ("cancel_parcel", "Stop it.", PARAMETERS))
FOUND = '{"parcel": "P-1", "place": "Köln"}'
GONE = '{"cancelled": "P-1"}'
ANSWER = "It was in Köln; I have cancelled it."


@dataclass(frozen=True)
class Call:
    """A call of a tool, its result and the span in which the tool ran."""

    id: str
    tool: str
    arguments: str
    result: str
    span: str


@dataclass(frozen=True)
class Story:
    """What happens in a run: it is asked, it calls one tool after the other, and answers."""

    calls: tuple[Call, ...]
    rules: str = RULES
    question: str = QUESTION
    answer: str = ANSWER

    @property
    def asks(self) -> tuple[str, ...]:
        """The ids of the spans in which the model was asked, in order."""
        return tuple(f"{0xB00 + number:016x}" for number in range(len(self.calls) + 1))


CALLS = (
    Call("c-1", "find_parcel", '{"parcel": "P-1", "deep": true}', FOUND, "0000000000000c01"),
    Call("c-2", "cancel_parcel", '{"parcel": "P-1", "reason": "late"}', GONE, "0000000000000c02"),
)
STORY = Story(CALLS)


def tokens(number: int) -> int:
    """How many tokens the model read for an answer: few, as the texts are."""
    return 90 + 30 * number


def chat(story: Story, number: int) -> tuple[list[Json], Json]:
    """The messages that were sent for an answer and the answer, as chat completions have them."""
    messages: list[Json] = [
        {"role": "system", "content": story.rules},
        {"role": "user", "content": story.question},
    ]
    for call in story.calls[:number]:
        messages += [called(call), {"role": "tool", "content": call.result, "tool_call_id": call.id}]
    said: Json = {"role": "assistant", "content": story.answer}
    answer = called(story.calls[number]) if number < len(story.calls) else said
    return messages, answer


def called(call: Call) -> Json:
    function = {"name": call.tool, "arguments": call.arguments}
    return {"role": "assistant", "tool_calls": [{"id": call.id, "type": "function", "function": function}]}


def parts(message: Json) -> Json:
    """A message of a chat completion as the GenAI conventions of 1.37 and later write it."""
    held: list[Json] = []
    if message["role"] == "tool":
        held.append(
            {"type": "tool_call_response", "id": message["tool_call_id"], "response": message["content"]}
        )
    elif "content" in message:
        held.append({"type": "text", "content": message["content"]})
    held += [
        {"type": "tool_call", "id": call.id, "name": call.tool, "arguments": call.arguments}
        for call in calls_of(message)
    ]
    return {"role": message["role"], "parts": held}


def calls_of(message: Json) -> list[Call]:
    listed = message.get("tool_calls")
    calls = listed if isinstance(listed, list) else []
    return [
        Call(call["id"], call["function"]["name"], call["function"]["arguments"], "", "") for call in calls
    ]


def definition(tool: tuple[str, str, str]) -> Json:
    """A tool on offer, its schema as a value."""
    name, description, parameters = tool
    return {
        "type": "function",
        "name": name,
        "description": description,
        "parameters": json.loads(parameters),
    }


def told_in_spans(
    story: Story,
    turn: Callable[[int], Json],
    *,
    root: Mapping[str, object],
    shared: Mapping[str, object],
    ran: Callable[[Call], Json],
    used: str = "gen_ai.usage.input_tokens",
    events: Callable[[int], tuple[Told, ...]] = lambda _: (),
    logs: Callable[[int], tuple[Told, ...]] = lambda _: (),
) -> Run:
    spans = [Written(ROOT, "", "mailroom", 0, 60, {**root, "user.id": "svc-mail"})]
    for number, span_id in enumerate(story.asks):
        start = 1 + 10 * number
        asked = {**shared, used: tokens(number), **turn(number)}
        spans.append(Written(span_id, ROOT, "ask", start, start + 4, asked, kind=3, events=events(number)))
        spans += [
            Written(call.span, ROOT, call.tool, start + 5, start + 6, ran(call))
            for call in story.calls[number : number + 1]
        ]
    told = tuple((key, one) for number, key in enumerate(story.asks) for one in logs(number))
    return Run(tuple(spans), logs=told)
