"""A review as JSON keeps to its schema and reads back into an equal review."""

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from enum import Enum
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator, ValidationError

from bot.domain.errors import PersonError
from bot.domain.review import Review
from bot.domain.tree_data import KINDS
from bot.publishers import record
from tests.contract.reviews import plain, with_everything, without_trees
from tests.contract.values import values
from tests.domain.report.made import rich

VALIDATOR = Draft202012Validator(record.schema())
HELD = [rich(), with_everything(), plain()]
IDS = ["rich", "everything", "just opened"]


def loaded(review: Review) -> Any:
    return json.loads(record.encode(review))


@pytest.mark.parametrize("review", HELD, ids=IDS)
def test_a_review_reads_back_equal(review: Review) -> None:
    """Every part, with its types."""
    assert record.decode(record.encode(review)) == review


@pytest.mark.parametrize("review", HELD, ids=IDS)
def test_a_file_keeps_to_its_schema(review: Review) -> None:
    """By a reader that is not the one who wrote either."""
    VALIDATOR.validate(loaded(review))


@given(values(Review))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_review_reads_back_equal_and_keeps_to_the_schema(review: Review) -> None:
    """Whatever the types allow."""
    content = record.encode(review)
    assert record.decode(content) == review
    VALIDATOR.validate(json.loads(content))


def test_the_schema_is_one() -> None:
    """Of the draft it names."""
    schema = record.schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_the_same_review_is_the_same_bytes() -> None:
    """Two reviews of equal parts; the file ends with a line feed and can be read by a person."""
    assert record.encode(rich()) == record.encode(rich())
    assert record.encode(plain()).endswith(b"\n}\n")
    assert b'\n    "number": 1,\n' in record.encode(plain())


def parts_of(kind: Any) -> list[type]:
    """Every class that a review is made of, itself included."""
    found: list[type] = []
    waiting = [kind]
    while waiting:
        hint = waiting.pop()
        waiting += get_args(hint)
        if hint in found or not isinstance(hint, type):
            continue
        if is_dataclass(hint):
            waiting += get_type_hints(hint).values()
        if is_dataclass(hint) or issubclass(hint, Enum):
            found.append(hint)
    return found


@pytest.mark.parametrize(
    "part", [p for p in parts_of(Review) if issubclass(p, Enum)], ids=lambda p: p.__name__
)
def test_every_closed_list_stands_in_the_schema(part: type[Enum]) -> None:
    """With each of its words."""
    assert set(record.schema()["$defs"][part.__name__]["enum"]) == {member.value for member in part}


@pytest.mark.parametrize("part", [p for p in parts_of(Review) if is_dataclass(p)], ids=lambda p: p.__name__)
def test_every_part_says_what_it_is_and_what_it_needs(part: type) -> None:
    """A sentence, every field, and those that may not be left out."""
    shown = record.schema()["$defs"][part.__name__]
    required = {f.name for f in fields(part) if f.init and not has_default(f)}
    assert shown["description"]
    assert set(shown["properties"]) == {f.name for f in fields(part)}
    assert set(shown.get("required", ())) == required


def has_default(field: Any) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_of_a_tree_says_what_it_is_and_what_it_needs(kind: str) -> None:
    """Its name in the file, a sentence, every field, and those that may not be left out."""
    part = KINDS[kind]
    shown = record.schema()["$defs"][part.__name__]
    required = {f.name for f in fields(part) if not has_default(f)}
    assert shown["description"]
    assert shown["properties"]["type"] == {"const": kind}
    assert set(shown["properties"]) == {"type", *(f.name for f in fields(part))}
    assert set(shown["required"]) == {"type", *required}


def test_parts_of_a_tree_take_no_name_of_another_part() -> None:
    """One name in the schema is one thing."""
    assert not {part.__name__ for part in KINDS.values()} & {part.__name__ for part in parts_of(Review)}


def test_a_file_from_before_trees_were_kept_is_read() -> None:
    """Its statements have none."""
    whole = loaded(with_everything())
    for statement in whole["review"]["statements"]:
        for text in (statement, *statement["revisions"]):
            del text["tree"]
    VALIDATOR.validate(whole)
    assert record.decode(json.dumps(whole).encode()) == without_trees(with_everything())


def test_times_and_dates_are_named_as_such() -> None:
    """Also where they may be absent."""
    unknown = record.schema()["$defs"]["Unknown"]["properties"]
    assert unknown["opened_at"]["format"] == "date-time"
    assert unknown["due"]["format"] == "date"
    assert unknown["settled_at"]["anyOf"][0]["format"] == "date-time"


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), "agent-incident/review/2"),
        (("review", "status"), "half open"),
        (("review", "number"), "seven"),
        (("review", "walls", 0, "checks", "outside_model"), "perhaps"),
        (("review", "statements", 0, "tree"), "words"),
        (("review", "statements", 0, "tree"), [{"type": "song"}]),
        (("review", "statements", 0, "tree"), [{"type": "text", "text": "no block"}]),
        (("review", "statements", 0, "tree"), [{"type": "paragraph"}]),
        (("review", "statements", 0, "tree"), [{"type": "code_block", "text": 7}]),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(path: tuple[str | int, ...], wrong: object) -> None:
    """Another name, a word of no list, a value of another type."""
    whole = loaded(rich())
    *way, last = path
    inner = whole
    for step in way:
        inner = inner[step]
    inner[last] = wrong
    with pytest.raises(ValidationError):
        VALIDATOR.validate(whole)
    with pytest.raises(PersonError) as error:
        record.decode(json.dumps(whole).encode())
    assert error.value.key == "export_unknown_schema"


def test_a_required_field_cannot_be_left_out() -> None:
    """By the schema and by the reader alike."""
    whole = loaded(plain())
    del whole["review"]["opened_at"]
    with pytest.raises(ValidationError):
        VALIDATOR.validate(whole)
    with pytest.raises(PersonError):
        record.decode(json.dumps(whole).encode())


def test_a_file_of_a_newer_version_with_more_fields_is_read() -> None:
    """What this version does not know is passed over, at every depth."""
    whole = loaded(rich())
    whole["made_by"] = "a newer one"
    whole["review"]["colour"] = {"deep": [1, 2]}
    whole["review"]["walls"][0]["cost"] = 3
    VALIDATOR.validate(whole)
    assert record.decode(json.dumps(whole).encode()) == rich()


def test_a_file_of_an_older_version_with_fewer_fields_is_read() -> None:
    """A field that may be left out has its value of then."""
    whole = loaded(plain())
    del whole["review"]["blame_probes"], whole["review"]["links"]
    VALIDATOR.validate(whole)
    assert record.decode(json.dumps(whole).encode()) == plain()


NAMED = b'{"schema": "agent-incident/review/1", "review": '


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"schema": 1}',
        b'{"schema": "agent-incident/review/1"}',
        b'{"schema": "somebody/else/1", "review": {}}',
        NAMED + b"5}",
        NAMED + b"{}}",
        NAMED + b"[" * 100_000,
        NAMED + b'{"title": "\\ud800"}}',
        record.encode(plain())[:-20],
        "# Decision review".encode("utf-16"),
    ],
    ids=range(14),
)
def test_what_is_no_review_is_said_to_be_none(content: bytes) -> None:
    """One kind error for every broken, foreign or cut file; never a crash."""
    with pytest.raises(PersonError) as error:
        record.decode(content)
    assert error.value.key == "export_unknown_schema"


def test_a_lone_surrogate_becomes_a_sign_and_breaks_nothing() -> None:
    """It is no character and cannot be written; pairs and everything else stay as they are."""
    review = replace(rich(), title="a\ud800b😀\x00", harm="\udfff")
    back = record.decode(record.encode(review))
    assert (back.title, back.harm) == ("a\ufffdb😀\x00", "\ufffd")
    assert replace(back, title=review.title, harm=review.harm) == review
