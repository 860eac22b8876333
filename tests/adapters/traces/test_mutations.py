"""Good files of every form, broken in every way: a trace or a sentence, and work that grows as the file does."""

import json
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from bot.domain.decision_points import candidates
from bot.domain.errors import PersonError
from bot.traces.reading import read
from tests.adapters.traces.eras import ERAS
from tests.adapters.traces.forms import otlp_json
from tests.adapters.traces.mutations import FORMS, mutated
from tests.adapters.traces.sessions import atif, claude_code, codex, lines
from tests.adapters.traces.story import Call, Story

PROMPTS = Path(__file__).parents[3] / "prompts"
SENTENCES = yaml.safe_load((PROMPTS / "errors.yml").read_text())
TROUBLES = yaml.safe_load((PROMPTS / "report.yml").read_text())["trouble"]
CAP_BYTES, CAP_SPANS = 200_000, 400

LONG = 100_000 // len(FORMS) + 1
CHECK = 150


def outcome(content: bytes) -> str:
    """The key of the refusal, "" where the file is read; any other error is the failure that is looked for."""
    try:
        candidates(read(content, max_bytes=CAP_BYTES, max_spans=CAP_SPANS))
    except PersonError as refused:
        return refused.key
    return ""


def tried(form: str, seeds: range) -> None:
    for seed in seeds:
        content = mutated(FORMS[form], Random(f"{form} {seed}"))  # noqa: S311 - a seed that names the file again
        try:
            key = outcome(content)
        except Exception as error:  # noqa: BLE001 - whatever it is, the seed is what repeats it
            pytest.fail(f"{form}, seed {seed}: {error!r}")
        assert not key or (SENTENCES[key] and TROUBLES[key]), (form, seed, key)


@pytest.mark.parametrize("form", FORMS)
def test_a_mutated_file_ends_in_a_trace_or_in_a_sentence(form: str) -> None:
    """Whatever is flipped, removed, swapped, deepened or cut, nothing is raised but an error that has words."""
    assert outcome(FORMS[form]) == ""
    tried(form, range(CHECK))


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
def test_100_000_mutated_files_end_in_a_trace_or_in_a_sentence(form: str) -> None:
    """The same for more than a hundred thousand files over all forms together."""
    assert LONG * len(FORMS) >= 100_000
    tried(form, range(CHECK, CHECK + LONG))


def test_memory_stays_in_proportion_to_the_caps() -> None:
    """Reading mutated files of any form never holds more than a small multiple of the largest file taken."""
    tracemalloc.start()
    for form, content in FORMS.items():
        for seed in range(5):
            outcome(mutated(content * (3 if b"\n" in content else 1), Random(f"{form} {seed}")))  # noqa: S311 - as above
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * CAP_BYTES


def story(calls: int) -> Story:
    found = tuple(
        Call(f"c-{n}", "find_parcel", '{"parcel": "P-1"}', "here", f"{0x10000 + n:016x}")
        for n in range(calls)
    )
    return Story(found)


def otlp(era: str) -> Callable[[int], bytes]:
    """A run of so many answers that each sent two messages: its size grows with the number of spans alone."""

    def written(size: int) -> bytes:
        one = ERAS[era](story(1))
        spans = [
            {**span, "spanId": f"{number:08x}{span['spanId'][8:]}"}
            for number in range(size)
            for span in json.loads(otlp_json(one))["resourceSpans"][0]["scopeSpans"][0]["spans"]
        ]
        return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()

    return written


def claude(size: int) -> bytes:
    begun: list[Any] = claude_code()[:1]
    _, asked, *_ = claude_code()[1:4]
    for number in range(size):
        answered = {**asked["message"], "id": f"m{number}"}  # type: ignore[dict-item] # a message is an object
        parent = f"a{number - 1}" if number else "u1"
        begun.append({**asked, "uuid": f"a{number}", "parentUuid": parent, "message": answered})
    return lines(begun)


def codex_of(size: int) -> bytes:
    meta, context, asked, _, _, call, _, came, _ = codex()
    return lines([meta, context, asked, *([call, came] * size)])


def atif_of(size: int) -> bytes:
    whole: Any = atif()
    return json.dumps({**whole, "steps": whole["steps"] * size}).encode()


def messages_of(size: int) -> bytes:
    pair = [{"role": "user", "content": "And?"}, {"role": "assistant", "content": "No."}]
    return json.dumps(pair * size).encode()


def one_message_of(size: int) -> bytes:
    return json.dumps([{"role": "user", "content": [{"type": "text", "text": "x"}] * size}]).encode()


def braces(size: int) -> bytes:
    return b'{"a": 1}\n' * size


SIZED: dict[str, Callable[[int], bytes]] = {
    **{era: otlp(era) for era in ERAS if "log event" not in era},
    "Claude Code": claude,
    "Codex": codex_of,
    "ATIF": atif_of,
    "messages": messages_of,
    "one long message": one_message_of,
    "unknown lines": braces,
}


def calls(content: bytes) -> int:
    """How many functions are called to read the file and list its points."""
    count = 0

    def counted(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        candidates(read(content))
    except PersonError:
        pass
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("form", SIZED)
def test_twice_the_file_is_twice_the_work(form: str) -> None:
    """Work is counted, not timed: doubling the file at most doubles it, with a little for sorting."""
    once, twice = (calls(SIZED[form](size)) for size in (40, 80))
    assert twice < 2.2 * once
