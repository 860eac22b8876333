"""Sessions of Claude Code: windows follow the parents of the lines."""

import json
from typing import Any

import pytest

from bot.domain.decision_points import candidates
from bot.domain.trace_vocabulary import FactKind, Flag, Form, Link, Part
from bot.traces.reading import read
from tests.adapters.traces.runs import NO_SHARED, SHARED
from tests.adapters.traces.sessions import (
    ASKED,
    LISTED,
    claude_code,
    claude_code_compacted,
    fact,
    lines,
    points_of,
    texts,
)


def test_the_lines_of_one_answer_of_claude_code_are_one_decision() -> None:
    """An answer is written a block a line; its parts are together, with all calls and their results."""
    trace = read(lines(claude_code()))
    found = points_of(lines(claude_code()))
    assert trace.form is Form.CLAUDE_CODE
    assert list(found) == ["line-2", "line-7", "line-9"]
    first = found["line-2"]
    assert [(item.kind, item.text) for item in first.output] == [
        (Part.REASONING, "Look first."),
        (Part.TOOL_CALL, '{"path": "/backup"}'),
        (Part.TOOL_CALL, "{}"),
    ]
    assert [(call.name, call.result and call.result.text, call.link) for call in first.calls] == [
        ("list_files", LISTED, Link.BY_ID),
        ("check_disk", "91 %", Link.BY_ID),
    ]
    assert texts(first) == [ASKED]


def test_the_window_of_claude_code_follows_the_parents() -> None:
    """Both results of calls made at once are in the next window, though one alone is among its parents."""
    found = points_of(lines(claude_code()))
    assert texts(found["line-7"]) == [ASKED, "Look first.", '{"path": "/backup"}', "{}", LISTED, "91 %"]
    assert texts(found["line-9"])[-2:] == ['{"all": true}', "error: busy"]
    assert found["line-7"].calls[0].failed


def test_claude_code_records_mode_version_place_and_tokens() -> None:
    """Tokens are those read anew and from the cache; the permission mode is what authorised it."""
    point = points_of(lines(claude_code()))["line-7"]
    recorded = {kind: fact(point, kind) for kind in FactKind if fact(point, kind)}
    assert recorded == {
        FactKind.MODEL: "example-model-1",
        FactKind.AGENT_VERSION: "2.0.1",
        FactKind.AUTHORISATION: "acceptEdits",
        FactKind.CONVERSATION: "s-1",
        FactKind.TOKENS_IN: "990",
        FactKind.TOKENS_OUT: "7",
        FactKind.FINISH: "tool_use",
        FactKind.DIRECTORY: "/srv/backup",
    }
    assert point.at
    assert point.at.isoformat() == "2026-05-04T09:00:06.500000+00:00"


def test_another_branch_of_claude_code_is_in_no_window() -> None:
    """A message that was edited and asked again leaves its first form in the file, and in no later window."""
    edited: Any = dict(claude_code()[0], uuid="u9", message={"role": "user", "content": "Something else."})
    asked = claude_code()
    point = points_of(lines([asked[0], edited, *asked[1:]]))["line-8"]
    assert "Something else." not in texts(point)


def test_a_sidechain_of_claude_code_has_its_own_window() -> None:
    """A sub-agent in the same file begins with its own task."""
    task: Any = dict(
        claude_code()[0], uuid="s1", isSidechain=True, message={"role": "user", "content": "Sub."}
    )
    said: Any = dict(claude_code()[8], uuid="s2", parentUuid="s1", isSidechain=True)
    said["message"] = {**said["message"], "id": "m9"}
    found = points_of(lines([*claude_code(), task, said]))
    assert texts(found["line-11"]) == ["Sub."]
    assert Flag.SEVERAL_ROOTS not in found["line-11"].flags


def test_a_summary_of_claude_code_is_flagged_from_there_on() -> None:
    """After a compaction the window is the summary; before it, and in the session without one, no flag."""
    found = points_of(lines(claude_code_compacted()))
    assert texts(found["line-12"]) == ["In short: …"]
    assert [Flag.COMPACTED in point.flags for point in found.values()] == [False, False, False, True]
    summary = {"type": "summary", "summary": "In short: …", "leafUuid": "r2"}
    summed_up = points_of(lines([*claude_code(), summary]))
    assert [Flag.COMPACTED in point.flags for point in summed_up.values()] == [False, True, True]
    assert not any(Flag.COMPACTED in point.flags for point in points_of(lines(claude_code())).values())


def test_a_parent_that_is_not_in_the_file_is_a_gap() -> None:
    """A session whose beginning is in another file says that a message is missing."""
    found = points_of(lines(claude_code()[1:]))
    assert all(Flag.MESSAGE_INDEX_GAP in point.flags for point in found.values())
    assert not any(
        Flag.MESSAGE_INDEX_GAP in point.flags for point in points_of(lines(claude_code())).values()
    )


def test_lines_of_no_known_kind_change_nothing() -> None:
    """Numbers, texts, lists and unknown objects between the lines are passed over."""
    noise: list[object] = [42, "noise", [1], {"silly": "this"}, {"type": "hologram", "uuid": "h"}, None]
    mixed: list[object] = []
    for line in claude_code():
        mixed += [line, *noise]
    plain, noisy = points_of(lines(claude_code())), points_of(lines(mixed))
    assert [texts(point) for point in noisy.values()] == [texts(point) for point in plain.values()]
    assert [point.flags for point in noisy.values()] == [point.flags for point in plain.values()]


@pytest.mark.skipif(not SHARED.is_dir(), reason=NO_SHARED)
@pytest.mark.parametrize(
    "name", ["edge_cases.jsonl", "representative_messages.jsonl", "todowrite_examples.jsonl"]
)
def test_recorded_sessions_of_claude_code_are_read(name: str) -> None:
    """Every answer of the model is a decision with its texts to the letter; odd lines are survived."""
    content = (SHARED / "formats" / "claude_code" / name).read_bytes()
    values = [json.loads(line) for line in content.splitlines()]
    answers = [
        one
        for one in values
        if isinstance(one, dict) and one["type" if "type" in one else "silly"] == "assistant"
    ]
    asked = [point for point in candidates(read(content)) if point.output]
    assert len(asked) == len({one["message"]["id"] for one in answers})
    said = {item.text for point in asked for item in point.output if item.kind is Part.TEXT}
    blocks = [block for one in answers for block in one["message"]["content"] if block["type"] == "text"]
    assert said == {block["text"] for block in blocks}
