"""A backend may lie: whatever stands where in an answer, it is read or refused in a sentence."""

import json
import random
from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest

from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.traces.reading import read
from tests.adapters.sources import bodies
from tests.adapters.traces.runs import genai, openinference

BODIES: dict[str, Callable[[], object]] = {
    "jaeger": lambda: json.loads(bodies.jaeger_ui(genai())),
    "langfuse-v2": lambda: {"data": bodies.langfuse_v2(genai(), prepended=True), "meta": {}},
    "langfuse-v2-openinference": lambda: {"data": bodies.langfuse_v2(openinference()), "meta": {}},
    "langfuse-v1": lambda: bodies.langfuse_v1(genai()),
    "langsmith-langchain": lambda: {"items": list(bodies.langsmith_runs(serialised=True))},
    "langsmith-openai": lambda: {"runs": list(bodies.langsmith_runs(serialised=False)), "cursors": {}},
    "phoenix": lambda: {"data": bodies.phoenix_spans(genai()), "next_cursor": None},
    "mlflow-artifact": lambda: [bodies.mlflow_info(genai()), bodies.mlflow_artifact(genai())],
    "mlflow-get": lambda: bodies.mlflow_get(genai()),
}
JUNK: tuple[object, ...] = (
    *(
        None,
        True,
        0,
        -1,
        10**30,
        1e308,
        "",
        "x",
        "„",
        "[",
        "{",
        "[[]]",
        "{}",
        "null",
        "[{}]",
        "\x00",
        "a" * 5000,
    ),
    *(
        [],
        {},
        [[]],
        [None],
        {"role": 7},
        {"message": {"message": {"message": 1}}},
        {"kwargs": []},
        {"type": {}},
    ),
)
TRIES = 150


def places(value: object) -> Iterator[tuple[dict[str, object] | list[object], str | int]]:
    """Every place in a document that can hold something else."""
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, item in members:
        yield value, key  # type: ignore[misc]  # only those that have members come here
        yield from places(item)


@pytest.mark.parametrize("name", BODIES)
def test_an_answer_with_anything_anywhere_is_read_or_refused(name: str) -> None:
    """Values of another kind, nested texts that are no JSON, numbers beyond every range."""
    chance = random.Random(name)  # noqa: S311 - the same junk at every run
    for _ in range(TRIES):
        document = BODIES[name]()
        for _ in range(chance.choice((1, 1, 2, 5))):
            holder, key = chance.choice(list(places(document)))
            holder[key] = deepcopy(chance.choice(JUNK))  # type: ignore[index]  # a key of this very holder
        _read(json.dumps(document).encode())


@pytest.mark.parametrize("name", BODIES)
def test_an_answer_with_broken_bytes_is_read_or_refused(name: str) -> None:
    """Cut off, or with a byte changed."""
    chance = random.Random(name)  # noqa: S311 - as above
    content = json.dumps(BODIES[name](), ensure_ascii=False).encode()
    for _ in range(TRIES):
        broken = bytearray(content[: chance.randrange(1, len(content))] if chance.random() < 0.5 else content)
        broken[chance.randrange(len(broken))] = chance.randrange(256)
        _read(bytes(broken))


@pytest.mark.parametrize("partial", [True, False])
def test_protobuf_with_broken_bytes_is_read_or_refused(*, partial: bool) -> None:
    """Tempo's answer, the message around the trace included."""
    chance = random.Random(partial)  # noqa: S311 - as above
    content = bodies.tempo(genai(), partial=partial)
    for _ in range(TRIES):
        broken = bytearray(content[: chance.randrange(1, len(content))] if chance.random() < 0.5 else content)
        for _ in range(chance.choice((1, 3))):
            broken[chance.randrange(min(len(broken), 40))] = chance.randrange(256)
        _read(bytes(broken), media_type="application/protobuf")


def _read(content: bytes, media_type: str = "") -> None:
    try:
        trace = read(content, media_type=media_type)
    except PersonError:
        return
    candidates(trace)


def test_messages_in_deep_wrappers_end() -> None:
    """As deep as JSON may be."""
    inputs = '{"message":' * 400 + "1" + "}" * 400
    run = f'{{"id": "a", "trace_id": "t", "run_type": "llm", "inputs": {inputs}}}'
    _read(f'{{"runs": [{run}]}}'.encode())
