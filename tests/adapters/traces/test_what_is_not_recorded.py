"""Every silent loss that can be seen raises its flag, and the same run without the loss does not."""

import json
from collections.abc import Callable

import pytest

from bot.domain.decision_points import candidates
from bot.domain.trace_vocabulary import Flag, Provenance
from bot.traces.reading import read
from tests.adapters.traces.forms import otlp_protobuf
from tests.adapters.traces.losses import (
    INPUT,
    TOOLS,
    cut,
    flags,
    points,
    with_part,
    without_content,
)
from tests.adapters.traces.runs import (
    ASK_1,
    ASK_2,
    QUESTION,
    ROOT,
    RUN_1,
    Run,
    Told,
    genai,
    openinference,
)


def renumbered(run: Run) -> Run:
    """The run as an SDK leaves it that dropped its oldest attributes: message 0 is gone."""
    gone = {"llm.input_messages.0.message.role": None, "llm.input_messages.0.message.content": None}
    return run.with_keys(ASK_2, gone)


MEDIA = '{"type": "uri", "modality": "image", "uri": "s3://bucket/label.png"}'


def derived() -> Run:
    """The run with content under a backend's keys alone, on spans that are GenAI's own."""
    run = openinference()
    return run.with_keys(ASK_1, {"gen_ai.operation.name": "chat", "openinference.span.kind": None})


CUTS: list[tuple[str, Flag, Callable[[], Run]]] = [
    ("dropped", Flag.ATTRS_DROPPED, lambda: genai().with_span(ASK_1, dropped=3)),
    ("dropped in the tool's run", Flag.ATTRS_DROPPED, lambda: genai().with_span(RUN_1, dropped=1)),
    ("oldest message gone", Flag.MESSAGE_INDEX_GAP, lambda: renumbered(openinference())),
    (
        "tool gone",
        Flag.MESSAGE_INDEX_GAP,
        lambda: openinference().with_keys(ASK_1, {"llm.tools.2.tool.json_schema": '{"name": "x"}'}),
    ),
    (
        "result of 2048 bytes",
        Flag.TRUNCATED,
        lambda: genai().with_keys(RUN_1, {"gen_ai.tool.call.result": "ä" * 1024}),
    ),
    (
        "message of 2048 bytes",
        Flag.TRUNCATED,
        lambda: openinference().with_keys(ASK_1, {"llm.input_messages.1.message.content": "x" * 2048}),
    ),
    ("JSON that ends early", Flag.TRUNCATED, lambda: cut(genai(), ASK_2, INPUT, 300)),
    (
        "instructions that end early",
        Flag.TRUNCATED,
        lambda: cut(genai(), ASK_2, "gen_ai.system_instructions", 40),
    ),
    ("tools that end early", Flag.TRUNCATED, lambda: cut(genai(), ASK_2, TOOLS, 40)),
    (
        "an exporter's mark",
        Flag.TRUNCATED,
        lambda: genai().with_keys(RUN_1, {"gen_ai.tool.call.result": "half a story... [truncated]"}),
    ),
    (
        "input kept elsewhere",
        Flag.BY_REFERENCE,
        lambda: genai().with_keys(ASK_1, {INPUT: None, f"{INPUT}_ref": "s3://b/1"}),
    ),
    (
        "tools kept elsewhere",
        Flag.BY_REFERENCE,
        lambda: genai().with_keys(ASK_1, {TOOLS: None, f"{TOOLS}_ref": "s3://b/2"}),
    ),
    (
        "compacted",
        Flag.COMPACTED,
        lambda: genai().with_keys(ASK_1, {"gen_ai.conversation.compacted": True}),
    ),
    (
        "window at the provider",
        Flag.SERVER_SIDE_CONTEXT,
        lambda: genai().with_keys(ASK_1, {"gen_ai.request.previous_response.id": "resp-0"}),
    ),
    (
        "names of tools only",
        Flag.TOOL_NAMES_ONLY,
        lambda: genai().with_keys(ASK_1, {TOOLS: '[{"type": "function", "name": "cancel_parcel"}]'}),
    ),
    ("no tools", Flag.NO_TOOL_DEFINITIONS, lambda: genai().with_keys(ASK_1, {TOOLS: None})),
    (
        "no system prompt",
        Flag.NO_SYSTEM_PROMPT,
        lambda: genai().with_keys(ASK_1, {"gen_ai.system_instructions": None}),
    ),
    (
        "hidden on purpose",
        Flag.REDACTED,
        lambda: openinference().with_keys(ASK_1, {"llm.input_messages.1.message.content": "__REDACTED__"}),
    ),
    ("no content", Flag.NO_CONTENT, lambda: without_content(genai())),
    (
        "no input",
        Flag.NO_INPUT,
        lambda: genai().with_keys(ASK_1, {INPUT: None, "gen_ai.system_instructions": None}),
    ),
    ("no output", Flag.NO_OUTPUT, lambda: genai().with_keys(ASK_2, {"gen_ai.output.messages": None})),
    (
        "another era",
        Flag.UNREAD_FORM,
        lambda: without_content(genai()).with_keys(ASK_1, {"ai.response.files": QUESTION}),
    ),
    (
        "an event of another era",
        Flag.UNREAD_FORM,
        lambda: without_content(genai()).with_span(
            ASK_1, events=(Told("gen_ai.hologram.message", {"content": QUESTION}),)
        ),
    ),
    (
        "events without content",
        Flag.NO_CONTENT,
        lambda: without_content(genai()).with_span(ASK_1, events=(Told("gen_ai.user.message"),)),
    ),
    ("no run of the tool", Flag.CALL_WITHOUT_EXECUTION, lambda: genai().without(RUN_1).without(ASK_2)),
    ("no call for the run", Flag.EXECUTION_WITHOUT_CALL, lambda: genai().without(ASK_1)),
    ("no identity", Flag.NO_IDENTITY, lambda: genai().with_keys(ROOT, {"user.id": None})),
    ("no grant", Flag.NO_AUTHORISATION_RECORD, lambda: genai().with_keys(ROOT, {"enduser.scope": None})),
    ("no model", Flag.NO_MODEL, lambda: genai().with_keys(ASK_1, {"gen_ai.response.model": None})),
    ("no version", Flag.NO_PROMPT_VERSION, lambda: genai().with_keys(ASK_1, {"gen_ai.prompt.version": None})),
    ("no tokens", Flag.NO_TOKENS, lambda: genai().with_keys(ASK_1, {"gen_ai.usage.input_tokens": None})),
    (
        "far more tokens",
        Flag.TOKEN_GAP,
        lambda: genai().with_keys(ASK_1, {"gen_ai.usage.input_tokens": 9000}),
    ),
    ("parent gone", Flag.ORPHAN_PARENT, lambda: genai().without(ROOT)),
    ("several roots", Flag.SEVERAL_ROOTS, lambda: genai().with_span(ASK_1, parent="")),
    ("child before parent", Flag.CHILD_BEFORE_PARENT, lambda: genai().with_span(ROOT, start_s=3)),
    ("run before its call", Flag.CHILD_BEFORE_PARENT, lambda: genai().with_span(RUN_1, start_s=0, end_s=1)),
    ("a picture by its address", Flag.MULTIMODAL_NOT_INLINED, lambda: with_part(MEDIA)),
    ("derived by a backend", Flag.DERIVED_BY_BACKEND, derived),
]


@pytest.mark.parametrize(("flag", "run"), [case[1:] for case in CUTS], ids=[case[0] for case in CUTS])
def test_a_loss_raises_its_flag_and_a_whole_run_does_not(flag: Flag, run: Callable[[], Run]) -> None:
    """The flag of the loss is there; the whole run has no flag at all."""
    assert flag in flags(run())
    assert flags(genai()) | flags(openinference()) == set()


@pytest.mark.parametrize(("flag", "run"), [case[1:] for case in CUTS], ids=[case[0] for case in CUTS])
def test_a_loss_is_seen_in_protobuf_as_in_json(flag: Flag, run: Callable[[], Run]) -> None:
    """Both forms of file give the same flags for the same loss."""
    found = {flag for point in candidates(read(otlp_protobuf(run()))) for flag in point.flags}
    assert flag in found
    assert found == flags(run())


@pytest.mark.parametrize(
    ("span_id", "key", "value"),
    [
        (RUN_1, "gen_ai.tool.call.result", "x" * 2047),
        (RUN_1, "gen_ai.tool.call.result", "x" * 2049),
        (RUN_1, "gen_ai.tool.call.result", json.dumps({"text": "x" * 2036})),
        (RUN_1, "gen_ai.tool.call.result", "[see the label] and {the note}"),
        (ASK_1, "gen_ai.conversation.compacted", False),
        (ASK_1, TOOLS, '[{"name": "now", "parameters": {}}]'),
    ],
)
def test_what_only_resembles_a_loss_raises_nothing(span_id: str, key: str, value: object) -> None:
    """Lengths beside the limit, whole JSON at the limit and brackets in prose are no cuts."""
    assert len(json.dumps({"text": "x" * 2036})) == 2048
    assert flags(genai().with_keys(span_id, {key: value})) == set()


def test_the_limit_of_a_cut_is_kept() -> None:
    """A result that a backend cut carries the length at which it was cut."""
    (point, _) = points(genai().with_keys(RUN_1, {"gen_ai.tool.call.result": "x" * 2048}))
    result = point.calls[0].result
    assert result
    assert (result.provenance, result.limit) == (Provenance.TRUNCATED, 2048)
