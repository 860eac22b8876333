"""Every error has its sentence, and every sentence its error."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from jinja2 import Environment, meta

from bot.voice import load_voice
from bot.voice.labels import leaves
from bot.voice.nodes import read
from bot.voice.shipped import OURS
from tests.house.source import ROOT, Module, modules

RAISED = ("PersonError", "NotAllowed", "OutsideError", "Later", "Unsure", "Refused")
SENTENCES = {key: leaf.text for key, leaf in leaves(read(OURS / "errors.yml"))}
SPOKEN_WITHOUT_VALUES = re.compile(
    r"trace_|publish_|file_too_large|source_(?!too_weak|setting_missing|not_loaded)"
)
"""Keys kept beside evidence or a publication as its trouble: their values are gone when the sentence is said."""


@dataclass(frozen=True)
class Raised:
    """One place where an error is made: the key, the values given, None where they are passed on."""

    key: str
    values: frozenset[str] | None
    at: str


def raised() -> Iterator[Raised]:
    """Every error that names its key, or takes it from a table of the same module."""
    for module in modules("bot", "storage"):
        for call in module.calls(*RAISED):
            passed_on = any(word.arg is None for word in call.keywords)
            values = None if passed_on else frozenset(word.arg or "" for word in call.keywords)
            for key in _keys(call.args[0], module) if call.args else ():
                yield Raised(key, values, f"{module.path}:{call.lineno}")


def _keys(wanted: ast.expr, module: Module) -> set[str]:
    """The keys an expression can be: strings in it, and those of a table it looks into."""
    tables = (module.assigned(n.id) for n in ast.walk(wanted) if isinstance(n, ast.Name))
    whole = [wanted, *(part for table in tables if table is not None for part in _held(table))]
    nodes = (node for expression in whole for node in ast.walk(expression))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _held(table: ast.expr) -> list[ast.expr]:
    """What a table gives: of a map its values, for what it is asked by is no key of ours."""
    return table.values if isinstance(table, ast.Dict) else [table]


def test_every_error_has_a_sentence() -> None:
    """No key can reach a person as a bare key."""
    assert {f"{error.key} ({error.at})" for error in raised() if error.key not in SENTENCES} == set()


def test_every_sentence_is_of_an_error() -> None:
    """A sentence nobody can meet is not kept."""
    strings = {text for module in modules("bot", "storage") for text in module.strings()}
    spoken = {key for key in SENTENCES if key.removeprefix("problem_") in strings or key in strings}
    assert set(SENTENCES) - spoken == set()


def test_every_problem_has_a_sentence() -> None:
    """`broken(at, "x")` of the voice is explained by `problem_x`."""
    for module in modules("bot/voice"):
        for call in module.calls("broken"):
            named = call.args[1]
            if isinstance(named, ast.Constant):
                assert f"problem_{named.value!s}" in SENTENCES, f"{module.path}:{call.lineno}"


def test_a_sentence_shows_only_what_its_error_gives() -> None:
    """Each value of a sentence is given where the error is made, or the sentence does without it."""
    missing = [
        f"{error.at}: {error.key} lacks {sorted(lacking)}"
        for error in raised()
        if error.values is not None and (lacking := _needed(error.key) - error.values)
    ]
    assert missing == []


def _needed(key: str) -> set[str]:
    """The values a sentence cannot do without."""
    text = SENTENCES.get(key, "")
    optional = set(re.findall(r"(\w+) is defined", text))
    return meta.find_undeclared_variables(Environment(autoescape=True).parse(text)) - optional - {"label"}


@pytest.mark.parametrize("key", [key for key in SENTENCES if SPOKEN_WITHOUT_VALUES.match(key)])
def test_a_trouble_can_be_told_without_its_values(key: str) -> None:
    """Beside evidence and publications the key alone is kept."""
    if key != "publish_unknown_target":  # refused before anything is published: its target is always named
        assert _needed(key) == set()


def test_a_sentence_is_told_kindly() -> None:
    """A sentence begins like one, blames nobody, and shouts at nobody."""
    for key, text in SENTENCES.items():
        assert text[0].isupper() or text[0] in '{"`' or key.startswith("problem_"), key
        assert not re.search(r"!|\b(invalid|illegal|you must|error)\b", text, re.IGNORECASE), key


def test_an_error_without_a_sentence_is_named_by_its_key() -> None:
    """Even a key of a guest's plug-in says something, and that nothing is lost."""
    said = load_voice(None).error("guest_trouble", {})
    assert "guest_trouble" in said
    assert "lost" in said


def test_the_source_is_where_it_is_looked_for() -> None:
    """The check reads something: errors of the domain, of the edges and of storage."""
    found = {error.at.split("/")[0] for error in raised()}
    assert found == {"bot", "storage"}
    assert (ROOT / "prompts" / "errors.yml").is_file()
