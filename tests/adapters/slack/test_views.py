"""Forms as modals and back, and the Home: inside every limit of Slack's, nothing squeezed, nothing lost."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pressing import About, Press
from bot.chat.slack import limits
from bot.chat.slack.buttons import read
from bot.chat.slack.forms import Belongs, fields_of, unpacked
from bot.chat.slack.home import Home, HomeLine, HomeSection, home
from bot.chat.slack.views import errors, view
from bot.domain.tree import CardButton
from bot.ports import Field, Form
from bot.voice import load_voice
from tests.adapters.publishers.hostile import texts
from tests.adapters.slack.fake.blocks import of_view
from tests.adapters.slack.given import SAID

Json = dict[str, Any]

WORKSPACE = "slack:T0ACME"
KINDS = ("text", "lines", "person", "people", "date", "choice", "choices")
YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "Nobody knows"))

choices = st.lists(st.tuples(st.text("abc", max_size=200), texts), max_size=12).map(tuple)
fields = st.builds(
    Field,
    key=st.text("abcdefghij_", min_size=1, max_size=20),
    label=texts,
    kind=st.sampled_from(KINDS),
    hint=texts,
    required=st.booleans(),
    choices=choices,
    value=texts | st.sampled_from(["slack:T0ACME:U0ANA", "2027-03-29", "2027-02-31", "a,b", "x" * 3001]),
)
forms = st.builds(
    Form,
    key=st.text("abc_", min_size=1, max_size=20),
    title=texts,
    send=texts,
    fields=st.lists(fields, max_size=60, unique_by=lambda f: f.key).map(tuple),
)


def shown(*some: Field, title: str = "Who builds it?") -> Json:
    """A form of these fields as a modal."""
    form = Form("wall_owner", title, "Give", some)
    return view(form, SAID, metadata="review=7", workspace=WORKSPACE)


def block(field: Field) -> Json:
    """The one block a field becomes."""
    [found] = shown(field)["blocks"]
    made: Json = found
    return made


def element(field: Field) -> Json:
    """Its input."""
    made: Json = block(field)["element"]
    return made


@given(forms)
def test_any_form_is_inside_every_limit(form: Form) -> None:
    """Whatever its labels, values and choices are made of."""
    made = view(form, SAID, metadata="", workspace=WORKSPACE)
    if made["blocks"]:
        assert of_view(made) == []
    json.dumps(made, ensure_ascii=False).encode()


@pytest.mark.parametrize("held", ["", "x" * 3000, "é" * 3000, "é" * 3001, "&" * 5000])
def test_every_form_of_the_product_is_inside_every_limit(held: str) -> None:
    """Empty, and with every field full."""
    voice = load_voice(None)
    for key in voice.forms:
        values = {field.key: held for field in voice.form(key, {}).fields}
        made = view(voice.form(key, values), SAID, metadata="", workspace=WORKSPACE)
        assert of_view(made) == [], key


def test_a_form_is_filled_with_what_is_held() -> None:
    """Every kind of field shows its value where Slack can, and comes back as the interview wants it."""
    made = shown(
        Field("why", "Because", "lines", value="two\nlines"),
        Field("owner", "Owner", "person", value="slack:T0ACME:U0LEE"),
        Field("readers", "Readers", "people", value="slack:T0ACME:U0ANA,slack:T0ACME:U0LEE"),
        Field("due", "Due", "date", value="2027-03-29"),
        Field("held", "Held?", "choice", required=True, choices=YES_NO, value="no"),
        Field("also", "And also", "choices", choices=YES_NO, value="yes, unknown"),
    )
    elements = [one["element"] for one in made["blocks"]]
    assert [one["type"] for one in elements] == [
        "plain_text_input",
        "users_select",
        "multi_users_select",
        "datepicker",
        "radio_buttons",
        "multi_static_select",
    ]
    assert elements[0]["initial_value"] == "two\nlines"
    assert elements[1]["initial_user"] == "U0LEE"
    assert elements[2]["initial_users"] == ["U0ANA", "U0LEE"]
    assert elements[3]["initial_date"] == "2027-03-29"
    assert elements[4]["initial_option"]["value"] == "no"
    assert [option["value"] for option in elements[5]["initial_options"]] == ["yes", "unknown"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("person", "terminal:desk:ana"),
        ("person", "slack:T0OTHER:U0ANA"),
        ("date", "2027-02-31"),
        ("date", "soon"),
        ("choice", "perhaps"),
        ("choices", ""),
    ],
)
def test_a_value_slack_cannot_show_leaves_the_field_empty(kind: str, value: str) -> None:
    """Slack would refuse the whole view."""
    made = element(Field("x", "X", kind, choices=YES_NO if kind.startswith("choice") else (), value=value))
    assert not any(name.startswith("initial") for name in made)


def test_a_field_that_holds_too_much_is_left_out_and_said() -> None:
    """Cut, its end would be lost when the form is sent."""
    made = shown(Field("why", "Because", "lines", value="x" * 3001), Field("due", "Due", "date"))
    assert [one["type"] for one in made["blocks"]] == ["context", "input"]
    assert made["blocks"][0]["elements"][0]["text"] == "slack_too_long Because"


def test_a_form_with_nothing_to_fill_in_cannot_be_sent() -> None:
    """Slack wants a submit where there is an input, and only there."""
    made = shown(Field("why", "Because", "lines", value="x" * 3001))
    assert "submit" not in made
    assert of_view(made) == []


def test_a_long_title_is_cut_and_stands_whole_above_the_fields() -> None:
    """Twenty-four characters are all a title may have."""
    made = shown(Field("role", "Role", "text"), title="What is this person called in what is published?")
    assert made["title"]["text"] == "What is this person cal…"
    assert made["blocks"][0]["text"]["text"] == "What is this person called in what is published?"


def test_a_value_of_several_lines_is_never_squeezed_into_one() -> None:
    """A field of one line that holds more becomes one of many."""
    assert element(Field("a", "A", "text", value="x"))["multiline"] is False
    assert element(Field("a", "A", "text", value="x\ny"))["multiline"] is True


def test_more_than_a_hundred_choices_are_grouped() -> None:
    """Every one can still be chosen, and the one chosen already is."""
    many = tuple((f"v{n}", f"choice {n}") for n in range(250))
    made = element(Field("c", "C", "choice", choices=many, value="v249"))
    groups = made["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]
    assert groups[0]["label"]["text"] == "choice 0 – choice 99"
    assert made["initial_option"] == groups[2]["options"][-1]


def test_a_choice_that_may_stay_open_is_a_list() -> None:
    """Nobody can take a radio button back."""
    assert element(Field("c", "C", "choice", choices=YES_NO))["type"] == "static_select"


def test_only_needed_fields_must_be_filled() -> None:
    """Slack asks for all the others too, unless it is told."""
    assert block(Field("a", "A", "text", required=True))["optional"] is False
    assert block(Field("a", "A", "text"))["optional"] is True


STATE = {
    "field:why": {"value": {"type": "plain_text_input", "value": "it could"}},
    "field:empty": {"value": {"type": "plain_text_input", "value": None}},
    "field:owner": {"value": {"type": "users_select", "selected_user": "U0LEE"}},
    "field:readers": {"value": {"type": "multi_users_select", "selected_users": ["U0ANA", "U0LEE"]}},
    "field:due": {"value": {"type": "datepicker", "selected_date": "2027-03-29"}},
    "field:held": {"value": {"type": "radio_buttons", "selected_option": {"value": "no"}}},
    "field:none": {"value": {"type": "static_select", "selected_option": None}},
    "field:also": {
        "value": {"type": "multi_static_select", "selected_options": [{"value": "a"}, {"value": "b"}]}
    },
    "other": {"value": {"type": "plain_text_input", "value": "not ours"}},
}


def test_what_was_filled_in_comes_back_as_the_interview_wants_it() -> None:
    """People as keys, several with commas, what was left empty as nothing; in the order asked for."""
    assert fields_of(STATE, ["held", "why", "missing"], WORKSPACE) == (("held", "no"), ("why", "it could"))
    assert dict(fields_of(STATE, None, WORKSPACE)) == {
        "why": "it could",
        "empty": "",
        "owner": "slack:T0ACME:U0LEE",
        "readers": "slack:T0ACME:U0ANA,slack:T0ACME:U0LEE",
        "due": "2027-03-29",
        "held": "no",
        "none": "",
        "also": "a,b",
    }


def test_an_error_stands_at_its_field_else_at_the_first() -> None:
    """Slack closes the form where an error names no block of it."""
    assert errors(["why", "due"], "due", "A day is needed.") == {
        "response_action": "errors",
        "errors": {"field:due": "A day is needed."},
    }
    assert errors(["why", "due"], "person", "No.")["errors"] == {"field:why": "No."}


def test_where_a_form_belongs_comes_back_from_its_metadata() -> None:
    """Review, version and target of a form, or the channel a review is to be opened in."""
    whole = Belongs("7", "17", "A:decision:x|y=1&z", "C0AGENTS", "1798542000.000100")
    assert unpacked(whole.packed()) == whole
    assert unpacked(Belongs(channel="C0AGENTS").packed()) == Belongs(channel="C0AGENTS")


@given(st.text())
def test_metadata_of_another_make_reads_as_empty_or_as_text(metadata: str) -> None:
    """Nothing is raised, whoever wrote it."""
    assert isinstance(unpacked(metadata), Belongs)


def test_metadata_that_slack_would_refuse_is_an_error() -> None:
    """Cut, it would belong elsewhere."""
    with pytest.raises(ValueError, match="target="):
        Belongs(target="x" * 3001).packed()


def line(number: int, *buttons: CardButton) -> HomeLine:
    """A line of the Home."""
    return HomeLine(f"AR-7 question {number}", 7, buttons, 17)


def test_home_shows_each_line_with_its_buttons() -> None:
    """The buttons know which review they are of: the Home stands in no thread."""
    shown = Home((HomeSection("My walls", (line(1, CardButton("own_wall", "I'll build it", "W1")),)),))
    header, words, row = home(shown, SAID)["blocks"]
    assert header["text"]["text"] == "My walls"
    assert words["text"]["text"] == "AR-7 question 1"
    assert read(row["elements"][0]["value"]) == Press("own_wall", "W1", About(7, 17))


def test_the_way_to_a_thread_stands_beside_its_line() -> None:
    """A link and nothing else: pressing it is no button of ours."""
    linked = replace(line(1), link="https://acme.slack.com/archives/C1/p1798542000000100")
    header, words = home(Home((HomeSection("My walls", (linked,)),)), SAID)["blocks"]
    assert words["accessory"]["url"] == linked.link
    assert not words["accessory"]["action_id"].startswith("press:")
    assert header["type"] == "header"


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "https://" + "a" * 4000])
def test_a_line_without_an_address_slack_takes_has_no_link(link: str) -> None:
    """Its words stand alone."""
    _, words = home(Home((HomeSection("My walls", (replace(line(1), link=link),)),)), SAID)["blocks"]
    assert "accessory" not in words


def test_a_line_with_many_buttons_has_two_rows() -> None:
    """Five side by side, as in a message."""
    many = tuple(CardButton("skip", f"Skip {n}", str(n)) for n in range(7))
    blocks = home(Home((HomeSection("My walls", (line(1, *many),)),)), SAID)["blocks"]
    assert [len(one["elements"]) for one in blocks if one["type"] == "actions"] == [5, 2]


def test_publishing_asks_before_it_is_done() -> None:
    """What is published is not seen on the Home; other buttons ask nothing."""
    both = (CardButton("publish", "Publish"), CardButton("skip", "Skip"))
    row = home(Home((HomeSection("Mine", (line(1, *both),)),)), SAID)["blocks"][-1]
    assert [sorted(one.get("confirm", {})) for one in row["elements"]] == [
        ["confirm", "deny", "text", "title"],
        [],
    ]


def test_an_empty_section_says_so() -> None:
    """Nothing waiting is news too."""
    blocks = home(Home((HomeSection("My walls", none="No walls of yours."),)), SAID)["blocks"]
    assert [one["text"]["text"] for one in blocks] == ["My walls", "No walls of yours."]


def test_a_full_home_keeps_every_section_and_counts_what_it_leaves_out() -> None:
    """A hundred blocks are shared out; no section pushes another off."""
    many = tuple(line(n, CardButton("skip", "Skip")) for n in range(500))
    made = home(Home(tuple(HomeSection(title, many) for title in ("a", "b", "c"))), SAID)
    assert of_view(made) == []
    headers = [one["text"]["text"] for one in made["blocks"] if one["type"] == "header"]
    assert headers == ["a", "b", "c"]
    assert str(made).count("slack_home_more") == 3
    assert len(made["blocks"]) <= limits.VIEW_BLOCKS


home_lines = st.builds(
    HomeLine,
    text=texts | st.text(max_size=5000),
    review=st.integers(1, 99),
    buttons=st.lists(
        st.builds(CardButton, st.sampled_from(["skip", "publish"]), texts, texts), max_size=6
    ).map(tuple),
    link=st.sampled_from(["", "https://acme.slack.com/archives/C1/p1"]),
)
home_sections = st.builds(HomeSection, texts, st.lists(home_lines, max_size=4).map(tuple), texts)


@given(st.builds(Home, st.lists(home_sections, max_size=4).map(tuple)))
def test_any_home_is_inside_every_limit(shown: Home) -> None:
    """Whatever its lines are made of."""
    assert of_view(home(shown, SAID)) == []


@pytest.mark.parametrize("sections", [1, 3, 10, 14])
def test_a_home_of_many_sections_is_inside_every_limit(sections: int) -> None:
    """However many there are, each with more than it has room for."""
    many = tuple(line(n, *(CardButton("publish", "Publish", str(b)) for b in range(12))) for n in range(60))
    made = home(Home(tuple(HomeSection(str(n), many, "none") for n in range(sections))), SAID)
    assert of_view(made) == []
