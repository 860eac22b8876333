"""Rules of the source that no tool checks: words, broad excepts, sizes, decisions."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import ROOT, Module, called, modules

SPEECHLESS = (
    "bot/domain",
    "bot/journeys",
    "bot/inbox.py",
    "bot/outbox.py",
    "bot/delivery.py",
    "bot/missed.py",
    "bot/outcome.py",
    "storage",
)
"""Where no sentence for people may stand: it would never be translated."""

SENTENCE = re.compile(r"[A-Za-z]{2,}(?:[ ,;:'’]+[A-Za-z]+){3,}")
"""Four words in a row."""

NO_SENTENCE = {
    "bot/domain/redaction_rules.py": "names of keys as they stand in files",
    "bot/domain/signs.py": "verbs that tools are named with, in a list",
    "bot/domain/text.py": "abbreviations that end with a full stop, in a list",
}
"""Files whose long strings are no sentences, each with its reason."""

BROAD = {
    "bot/chat/teams/botframework/entrance.py": "the SDK raises whatever it stumbles over: nobody is let in by a fault",
    "bot/chat/teams/door.py": "whoever waits for a dialog hears of a fault of ours; it is logged",
    "bot/inbox.py": "a fault stops no other input; it is logged with its review",
    "bot/publishers/pages.py": "a picture that cannot be drawn never keeps its page back; it is logged",
    "storage/engine.py": "closes what was opened, and raises again",
    "storage/writer.py": "hands the error to the thread that asked",
}
"""Where a broad except stands, and what it is for."""

LONG_MODULES = {
    "storage/migrations/versions/0001_record.py": "the first migration: one table after the other",
}
"""Modules longer than 300 lines. A line here may go; none is added without a reason."""

LONG_FUNCTIONS = {
    "storage/migrations/versions/0001_record.py:upgrade": "the first migration: one table after the other",
    "storage/migrations/versions/0002_doors.py:upgrade": "one table after the other",
}
"""Functions longer than 40 lines, their docstring not counted."""

FAULTS = {"ValueError", "TypeError", "RuntimeError", "AssertionError"}
"""Errors of the program itself: no person is told what they say."""

LOGS = {"debug", "info", "warning", "error", "exception", "critical"}


def test_no_sentence_for_people_stands_in_the_source() -> None:
    """Words lie in prompts/, where a team can change them."""
    found = [
        f"{module.path}:{node.lineno}: {str(node.value)[:60]!r}"
        for module in modules(*SPEECHLESS)
        if not any(module.path.startswith(path) for path in NO_SENTENCE)
        for node in sentences(module)
    ]
    assert found == []


def sentences(module: Module) -> Iterator[ast.Constant]:
    """String constants that read like a sentence, docstrings, log messages, patterns and SQL left out."""
    silent = set(_silent(module))
    for node in module.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in silent:
            yield from [node] if SENTENCE.search(node.value) and not _is_pattern_or_sql(node.value) else []


def _silent(module: Module) -> Iterator[ast.AST]:
    """Constants nobody but a developer reads: strings that stand alone, what is logged, what a fault of ours says."""
    for node in module.nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        if isinstance(node, ast.Call) and called(node) in LOGS | FAULTS | {"compile"}:
            yield from ast.walk(node)


def _is_pattern_or_sql(text: str) -> bool:
    sql = re.search(
        r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN|WITH|ALTER|DROP)\b|IS NOT NULL", text
    )
    return sql is not None or "(?" in text


def test_the_rule_about_sentences_finds_one() -> None:
    """The check above is not blind."""
    body = '    """Says more than four words."""\n    log.error("could not keep it")\n    return "do name it please"\n'
    text = f"def f():\n{body}"
    assert [node.value for node in sentences(Module("x.py", text))] == ["do name it please"]


def test_a_broad_except_stands_only_where_it_is_needed() -> None:
    """Everything else is caught by its name."""
    found = {
        module.path
        for module in modules("bot", "storage")
        for node in module.nodes
        if isinstance(node, ast.ExceptHandler) and _is_broad(node.type)
    }
    assert found <= set(BROAD)


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(
        n is None or (isinstance(n, ast.Name) and n.id in {"Exception", "BaseException"}) for n in names
    )


def test_an_ignore_has_its_code_and_a_reason() -> None:
    """`noqa: X - because`, `type: ignore[x]  # because`."""
    bare = [
        f"{module.path}:{number}"
        for module in modules("bot", "storage", "tests", "bench")
        for number, line in enumerate(module.text.splitlines(), 1)
        for ignore in re.findall(r"#\s*(?:noqa|type:\s*ignore|pragma)(?!\w)[^\n]*", line)
        if "re.findall" not in line
        and not re.search(r"(noqa: [A-Z0-9, ]+|ignore\[[\w, -]+\])\s*(-|#)\s*\w+", ignore)
    ]
    assert bare == []


def test_a_module_can_be_read_at_one_sitting() -> None:
    """At most 300 lines, save for a known few."""
    long = {m.path for m in modules("bot", "storage") if len(m.text.splitlines()) > 300}
    assert long - set(LONG_MODULES) == set()


def test_a_function_fits_a_screen() -> None:
    """At most 40 lines, save for a known few."""
    long = {
        f"{module.path}:{function.name}"
        for module in modules("bot", "storage")
        for function in module.functions()
        if lines_of(function) > 40
    }
    assert long - set(LONG_FUNCTIONS) == set()


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Its lines, without its docstring."""
    body = function.body
    first = body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_what_is_too_long_is_really_there() -> None:
    """An exception that is not needed any more is taken out of its list."""
    paths = {module.path: module for module in modules("bot", "storage")}
    assert set(LONG_MODULES) | set(BROAD) | {name.split(":")[0] for name in LONG_FUNCTIONS} <= set(paths)
    assert all(len(paths[path].text.splitlines()) > 300 for path in LONG_MODULES)


def test_no_module_is_named_after_nothing() -> None:
    """`utils`, `helpers` and `manager` say nothing of what is in them."""
    for module in modules("bot", "storage"):
        assert not re.search(r"/(utils?|helpers?|managers?|common|misc)\.py$", module.path)


def test_decisions_are_numbered_without_a_gap() -> None:
    """Each has its status, context, decision and consequences."""
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    for number, file in enumerate(files, 1):
        text = file.read_text("utf-8")
        assert text.startswith(f"# {number}. "), file.name
        heads = re.findall(r"^(?:## )?(Status|Context|Decision|Consequences)", text, re.MULTILINE)
        assert heads == ["Status", "Context", "Decision", "Consequences"], file.name


def test_decisions_that_are_named_exist() -> None:
    """`docs/decisions/0002` in a comment points at a file."""
    numbers = {file.name[:4] for file in (ROOT / "docs" / "decisions").glob("*.md")}
    for module in modules("bot", "storage"):
        assert set(re.findall(r"docs/decisions/(\d{4})", module.text)) <= numbers, module.path
