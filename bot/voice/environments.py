"""The two sandboxes templates run in: one that sets values aside for Markdown, one for plain lines of text."""

from collections.abc import Callable, Mapping

from jinja2 import (
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    meta,
    nodes,
    pass_context,
)
from jinja2.environment import Template, TemplateExpression
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment, SandboxedEnvironment

from bot.voice import holding
from bot.voice.holding import Held
from bot.voice.nodes import At, broken

HELD = "values held"
"""Where a rendering keeps its values; not a name a template could use."""

FAULTS = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What a template can raise while it is filled in."""

Names = frozenset[str]


def spoken(load: Callable[[str], tuple[str, str, None] | None]) -> SandboxedEnvironment:
    """For bodies that become Markdown: each value is put aside. A rendering is given `HELD`."""
    return _environment(finalize=_put_aside, loader=FunctionLoader(load))


def plain() -> SandboxedEnvironment:
    """For labels and sentences, which are text and nothing else."""
    return _environment(finalize=holding.shown, loader=None)


def _environment(*, finalize: Callable[..., str], loader: FunctionLoader | None) -> SandboxedEnvironment:
    """A sandbox in which a missing value is an error. A line that holds only a tag is empty, so it parts paragraphs."""
    made = ImmutableSandboxedEnvironment(
        finalize=finalize,
        undefined=StrictUndefined,
        autoescape=False,  # values are never parsed, so there is nothing to escape: docs/decisions/0002
        loader=loader,
    )
    del made.globals["lipsum"]
    return made


@pass_context
def _put_aside(context: Context, value: object) -> str:
    """The placeholder of a value, kept out of the Markdown until that is read."""
    held: Held = context[HELD]
    return held.put(holding.shown(value))


def parsed(environment: SandboxedEnvironment, text: str, at: At) -> nodes.Template:
    """The syntax tree of a template that begins at a place. PersonError `prompts_broken` where it has none."""
    try:
        return environment.parse(text)
    except TemplateSyntaxError as error:
        raise broken(at.below(error.lineno - 1), "template_syntax") from error
    except RecursionError as error:
        raise broken(at, "template_syntax") from error


def names(tree: nodes.Template, at: At) -> dict[str, At]:
    """The names a template takes from its values, and where. PersonError for a filter or test that there is not."""
    try:
        found = meta.find_undeclared_variables(tree)
    except TemplateSyntaxError as error:
        raise broken(at.below(error.lineno - 1), "template_syntax") from error
    lines = {node.name: node.lineno for node in reversed(list(tree.find_all(nodes.Name)))}
    return {name: at.below(lines.get(name, 1) - 1) for name in sorted(found)}


def check_names(found: Mapping[str, At], known: Names, environment: SandboxedEnvironment) -> None:
    """Refuse a name that is neither a value nor one of ours."""
    for name, at in found.items():
        if name not in known and name not in environment.globals:
            raise broken(at, "value_unknown", key=name)


class Lines:
    """Lines of template, compiled when first used."""

    def __init__(self, environment: SandboxedEnvironment) -> None:
        self.environment = environment
        self._lines: dict[str, Template] = {}
        self._tests: dict[str, TemplateExpression] = {}

    def checked(self, line: str, at: At, known: Names) -> str:
        """The line, sound and with known names alone. PersonError `prompts_broken` where it is not."""
        check_names(names(parsed(self.environment, line, at), at), known, self.environment)
        return line

    def checked_test(self, expression: str, at: At, known: Names) -> str:
        """An expression, checked like a line."""
        self.checked(f"{{{{ {expression} }}}}", at, known)
        return expression

    def fill(self, line: str, values: Mapping[str, object]) -> str:
        """The line with its values, as plain text. Raises `FAULTS`."""
        if line not in self._lines:
            self._lines[line] = self.environment.from_string(line)
        return self._lines[line].render(values).strip()

    def test(self, expression: str, values: Mapping[str, object]) -> bool:
        """Whether an expression holds. Raises `FAULTS`."""
        if expression not in self._tests:
            self._tests[expression] = self.environment.compile_expression(expression)
        return bool(self._tests[expression](**values))
