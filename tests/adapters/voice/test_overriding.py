"""PROMPTS_DIR: a team's own words over ours, file by file and key by key."""

from pathlib import Path

import pytest
import yaml

from bot.domain.says import Say
from bot.domain.vocabulary import Facet, Question
from bot.voice import load_voice
from bot.voice.nodes import LOADER, read
from bot.voice.shipped import OURS
from tests.adapters.voice.words import ours, place, refused, shown, spoken_from, written

TO = "{key: to, label: x, kind: person}"
MAYBE = "{key: answer, label: x, kind: choice, choices: {maybe: m}}"


def test_a_changed_sentence_is_said(tmp_path: Path) -> None:
    """One key of errors.yml is theirs, with the value filled in."""
    voice = spoken_from(tmp_path, {"errors.yml": 'person_needed: "Wer?"\nfile_missing: "{{path}} fehlt."\n'})
    assert voice.error("person_needed", {}) == "Wer?"
    assert voice.error("file_missing", {"path": "a.txt"}) == "a.txt fehlt."


def test_what_is_not_overridden_stays_ours(tmp_path: Path) -> None:
    """The other sentences, labels, questions, forms and messages are those that come with the bot."""
    written(tmp_path, {"errors.yml": "person_needed: Wer?"})
    voice = load_voice(tmp_path)
    assert voice.error("nothing_asked", {}) == ours().error("nothing_asked", {})
    assert voice.labels == ours().labels
    assert voice.script == ours().script
    assert voice.forms == ours().forms
    assert voice.speak(Say("help")) == ours().speak(Say("help"))


def test_a_changed_message_is_said(tmp_path: Path) -> None:
    """A template of theirs takes the place of ours, and is given the same values."""
    voice = spoken_from(tmp_path, {"say/approved.md.j2": "Gestoppt von **{{ by }}**."})
    assert shown(voice.speak(Say("approved", {"by": "Ana"})).blocks) == ["Gestoppt von Ana."]


def test_a_message_without_front_matter_keeps_our_buttons(tmp_path: Path) -> None:
    """Words can be changed without knowing anything about buttons."""
    voice = spoken_from(tmp_path, {"say/quiet.md.j2": "Still."})
    assert voice.speak(Say("quiet")).buttons == ours().speak(Say("quiet")).buttons


def test_buttons_of_theirs_are_shown_in_place_of_ours(tmp_path: Path) -> None:
    """A front matter that names buttons replaces them."""
    text = "---\nbuttons:\n  - {press: go_on, label: Weiter}\n---\nStill."
    voice = spoken_from(tmp_path, {"say/quiet.md.j2": text})
    assert [(b.press, b.label) for b in voice.speak(Say("quiet")).buttons] == [("go_on", "Weiter")]


def test_a_part_of_theirs_is_used_by_our_messages(tmp_path: Path) -> None:
    """`_notes.md.j2` is overridden once for all messages that include it."""
    values = {"taken": ["a"], "notes": []}
    voice = spoken_from(tmp_path, {"say/_notes.md.j2": "Notiert: {{ taken | join(' und ') }}."})
    assert shown(voice.speak(Say("earlier", values)).blocks)[0].startswith("Notiert: a.")


def test_one_word_of_a_question_can_be_changed(tmp_path: Path) -> None:
    """questions.yml holds lists beside texts: the one key given is theirs, all else ours."""
    voice = spoken_from(tmp_path, {"questions.yml": "facets: {options: {label: Auswege}}"})
    known = ours().script
    assert voice.script.facet(Facet.OPTIONS).label == "Auswege"
    assert voice.labels["facet.options"] == "Auswege"
    assert voice.script.facet(Facet.OPTIONS).probes == known.facet(Facet.OPTIONS).probes
    assert voice.script.question(Question.DECISION) == known.question(Question.DECISION)


def test_a_list_is_taken_whole(tmp_path: Path) -> None:
    """Probes of theirs replace ours; they are not mixed."""
    voice = spoken_from(tmp_path, {"questions.yml": 'facets: {choice: {probes: ["Was genau?"]}}'})
    assert voice.script.facet(Facet.CHOICE).probes == ("Was genau?",)


def test_a_label_of_the_report_can_be_changed(tmp_path: Path) -> None:
    """The published document and the messages use the same names."""
    voice = spoken_from(tmp_path, {"report.yml": "status: {open: Offen}"})
    assert voice.labels["status.open"] == "Offen"
    assert voice.labels["status.closed"] == ours().labels["status.closed"]


def test_a_title_of_a_form_can_be_changed_alone(tmp_path: Path) -> None:
    """A form is merged by key as well: its fields stay ours."""
    voice = spoken_from(tmp_path, {"forms/hand.yml": "title: An wen?"})
    assert voice.form("hand", {}).title == "An wen?"
    assert voice.form("hand", {}).fields == ours().form("hand", {}).fields


def test_a_needed_field_stays_needed(tmp_path: Path) -> None:
    """A form of theirs cannot make optional what must be filled."""
    text = "fields:\n  - {key: to, label: Wer, kind: person}"
    assert spoken_from(tmp_path, {"forms/hand.yml": text}).form("hand", {}).fields[0].required


def test_a_new_language_of_word_lists_stands_beside_ours(tmp_path: Path) -> None:
    """Its lists may be some of those we have."""
    voice = spoken_from(tmp_path, {"commands.yml": "de:\n  command_skip: [überspringen]"})
    languages = {lexicon.language: lexicon for lexicon in voice.script.lexicons}
    assert languages["de"].words("command_skip") == ("überspringen",)
    assert languages["de"].words("command_done") == ()
    assert languages["en"].words("command_done") == ours().script.lexicons[0].words("command_done")


def test_a_list_of_our_language_can_be_replaced(tmp_path: Path) -> None:
    """The other lists of that language stay."""
    voice = spoken_from(tmp_path, {"commands.yml": "en:\n  command_skip: [pass]"})
    english = voice.script.lexicons[0]
    assert english.words("command_skip") == ("pass",)
    assert english.words("command_done") == ours().script.lexicons[0].words("command_done")


def test_nothing_changed_is_nothing_changed(tmp_path: Path) -> None:
    """An empty directory, and files that hold nothing, are ours."""
    voice = spoken_from(tmp_path, {"errors.yml": "# nothing yet\n", "report.yml": ""})
    assert voice.labels == ours().labels


def test_a_copy_of_our_own_directory_is_accepted(tmp_path: Path) -> None:
    """Where a translation begins."""
    files = {p.relative_to(OURS).as_posix(): p.read_text("utf-8") for p in OURS.rglob("*.*") if p.is_file()}
    written(tmp_path, files)
    voice = load_voice(tmp_path)
    known = ours()
    assert (voice.script, voice.labels, voice.forms) == (known.script, known.labels, known.forms)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_of_other_editors_are_read(tmp_path: Path, newline: str) -> None:
    """The mark some editors put first, and their line ends, change nothing."""
    text = "\ufeff---\nbuttons:\n  - {press: go_on, label: Weiter}\n---\nStill.\n".replace("\n", newline)
    (tmp_path / "say").mkdir()
    (tmp_path / "say" / "quiet.md.j2").write_bytes(text.encode())
    (tmp_path / "errors.yml").write_bytes(f"\ufeffperson_needed: Wer?{newline}".encode())
    voice = spoken_from(tmp_path, {})
    assert shown(voice.speak(Say("quiet")).blocks) == ["Still."]
    assert voice.error("person_needed", {}) == "Wer?"


def test_files_that_begin_with_a_dot_are_left_alone(tmp_path: Path) -> None:
    """Editors and version control leave theirs."""
    written(tmp_path, {".git/config": "x", ".errors.yml.swp": "\x00", "say/.keep": ""})
    assert spoken_from(tmp_path, {}).labels == ours().labels


@pytest.mark.parametrize(
    ("name", "text", "line", "key"),
    [
        ("errors.yml", "person_needed: Wer?\nperson_neded: Wer?\n", 2, "person_neded"),
        ("report.yml", "status:\n  open: Offen\n  opened: Offen\n", 3, "opened"),
        ("questions.yml", "facets:\n  option: {label: x}\n", 2, "option"),
        ("words.yml", "en:\n  no_such_list: [a]\n", 2, "no_such_list"),
        ("words.yml", "de:\n  no_such_list: [a]\n", 2, "no_such_list"),
        ("words.yml", "deutsch!:\n  x: [a]\n", 1, "deutsch!"),
        ("error.yml", "person_needed: Wer?\n", 1, "error.yml"),
        ("say/contaned.md.j2", "x", 1, "contaned.md.j2"),
        ("say/approved.md", "x", 1, "approved.md"),
        ("say/de/approved.md.j2", "x", 1, "de"),
        ("forms/hnd.yml", "title: x", 1, "hnd.yml"),
        ("forms/hand.yml", "titel: x", 1, "titel"),
        ("forms/hand.yml", f"fields:\n  - {TO}\n  - {{key: so, label: x, kind: text}}", 3, "so"),
        ("forms/hand.yml", "fields:\n  - {key: to, label: x, kind: text}", 2, "to"),
        ("forms/tomorrow.yml", f"fields:\n  - {MAYBE}", 2, "answer.maybe"),
        ("say/quiet.md.j2", "---\nbutton: []\n---\nx", 2, "button"),
        ("say/quiet.md.j2", "---\nbuttons:\n  - {press: go_on, label: x, icon: y}\n---\nx", 3, "icon"),
    ],
)  # fmt: skip
def test_what_nothing_reads_is_refused_with_its_place(
    tmp_path: Path, name: str, text: str, line: int, key: str
) -> None:
    """A slip of the pen is told at start, with file and line, and not in the middle of a review."""
    error = refused(tmp_path, {name: text})
    assert (error.key, error.values["key"]) == ("prompts_unknown_key", key)
    file = "de" if "/de/" in name else Path(name).name
    assert place(error) == (file, line)


def test_a_refusal_is_told_in_words(tmp_path: Path) -> None:
    """The sentence names the file, the line and the key."""
    error = refused(tmp_path, {"errors.yml": "a: b"})
    said = ours().error(error.key, dict(error.values))
    assert str(tmp_path / "errors.yml") in said
    assert "line 1" in said
    assert '"a"' in said


def test_a_directory_that_is_none_is_refused(tmp_path: Path) -> None:
    """The setting names a file, or nothing that is there."""
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "missing"):
        assert refused(path, {}).values["problem"] == "not_a_directory"


def test_a_needed_field_may_not_be_left_out(tmp_path: Path) -> None:
    """A form without it could not be sent."""
    error = refused(tmp_path, {"forms/date.yml": "fields:\n  - {key: why, label: x, kind: text}"})
    assert (error.values["problem"], error.values["key"]) == ("want_key", "due")


def test_both_readers_of_yaml_read_our_words_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one in C may be missing on a machine: the other one reads the same."""
    files = sorted(OURS.rglob("*.yml"))
    first = [read(path) for path in files]
    if LOADER is yaml.BaseLoader:
        pytest.skip("PyYAML was built here without its reader in C")
    monkeypatch.setattr("bot.voice.nodes.LOADER", yaml.BaseLoader)
    assert [read(path) for path in files] == first
