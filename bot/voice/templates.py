"""The templates of `prompts/say`: front matter, body, and what each may use; all checked before the first is spoken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from jinja2 import meta, nodes
from jinja2.environment import Template as Compiled
from jinja2.sandbox import SandboxedEnvironment

from bot.voice.buttons import ButtonRule, rules
from bot.voice.environments import Lines, Names, check_names, names, parsed
from bot.voice.holding import is_reserved
from bot.voice.nodes import At, Entries, Node, broken, parse
from bot.voice.shape import entries, fields, filled

REFUSED = (
    nodes.Macro,
    nodes.CallBlock,
    nodes.AssignBlock,
    nodes.FilterBlock,
    nodes.Import,
    nodes.FromImport,
    nodes.Extends,
    nodes.Block,
)
"""What gives rendered Markdown back as a value, then shown to the letter. `include` does the same work."""

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """A template as written: its file, front matter, and the body with the front matter's lines left blank."""

    file: str
    front: Node
    body: str

    @property
    def top(self) -> At:
        """Its first line."""
        return At(self.file, 1)


@dataclass(frozen=True)
class Template:
    """A template ready to speak; `values` says what each value means."""

    source: Source
    compiled: Compiled
    values: Mapping[str, str]
    buttons: tuple[ButtonRule, ...]


def source(text: str, file: str) -> Source:
    """Split a file into front matter and body."""
    found = _FRONT.match(text)
    if found is None:
        return Source(file, Entries({}, At(file, 1)), text)
    front = parse(found[1], file, before=1)
    return Source(file, front, "\n" * found[0].count("\n") + text[found.end() :])


def with_fallback(theirs: Source, ours: Source) -> Source:
    """Their text; the values are ours, and so are the buttons where they name none: what is given does not change."""
    if not isinstance(ours.front, Entries):
        raise broken(ours.top, "want_map")
    parts = fields(theirs.front, required=(), optional=("values", "buttons"))
    buttons = {"buttons": parts["buttons"]} if "buttons" in parts else {}
    return replace(theirs, front=Entries({**ours.front.nodes, **buttons}, theirs.front.at))


def compiled(
    name: str, sources: Mapping[str, Source], spoken: SandboxedEnvironment, lines: Lines
) -> Template:
    """Check and compile one template: `spoken` renders its body, `lines` fills the labels of its buttons."""
    written = sources[name]
    front = fields(written.front, required=(), optional=("values", "buttons"))
    values = entries(front["values"], filled) if "values" in front else {}
    known = frozenset(values)
    _check(written, known, sources, spoken)
    buttons = rules(front["buttons"], lines, known) if "buttons" in front else ()
    return Template(written, spoken.get_template(name), values, buttons)


def _check(
    written: Source, known: Names, sources: Mapping[str, Source], spoken: SandboxedEnvironment
) -> None:
    """Refuse what would show markup to the letter, and names that are no values, in its parts as well.

    A part may not include itself, by whatever way: `sources` loses what was gone through.
    """
    tree = _body(written, spoken)
    check_names(names(tree, written.top), known, spoken)
    local = frozenset(node.name for node in tree.find_all(nodes.Name) if node.ctx == "store")
    for included in meta.find_referenced_templates(tree):
        if included is None or included not in sources:
            raise broken(written.top, "template_unknown", key=included or "")
        others = {name: source for name, source in sources.items() if source is not written}
        _check(sources[included], known | local, others, spoken)


def _body(written: Source, spoken: SandboxedEnvironment) -> nodes.Template:
    """The syntax tree of a body that holds nothing refused."""
    if is_reserved(written.body):
        raise broken(written.top, "reserved_character")
    tree = parsed(spoken, written.body, written.top)
    loops = (loop for loop in tree.find_all(nodes.For) if loop.recursive)
    for node in (*tree.find_all(REFUSED), *loops):
        raise broken(written.top.below(node.lineno - 1), "template_block")
    return tree
