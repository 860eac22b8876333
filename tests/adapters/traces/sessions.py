"""Sessions of coding agents, written by hand, one as each program writes it."""

import json
from collections.abc import Sequence

from bot.domain.decision_points import candidates
from bot.domain.trace import DecisionPoint
from bot.domain.trace_text import pieces
from bot.domain.trace_vocabulary import FactKind
from bot.traces.reading import read

Json = dict[str, object]

RULES = "Keep the backups that are younger than 30 days."
ASKED = "Free some space on the disk, please."
LOOKED = '{"path": "/backup"}'
LISTED = "monday.tar 12 days\ntuesday.tar 40 days"
WIPED = "removed"
SAID = "The space is free."


def lines(values: Sequence[object]) -> bytes:
    return "\n".join(json.dumps(value, ensure_ascii=False) for value in values).encode()


def _line(uuid: str, parent: str | None, kind: str, second: int, message: object, **more: object) -> Json:
    held: Json = {
        "type": kind,
        "uuid": uuid,
        "parentUuid": parent,
        "isSidechain": False,
        "sessionId": "s-1",
        "version": "2.0.1",
        "cwd": "/srv/backup",
        "timestamp": f"2026-05-04T09:00:{second:02}.500Z",
        "message": message,
    }
    return held | more


def _said(answer: str, read: int, *blocks: Json) -> Json:
    usage = {"input_tokens": 10, "cache_read_input_tokens": read - 10, "output_tokens": 7}
    return {
        "id": answer,
        "role": "assistant",
        "model": "example-model-1",
        "content": list(blocks),
        "stop_reason": "tool_use",
        "usage": usage,
    }


def _tool_use(call_id: str, name: str, held: Json) -> Json:
    return {"type": "tool_use", "id": call_id, "name": name, "input": held}


def _tool_result(call_id: str, text: str, **more: object) -> Json:
    return {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": call_id, "content": text, **more}],
    }


def claude_code() -> list[Json]:
    """Two calls at once, each in a line of its own, then one that fails, then words."""
    return [
        _line("u1", None, "user", 0, {"role": "user", "content": ASKED}, permissionMode="acceptEdits"),
        _line("a1", "u1", "assistant", 1, _said("m1", 900, {"type": "thinking", "thinking": "Look first."})),
        _line(
            "a2", "a1", "assistant", 2, _said("m1", 900, _tool_use("c1", "list_files", {"path": "/backup"}))
        ),
        _line("a3", "a2", "assistant", 3, _said("m1", 900, _tool_use("c2", "check_disk", {}))),
        _line("r1", "a2", "user", 4, _tool_result("c1", LISTED), toolUseResult={"stdout": LISTED}),
        _line("r2", "a3", "user", 5, _tool_result("c2", "91 %")),
        _line("a4", "r2", "assistant", 6, _said("m2", 990, _tool_use("c3", "delete_files", {"all": True}))),
        _line("r3", "a4", "user", 7, _tool_result("c3", "error: busy", is_error=True)),
        _line("a5", "r3", "assistant", 8, _said("m3", 999, {"type": "text", "text": SAID})),
    ]


def claude_code_compacted() -> list[Json]:
    """The session goes on from a summary of what it was before."""
    boundary: Json = {
        "type": "system",
        "subtype": "compact_boundary",
        "uuid": "b1",
        "parentUuid": None,
        "sessionId": "s-1",
        "timestamp": "2026-05-04T09:01:00Z",
    }
    summary = _line("u2", "b1", "user", 20, {"role": "user", "content": "In short: …"}, isCompactSummary=True)
    last = _line("a6", "u2", "assistant", 21, _said("m4", 50, {"type": "text", "text": "Done."}))
    return [*claude_code(), boundary, summary, last]


def _codex_line(kind: str, second: int, payload: Json) -> Json:
    return {"timestamp": f"2026-05-04T09:00:{second:02}.000Z", "type": kind, "payload": payload}


def _message(role: str, text: str) -> Json:
    kind = "output_text" if role == "assistant" else "input_text"
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}


def codex() -> list[Json]:
    """One call, its result, and words; approval and sandbox are on record."""
    usage = {"last_token_usage": {"input_tokens": 320, "output_tokens": 9}}
    return [
        _codex_line("session_meta", 0, {
            "id": "s-2",
            "cwd": "/srv/backup",
            "originator": "codex_cli_rs",
            "cli_version": "0.99.0",
            "instructions": RULES,
        }),
        _codex_line("turn_context", 1, {
            "cwd": "/srv/backup",
            "approval_policy": "never",
            "sandbox_policy": {"mode": "danger-full-access"},
            "model": "example-model-2",
        }),
        _codex_line("response_item", 2, _message("user", ASKED)),
        _codex_line("event_msg", 2, {"type": "user_message", "message": ASKED}),
        _codex_line("response_item", 3, {"type": "reasoning", "summary": [], "encrypted_content": "gAAA"}),
        _codex_line("response_item", 4, {
            "type": "function_call",
            "name": "wipe_disk",
            "arguments": LOOKED,
            "call_id": "c1",
        }),
        _codex_line("event_msg", 4, {"type": "token_count", "info": usage}),
        _codex_line("response_item", 6, {"type": "function_call_output", "call_id": "c1", "output": WIPED}),
        _codex_line("response_item", 7, _message("assistant", SAID)),
    ]  # fmt: skip


def codex_compacted() -> list[Json]:
    """The same session, summed up and then asked again."""
    return [
        *codex(),
        _codex_line("compacted", 8, {"message": "In short: …"}),
        _codex_line("response_item", 9, _message("user", "And now?")),
        _codex_line("response_item", 10, _message("assistant", "Nothing is left.")),
    ]


def atif(**more: object) -> Json:
    """Two calls at once, one without a result, then words."""
    calls = [
        {"tool_call_id": "c1", "function_name": "delete_files", "arguments": {"path": "/backup"}},
        {"tool_call_id": "c2", "function_name": "notify", "arguments": {}},
    ]
    definition = {"type": "function", "function": {"name": "delete_files", "parameters": {"type": "object"}}}
    return {
        "schema_version": "ATIF-v1.6",
        "session_id": "s-3",
        "agent": {
            "name": "sweeper",
            "version": "1.2",
            "model_name": "example-model-3",
            "tool_definitions": [definition],
        },
        "steps": [
            {"step_id": 1, "source": "system", "message": RULES},
            {"step_id": 2, "source": "user", "message": ASKED, "timestamp": "2026-05-04T09:00:00Z"},
            {
                "step_id": 3,
                "source": "agent",
                "message": "I look.",
                "timestamp": "2026-05-04T09:00:01Z",
                "reasoning_content": "Old ones go.",
                "tool_calls": calls,
                "observation": {"results": [{"source_call_id": "c1", "content": WIPED}]},
                "metrics": {"prompt_tokens": 300, "completion_tokens": 20},
            },
            {"step_id": 4, "source": "agent", "message": SAID, "timestamp": "2026-05-04T09:00:02Z"},
        ],
        **more,
    }


def points_of(content: bytes) -> dict[str, DecisionPoint]:
    """The points by their keys, in the order of the file."""
    found = {point.key: point for point in candidates(read(content))}
    return dict(sorted(found.items(), key=lambda held: [part.zfill(4) for part in held[0].split("-")]))


def texts(point: DecisionPoint) -> list[str]:
    """What the window of a point holds."""
    return [item.text for item in pieces(point.window)]


def fact(point: DecisionPoint, kind: FactKind) -> str:
    """The first fact of a kind, empty for none."""
    found = point.fact(kind)
    return found.value if found else ""
