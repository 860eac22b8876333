"""What a person is shown of a point where part of the record is cut, hidden, elsewhere or unread."""

import json
from dataclasses import replace
from pathlib import Path

from bot.domain.decision_points import candidates
from bot.domain.trace_text import pieces
from bot.domain.trace_vocabulary import FactKind, Flag, Link, Part, Provenance, Reason
from bot.traces.reading import read
from tests.adapters.traces.losses import (
    INPUT,
    content_of,
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
    RULES,
    RUN_1,
    Run,
    genai,
    messages,
    openinference,
)

BLOB = '{"type": "blob", "modality": "image", "mime_type": "image/png", "content": "aGVsbG8="}'


def test_a_cut_window_shows_all_that_is_left_of_it() -> None:
    """Messages that cannot be taken apart are shown whole, and no absence is claimed for what they may hold."""
    run = cut(genai(), ASK_2, INPUT, 300)
    point = next(
        point for point in points(run.changed(ASK_2, gen_ai__system_instructions=None)) if point.key == ASK_2
    )
    assert [item.text for item in pieces(point.window)] == [content_of(genai(), ASK_2, INPUT)[:300]]
    assert pieces(point.window)[0].kind is Part.UNSPLIT
    assert Flag.TRUNCATED in point.flags
    assert Flag.NO_SYSTEM_PROMPT not in point.flags


def test_content_under_names_not_read_yet_is_never_called_absent() -> None:
    """A run of an older era is said to be in a form that is not read, and nothing of it is said to be missing."""
    run = without_content(genai()).with_keys(ASK_1, {"gen_ai.prompt": "[]", "gen_ai.completion": "{}"})
    point = next(point for point in points(run) if point.key == ASK_1)
    absent = {Flag.NO_CONTENT, Flag.NO_INPUT, Flag.NO_OUTPUT, Flag.NO_SYSTEM_PROMPT, Flag.NO_TOOL_DEFINITIONS}
    assert Flag.UNREAD_FORM in point.flags
    assert not absent & set(point.flags)


def test_input_that_was_not_set_message_by_message_stands_whole() -> None:
    """OpenInference's whole input and output are shown as they are where there are no messages."""
    held = {"openinference.span.kind": "LLM", "input.value": QUESTION, "output.value": "Soon."}
    span = replace(openinference().spans[1], attributes=held, parent="")
    (point,) = points(Run((span,)))
    assert [(item.kind, item.text) for item in (*pieces(point.window), *point.output)] == [
        (Part.UNSPLIT, QUESTION),
        (Part.UNSPLIT, "Soon."),
    ]
    assert Flag.UNREAD_FORM in point.flags


def test_a_hidden_input_is_redacted_and_not_in_an_unread_form() -> None:
    """A value that a setting hid is told from one that was not taken apart."""
    held = {"openinference.span.kind": "LLM", "input.value": "__REDACTED__", "output.value": "__REDACTED__"}
    span = replace(openinference().spans[1], attributes=held, parent="")
    (point,) = points(Run((span,)))
    assert Flag.REDACTED in point.flags
    assert Flag.UNREAD_FORM not in point.flags


def test_without_content_the_runs_of_tools_are_still_offered() -> None:
    """By default no window is recorded; what ran is listed all the same, its reason from its name."""
    found = points(without_content(genai()))
    assert [(point.key, point.reasons[:1]) for point in found] == [
        (RUN_1, (Reason.SIDE_EFFECT,)),
        (ASK_1, ()),
        (ASK_2, ()),
    ]
    assert found[0].calls[0].link is Link.UNASKED


def test_the_raw_keys_count_before_those_a_backend_added() -> None:
    """With both on one span, the window is what the application emitted."""
    run = genai().with_keys(ASK_1, {"llm.input_messages.0.message.content": "rewritten"})
    point = next(point for point in points(run) if point.key == ASK_1)
    assert [item.text for item in pieces(point.window)] == [RULES, QUESTION]
    assert {item.provenance for item in pieces(point.window)} == {Provenance.LOGGED}


def test_a_picture_in_the_file_is_not_called_missing() -> None:
    """Media whose bytes stand in the file raise no flag."""
    assert flags(with_part(BLOB)) == set()


def test_a_list_of_messages_says_what_it_never_records() -> None:
    """No times, tokens, tools, model, version, identity or grant stand in a plain list of messages."""
    (point, _) = candidates(read(json.dumps(messages()).encode()))
    assert set(point.flags) == {
        Flag.NO_TOOL_DEFINITIONS,
        Flag.NO_TIMES,
        Flag.NO_TOKENS,
        Flag.NO_MODEL,
        Flag.NO_PROMPT_VERSION,
        Flag.NO_IDENTITY,
        Flag.NO_AUTHORISATION_RECORD,
    }


def test_facts_from_above_are_named_with_their_span() -> None:
    """Agent and identity of the agent's span hold for its decisions, and say where they stand."""
    point = points(genai())[0]
    identity = point.fact(FactKind.IDENTITY)
    assert identity
    assert (identity.value, identity.where.span_id, identity.where.key) == ("svc-mail", ROOT, "user.id")


DEMO = Path(__file__).parents[3] / "bot" / "demo" / "refund-run.otlp.json"


def test_the_demos_run_offers_its_three_decisions() -> None:
    """The demo's trace holds the twelve refunds, the last mail and the look-ups; only the grant is not recorded."""
    found = candidates(read(DEMO.read_bytes()))
    assert [[call.name for call in point.calls] for point in found] == [
        ["issue_refund"] * 12,
        [],
        ["lookup_order", "get_policy"],
    ]
    refunds = [json.loads(call.arguments.text) for call in found[0].calls if call.arguments]
    assert sum(refund["amount"] for refund in refunds) == 1140
    assert max(refund["amount"] for refund in refunds) < 200
    assert "approved by our team" in found[1].output[0].text
    assert "1,500 EUR for trade customers" in pieces(found[0].window)[-1].text
    assert {flag for point in found for flag in point.flags} == {Flag.NO_AUTHORISATION_RECORD}
    assert DEMO.stat().st_size < 60_000
