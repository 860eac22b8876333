"""Rollouts of Codex and trajectories in ATIF: windows are what stands before an answer."""

import json
from typing import Any

import pytest

from bot.domain.decision_points import candidates
from bot.domain.trace_text import pieces
from bot.domain.trace_vocabulary import FactKind, Flag, Link, Part, Provenance
from bot.traces.reading import read
from tests.adapters.traces.runs import SHARED
from tests.adapters.traces.sessions import (
    ASKED,
    LOOKED,
    RULES,
    WIPED,
    atif,
    codex,
    codex_compacted,
    fact,
    lines,
    points_of,
    texts,
)


def test_codex_says_what_was_allowed() -> None:
    """Approval policy and sandbox stand as two facts, each with the line that holds it."""
    point = points_of(lines(codex()))["line-5"]
    allowed = [held for held in point.facts if held.kind is FactKind.AUTHORISATION]
    assert [(held.value, held.where.key) for held in allowed] == [
        ("never", "line 2.payload.approval_policy"),
        ('{"mode": "danger-full-access"}', "line 2.payload.sandbox_policy"),
    ]
    assert Flag.NO_AUTHORISATION_RECORD not in point.flags
    assert [fact(point, kind) for kind in (FactKind.MODEL, FactKind.AGENT_VERSION, FactKind.AGENT)] == [
        "example-model-2",
        "0.99.0",
        "codex_cli_rs",
    ]
    assert [fact(point, kind) for kind in (FactKind.DIRECTORY, FactKind.TOKENS_IN)] == ["/srv/backup", "320"]


def test_the_items_of_a_codex_session_are_its_windows() -> None:
    """Instructions, what was asked, the call, its result and the last words, each once."""
    found = points_of(lines(codex()))
    assert list(found) == ["line-5", "line-9"]
    assert texts(found["line-5"]) == [RULES, ASKED]
    assert [(call.name, call.arguments and call.arguments.text) for call in found["line-5"].calls] == [
        ("wipe_disk", LOOKED)
    ]
    result = found["line-5"].calls[0].result
    assert result
    assert result.text == WIPED
    assert texts(found["line-9"]) == [RULES, ASKED, "", LOOKED, WIPED]
    assert found["line-5"].output[0].provenance is Provenance.NOT_RETURNED_BY_API


def test_a_compacted_codex_session_begins_anew() -> None:
    """Since the last `compacted` line the window holds the summary, or the history that was kept."""
    found = points_of(lines(codex_compacted()))
    assert texts(found["line-12"]) == [RULES, "In short: …", "And now?"]
    assert [Flag.COMPACTED in point.flags for point in found.values()] == [False, False, True]
    kept: Any = codex_compacted()
    kept[9]["payload"] = {"message": "", "replacement_history": [codex()[2]["payload"]]}
    assert texts(points_of(lines(kept))["line-12"]) == [RULES, ASKED, "And now?"]


def test_the_steps_of_a_trajectory_are_its_windows() -> None:
    """System, user and agent steps in order; results by the id of their call; tools, model and tokens."""
    found = points_of(json.dumps(atif()).encode())
    assert list(found) == ["step-3", "step-4"]
    first = found["step-3"]
    assert texts(first) == [RULES, ASKED]
    assert [(call.name, call.result and call.result.text, call.link) for call in first.calls] == [
        ("delete_files", WIPED, Link.BY_ID),
        ("notify", None, Link.NONE),
    ]
    assert [(tool.name, tool.parameters) for tool in first.window.tools] == [
        ("delete_files", '{"type": "object"}')
    ]
    assert [fact(first, kind) for kind in (FactKind.MODEL, FactKind.AGENT, FactKind.TOKENS_IN)] == [
        "example-model-3",
        "sweeper",
        "300",
    ]
    assert texts(found["step-4"]) == [
        RULES,
        ASKED,
        "Old ones go.",
        "I look.",
        '{"path": "/backup"}',
        "{}",
        WIPED,
    ]


def test_copied_context_is_a_compaction_and_no_decision() -> None:
    """Steps copied from an earlier trajectory are in the window; their answers were chosen elsewhere."""
    copied: Any = atif()
    for step in copied["steps"][:3]:
        step["is_copied_context"] = True
    found = points_of(json.dumps(copied).encode())
    assert list(found) == ["step-4"]
    assert Flag.COMPACTED in found["step-4"].flags
    assert not any(Flag.COMPACTED in point.flags for point in points_of(json.dumps(atif()).encode()).values())


def test_a_trajectory_that_is_continued_elsewhere_is_partial() -> None:
    """What follows is in another file; the windows of this one are its own."""
    found = points_of(json.dumps(atif(continued_trajectory_ref="trajectory.2.json")).encode())
    assert all(Flag.PARTIAL in point.flags for point in found.values())
    assert not any(Flag.COMPACTED in point.flags for point in found.values())


def test_sub_agents_in_the_same_file_are_read_with_their_own_windows() -> None:
    """An embedded trajectory offers its own decisions under its own agent."""
    inner: Any = atif(trajectory_id="t-2")
    inner["agent"]["name"] = "helper"
    found = points_of(json.dumps(atif(subagent_trajectories=[inner])).encode())
    assert set(found) == {"step-3", "step-4", "2.step-3", "2.step-4"}
    assert [fact(found[key], FactKind.AGENT) for key in ("step-3", "2.step-3")] == ["sweeper", "helper"]
    assert texts(found["2.step-3"]) == [RULES, ASKED]
    assert Flag.SEVERAL_ROOTS not in found["step-3"].flags


ATIF = sorted((SHARED / "formats" / "atif").glob("*.json")) if SHARED.is_dir() else []


@pytest.mark.parametrize("path", [path for path in ATIF if path.stem != "subagent_trajectories"], ids=str)
def test_recorded_trajectories_are_read(path: Any) -> None:
    """Every step in which a model answered is a decision, its window every step before it."""
    value = json.loads(path.read_bytes())
    found = {point.key: point for point in candidates(read(path.read_bytes())) if point.output}
    for number, step in enumerate(value["steps"]):
        if step["source"] == "agent" and step.get("llm_call_count") != 0:
            point = found[f"step-{number + 1}"]
            said = [item.text for item in point.output if item.kind is Part.TEXT]
            assert said == ([step["message"]] if step["message"] else [])
            assert len(point.calls) == len(step.get("tool_calls") or ())
            shown = {item.message for item in pieces(point.window)}
            assert shown <= set(range(number))
            if Flag.COMPACTED not in point.flags:
                assert shown == {at for at in range(number) if value["steps"][at].get("message")}
