"""Made-up runs of agents as one OTLP file: the cases of a support desk, a trace a case, the same in every measurement.

Three agents work on a case one after another, each with its own instructions, twelve tools and a conversation. As the
GenAI conventions have it, every question to a model records the whole conversation so far, so that a file is mostly
messages said again. Nearly every answer calls a tool or two, each a span of its own; their results have 0.3 to 6 KB and
are prose, or JSON inside a text.
"""

import json
import random
from typing import Any

AGENTS = ("billing", "logistics", "wording")
RESULT_CHARACTERS = (300, 6_000)
VERBS = ("get", "list", "check", "create", "update", "cancel")
THINGS = ("order", "refund")
SIGNS = ("é", "ü", "–", "€", "📦", "and")  # so that a character is not always a byte
BEGAN_NS = 1_795_788_120_000_000_000

Attributes = dict[str, str | int]
Message = dict[str, Any]


def file_of(size: int, answers: tuple[int, int]) -> bytes:
    """OTLP JSON of so many bytes or a few more, as the Collector writes it to a file; the last case is cut off there.

    `answers` are those of one conversation, at least and at most.
    """
    desk = _Desk(random.Random(1), answers)  # noqa: S311 - the same words in every run, no secret
    groups, left = [], size
    while left > 0:
        spans = []
        for span in desk.case():
            if left > 0:
                spans.append(json_of(span))
                left -= len(spans[-1])
        groups.append(f'{{"resource":{json_of(RESOURCE)},"scopeSpans":[{{"spans":[{",".join(spans)}]}}]}}')
    return f'{{"resourceSpans":[{",".join(groups)}]}}'.encode()


class _Desk:
    """Draws one case after another."""

    def __init__(self, drawn: random.Random, answers: tuple[int, int]) -> None:
        self._drawn = drawn
        self._answers = answers
        self._words = [
            *SIGNS,
            *("".join(drawn.choices("etaoinshrdlcum", k=drawn.randint(2, 9))) for _ in range(999)),
        ]
        self._tools = json.dumps([self._tool(f"{verb}_{thing}") for verb in VERBS for thing in THINGS])
        self._spans: list[dict[str, Any]] = []
        self._trace_id = ""
        self._now_ns = BEGAN_NS

    def case(self) -> list[dict[str, Any]]:
        """The spans of one case."""
        self._spans, self._trace_id = [], f"{self._drawn.getrandbits(128) | 1:032x}"
        root = self._span(
            "invoke_agent desk", "", {"gen_ai.operation.name": "invoke_agent", "user.id": "desk"}
        )
        asked = self._said(400)
        for agent in AGENTS:
            named = {"gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": agent}
            parent = self._span(f"invoke_agent {agent}", root, {**named})
            asked = self._conversation(parent, agent, asked)
        return self._spans

    def _conversation(self, parent: str, agent: str, asked: str) -> str:
        """One agent at work on what it was asked; its last words."""
        rules = json.dumps([{"type": "text", "content": self._said(1_500)}], ensure_ascii=False)
        messages = [_message("user", {"type": "text", "content": asked})]
        last = self._drawn.randint(*self._answers)
        for number in range(1, last + 1):
            said = {"type": "text", "content": self._said(120)}
            calls = [] if number == last else [self._call() for _ in range(self._drawn.choice((1, 1, 1, 2)))]
            answer = _message("assistant", said, *calls)
            self._chat(parent, agent, rules, messages, answer)
            messages += [answer, *(self._ran(parent, call) for call in calls)]
        return str(said["content"])

    def _chat(self, parent: str, agent: str, rules: str, messages: list[Message], answer: Message) -> None:
        shown = json.dumps(messages, ensure_ascii=False)
        attributes: Attributes = {
            "gen_ai.operation.name": "chat",
            "gen_ai.provider.name": "example",
            "gen_ai.request.model": "example-model-1",
            "gen_ai.agent.name": agent,
            "gen_ai.system_instructions": rules,
            "gen_ai.tool.definitions": self._tools,
            "gen_ai.input.messages": shown,
            "gen_ai.output.messages": json.dumps([answer], ensure_ascii=False),
            "gen_ai.usage.input_tokens": len(shown) // 4,
        }
        self._span("chat example-model-1", parent, attributes)

    def _call(self) -> Message:
        tool = f"{self._drawn.choice(VERBS)}_{self._drawn.choice(THINGS)}"
        arguments = {"id": f"O-{self._drawn.randrange(10_000)}", "reason": self._said(40)}
        return {"type": "tool_call", "id": self._id(), "name": tool, "arguments": arguments}

    def _ran(self, parent: str, call: Message) -> Message:
        """The span of a run of a tool, and the message that brings its result."""
        result = self._result(self._drawn.randint(*RESULT_CHARACTERS))
        attributes: Attributes = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": call["name"],
            "gen_ai.tool.call.id": call["id"],
            "gen_ai.tool.call.arguments": json.dumps(call["arguments"], ensure_ascii=False),
            "gen_ai.tool.call.result": result,
        }
        self._span(f"execute_tool {call['name']}", parent, attributes)
        return _message("tool", {"type": "tool_call_response", "id": call["id"], "response": result})

    def _result(self, characters: int) -> str:
        if self._drawn.random() < 0.5:
            return self._said(characters)
        lines = [
            {"line": number, "total": self._drawn.randrange(10**6) / 100, "note": self._said(60)}
            for number in range(characters // 100)
        ]
        return json.dumps(lines, ensure_ascii=False)

    def _said(self, characters: int) -> str:
        """Words in lines, about so many characters of them."""
        words = self._drawn.choices(self._words, k=max(1, characters // 6))
        return "\n".join(" ".join(words[place : place + 15]) for place in range(0, len(words), 15))

    def _tool(self, name: str) -> Message:
        properties = {key: {"type": "string", "description": self._said(60)} for key in ("id", "reason")}
        parameters = {"type": "object", "properties": properties, "required": ["id"]}
        return {"type": "function", "name": name, "description": self._said(120), "parameters": parameters}

    def _id(self) -> str:
        return f"{self._drawn.getrandbits(64) | 1:016x}"

    def _span(self, name: str, parent: str, attributes: Attributes) -> str:
        """Write down a span; its id."""
        began, self._now_ns = self._now_ns, self._now_ns + self._drawn.randrange(10**8, 10**10)
        span_id = self._id()
        self._spans.append(
            {
                "traceId": self._trace_id,
                "spanId": span_id,
                "parentSpanId": parent,
                "name": name,
                "kind": 1,
                "startTimeUnixNano": str(began),
                "endTimeUnixNano": str(self._now_ns),
                "attributes": pairs_of(attributes),
                "status": {},
            }
        )
        return span_id


def _message(role: str, *parts: Message) -> Message:
    return {"role": role, "parts": list(parts)}


def pairs_of(attributes: Attributes) -> list[dict[str, Any]]:
    """Attributes as OTLP JSON has them."""
    return [
        {"key": key, "value": {"stringValue": value} if isinstance(value, str) else {"intValue": str(value)}}
        for key, value in attributes.items()
    ]


def json_of(value: object) -> str:
    """JSON as exporters write it: no blanks, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


RESOURCE = {"attributes": pairs_of({"service.name": "desk", "service.version": "2.8.1"})}
