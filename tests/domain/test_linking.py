"""How the calls of a run find what came back."""

from bot.domain.decision_points import candidates
from bot.domain.trace import (
    Turn,
    Window,
)
from bot.domain.trace_vocabulary import Flag, Link, Operation
from tests.domain.recorded import call, came, model, results, run, said, span, talk, traced


def test_a_call_finds_its_run_by_id_before_any_order() -> None:
    """Ids join across the whole run, also where order and name would say otherwise."""
    first = model("b1", 1, (call(0, "send", call_id="x"), call(0, "send", call_id="y")))
    points = traced(first, run("c1", 2, "send", call_id="y"), run("c2", 3, "send", call_id="x"))
    assert results(points) == [("send", Link.BY_ID, "result of c2"), ("send", Link.BY_ID, "result of c1")]


def test_an_id_used_again_joins_in_time_order() -> None:
    """Vendors that number calls from zero in every turn are joined turn by turn."""
    spans = [model(f"b{n}", 10 * n, (call(0, "send", call_id="0"),)) for n in (1, 2)]
    runs = [run(f"c{n}", 10 * n + 1, "send", call_id="0") for n in (1, 2)]
    assert results(traced(*spans, *runs)) == [
        ("send", Link.BY_ID, "result of c1"),
        ("send", Link.BY_ID, "result of c2"),
    ]


def test_without_an_id_the_next_same_run_is_joined_and_marked() -> None:
    """Name, arguments, parent and time join a call without id, and the point says that it was so."""
    asked = (call(0, "send", '{"to": 1, "by": 2}'), call(0, "send", '{"to": 2}'))
    runs = (
        run("c0", 0, "send", '{"to": 2}'),
        run("c1", 2, "send", '{"to": 2}'),
        run("c2", 3, "send", '{ "by": 2, "to": 1 }'),
        run("c3", 4, "send", '{"to": 1, "by": 2}', parent_id="elsewhere"),
    )
    points = traced(model("b1", 1, asked), *runs)
    joined = next(point for point in points if point.key == "b1")
    assert [(one.link, one.span_id) for one in joined.calls] == [(Link.BY_ORDER, "c2"), (Link.BY_ORDER, "c1")]
    assert Flag.LINKED_BY_ORDER in joined.flags
    assert {point.key for point in points} == {"b1", "c0", "c3"}


def test_two_ids_that_differ_are_never_joined() -> None:
    """The same tool with the same arguments under another id is another act."""
    points = traced(model("b1", 1, (call(0, "send", call_id="x"),)), run("c1", 2, "send", call_id="y"))
    assert results(points) == [("send", Link.NONE, None), ("send", Link.UNASKED, "result of c1")]
    assert {flag for point in points for flag in point.flags} >= {
        Flag.CALL_WITHOUT_EXECUTION,
        Flag.EXECUTION_WITHOUT_CALL,
    }


def test_a_result_in_the_next_window_answers_a_call_whose_run_is_not_recorded() -> None:
    """Where the tool left no span, what the model was shown next is the result."""
    asked = call(0, "send", call_id="x")
    later = Turn(Window(messages=(asked, came(1, "sent", "x"))), (said(0, "assistant", "done"),))
    points = traced(model("b1", 1, (asked,)), span("b2", 5, Operation.MODEL, turn=later))
    assert results(points) == [("send", Link.BY_ID, "sent")]


def test_an_id_used_again_is_answered_by_the_newest_result() -> None:
    """Of two results under one id in the next window, the later one belongs to the later call."""
    asked, once, twice = call(0, "send", call_id="0"), came(1, "first", "0"), came(3, "second", "0")
    second, third = (
        Window(messages=(asked, once)),
        Window(messages=(asked, once, call(2, "send", call_id="0"), twice)),
    )
    points = traced(
        model("b1", 1, (asked,)),
        span("b2", 5, Operation.MODEL, turn=Turn(second, (asked,))),
        span("b3", 9, Operation.MODEL, turn=Turn(third, (said(0, "assistant", "done"),))),
    )
    assert results(points) == [("send", Link.BY_ID, "first"), ("send", Link.BY_ID, "second")]


def test_results_without_ids_answer_in_order_until_the_agent_speaks_again() -> None:
    """In a list without ids, results belong to the calls just before them, by name where they have one."""
    listed = (
        call(0, "a"),
        call(0, "b"),
        came(1, "of b", name="b"),
        came(2, "of a"),
        call(3, "a"),
        said(4, "user", "and?"),
    )
    assert results(candidates(talk(*listed))) == [
        ("a", Link.BY_ORDER, "of a"),
        ("b", Link.BY_ORDER, "of b"),
        ("a", Link.NONE, None),
    ]
