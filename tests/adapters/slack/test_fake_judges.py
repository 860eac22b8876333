"""What the judges of blocks and views stand for, and each thing they do not."""

from typing import Any

import pytest

from tests.adapters.slack.fake import blocks
from tests.adapters.slack.fake.numbers import BUDGET

Json = dict[str, Any]


def plain(text: str) -> Json:
    """A text without markup."""
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    """A section with a text."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}} | more


def button(**more: Any) -> Json:
    """A button."""
    return {"type": "button", "text": plain("Go"), "action_id": "press:1", "value": "go||1"} | more


def actions(*elements: Json, **more: Any) -> Json:
    """A row of things to press."""
    return {"type": "actions", "elements": list(elements)} | more


def option(text: str = "A", value: str = "a") -> Json:
    """One choice of a menu."""
    return {"text": plain(text), "value": value}


def menu(**more: Any) -> Json:
    """A menu of one choice."""
    return {"type": "static_select", "action_id": "m", "options": [option()]} | more


def asks(element: Json, **more: Any) -> Json:
    """A field of a form."""
    return {"type": "input", "label": plain("Field"), "element": element} | more


def modal(*fields: Json, **more: Any) -> Json:
    """A form with a way to send it."""
    shown: Json = {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(fields)}
    return {name: value for name, value in (shown | more).items() if value is not None}


GOOD = [
    section(),
    {"type": "section", "fields": [plain("x" * 2000)]},
    {"type": "header", "text": plain("H")},
    {"type": "divider"},
    {"type": "header", "text": plain("<!here> is shown as it is")},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "small"}]},
    actions(button(), button(action_id="press:2", style="danger"), menu(initial_option=option())),
    {"type": "markdown", "text": "**bold**"},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}]]},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    },
]

BAD = {
    "an unknown block": [{"type": "nope"}],
    "a property nobody knows": [section(colour="red")],
    "an element nobody knows": [actions({"type": "lever", "action_id": "a"})],
    "a button's label with markup": [actions(button(text={"type": "mrkdwn", "text": "Go"}))],
    "an emoji more than fits": [section("x" * 2999 + "😀")],
    "an empty text": [section("")],
    "a section over 3000": [section("x" * 3001)],
    "a field over 2000": [{"type": "section", "fields": [plain("x" * 2001)]}],
    "eleven fields": [{"type": "section", "fields": [plain("x")] * 11}],
    "a header over 150": [{"type": "header", "text": plain("x" * 151)}],
    "a header with markup": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "a button over 75": [actions(button(text=plain("x" * 76)))],
    "a button's value over 2000": [actions(button(value="x" * 2001))],
    "a style nobody knows": [actions(button(style="green"))],
    "two of one action_id": [actions(button(), button())],
    "26 buttons": [actions(*(button(action_id=f"b{n}") for n in range(26)))],
    "two of one block_id": [section(block_id="b"), section(block_id="b")],
    "a block_id over 255": [section(block_id="b" * 256)],
    "51 blocks": [section()] * 51,
    "an option's text over 75": [actions(menu(options=[option("x" * 76)]))],
    "an option's value over 150": [actions(menu(options=[option(value="x" * 151)]))],
    "101 options": [actions(menu(options=[option(value=str(n)) for n in range(101)]))],
    "no option": [actions(menu(options=[]))],
    "two options of one value": [actions(menu(options=[option(), option("B")]))],
    "an initial option not on the menu": [actions(menu(initial_option=option("B", "b")))],
    "101 rows": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}],
    "21 cells": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}],
    "two tables": [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}] * 2,
    "more than was ever accepted": [section("x" * 2700)] * 5,
}


def test_good_blocks_stand() -> None:
    """Every kind the bot uses, at its limits, is accepted by all judges."""
    assert blocks.of_message("fallback", GOOD) == []


@pytest.mark.parametrize("wrong", BAD)
def test_bad_blocks_are_refused(wrong: str) -> None:
    """Each of them would be refused by Slack, not only noted."""
    assert {f.code for f in blocks.of_message("fallback", BAD[wrong])} - {"budget"}, wrong


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fallback", [section("x" * 2376)] * 4),
        ("", [section()]),
        ("x" * 4001, []),
        ("<!here>", []),
        ("fallback", [section("<!subteam^S1> look")]),
    ],
)
def test_what_only_we_forbid_is_noted(text: str, shown: list[Json]) -> None:
    """Our margin, a fallback for every card, texts that can be updated, nobody pinged."""
    assert {finding.code for finding in blocks.of_message(text, shown)} == {"budget"}


def test_the_margin_counts_every_text_of_a_message() -> None:
    """Buttons, fields and tables count, too: one character over is one too many."""
    rest = BUDGET - len("Go") - 3 * 3000
    shown = [section("x" * 3000)] * 3 + [section("x" * rest), actions(button())]
    assert blocks.of_message("fallback", shown) == []
    assert blocks.of_message("fallback", [*shown, section("x")])


@pytest.mark.parametrize(
    "element",
    [
        {"type": "plain_text_input", "action_id": "a", "multiline": True, "initial_value": "x" * 3000},
        {"type": "users_select", "action_id": "a"},
        {"type": "multi_users_select", "action_id": "a"},
        {"type": "datepicker", "action_id": "a", "initial_date": "2026-09-14"},
        menu(initial_option=option()),
        {"type": "radio_buttons", "action_id": "a", "options": [option()]},
        {
            "type": "multi_static_select",
            "action_id": "a",
            "options": [option()],
            "initial_options": [option()],
        },
    ],
)
def test_good_forms_stand(element: Json) -> None:
    """Every kind of field the bot asks with."""
    assert blocks.of_view(modal(asks(element))) == []


@pytest.mark.parametrize(
    "view",
    [
        modal(asks(menu()), submit=None),
        modal(section(), title=None),
        modal(section(), title=plain("x" * 25)),
        modal(section(), submit=plain("x" * 25)),
        modal(section(), private_metadata="x" * 3001),
        modal(asks(menu(), label=plain("x" * 2001))),
        modal(asks({"type": "plain_text_input", "action_id": "a", "initial_value": "x" * 3001})),
        modal(
            asks(
                {
                    "type": "radio_buttons",
                    "action_id": "a",
                    "options": [option(value=str(n)) for n in range(11)],
                }
            )
        ),
        modal(*[section()] * 101),
        modal(),
        {"type": "home", "submit": plain("Send"), "blocks": [section()]},
        modal(*[section("x" * 3000)] * 90),
    ],
)
def test_bad_views_are_refused(view: Json) -> None:
    """Lengths, counts, a form with fields and no button to send it, more than 250 kB."""
    assert blocks.of_view(view)


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "agent_incident", "event_payload": {"key": "k"}}, ""),
        ({"event_type": "Agent", "event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "agent"}, "invalid_metadata_format"),
        ({"event_type": "agent", "event_payload": {"a": {"b": 1}}}, "invalid_metadata_schema"),
    ],
)
def test_metadata_is_flat_and_its_type_a_small_word(metadata: Json, error: str) -> None:
    """Nested objects and capital letters are refused."""
    assert blocks.of_metadata(metadata) == error
