"""Buttons of a message: always there, under a condition, one for each of a list, or those that come with the Say."""

from pathlib import Path

import pytest

from bot.domain.errors import OutsideError
from bot.domain.says import Button, Say
from bot.voice.speaking import SpokenVoice
from tests.adapters.voice.words import place, refused, spoken_from


def speaking(folder: Path, buttons: str) -> SpokenVoice:
    """A voice whose message `approved` knows `by`, and has these buttons."""
    return spoken_from(folder, {"say/approved.md.j2": f"---\nbuttons:\n{buttons}---\nx\n"})


def labels(voice: SpokenVoice, by: object, *brought: Button) -> list[tuple[str, str, str]]:
    """Code, value and label of every button of the message."""
    card = voice.speak(Say("approved", {"by": by}, buttons=brought))
    return [(button.press, button.value, button.label) for button in card.buttons]


def test_a_button_is_filled_like_a_text(tmp_path: Path) -> None:
    """Code, value and label are lines of template."""
    voice = speaking(
        tmp_path, "  - {press: 'form:answer_{{ by }}', value: 'A:{{ by }}', label: 'Answer {{ by }}'}\n"
    )
    assert labels(voice, "wall") == [("form:answer_wall", "A:wall", "Answer wall")]


@pytest.mark.parametrize(
    ("by", "there"), [("yes", True), ("", False), ([], False), (0, False), (["a"], True)]
)
def test_a_condition_shows_a_button_or_does_not(tmp_path: Path, by: object, there: object) -> None:
    """`when` is an expression over the values."""
    voice = speaking(tmp_path, "  - {press: go_on, label: Go on, when: by}\n")
    assert labels(voice, by) == ([("go_on", "", "Go on")] if there else [])


def test_a_condition_may_compare(tmp_path: Path) -> None:
    """Any expression of the template language."""
    voice = speaking(tmp_path, "  - {press: go_on, label: Go on, when: by | length > 1}\n")
    assert labels(voice, ["a"]) == []
    assert labels(voice, ["a", "b"]) == [("go_on", "", "Go on")]


def test_each_makes_one_button_of_each_member(tmp_path: Path) -> None:
    """Its lines and its condition know the member as `item`."""
    line = "  - {each: by, press: own_wall, value: '{{ item.id }}', label: 'Take {{ item.id }}', when: item.free}\n"
    walls = [{"id": "W1", "free": True}, {"id": "W2", "free": False}, {"id": "W3", "free": True}]
    voice = speaking(tmp_path, line)
    assert labels(voice, walls) == [("own_wall", "W1", "Take W1"), ("own_wall", "W3", "Take W3")]
    assert labels(voice, []) == []


def test_brought_buttons_keep_their_words_and_their_place(tmp_path: Path) -> None:
    """What comes with the Say stands where the front matter says."""
    lines = "  - {press: quiet, label: Quiet}\n  - from: say\n  - {press: go_on, label: Go on}\n"
    found = labels(
        speaking(tmp_path, lines), "Ana", Button("expect", "A:0", "stop"), Button("expect", "A:1", "ask")
    )
    assert found == [
        ("quiet", "", "Quiet"),
        ("expect", "A:0", "stop"),
        ("expect", "A:1", "ask"),
        ("go_on", "", "Go on"),
    ]


def test_a_brought_button_keeps_its_review(tmp_path: Path) -> None:
    """In a message about several."""
    voice = speaking(tmp_path, "  - from: say\n    labels: {built: Built}\n")
    card = voice.speak(
        Say("approved", {"by": ""}, buttons=(Button("built", "W1", review=9), Button("built", "W1")))
    )
    assert [button.review for button in card.buttons] == [9, None]


def test_what_a_button_brings_may_stand_before_its_words(tmp_path: Path) -> None:
    """Only where it brings something, and never before words of its own."""
    lines = "  - from: say\n    before: '{{ item.text }} ·'\n    labels: {built: Built}\n"
    brought = (Button("built", "W1", "2"), Button("built", "W1"), Button("expect", "A:0", "stop"))
    found = labels(speaking(tmp_path, lines), "Ana", *brought)
    assert [label for _, _, label in found] == ["2 · Built", "Built", "stop"]


def test_a_line_before_the_words_knows_what_the_words_know(tmp_path: Path) -> None:
    """Another name is refused when the words are loaded."""
    front = "buttons:\n  - from: say\n    before: '{{ nobody }}'\n"
    error = refused(tmp_path, {"say/approved.md.j2": f"---\n{front}---\nx\n"})
    assert (error.values["problem"], error.values["key"]) == ("value_unknown", "nobody")


def test_brought_buttons_may_be_given_words_by_their_code(tmp_path: Path) -> None:
    """The words know the text and value of the button, and the values of the message."""
    lines = (
        "  - from: say\n    labels:\n      built: '{{ item.text }} ({{ item.value }}) is built, {{ by }}'\n"
    )
    found = labels(
        speaking(tmp_path, lines), "Ana", Button("built", "W1", "Lock"), Button("other", "W2", "Other")
    )
    assert found == [("built", "W1", "Lock (W1) is built, Ana"), ("other", "W2", "Other")]


def test_a_message_that_takes_none_shows_no_brought_button(tmp_path: Path) -> None:
    """Only `from: say` shows them."""
    voice = speaking(tmp_path, "  - {press: quiet, label: Quiet}\n")
    assert labels(voice, "Ana", Button("expect", "A:0", "stop")) == [("quiet", "", "Quiet")]


@pytest.mark.parametrize(
    ("line", "by", "brought"),
    [
        ("  - from: say\n", "Ana", (Button("built", "W1"),)),
        ("  - {each: by, press: a, label: b}\n", "Ana", ()),
        ("  - {press: a, label: '{{ by.name }}'}\n", "Ana", ()),
        ("  - {press: a, label: '{{ by }}'}\n", ["a"], ()),
    ],
)
def test_a_button_that_cannot_be_shown_names_its_file(
    tmp_path: Path, line: str, by: object, brought: tuple[Button, ...]
) -> None:
    """No words for a code, a list that is none, a value without that part, a list as text."""
    voice = speaking(tmp_path, line)
    with pytest.raises(OutsideError) as caught:
        labels(voice, by, *brought)
    assert (caught.value.key, caught.value.values["problem"]) == ("prompts_broken", "template_fault")
    assert str(caught.value.values["file"]).endswith("say/approved.md.j2")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("  - {press: go_on}\n", "want_key"),
        ("  - {label: Go on}\n", "want_key"),
        ("  - {press: go_on, label: ''}\n", "want_words"),
        ("  - {press: go_on, label: x, when: other}\n", "value_unknown"),
        ("  - {press: go_on, label: x, when: item}\n", "value_unknown"),
        ("  - {press: go_on, label: x, each: walls}\n", "value_unknown"),
        ("  - {press: go_on, label: '{{ item }}'}\n", "value_unknown"),
        ("  - {from: review}\n", "want_from_say"),
        ("  - {from: say, labels: [a]}\n", "want_map"),
        ("  - go_on\n", "want_map"),
    ],
)
def test_a_button_that_is_unsound_is_refused_at_start(tmp_path: Path, line: str, problem: str) -> None:
    """Before the first word is said, with its line."""
    error = refused(tmp_path, {"say/approved.md.j2": f"---\nbuttons:\n{line}---\nx\n"})
    assert (error.values["problem"], place(error)) == (problem, ("approved.md.j2", 3))
