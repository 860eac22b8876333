"""Dialogs: forms inside every limit, nothing squeezed, nothing lost; and what comes back is checked."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pressing import About
from bot.chat.teams import inputs, limits, views
from bot.chat.teams.inputs import Offered
from bot.chat.teams.views import Sent, Trouble
from bot.domain.review import PersonKey
from bot.domain.tree import Card, CardButton, Paragraph, Text
from bot.ports import Field, Form
from bot.voice import load_voice
from tests.adapters.publishers.hostile import blocks, texts
from tests.adapters.slack.given import SAID
from tests.adapters.teams import drawn
from tests.adapters.teams.fake.cards import findings
from tests.adapters.teams.fake.elements import actions_of, inputs_of

Json = dict[str, Any]

WORKSPACE = "teams:7f1c-tenant"
ANA, LEE = PersonKey(f"{WORKSPACE}:29:1ana"), PersonKey(f"{WORKSPACE}:29:1lee")
OFFERED = Offered(
    WORKSPACE, ((ANA, "Ana Berg"), (LEE, "Lee")), (("19:general@thread.tacv2", "General"), ("19:ops", "Ops"))
)
NOBODY = Offered(WORKSPACE)
ABOUT = About(7, 3)
KINDS = ("text", "lines", "person", "people", "date", "choice", "choices", "channel")
YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "Nobody knows"))

values = texts | st.sampled_from(
    [ANA, f"{ANA},{LEE}", "2027-03-29", "2027-02-31", "a,b", "x" * 4000, "é" * 4001]
)
fields = st.builds(
    Field,
    key=st.text("abcdefghij_", min_size=1, max_size=20),
    label=texts,
    kind=st.sampled_from(KINDS),
    hint=texts | st.text(max_size=700),
    required=st.booleans(),
    choices=st.lists(st.tuples(st.text("ab,", max_size=600), texts), max_size=4).map(tuple),
    value=values,
)
forms = st.builds(
    Form,
    key=st.text("abc_", min_size=1, max_size=20),
    title=texts,
    send=texts,
    fields=st.lists(fields, max_size=6, unique_by=lambda f: f.key).map(tuple),
    target=st.sampled_from(["", "A:decision", "x" * 2000]),
)


def card_of(answer: Json) -> Json:
    """The card of a dialog that is to be shown."""
    assert answer["task"]["type"] == "continue"
    assert answer["task"]["value"]["card"]["contentType"] == "application/vnd.microsoft.card.adaptive"
    found: Json = answer["task"]["value"]["card"]["content"]
    return found


def opened(*some: Field, offered: Offered = OFFERED) -> Json:
    """The card of a form of these fields."""
    form = Form("wall_owner", "Who builds it?", "Give", some, "W1")
    return card_of(views.dialog(form, SAID, about=ABOUT, offered=offered))


def element(field: Field, offered: Offered = OFFERED) -> Json:
    """The one input a field becomes."""
    [found] = inputs_of(opened(field, offered=offered))
    return found


@given(forms, st.sampled_from([OFFERED, NOBODY]))
def test_any_form_is_inside_every_limit(form: Form, offered: Offered) -> None:
    """Whatever its labels, values and choices are made of."""
    answer = views.dialog(form, SAID, about=ABOUT, offered=offered)
    assert list(findings(card_of(answer))) == []
    drawn.texts(card_of(answer))
    assert 0 < len(answer["task"]["value"]["title"]) <= limits.TITLE


@given(forms, texts)
def test_any_form_with_an_error_is_inside_every_limit(form: Form, sentence: str) -> None:
    """The sentence is there, and nothing is pushed out by it unsaid."""
    trouble = Trouble(form.fields[0].key if form.fields else "x", sentence)
    made = card_of(views.errors(form, SAID, trouble, about=ABOUT, offered=OFFERED))
    assert list(findings(made)) == []
    assert made["body"][0]["color"] == "Attention"


@pytest.mark.parametrize("held", ["", "x" * 4000, "é" * 4000, "x" * 4001, '"' * 4000])
def test_every_form_of_the_product_is_inside_every_limit(held: str) -> None:
    """Empty, and with every field full: each is an input or a word of where to answer it."""
    voice = load_voice(None)
    for key in voice.forms:
        filled = {field.key: held for field in voice.form(key, {}).fields}
        form = voice.form(key, filled)
        made = card_of(views.dialog(form, SAID, about=ABOUT, offered=OFFERED))
        assert list(findings(made)) == [], key
        missing = [text for text in drawn.texts(made) if text.startswith("teams_too_long")]
        assert len(inputs_of(made)) + len(missing) == len(form.fields), key
        assert held or not missing, key


def test_a_form_is_filled_with_what_is_held() -> None:
    """Every kind of field shows its value."""
    made = opened(
        Field("why", "Because", "lines", value="two\nlines"),
        Field("owner", "Owner", "person", value=LEE),
        Field("readers", "Readers", "people", value=f"{ANA},{LEE}"),
        Field("due", "Due", "date", value="2027-03-29"),
        Field("held", "Held?", "choice", required=True, choices=YES_NO, value="no"),
        Field("also", "And also", "choices", choices=YES_NO, value="yes, unknown"),
        Field("to", "Where", "channel", value="19:ops"),
    )
    found = inputs_of(made)
    assert [(one["id"], one["type"], one["value"]) for one in found] == [
        ("f.why", "Input.Text", "two\nlines"),
        ("f.owner", "Input.ChoiceSet", "29:1lee"),
        ("f.readers", "Input.ChoiceSet", "29:1ana,29:1lee"),
        ("f.due", "Input.Date", "2027-03-29"),
        ("f.held", "Input.ChoiceSet", "no"),
        ("f.also", "Input.ChoiceSet", "yes,unknown"),
        ("f.to", "Input.ChoiceSet", "19:ops"),
    ]
    [send] = actions_of(made)
    assert send["title"] == "Give"
    assert send["data"] == {"form": "wall_owner", "target": "W1", "review": 7, "version": 3}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("person", "terminal:desk:ana"),
        ("person", "teams:other:29:1ana"),
        ("date", "2027-02-31"),
        ("date", "soon"),
        ("choice", "perhaps"),
        ("choices", ""),
        ("channel", "19:elsewhere"),
    ],
)
def test_a_value_that_is_none_leaves_the_field_empty(kind: str, value: str) -> None:
    """An input that holds what is no choice of it shows nothing, or is refused."""
    made = element(Field("x", "X", kind, choices=YES_NO if kind.startswith("choice") else (), value=value))
    assert "value" not in made


def test_people_can_be_searched_for_and_those_offered_stand_there() -> None:
    """A client that knows no search still has somebody to choose."""
    made = element(Field("owner", "Owner", "person", required=True))
    assert made["choices.data"]["dataset"].startswith("graph.microsoft.com/users")
    assert [(one["title"], one["value"]) for one in made["choices"]] == [
        ("Ana Berg", "29:1ana"),
        ("Lee", "29:1lee"),
    ]


def test_who_is_held_already_is_never_lost() -> None:
    """Sending the form again must not take a reader away whose name is not known."""
    made = element(Field("readers", "Readers", "people", value=f"{WORKSPACE}:29:1zoe,{ANA}"))
    assert made["value"] == "29:1zoe,29:1ana"
    assert made["choices"][0] == {"title": "29:1zoe", "value": "29:1zoe"}


def test_a_field_that_holds_too_much_is_left_out_and_said() -> None:
    """Cut, its end would be lost when the form is sent."""
    made = opened(Field("why", "Because", "lines", value="x" * 4001), Field("due", "Due", "date"))
    assert drawn.texts(made) == ["teams_too_long Because"]
    assert [one["id"] for one in inputs_of(made)] == ["f.due"]


def test_what_has_no_room_is_left_out_and_said_and_empty_fields_come_first() -> None:
    """The card is never too large, and every field is either there or named."""
    full = [Field(f"full{n}", f"Full {n}", "lines", value="x" * 4000) for n in range(9)]
    made = opened(*full, Field("empty", "Empty", "lines"))
    assert list(findings(made)) == []
    shown = [one["id"] for one in inputs_of(made)]
    assert shown == ["f.full0", "f.full1", "f.full2", "f.full3", "f.full4", "f.full5", "f.empty"]
    assert drawn.texts(made) == [f"teams_too_long Full {n}" for n in (6, 7, 8)]


def test_a_form_with_nothing_to_fill_in_cannot_be_sent() -> None:
    """There is nothing to send."""
    assert list(actions_of(opened(Field("why", "Because", "lines", value="x" * 4001)))) == []


@pytest.mark.parametrize("kind", ["choice", "choices", "channel"])
def test_a_field_with_nothing_to_choose_is_left_out(kind: str) -> None:
    """An input without choices is none."""
    assert inputs_of(opened(Field("x", "X", kind), offered=NOBODY)) == []


def test_typed_text_of_several_lines_is_never_squeezed_into_one() -> None:
    """A short text is one line, unless it holds more."""
    assert "isMultiline" not in element(Field("a", "A", "text", value="x"))
    assert element(Field("a", "A", "text", value="x\ny"))["isMultiline"] is True
    assert element(Field("a", "A", "lines"))["isMultiline"] is True


def test_a_needed_field_says_so_where_it_is_missing() -> None:
    """The label and the sentence come with it; no other field must be filled."""
    made = element(Field("a", "What?", "text", required=True))
    assert (made["isRequired"], made["label"], made["errorMessage"]) == (
        True,
        "What?",
        "teams_required What?",
    )
    assert "isRequired" not in element(Field("a", "What?", "text"))


def test_a_hint_stands_below_its_input() -> None:
    """What is inside an input is gone as soon as somebody types."""
    made = opened(Field("a", "A", "text", hint="issue_refund, *send*"))
    assert [one["type"] for one in made["body"]] == ["Input.Text", "TextBlock"]
    assert drawn.texts(made) == ["issue_refund, *send*"]


def test_few_choices_of_which_one_is_needed_stand_below_each_other() -> None:
    """Any other choice is a list: nobody can take a button of this kind back."""
    assert element(Field("c", "C", "choice", required=True, choices=YES_NO))["style"] == "expanded"
    assert element(Field("c", "C", "choice", choices=YES_NO))["style"] == "compact"


def test_choices_that_could_be_read_as_markdown_are_a_list() -> None:
    """In a list nothing is read; below each other, some clients read Markdown."""
    made = element(Field("c", "C", "choice", required=True, choices=(("a", "*a*"), ("b", "b"))))
    assert made["style"] == "compact"
    assert made["choices"][0]["title"] == "*a*"


@pytest.mark.parametrize(("fields", "height"), [(1, "medium"), (4, "medium"), (5, "large"), (11, "large")])
def test_a_long_form_is_a_high_dialog(fields: int, height: str) -> None:
    """Two sizes, in words Teams knows on every screen."""
    form = Form("x", "X", "Send", tuple(Field(f"k{n}", "K", "text") for n in range(fields)))
    value = views.dialog(form, SAID, about=ABOUT, offered=NOBODY)["task"]["value"]
    assert (value["title"], value["height"], value["width"]) == ("X", height, "medium")


def test_an_error_stands_at_its_field_else_above_all() -> None:
    """The form is there again, with what was typed."""
    form = Form("date", "Date", "Set", (Field("why", "Why", "lines", value="x"), Field("due", "Due", "date")))
    at_due, above = (
        card_of(views.errors(form, SAID, Trouble(key, "A day is needed."), about=ABOUT, offered=NOBODY))
        for key in ("due", "person")
    )
    assert [one.get("id", one.get("text")) for one in at_due["body"]] == [
        "f.why",
        "A day is needed.",
        "f.due",
    ]
    assert [one.get("id", one.get("text")) for one in above["body"]] == ["A day is needed.", "f.why", "f.due"]
    assert at_due["body"][0]["value"] == "x"


def test_a_form_whose_target_could_not_come_back_is_an_error() -> None:
    """Cut, it would belong elsewhere."""
    with pytest.raises(ValueError, match="wall"):
        views.dialog(Form("wall", "X", "Send", (), "x" * 2001), SAID, about=ABOUT, offered=NOBODY)


@given(st.lists(blocks, max_size=6).map(tuple), st.lists(texts, max_size=8))
def test_anything_looked_at_is_inside_every_limit(some: tuple[Any, ...], labels: list[str]) -> None:
    """A window of any length, its buttons and a choice above it."""
    card = Card(some, tuple(CardButton("window:E1", label, label) for label in labels))
    choice = Field("point", "Moment", "choice", choices=(("p1", "10:30"), ("p2", "10:31")), value="p2")
    made = card_of(views.shown("AR-7", card, SAID, key="review:7:", choice=choice))
    assert list(findings(made)) == []


def test_what_is_looked_at_stands_below_its_choice_and_buttons() -> None:
    """However long it is; and a button within a dialog asks for no second one."""
    card = Card((Paragraph((Text("word " * 20_000),)),), (CardButton("window:E1", "Look", "p1"),))
    choice = Field("point", "Moment", "choice", choices=(("p1", "10:30"), ("p2", "10:31")))
    made = card_of(views.shown("AR-7", card, SAID, key="review:7:", choice=choice))
    assert [one["type"] for one in made["body"][:3]] == ["Input.ChoiceSet", "ActionSet", "TextBlock"]
    [look] = actions_of(made)
    assert look["data"] == {"press": "window:E1", "value": "p1", "review": 7, "version": None}
    assert drawn.texts(made)[-1] == "teams_cut"


def test_one_sentence_needs_no_card() -> None:
    """Teams shows it in the place of the dialog."""
    assert views.told("Not\nnow.") == {"task": {"type": "message", "value": "Not now."}}


SENT = {"form": "wall_owner", "target": "W1", "review": 7, "version": 3}


def test_what_was_filled_in_comes_back_as_the_interview_wants_it() -> None:
    """In the order asked for; people as keys, each once; lines ended alike; nothing that was not asked for."""
    found = views.sent(
        {
            **SENT,
            "f.why": "two\r\nlines",
            "f.readers": "29:1lee,8d2a-directory,29:1lee",
            "f.empty": "",
            "f.other": "x",
            "msteams": {},
        }
    )
    asked = [Field("readers", "R", "people"), Field("why", "W", "lines"), Field("empty", "E", "person")]
    assert found is not None
    assert (found.form, found.target, found.about) == ("wall_owner", "W1", ABOUT)
    assert inputs.people_in(found.fields, asked) == {"29:1lee", "8d2a-directory"}
    known = {"29:1lee": LEE, "8d2a-directory": ANA}
    assert inputs.fields_of(found.fields, asked, known) == (
        ("readers", f"{LEE},{ANA}"),
        ("why", "two\nlines"),
        ("empty", ""),
    )


def test_somebody_nobody_knows_is_an_error() -> None:
    """Left out, a form would say less than was picked."""
    with pytest.raises(KeyError, match="29:1eve"):
        inputs.fields_of({"owner": "29:1eve"}, [Field("owner", "O", "person")], {})


@pytest.mark.parametrize(
    "changed",
    [
        {"form": ""},
        {"form": None},
        {"form": "x" * 101},
        {"target": 7},
        {"target": "x" * 2001},
        {"review": "7"},
        {"version": True},
        {"f.why": ["x"]},
        {"f.why": "x" * 8001},
        {"f." + "x" * 101: "x"},
        {f"f.{n}": "x" for n in range(101)},
    ],
)
def test_a_form_that_is_not_ours_is_none(changed: dict[str, object]) -> None:
    """Whoever is signed in can send anything in place of a form."""
    assert views.sent({**SENT, "f.why": "x"}) == Sent("wall_owner", "W1", ABOUT, {"why": "x"})
    assert views.sent({**SENT, **changed}) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda v: st.lists(v) | st.dictionaries(st.text(), v),
    )
)
def test_whatever_comes_back_nothing_is_raised(data: object) -> None:
    """A form or none."""
    assert views.sent(data) is None or isinstance(views.sent(data), Sent)
