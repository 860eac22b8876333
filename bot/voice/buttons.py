"""Buttons of a template: always there, one for each of a list, or those the Say brings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.says import Button
from bot.domain.tree import CardButton
from bot.voice.environments import Lines, Names
from bot.voice.nodes import Entries, Node, broken
from bot.voice.shape import entries, fields, filled, items, text

SAY = "say"
ITEM: Names = frozenset({"item"})
"""What lines of `each` and `from` know besides the values: the one of the list, or `item.text` and `item.value` of a
button brought."""


@dataclass(frozen=True)
class Fixed:
    """One button. Press, label and value are lines of template; `when` is an expression, empty for always.

    With `each` there is one for every member of that value, which its lines and `when` know as `item`.
    """

    press: str
    label: str
    value: str = ""
    when: str = ""
    each: str = ""


@dataclass(frozen=True)
class Brought:
    """The buttons that come with the Say: the words given here for their press, else their own.

    `before` is a line of template that stands before the words of a press where the button brings words as well.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    before: str = ""


ButtonRule = Fixed | Brought


def rules(node: Node, lines: Lines, values: Names) -> tuple[ButtonRule, ...]:
    """The `buttons` of a front matter, their lines checked. PersonError `prompts_*` where one is unsound."""
    return items(node, lambda child: _rule(child, lines, values))


def _rule(node: Node, lines: Lines, values: Names) -> ButtonRule:
    if isinstance(node, Entries) and "from" in node.nodes:
        return _brought(node, lines, values)
    parts = fields(node, required=("press", "label"), optional=("value", "when", "each"))
    each = text(parts["each"]) if "each" in parts else ""
    if each and each not in values:
        raise broken(parts["each"].at, "value_unknown", key=each)
    known = values | ITEM if each else values
    return Fixed(
        press=lines.checked(filled(parts["press"]), parts["press"].at, known),
        label=lines.checked(filled(parts["label"]), parts["label"].at, known),
        value=_line(parts.get("value"), lines, known),
        when=lines.checked_test(text(parts["when"]), parts["when"].at, known) if "when" in parts else "",
        each=each,
    )


def _line(node: Node | None, lines: Lines, known: Names) -> str:
    return "" if node is None else lines.checked(text(node), node.at, known)


def _brought(node: Node, lines: Lines, values: Names) -> Brought:
    parts = fields(node, required=("from",), optional=("labels", "before"))
    if text(parts["from"]) != SAY:
        raise broken(parts["from"].at, "want_from_say")
    known = values | ITEM
    before = _line(parts.get("before"), lines, known)
    if "labels" not in parts:
        return Brought(before=before)
    labels = entries(parts["labels"], lambda child: lines.checked(filled(child), child.at, known))
    return Brought(labels, before)


def shown(
    found: tuple[ButtonRule, ...], values: Mapping[str, object], brought: tuple[Button, ...], lines: Lines
) -> Iterator[CardButton]:
    """The buttons of one Say, in the order of the front matter.

    KeyError where a brought one has no words or `each` names no value, TypeError where that is no list.
    """
    for rule in found:
        if isinstance(rule, Brought):
            for button in brought:
                words = _words(button, rule, values, lines)
                yield CardButton(button.press, words, button.value, button.review)
            continue
        for known in _each(rule, values):
            if not rule.when or lines.test(rule.when, known):
                press, label, value = (
                    lines.fill(line, known) for line in (rule.press, rule.label, rule.value)
                )
                yield CardButton(press, label, value)


def _each(rule: Fixed, values: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The values of each button: once, or with each member of the list as `item`."""
    if not rule.each:
        return [values]
    members = values[rule.each]
    if not isinstance(members, list | tuple):
        raise TypeError(type(members).__name__)
    return [{**values, "item": member} for member in members]


def _words(button: Button, rule: Brought, values: Mapping[str, object], lines: Lines) -> str:
    """The words for its press, else its own; KeyError where there are neither."""
    if button.press not in rule.labels and button.text:
        return button.text
    known = {**values, "item": {"text": button.text, "value": button.value}}
    label = lines.fill(rule.labels[button.press], known)
    before = lines.fill(rule.before, known) if rule.before and button.text else ""
    return f"{before} {label}" if before else label
