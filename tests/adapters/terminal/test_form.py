"""A form on a terminal is asked field by field; a value that cannot be read is asked again, and nothing is lost."""

from datetime import date

import pytest

from bot.chat.terminal.form import BACK, CLEAR, Dialog, Reading, as_known, question, value_of
from bot.domain.errors import PersonError
from bot.domain.heard import Speaker
from bot.domain.review import PersonKey
from bot.ports import Field, Form
from tests.adapters.terminal.desk import voice, words

ADE = Speaker(PersonKey("terminal:desk:ade"), "Ade")
LEE = Speaker(PersonKey("terminal:desk:lee"), "lee")
READING = Reading((ADE, LEE), date(2026, 9, 14))  # a Monday
CHOICES = (("yes", "Yes"), ("no", "No, it held"), ("unknown", "Nobody knows"))


def asked(kind: str, *, value: str = "") -> Field:
    """A field that must be filled."""
    choices = CHOICES if kind.startswith("choice") else ()
    return Field("it", "What is it", kind, required=True, choices=choices, value=value)


def dialog(*fields: Field) -> Dialog:
    """A form just opened."""
    return Dialog(Form("demo", "A form", "Send", fields), review=1)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", " as typed, @ade ", "as typed, @ade"),
        ("lines", "as typed", "as typed"),
        ("person", "@ade", ADE.person),
        ("person", "ADE", ADE.person),
        ("person", "terminal:desk:lee", LEE.person),
        ("people", "@ade @lee", f"{ADE.person},{LEE.person}"),
        ("people", "ade, lee", f"{ADE.person},{LEE.person}"),
        ("date", "2027-03-29", "2027-03-29"),
        ("date", "+3", "2026-09-17"),
        ("date", "+ 0", "2026-09-14"),
        ("date", "friday", "2026-09-18"),
        ("date", "Fri", "2026-09-18"),
        ("date", "monday", "2026-09-21"),
        ("choice", "2", "no"),
        ("choice", "unknown", "unknown"),
        ("choice", "nobody knows", "unknown"),
        ("choices", "1, 3", "yes,unknown"),
        ("choices", "1 3", "yes,unknown"),
        ("choices", "1,1", "yes"),
        ("choices", "yes, nobody knows", "yes,unknown"),
        ("choices", "No, it held", "no"),
    ],
)
def test_values_are_read_by_their_kind(kind: str, typed: str, value: str) -> None:
    """People by name, dates in three ways, choices by number, value or label."""
    assert value_of(asked(kind), typed, READING) == value


@pytest.mark.parametrize(
    ("kind", "typed", "key"),
    [
        ("person", "@nobody", "no_such_person"),
        ("people", "@ade @nobody", "no_such_person"),
        ("date", "soon", "not_a_date"),
        ("date", "2027-02-30", "not_a_date"),
        ("date", "29.03.2027", "not_a_date"),
        ("date", "+99999", "not_a_date"),
        ("date", "fr", "not_a_date"),
        ("choice", "4", "not_a_choice"),
        ("choice", "0", "not_a_choice"),
        ("choice", "perhaps", "not_a_choice"),
        ("choices", "1, 9", "not_a_choice"),
    ],
)
def test_a_value_that_is_none_is_asked_again(kind: str, typed: str, key: str) -> None:
    """One error, the same field, what it held before."""
    open_form = dialog(asked(kind, value="held"))
    with pytest.raises(PersonError) as refusal:
        open_form.take(typed, READING)
    assert refusal.value.key == key
    assert (open_form.at, open_form.done, open_form.values) == (0, False, {"it": "held"})


def test_nothing_keeps_and_a_dash_clears() -> None:
    """What a field held when the form was opened stays unless it is changed."""
    open_form = dialog(Field("a", "A", "text", value="one"), Field("b", "B", "text", value="two"))
    open_form.take("", READING)
    open_form.take(CLEAR, READING)
    assert open_form.done
    assert open_form.values == {"a": "one", "b": ""}


def test_back_asks_the_field_before_again() -> None:
    """With what was typed there; at the first field it stays."""
    open_form = dialog(Field("a", "A", "text"), Field("b", "B", "text"))
    open_form.take(BACK, READING)
    assert open_form.at == 0
    open_form.take("one", READING)
    open_form.take(BACK, READING)
    assert (open_form.at, open_form.values["a"]) == (0, "one")


def test_a_needed_field_cannot_be_left_empty() -> None:
    """Neither by typing nothing, nor by clearing it."""
    open_form = dialog(asked("text", value="held"))
    with pytest.raises(PersonError) as refusal:
        open_form.take(CLEAR, READING)
    assert (refusal.value.key, open_form.done) == ("field_needed", False)
    with pytest.raises(PersonError):
        open_form.take("", READING)


def test_a_form_filled_at_once_is_read_like_one_typed() -> None:
    """Fields not named keep what they held; a field that there is not is named."""
    open_form = dialog(asked("person"), Field("why", "Why", "text", value="held"))
    open_form.fill({"it": "@lee"}, READING)
    assert open_form.done
    assert open_form.values == {"it": LEE.person, "why": "held"}
    with pytest.raises(PersonError) as refusal:
        dialog(asked("person")).fill({"that": "x"}, READING)
    assert (refusal.value.key, refusal.value.values["known"]) == ("no_such_field", "it")
    with pytest.raises(PersonError) as needed:
        dialog(asked("person")).fill({}, READING)
    assert needed.value.key == "field_needed"


def test_a_field_is_asked_with_its_place_choices_and_what_it_holds() -> None:
    """A person reads labels and names, never keys."""
    lines = question(dialog(asked("choice", value="no")), (ADE,), voice().words).splitlines()
    assert lines[0].startswith("1/1 What is it ")
    assert [line.strip() for line in lines if line.strip()[:2] in {"1.", "2.", "3."}] == [
        "1. Yes",
        "2. No, it held",
        "3. Nobody knows",
    ]
    assert words("form_holds", value="No, it held") in lines[-1]


def test_values_are_shown_as_people_know_them() -> None:
    """A key that nobody has any more is shown as it is."""
    people = (ADE, LEE)
    assert as_known(asked("people"), f"{ADE.person},{LEE.person}", people) == "Ade, lee"
    assert as_known(asked("person"), "terminal:desk:gone", people) == "terminal:desk:gone"
    assert as_known(asked("choices"), "yes,unknown", people) == "Yes, Nobody knows"
    assert as_known(asked("text"), "a, b", people) == "a, b"
