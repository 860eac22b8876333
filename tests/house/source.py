"""The source of the house as syntax trees, for tests that read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Module:
    """One file: where it lies, from the root, and its syntax tree."""

    path: str
    tree: ast.Module
    text: str

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Calls of a plain name or of an attribute of that name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and called(node) in names:
                yield node

    def strings(self) -> Iterator[str]:
        """Every string constant."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value

    def assigned(self, name: str) -> ast.expr | None:
        """What a name is bound to at the top of the module."""
        for node in self.tree.body:
            if isinstance(node, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == name for t in node.targets
            ):
                return node.value
            if isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == name:
                return node.value
        return None

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and inner ones included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def called(call: ast.Call) -> str:
    """The last name of what is called: `c` of `a.b.c(...)`, empty for anything else."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below these folders, or these files, in order of their paths."""
    found: list[Module] = []
    for folder in folders:
        whole = ROOT / folder
        for path in [whole] if whole.is_file() else sorted(whole.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            found.append(Module(path.relative_to(ROOT).as_posix(), ast.parse(text), text))
    return tuple(found)
