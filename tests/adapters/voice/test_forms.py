"""Forms: fields with labels, and choices that are the vocabularies people read everywhere else."""

from pathlib import Path

import pytest

from bot.domain.errors import OutsideError
from bot.domain.vocabulary import AuthorityClass, Facet, Family, Severity
from tests.adapters.voice.words import ours, place, refused, spoken_from


def test_a_choice_offers_a_vocabulary_in_its_order() -> None:
    """Values are the keys of the domain, labels what people call them."""
    field = ours().form("verdict_authority", {}).fields[0]
    assert [value for value, _ in field.choices] == [member.value for member in AuthorityClass]
    assert dict(field.choices)["over_granted"] == ours().labels["authority_class.over_granted"]


@pytest.mark.parametrize(
    ("form", "key", "members"),
    [("close", "severity", Severity), ("wall", "family", Family), ("class", "facet", Facet)],
)
def test_a_choice_offers_every_member(form: str, key: str, members: type[Severity | Family | Facet]) -> None:
    """None is left out, none is added."""
    field = next(field for field in ours().form(form, {}).fields if field.key == key)
    assert {value for value, _ in field.choices} == {member.value for member in members}


def test_a_field_named_after_a_facet_is_called_like_it() -> None:
    """A form of a question shows the same words as the messages."""
    fields = ours().form("answer_context", {}).fields
    assert [field.label for field in fields] == [ours().script.facet(Facet(f.key)).label for f in fields]


def test_a_renamed_label_is_shown_in_forms_as_well(tmp_path: Path) -> None:
    """One word is changed in one place."""
    voice = spoken_from(tmp_path, {"report.yml": "severity: {hazard: Gefahr}"})
    assert dict(voice.form("close", {}).fields[0].choices)["hazard"] == "Gefahr"


def test_a_form_is_filled_with_what_is_held() -> None:
    """A value of a field the form does not have is left out."""
    form = ours().form("date", {"due": "2027-03-29", "owner": "U1"}, target="W1")
    assert (form.key, form.target) == ("date", "W1")
    assert {field.key: field.value for field in form.fields} == {"due": "2027-03-29", "why": ""}


def test_filling_a_form_leaves_the_next_one_empty() -> None:
    """Nothing that one person filled in is shown to another."""
    ours().form("date", {"due": "2027-03-29"})
    assert {field.value for field in ours().form("date", {}).fields} == {""}


def test_a_choice_may_list_its_own_values(tmp_path: Path) -> None:
    """Known values with labels of theirs, fewer if they like."""
    text = "fields:\n  - {key: answer, label: x, kind: choice, choices: {'yes': Ja, 'no': Nein}}"
    field = spoken_from(tmp_path, {"forms/tomorrow.yml": text}).form("tomorrow", {}).fields[0]
    assert field.choices == (("yes", "Ja"), ("no", "Nein"))


def test_a_form_that_there_is_not_is_an_error_with_words() -> None:
    """Not a trace of the program."""
    with pytest.raises(OutsideError) as caught:
        ours().form("hnd", {})
    assert (caught.value.key, caught.value.values) == ("form_unknown", {"key": "hnd"})


@pytest.mark.parametrize(
    ("fields", "problem", "line"),
    [
        ("fields: []\n", "want_more", 1),
        (
            "fields:\n  - {key: to, label: x, kind: person}\n  - {key: to, label: y, kind: person}\n",
            "field_twice",
            1,
        ),
        ("fields:\n  - {key: to, kind: person}\n", "want_key", 2),
        ("fields:\n  - {key: to, label: x, kind: colour}\n", "want_one_of", 2),
        ("fields:\n  - {key: to, label: x, kind: choice}\n", "choices_wanted", 2),
        ("fields:\n  - {key: to, label: x, kind: person, choices: family}\n", "choices_wanted", 2),
        ("fields:\n  - {key: to, label: x, kind: choice, choices: families}\n", "vocabulary_unknown", 2),
        ("title: ''\n", "want_words", 1),
        ("send: [a]\n", "want_text", 1),
    ],
)
def test_an_unsound_form_is_refused_at_start(tmp_path: Path, fields: str, problem: str, line: int) -> None:
    """With its line, and words that say what is wanted."""
    error = refused(tmp_path, {"forms/hand.yml": fields})
    assert (error.values["problem"], place(error)) == (problem, ("hand.yml", line))
    assert "no words yet" not in ours().error(error.key, dict(error.values))
