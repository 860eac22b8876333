"""Files that cannot be used: each is refused before the first word is said, in words, with file and line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import OutsideError, PersonError
from bot.domain.says import Say
from bot.voice.nodes import Entries, Items, Leaf, Node, parse
from bot.voice.templates import source
from tests.adapters.voice.words import ours, place, refused, spoken_from
from tests.examples import examples

YAML = {
    "a quotation mark that is not closed": ('person_needed: "Wer?\n', "yaml"),
    "two values on one line": ("person_needed: a: b\n", "yaml"),
    "a tab for indentation": ("status:\n\topen: x\n", "yaml"),
    "two documents": ("person_needed: a\n---\nperson_needed: b\n", "yaml"),
    "a control character": ("person_needed: a\x00b\n", "yaml"),
    "an escape that names no character": ('person_needed: "\\UFFFFFFFF"\n', "yaml"),
    "half a character": ('person_needed: "\\ud800"\n', "yaml"),
    "brackets without end": ("[" * 100_000, "yaml"),
    "brackets within brackets": ("[" * 600 + "]" * 600, "yaml"),
    "a tag": ("person_needed: !!python/name:os.system x\n", "yaml_kind"),
    "a tag of a plain kind": ("person_needed: !!int 3\n", "yaml_kind"),
    "an anchor used again": ("person_needed: &a x\nnothing_asked: *a\n", "yaml_kind"),
    "a key twice": ("person_needed: a\nperson_needed: b\n", "yaml_key"),
    "a key that is a list": ("? [a, b]\n: c\n", "yaml_key"),
    "a merge key": ("<<: {person_needed: a}\n", None),
    "a list in place of text": ("person_needed: [a]\n", "want_text"),
    "a map in place of text": ("person_needed: {a: b}\n", "want_text"),
    "a list in place of the whole": ("- a\n", "want_map"),
    "no text": ("person_needed:\n", "want_words"),
    "a template that does not end": ('person_needed: "{% if a %}x"\n', "template_syntax"),
    "a filter that there is not": ('file_missing: "{{ path | shout }}"\n', "template_syntax"),
    "a value that nobody gives": ('person_needed: "{{ name }}"\n', "value_unknown"),
}


@pytest.mark.parametrize("case", YAML)
def test_a_broken_file_is_told_in_words(tmp_path: Path, case: str) -> None:
    """File, line, and what is wrong; never a trace of the program."""
    text, problem = YAML[case]
    error = refused(tmp_path, {"errors.yml": text})
    assert error.key == ("prompts_broken" if problem else "prompts_unknown_key")
    assert error.values.get("problem") == problem
    said = ours().error(error.key, dict(error.values))
    assert f"{tmp_path / 'errors.yml'}, line {error.values['line']}" in said
    assert "no words yet" not in said


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("errors.yml", '# first\nperson_needed: a\nreason_needed: "b\nnothing_asked: c\n', 3),
        ("errors.yml", "person_needed: a\n\n\nperson_needed: b\n", 4),
        ("errors.yml", "person_needed: a\nfile_missing: |-\n  {{ path }}\n  {{ name }}\n", 4),
        ("report.yml", "status:\n  # text\n  open: [x]\n", 3),
        ("questions.yml", "questions:\n  decision:\n    examples: [{trade: a, text: b}]\n", 3),
        ("say/quiet.md.j2", "Still.\n{% if x %}\n", 2),
        ("say/quiet.md.j2", "---\nbuttons: []\n---\nStill.\n{{ name }}\n", 5),
        ("say/quiet.md.j2", "---\nbuttons:\n  - press: go_on\n    label: '{{ name }}'\n---\n", 4),
        ("say/quiet.md.j2", "---\nbuttons:\n  - {press: go_on, label: x, when: 'a ='}\n---\n", 3),
        ("forms/hand.yml", "title: x\nfields:\n  - {key: to, label: x, kind: person, required: always}\n", 3),
        ("forms/close.yml", "fields:\n  - {key: severity, label: x, kind: choice, choices: weather}\n", 2),
    ],
)
def test_the_line_is_the_one_to_look_at(tmp_path: Path, name: str, text: str, line: int) -> None:
    """Front matter, body and nested keys are all counted from the top of the file."""
    error = refused(tmp_path, {name: text})
    assert place(error) == (Path(name).name, line)


BLOCKS = {
    "a macro": "{% macro m() %}x{% endmacro %}",
    "a call": "{% call x() %}y{% endcall %}",
    "captured text": "{% set x %}**y**{% endset %}{{ x }}",
    "a filter around text": "{% filter upper %}x{% endfilter %}",
    "a block": "{% block b %}x{% endblock %}",
    "another template above": '{% extends "card.md.j2" %}',
    "an import": '{% import "card.md.j2" as c %}',
    "an import of a name": '{% from "card.md.j2" import c %}',
    "a loop within itself": "{% for x in [] recursive %}{{ loop(x) }}{% endfor %}",
}


@pytest.mark.parametrize("case", BLOCKS)
def test_what_would_show_marks_to_the_letter_is_refused(tmp_path: Path, case: str) -> None:
    """Rendered Markdown must never come back as a value."""
    error = refused(tmp_path, {"say/quiet.md.j2": f"Still.\n{BLOCKS[case]}\n"})
    assert (error.values["problem"], place(error)) == ("template_block", ("quiet.md.j2", 2))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{% include "nothing.md.j2" %}', "template_unknown"),
        ('{% include "quiet.md.j2" %}', "template_unknown"),
        ('{% set part = "card.md.j2" %}{% include part %}', "template_unknown"),
        ("\ue000\ue010\ue001", "reserved_character"),
        ("&#xE000;&#xE010;&#xE001;", "reserved_character"),
        ("{{ lipsum() }}", "value_unknown"),
        ("{{ taken }}", "value_unknown"),
        ("{% set a = b %}", "value_unknown"),
        ("(" * 5000, None),
        ("{{ " + "(" * 5000 + " }}", "template_syntax"),
    ],
)
def test_a_template_may_use_what_it_is_given(tmp_path: Path, text: str, problem: str | None) -> None:
    """Parts, names and characters that are not its own are refused; text of its own is not."""
    if problem is None:
        assert spoken_from(tmp_path, {"say/quiet.md.j2": text}).speak(Say("quiet")).blocks
    else:
        assert refused(tmp_path, {"say/quiet.md.j2": text}).values["problem"] == problem


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Gestoppt.\n\n{{ by.name.first }}", 3),
        ("\n{{ 1 // 0 }}", 2),
        ("{{ by + 1 }}", 1),
        ("a\nb {{ [by] }}", 2),
        ("{{ by.__class__.__mro__ }}", 1),
        ("{{ label(by) }}", 1),
    ],
)
def test_a_fault_while_speaking_names_file_and_line(tmp_path: Path, body: str, line: int) -> None:
    """What only shows with real values is an OutsideError that says where to look."""
    voice = spoken_from(tmp_path, {"say/approved.md.j2": body})
    with pytest.raises(OutsideError) as caught:
        voice.speak(Say("approved", {"by": "Ana"}))
    file, at = caught.value.values["file"], caught.value.values["line"]
    assert (caught.value.key, Path(str(file)).name, at) == ("prompts_broken", "approved.md.j2", line)
    assert str(file) in voice.error(caught.value.key, dict(caught.value.values))


def test_a_fault_in_a_part_names_the_part(tmp_path: Path) -> None:
    """The file to mend is the one that is included."""
    voice = spoken_from(tmp_path, {"say/_notes.md.j2": "{{ taken }}\n\n{{ notes[0].no_such }}"})
    with pytest.raises(OutsideError) as caught:
        voice.speak(Say("earlier", {"taken": "a", "notes": [{}]}))
    assert Path(str(caught.value.values["file"])).name == "_notes.md.j2"
    assert caught.value.values["line"] == 3


@pytest.mark.parametrize("key", ["no_such_message", "_notes", "", "../errors"])
def test_a_message_that_there_is_not_is_an_error_with_words(key: str) -> None:
    """Parts cannot be said, and neither can what is not there."""
    with pytest.raises(OutsideError) as caught:
        ours().speak(Say(key))
    assert caught.value.key == "say_unknown"


def test_a_value_that_is_missing_is_an_error_and_no_gap() -> None:
    """Nothing is said with a hole in it."""
    with pytest.raises(OutsideError) as caught:
        ours().speak(Say("approved"))
    assert "by" in str(caught.value.values["fault"])


TEXT = st.text(alphabet="ab1:-[]{}&*!|>'\"%@`#,? \n\t\x00\\\ud7ff", max_size=60)


@given(TEXT)
@examples(300)
def test_any_text_is_read_as_strings_or_refused(text: str) -> None:
    """No YAML makes anything else than strings, lists and maps, or an error of ours."""
    try:
        node = parse(text, "x.yml")
    except PersonError:
        return
    assert all(isinstance(found, str) for found in _scalars(node))


def _scalars(node: Node) -> list[object]:
    match node:
        case Leaf(text):
            return [text]
        case Items(nodes):
            return [found for child in nodes for found in _scalars(child)]
        case Entries(nodes):
            return [*nodes, *(found for child in nodes.values() for found in _scalars(child))]


@pytest.mark.parametrize(
    "word", ["yes", "No", "on", "1", "1.0", "0x1f", "1_000", "null", "~", "2027-03-29", "12:30"]
)
def test_every_scalar_is_a_string(word: str) -> None:
    """What other readers take for a truth, a number, a date or nothing stays what was typed."""
    node = parse(f"a: {word}", "x.yml")
    assert isinstance(node, Entries)
    assert node.nodes["a"] == Leaf(word, node.at)


@given(st.text(max_size=80))
def test_front_matter_never_moves_the_lines_of_a_body(body: str) -> None:
    """A body stands in the lines it stands in in its file."""
    front = "---\nvalues:\n  a: b\n---\n"
    body = body.replace("\r", "")
    assert source(front + body, "x").body == "\n" * 4 + body
