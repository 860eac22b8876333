"""Which moments of a run are offered, why, and in what order."""

from dataclasses import replace

import pytest

from bot.domain.decision_points import candidates
from bot.domain.missing import missing
from bot.domain.reasons import acts, hands_off, looks_failed
from bot.domain.signs import Signs
from bot.domain.trace import (
    ContextItem,
    Fact,
    Tool,
    Trace,
    Turn,
    Where,
    Window,
)
from bot.domain.trace_vocabulary import FactKind, Flag, Form, Operation, Part, Provenance, Reason
from tests.domain.recorded import HERE, call, came, model, run, said, span, talk, traced


def test_every_message_of_the_agent_is_a_moment_with_all_before_it() -> None:
    """Each message of the agent is offered; its window is the messages before it and no later one."""
    run = (
        said(0, "system", "rules"),
        said(1, "user", "hello"),
        said(2, "assistant", "hi"),
        said(3, "user", "refund"),
        said(4, "assistant", "one moment"),
        call(4, "issue_refund"),
    )
    by_key = {point.key: point for point in candidates(talk(*run))}
    assert set(by_key) == {"2", "4"}
    assert by_key["2"].window.messages == run[:2]
    assert by_key["4"].window.messages == run[:4]
    assert by_key["4"].output == run[4:]


@pytest.mark.parametrize(
    ("tool", "live"),
    [
        ("issue_refund", True),
        ("deleteAccount", True),
        ("send-email", True),
        ("billing.transfer", True),
        ("HTTPPost", True),
        ("get_refund_policy", False),
        ("lookup_order", False),
        ("search_delete_requests", False),
        ("transfer_to_human_agents", False),
        ("orders", False),
        ("", False),
    ],
)
def test_a_tool_that_changes_something_is_told_by_its_name(tool: str, live: bool) -> None:  # noqa: FBT001 - a table
    """A verb that changes things counts, unless the name begins with one that only reads or hands the case over."""
    assert acts(tool) is live


@pytest.mark.parametrize("tool", ["escalate_to_person", "transfer_to_human_agents", "handoff"])
def test_a_hand_off_is_a_reason_of_its_own(tool: str) -> None:
    """Giving the case to somebody is offered as that, not as a change of something live."""
    (point,) = candidates(talk(call(0, tool)))
    assert hands_off(tool)
    assert point.reasons == (Reason.HAND_OFF, Reason.TOOL_CALL)


def test_signs_of_ones_own_replace_the_table() -> None:
    """A tool whose name the table does not know is told by the words that were passed in."""
    listed = talk(call(0, "frobnicate"))
    assert Reason.SIDE_EFFECT not in candidates(listed)[0].reasons
    assert Reason.SIDE_EFFECT in candidates(listed, signs=Signs(acts=frozenset({"frobnicate"})))[0].reasons


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("Error: no such order", True),
        ('{"error": "no such order"}', True),
        ('{"status": "failed"}', True),
        ('{"isError": true}', True),
        ('{"error": null, "ok": 1}', False),
        ('{"status": "refunded"}', False),
        ("No error was found", False),
        ("[1, 2]", False),
        ("", False),
    ],
)
def test_a_failed_result_is_told_by_its_text(text: str, failed: bool) -> None:  # noqa: FBT001 - a table
    """An error as first word or as a member that holds something, and nothing else."""
    assert looks_failed(text) is failed


def after(result: str, *then: ContextItem) -> tuple[Reason, ...]:
    listed = (call(0, "find_order", '{"id": 1}', "a"), came(1, result, "a"), *then)
    return next(point.reasons for point in candidates(talk(*listed)) if point.key == "2")


def test_another_step_after_an_error_is_a_change_of_course() -> None:
    """A different call or plain words after a failure count; the same call again and success do not."""
    assert Reason.AFTER_ERROR in after("Error: gone", call(2, "find_order", '{"id": 2}', "b"))
    assert Reason.AFTER_ERROR in after("Error: gone", said(2, "assistant", "It is done."))
    assert Reason.AFTER_ERROR not in after("Error: gone", call(2, "find_order", '{ "id": 1 }', "b"))
    assert Reason.AFTER_ERROR not in after("found", call(2, "find_order", '{"id": 2}', "b"))


def test_a_failed_span_counts_as_error_whatever_its_text() -> None:
    """A run whose span failed makes the next different step a change of course."""
    asked = call(0, "find_order", call_id="a")
    window = Window(messages=(asked, came(1, "fine", "a")))
    first = model("b1", 1, (asked,))
    later = span("b2", 5, Operation.MODEL, turn=Turn(window, (said(0, "assistant", "So be it."),)))

    def reasons(failed: bool) -> tuple[Reason, ...]:  # noqa: FBT001 - the two cases of one run
        ran = run("c1", 3, "find_order", call_id="a", failed=failed)
        return next(point.reasons for point in traced(first, ran, later) if point.key == "b2")

    assert Reason.AFTER_ERROR in reasons(failed=True)
    assert Reason.AFTER_ERROR not in reasons(failed=False)


@pytest.mark.parametrize("text", ["I can't do that.", "I can’t do that.", "Sorry, I am unable to help."])
def test_a_refusal_in_words_is_told(text: str) -> None:
    """Refusing is a decision too, in plain words or as a part of its own."""
    (point,) = candidates(talk(said(0, "assistant", text)))
    (other,) = candidates(talk(ContextItem("assistant", Part.REFUSAL, "no", HERE, 0)))
    assert point.reasons == other.reasons
    assert {Reason.REFUSAL, Reason.TEXT_ONLY} <= set(point.reasons)


def test_facts_come_from_above_but_not_another_spans_tokens() -> None:
    """Agent and identity hold below their span, a run's identity for the call; model and tokens stay where they are."""

    def facts(kind: FactKind, value: str, span_id: str) -> tuple[Fact, ...]:
        return (Fact(kind, value, Where(span_id, kind)),)

    root = span(
        "a0",
        0,
        Operation.AGENT,
        parent_id="",
        facts=facts(FactKind.AGENT, "desk", "a0") + facts(FactKind.TOKENS_IN, "9", "a0"),
    )
    ran = run("c1", 2, "send", call_id="x", facts=facts(FactKind.IDENTITY, "svc", "c1"))
    asked = model("b1", 1, (call(0, "send", call_id="x"),))
    (point,) = candidates(Trace(Form.OTLP_JSON, spans=(root, asked, ran)))
    assert {fact.kind: fact.value for fact in point.facts} == {
        FactKind.AGENT: "desk",
        FactKind.IDENTITY: "svc",
    }


def test_the_order_of_the_file_stands_where_a_time_is_missing() -> None:
    """Without all starts nothing is sorted: the file's order is what is known."""
    spans = [model(f"b{n}", 10 - n, (call(0, "find_order", f'{{"id": {n}}}'),)) for n in (1, 2)]
    assert [point.key for point in traced(*spans)] == ["b2", "b1"]
    assert [point.key for point in traced(replace(spans[0], start=None), spans[1])] == ["b1", "b2"]


def test_nothing_is_missing_twice_and_asking_again_adds_nothing() -> None:
    """The flags of a candidate are all that is missing from it."""
    (point,) = candidates(talk(said(0, "assistant", "hi")))
    assert missing(point) == point.flags
    assert len(set(point.flags)) == len(point.flags)


def test_a_tool_cut_away_is_not_taken_for_one_without_parameters() -> None:
    """A definition that was cut says truncated, and nothing of names only."""
    tool = Tool("send", "", "", '{"name": "send"', HERE, Provenance.TRUNCATED)
    (point,) = candidates(replace(talk(said(0, "assistant", "hi")), tools=(tool,)))
    assert Flag.TRUNCATED in point.flags
    assert not {Flag.TOOL_NAMES_ONLY, Flag.NO_TOOL_DEFINITIONS} & set(point.flags)


def test_an_empty_run_offers_nothing() -> None:
    """A run in which nobody chose has no candidates, and that is no error."""
    assert candidates(talk(said(0, "user", "hello"))) == ()
    assert traced() == ()
