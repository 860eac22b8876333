"""The source of the house as syntax trees, for tests that read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Module:
    """One file: where it lies, from the root, and what stands in it."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything in the tree."""
        return tuple(ast.walk(self.tree))

    def calls(self, *names: str) -> Iterator[ast.Call]:
        """Calls of a plain name or of an attribute of that name."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and called(node) in names:
                yield node

    def strings(self) -> Iterator[str]:
        """Every string constant."""
        for node in self.nodes:
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
        for node in self.nodes:
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
        found += map(_module, [whole] if whole.is_file() else sorted(whole.rglob("*.py")))
    return tuple(found)


@cache
def _module(path: Path) -> Module:
    return Module(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
