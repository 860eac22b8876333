"""Good files of every form, and what can happen to a file: each change is drawn by a seeded generator."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from opentelemetry.proto.logs.v1.logs_pb2 import LogsData
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from bot.traces.otlp_message import written
from tests.adapters.traces.eras import ERAS
from tests.adapters.traces.forms import logs_protobuf, otlp_json, otlp_jsonl, otlp_protobuf
from tests.adapters.traces.runs import messages
from tests.adapters.traces.sessions import atif, claude_code_compacted, codex_compacted, lines

LOGGED = ERAS["gen_ai 1.28 in log events"]()

FORMS: dict[str, bytes] = {
    **{f"{era}, JSON": otlp_json(run()) for era, run in ERAS.items()},
    "OTLP, lines": otlp_jsonl(ERAS["gen_ai 1.28 in log events"]()),
    "OTLP, protobuf": otlp_protobuf(ERAS["gen_ai 1.28 in span events"]()),
    "OpenInference, protobuf": otlp_protobuf(ERAS["OpenInference"]()),
    "log records, protobuf": logs_protobuf(LOGGED),
    "spans and log records, protobuf": written(
        TracesData.FromString(otlp_protobuf(LOGGED)), LogsData.FromString(logs_protobuf(LOGGED))
    ),
    "messages": json.dumps(messages()).encode(),
    "Claude Code": lines(claude_code_compacted()),
    "Codex": lines(codex_compacted()),
    "ATIF": json.dumps(atif(subagent_trajectories=[atif()])).encode(),
}
"""Each form that is read -> a good file of it."""

PUT: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**53 + 1, 2**63, 2**64 - 1, -(2**63) - 5, 10**40, 1.5, -1e308, "", "0", "NaN",
    "x" * 2048, "9" * 30, "[", "{", '{"a":', "[[[[", "__REDACTED__", "... [truncated]", "\x00", "ü" * 1024, "user",
    "assistant", "tool", [], [None], [[]], {}, {"role": "user"}, {"type": "tool_use"}, {"parts": 1}, {"values": [{}]},
)  # fmt: skip
DEPTH = 3_000


def mutated(content: bytes, random: Random) -> bytes:
    """The file after one to three changes."""
    for _ in range(random.randint(1, 3)):
        content = random.choice(CHANGES)(content, random)
    return content


def _flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _cut(content: bytes, random: Random) -> bytes:
    return content[: random.randint(0, len(content))]


def _doubled(content: bytes, random: Random) -> bytes:
    start = random.randint(0, len(content))
    end = random.randint(start, min(len(content), start + 2_000))
    return content[:end] + content[start:end] + content[end:]


def _in_a_tree(change: Callable[[Any, Random], None]) -> Callable[[bytes, Random], bytes]:
    """A change of one place in one JSON text of the file; of bytes that are no JSON, some are flipped."""

    def changed(content: bytes, random: Random) -> bytes:
        rows = content.split(b"\n")
        row = random.randrange(len(rows))
        try:
            tree = json.loads(rows[row])
            places = list(_places(tree))
            if places:
                change(random.choice(places), random)
            rows[row] = json.dumps(tree).encode()
        except (ValueError, RecursionError):
            return _flipped(content, random)
        return b"\n".join(rows)

    return changed


def _places(tree: Any) -> Iterator[Any]:
    """Every object and list of a tree that holds something."""
    waiting = [tree]
    while waiting:
        at = waiting.pop()
        if isinstance(at, dict | list) and at:
            yield at
            waiting += at.values() if isinstance(at, dict) else at


def _key(place: Any, random: Random) -> Any:
    return random.choice(list(place)) if isinstance(place, dict) else random.randrange(len(place))


def _remove(place: Any, random: Random) -> None:
    del place[_key(place, random)]


def _swap(place: Any, random: Random) -> None:
    place[_key(place, random)] = random.choice(PUT)


def _rename(place: Any, random: Random) -> None:
    if isinstance(place, dict):
        key = _key(place, random)
        place[random.choice([key.upper(), f"{key}.0", key[:-1], "role", "key"])] = place.pop(key)
    else:
        random.shuffle(place)


def _repeat(place: Any, random: Random) -> None:
    if isinstance(place, list):
        place.extend(place[: random.randint(1, 20)])
    else:
        _swap(place, random)


def _deepen(place: Any, random: Random) -> None:
    key = _key(place, random)
    for _ in range(random.choice([5, 40, 200])):
        place[key] = random.choice(
            [[place[key]], {"a": place[key]}, {"arrayValue": {"values": [place[key]]}}]
        )


def _deep_text(place: Any, random: Random) -> None:
    place[_key(place, random)] = random.choice(["[", '{"a":']) * DEPTH


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flipped,
    _cut,
    _doubled,
    *map(_in_a_tree, (_remove, _swap, _swap, _rename, _repeat, _deepen, _deep_text)),
)
