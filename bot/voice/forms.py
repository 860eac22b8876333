"""`forms/*.yml`: what people fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.ports import Field, Form
from bot.voice.labels import vocabulary
from bot.voice.nodes import At, Leaf, Node, broken
from bot.voice.shape import entries, fields, filled, items, text, unknown

KINDS = frozenset({"text", "lines", "person", "people", "date", "choice", "choices", "channel"})
CHOOSING = frozenset({"choice", "choices"})
YES_NO = {"yes": True, "no": False}

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FormText:
    """A form as written; a form sent is filled in field by field."""

    title: str
    send: str
    fields: tuple[Field, ...]


def form(node: Node, labels: Mapping[str, str]) -> FormText:
    """A form file; a choice names a vocabulary of `report.yml`, or lists its own values and labels."""
    parts = fields(node, required=("title", "send", "fields"))
    found = items(parts["fields"], lambda child: _field(child, labels), least=1)
    keys = [field.key for field in found]
    if len(set(keys)) < len(keys):
        raise broken(parts["fields"].at, "field_twice")
    return FormText(filled(parts["title"]), filled(parts["send"]), found)


def filled_in(written: FormText, key: str, values: Mapping[str, str], target: str) -> Form:
    """The form with what its fields already hold; a value of a field it does not have is left out."""
    held = tuple(replace(field, value=values.get(field.key, "")) for field in written.fields)
    return Form(key, written.title, written.send, held, target)


def _field(node: Node, labels: Mapping[str, str]) -> Field:
    parts = fields(node, required=("key", "kind"), optional=("label", "hint", "required", "choices"))
    kind = _one_of(parts["kind"], KINDS)
    key = filled(parts["key"])
    label = filled(parts["label"]) if "label" in parts else labels.get(f"facet.{key}", "")
    if not label:
        raise broken(node.at, "want_key", key="label")
    if (kind in CHOOSING) != ("choices" in parts):
        raise broken(node.at, "choices_wanted")
    return Field(
        key=key,
        label=label,
        kind=kind,
        hint=text(parts["hint"]) if "hint" in parts else "",
        required=YES_NO[_one_of(parts["required"], frozenset(YES_NO))] if "required" in parts else False,
        choices=_choices(parts["choices"], labels) if "choices" in parts else (),
    )


def _one_of(node: Node, known: frozenset[str]) -> str:
    if (value := text(node)) not in known:
        raise broken(node.at, "want_one_of", key=value, known=", ".join(sorted(known)))
    return value


def _choices(node: Node, labels: Mapping[str, str]) -> Choices:
    if isinstance(node, Leaf):
        if not (found := vocabulary(labels, node.text)):
            raise broken(node.at, "vocabulary_unknown", key=node.text)
        return tuple(found.items())
    return tuple(entries(node, filled).items())


def checked(ours: FormText, theirs: FormText, node: Node) -> FormText:
    """Their form in place of ours: a field that must be filled stays one.

    PersonError with file and line for a field or choice that nothing reads, and where a needed field is left out.
    """
    known = {field.key: field for field in ours.fields}
    places = items(fields(node, required=("title", "send", "fields"))["fields"], lambda child: child.at)
    for field, at in zip(theirs.fields, places, strict=True):
        _check_field(field, known.get(field.key), at)
    given = {field.key for field in theirs.fields}
    for key, field in known.items():
        if field.required and key not in given:
            raise broken(node.at, "want_key", key=key)
    kept = tuple(replace(f, required=f.required or known[f.key].required) for f in theirs.fields)
    return replace(theirs, fields=kept)


def _check_field(field: Field, known: Field | None, at: At) -> None:
    if known is None or field.kind != known.kind:
        raise unknown(at, field.key)
    values = dict(known.choices)
    for value, _ in field.choices:
        if value not in values:
            raise unknown(at, f"{field.key}.{value}")
