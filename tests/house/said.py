"""What the bot says, read from its source: every `Say(...)`, its keys and the names of the values it gives."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.domain.vocabulary import PER_DECISION, Question
from tests.house.source import Module, called, modules

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "ask_{}": tuple(f"ask_{question}" for question in Question),
    "verdict_{}": tuple(f"verdict_{question}" for question in PER_DECISION),
    "{kind}": ("list", "show", "walls", "mine", "register", "help"),
}
"""Keys put together when they are said: the form in the source, and every key that it can become."""

SPEAKERS = ("bot/domain", "bot/journeys", "bot/inbox.py", "bot/outbox.py", "bot/delivery.py", "bot/missed.py")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Names = frozenset[str]


@dataclass(frozen=True)
class Said:
    """One `Say(...)` that can have this key.

    `values` are the names it gives, some of them perhaps only at times, None where the source alone does not tell;
    `brings` whether it brings buttons.
    """

    key: str
    values: Names | None
    brings: bool
    at: str


@cache
def said() -> tuple[Said, ...]:
    """Everything the bot may say, once for each place and key."""
    return tuple(
        one
        for module in modules(*SPEAKERS)
        for function in _outer_functions(module)
        for one in _said(Scope(module, function))
    )


@dataclass(frozen=True)
class Scope:
    """A function, where names are looked up."""

    module: Module
    function: Function

    def keys(self, wanted: ast.expr) -> Iterator[str]:
        """Every key that an expression can be. LookupError for a form that `FAMILIES` does not know."""
        match wanted:
            case ast.Constant(value=str(key)):
                yield key
            case ast.IfExp(body=yes, orelse=no):
                yield from (*self.keys(yes), *self.keys(no))
            case ast.JoinedStr(values=parts):
                yield from FAMILIES[
                    "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
                ]
            case ast.Attribute(attr=name):
                yield from FAMILIES[f"{{{name}}}"]
            case ast.Name(id=name):
                for scope, bound in self.bound(name):
                    yield from scope.keys(bound)
            case _:
                raise LookupError(f"{self.module.path}:{wanted.lineno}: {ast.unparse(wanted)}")

    def names(self, given: ast.expr | None) -> Names | None:
        """The names of the values an expression gives; None where the source does not tell."""
        match given:
            case None:
                return frozenset()
            case ast.Dict(keys=keys, values=values):
                return (
                    _all(self._entry(*pair) for pair in zip(keys, values, strict=True))
                    if keys
                    else frozenset()
                )
            case ast.Name(id=name):
                return None if self._grows(name) else _all(s.names(bound) for s, bound in self.bound(name))
            case ast.Call(func=ast.Name(id=name)):
                return _all(scope.names(back) for scope, back in _returned(_home(self.module, name), name))
            case ast.Call(func=ast.Attribute(attr="values")):
                notes = modules("bot/domain/interview/notes.py")[0]
                return _all(scope.names(back) for scope, back in _returned(notes, "values"))
        return None

    def names_of_say(self, say: ast.expr) -> Names | None:
        """The same for an expression that is a `Say`: made here, or by a function of this module."""
        match say:
            case ast.Call() if called(say) == "Say":
                return self.names(_values(say))
            case ast.Call(func=ast.Name(id=name)):
                return _all(s.names_of_say(back) for s, back in _returned(self.module, name))
            case ast.Name(id=name):
                return _all(scope.names_of_say(bound) for scope, bound in self.bound(name))
        return None

    def _grows(self, name: str) -> bool:
        """Whether a map gets more names after it is made: `values[...] = ...`."""
        stored = (n for n in ast.walk(self.function) if isinstance(n, ast.Subscript))
        return any(
            isinstance(n.ctx, ast.Store) and isinstance(n.value, ast.Name) and n.value.id == name
            for n in stored
        )

    def _entry(self, key: ast.expr | None, value: ast.expr) -> Names | None:
        if key is None:
            return self.names(value)
        return (
            frozenset({key.value}) if isinstance(key, ast.Constant) and isinstance(key.value, str) else None
        )

    def bound(self, name: str) -> Iterator[tuple["Scope", ast.expr]]:
        """What a name is bound to: here, or by those who call this function."""
        for node in ast.walk(self.function):
            match node:
                case ast.Assign(targets=[ast.Name(id=found)], value=value) if found == name:
                    yield self, value
                case ast.AnnAssign(target=ast.Name(id=found), value=ast.expr() as value) if found == name:
                    yield self, value
        arguments = [argument.arg for argument in self.function.args.args]
        if name in arguments:
            yield from self._passed(name, arguments.index(name))

    def _passed(self, name: str, place: int) -> Iterator[tuple["Scope", ast.expr]]:
        for caller in _outer_functions(self.module):
            for call in ast.walk(caller):
                if isinstance(call, ast.Call) and called(call) == self.function.name:
                    words = [word.value for word in call.keywords if word.arg == name]
                    for value in [*call.args[place : place + 1], *words]:
                        yield Scope(self.module, caller), value


def _said(scope: Scope) -> Iterator[Said]:
    for node in ast.walk(scope.function):
        if not isinstance(node, ast.Call):
            continue
        words = {word.arg: word.value for word in node.keywords}
        at = f"{scope.module.path}:{node.lineno}"
        if called(node) == "Say" and (key := words.get("key", node.args[0] if node.args else None)):
            brings = "buttons" in words or len(node.args) > 5
            for found in scope.keys(key):
                yield Said(found, scope.names(_values(node)), brings, at)
        if called(node) == "replace" and "key" in words:
            for found in scope.keys(words["key"]):
                yield Said(found, scope.names_of_say(node.args[0]), "buttons" in words, at)


def _values(say: ast.Call) -> ast.expr | None:
    """What a `Say(...)` is given as its values."""
    words = {word.arg: word.value for word in say.keywords}
    return words.get("values", say.args[1] if len(say.args) > 1 else None)


def _outer_functions(module: Module) -> Iterator[Function]:
    """Functions and methods, not those inside them."""
    for node in module.tree.body:
        if isinstance(node, Function):
            yield node
        if isinstance(node, ast.ClassDef):
            yield from (inner for inner in node.body if isinstance(inner, Function))


def _returned(module: Module, name: str) -> Iterator[tuple[Scope, ast.expr]]:
    """What a function of a module returns."""
    for function in _outer_functions(module):
        if function.name == name:
            for node in ast.walk(function):
                if isinstance(node, ast.Return) and node.value is not None:
                    yield Scope(module, function), node.value


def _home(module: Module, name: str) -> Module:
    """Where a function that a module calls is made: there, or where it is imported from."""
    for node in module.tree.body:
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            return modules(f"{(node.module or '').replace('.', '/')}.py")[0]
    return module


def _all(found: Iterator[Names | None]) -> Names | None:
    """The names of every way a map can be made, None where one way does not tell."""
    ways = list(found)
    return (
        None
        if not ways or None in ways
        else frozenset().union(*(names for names in ways if names is not None))
    )
