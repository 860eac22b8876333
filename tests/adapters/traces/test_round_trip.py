"""One run, written as each convention and era writes it, is one decision view."""

import json
from collections.abc import Callable

import pytest
from opentelemetry.proto.logs.v1.logs_pb2 import LogsData
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from bot.domain.decision_points import candidates
from bot.domain.trace import ContextItem, DecisionPoint
from bot.domain.trace_text import pieces
from bot.domain.trace_vocabulary import FactKind, Flag, Form, Part, Reason
from bot.traces.otlp_message import written
from bot.traces.reading import read
from tests.adapters.traces.eras import ERAS
from tests.adapters.traces.forms import log_request, logs_protobuf, otlp_json, otlp_jsonl, otlp_protobuf
from tests.adapters.traces.runs import QUESTION, RULES, Run
from tests.adapters.traces.story import ANSWER, CALLS, STORY, TOOLS, tokens

NO_TOOLS = {name for name in ERAS if name.startswith(("gen_ai 1.28", "gen_ai 1.27"))}
"""Eras in which no convention says where the tools on offer are written."""


def points_of(content: bytes) -> tuple[DecisionPoint, ...]:
    return candidates(read(content))


def seen(item: ContextItem) -> tuple[object, ...]:
    """A piece as a person is shown it; arguments have no spelling of their own where a convention holds values."""
    text = json.loads(item.text) if item.kind is Part.TOOL_CALL else item.text
    return item.role, item.kind, text, item.name if item.kind is Part.TOOL_CALL else "", item.call_id


def view(point: DecisionPoint) -> dict[str, object]:
    facts = (FactKind.MODEL, FactKind.PROVIDER, FactKind.TOKENS_IN, FactKind.AGENT, FactKind.IDENTITY)
    return {
        "key": point.key,
        "at": point.at,
        "window": [seen(item) for item in pieces(point.window)],
        "output": [seen(item) for item in point.output],
        "calls": [
            (
                call.name,
                call.call_id,
                call.arguments and seen(call.arguments),
                call.result and call.result.text,
            )
            for call in point.calls
        ],
        "facts": {kind: fact.value for kind in facts if (fact := point.fact(kind))},
        "reasons": point.reasons,
    }


def expected(number: int) -> dict[str, object]:
    """What a person must be shown of an answer, by the values of the run itself."""
    window: list[tuple[object, ...]] = [
        ("system", Part.TEXT, RULES, "", ""),
        ("user", Part.TEXT, QUESTION, "", ""),
    ]
    calls = [("assistant", Part.TOOL_CALL, json.loads(call.arguments), call.tool, call.id) for call in CALLS]
    for call, asked in zip(CALLS[:number], calls, strict=False):
        window += [asked, ("tool", Part.TOOL_RESULT, call.result, "", call.id)]
    chosen = calls[number : number + 1]
    return {
        "key": STORY.asks[number],
        "window": window,
        "output": chosen or [("assistant", Part.TEXT, ANSWER, "", "")],
        "calls": [
            (call.tool, call.id, asked, call.result)
            for call, asked in zip(CALLS[number : number + 1], chosen, strict=True)
        ],
        "facts": {
            FactKind.MODEL: "example-model-1",
            FactKind.PROVIDER: "example",
            FactKind.TOKENS_IN: str(tokens(number)),
            FactKind.AGENT: "mailroom",
            FactKind.IDENTITY: "svc-mail",
        },
    }


@pytest.mark.parametrize("form", [otlp_json, otlp_jsonl], ids=["json", "jsonl"])
@pytest.mark.parametrize("era", ERAS)
def test_one_run_in_every_era_is_one_decision_view(era: str, form: Callable[[Run], bytes]) -> None:
    """Texts in order, roles, calls with arguments and results, facts and the order of points are the run's own."""
    points = points_of(form(ERAS[era]()))
    found = [view(point) for point in points]
    kinds = (Reason.SIDE_EFFECT, Reason.TEXT_ONLY, Reason.TOOL_CALL)
    assert [next(kind for kind in kinds if kind in point.reasons) for point in points] == list(kinds)
    wanted = [expected(number) for number in (1, 2, 0)]
    assert [{key: point[key] for key in one} for point, one in zip(found, wanted, strict=True)] == wanted
    first = [view(point) for point in points_of(form(ERAS["OpenInference"]()))]
    assert found == first


@pytest.mark.parametrize("era", sorted(ERAS.keys() - NO_TOOLS))
def test_the_tools_on_offer_are_the_same_in_every_era_that_has_them(era: str) -> None:
    """Name, description and schema of both tools stand in every window."""
    for point in points_of(otlp_json(ERAS[era]())):
        assert [
            (tool.name, tool.description, json.loads(tool.parameters)) for tool in point.window.tools
        ] == [(name, description, json.loads(parameters)) for name, description, parameters in TOOLS]


WITHOUT_LOGS = [name for name in ERAS if "log event" not in name]


@pytest.mark.parametrize("era", WITHOUT_LOGS)
def test_an_era_reads_alike_in_protobuf(era: str) -> None:
    """Attributes and span events of protobuf give the view of those in JSON."""
    found, same = (
        [(view(point), point.flags) for point in points_of(form(ERAS[era]()))]
        for form in (otlp_protobuf, otlp_json)
    )
    assert found == same


NEVER = {
    Flag.NO_CONTENT,
    Flag.NO_INPUT,
    Flag.NO_OUTPUT,
    Flag.NO_SYSTEM_PROMPT,
    Flag.UNREAD_FORM,
    Flag.TRUNCATED,
    Flag.MESSAGE_INDEX_GAP,
    Flag.DERIVED_BY_BACKEND,
    Flag.CALL_WITHOUT_EXECUTION,
    Flag.EXECUTION_WITHOUT_CALL,
}


@pytest.mark.parametrize("era", ERAS)
def test_a_whole_run_of_an_era_is_not_said_to_lack_what_it_holds(era: str) -> None:
    """No flag of lost content; missing tools alone are said where the era has no place for them."""
    for point in points_of(otlp_json(ERAS[era]())):
        assert not NEVER & set(point.flags)
        assert (Flag.NO_TOOL_DEFINITIONS in point.flags) is (era in NO_TOOLS)


@pytest.mark.parametrize("era", ["gen_ai 1.37 in one log event", "gen_ai 1.28 in log events"])
def test_log_records_without_their_spans_are_still_decisions(era: str) -> None:
    """A file of logs alone, which is where such content often is, offers what was asked and answered."""
    run = ERAS[era]()
    trace = read(json.dumps(log_request(run)).encode())
    found = {point.key: point for point in candidates(trace)}
    assert trace.form is Form.OTLP_JSON
    assert found.keys() == set(STORY.asks)
    for number, key in enumerate(STORY.asks):
        assert [seen(item) for item in pieces(found[key].window)] == expected(number)["window"]


LOGGED = ["gen_ai 1.37 in one log event", "gen_ai 1.28 in log events"]


@pytest.mark.parametrize("era", LOGGED)
def test_log_records_alone_read_alike_in_protobuf(era: str) -> None:
    """A request of logs in protobuf gives the decisions of the same request in JSON, by its name or without one."""
    run = ERAS[era]()
    as_json = points_of(json.dumps(log_request(run)).encode())
    for name in ("", "logs.pb"):
        trace = read(logs_protobuf(run), name=name)
        assert trace.form is Form.OTLP_PROTOBUF
        assert [(view(p), p.flags) for p in candidates(trace)] == [(view(p), p.flags) for p in as_json]


@pytest.mark.parametrize("era", LOGGED)
def test_log_records_beside_their_spans_read_alike_in_protobuf(era: str) -> None:
    """In the message in which both are kept: the view of a JSON file that holds both."""
    run = ERAS[era]()
    spans, logs = TracesData.FromString(otlp_protobuf(run)), LogsData.FromString(logs_protobuf(run))
    both = written(spans, logs)
    assert [(view(p), p.flags) for p in points_of(both)] == [
        (view(p), p.flags) for p in points_of(otlp_json(run))
    ]
    assert TracesData.FromString(both).resource_spans == spans.resource_spans


def test_pieces_of_a_run_one_after_the_other_are_one_run() -> None:
    """In any order, spans and records each on their own; a piece that came twice changes nothing."""
    run = ERAS["gen_ai 1.28 in log events"]()
    spans, logs = TracesData.FromString(otlp_protobuf(run)), LogsData.FromString(logs_protobuf(run))
    alone = (written(TracesData(), logs), written(spans, LogsData()))
    whole = [(view(p), p.flags) for p in points_of(written(spans, logs))]
    for given in (alone, alone[::-1], (*alone, *alone)):
        assert [(view(p), p.flags) for p in points_of(b"".join(given))] == whole


def test_log_records_of_a_time_that_was_only_observed_are_in_its_order() -> None:
    """A record may leave its own time at 0: then the one counts at which it was seen."""
    run = ERAS["gen_ai 1.28 in log events"]()
    data = LogsData.FromString(logs_protobuf(run))
    for record in (r for g in data.resource_logs for s in g.scope_logs for r in s.log_records):
        record.observed_time_unix_nano, record.time_unix_nano = record.time_unix_nano, 0
    text = json.dumps(log_request(run)).replace(
        '"timeUnixNano"', '"timeUnixNano": "0", "observedTimeUnixNano"'
    )
    timed = [view(point) for point in points_of(logs_protobuf(run))]
    assert [view(point) for point in points_of(data.SerializeToString())] == timed
    assert [view(point) for point in points_of(text.encode())] == timed


def test_a_repeated_export_of_log_records_doubles_no_message() -> None:
    """A retry of an exporter repeats a whole request, and the window stays as it was."""
    run = ERAS["gen_ai 1.28 in log events"]()
    once, twice = otlp_jsonl(run), otlp_jsonl(run) * 2
    assert [view(point) for point in points_of(twice)] == [view(point) for point in points_of(once)]


def test_an_outer_span_gives_its_content_where_the_inner_ones_are_missing() -> None:
    """The AI SDK's outer span alone is one decision: what was asked, and the answer."""
    run = ERAS["Vercel AI SDK 6"]()
    (point,) = points_of(otlp_json(Run(run.spans[:1])))
    assert [item.text for item in pieces(point.window)] == [RULES, QUESTION]
    assert [item.text for item in point.output] == [ANSWER]
