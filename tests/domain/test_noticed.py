"""Each sign of a moment worth a look: it is told where it holds, and not where it nearly holds."""

import json
from dataclasses import replace

import pytest

from bot.domain.decision_points import candidates
from bot.domain.trace import ContextItem, Fact, Turn, Window
from bot.domain.trace_vocabulary import FactKind, Operation, Reason
from tests.domain.recorded import HERE, call, came, said, span, talk, traced

SYSTEM = said(0, "system", "Refund orders.")
ASKED = said(1, "user", "Order 4711 please.")


def reasons_at(position: int, *items: ContextItem) -> tuple[Reason, ...]:
    """The reasons of the moment at a position of a list of messages."""
    return next(point.reasons for point in candidates(talk(*items)) if point.message == position)


def spoken(*texts: str) -> tuple[ContextItem, ...]:
    """A talk in which the agent begins after one message of a person, and they take turns."""
    roles = ("user", "assistant")
    return tuple(said(place, roles[place % 2], text) for place, text in enumerate(texts))


def test_a_change_that_an_error_answered_is_told() -> None:
    """The result of the change itself counts; a look-up that fails is no change."""
    act = call(2, "issue_refund", call_id="a")
    assert Reason.FAILED in reasons_at(2, SYSTEM, ASKED, act, came(3, "Error: too much", "a"))
    assert Reason.FAILED not in reasons_at(2, SYSTEM, ASKED, act, came(3, "refunded", "a"))
    look = call(2, "find_order", call_id="a")
    assert Reason.FAILED not in reasons_at(2, SYSTEM, ASKED, look, came(3, "Error: none", "a"))


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("Shall I refund it? (yes/no)", True),
        ("Would you like me to go on?", True),
        ("I look into it.", False),
    ],
)
def test_a_change_is_unasked_unless_the_last_words_asked_for_permission(before: str, asked: bool) -> None:  # noqa: FBT001 - a table
    """A question whether to go on, in the words before the change, makes it an asked one."""
    found = reasons_at(3, *spoken("Refund it.", before, "Well then."), call(3, "issue_refund"))
    assert (Reason.UNASKED not in found) is asked


def test_permission_asked_two_answers_ago_is_no_permission_now() -> None:
    """Words in between that ask nothing end it."""
    items = spoken("Refund it.", "Shall I?", "Yes.", "One moment.", "Thanks.")
    assert Reason.UNASKED in reasons_at(5, *items, call(5, "issue_refund"))


def test_permission_asked_by_a_tool_or_on_record_counts_as_asked() -> None:
    """A tool that asks a person, and a span that says what allowed the call."""
    by_tool = (ASKED, call(2, "request_approval", call_id="a"), came(3, "granted", "a"))
    assert Reason.UNASKED not in reasons_at(4, *by_tool, call(4, "issue_refund"))
    allowed = Fact(FactKind.AUTHORISATION, "allowed by a rule", HERE)
    asked = replace(talk(ASKED, call(2, "issue_refund")), facts=(allowed,))
    assert Reason.UNASKED not in candidates(asked)[0].reasons


@pytest.mark.parametrize("tool", ["ask_user", "AskUserQuestion", "request_approval", "await_confirmation"])
def test_a_permission_prompt_is_a_reason(tool: str) -> None:
    """By a tool that asks, or in words."""
    assert Reason.PERMISSION in reasons_at(2, ASKED, call(2, tool))
    assert Reason.PERMISSION in reasons_at(2, ASKED, said(2, "assistant", "Do you want me to proceed?"))
    assert Reason.PERMISSION not in reasons_at(2, ASKED, call(2, "task_list"))
    assert Reason.PERMISSION not in reasons_at(2, ASKED, said(2, "assistant", "What is the number?"))


@pytest.mark.parametrize(
    ("reply", "corrected"),
    [
        ("No, the other one.", True),
        ("Actually it was two.", True),
        ("That’s not what I asked for.", True),
        ("Are you sure?", True),
        ("No, that's all, thanks.", False),
        ("Nothing else, thank you.", False),
        ("Waiting is fine.", False),
        ("Thank you.", False),
    ],
)
def test_a_moment_people_take_issue_with_is_told(reply: str, corrected: bool) -> None:  # noqa: FBT001 - a table
    """What a person says next counts, at the end of the run too; a "no" that only ends the talk does not."""
    items = spoken("Refund it.", "Done.", reply)
    assert (Reason.CORRECTED in reasons_at(1, *items)) is corrected
    on = (*items, said(3, "assistant", "I see."))
    assert (Reason.CORRECTED in reasons_at(1, *on)) is corrected
    assert Reason.CORRECTED not in reasons_at(3, *on)


def test_a_correction_is_found_in_the_window_of_the_next_span() -> None:
    """Spans keep what people said in the next window."""
    first = (said(0, "user", "Refund it."),)
    answer = said(1, "assistant", "Done.")
    later = (*(replace(item) for item in first), answer, said(2, "user", "That is wrong."))
    spans = [
        span("b1", 1, Operation.MODEL, turn=Turn(Window(messages=first), (answer,))),
        span(
            "b2",
            3,
            Operation.MODEL,
            turn=Turn(Window(messages=later), (said(0, "assistant", "Sorry."),)),
        ),
    ]
    by_key = {point.key: point.reasons for point in traced(*spans)}
    assert Reason.CORRECTED in by_key["b1"]
    assert Reason.CORRECTED not in by_key["b2"]


@pytest.mark.parametrize(
    ("arguments", "unsaid"),
    [
        ({"order": "4711"}, False),
        ({"order": "W4712"}, True),
        ({"lines": [{"amount": 95}]}, True),
        ({"amount": 1095.5}, False),
        ({"amount": 3}, False),
        ({"sure": True, "note": None}, False),
        ({"note": "order 4712 of today"}, False),
    ],
)
def test_a_value_that_nobody_said_is_told(arguments: dict[str, object], unsaid: bool) -> None:  # noqa: FBT001 - a table
    """Ids and amounts of a call are looked for in its window; single digits and sentences are not."""
    known = said(1, "user", "Order 4711 was 1,095.50 EUR.")
    found = reasons_at(2, SYSTEM, known, call(2, "find_order", json.dumps(arguments)))
    assert (Reason.UNSAID in found) is unsaid


def test_a_number_in_words_that_stands_nowhere_is_told() -> None:
    """It was worked out or made up: the record does not show which."""
    items = (SYSTEM, ASKED, call(2, "list_shirts", call_id="a"), came(3, '["red", "blue"]', "a"))
    assert Reason.UNSAID in reasons_at(4, *items, said(4, "assistant", "There are 11 shirts."))
    assert Reason.UNSAID not in reasons_at(4, *items, said(4, "assistant", "Order 4711 has 2 shirts."))


def test_a_number_in_the_digits_of_another_script_is_not_compared() -> None:
    """It is told neither as said nor as unsaid: numbers are looked for in the digits 0 to 9 alone."""
    assert Reason.UNSAID not in reasons_at(2, SYSTEM, ASKED, said(2, "assistant", "٤٧١٢ is sent."))
    known = said(1, "user", "Order ٤٧١٢ please.")
    assert Reason.UNSAID in reasons_at(2, SYSTEM, known, said(2, "assistant", "4712 is sent."))


def test_what_stood_in_an_earlier_window_and_was_left_out_since_is_unsaid() -> None:
    """A window that does not go on from the one before it is looked at for itself."""
    answer = said(1, "assistant", "Yes?")
    whole = (said(0, "user", "Begin."), answer, said(2, "user", "Order 4711."))
    spans = [
        span("b1", 1, Operation.MODEL, turn=Turn(Window(messages=whole), (call(0, "find_order"),))),
        span(
            "b2",
            3,
            Operation.MODEL,
            turn=Turn(Window(messages=whole[:2]), (call(0, "find_order", '{"id": 4711}'),)),
        ),
    ]
    assert Reason.UNSAID in next(point.reasons for point in traced(*spans) if point.key == "b2")
    kept = replace(spans[1], turn=Turn(Window(messages=whole), (call(0, "find_order", '{"id": 4711}'),)))
    found = next(point.reasons for point in traced(spans[0], kept) if point.key == "b2")
    assert Reason.UNSAID not in found


def test_a_yes_that_is_followed_by_words_alone_is_told() -> None:
    """It asked, was allowed, and called nothing."""
    asked = spoken("Refund it.", "Shall I refund it?", "Yes, please.")
    assert Reason.NOT_DONE in reasons_at(3, *asked, said(3, "assistant", "It is refunded."))
    assert Reason.NOT_DONE not in reasons_at(3, *asked, call(3, "issue_refund"))
    other = spoken("Refund it.", "Shall I refund it?", "Not yet.", "As you like.")
    assert Reason.NOT_DONE not in reasons_at(3, *other)


def test_a_no_without_a_look_is_told_and_one_after_a_look_is_a_refusal_only() -> None:
    """The last thing before the answer is a result, or it is not."""
    no = "This order does not have a tracking number."
    assert Reason.UNCHECKED in reasons_at(2, SYSTEM, ASKED, said(2, "assistant", no))
    looked = (SYSTEM, ASKED, call(2, "find_order", call_id="a"), came(3, "none", "a"))
    found = reasons_at(4, *looked, said(4, "assistant", no))
    assert Reason.REFUSAL in found
    assert Reason.UNCHECKED not in found


def test_what_is_told_from_a_look_up_is_told_and_the_first_time_above_all() -> None:
    """Words right after a result; words after a person's are none of it."""
    items = (ASKED, call(2, "find_order", call_id="a"), came(3, "sent", "a"), said(4, "assistant", "Sent."))
    more = (*items, call(6, "find_mail", call_id="b"), came(7, "none", "b"), said(8, "assistant", "None."))
    assert {Reason.TOLD, Reason.FIRST_TOLD} <= set(reasons_at(4, *more))
    assert Reason.TOLD in reasons_at(8, *more)
    assert Reason.FIRST_TOLD not in reasons_at(8, *more)
    assert Reason.TOLD not in reasons_at(1, *spoken("Hello.", "Hi."))


def test_words_that_ask_nothing_back_are_told() -> None:
    """Nobody was given a chance to object."""
    assert Reason.NO_QUESTION in reasons_at(1, *spoken("Hello.", "It is done."))
    assert Reason.NO_QUESTION not in reasons_at(1, *spoken("Hello.", "Which order is it?"))
    assert Reason.NO_QUESTION not in reasons_at(1, *spoken("Hello.", "Please confirm."))


def test_the_first_and_the_last_change_and_the_last_words_are_told() -> None:
    """Look-ups in between are neither."""
    acts = [call(place, "issue_refund", f'{{"line": {place}}}') for place in (2, 4, 6)]
    items = (ASKED, call(1, "find_order"), *acts, said(7, "assistant", "Done."), call(8, "find_order"))
    by_position = {point.message: set(point.reasons) for point in candidates(talk(*items))}
    marks = {Reason.FIRST_ACT, Reason.LAST_ACT, Reason.LAST_WORDS}
    assert {position: found & marks for position, found in by_position.items() if found & marks} == {
        2: {Reason.FIRST_ACT},
        6: {Reason.LAST_ACT},
        7: {Reason.LAST_WORDS},
    }


def test_a_call_made_again_is_told() -> None:
    """In whatever spelling; another tool or other arguments are no repetition."""
    first = call(0, "find_order", '{"id": 1, "all": true}')
    assert Reason.REPEATED in reasons_at(2, first, call(2, "find_order", '{"all":true,"id":1}'))
    assert Reason.REPEATED not in reasons_at(2, first, call(2, "find_order", '{"id": 2, "all": true}'))
    assert Reason.REPEATED not in reasons_at(2, first, call(2, "find_mail", '{"id": 1, "all": true}'))
    assert Reason.REPEATED not in reasons_at(0, first, call(2, "find_order"))


@pytest.mark.parametrize(
    ("name", "arguments", "back"),
    [
        ("revokeAccess", '{"who": "mira", "why": "late"}', True),
        ("revoke_access", '{"who": "jonas"}', False),
        ("revoke_key", '{"who": "mira"}', False),
        ("grant_access", '{"who": "mira"}', False),
    ],
)
def test_a_call_that_takes_an_earlier_one_back_is_told(name: str, arguments: str, back: bool) -> None:  # noqa: FBT001 - a table
    """The opposite verb of the same thing, with a value in common."""
    found = reasons_at(2, call(0, "grant_access", '{"who": "mira"}'), call(2, name, arguments))
    assert (Reason.TOOK_BACK in found) is back
