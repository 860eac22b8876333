"""prompts/say against the code: what is said has a template, takes what it is given, and offers what is known."""

import ast
import re
from pathlib import Path

import pytest

from bot.domain.interview.filling import FORMS
from bot.domain.interview.pressing import ACTIONS
from bot.domain.says import Button, Say
from bot.domain.tree import Card
from bot.voice.loading import SAY, TEMPLATE
from bot.voice.shipped import OURS
from tests.house.said import Said, said
from tests.house.source import modules
from tests.house.spoken import Spoken, spoken, voice

KEYS = sorted(path.name.removesuffix(TEMPLATE) for path in (OURS / SAY).glob(f"[!_]*{TEMPLATE}"))

NOT_TOLD_BY_SOURCE = frozenset({"verdict_decision", "verdict_context", "verdict_authority"})
"""Their map of values is filled in a loop over facets, which reading the source does not follow."""

LONGEST = 90
"""Words of one message, as the product promises; a list counts with one member, a value as one word."""

ELSEWHERE = {"as_answer": "a shortcut on the message itself, which is the chat platform's"}
"""Actions that no card offers, each with where they are found instead."""

FORMS_BY_COMMAND = frozenset({"restrict", "withdraw", "close", "role"})
"""Forms that `/agent-incident <word>` opens."""


def sites() -> dict[str, list[Said]]:
    """What is said in one place of the source, by that place."""
    found: dict[str, list[Said]] = {}
    for one in said():
        found.setdefault(one.at, []).append(one)
    return found


def test_every_template_is_said() -> None:
    """A message nobody can meet is not kept."""
    assert set(KEYS) - {one.key for one in said()} == set()


def test_everything_said_has_a_template() -> None:
    """No key is without words."""
    assert {f"{one.key} ({one.at})" for one in said() if one.key not in KEYS} == set()


def test_a_template_takes_only_what_it_is_given() -> None:
    """Each value that a front matter names is given wherever the message is said."""
    lacking = [
        f"{one.at}: {one.key} is not given {sorted(missing)}"
        for one in said()
        if one.values is not None and (missing := set(spoken()[one.key].values) - one.values)
    ]
    assert lacking == []


def test_what_is_given_is_taken() -> None:
    """A value that no message names is not worked out."""
    named = {name for template in spoken().values() for name in template.values}
    given = {(name, one.at) for one in said() for name in one.values or ()}
    assert {f"{at}: nothing shows {name}" for name, at in given if name not in named} == set()


def test_the_source_tells_what_is_given() -> None:
    """The two checks above see all but a known few."""
    assert {one.key for one in said() if one.values is None} <= NOT_TOLD_BY_SOURCE


def test_what_brings_buttons_has_a_place_for_them() -> None:
    """Where a place of the source brings buttons, a message of that place shows them."""
    for at, ones in sites().items():
        if any(one.brings for one in ones):
            assert any(spoken()[one.key].takes_buttons for one in ones), at


@pytest.mark.parametrize("key", KEYS)
def test_a_template_renders(key: str) -> None:
    """With values in it, and with every value empty; a name that is not given would be an error."""
    template = spoken()[key]
    for values in template.full():
        assert speak(template, values).blocks
    speak(template, template.bare())


@pytest.mark.parametrize("key", KEYS)
def test_a_message_is_short(key: str) -> None:
    """At most ninety words a turn, and a button's label no longer than a line."""
    template = spoken()[key]
    for values in template.full():
        card = speak(template, values)
        assert len(re.findall(r"\w+", " ".join(_texts(card)))) <= LONGEST
        assert all(0 < len(button.label) <= 60 for button in card.buttons)


def speak(template: Spoken, values: dict[str, object]) -> Card:
    """The message as people see it, with one button brought where it takes some."""
    brought = (Button("expect", "A:0", "stop"),) if template.takes_buttons else ()
    return voice().speak(Say(template.key, values, buttons=brought))


def _texts(node: object) -> list[str]:
    """Every string inside the blocks of a message; a card's buttons are not counted."""
    if isinstance(node, Card):
        return _texts(node.blocks)
    if isinstance(node, tuple):
        return [text for child in node for text in _texts(child)]
    if isinstance(node, str):
        return [node]
    return (
        [text for child in vars(node).values() for text in _texts(child)] if hasattr(node, "__dict__") else []
    )


def offered() -> set[str]:
    """Every code a button carries: in a template, or made where it is said."""
    made = {
        call.args[0].value
        for module in modules("bot")
        for call in module.calls("Button")
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }
    return made | {press for template in spoken().values() for press in template.presses}


def test_every_button_does_something() -> None:
    """Its code is an action of the interview, opens a form that is known, chooses a point or shows its window."""
    strange = {press for press in offered() if not _known(press)}
    assert strange == set()


def _known(press: str) -> bool:
    kind, _, rest = press.partition(":")
    if kind == "form":
        return _forms_of(rest) <= set(FORMS) and bool(_forms_of(rest))
    return kind in {"point", "window"} or press in ACTIONS


def _forms_of(name: str) -> set[str]:
    """The forms a code can open: one, or the family that begins alike where the rest is filled in."""
    if "{{" not in name:
        return {name}
    start = name.partition("{{")[0]
    return {form for form in FORMS if start and form.startswith(start)}


def test_every_action_has_its_button() -> None:
    """What can be done can be pressed."""
    assert set(ACTIONS) - offered() == set(ELSEWHERE)


def test_every_form_has_its_filler_and_every_filler_its_form() -> None:
    """A form that is sent is understood; what is understood can be opened."""
    assert set(voice().forms) == set(FORMS)


def test_every_form_can_be_reached() -> None:
    """By a button, or by a command."""
    opened = {form for press in offered() if press.startswith("form:") for form in _forms_of(press[5:])}
    assert set(FORMS) - opened - FORMS_BY_COMMAND == set()


def test_every_form_field_is_read() -> None:
    """A key of a form stands in the source, or is a facet: nothing is asked for that nobody reads."""
    strings = {text for module in modules("bot/domain") for text in module.strings()}
    parts = {text + ending for text in strings for ending in ("_blocked", "_recorded", "_told")}
    strange = {
        f"{name}.{field.key}"
        for name, form in voice().forms.items()
        for field in form.fields
        if not name.startswith("answer_") and field.key not in strings | parts
    }
    assert strange == set()


def test_templates_lie_where_they_are_read() -> None:
    """Nothing else lies in the folder of messages."""
    assert {path.name for path in Path(OURS / SAY).iterdir() if not path.name.endswith(TEMPLATE)} == set()
